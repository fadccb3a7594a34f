//! kill -9 under load, and a restart on the same port: callers who try again lose nothing.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use quotewire::service::proto::ExtractQuotesResponse;
use tokio::sync::Notify;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};

use crate::corpus;
use crate::drive::client;
use crate::process::Process;
use crate::support::{SOON, binary, request};

const CALLERS: usize = 8;
/// How often the server is killed.
const KILLS: usize = 4;
/// Answers between two kills.
const ANSWERS: usize = 150;

pub async fn kill_and_restart() -> String {
    let articles: Arc<[_]> = corpus::read().into();
    let address = free_address().await;
    let mut server = start(&address);
    let wanted = Arc::new(answers(&server, &articles).await);

    let answered = Arc::new(AtomicUsize::new(0));
    let failed = Arc::new(AtomicUsize::new(0));
    let progress = Arc::new(Notify::new());
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let (articles, wanted) = (Arc::clone(&articles), Arc::clone(&wanted));
            let (answered, failed, progress) = (Arc::clone(&answered), Arc::clone(&failed), Arc::clone(&progress));
            let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("a URI");
            tokio::spawn(async move {
                let channel = endpoint.connect_lazy();
                for call in caller.. {
                    if answered.load(Ordering::Relaxed) >= (KILLS + 1) * ANSWERS {
                        return;
                    }
                    let index = call % articles.len();
                    let answer = until_answered(&channel, &articles[index].text, &failed).await;
                    assert_eq!(answer, wanted[index], "{} differs after a restart", articles[index].id);
                    answered.fetch_add(1, Ordering::Relaxed);
                    progress.notify_one();
                }
            })
        })
        .collect();

    let mut down = Duration::ZERO;
    for kill in 1..=KILLS {
        while answered.load(Ordering::Relaxed) < kill * ANSWERS {
            progress.notified().await;
        }
        let begun = Instant::now();
        server.kill();
        server = start(&address);
        down = down.max(begun.elapsed());
    }
    for caller in callers {
        caller.await.expect("every call is answered in the end, and answered right");
    }
    let (answered, failed) = (answered.load(Ordering::Relaxed), failed.load(Ordering::Relaxed));
    assert!(failed > 0, "nobody noticed that the server was killed {KILLS} times");
    format!(
        "{KILLS} times kill -9, {failed} attempts failed and were repeated, {answered} of {answered} calls answered \
         as before; down for {} ms at most",
        down.as_millis()
    )
}

/// Calls until it is answered. What may fail is what a caller may repeat.
async fn until_answered(channel: &Channel, text: &str, failed: &AtomicUsize) -> ExtractQuotesResponse {
    let begun = Instant::now();
    loop {
        match client(channel.clone()).extract_quotes(request(text)).await {
            Ok(answer) => return answer.into_inner(),
            Err(status) => {
                assert!(is_lost_connection(&status), "{status:?}");
                assert!(begun.elapsed() < SOON, "still not answered: {status:?}");
                failed.fetch_add(1, Ordering::Relaxed);
                // As every retry policy does.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

/// Whether a call failed because its connection did. tonic says UNKNOWN where the connection breaks in mid-call.
fn is_lost_connection(status: &Status) -> bool {
    let is_transport = std::error::Error::source(status).is_some();
    status.code() == Code::Unavailable || is_transport && matches!(status.code(), Code::Unknown | Code::Cancelled)
}

async fn answers(server: &Process, articles: &[corpus::Article]) -> Vec<ExtractQuotesResponse> {
    let channel = server.connect().await.expect("a connection");
    let mut answers = Vec::new();
    for article in articles {
        let answer = client(channel.clone()).extract_quotes(request(&article.text)).await.expect("an answer");
        answers.push(answer.into_inner());
    }
    answers
}

fn start(address: &str) -> Process {
    let args = ["serve", "--address", address, "--log", "error"];
    Process::start(&binary(), &args, Stdio::inherit()).expect("the server starts on the same port again")
}

/// A port that was free a moment ago, so that the server can come back to it.
async fn free_address() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("a bound address").to_string()
}
