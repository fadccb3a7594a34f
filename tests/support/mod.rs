//! A server inside the test's own process, and the requests that most tests send.

#![allow(dead_code, reason = "each test file uses its own part")]

use quotewire::config::ServeConfig;
use quotewire::server::{ServeError, Server};
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{Document, ExtractQuotesRequest, ExtractQuotesResponse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;

/// A server that is listening, and a connection to it.
pub struct Running {
    pub address: String,
    /// Where the admin port is.
    pub admin: String,
    pub channel: Channel,
    pub shutdown: oneshot::Sender<()>,
    pub served: JoinHandle<Result<(), ServeError>>,
}

/// Serves on free ports and connects.
pub async fn start(config: ServeConfig) -> Running {
    let (listener, address) = free_port().await;
    let (admin_listener, admin) = free_port().await;
    let server = Server::new(&config).await.expect("settings that can be used");
    let (shutdown, asked) = oneshot::channel::<()>();
    let served = tokio::spawn(async move {
        let until_asked = async move {
            if asked.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server.run(listener, Some(admin_listener), until_asked).await
    });
    // Nothing is sent before the first call, which is what lets the address of a server that speaks TLS stand here.
    let channel = Channel::from_shared(format!("http://{address}")).expect("a URI").connect_lazy();
    Running { address, admin, channel, shutdown, served }
}

async fn free_port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound address").to_string();
    (listener, address)
}

impl Running {
    /// A client of the service; answers may be as long as they like.
    pub fn client(&self) -> QuoteAttributionServiceClient<Channel> {
        QuoteAttributionServiceClient::new(self.channel.clone()).max_decoding_message_size(usize::MAX)
    }

    /// What the admin port answers to a GET.
    pub async fn admin(&self, path: &str) -> (u16, String) {
        get(&self.admin, path).await
    }

    /// The value of a metric without labels, such as `quotewire_calls_in_flight`.
    pub async fn metric(&self, name: &str) -> u64 {
        let (_, text) = self.admin("/metrics").await;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {text}"))
    }

    /// Waits until a metric has a value.
    pub async fn until(&self, name: &str, value: u64) {
        while self.metric(name).await != value {
            tokio::task::yield_now().await;
        }
    }

    /// Calls ExtractQuotes.
    pub async fn extract(&self, request: ExtractQuotesRequest) -> Result<ExtractQuotesResponse, Status> {
        self.client().extract_quotes(request).await.map(tonic::Response::into_inner)
    }
}

/// What an HTTP server answers to a GET: status code and body.
pub async fn get(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.expect("an open port");
    let request = format!("GET {path} HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status"), body.to_owned())
}

/// An ExtractQuotes call whose request has begun and comes whenever `withheld` sends it.
pub async fn call_in_flight(
    channel: &Channel,
    withheld: mpsc::Receiver<ExtractQuotesRequest>,
) -> Result<Response<ExtractQuotesResponse>, Status> {
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.expect("a connection");
    let path = PathAndQuery::from_static("/quotewire.v1.QuoteAttributionService/ExtractQuotes");
    let codec = ProstCodec::<ExtractQuotesRequest, ExtractQuotesResponse>::default();
    client.client_streaming(Request::new(ReceiverStream::new(withheld)), path, codec).await
}

pub fn document(text: &str) -> Document {
    Document { id: "article-1".into(), text: text.into(), language_code: String::new() }
}

pub fn request(text: &str) -> ExtractQuotesRequest {
    ExtractQuotesRequest { document: Some(document(text)), options: None }
}
