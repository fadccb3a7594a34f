//! One call, from its headers to its end, as log, metrics and traces tell it.

use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tonic::Code;
use tonic::codegen::http::{HeaderMap, HeaderValue};

use super::metrics::Metrics;
use super::traces::{CallSpan, Traces};
use crate::service::CallFacts;

/// The metadata that carries a call's id, in both directions.
pub const REQUEST_ID: &str = "x-request-id";
/// A caller's own request id may have this many characters; a longer one is replaced.
const MAX_ID_CHARS: usize = 64;

/// Gathers what is to be told of a call, and tells it when dropped, however the call ended.
#[derive(Debug)]
pub struct CallRecord {
    id: String,
    method: &'static str,
    peer: SocketAddr,
    begun: Instant,
    facts: Arc<CallFacts>,
    received: Arc<AtomicU64>,
    sent: u64,
    code: Option<Code>,
    metrics: Arc<Metrics>,
    span: Option<CallSpan>,
}

impl CallRecord {
    /// Begins the record of a call to `path`.
    pub fn begin(
        path: &str,
        headers: &HeaderMap,
        peer: SocketAddr,
        facts: Arc<CallFacts>,
        metrics: Arc<Metrics>,
        traces: Option<&Traces>,
    ) -> CallRecord {
        metrics.calls_in_flight.inc();
        let method = known_method(path);
        CallRecord {
            id: request_id(headers.get(REQUEST_ID)),
            method,
            peer,
            begun: Instant::now(),
            facts,
            received: Arc::default(),
            sent: 0,
            code: None,
            metrics,
            span: traces.map(|traces| traces.begin(method, headers)),
        }
    }

    /// The call's id: the caller's own where it is a plain word, or one made here.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where to count the bytes of the request's body.
    pub fn received(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.received)
    }

    /// Counts bytes of the response's body.
    pub fn add_sent(&mut self, bytes: u64) {
        self.sent += bytes;
    }

    /// Notes how the call ended; the last word counts. A call without one was given up by its caller.
    pub fn ended_with(&mut self, code: Code) {
        self.code = Some(code);
    }
}

impl Drop for CallRecord {
    fn drop(&mut self) {
        let code = self.code.unwrap_or(Code::Cancelled);
        let status = code_name(code);
        let latency = self.begun.elapsed();
        let received = self.received.load(Ordering::Relaxed);
        let facts = &self.facts;
        self.metrics.calls_in_flight.dec();
        self.metrics.call_ended(self.method, status, latency);
        self.metrics.received_bytes.inc_by(received);
        self.metrics.sent_bytes.inc_by(self.sent);
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    request_id = self.id,
                    peer = %self.peer,
                    method = self.method,
                    status,
                    latency_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX),
                    received_bytes = received,
                    sent_bytes = self.sent,
                    documents = facts.documents(),
                    text_bytes = facts.text_bytes(),
                    quotes = facts.quotes(),
                    "call"
                )
            };
        }
        // Probes of health and reflection come every few seconds and would drown the rest.
        if self.method.starts_with("grpc.") {
            line!(debug)
        } else {
            line!(info)
        }
        if let Some(span) = self.span.take() {
            span.end(&self.id, code, facts);
        }
    }
}

/// The methods of this server, by the name that log, metrics and traces give them. A caller can send any path,
/// an article among them, so that no other one is repeated.
fn known_method(path: &str) -> &'static str {
    const SERVICE: &str = "/quotewire.v1.QuoteAttributionService/";
    match path.strip_prefix(SERVICE) {
        Some("ExtractQuotes") => "ExtractQuotes",
        Some("BatchExtractQuotes") => "BatchExtractQuotes",
        Some("StreamExtractQuotes") => "StreamExtractQuotes",
        Some("GetRuleset") => "GetRuleset",
        Some("VerifyQuotes") => "VerifyQuotes",
        Some("MaskQuotes") => "MaskQuotes",
        Some(_) => "unknown",
        None if path.starts_with("/grpc.health.v1.Health/") => "grpc.health",
        None if path.starts_with("/grpc.reflection.") => "grpc.reflection",
        None => "unknown",
    }
}

fn request_id(sent: Option<&HeaderValue>) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let is_word = |id: &&str| {
        (1..=MAX_ID_CHARS).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
    };
    let sent = sent.and_then(|value| value.to_str().ok()).filter(is_word);
    // Each RandomState has keys of its own, so that ids differ between calls, processes and machines.
    let made = || format!("{:016x}", RandomState::new().hash_one(COUNT.fetch_add(1, Ordering::Relaxed)));
    sent.map_or_else(made, str::to_owned)
}

/// A code as gRPC writes it.
fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_words_are_kept_and_anything_else_is_replaced() {
        let kept = request_id(Some(&HeaderValue::from_static("job-7:12")));
        assert_eq!(kept, "job-7:12");
        for sent in ["", "The mayor said", "\"a\""] {
            assert_eq!(request_id(Some(&HeaderValue::from_static(sent))).len(), 16, "{sent:?}");
        }
        assert_ne!(request_id(None), request_id(None));
    }
}
