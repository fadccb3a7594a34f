//! Batches and streams: order, ids, documents that fail alone, limits, back-pressure, and every way to end.

mod support;

use std::collections::BTreeSet;

use quotewire::config::ServeConfig;
use quotewire::service::proto::document_result::Outcome;
use quotewire::service::proto::{
    BatchExtractQuotesRequest, Document, DocumentFailure, DocumentResult, ExtractOptions, StreamExtractQuotesRequest,
    StreamExtractQuotesResponse,
};
use support::{document, request, start};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Request, Streaming};
use tonic_types::StatusExt;

const ARTICLE: &str = "\"We will go,\" Lee said.";

fn named(id: &str, text: &str) -> Document {
    Document { id: id.into(), ..document(text) }
}

fn batch(documents: Vec<Document>) -> BatchExtractQuotesRequest {
    BatchExtractQuotesRequest { documents, options: None }
}

fn sent(id: &str, text: &str) -> StreamExtractQuotesRequest {
    StreamExtractQuotesRequest { document: Some(named(id, text)), options: None }
}

fn failure(result: &DocumentResult) -> &DocumentFailure {
    match &result.outcome {
        Some(Outcome::Failure(failure)) => failure,
        other => panic!("{} did not fail: {other:?}", result.document_id),
    }
}

fn quotes(result: &DocumentResult) -> usize {
    match &result.outcome {
        Some(Outcome::Response(response)) => {
            assert_eq!(response.document_id, result.document_id);
            assert!(!response.ruleset_version.is_empty());
            response.quotes.len()
        }
        other => panic!("{} failed: {other:?}", result.document_id),
    }
}

#[tokio::test]
async fn a_batch_answers_in_order_and_bad_documents_fail_alone() {
    let server = start(ServeConfig { max_text_bytes: 1000, ..ServeConfig::default() }).await;
    let long = "Nobody said a word. ".repeat(45);
    let documents = vec![
        named("a", &long),
        named("b", ARTICLE),
        Document { language_code: "fr".into(), ..named("c", ARTICLE) },
        named("b", ARTICLE),
        named("", ARTICLE),
        named("", ARTICLE),
        named("d", &"x".repeat(1001)),
        named("e", ""),
    ];
    let ids: Vec<String> = documents.iter().map(|document| document.id.clone()).collect();
    let results = server.client().batch_extract_quotes(batch(documents)).await.expect("an answer").into_inner().results;
    assert_eq!(results.iter().map(|result| result.document_id.clone()).collect::<Vec<_>>(), ids);
    for (index, count) in [(0, 0), (1, 1), (4, 1), (5, 1), (7, 0)] {
        assert_eq!(quotes(&results[index]), count, "documents[{index}]");
    }
    for (index, field, words) in [
        (2, "documents[2].language_code", "is \"fr\", and only English"),
        (3, "documents[3].id", "is the same as documents[1].id"),
        (6, "documents[6].text", "has 1001 bytes, and at most 1000"),
    ] {
        let failure = failure(&results[index]);
        assert_eq!((failure.code, failure.field.as_str()), (Code::InvalidArgument as i32, field));
        assert!(failure.message.starts_with(field) && failure.message.contains(words), "{}", failure.message);
        assert_eq!(failure.retry_after, None, "the same document would fail again");
    }
}

#[tokio::test]
async fn batches_over_a_limit_and_with_bad_options_are_refused_whole() {
    let limits = ServeConfig { max_batch_documents: 3, max_batch_bytes: 100, ..ServeConfig::default() };
    let server = start(limits).await;
    let bad_options = ExtractOptions { min_confidence: 2.0, ..ExtractOptions::default() };
    for (asked, field, words) in [
        (batch(vec![]), "documents", "is empty"),
        (batch(vec![Document::default(); 4]), "documents", "has 4 entries, and at most 3"),
        (batch(vec![document(&"x".repeat(51)), named("b", &"x".repeat(50))]), "documents", "has 101 bytes of text"),
        (
            BatchExtractQuotesRequest { options: Some(bad_options), ..batch(vec![document("")]) },
            "options.min_confidence",
            "is 2, and it must be a number from 0 to 1",
        ),
    ] {
        let refusal = server.client().batch_extract_quotes(asked).await.expect_err(words);
        assert_eq!(refusal.code(), Code::InvalidArgument);
        assert_eq!(refusal.get_details_bad_request().expect("details").field_violations[0].field, field);
        assert!(refusal.message().contains(words), "{refusal}");
    }
    let fits = batch(vec![document(&"x".repeat(50)), named("b", &"x".repeat(50)), named("c", "")]);
    assert_eq!(server.client().batch_extract_quotes(fits).await.expect("fits").into_inner().results.len(), 3);
}

