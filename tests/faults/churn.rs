//! Connections that come and go, with and without a call, whole and half-way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::drive::client;
use crate::process::connect;
use crate::support::{ARTICLE, Target, mib, request};

const CALLERS: usize = 16;
const LASTS: Duration = Duration::from_secs(8);

pub async fn connection_churn() -> String {
    let server = Target::start(&[]);
    churn(&server, LASTS / 4).await;
    let before = (server.process.resident(), settled(&server).await);
    let (calls, connections) = churn(&server, LASTS).await;
    let after = (server.process.resident(), settled(&server).await);
    server.still_answers().await;
    let figures = format!(
        "{connections} connections came and went, {calls} calls on them, each answered; {} files open before and {} \
         after, {:.1} MiB resident and {:.1}",
        before.1,
        after.1,
        mib(before.0),
        mib(after.0)
    );
    assert!(calls > 100, "hardly a call: {figures}");
    // Room for the connections that ask for metrics, which may not be gone yet.
    assert!(after.1 <= before.1 + 8, "files stay open: {figures}");
    assert!(after.0 as f64 <= before.0 as f64 * 1.2 + f64::from(4 << 20), "memory grows: {figures}");
    figures
}

/// Connects and leaves again, over and over; returns the number of calls and of connections.
async fn churn(server: &Target, lasts: Duration) -> (usize, usize) {
    let (calls, connections) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let address = server.process.address.clone();
        let (calls, connections) = (Arc::clone(&calls), Arc::clone(&connections));
        callers.spawn(async move {
            for turn in caller.. {
                if begun.elapsed() >= lasts {
                    return;
                }
                connections.fetch_add(1, Ordering::Relaxed);
                match turn % 4 {
                    // One that hangs up at once, and one in the middle of what HTTP/2 begins with.
                    0 => drop(TcpStream::connect(&address).await.expect("an open port")),
                    1 => {
                        let mut stream = TcpStream::connect(&address).await.expect("an open port");
                        stream.write_all(b"PRI * HTTP/2.0\r\n").await.expect("it reads");
                    }
                    _ => {
                        let channel = connect(&address).await.expect("a connection");
                        let answer = client(channel).extract_quotes(request(ARTICLE)).await.expect("an answer");
                        assert_eq!(answer.into_inner().quotes.len(), 1);
                        calls.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        });
    }
    callers.join_all().await;
    (calls.load(Ordering::Relaxed), connections.load(Ordering::Relaxed))
}

/// The number of open files once every connection has ended.
async fn settled(server: &Target) -> usize {
    server.until_metric("quotewire_connections", |open| open == 0.0).await;
    server.process.open_files()
}
