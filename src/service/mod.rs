//! The gRPC service: the only place that sees protobuf types.
//!
//! One file an RPC family. A call is read and checked ([`request`], `convert`), worked on off the async
//! threads ([`workers`], `document`) and answered as messages; refusals become statuses in [`status`]. The
//! pipeline itself is [`extract`](crate::extract()), which knows nothing of all this.
//!
//! No message or status made here holds article text beyond the spans that were asked for.

mod batch;
mod call;
mod convert;
mod document;
pub mod encoded;
mod extract;
pub mod json;
mod limits;
pub mod proto;
pub mod request;
mod ruleset;
pub mod status;
mod stream;
mod threads;
pub mod workers;

use std::pin::Pin;
use std::sync::Arc;

use futures_util::Stream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming, async_trait};

pub use call::{CallContext, CallFacts};
use encoded::Encoded;
pub use limits::Limits;
use proto::quote_attribution_service_server::QuoteAttributionService;
use workers::Workers;

use crate::telemetry::Metrics;

/// The state that calls share: what the service allows, who does the work, and who counts it.
#[derive(Clone, Debug)]
pub struct QuoteAttribution {
    /// What is allowed.
    pub limits: Limits,
    /// Where documents are read.
    pub workers: Workers,
    /// Where they are counted.
    pub metrics: Arc<Metrics>,
    /// Cancelled when the server stops: streams finish what they have received.
    pub draining: CancellationToken,
}

#[async_trait]
impl QuoteAttributionService for QuoteAttribution {
    async fn extract_quotes(
        &self,
        request: Request<proto::ExtractQuotesRequest>,
    ) -> Result<Response<Encoded<proto::ExtractQuotesResponse>>, Status> {
        let context = context(&request);
        extract::extract_quotes(self, &context.facts, request.into_inner()).await
    }

    async fn batch_extract_quotes(
        &self,
        request: Request<proto::BatchExtractQuotesRequest>,
    ) -> Result<Response<Encoded<proto::BatchExtractQuotesResponse>>, Status> {
        let context = context(&request);
        batch::batch_extract_quotes(self, &context.facts, request.into_inner()).await
    }

    type StreamExtractQuotesStream =
        Pin<Box<dyn Stream<Item = Result<Encoded<proto::StreamExtractQuotesResponse>, Status>> + Send>>;

    async fn stream_extract_quotes(
        &self,
        request: Request<Streaming<proto::StreamExtractQuotesRequest>>,
    ) -> Result<Response<Self::StreamExtractQuotesStream>, Status> {
        let context = context(&request);
        let answers = stream::stream_extract_quotes(self.clone(), context, request.into_inner());
        Ok(Response::new(Box::pin(answers)))
    }

    async fn get_ruleset(
        &self,
        _request: Request<proto::GetRulesetRequest>,
    ) -> Result<Response<Encoded<proto::GetRulesetResponse>>, Status> {
        Ok(Response::new(Encoded::new(&ruleset::ruleset())))
    }
}

/// What the server says of a call; nothing where another server than ours hosts the service.
fn context<T>(request: &Request<T>) -> CallContext {
    request.extensions().get::<CallContext>().cloned().unwrap_or_default()
}
