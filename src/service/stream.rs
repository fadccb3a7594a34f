//! StreamExtractQuotes: documents in, results out as they finish.
//!
//! A stream has a few documents in flight and receives the next one when one of them is done and its result was
//! taken; a caller who does not read therefore stops being read, through HTTP/2 flow control, and keeps no worker
//! waiting: documents are read whether or not anybody looks at how far they are.

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{Stream, StreamExt, stream};
use tokio::time::{Instant, sleep_until};
use tonic::{Status, Streaming};

use super::encoded::Encoded;
use super::request::{self, Violation};
use super::workers::Line;
use super::{CallContext, CallFacts, QuoteAttribution, convert, document, proto, status};

type Answer = Encoded<proto::StreamExtractQuotesResponse>;

/// The results of a stream of documents.
///
/// Ends after the last result where the caller has half-closed; with DEADLINE_EXCEEDED at the call's deadline;
/// with UNAVAILABLE, after the results of what was received, when the server is shut down.
pub fn stream_extract_quotes(
    service: QuoteAttribution,
    context: CallContext,
    requests: Streaming<proto::StreamExtractQuotesRequest>,
) -> impl Stream<Item = Result<Answer, Status>> + Send {
    let conversation = Conversation {
        deadline: Box::pin(passed(context.deadline)),
        draining: Box::pin(service.draining.clone().cancelled_owned()),
        service,
        facts: context.facts,
        requests,
        in_flight: FuturesUnordered::new(),
        ids: HashSet::new(),
        end: None,
        is_over: false,
    };
    stream::unfold(conversation, |mut conversation| async {
        let answer = conversation.next().await?;
        Some((answer, conversation))
    })
}

struct Conversation {
    service: QuoteAttribution,
    facts: Arc<CallFacts>,
    requests: Streaming<proto::StreamExtractQuotesRequest>,
    deadline: BoxFuture<'static, ()>,
    draining: BoxFuture<'static, ()>,
    /// The documents that are read, each with its id.
    in_flight: FuturesUnordered<BoxFuture<'static, (String, Answer)>>,
    /// The ids of the documents in flight.
    ids: HashSet<String>,
    /// How the stream is to end once nothing is in flight; while it is none, more is received.
    end: Option<Result<(), Status>>,
    is_over: bool,
}

impl Conversation {
    async fn next(&mut self) -> Option<Result<Answer, Status>> {
        if self.is_over {
            return None;
        }
        loop {
            if self.in_flight.is_empty()
                && let Some(end) = self.end.take()
            {
                self.is_over = true;
                return end.err().map(Err);
            }
            let receives = self.end.is_none();
            let has_room = self.in_flight.len() < self.service.limits.stream_in_flight;
            tokio::select! {
                biased;
                () = &mut self.deadline => {
                    self.is_over = true;
                    self.in_flight.clear();
                    return Some(Err(status::deadline_exceeded()));
                }
                Some((id, answer)) = self.in_flight.next() => {
                    self.ids.remove(&id);
                    return Some(Ok(answer));
                }
                () = &mut self.draining, if receives => self.end = Some(Err(status::draining())),
                received = self.requests.message(), if receives && has_room => match received {
                    Ok(Some(request)) => {
                        if let Some(refusal) = self.begin(request) {
                            return Some(Ok(refusal));
                        }
                    }
                    Ok(None) => self.end = Some(Ok(())),
                    Err(found) => {
                        let most = self.service.limits.max_message_bytes();
                        self.end = Some(Err(status::reworded(&found, "", most).unwrap_or(found)));
                    }
                },
            }
        }
    }

    /// Sets a document to work, or answers it at once where it is refused.
    fn begin(&mut self, request: proto::StreamExtractQuotesRequest) -> Option<Answer> {
        let document = request.document.unwrap_or_default();
        let id = document.id.clone();
        match self.checked(&document, request.options) {
            Ok(settings) => {
                self.ids.insert(id.clone());
                let service = self.service.clone();
                let facts = Arc::clone(&self.facts);
                self.in_flight.push(Box::pin(async move {
                    let answered = |answer| result(document::answered(answer));
                    let settings = Arc::new(settings);
                    let read = document::read(&service, Line::Streams, &facts, document, settings, answered).await;
                    let broken = |status| Encoded::new(&result(document::broken(id.clone(), &status)));
                    let answer = read.unwrap_or_else(broken);
                    (id, answer)
                }));
                None
            }
            Err(violation) => {
                self.service.metrics.document_refused();
                Some(Encoded::new(&result(document::refused(id, &violation))))
            }
        }
    }

    fn checked(
        &self,
        document: &proto::Document,
        options: Option<proto::ExtractOptions>,
    ) -> Result<request::Settings, Violation> {
        if document.id.is_empty() {
            return Err(request::missing("document.id"));
        }
        if self.ids.contains(&document.id) {
            let problem = "is the id of a document that is still in flight, and results are matched by it";
            return Err(Violation::new("document.id", problem));
        }
        document::check(&self.service, "document", document)?;
        convert::settings("options", options.unwrap_or_default())
    }
}

fn result(result: proto::DocumentResult) -> proto::StreamExtractQuotesResponse {
    proto::StreamExtractQuotesResponse { result: Some(result) }
}

/// Resolves when the deadline has passed; never where there is none.
async fn passed(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
