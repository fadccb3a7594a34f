//! What one caller may take up, and what becomes of those who want more: calls, connections, time, headers, frames.
//!
//! Time is set short and never slept through: each test waits for what it is about.

#[path = "support/raw.rs"]
mod raw;
mod support;

use std::time::{Duration, Instant};

use h2::Reason;
use prost::Message;
use quotewire::config::ServeConfig;
use quotewire::service::proto::{Document, ExtractQuotesRequest, GetRulesetRequest, StreamExtractQuotesRequest};
use raw::{Answer, Call, OPENING};
use support::{Running, document, request, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Code;
use tonic::codegen::http::{Method, Request as HttpRequest};
use tonic_types::StatusExt;

const ARTICLE: &str = "\"We will go,\" Lee said.";
const EXTRACT: &str = "/quotewire.v1.QuoteAttributionService/ExtractQuotes";

/// A text that takes some seconds in a build without optimization.
fn long() -> String {
    "\"We will go,\" Lee said. The board, which met on Monday, told reporters that it would stay. ".repeat(10_000)
}

async fn goes_on(server: &Running) {
    assert_eq!(server.extract(request(ARTICLE)).await.expect("an answer").quotes.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_at_once_and_says_when_to_come_back() {
    let server = start(ServeConfig { workers: Some(1), queue: 0, ..ServeConfig::default() }).await;
    let mut client = server.client();
    let running = tokio::spawn(async move { client.extract_quotes(request(&long())).await });
    server.until("quotewire_documents_in_flight", 1).await;
    let refusal = server.extract(request(ARTICLE)).await.expect_err("no worker is free and nothing may wait");
    assert_eq!(refusal.code(), Code::ResourceExhausted);
    let retry = refusal.get_details_retry_info().and_then(|retry| retry.retry_delay).expect("when to come back");
    assert!(retry > Duration::ZERO && retry <= Duration::from_secs(5), "{retry:?}");
    assert!(!running.is_finished(), "the refusal did not wait for the worker");
    running.abort();
    server.until("quotewire_documents_in_flight", 0).await;
    goes_on(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_calls_than_may_be_open_are_refused() {
    let server = start(ServeConfig { max_calls: 1, ..ServeConfig::default() }).await;
    let (requests, received) = mpsc::channel::<StreamExtractQuotesRequest>(1);
    let mut client = server.client();
    let open = tokio::spawn(async move { client.stream_extract_quotes(ReceiverStream::new(received)).await });
    server.until("quotewire_calls_in_flight", 1).await;
    let refusal = server.extract(request(ARTICLE)).await.expect_err("one call is open");
    assert_eq!(refusal.code(), Code::ResourceExhausted);
    assert!(refusal.message().starts_with("1 calls are open"), "{refusal}");
    assert!(refusal.get_details_retry_info().is_some());
    drop((requests, open.await));
    server.until("quotewire_calls_in_flight", 0).await;
    goes_on(&server).await;
}

/// Of a long document little is read once its caller has gone: the worker is free long before it would have been.
#[tokio::test(flavor = "multi_thread")]
async fn work_stops_soon_after_its_deadline() {
    let server = start(ServeConfig { workers: Some(1), ..ServeConfig::default() }).await;
    goes_on(&server).await;
    let begun = Instant::now();
    assert!(server.extract(request(&long())).await.is_ok());
    let whole = begun.elapsed();
    let mut stopped = 0;
    for share in [0.1, 0.3, 0.5, 0.7] {
        // A client of tonic's would look at the time itself.
        let timeout = ("grpc-timeout", format!("{}m", whole.mul_f64(share).as_millis()));
        let Answer::Status(ended, _) = raw::call(&server.address, call(&request(&long()), &[timeout])).await else {
            panic!("no answer")
        };
        // The first time may have been a slow moment of the machine.
        if ended.code() == Code::Ok {
            continue;
        }
        assert_eq!(ended.code(), Code::DeadlineExceeded);
        stopped += 1;
        let over = Instant::now();
        server.until("quotewire_documents_in_flight", 0).await;
        let after = over.elapsed();
        assert!(after < whole.mul_f64(0.25), "of {whole:?} it went on for {after:?} behind {share} of it");
    }
    assert!(stopped >= 2, "{stopped} calls were stopped");
}

#[tokio::test]
async fn a_request_that_does_not_arrive_is_given_up() {
    let server = start(ServeConfig { stall_seconds: 1, ..ServeConfig::default() }).await;
    let (mut client, connection) = h2::client::handshake(connect(&server).await).await.expect("HTTP/2");
    tokio::spawn(connection);
    let head = call(&ExtractQuotesRequest::default(), &[]);
    let mut begun = HttpRequest::post(format!("http://{}{EXTRACT}", server.address)).body(()).expect("a call");
    *begun.headers_mut() = head.headers;
    let (response, mut body) = client.send_request(begun, false).expect("a call");
    body.send_data(vec![0, 0, 0, 0, 9].into(), false).expect("the beginning of a message");
    let response = response.await.expect("an answer without the rest");
    let status = tonic::Status::from_header_map(response.headers()).expect("a status");
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(status.message(), "The request did not arrive within 1 s; nothing was read.");
    goes_on(&server).await;
}

#[tokio::test]
async fn connections_over_the_limit_are_closed_at_once() {
    let server = start(ServeConfig { max_connections: 2, ..ServeConfig::default() }).await;
    let held = [connect(&server).await, connect(&server).await];
    server.until("quotewire_connections", 2).await;
    assert_eq!(connect(&server).await.read(&mut [0]).await.unwrap_or(0), 0, "a third one is closed");
    assert_eq!(server.metric("quotewire_connections_refused_total").await, 1);
    drop(held);
    server.until("quotewire_connections", 0).await;
    goes_on(&server).await;
}

#[tokio::test]
async fn a_connection_without_calls_is_closed() {
    let server = start(ServeConfig { idle_seconds: 1, ..ServeConfig::default() }).await;
    let (client, connection) = h2::client::handshake(connect(&server).await).await.expect("HTTP/2");
    tokio::time::timeout(Duration::from_secs(20), connection).await.expect("an end").expect("a clean one");
    drop(client);
    goes_on(&server).await;
}

/// The first bytes are prescribed, and whoever does not send them is no caller.
#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let server = start(ServeConfig::default()).await;
    for first in [&b""[..], b"PRI * HTT"] {
        assert!(matches!(raw::send(&server.address, first).await, Answer::Closed(_)));
    }
    goes_on(&server).await;
}

/// A peer that vanished answers no ping.
#[tokio::test]
async fn a_connection_whose_other_end_answers_no_ping_is_closed() {
    let server = start(ServeConfig { keepalive_seconds: 1, stall_seconds: 600, ..ServeConfig::default() }).await;
    // The server's pings stand unanswered among what it sends; only keepalive ends such a connection so soon.
    assert!(matches!(raw::send(&server.address, raw::OPENING).await, Answer::Closed(_) | Answer::GoAway(_)));
    goes_on(&server).await;
}

#[tokio::test]
async fn an_old_connection_takes_no_more_calls_and_ends_after_its_grace() {
    let server = start(ServeConfig { max_age_seconds: 1, grace_seconds: 4, ..ServeConfig::default() }).await;
    let (requests, received) = mpsc::channel(1);
    let mut open =
        server.client().stream_extract_quotes(ReceiverStream::new(received)).await.expect("a stream").into_inner();
    let sent = |id: &str| StreamExtractQuotesRequest {
        document: Some(Document { id: id.into(), ..document(ARTICLE) }),
        options: None,
    };
    requests.send(sent("a")).await.expect("open");
    assert!(open.message().await.expect("goes on").is_some());
    // A call on the same channel goes over a new connection as soon as the old one takes none.
    let begun = Instant::now();
    while server.metric("quotewire_connections").await == 1 {
        // A call that the client had not sent when it was told is given up by the client.
        let _ = server.client().get_ruleset(GetRulesetRequest {}).await;
        assert!(begun.elapsed() < Duration::from_secs(20), "still the first connection");
    }
    requests.send(sent("b")).await.expect("open");
    assert!(open.message().await.expect("what is in flight goes on").is_some());
    let ended = tokio::time::timeout(Duration::from_secs(30), open.message()).await.expect("an end after the grace");
    assert!(ended.is_err(), "{ended:?}");
    goes_on(&server).await;
}

#[tokio::test]
async fn a_connection_is_told_how_many_calls_it_may_have() {
    let server = start(ServeConfig { max_streams: 3, ..ServeConfig::default() }).await;
    let (client, mut connection) = h2::client::handshake(connect(&server).await).await.expect("HTTP/2");
    let told = std::future::poll_fn(|cx| {
        let _ = std::pin::Pin::new(&mut connection).poll(cx);
        match client.current_max_send_streams() {
            3 => std::task::Poll::Ready(3),
            _ => std::task::Poll::Pending,
        }
    });
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), told).await, Ok(3));
}

/// Calls that are reset before anybody has looked at them cost their sender the connection (CVE-2023-44487).
#[tokio::test]
async fn rapid_resets_end_the_connection() {
    let server = start(ServeConfig::default()).await;
    let mut bytes = OPENING.to_vec();
    for call in 0..2000 {
        let id = 2 * call + 1;
        bytes.extend(raw::frame(1, 4, id, &raw::call_headers(EXTRACT)));
        bytes.extend(raw::frame(3, 0, id, &8_u32.to_be_bytes()));
    }
    let end = raw::send(&server.address, &bytes).await;
    assert!(matches!(end, Answer::GoAway(Reason::ENHANCE_YOUR_CALM)), "{end:?}");
    goes_on(&server).await;
}

/// Headers without end (CVE-2024-27316) are not collected beyond what headers may have.
#[tokio::test]
async fn headers_without_end_end_the_connection() {
    let server = start(ServeConfig::default()).await;
    let mut bytes = OPENING.to_vec();
    bytes.extend(raw::frame(1, 0, 1, &raw::call_headers(EXTRACT)));
    for _ in 0..20_000 {
        let header = [&[0, 5][..], b"x-odd", &[100], &[b'x'; 100]].concat();
        bytes.extend(raw::frame(9, 0, 1, &header));
    }
    let end = raw::send(&server.address, &bytes).await;
    assert!(matches!(end, Answer::GoAway(_)), "{end:?}");
    goes_on(&server).await;
}

/// Whoever asks for answers of the protocol itself and takes none is no longer read, and then closed.
#[tokio::test]
async fn a_flood_of_pings_is_not_buffered() {
    let server = start(ServeConfig { stall_seconds: 1, ..ServeConfig::default() }).await;
    let mut stream = connect(&server).await;
    stream.write_all(OPENING).await.expect("open");
    let pings = raw::frame(6, 0, 0, b"flooding").repeat(1000);
    let mut sent = 0;
    let flood = async {
        while stream.write_all(&pings).await.is_ok() {
            sent += pings.len();
        }
    };
    tokio::time::timeout(Duration::from_secs(60), flood).await.expect("an end to it");
    assert!(sent < 64 << 20, "{sent} bytes were taken from a caller who reads nothing");
    goes_on(&server).await;
}

/// An ExtractQuotes call.
fn call(message: &ExtractQuotesRequest, headers: &[(&str, String)]) -> Call {
    let usual = [("content-type", "application/grpc".to_owned()), ("te", "trailers".to_owned())];
    let headers: Vec<(String, String)> =
        usual.iter().chain(headers).map(|(name, value)| (name.to_string(), value.clone())).collect();
    let body = raw::framed(&message.encode_to_vec(), false).into();
    Call { method: Method::POST, path: EXTRACT.to_owned(), headers: raw::headers(&headers), body }
}

async fn connect(server: &Running) -> TcpStream {
    TcpStream::connect(&server.address).await.expect("an open port")
}
