//! Two hundred callers who ask for long answers and do not read them, beside two who do.

use std::time::{Duration, Instant};

use prost::Message;
use quotewire::service::proto::StreamExtractQuotesRequest;
use tokio::task::JoinSet;

use crate::drive::{Load, Mode, Pace};
use crate::raw::{Raw, frame};
use crate::support::{SOON, Target, mib, request};
use crate::{articles, corpus};

const READERS: usize = 200;
const STALL: Duration = Duration::from_secs(5);
/// How many documents each of the streams sends, unless it is stopped.
const DOCUMENTS: usize = 32;
/// What the server may have resident, whoever does not read.
const MOST_RESIDENT: u64 = 400 << 20;

pub async fn slow_readers() -> String {
    let stall = STALL.as_secs().to_string();
    let server = Target::start(&["--stall-seconds", &stall, "--queue", "1000"]);
    // One quotation of 48 KB: quickly read, and its words stand several times in the answer.
    let text = format!("\"{}\" Lee said.", "We will go, ".repeat(4000));
    let mut readers = JoinSet::new();
    for reader in 0..READERS {
        // Every other one asks once; the others send one document behind the other.
        let messages = if reader % 2 == 0 { vec![unary(&text)] } else { stream(&text) };
        let method = if reader % 2 == 0 { "ExtractQuotes" } else { "StreamExtractQuotes" };
        readers.spawn(never_read(server.process.address.clone(), method, messages));
    }

    // Those who read are served meanwhile.
    let load = Load {
        channels: server.process.connections(2).await.expect("connections"),
        documents: corpus::read().into_iter().map(|article| articles::document(article.id, article.text)).collect(),
        mode: Mode::Unary,
        pace: Pace::Closed(2),
        lasts: STALL,
        timeout: None,
    };
    let served = load.drive().await;
    assert_eq!(served.calls(), served.ok(), "{served}");
    let closed = readers.join_all().await;
    let alone = closed.iter().filter(|closed| closed.is_none()).count();
    assert_eq!(alone, 0, "so many who do not read are left alone");
    let longest = closed.into_iter().flatten().max().unwrap_or_default();
    server.still_answers().await;
    // The callers who read, the connection of the call just now, and nobody else.
    server.until_metric("quotewire_connections", |open| open <= 3.0).await;
    let most = server.process.most_resident();
    let figures = format!(
        "{READERS} closed within {:.1} s at a limit of {} s; {} calls of others answered meanwhile, p99 {:.0} ms; \
         {:.0} MiB resident at most",
        longest.as_secs_f64(),
        STALL.as_secs(),
        served.ok(),
        served.latency(0.99).as_secs_f64() * 1e3,
        mib(most)
    );
    assert!(served.ok() > 50, "hardly anybody was served: {figures}");
    assert!(most < MOST_RESIDENT, "{figures}");
    figures
}

/// Sends the messages and never reads; returns how long it took the server to close the connection, if it did.
async fn never_read(address: String, method: &'static str, messages: Vec<Vec<u8>>) -> Option<Duration> {
    let begun = Instant::now();
    let mut raw = Raw::connect(&address).await;
    let (_response, mut sending) = raw.call(method, None).await;
    let last = messages.len() - 1;
    for (index, message) in messages.iter().enumerate() {
        sending.send_data(frame(false, message), index == last).expect("an open call");
    }
    tokio::time::timeout(SOON, raw.connection).await.ok().map(|_| begun.elapsed())
}

fn unary(text: &str) -> Vec<u8> {
    request(text).encode_to_vec()
}

fn stream(text: &str) -> Vec<Vec<u8>> {
    let document = |id: usize| articles::document(id.to_string(), text.to_owned());
    let message = |id| StreamExtractQuotesRequest { document: Some(document(id)), options: None }.encode_to_vec();
    (0..DOCUMENTS).map(message).collect()
}
