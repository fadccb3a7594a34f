//! Answers in the protobuf JSON mapping, for whoever does not speak gRPC: the command line, so far.
//!
//! What is printed here is what grpcurl prints: camelCase names, enum values by name, defaults left out.

use super::convert;
use super::request::Settings;
use crate::quote::Extraction;

/// How the JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line, for files of one document a line.
    Line,
    /// Indented, for people.
    Indented,
}

/// The ExtractQuotesResponse for `text` as JSON, without a line break at its end.
pub fn response(document_id: &str, text: &str, extraction: &Extraction, settings: &Settings, layout: Layout) -> String {
    let message = convert::response(document_id.to_owned(), text, extraction, settings);
    let json = match layout {
        Layout::Line => serde_json::to_string(&message),
        Layout::Indented => serde_json::to_string_pretty(&message),
    };
    json.expect("only enum numbers out of range cannot be written, and convert makes none")
}
