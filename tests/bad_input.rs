//! Everything that a caller can get wrong, in a table: what is sent, how it is answered, and that the server goes on
//! answering. The head of `cases/bad_input.txt` explains its lines.
//!
//! What is answered is compared word for word, so that the table is also the place to read what callers are told.

#[path = "support/notation.rs"]
mod notation;
#[path = "support/raw.rs"]
mod raw;
mod support;

use std::io::Write;

use bytes::Bytes;
use clap::{Args, Command, FromArgMatches};
use prost::Message;
use quotewire::config::ServeConfig;
use quotewire::service::proto::document_result::Outcome;
use quotewire::service::proto::{
    BatchExtractQuotesResponse, DocumentResult, ExtractQuotesResponse, StreamExtractQuotesResponse,
};
use raw::{Answer, Call};
use support::Running;
use tonic::{Code, Status};
use tonic_types::StatusExt;

const TABLE: &str = include_str!("cases/bad_input.txt");
const SERVICE: &str = "/quotewire.v1.QuoteAttributionService";
/// A token of `cases/tokens.txt`, which a server that wants one is sent with the call after each case.
const TOKEN: &str = "an-invented-token-for-tests";

#[tokio::test(flavor = "multi_thread")]
async fn every_case_of_the_table() {
    let mut failures = Vec::new();
    let mut cases = 0;
    let mut server = None;
    for block in TABLE.split("\n\n") {
        let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with('#')).collect();
        match lines.first() {
            None => {}
            Some(first) if first.starts_with("settings") => {
                server = Some(support::start(settings(&first["settings".len()..])).await);
            }
            Some(_) => {
                let server = server.as_ref().expect("settings before the first case");
                cases += 1;
                let want: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("=> ")).collect();
                let found = answered(server, &lines).await;
                if found != want {
                    failures.push(format!("{block}\n  but it was\n=> {}", found.join("\n=> ")));
                }
                goes_on(server).await.unwrap_or_else(|why| failures.push(format!("{block}\n  and then {why}")));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases fail:\n\n{}", failures.len(), failures.join("\n\n"));
    assert!(cases >= 100, "only {cases} cases");
}

/// The settings that flags of `quotewire serve` say.
fn settings(flags: &str) -> ServeConfig {
    let command = ServeConfig::augment_args(Command::new("serve"));
    let flags = std::iter::once("serve").chain(flags.split_whitespace());
    ServeConfig::from_arg_matches(&command.get_matches_from(flags)).expect("flags of serve")
}

/// Sends what a case says and puts the answer as the table does.
async fn answered(server: &Running, case: &[&str]) -> Vec<String> {
    let mut call = Written::default();
    for line in case.iter().filter(|line| !line.starts_with("=> ")) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "to" => call.path = if rest.starts_with('/') { rest.to_owned() } else { format!("{SERVICE}/{rest}") },
            "verb" => call.verb = rest.to_owned(),
            "with" => {
                let (name, value) = rest.split_once(':').expect("a header's name and value");
                call.set(name, value.strip_prefix(' ').unwrap_or(value));
            }
            "without" => call.headers.retain(|(name, _)| name != rest),
            "send" => call.push(notation::encode(&call.request_type(), rest)),
            "bytes" => call.push(text(rest)),
            "body" => call.body.extend(text(rest)),
            "connection" => return vec![rendered_end(raw::send(&server.address, &text(rest)).await)],
            "frames" => {
                let bytes = [raw::OPENING, &text(rest)].concat();
                return vec![rendered_end(raw::send(&server.address, &bytes).await)];
            }
            other => panic!("a case has no line that begins with `{other}`"),
        }
    }
    let (path, call) = (call.path.clone(), call.finish());
    match raw::call(&server.address, call).await {
        Answer::Status(status, messages) => rendered(&path, &status, &messages),
        other => vec![rendered_end(other)],
    }
}

