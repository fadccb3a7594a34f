//! ExtractQuotes: one document in, its quotes out.

use tonic::{Response, Status};

use super::request::{self, Document};
use super::{CallFacts, QuoteAttribution, convert, proto, status};

/// Answers one ExtractQuotes call.
pub async fn extract_quotes(
    service: &QuoteAttribution,
    request: proto::ExtractQuotesRequest,
) -> Result<Response<proto::ExtractQuotesResponse>, Status> {
    let document = request.document.ok_or_else(|| status::refuse(&request::missing("document")))?;
    let checked = Document { id: &document.id, text: &document.text, language_code: &document.language_code };
    request::check_document("document", &checked, Some(service.max_text_bytes)).map_err(|v| status::refuse(&v))?;
    let settings = convert::settings("options", request.options.unwrap_or_default()).map_err(|v| status::refuse(&v))?;

    let text_bytes = document.text.len();
    let answer = service
        .workers
        .run(move || {
            let extraction = crate::extract(&document.text, &settings.options);
            convert::response(document.id, &document.text, &extraction, &settings)
        })
        .await
        .map_err(status::not_finished)?;

    let quotes = answer.quotes.len();
    let mut response = Response::new(answer);
    response.extensions_mut().insert(CallFacts { text_bytes, quotes });
    Ok(response)
}
