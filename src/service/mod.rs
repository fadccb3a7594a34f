//! The gRPC service: the only place that sees protobuf types.
//!
//! One file an RPC family. A call is read and checked ([`request`], `convert`), worked on off the async
//! threads ([`workers`]) and answered as messages; refusals become statuses in [`status`]. The pipeline
//! itself is [`extract`](crate::extract()), which knows nothing of all this.
//!
//! No message or status made here holds article text beyond the spans that were asked for.

mod batch;
mod convert;
mod extract;
pub mod json;
pub mod proto;
pub mod request;
mod ruleset;
pub mod status;
mod stream;
pub mod transport;
pub mod workers;

use std::pin::Pin;

use tonic::{Request, Response, Status, Streaming, async_trait};

use proto::quote_attribution_service_server::QuoteAttributionService;
use workers::Workers;

/// The state that calls share: what the service allows and who does the work.
#[derive(Clone)]
pub struct QuoteAttribution {
    /// The longest text that is read, in bytes.
    pub max_text_bytes: usize,
    /// Where extraction runs.
    pub workers: Workers,
}

/// What a call left behind for the log: counts, and never a word of the text.
#[derive(Clone, Copy, Debug)]
pub struct CallFacts {
    /// Length of the texts that were read, in bytes.
    pub text_bytes: usize,
    /// Number of quotes that were returned.
    pub quotes: usize,
}

#[async_trait]
impl QuoteAttributionService for QuoteAttribution {
    async fn extract_quotes(
        &self,
        request: Request<proto::ExtractQuotesRequest>,
    ) -> Result<Response<proto::ExtractQuotesResponse>, Status> {
        extract::extract_quotes(self, request.into_inner()).await
    }

    async fn batch_extract_quotes(
        &self,
        request: Request<proto::BatchExtractQuotesRequest>,
    ) -> Result<Response<proto::BatchExtractQuotesResponse>, Status> {
        batch::batch_extract_quotes(self, request.into_inner()).await
    }

    type StreamExtractQuotesStream = Pin<
        Box<dyn tonic::codegen::tokio_stream::Stream<Item = Result<proto::StreamExtractQuotesResponse, Status>> + Send>,
    >;

    async fn stream_extract_quotes(
        &self,
        request: Request<Streaming<proto::StreamExtractQuotesRequest>>,
    ) -> Result<Response<Self::StreamExtractQuotesStream>, Status> {
        stream::stream_extract_quotes(self, request.into_inner()).await
    }

    async fn get_ruleset(
        &self,
        request: Request<proto::GetRulesetRequest>,
    ) -> Result<Response<proto::GetRulesetResponse>, Status> {
        ruleset::get_ruleset(self, request.into_inner()).await
    }
}
