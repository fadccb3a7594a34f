//! A service of the same messages that reads no text: what a call costs by itself.
//!
//! It answers each document that it knows with the answer that quotewire gives, which it has ready, so that both
//! receive, decode, encode and send the same bytes. It is hyper and the generated code, with nothing around them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::Stream;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use quotewire::config::ServeConfig;
use quotewire::service::QuoteAttribution;
use quotewire::service::encoded::Encoded;
use quotewire::service::proto::quote_attribution_service_server::{
    QuoteAttributionService, QuoteAttributionServiceServer,
};
use quotewire::service::proto::{
    BatchExtractQuotesRequest, BatchExtractQuotesResponse, Document, ExtractQuotesRequest, ExtractQuotesResponse,
    GetRulesetRequest, GetRulesetResponse, StreamExtractQuotesRequest, StreamExtractQuotesResponse,
};
use quotewire::service::workers::Workers;
use quotewire::telemetry::Metrics;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tonic::codegen::Service;
use tonic::service::Routes;
use tonic::{Request, Response, Status, Streaming, async_trait};

/// The ready answers, by text.
#[derive(Clone)]
struct Echo(Arc<HashMap<String, ExtractQuotesResponse>>);

impl Echo {
    fn answer(&self, document: Option<Document>) -> Result<Encoded<ExtractQuotesResponse>, Status> {
        let document = document.unwrap_or_default();
        let answer = self.0.get(&document.text).map(Encoded::new);
        answer.ok_or_else(|| Status::not_found("The echo knows only the articles that it was started with."))
    }
}

#[async_trait]
impl QuoteAttributionService for Echo {
    async fn extract_quotes(
        &self,
        request: Request<ExtractQuotesRequest>,
    ) -> Result<Response<Encoded<ExtractQuotesResponse>>, Status> {
        self.answer(request.into_inner().document).map(Response::new)
    }

    async fn batch_extract_quotes(
        &self,
        _: Request<BatchExtractQuotesRequest>,
    ) -> Result<Response<Encoded<BatchExtractQuotesResponse>>, Status> {
        Err(Status::unimplemented("The echo answers single documents."))
    }

    type StreamExtractQuotesStream =
        Pin<Box<dyn Stream<Item = Result<Encoded<StreamExtractQuotesResponse>, Status>> + Send>>;

    async fn stream_extract_quotes(
        &self,
        _: Request<Streaming<StreamExtractQuotesRequest>>,
    ) -> Result<Response<Self::StreamExtractQuotesStream>, Status> {
        Err(Status::unimplemented("The echo answers single documents."))
    }

    async fn get_ruleset(
        &self,
        _: Request<GetRulesetRequest>,
    ) -> Result<Response<Encoded<GetRulesetResponse>>, Status> {
        Err(Status::unimplemented("The echo has no rules."))
    }
}

/// Serves on a free port, which it prints as quotewire does, until killed.
pub async fn serve(documents: Vec<Document>) -> Result<(), String> {
    let echo = Echo(Arc::new(ready(documents).await?));
    let routes = Routes::new(QuoteAttributionServiceServer::new(echo).max_encoding_message_size(usize::MAX)).prepare();
    let cannot = |error: std::io::Error| format!("the echo cannot listen: {error}");
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(cannot)?;
    println!("listening on {}", listener.local_addr().map_err(cannot)?);
    loop {
        let (stream, _) = listener.accept().await.map_err(cannot)?;
        stream.set_nodelay(true).map_err(cannot)?;
        let routes = routes.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut routes = routes.clone();
            async move {
                Ok::<_, Infallible>(routes.call(request.map(Body::new)).await.unwrap_or_else(|never| match never {}))
            }
        });
        tokio::spawn(async move {
            // A caller who hangs up is what ends a connection.
            let _ = http2::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Asks the service itself, without a network in between.
async fn ready(documents: Vec<Document>) -> Result<HashMap<String, ExtractQuotesResponse>, String> {
    let config = ServeConfig::default();
    let metrics = Arc::new(Metrics::default());
    let service = QuoteAttribution {
        limits: config.limits(),
        workers: Workers::new(1, 1, &metrics).map_err(|error| error.to_string())?,
        metrics,
        draining: CancellationToken::new(),
    };
    let mut answers = HashMap::new();
    for document in documents {
        let text = document.text.clone();
        let request = Request::new(ExtractQuotesRequest { document: Some(document), options: None });
        let answer = service.extract_quotes(request).await.map_err(|status| status.to_string())?;
        let answer = ExtractQuotesResponse::decode(answer.into_inner().as_bytes());
        answers.insert(text, answer.map_err(|error| error.to_string())?);
    }
    Ok(answers)
}
