//! BatchExtractQuotes: several documents in, their results out in order; a bad one fails alone.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use tonic::{Response, Status};

use super::encoded::Encoded;
use super::request::{self, Violation};
use super::workers::Line;
use super::{CallFacts, QuoteAttribution, convert, document, proto, status};

/// Answers one BatchExtractQuotes call.
pub async fn batch_extract_quotes(
    service: &QuoteAttribution,
    facts: &CallFacts,
    request: proto::BatchExtractQuotesRequest,
) -> Result<Response<Encoded<proto::BatchExtractQuotesResponse>>, Status> {
    check_size(service, &request.documents).map_err(|v| status::refuse(&v))?;
    let settings = convert::settings("options", request.options.unwrap_or_default()).map_err(|v| status::refuse(&v))?;
    let settings = Arc::new(settings);
    let duplicates = duplicates(&request.documents);
    // One admission for the whole batch: what was let in is finished, however long the queue has become.
    let _admission = service.workers.admit().map_err(status::queue_full)?;

    let one = |(index, document): (usize, proto::Document)| {
        let path = format!("documents[{index}]");
        let wrong = match duplicates.get(&index) {
            Some(first) => Err(Violation::new(format!("{path}.id"), format!("is the same as documents[{first}].id"))),
            None => document::check(service, &path, &document),
        };
        let settings = Arc::clone(&settings);
        async move {
            let id = document.id.clone();
            if let Err(violation) = wrong {
                service.metrics.document_refused();
                return Encoded::new(&batch_of_one(document::refused(id, &violation)));
            }
            let answered = |answer| batch_of_one(document::answered(answer));
            let read = document::read(service, Line::Calls, facts, document, settings, answered);
            read.await.unwrap_or_else(|status| Encoded::new(&batch_of_one(document::broken(id, &status))))
        }
    };
    let documents = stream::iter(request.documents.into_iter().enumerate());
    // For each worker the next document waits while one is read, so that none stands idle between two.
    let at_once = 2 * service.workers.count();
    let results = documents.map(one).buffered(at_once).collect().await;
    Ok(Response::new(results))
}

fn batch_of_one(result: proto::DocumentResult) -> proto::BatchExtractQuotesResponse {
    proto::BatchExtractQuotesResponse { results: vec![result] }
}

fn check_size(service: &QuoteAttribution, documents: &[proto::Document]) -> Result<(), Violation> {
    let limits = &service.limits;
    if documents.is_empty() {
        return Err(request::empty("documents"));
    }
    if documents.len() > limits.max_batch_documents {
        let most = limits.max_batch_documents;
        let problem = format!("has {} entries, and at most {most} are allowed; nothing was read", documents.len());
        return Err(Violation::new("documents", problem));
    }
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    if bytes > limits.max_batch_bytes {
        let most = limits.max_batch_bytes;
        let problem = format!("has {bytes} bytes of text, and at most {most} are allowed together; nothing was read");
        return Err(Violation::new("documents", problem));
    }
    Ok(())
}

/// For each document whose id stood at one before it, the index of that one. Documents without an id differ.
fn duplicates(documents: &[proto::Document]) -> HashMap<usize, usize> {
    let mut first = HashMap::new();
    let with_id = documents.iter().enumerate().filter(|(_, document)| !document.id.is_empty());
    with_id
        .filter_map(|(index, document)| {
            let earlier = *first.entry(document.id.as_str()).or_insert(index);
            (earlier != index).then_some((index, earlier))
        })
        .collect()
}
