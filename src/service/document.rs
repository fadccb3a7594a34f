//! One document, from message to answer: what ExtractQuotes, batch and stream share.

use std::sync::Arc;
use std::time::Instant;

use prost::Message;
use tonic::{Code, Status};

use super::encoded::Encoded;
use super::request::{self, Settings};
use super::workers::{Caller, Line, NotFinished};
use super::{QuoteAttribution, convert, proto, status};
use crate::extract::extract_while;

/// Checks a document that stands at `path`.
pub fn check(service: &QuoteAttribution, path: &str, document: &proto::Document) -> Result<(), request::Violation> {
    let checked = request::Document { id: &document.id, text: &document.text, language_code: &document.language_code };
    request::check_document(path, &checked, Some(service.limits.max_text_bytes))
}

/// Reads a document that was checked, as soon as a worker is free for its line; the answer becomes the message that
/// `wrap` makes of it.
///
/// # Errors
///
/// INTERNAL for a defect of ours. CANCELLED where nobody waits any more, and then nobody sees it.
pub async fn read<M: Message + 'static>(
    service: &QuoteAttribution,
    line: Line,
    facts: &super::CallFacts,
    document: proto::Document,
    settings: Arc<Settings>,
    wrap: impl FnOnce(proto::ExtractQuotesResponse) -> M + Send + 'static,
) -> Result<Encoded<M>, Status> {
    let metrics = Arc::clone(&service.metrics);
    let text_bytes = document.text.len();
    let job = move |caller: &Caller| {
        let begun = Instant::now();
        let Some(extraction) = extract_while(&document.text, &settings.options, &|| caller.waits()) else {
            metrics.document_abandoned();
            return None;
        };
        metrics.document_read(text_bytes, begun.elapsed(), &extraction);
        let answer = convert::response(document.id, &document.text, &extraction, &settings);
        Some((Encoded::new(&wrap(answer)), extraction.quotes.len()))
    };
    match service.workers.run(line, job).await {
        Ok(Some((answer, quotes))) => {
            facts.add(text_bytes, quotes);
            Ok(answer)
        }
        Ok(None) => Err(Status::cancelled("The caller has gone.")),
        Err(NotFinished) => Err(status::not_finished()),
    }
}

/// The result of a document that was answered.
pub fn answered(response: proto::ExtractQuotesResponse) -> proto::DocumentResult {
    let document_id = response.document_id.clone();
    proto::DocumentResult { document_id, outcome: Some(proto::document_result::Outcome::Response(response)) }
}

/// The result of a document that breaks a rule of the contract.
pub fn refused(document_id: String, violation: &request::Violation) -> proto::DocumentResult {
    let sentence = violation.to_string();
    failed(document_id, Code::InvalidArgument, sentence, violation.field.clone())
}

/// The result of a document that failed through no fault of the caller.
pub fn broken(document_id: String, status: &Status) -> proto::DocumentResult {
    failed(document_id, status.code(), status.message().to_owned(), String::new())
}

fn failed(document_id: String, code: Code, message: String, field: String) -> proto::DocumentResult {
    let failure = proto::DocumentFailure { code: code as i32, message, field, retry_after: None };
    proto::DocumentResult { document_id, outcome: Some(proto::document_result::Outcome::Failure(failure)) }
}
