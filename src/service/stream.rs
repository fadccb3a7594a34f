//! StreamExtractQuotes: documents in, results out as they finish.
//!
//! A stream has a few documents in flight and receives the next one when one of them is done and its result was
//! taken; a caller who does not read therefore stops being read, through HTTP/2 flow control. Documents run as
//! tasks of their own: were they polled with the answer, a caller who reads slowly would keep a worker's place.

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::{Stream, stream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tonic::{Status, Streaming};

use super::request::{self, Violation};
use super::{CallContext, QuoteAttribution, convert, document, proto, status};

type Answer = Result<proto::StreamExtractQuotesResponse, Status>;

/// The results of a stream of documents.
///
/// Ends after the last result where the caller has half-closed; with DEADLINE_EXCEEDED at the call's deadline;
/// with UNAVAILABLE, after the results of what was received, when the server is shut down.
pub fn stream_extract_quotes(
    service: QuoteAttribution,
    context: CallContext,
    requests: Streaming<proto::StreamExtractQuotesRequest>,
) -> impl Stream<Item = Answer> + Send {
    let conversation = Conversation {
        service,
        context,
        requests,
        in_flight: JoinSet::new(),
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
    context: CallContext,
    requests: Streaming<proto::StreamExtractQuotesRequest>,
    in_flight: JoinSet<proto::DocumentResult>,
    /// The ids of the documents in flight.
    ids: HashSet<String>,
    /// How the stream is to end once nothing is in flight; while it is none, more is received.
    end: Option<Result<(), Status>>,
    is_over: bool,
}

impl Conversation {
    async fn next(&mut self) -> Option<Answer> {
        if self.is_over {
            return None;
        }
        let draining = self.service.draining.clone();
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
                () = passed(self.context.deadline) => {
                    self.is_over = true;
                    self.in_flight.abort_all();
                    return Some(Err(status::deadline_exceeded()));
                }
                Some(done) = self.in_flight.join_next() => return Some(self.result(done)),
                () = draining.cancelled(), if receives => self.end = Some(Err(status::draining())),
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
    fn begin(&mut self, request: proto::StreamExtractQuotesRequest) -> Option<proto::StreamExtractQuotesResponse> {
        let document = request.document.unwrap_or_default();
        let id = document.id.clone();
        match self.checked(&document, request.options) {
            Ok(settings) => {
                self.ids.insert(id.clone());
                let service = self.service.clone();
                let facts = Arc::clone(&self.context.facts);
                self.in_flight.spawn(async move {
                    let _turn = service.workers.turn().await;
                    match document::read(&service, &facts, document, Arc::new(settings)).await {
                        Ok(answer) => document::answered(id, answer),
                        Err(status) => document::broken(id, &status),
                    }
                });
                None
            }
            Err(violation) => {
                self.service.metrics.document_refused();
                Some(proto::StreamExtractQuotesResponse { result: Some(document::refused(id, &violation)) })
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

    fn result(&mut self, done: Result<proto::DocumentResult, tokio::task::JoinError>) -> Answer {
        // Panics end inside the workers; what is left is a runtime that is being torn down.
        let result = done.map_err(|_| status::not_finished())?;
        self.ids.remove(&result.document_id);
        Ok(proto::StreamExtractQuotesResponse { result: Some(result) })
    }
}

/// Resolves when the deadline has passed; never where there is none.
async fn passed(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
