//! How a call fails: canonical codes, one readable sentence, and `google.rpc` details for programs.
//!
//! Every status that the service makes is made here, so that the list of ways to fail is this file.

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::request::Violation;
use super::workers::NotFinished;

/// INVALID_ARGUMENT, with the field in a `google.rpc.BadRequest` detail.
pub fn refuse(violation: &Violation) -> Status {
    let sentence = violation.to_string();
    let details = ErrorDetails::with_bad_request_violation(&violation.field, &sentence);
    Status::with_error_details(Code::InvalidArgument, sentence, details)
}

/// UNIMPLEMENTED, for a method that the contract has and this version does not answer.
pub fn not_yet(method: &str) -> Status {
    Status::unimplemented(format!("{method} is part of the contract, but this version does not answer it yet."))
}

/// INTERNAL: our fault, and the same call would fail again.
pub fn not_finished(_: NotFinished) -> Status {
    Status::internal("Extraction failed on this document because of a defect in quotewire; please report its text.")
}
