//! Bodies on their way in and out, counted and given a time limit.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Sleep, sleep};
use tonic::{Code, Status};

use super::io::Waiting;
use crate::service::status;
use crate::telemetry::CallRecord;

/// The most of an answer that is handed over in one piece. Whoever sends it on takes a whole piece as soon as the
/// caller has room for a byte, and what was taken is out of sight: an answer in one piece would lie there for as long
/// as its caller cares, with the call over as far as anybody here can tell.
const PIECE_BYTES: usize = 16 << 10;

/// A request's body. One that has a limit and is not whole by then ends with DEADLINE_EXCEEDED.
pub struct Received {
    inner: Incoming,
    bytes: Arc<AtomicU64>,
    limit: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl Received {
    /// Counts into `bytes`; `limit` is for requests that are one message.
    pub fn new(inner: Incoming, bytes: Arc<AtomicU64>, limit: Option<Duration>) -> Received {
        Received { inner, bytes, limit: limit.map(|limit| (limit, Box::pin(sleep(limit)))) }
    }
}

impl Body for Received {
    type Data = Bytes;
    type Error = tonic::codegen::StdError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match Pin::new(&mut self.inner).poll_frame(cx) {
            Poll::Pending => {
                if let Some((limit, sleep)) = &mut self.limit
                    && sleep.as_mut().poll(cx).is_ready()
                {
                    return Poll::Ready(Some(Err(status::request_too_slow(*limit).into())));
                }
                Poll::Pending
            }
            Poll::Ready(Some(Ok(frame))) => {
                let length = frame.data_ref().map_or(0, Bytes::len) as u64;
                self.bytes.fetch_add(length, Ordering::Relaxed);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// An answer's body. The call lives until this is dropped, which is when its record is told.
pub struct Sent {
    inner: tonic::body::Body,
    /// What is left of the frame that is being handed over.
    rest: Bytes,
    record: CallRecord,
    taking: Arc<Waiting>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Sent {
    /// Notes in `taking` when it is the caller's turn to take more of the answer.
    pub fn new(
        inner: tonic::body::Body,
        record: CallRecord,
        taking: Arc<Waiting>,
        place: Option<OwnedSemaphorePermit>,
    ) -> Sent {
        Sent { inner, rest: Bytes::new(), record, taking, _place: place }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        // Being asked for more means that what came before was taken.
        self.taking.ends();
        let polled = match self.rest.is_empty() {
            true => Pin::new(&mut self.inner).poll_frame(cx),
            false => Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.rest))))),
        };
        let Poll::Ready(Some(Ok(frame))) = polled else {
            if let Poll::Ready(Some(Err(_))) = &polled {
                self.record.ended_with(Code::Internal);
            }
            return polled;
        };
        self.taking.begins();
        if let Some(code) = frame.trailers_ref().and_then(Status::from_header_map).map(|status| status.code()) {
            self.record.ended_with(code);
        }
        let frame = frame.map_data(|mut data| {
            if data.len() > PIECE_BYTES {
                self.rest = data.split_off(PIECE_BYTES);
            }
            self.record.add_sent(data.len() as u64);
            data
        });
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        // Asked for before the first frame, and never again.
        self.inner.size_hint()
    }
}