#[tokio::test]
async fn a_stream_answers_every_document_and_survives_bad_ones() {
    let server = start(ServeConfig { max_text_bytes: 1000, stream_in_flight: 3, ..ServeConfig::default() }).await;
    let mut requests: Vec<StreamExtractQuotesRequest> = (0..200).map(|i| sent(&format!("d{i}"), ARTICLE)).collect();
    requests.insert(50, sent("long", &"x".repeat(1001)));
    requests.insert(100, sent("", ARTICLE));
    requests.insert(150, StreamExtractQuotesRequest::default());
    let bad_options = ExtractOptions { kinds: vec![7], ..ExtractOptions::default() };
    requests.push(StreamExtractQuotesRequest { options: Some(bad_options), ..sent("options", ARTICLE) });
    let answers = server.client().stream_extract_quotes(tokio_stream::iter(requests)).await.expect("a stream");
    let results: Vec<DocumentResult> =
        answers.into_inner().map(|answer| answer.expect("no error ends it").result.expect("a result")).collect().await;

    assert_eq!(results.len(), 204, "half-close ends it after the last result");
    let good: BTreeSet<&str> = results
        .iter()
        .filter(|result| matches!(result.outcome, Some(Outcome::Response(_))))
        .inspect(|result| assert_eq!(quotes(result), 1))
        .map(|result| result.document_id.as_str())
        .collect();
    assert_eq!(good.len(), 200);
    let fields: BTreeSet<(&str, &str)> = results
        .iter()
        .filter(|result| !good.contains(result.document_id.as_str()))
        .map(|result| (result.document_id.as_str(), failure(result).field.as_str()))
        .collect();
    let want = [("", "document.id"), ("long", "document.text"), ("options", "options.kinds[0]")];
    assert_eq!(fields, BTreeSet::from(want));
}

/// A stream whose requests are sent one by one.
async fn talk(
    server: &support::Running,
) -> (mpsc::Sender<StreamExtractQuotesRequest>, Streaming<StreamExtractQuotesResponse>) {
    let (requests, received) = mpsc::channel(64);
    let answers = server.client().stream_extract_quotes(ReceiverStream::new(received)).await.expect("a stream");
    (requests, answers.into_inner())
}

#[tokio::test]
async fn an_id_may_come_again_once_its_document_is_answered() {
    let server = start(ServeConfig { workers: Some(1), ..ServeConfig::default() }).await;
    let (requests, mut answers) = talk(&server).await;
    // Long enough that it is still being read when the next message is.
    let long = "Nobody said a word. ".repeat(50_000);
    for text in [&long, ARTICLE] {
        requests.send(sent("a", text)).await.expect("open");
    }
    let first = answers.message().await.expect("goes on").expect("an answer").result.expect("a result");
    assert_eq!(failure(&first).field, "document.id");
    assert!(failure(&first).message.contains("still in flight"), "{}", failure(&first).message);
    let second = answers.message().await.expect("goes on").expect("an answer").result.expect("a result");
    assert_eq!(quotes(&second), 0);
    requests.send(sent("a", ARTICLE)).await.expect("open");
    let third = answers.message().await.expect("goes on").expect("an answer").result.expect("a result");
    assert_eq!(quotes(&third), 1);
    drop(requests);
    assert!(answers.message().await.expect("a clean end").is_none());
}

#[tokio::test]
async fn a_stream_that_is_not_read_is_not_fed() {
    let server = start(ServeConfig { stream_in_flight: 2, ..ServeConfig::default() }).await;
    let (requests, answers) = talk(&server).await;
    // Each answer repeats the words of its quote, so that flow control is felt after a few of them.
    let text = format!("\"{}\" Lee said.", "We will go, ".repeat(4000));
    let mut taken = 0;
    loop {
        let sending = requests.send(sent(&format!("d{taken}"), &text));
        // A pause in which nothing moves is the only thing that can be seen of back-pressure.
        match tokio::time::timeout(std::time::Duration::from_millis(500), sending).await {
            Ok(sent) => sent.expect("open"),
            Err(_) => break,
        }
        taken += 1;
        assert!(taken < 500, "500 documents of 48 KB were taken from a caller who reads nothing");
    }
    drop(requests);
    let results: Vec<_> = answers.collect().await;
    assert_eq!(results.len(), taken, "whoever begins to read gets them all");
    assert!(results.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_drain_answers_what_was_received_and_says_that_the_rest_was_not_read() {
    let server = start(ServeConfig::default()).await;
    let (requests, mut answers) = talk(&server).await;
    requests.send(sent("a", ARTICLE)).await.expect("open");
    let first = answers.message().await.expect("goes on").expect("an answer").result.expect("a result");
    assert_eq!(quotes(&first), 1);
    server.shutdown.send(()).expect("the server is running");
    let end = answers.message().await.expect_err("an end");
    assert_eq!(end.code(), Code::Unavailable);
    assert!(end.message().contains("shutting down"), "{end}");
    server.served.await.expect("no panic").expect("a clean end, though the caller has not half-closed");
}

#[tokio::test]
async fn a_stream_that_is_given_up_leaves_the_server_free() {
    let server = start(ServeConfig { workers: Some(1), ..ServeConfig::default() }).await;
    let long = "\"We will go,\" Lee said. ".repeat(40_000);
    for _ in 0..20 {
        let (requests, answers) = talk(&server).await;
        for i in 0..8 {
            requests.send(sent(&i.to_string(), &long)).await.expect("open");
        }
        drop((requests, answers));
    }
    // 160 documents of most of a second each are gone with their callers.
    let begun = std::time::Instant::now();
    assert_eq!(server.extract(request(ARTICLE)).await.expect("an answer").quotes.len(), 1);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_stream_ends_at_its_deadline() {
    let server = start(ServeConfig::default()).await;
    let (_requests, received) = mpsc::channel(1);
    let mut asked = Request::new(ReceiverStream::new(received));
    asked.set_timeout(std::time::Duration::from_millis(200));
    let ended = match server.client().stream_extract_quotes(asked).await {
        Ok(answers) => answers.into_inner().message().await.expect_err("an end"),
        Err(ended) => ended,
    };
    assert_eq!(ended.code(), Code::DeadlineExceeded, "{ended}");
}
