//! A caller who may do everything wrong: HTTP/2 with any headers and body, or any bytes at all.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tonic::Status;
use tonic::codegen::http::{HeaderMap, Method, Request};

/// What every HTTP/2 connection begins with: the preface, and SETTINGS that set nothing.
pub const OPENING: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

/// How long an answer may take before it counts as none.
const PATIENCE: Duration = Duration::from_secs(30);

/// One call as it is sent.
pub struct Call {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// How a call or a connection was answered.
#[derive(Debug)]
pub enum Answer {
    /// A gRPC status, and the messages that came with it.
    Status(Status, Vec<Bytes>),
    /// HTTP without gRPC, such as 405.
    Http(u16),
    /// The call alone was reset.
    Reset(Reason),
    /// The connection was ended with a reason.
    GoAway(Reason),
    /// The bytes of another protocol than HTTP/2, up to the end of the connection.
    Closed(Vec<u8>),
}

/// Makes a call on a connection of its own, in plaintext.
pub async fn call(address: &str, call: Call) -> Answer {
    let answer = async {
        let stream = TcpStream::connect(address).await.expect("an open port");
        let (mut client, connection) = h2::client::handshake(stream).await.expect("HTTP/2");
        let connection = tokio::spawn(connection);
        let mut request = Request::new(());
        *request.method_mut() = call.method;
        *request.uri_mut() = format!("http://{address}{}", call.path).parse().expect("a path");
        *request.headers_mut() = call.headers;
        let answer = match client.send_request(request, call.body.is_empty()) {
            Ok((response, mut body)) => {
                // A server may answer before it has everything.
                let _ = if call.body.is_empty() { Ok(()) } else { body.send_data(call.body, true) };
                match response.await {
                    Ok(response) => read(response).await,
                    Err(error) => ended(&error),
                }
            }
            Err(error) => ended(&error),
        };
        drop(client);
        connection.abort();
        answer
    };
    tokio::time::timeout(PATIENCE, answer).await.expect("an answer")
}

async fn read(response: tonic::codegen::http::Response<h2::RecvStream>) -> Answer {
    let (head, mut body) = response.into_parts();
    if head.status != 200 {
        return Answer::Http(head.status.as_u16());
    }
    if let Some(status) = Status::from_header_map(&head.headers) {
        return Answer::Status(status, Vec::new());
    }
    let mut bytes = Vec::new();
    while let Some(data) = body.data().await {
        match data {
            Ok(data) => {
                bytes.extend_from_slice(&data);
                body.flow_control().release_capacity(data.len()).expect("what was received");
            }
            Err(error) => return ended(&error),
        }
    }
    match body.trailers().await {
        Ok(trailers) => {
            let status = Status::from_header_map(&trailers.expect("trailers")).expect("a status");
            Answer::Status(status, messages(&bytes))
        }
        Err(error) => ended(&error),
    }
}

fn ended(error: &h2::Error) -> Answer {
    match (error.reason(), error.is_go_away()) {
        (Some(reason), true) => Answer::GoAway(reason),
        (Some(reason), false) => Answer::Reset(reason),
        (None, _) => Answer::Closed(Vec::new()),
    }
}

/// What stands in the frames of a body, none of which is compressed.
fn messages(body: &[u8]) -> Vec<Bytes> {
    let mut messages = Vec::new();
    let mut rest = body;
    while let Some((head, after)) = rest.split_first_chunk::<5>() {
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        messages.push(Bytes::copy_from_slice(&after[..length]));
        rest = &after[length..];
    }
    messages
}

/// One message with the five bytes that gRPC puts before it.
pub fn framed(message: &[u8], compressed: bool) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("less than 4 GiB");
    [&[u8::from(compressed)], &length.to_be_bytes()[..], message].concat()
}

/// Sends bytes, and reads to the end.
pub async fn send(address: &str, bytes: &[u8]) -> Answer {
    let answer = async {
        let mut stream = TcpStream::connect(address).await.expect("an open port");
        // Whoever is refused early may see the other end closed.
        let _ = stream.write_all(bytes).await;
        let mut answered = Vec::new();
        let _ = stream.read_to_end(&mut answered).await;
        answered
    };
    let answered = tokio::time::timeout(PATIENCE, answer).await.expect("an end to the connection");
    go_away(&answered).map_or(Answer::Closed(answered), Answer::GoAway)
}

/// The reason of the first GOAWAY among HTTP/2 frames.
fn go_away(frames: &[u8]) -> Option<Reason> {
    let mut rest = frames;
    while let Some((head, after)) = rest.split_first_chunk::<9>() {
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let (payload, after) = after.split_at_checked(length)?;
        if head[3] == 7 {
            return Some(u32::from_be_bytes(*payload.get(4..)?.first_chunk()?).into());
        }
        rest = after;
    }
    None
}

/// Headers by name; a name that stands twice has both values.
pub fn headers(pairs: &[(String, String)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name: tonic::codegen::http::HeaderName = name.parse().expect("a header's name");
        headers.append(name, tonic::codegen::http::HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
    }
    headers
}

/// The names of all statuses, as gRPC writes them.
pub fn code_names() -> HashMap<&'static str, tonic::Code> {
    use tonic::Code::*;
    HashMap::from([
        ("OK", Ok),
        ("INVALID_ARGUMENT", InvalidArgument),
        ("DEADLINE_EXCEEDED", DeadlineExceeded),
        ("RESOURCE_EXHAUSTED", ResourceExhausted),
        ("UNAUTHENTICATED", Unauthenticated),
        ("UNIMPLEMENTED", Unimplemented),
        ("UNAVAILABLE", Unavailable),
        ("INTERNAL", Internal),
        ("NOT_FOUND", NotFound),
        ("UNKNOWN", Unknown),
        ("CANCELLED", Cancelled),
    ])
}

/// An HTTP/2 frame.
pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The header block of a call to `path`, in HPACK without any table of its own: POST, http, the path, gRPC.
pub fn call_headers(path: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).ok().filter(|length| *length < 127).expect("a short text");
    let grpc = "application/grpc";
    let path = [&[0x04, length(path)], path.as_bytes()].concat();
    [&[0x83, 0x86][..], &path, &[0x01, 1, b'a'], &[0x0f, 0x10, length(grpc)], grpc.as_bytes()].concat()
}