/// A call as the lines of a case write it.
struct Written {
    verb: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Default for Written {
    fn default() -> Written {
        let headers = [("content-type", "application/grpc"), ("te", "trailers")];
        Written {
            verb: "POST".into(),
            path: String::new(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: Vec::new(),
        }
    }
}

impl Written {
    fn set(&mut self, name: &str, value: &str) {
        let value = match value.split_once(" * ") {
            Some((part, count)) => part.repeat(count.parse().expect("a count")),
            None => value.to_owned(),
        };
        self.headers.retain(|(other, _)| other != name);
        self.headers.push((name.to_owned(), value));
    }

    /// The request's type, as the contract names it after the method.
    fn request_type(&self) -> String {
        format!("{}Request", self.path.rsplit('/').next().expect("a part"))
    }

    /// Adds a message, compressed as the headers say.
    fn push(&mut self, message: Vec<u8>) {
        let encoding = self.headers.iter().find(|(name, _)| name == "grpc-encoding").map(|(_, value)| value.as_str());
        let message = match encoding {
            Some("gzip") => {
                let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gzip.write_all(&message).expect("memory");
                raw::framed(&gzip.finish().expect("memory"), true)
            }
            _ => raw::framed(&message, false),
        };
        self.body.extend(message);
    }

    fn finish(self) -> Call {
        Call {
            method: self.verb.parse().expect("a method"),
            path: self.path,
            headers: raw::headers(&self.headers),
            body: Bytes::from(self.body),
        }
    }
}

/// Bytes as a string with escapes, without marks around it.
fn text(written: &str) -> Vec<u8> {
    let message = notation::encode("", &format!("1: \"{}\"", written.replace('"', "\\\"")));
    let length = prost::encoding::decode_varint(&mut &message[1..]).expect("a length") as usize;
    message[message.len() - length..].to_vec()
}

fn rendered_end(answer: Answer) -> String {
    match answer {
        Answer::Http(code) => format!("HTTP {code}"),
        Answer::Reset(reason) => format!("the call is reset: {reason:?}"),
        Answer::GoAway(reason) => format!("the connection is closed: {reason:?}"),
        Answer::Closed(_) => "the connection is closed".into(),
        Answer::Status(status, _) => panic!("a call's answer is rendered elsewhere: {status}"),
    }
}

fn rendered(path: &str, status: &Status, messages: &[Bytes]) -> Vec<String> {
    let details = status.get_error_details();
    let field = details.bad_request().map(|bad| bad.field_violations[0].field.clone()).unwrap_or_default();
    let mut lines = vec![line(status.code(), &field, status.message())];
    let mut results: Vec<String> = match path.rsplit('/').next() {
        Some("BatchExtractQuotes") => messages
            .iter()
            .flat_map(|message| BatchExtractQuotesResponse::decode(message.clone()).expect("a batch").results)
            .map(|result| rendered_result(&result))
            .collect(),
        Some("StreamExtractQuotes") => messages
            .iter()
            .map(|message| StreamExtractQuotesResponse::decode(message.clone()).expect("a result"))
            .map(|response| rendered_result(&response.result.expect("a result")))
            .collect(),
        _ => Vec::new(),
    };
    if path.ends_with("/StreamExtractQuotes") {
        // They come as they finish.
        results.sort();
    }
    lines.extend(results);
    lines
}

fn rendered_result(result: &DocumentResult) -> String {
    let id: String = result.document_id.chars().take(16).collect();
    match &result.outcome {
        Some(Outcome::Response(_)) => format!("{id:?}: OK"),
        Some(Outcome::Failure(failure)) => {
            format!("{id:?}: {}", line(Code::from_i32(failure.code), &failure.field, &failure.message))
        }
        None => panic!("a result without an outcome"),
    }
}

/// A code, the field that is wrong, and the sentence about it. What is no sentence is no answer of the table.
fn line(code: Code, field: &str, message: &str) -> String {
    let names = raw::code_names();
    let name = names.iter().find(|(_, known)| **known == code).map_or("?", |(name, _)| name);
    if code == Code::Ok {
        return name.to_owned();
    }
    if !message.starts_with(field) || !message.ends_with('.') || message.contains('\n') {
        return format!("{name} without a sentence: {message:?}");
    }
    if field.is_empty() { format!("{name}: {message}") } else { format!("{name} at {field}: {message}") }
}

/// Whether a good call on a new connection is answered.
async fn goes_on(server: &Running) -> Result<(), String> {
    let mut good = Written { path: format!("{SERVICE}/ExtractQuotes"), ..Written::default() };
    good.set("authorization", &format!("Bearer {TOKEN}"));
    good.push(notation::encode("ExtractQuotesRequest", "document { text: \"\\\"We will go,\\\" Lee said.\" }"));
    match raw::call(&server.address, good.finish()).await {
        Answer::Status(status, messages) if status.code() == Code::Ok => {
            let answer = ExtractQuotesResponse::decode(messages[0].clone()).expect("an answer");
            if answer.quotes.len() == 1 { Ok(()) } else { Err(format!("{} quotes", answer.quotes.len())) }
        }
        other => Err(format!("a good call is answered with {other:?}")),
    }
}
