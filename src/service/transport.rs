//! Rewords what the gRPC library answers by itself, before any method of ours sees the call.
//!
//! A message over the size limit and a string that is not UTF-8 are the caller's mistakes; the library calls
//! them OUT_OF_RANGE and INTERNAL and explains them in terms of its own buffers.

use std::pin::Pin;
use std::task::{Context, Poll};

use tonic::body::Body;
use tonic::codegen::http::{Request, Response};
use tonic::{Code, Status};
use tower::{Layer, Service};

use super::request::Violation;
use super::status;

/// Room in a message for everything but the text: the id, known speakers, extra cues.
const ROOM_BESIDE_TEXT: usize = 1 << 20;

/// The largest message that is read where texts may have `max_text_bytes`.
pub fn max_message_bytes(max_text_bytes: usize) -> usize {
    max_text_bytes.saturating_add(ROOM_BESIDE_TEXT)
}

/// Replaces the library's own refusals by ours; leaves every other response as it is.
#[derive(Clone, Copy, Debug)]
pub struct Reword {
    /// The longest text that is read, in bytes.
    pub max_text_bytes: usize,
}

impl<S> Layer<S> for Reword {
    type Service = RewordRefusals<S>;

    fn layer(&self, inner: S) -> RewordRefusals<S> {
        RewordRefusals { inner, max_text_bytes: self.max_text_bytes }
    }
}

/// A service whose refusals are reworded. Made by [`Reword`].
#[derive(Clone, Debug)]
pub struct RewordRefusals<S> {
    inner: S,
    max_text_bytes: usize,
}

impl<S, Q> Service<Request<Q>> for RewordRefusals<S>
where
    S: Service<Request<Q>, Response = Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let field = if request.uri().path().contains("/Batch") { "documents" } else { "document.text" };
        let max_text_bytes = self.max_text_bytes;
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = answer.await?;
            let refusal = Status::from_header_map(response.headers());
            let better = refusal.and_then(|status| reworded(&status, field, max_text_bytes));
            Ok(better.map_or(response, Status::into_http))
        })
    }
}

fn reworded(found: &Status, field: &str, max_text_bytes: usize) -> Option<Status> {
    let max_message = max_message_bytes(max_text_bytes);
    match found.code() {
        Code::OutOfRange if found.message().ends_with(&format!("the limit is: {max_message} bytes")) => {
            let problem = format!(
                "came in a message of more than {max_message} bytes, and a text may have at most {max_text_bytes} bytes; \
                 nothing was read, so split the text and send its parts"
            );
            Some(status::refuse(&Violation::new(field, problem)))
        }
        Code::Internal if found.message().contains("is not UTF-8") => Some(Status::invalid_argument(
            "A string of the request is not UTF-8, and protobuf strings must be: convert the text before sending it.",
        )),
        Code::Internal if found.message().starts_with("failed to decode Protobuf message") => Some(
            Status::invalid_argument("The request is not a valid protobuf message of the type that this method takes."),
        ),
        _ => None,
    }
}
