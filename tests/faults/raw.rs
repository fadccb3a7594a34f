//! Calls put together by hand, for callers that no client library would be.

use bytes::Bytes;
use h2::client::{ResponseFuture, SendRequest};
use h2::{RecvStream, SendStream};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tonic::codegen::http::{HeaderMap, Request};

/// A connection. Its windows are those that HTTP/2 begins with, and nothing is read unless asked for.
pub struct Raw {
    address: String,
    calls: SendRequest<Bytes>,
    /// Ends with the connection.
    pub connection: JoinHandle<Result<(), h2::Error>>,
}

impl Raw {
    /// Connects.
    pub async fn connect(address: &str) -> Raw {
        let stream = TcpStream::connect(address).await.expect("an open port");
        let (calls, connection) = h2::client::handshake(stream).await.expect("HTTP/2");
        Raw { address: address.to_owned(), calls, connection: tokio::spawn(connection) }
    }

    /// Begins a call of `method` with `grpc-encoding` where there is one.
    pub async fn call(&mut self, method: &str, encoding: Option<&str>) -> (ResponseFuture, SendStream<Bytes>) {
        let uri = format!("http://{}/quotewire.v1.QuoteAttributionService/{method}", self.address);
        let mut request = Request::post(uri).header("content-type", "application/grpc").header("te", "trailers");
        if let Some(encoding) = encoding {
            request = request.header("grpc-encoding", encoding);
        }
        let request = request.body(()).expect("headers that are allowed");
        futures_util::future::poll_fn(|cx| self.calls.poll_ready(cx)).await.expect("room for a call");
        self.calls.send_request(request, false).expect("an open connection")
    }
}

/// A message as it goes over the wire.
pub fn frame(is_compressed: bool, message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).expect("less than 4 GiB");
    [&[u8::from(is_compressed)], &length.to_be_bytes()[..], message].concat().into()
}

/// Reads an answer to its end: the status, and how many bytes stood before it.
pub async fn status(response: ResponseFuture) -> (String, usize) {
    let (head, mut body) = response.await.expect("an answer").into_parts();
    if let Some(status) = found(&head.headers) {
        return (status, 0);
    }
    let read = drain(&mut body).await;
    let trailers = body.trailers().await.expect("an end").expect("trailers");
    (found(&trailers).expect("a status"), read)
}

async fn drain(body: &mut RecvStream) -> usize {
    let mut read = 0;
    while let Some(chunk) = body.data().await {
        let length = chunk.expect("it goes on").len();
        body.flow_control().release_capacity(length).expect("it was received");
        read += length;
    }
    read
}

fn found(headers: &HeaderMap) -> Option<String> {
    headers.get("grpc-status").map(|status| status.to_str().expect("ASCII").to_owned())
}
