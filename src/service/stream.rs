//! StreamExtractQuotes: documents in, results out as they finish.

use tonic::{Response, Status, Streaming};

use super::{QuoteAttribution, proto, status};

/// Says that streams are not answered yet.
pub async fn stream_extract_quotes<T>(
    _service: &QuoteAttribution,
    _requests: Streaming<proto::StreamExtractQuotesRequest>,
) -> Result<Response<T>, Status> {
    Err(status::not_yet("StreamExtractQuotes"))
}
