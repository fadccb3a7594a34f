//! A connection's bytes, with an eye on whether they move.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Since when something has been waiting for the peer; nothing while it waits for us.
///
/// Shared between whoever waits and whoever puts an end to it.
#[derive(Debug)]
pub struct Waiting {
    epoch: Instant,
    /// Milliseconds from the epoch, plus one; 0 where nothing waits.
    since: AtomicU64,
}

impl Waiting {
    /// Nothing waits yet.
    pub fn new() -> Arc<Waiting> {
        Arc::new(Waiting { epoch: Instant::now(), since: AtomicU64::new(0) })
    }

    /// It is the peer's turn from now on, or still, if it was already.
    pub fn begins(&self) {
        let now = u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1;
        let _ = self.since.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// It is our turn.
    pub fn ends(&self) {
        self.since.store(0, Ordering::Relaxed);
    }

    /// How long it has been the peer's turn.
    pub fn lasts(&self) -> Duration {
        match self.since.load(Ordering::Relaxed) {
            0 => Duration::ZERO,
            since => self.epoch.elapsed().saturating_sub(Duration::from_millis(since - 1)),
        }
    }
}

/// Bytes in and out of a socket, watched.
#[derive(Debug)]
pub struct Watched<S> {
    inner: S,
    read: Arc<AtomicU64>,
    writing: Arc<Waiting>,
}

impl<S> Watched<S> {
    /// Counts what is read into `read`, and notes in `writing` when the peer's buffers are full.
    pub fn new(inner: S, read: Arc<AtomicU64>, writing: Arc<Waiting>) -> Watched<S> {
        Watched { inner, read, writing }
    }

    fn wrote<T>(&self, outcome: Poll<T>) -> Poll<T> {
        match &outcome {
            Poll::Pending => self.writing.begins(),
            Poll::Ready(_) => self.writing.ends(),
        }
        outcome
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        self.read.fetch_add((buf.filled().len() - before) as u64, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.wrote(outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.wrote(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_flush(cx);
        self.wrote(outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
