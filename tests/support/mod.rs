//! A server inside the test's own process, and the requests that most tests send.

#![allow(dead_code, reason = "each test file uses its own part")]

use quotewire::config::ServeConfig;
use quotewire::server::{ServeError, Server};
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{Document, ExtractQuotesRequest, ExtractQuotesResponse};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::Status;
use tonic::transport::Channel;

/// A server that is listening, and a connection to it.
pub struct Running {
    pub address: String,
    pub channel: Channel,
    pub shutdown: oneshot::Sender<()>,
    pub served: JoinHandle<Result<(), ServeError>>,
}

/// Serves on a free port and connects.
pub async fn start(config: ServeConfig) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound address").to_string();
    let server = Server::new(&config).await.expect("settings that can be used");
    let (shutdown, asked) = oneshot::channel::<()>();
    let served = tokio::spawn(async move {
        let until_asked = async move {
            if asked.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server.run(listener, None, until_asked).await
    });
    let channel = Channel::from_shared(format!("http://{address}")).expect("a URI").connect().await.expect("a server");
    Running { address, channel, shutdown, served }
}

impl Running {
    /// A client of the service; answers may be as long as they like.
    pub fn client(&self) -> QuoteAttributionServiceClient<Channel> {
        QuoteAttributionServiceClient::new(self.channel.clone()).max_decoding_message_size(usize::MAX)
    }

    /// Calls ExtractQuotes.
    pub async fn extract(&self, request: ExtractQuotesRequest) -> Result<ExtractQuotesResponse, Status> {
        self.client().extract_quotes(request).await.map(tonic::Response::into_inner)
    }
}

pub fn document(text: &str) -> Document {
    Document { id: "article-1".into(), text: text.into(), language_code: String::new() }
}

pub fn request(text: &str) -> ExtractQuotesRequest {
    ExtractQuotesRequest { document: Some(document(text)), options: None }
}
