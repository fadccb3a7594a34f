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
        false => "The call carries no bearer token, and its authorization metadata must hold `Bearer` and a token.",
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
/// them OUT_OF_RANGE and INTERNAL and explains them in terms of its own buffers. What it does not know it answers
/// with no words at all.
pub fn reworded(found: &Status, path: &str, max_message_bytes: usize) -> Option<Status> {
    let message = found.message();
    match found.code() {
        Code::OutOfRange if message.contains("decoded message length too large") => {
            Some(message_too_long(path, max_message_bytes))
        }
        Code::ResourceExhausted if message.starts_with("Error decompressing: size limit") => {
            Some(message_too_long(path, max_message_bytes))
        }
        Code::Internal => undecodable(message),
        Code::Unimplemented | Code::NotFound => {
            let sentence = match message {
                "" => {
                    "There is no such method; quotewire.v1.QuoteAttributionService has ExtractQuotes, \
                     BatchExtractQuotes, StreamExtractQuotes and GetRuleset."
                }
                "service not registered" => {
                    "There is no such service here; ask for the health of quotewire.v1.QuoteAttributionService, \
                     or of the whole server with an empty name."
                }
                _ if message.starts_with("Content is compressed with") => {
                    "The request's grpc-encoding is not one that is read; those are gzip, zstd and identity."
                }
                _ => return None,
            };
            // The library's headers, which say what it accepts, stay.
            Some(Status::with_metadata(found.code(), sentence, found.metadata().clone()))
        }
        _ => None,
    }
}

fn message_too_long(path: &str, max_message_bytes: usize) -> Status {
    let problem = format!(
        "came in a message of more than {max_message_bytes} bytes, which is the most that is received; \
         nothing was read, so split it and send its parts"
    );
    let field = if path.ends_with("/BatchExtractQuotes") { "documents" } else { "document.text" };
    refuse(&Violation::new(field, problem))
}

/// The refusal of what the library could not make a message of.
fn undecodable(message: &str) -> Option<Status> {
    if let Some(why) = message.strip_prefix("failed to decode Protobuf message: ") {
        return Some(malformed(why));
    }
    let is = |start: &str| message.starts_with(start);
    Some(refuse_message(if is("Error decompressing") {
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
    }))
}

/// The refusal of bytes that are no message of the contract. `why` names the fields that hold what is wrong from the
/// inside out, as `Document.text: ExtractQuotesRequest.document: `; which one of a list it is it does not say.
fn malformed(why: &str) -> Status {
    let field = |part: &str| part.split_once('.').filter(|(_, field)| !field.contains(' ')).map(|(_, f)| f.to_owned());
    let mut path: Vec<String> = why.split(": ").map_while(field).collect();
    path.reverse();
    let problem = match why.contains("is not UTF-8") {
        true => "is not UTF-8, and protobuf strings must be; convert it before sending it",
        false => "is not encoded as the contract declares it",
    };
    match path.is_empty() {
        true => refuse_message("The request is not a protobuf message of the type that this method takes."),
        false => refuse(&Violation::new(path.join("."), problem)),
    }
}
