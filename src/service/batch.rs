//! BatchExtractQuotes: several documents in, their results out in order.
//!
//! Only the shape of the request is checked so far.

use tonic::{Response, Status};

use super::{QuoteAttribution, convert, proto, request, status};

/// Refuses a batch without documents or with bad options; any other is not answered yet.
pub async fn batch_extract_quotes(
    _service: &QuoteAttribution,
    request: proto::BatchExtractQuotesRequest,
) -> Result<Response<proto::BatchExtractQuotesResponse>, Status> {
    if request.documents.is_empty() {
        return Err(status::refuse(&request::empty("documents")));
    }
    convert::settings("options", request.options.unwrap_or_default()).map_err(|v| status::refuse(&v))?;
    Err(status::not_yet("BatchExtractQuotes"))
}
