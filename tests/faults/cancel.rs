//! Calls that are given up at every stage, and streams that are half-closed: no worker and no place stays taken.

use std::time::Instant;

use h2::Reason;
use prost::Message;
use quotewire::service::proto::StreamExtractQuotesRequest;
use tokio_stream::StreamExt;

use crate::articles;
use crate::drive::client;
use crate::raw::{Raw, frame};
use crate::support::{ARTICLE, Target, request};

const CALLS: usize = 200;
const TEXT_BYTES: usize = 1_000_000;
/// Documents of a stream that is half-closed.
const DOCUMENTS: usize = 500;

pub async fn cancelled_and_half_closed() -> String {
    let server = Target::start(&["--workers", "1", "--queue", "1000"]);
    let text = articles::long(TEXT_BYTES);
    let begun = Instant::now();
    for call in 0..CALLS {
        give_up(&server, call, &text).await;
    }
    let mut longest = std::time::Duration::ZERO;
    for gauge in ["quotewire_calls_in_flight", "quotewire_queue_depth", "quotewire_documents_in_flight"] {
        longest += server.until_metric(gauge, |value| value == 0.0).await;
    }
    let read = server.metric("quotewire_text_bytes_total").await / (CALLS / 2 * TEXT_BYTES) as f64;
    assert!(read < 0.5, "{:.0}% of the texts were read to the end for nobody", read * 100.0);
    let channel = server.process.connect().await.expect("a connection");
    let sent = tokio_stream::iter(0..DOCUMENTS).map(|id| document(id, ARTICLE));
    let answers = client(channel).stream_extract_quotes(sent).await.expect("a stream").into_inner();
    let answered = answers.map(|answer| answer.expect("no error ends it")).collect::<Vec<_>>().await.len();
    assert_eq!(answered, DOCUMENTS, "half-closed, and every document answered");
    server.still_answers().await;
    format!(
        "{CALLS} calls given up at four stages within {:.1} s, {:.0}% of their texts read to the end; nothing left of \
         them {} ms later; {answered} results behind a half-close",
        begun.elapsed().as_secs_f64(),
        read * 100.0,
        longest.as_millis()
    )
}

/// A call of which the caller lets go: before its message, in the middle of it, behind it, or with its connection.
async fn give_up(server: &Target, call: usize, text: &str) {
    let mut raw = Raw::connect(&server.process.address).await;
    let is_stream = call % 8 >= 4;
    let method = if is_stream { "StreamExtractQuotes" } else { "ExtractQuotes" };
    let message = if is_stream { document(call, text).encode_to_vec() } else { request(text).encode_to_vec() };
    let message = frame(false, &message);
    let (_response, mut sending) = raw.call(method, None).await;
    match call % 4 {
        0 => sending.send_reset(Reason::CANCEL),
        1 => {
            sending.send_data(message.slice(..message.len() / 2), false).expect("an open call");
            sending.send_reset(Reason::CANCEL);
        }
        2 => {
            sending.send_data(message, true).expect("an open call");
            server.until_metric("quotewire_documents_in_flight", |count| count > 0.0).await;
            sending.send_reset(Reason::CANCEL);
        }
        _ => {
            sending.send_data(message, true).expect("an open call");
            server.until_metric("quotewire_documents_in_flight", |count| count > 0.0).await;
            raw.connection.abort();
        }
    }
}

fn document(id: usize, text: &str) -> StreamExtractQuotesRequest {
    let document = articles::document(id.to_string(), text.to_owned());
    StreamExtractQuotesRequest { document: Some(document), options: None }
}
