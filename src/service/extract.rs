//! ExtractQuotes: one document in, its quotes out.

use std::sync::Arc;

use tonic::{Response, Status};

use super::encoded::Encoded;
use super::workers::Line;
use super::{CallFacts, QuoteAttribution, convert, document, proto, request, status};

/// Answers one ExtractQuotes call.
pub async fn extract_quotes(
    service: &QuoteAttribution,
    facts: &CallFacts,
    request: proto::ExtractQuotesRequest,
) -> Result<Response<Encoded<proto::ExtractQuotesResponse>>, Status> {
    let document = request.document.ok_or_else(|| status::refuse(&request::missing("document")))?;
    document::check(service, "document", &document).map_err(|v| status::refuse(&v))?;
    let settings = convert::settings("options", request.options.unwrap_or_default()).map_err(|v| status::refuse(&v))?;
    let _admission = service.workers.admit().map_err(status::queue_full)?;
    document::read(service, Line::Calls, facts, document, Arc::new(settings), |answer| answer).await.map(Response::new)
}
