//! SIGTERM under load: whatever the server accepted is answered, and the answer reaches its caller.
//!
//! Each call carries an id that the server's log repeats; both sides must agree on what was answered.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use quotewire::service::proto::document_result::Outcome;
use quotewire::service::proto::{Document, StreamExtractQuotesRequest};
use serde_json::Value;
use tokio::sync::Notify;
use tokio_stream::StreamExt;
use tonic::transport::Channel;
use tonic::{Code, Request};

use crate::drive::client;
use crate::support::{Target, request, scratch};
use crate::{articles, corpus};

const CALLERS: usize = 32;
const STREAMS: usize = 4;
/// Answers before the signal.
const ANSWERS: usize = 300;

/// What callers saw.
#[derive(Default)]
struct Seen {
    answered: Mutex<BTreeSet<String>>,
    results: AtomicUsize,
    refused: AtomicUsize,
    progress: Notify,
}

pub async fn drain_under_load() -> String {
    let log = scratch("drain.log");
    let server = Target::start_logging(&log, &["--queue", "1024"]);
    let text: Arc<str> =
        corpus::read().iter().map(|article| article.text.as_str()).collect::<Vec<_>>().join("\n\n").into();
    let seen = Arc::new(Seen::default());
    let channels = server.process.connections(4).await.expect("connections");
    let mut callers = Vec::new();
    for caller in 0..CALLERS {
        callers.push(tokio::spawn(call(channels[caller % 4].clone(), caller, Arc::clone(&text), Arc::clone(&seen))));
    }
    for stream in 0..STREAMS {
        callers.push(tokio::spawn(converse(channels[stream % 4].clone(), Arc::clone(&text), Arc::clone(&seen))));
    }
    while seen.answered.lock().expect("no panic").len() < ANSWERS {
        seen.progress.notified().await;
    }
    let begun = Instant::now();
    server.process.signal("TERM");
    for caller in callers {
        caller.await.expect("whatever fails was not accepted");
    }
    let end = server.process.wait().expect("an end");
    let took = begun.elapsed();
    assert!(end.success(), "{end}");

    let log = std::fs::read_to_string(&log).expect("a log");
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).expect(line));
    let calls: Vec<Value> = lines.filter(|line| line["message"] == "call").collect();
    let unary = calls.iter().filter(|call| call["method"] == "ExtractQuotes");
    let accepted: BTreeSet<String> = unary
        .inspect(|call| assert_eq!(call["status"], "OK", "accepted and not answered: {call}"))
        .map(|call| call["request_id"].as_str().expect("an id").to_owned())
        .collect();
    let answered = seen.answered.lock().expect("no panic").clone();
    assert_eq!(accepted, answered, "what the server says that it answered, and what its callers got");
    let streams = calls.iter().filter(|call| call["method"] == "StreamExtractQuotes");
    let read: u64 = streams.map(|call| call["documents"].as_u64().expect("a count")).sum();
    let results = seen.results.load(Ordering::Relaxed);
    assert_eq!(read, results as u64, "documents of streams that were read, and results that came");
    let refused = seen.refused.load(Ordering::Relaxed);
    assert_eq!(refused, CALLERS + STREAMS, "callers end when they are refused");
    format!(
        "SIGTERM with {CALLERS} callers and {STREAMS} streams: all {} accepted calls and all {results} stream results \
         arrived, {refused} callers were turned away, over in {} ms",
        accepted.len(),
        took.as_millis()
    )
}

/// Calls until it is turned away, which only happens to calls that were not accepted: the log does not know them.
async fn call(channel: Channel, caller: usize, text: Arc<str>, seen: Arc<Seen>) {
    for number in 0.. {
        let id = format!("caller-{caller}-{number}");
        let mut asked = Request::new(request(&text));
        asked.metadata_mut().insert("x-request-id", id.parse().expect("ASCII"));
        match client(channel.clone()).extract_quotes(asked).await {
            Ok(_) => {
                seen.answered.lock().expect("no panic").insert(id);
                seen.progress.notify_one();
            }
            Err(_) => {
                seen.refused.fetch_add(1, Ordering::Relaxed);
                return;
            }
        }
    }
}

/// Sends documents for as long as the stream takes them, and expects a result for each that was read.
async fn converse(channel: Channel, text: Arc<str>, seen: Arc<Seen>) {
    let document = move |id: u64| {
        let document: Document = articles::document(id.to_string(), text.to_string());
        StreamExtractQuotesRequest { document: Some(document), options: None }
    };
    let sent = tokio_stream::iter(0u64..).map(document);
    let mut answers = client(channel).stream_extract_quotes(sent).await.expect("a stream").into_inner();
    let end = loop {
        match answers.message().await {
            Ok(answer) => {
                let result = answer.expect("it does not end well").result.expect("a result");
                assert!(matches!(result.outcome, Some(Outcome::Response(_))), "{result:?}");
                seen.results.fetch_add(1, Ordering::Relaxed);
            }
            Err(end) => break end,
        }
    };
    assert_eq!(end.code(), Code::Unavailable, "{end:?}");
    assert!(end.message().contains("shutting down"), "{end:?}");
    seen.refused.fetch_add(1, Ordering::Relaxed);
}
