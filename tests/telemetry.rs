//! What the server tells whoever runs it: log lines, metrics, probes and traces, of the real binary; and that none of
//! it ever holds a word of an article.

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use quotewire::config::{ServeConfig, Switch};
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{ExtractQuotesRequest, GetRulesetRequest};
use serde_json::Value;
use support::{call_in_flight, get, request, start};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tonic::Request;
use tonic::codegen::http::{HeaderMap, Response};
use tonic::transport::Channel;

/// Words that stand nowhere but in the article.
const SECRETS: [&str; 3] = ["zanzibarian", "Quillfeather", "moonlit"];
const ARTICLE: &str = "\"A zanzibarian, moonlit plan,\" said Ana Quillfeather.";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_logged_as_one_json_object_without_its_text() {
    let mut server = Served::start(&[]);
    let mut asked = Request::new(request(ARTICLE));
    asked.metadata_mut().insert("x-request-id", "the-callers-own.id:7".parse().expect("ASCII"));
    let answer = server.client().await.extract_quotes(asked).await.expect("an answer");
    assert_eq!(answer.metadata().get("x-request-id").expect("an id"), "the-callers-own.id:7");
    let mut refused = request(ARTICLE);
    refused.document.as_mut().expect("a document").language_code = SECRETS[0].into();
    server.client().await.extract_quotes(refused).await.expect_err("no such language");
    let (code, log) = server.end("-TERM");

    assert_eq!(code, Some(0), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let calls: Vec<&Value> = lines.iter().filter(|line| line["message"] == "call").collect();
    let [good, bad] = calls.as_slice() else { panic!("two calls, not {log}") };
    assert_eq!(good["request_id"], "the-callers-own.id:7");
    assert_eq!((&good["method"], &good["status"]), (&"ExtractQuotes".into(), &"OK".into()));
    assert_eq!((&good["documents"], &good["quotes"]), (&1.into(), &1.into()));
    assert_eq!(good["text_bytes"], ARTICLE.len());
    assert!(good["peer"].as_str().expect("an address").starts_with("127.0.0.1:"));
    for count in ["latency_us", "received_bytes", "sent_bytes"] {
        assert!(good[count].as_u64().expect("a count") > 0, "{count}");
    }
    assert_eq!((&bad["status"], &bad["quotes"]), (&"INVALID_ARGUMENT".into(), &0.into()));
    assert_eq!(bad["request_id"].as_str().expect("an id").len(), 16);
    for secret in SECRETS.iter().chain(&["article-1"]) {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}

/// Where other machines can listen in, the log says that nothing is encrypted.
#[test]
fn a_plaintext_port_that_others_reach_says_so() {
    for (address, warned) in [("127.0.0.1:0", false), ("0.0.0.0:0", true)] {
        let mut server = Served::start(&["--address", address]);
        let (_, log) = server.end("-TERM");
        let warnings = log.lines().filter(|line| line.contains("plaintext") && line.contains("WARN")).count();
        assert_eq!(warnings, usize::from(warned), "{address}: {log}");
    }
}

/// At the most talkative level nothing of a text is said either, by us or by any library.
#[tokio::test(flavor = "multi_thread")]
async fn no_level_logs_article_text() {
    let mut server = Served::start(&["--log", "trace"]);
    server.client().await.extract_quotes(request(ARTICLE)).await.expect("an answer");
    let (_, log) = server.end("-INT");
    assert!(log.lines().count() > 10, "{log}");
    for secret in SECRETS {
        assert!(!log.contains(secret), "{secret}: {}", log.lines().find(|line| line.contains(secret)).expect("a line"));
    }
}

#[tokio::test]
async fn metrics_count_what_was_asked_and_found() {
    let server = start(ServeConfig::default()).await;
    for _ in 0..3 {
        server.extract(request(ARTICLE)).await.expect("an answer");
    }
    server.extract(ExtractQuotesRequest::default()).await.expect_err("no document");
    let ruleset = server.client().get_ruleset(GetRulesetRequest {}).await.expect("rules").into_inner();
    server.until("quotewire_calls_in_flight", 0).await;
    let (code, text) = server.admin("/metrics").await;
    assert_eq!(code, 200);
    for line in [
        "quotewire_calls_total{method=\"ExtractQuotes\",code=\"OK\"} 3",
        "quotewire_calls_total{method=\"ExtractQuotes\",code=\"INVALID_ARGUMENT\"} 1",
        "quotewire_call_seconds_count{method=\"ExtractQuotes\"} 4",
        "quotewire_documents_total{outcome=\"read\"} 3",
        "quotewire_document_seconds_count 3",
        "quotewire_quotes_total{kind=\"direct\"} 3",
        "quotewire_quotes_unresolved_total 0",
        "quotewire_rule_hits_total{rule=\"quote-cue-speaker\"} 3",
        "quotewire_queue_depth 0",
        "quotewire_documents_in_flight 0",
        "quotewire_connections 1",
        &format!("quotewire_text_bytes_total {}", 3 * ARTICLE.len()),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    let build = text.lines().find(|line| line.starts_with("quotewire_build_info")).expect("build info");
    assert!(build.contains(&format!("ruleset_version=\"{}\"", ruleset.version)), "{build}");
    assert!(build.contains(env!("CARGO_PKG_VERSION")), "{build}");
    assert!(server.metric("quotewire_received_bytes_total").await > 0);
    assert!(server.metric("quotewire_sent_bytes_total").await > 0);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn probes_tell_whether_the_server_lives_and_wants_calls() {
    let server = start(ServeConfig::default()).await;
    assert_eq!(server.admin("/livez").await, (200, "live\n".to_owned()));
    assert_eq!(server.admin("/readyz").await, (200, "ready\n".to_owned()));
    assert_eq!(server.admin("/").await, (404, "there are /metrics, /livez and /readyz\n".to_owned()));
    // A call that has not ended keeps the admin port open while the server drains.
    let (requests, withheld) = mpsc::channel(1);
    let channel = server.channel.clone();
    let call = tokio::spawn(async move { call_in_flight(&channel, withheld).await });
    server.until("quotewire_calls_in_flight", 1).await;
    let admin = server.admin.clone();
    server.shutdown.send(()).expect("it is running");
    let (code, body) = loop {
        let found = get(&admin, "/readyz").await;
        if found.0 != 200 {
            break found;
        }
    };
    assert_eq!((code, body.as_str()), (503, "draining\n"));
    assert_eq!(get(&admin, "/livez").await.0, 200);
    requests.send(request(ARTICLE)).await.expect("the call is open");
    drop(requests);
    call.await.expect("no panic").expect("an answer");
    server.served.await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn metrics_can_be_switched_off() {
    let server = start(ServeConfig { metrics: Switch::Off, ..ServeConfig::default() }).await;
    assert_eq!(server.admin("/metrics").await, (404, "metrics are switched off\n".to_owned()));
    assert_eq!(server.admin("/livez").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn spans_reach_the_collector_under_the_callers_trace() {
    let (endpoint, received) = collector().await;
    let mut server = Served::start(&["--otlp-endpoint", &endpoint]);
    let mut asked = Request::new(request(ARTICLE));
    let traceparent = format!("00-{TRACE}-b7ad6b7169203331-01");
    asked.metadata_mut().insert("traceparent", traceparent.parse().expect("ASCII"));
    asked.metadata_mut().insert("x-request-id", "traced-call".parse().expect("ASCII"));
    server.client().await.extract_quotes(asked).await.expect("an answer");
    // What is left is sent before the server ends.
    let (code, log) = server.end("-TERM");
    assert_eq!(code, Some(0), "{log}");
    let spans = received.lock().expect("no panic").concat();
    let has = |part: &[u8]| spans.windows(part.len()).any(|window| window == part);
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex")).collect()
    };
    assert!(has(&hex(TRACE)), "the trace is the caller's");
    assert!(has(&hex("b7ad6b7169203331")), "the caller's span is the parent");
    for words in ["ExtractQuotes", "traced-call", "quotewire.quotes", "rpc.grpc.status_code"] {
        assert!(has(words.as_bytes()), "{words}");
    }
    for secret in SECRETS.iter().chain(&["article-1"]) {
        assert!(!has(secret.as_bytes()), "{secret}");
    }
}

/// A second signal does not wait for the call that a first one lets finish.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_at_once() {
    let mut server = Served::start(&["--grace-seconds", "3600", "--admin-address", "127.0.0.1:0"]);
    let (_requests, withheld) = mpsc::channel(1);
    let channel = server.channel().await;
    let call = tokio::spawn(async move { call_in_flight(&channel, withheld).await });
    let admin = server.admin.clone().expect("an admin port");
    let calls = || async { get(&admin, "/metrics").await.1.contains("quotewire_calls_in_flight 1") };
    while !calls().await {}
    server.signal("-TERM");
    while get(&admin, "/readyz").await.0 == 200 {}
    assert!(server.child.try_wait().expect("a child").is_none(), "it waits for the call");
    let (code, log) = server.end("-TERM");
    assert_eq!(code, Some(1), "{log}");
    assert!(call.await.expect("no panic").is_err(), "the call was cut off");
}

/// The binary, serving with JSON logs.
struct Served {
    child: Child,
    address: String,
    admin: Option<String>,
}

impl Served {
    fn start(flags: &[&str]) -> Served {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
        command.args(["serve", "--log-format", "json"]).args(flags);
        if !flags.contains(&"--address") {
            command.args(["--address", "127.0.0.1:0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let mut printed = BufReader::new(child.stdout.take().expect("stdout"));
        let mut next = |what: &str| {
            let mut line = String::new();
            printed.read_line(&mut line).expect("a line");
            line.trim_end().strip_prefix(what).expect("an address").to_owned()
        };
        let address = next("listening on ");
        let admin = flags.contains(&"--admin-address").then(|| next("admin on "));
        Served { child, address, admin }
    }

    async fn channel(&self) -> Channel {
        Channel::from_shared(format!("http://{}", self.address)).expect("a URI").connect().await.expect("a server")
    }

    async fn client(&self) -> QuoteAttributionServiceClient<Channel> {
        QuoteAttributionServiceClient::new(self.channel().await)
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    /// Ends the server with a signal; its exit code, and what it logged.
    fn end(&mut self, signal: &str) -> (Option<i32>, String) {
        self.signal(signal);
        let mut log = String::new();
        self.child.stderr.take().expect("stderr").read_to_string(&mut log).expect("UTF-8");
        (self.child.wait().expect("an end").code(), log)
    }
}

/// A collector for one connection: its URL, and the bodies of what it was sent.
async fn collector() -> (String, Arc<Mutex<Vec<Bytes>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let received = Arc::<Mutex<Vec<Bytes>>>::default();
    let bodies = Arc::clone(&received);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let bodies = Arc::clone(&bodies);
            tokio::spawn(async move {
                let mut body = request.into_body();
                while let Some(Ok(data)) = body.data().await {
                    bodies.lock().expect("no panic").push(data);
                }
                let head = Response::builder().header("content-type", "application/grpc").body(()).expect("a head");
                let mut answer = respond.send_response(head, false).expect("open");
                answer.send_data(Bytes::from_static(&[0; 5]), false).expect("open");
                let status =
                    HeaderMap::from_iter([("grpc-status".parse().expect("a name"), "0".parse().expect("ASCII"))]);
                answer.send_trailers(status).expect("open");
            });
        }
    });
    (url, received)
}
