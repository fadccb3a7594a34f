//! How a call fails: canonical codes, one readable sentence, and `google.rpc` details for programs.
//!
//! Every status that the service makes is made here, so that the list of ways to fail is this file.

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::request::Violation;
use super::workers::QueueFull;

/// How long a caller is asked to wait where nothing better is known.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// INVALID_ARGUMENT, with the field in a `google.rpc.BadRequest` detail.
pub fn refuse(violation: &Violation) -> Status {
    let sentence = violation.to_string();
    let details = ErrorDetails::with_bad_request_violation(&violation.field, &sentence);
    Status::with_error_details(Code::InvalidArgument, sentence, details)
}

/// INVALID_ARGUMENT where the library does not say which field it is.
pub fn refuse_message(sentence: &str) -> Status {
    Status::invalid_argument(sentence)
}

/// INTERNAL: our fault, and the same call would fail again.
pub fn not_finished() -> Status {
    Status::internal("Extraction failed on this document because of a defect in quotewire; please report its text.")
}

/// RESOURCE_EXHAUSTED: as many calls wait for a worker as may, and this one was not begun.
pub fn queue_full(full: QueueFull) -> Status {
    exhausted("Every worker is busy and the queue is full; nothing was read, so try again later.", full.retry_after)
}

/// RESOURCE_EXHAUSTED: as many calls are open as may be, and this one was not begun.
pub fn too_many_calls(limit: usize) -> Status {
    let sentence = format!("{limit} calls are open, which is the most; nothing was read, so try again later.");
    exhausted(&sentence, RETRY_AFTER)
}

fn exhausted(sentence: &str, retry_after: Duration) -> Status {
    let details = ErrorDetails::with_retry_info(Some(retry_after));
    Status::with_error_details(Code::ResourceExhausted, sentence, details)
}

/// DEADLINE_EXCEEDED: the caller's own `grpc-timeout` is over.
pub fn deadline_exceeded() -> Status {
    Status::deadline_exceeded("The deadline that the call came with is over; the work was stopped.")
}

/// DEADLINE_EXCEEDED: the request took longer to arrive than is allowed.
pub fn request_too_slow(limit: Duration) -> Status {
    let seconds = limit.as_secs();
    Status::deadline_exceeded(format!("The request did not arrive within {seconds} s; nothing was read."))
}

/// INVALID_ARGUMENT: a `grpc-timeout` that is none.
pub fn bad_timeout() -> Status {
    Status::invalid_argument(
        "The grpc-timeout header must hold 1 to 8 digits and a unit of H, M, S, m, u or n, such as 500m.",
    )
}

/// UNAUTHENTICATED: no bearer token, or one that is not on the list.
pub fn no_token(has_one: bool) -> Status {
    Status::unauthenticated(match has_one {
        true => "The bearer token in the authorization metadata is not one that this server knows.",
        false => "The authorization metadata is missing, and it must hold `Bearer` and a token.",
    })
}

/// UNAVAILABLE: the server is being shut down. What was read of a stream was answered before this.
pub fn draining() -> Status {
    Status::unavailable(
        "The server is shutting down; every document that has no result was not read, so send it again.",
    )
}

/// What the gRPC library answered by itself, put in terms of the contract where that is better.
///
/// A message over the size limit and a string that is not UTF-8 are the caller's mistakes; the library calls
/// them OUT_OF_RANGE and INTERNAL and explains them in terms of its own buffers.
pub fn reworded(found: &Status, path: &str, max_message_bytes: usize) -> Option<Status> {
    let message = found.message();
    let too_long = (found.code() == Code::OutOfRange && message.contains("decoded message length too large"))
        || (found.code() == Code::ResourceExhausted && message.starts_with("Error decompressing: size limit"));
    if too_long {
        let field = if path.ends_with("/BatchExtractQuotes") { "documents" } else { "document.text" };
        let problem = format!(
            "came in a message of more than {max_message_bytes} bytes, which is the most that is received; \
             nothing was read, so split it and send its parts"
        );
        return Some(refuse(&Violation::new(field, problem)));
    }
    if found.code() != Code::Internal {
        return None;
    }
    let is = |start: &str| message.starts_with(start);
    let sentence = if message.contains("is not UTF-8") {
        "A string of the request is not UTF-8, and protobuf strings must be: convert the text before sending it."
    } else if is("failed to decode Protobuf message") {
        "The request is not a valid protobuf message of the type that this method takes."
    } else if is("Error decompressing") {
        "The request's message cannot be decompressed as its grpc-encoding says."
    } else if is("protocol error: received message with compressed-flag") {
        "The request's message is flagged as compressed, and there is no grpc-encoding that says how."
    } else if is("protocol error: received message with invalid compression flag") {
        "The request's message does not begin with 0 (plain) or 1 (compressed) and its length in 4 bytes."
    } else if is("Unexpected EOF decoding stream") {
        "The request ended in the middle of a message."
    } else if message == "Missing request message." {
        "The request holds no message, and this method takes one."
    } else {
        return None;
    };
    Some(refuse_message(sentence))
}
