//! One connection: HTTP/2 with limits, and an end to it when it is old, idle, stalled or no longer wanted.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use super::io::{Waiting, Watched};

/// How often a connection is looked after.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a new connection may take to shake hands and to send the first bytes that HTTP/2 prescribes.
pub const HANDSHAKE: Duration = Duration::from_secs(10);
/// The length of those bytes.
const PREFACE_BYTES: u64 = 24;
/// The longest that a peer may take to answer a ping; less where pings come oftener. One that vanished without a word
/// would hold its calls, and a drain, for ever.
const LONGEST_SILENCE: Duration = Duration::from_secs(20);
/// The most that all headers of one call may have: room for tokens and trace state.
const MAX_HEADER_LIST_BYTES: u32 = 16 << 10;
/// Calls that were reset before they were looked at, above which the connection is closed (rapid reset).
const MAX_PENDING_RESETS: usize = 20;
/// How much of an answer is buffered for one call beyond what its caller has room for.
const MAX_SEND_BUFFER: usize = 64 << 10;

/// How long connections live.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// How long one may have no call.
    pub idle: Duration,
    /// How often its peer is asked whether it still lives.
    pub keepalive: Duration,
    /// When one takes no more calls.
    pub max_age: Duration,
    /// How long calls may go on after that.
    pub grace: Duration,
    /// How long the peer may leave untaken what is sent to it.
    pub stall: Duration,
    /// How many calls one may have at once.
    pub max_streams: u32,
}

/// The other end of a connection, and the answers that are on their way to it.
#[derive(Debug)]
pub struct Peer {
    /// Its address.
    pub address: SocketAddr,
    answers: Mutex<Vec<Arc<Waiting>>>,
    /// Calls that are being answered and have no body yet.
    calls: AtomicU64,
}

impl Peer {
    /// A peer without calls.
    pub fn new(address: SocketAddr) -> Peer {
        Peer { address, answers: Mutex::default(), calls: AtomicU64::new(0) }
    }

    /// Where a new answer notes that it waits to be taken. Whoever drops it says that the answer is over.
    pub fn begin_answer(&self) -> Arc<Waiting> {
        let answer = Waiting::new();
        self.answers().push(Arc::clone(&answer));
        answer
    }

    /// Whether any call is going on, and the longest that an answer has waited to be taken.
    fn look(&self) -> (bool, Duration) {
        let mut answers = self.answers();
        answers.retain(|answer| Arc::strong_count(answer) > 1);
        let longest = answers.iter().map(|answer| answer.lasts()).max().unwrap_or_default();
        (!answers.is_empty() || self.calls.load(Ordering::Relaxed) > 0, longest)
    }

    fn answers(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Waiting>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a call for as long as it lives.
struct Calling<'p>(&'p Peer);

impl<'p> Calling<'p> {
    fn new(peer: &'p Peer) -> Calling<'p> {
        peer.calls.fetch_add(1, Ordering::Relaxed);
        Calling(peer)
    }
}

impl Drop for Calling<'_> {
    fn drop(&mut self) {
        self.0.calls.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Serves a connection to its end. When `draining` is cancelled it takes no more calls and finishes those it has.
pub async fn serve<S>(
    stream: S,
    address: SocketAddr,
    gate: Arc<Gate>,
    lifetimes: Lifetimes,
    draining: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let peer = Arc::new(Peer::new(address));
    let (read, writing) = (Arc::new(AtomicU64::new(0)), Waiting::new());
    let stream = TokioIo::new(Watched::new(stream, Arc::clone(&read), Arc::clone(&writing)));
    let answering = Arc::clone(&peer);
    let service = service_fn(move |request| {
        let (gate, peer) = (Arc::clone(&gate), Arc::clone(&answering));
        async move {
            let _calling = Calling::new(&peer);
            gate.answer(&peer, request).await
        }
    });
    let mut connection = pin!(http2(&lifetimes).serve_connection(stream, service));

    let begun = Instant::now();
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ends = pin!(sleep(age(lifetimes.max_age, address)));
    let mut ending = false;
    let mut last_call = Instant::now();
    loop {
        tokio::select! {
            // What went wrong is the peer's business; calls that it cost are logged as cancelled.
            _ = &mut connection => return,
            () = draining.cancelled(), if !ending => ending = true,
            // The first time this is the connection's age, the second time the end of its grace.
            () = &mut ends => match ending {
                true => return,
                false => ending = true,
            },
            _ = looks.tick() => {
                let (is_busy, answer_waits) = peer.look();
                if is_busy {
                    last_call = Instant::now();
                }
                let speechless = read.load(Ordering::Relaxed) < PREFACE_BYTES && begun.elapsed() > HANDSHAKE;
                let stalled = answer_waits.max(writing.lasts()) > lifetimes.stall;
                if speechless || stalled {
                    if stalled {
                        tracing::warn!(peer = %address, "a connection took nothing that was sent to it; closed");
                    }
                    return;
                }
                if ending || last_call.elapsed() <= lifetimes.idle {
                    continue;
                }
                ending = true;
            }
        }
        // Only reached where the end has just begun.
        connection.as_mut().graceful_shutdown();
        ends.as_mut().reset(Instant::now() + lifetimes.grace);
    }
}

fn http2(lifetimes: &Lifetimes) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(lifetimes.keepalive)
        .keep_alive_timeout(lifetimes.keepalive.min(LONGEST_SILENCE))
        .max_concurrent_streams(lifetimes.max_streams)
        .max_header_list_size(MAX_HEADER_LIST_BYTES)
        .max_pending_accept_reset_streams(MAX_PENDING_RESETS)
        .max_send_buf_size(MAX_SEND_BUFFER);
    builder
}

/// The age at which this connection ends: within a tenth of what is set, so that connections that began together,
/// behind a restart, do not all come back together.
fn age(max_age: Duration, address: SocketAddr) -> Duration {
    let spread = f64::from(address.port()) / f64::from(u16::MAX) * 0.2 - 0.1;
    max_age.mul_f64(1.0 + spread)
}
