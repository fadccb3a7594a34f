//! Callers who do not do their part.

#[path = "faults/raw.rs"]
#[allow(dead_code, reason = "the fault tests use the rest")]
mod raw;
mod support;

use std::time::Duration;

use prost::Message;
use quotewire::config::ServeConfig;
use raw::{Raw, frame};
use support::{request, start};

#[tokio::test]
async fn a_caller_who_does_not_take_its_answer_is_closed() {
    let server = start(ServeConfig { stall_seconds: 1, ..ServeConfig::default() }).await;
    // The words of a quotation stand several times in the answer, which thus does not fit into a window of HTTP/2.
    let text = format!("\"{}\" Lee said.", "We will go, ".repeat(4000));
    let mut raw = Raw::connect(&server.address).await;
    let (_response, mut sending) = raw.call("ExtractQuotes", None).await;
    sending.send_data(frame(false, &request(&text).encode_to_vec()), true).expect("an open call");
    let closed = tokio::time::timeout(Duration::from_secs(30), raw.connection).await;
    assert!(closed.is_ok(), "the answer is still held for a caller who does not want it");
}

#[tokio::test]
async fn a_caller_who_takes_a_long_answer_gets_all_of_it() {
    let server = start(ServeConfig::default()).await;
    let text = format!("\"{}\" Lee said.", "We will go, ".repeat(40_000));
    let answer = server.extract(request(&text)).await.expect("an answer");
    assert_eq!(answer.quotes.len(), 1);
    assert_eq!(answer.quotes[0].content[0].text.len(), "\"\"".len() + 12 * 40_000);
}
