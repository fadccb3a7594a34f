//! Where documents are read: off the async threads, and no more at once than there are cores for.
//!
//! Async threads only move bytes; a long text on one of them would stall every connection that it serves. The
//! queue in front of the workers is bounded: a call that finds it full is refused at once ([`Workers::admit`]),
//! while a stream waits in a line of its own, since back-pressure reaches its caller. Nothing is read for a caller who
//! has gone: the future of [`Workers::run`] being dropped takes a waiting job out of the queue and tells a running one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use super::threads::Line;
use super::threads::Threads;
use crate::telemetry::Metrics;

/// What one document takes until any has been measured.
const FIRST_GUESS: Duration = Duration::from_millis(5);
/// The least and the most that a refused caller is asked to wait.
const RETRY_AFTER: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(5));

/// A limited number of threads, and a limited queue before them.
#[derive(Clone, Debug)]
pub struct Workers {
    threads: Threads,
    admissions: Arc<Semaphore>,
    count: usize,
    queue: usize,
    mean_micros: Arc<AtomicU64>,
    waiting: Gauge,
    running: Gauge,
}

/// The right to use the workers, held until the work is done.
#[derive(Debug)]
pub struct Admission {
    _permit: OwnedSemaphorePermit,
}

/// The queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFull {
    /// When there will be room, going by what documents took lately.
    pub retry_after: Duration,
}

/// The work panicked, or the server is being torn down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFinished;

/// Whether anybody still waits for a job.
#[derive(Clone, Debug)]
pub struct Caller(Arc<AtomicBool>);

impl Caller {
    /// False as soon as the caller has gone, whether by cancelling, by its deadline or by its connection's end.
    pub fn waits(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

/// Tells the job when the future that awaits it is dropped.
struct TellJob(Arc<AtomicBool>);

impl Drop for TellJob {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Counts somebody in a gauge for as long as it lives.
struct Counted(Gauge);

impl Counted {
    fn new(gauge: &Gauge) -> Counted {
        gauge.inc();
        Counted(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Workers {
    /// Workers that run up to `count` jobs at once, at least one, and let up to `queue` calls wait.
    ///
    /// # Errors
    ///
    /// The system has not so many threads.
    pub fn new(count: usize, queue: usize, metrics: &Metrics) -> std::io::Result<Workers> {
        let count = count.clamp(1, Semaphore::MAX_PERMITS / 2);
        let queue = queue.min(Semaphore::MAX_PERMITS / 2);
        Ok(Workers {
            threads: Threads::start(count)?,
            admissions: Arc::new(Semaphore::new(count + queue)),
            count,
            queue,
            mean_micros: Arc::new(AtomicU64::new(FIRST_GUESS.as_micros() as u64)),
            waiting: metrics.queue_depth.clone(),
            running: metrics.documents_in_flight.clone(),
        })
    }

    /// How many jobs run at once.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes a place in the queue.
    ///
    /// # Errors
    ///
    /// There is none; nothing waits for one.
    pub fn admit(&self) -> Result<Admission, QueueFull> {
        match Arc::clone(&self.admissions).try_acquire_owned() {
            Ok(permit) => Ok(Admission { _permit: permit }),
            Err(_) => Err(self.full()),
        }
    }

    /// Whether [`Workers::admit`] would succeed now, asked before a request is received in vain.
    pub fn has_room(&self) -> Result<(), QueueFull> {
        if self.admissions.available_permits() > 0 { Ok(()) } else { Err(self.full()) }
    }

    fn full(&self) -> QueueFull {
        let mean = Duration::from_micros(self.mean_micros.load(Ordering::Relaxed));
        let ahead = u32::try_from(self.queue.div_ceil(self.count).max(1)).unwrap_or(u32::MAX);
        QueueFull { retry_after: mean.saturating_mul(ahead).clamp(RETRY_AFTER.0, RETRY_AFTER.1) }
    }

    /// Runs `job` as soon as a worker is free, first come first served in its line. Runs it whether or not the future
    /// is polled again, so that who takes results slowly keeps no worker's place.
    ///
    /// # Errors
    ///
    /// The job panicked.
    pub async fn run<T, F>(&self, line: Line, job: F) -> Result<T, NotFinished>
    where
        T: Send + 'static,
        F: FnOnce(&Caller) -> T + Send + 'static,
    {
        let gone = Arc::new(AtomicBool::new(false));
        let _tell = TellJob(Arc::clone(&gone));
        let waiting = Counted::new(&self.waiting);
        let running = self.running.clone();
        let mean_micros = Arc::clone(&self.mean_micros);
        let job = move || {
            drop(waiting);
            let _running = Counted::new(&running);
            let begun = Instant::now();
            let outcome = job(&Caller(gone));
            let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            // Two threads may overwrite each other's eighth; it is an estimate.
            let mean = mean_micros.load(Ordering::Relaxed);
            mean_micros.store(mean - mean / 8 + took / 8, Ordering::Relaxed);
            outcome
        };
        self.threads.run(line, job).await.map_err(|_| NotFinished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn workers(count: usize, queue: usize) -> Workers {
        Workers::new(count, queue, &Metrics::default()).expect("threads")
    }

    #[tokio::test]
    async fn a_panic_frees_its_place_and_fails_alone() {
        let workers = workers(1, 0);
        let panicked: Result<(), NotFinished> = workers.run(Line::Calls, |_| panic!("on purpose")).await;
        assert!(panicked.is_err());
        assert_eq!(workers.run(Line::Calls, |_| 7).await.expect("the place is free again"), 7);
    }

    #[test]
    fn the_queue_is_bounded_and_says_when_to_come_back() {
        let workers = workers(1, 2);
        let held: Vec<Admission> = (0..3).map(|_| workers.admit().expect("room")).collect();
        let full = workers.admit().expect_err("one running, two waiting");
        assert!(full.retry_after >= RETRY_AFTER.0 && full.retry_after <= RETRY_AFTER.1);
        assert_eq!(workers.has_room(), Err(full));
        drop(held);
        assert!(workers.admit().is_ok());
    }

    #[tokio::test]
    async fn calls_and_streams_let_one_of_the_others_pass_and_nobody_need_poll_for_it() {
        let workers = workers(1, 1);
        let (go, goes) = mpsc::channel::<()>();
        let (read, reads) = mpsc::channel();
        let note = |who: &'static str| {
            let read = read.clone();
            move |_: &Caller| read.send(who)
        };
        let mut running = Box::pin(workers.run(Line::Calls, move |_| goes.recv()));
        assert!(futures_util::poll!(&mut running).is_pending());
        let mut waiting: Vec<_> = [Line::Streams; 3].map(|line| Box::pin(workers.run(line, note("stream")))).into();
        waiting.extend([Line::Calls; 2].map(|line| Box::pin(workers.run(line, note("call")))));
        for job in &mut waiting {
            assert!(futures_util::poll!(job).is_pending());
        }
        go.send(()).expect("it waits");
        assert_eq!(reads.iter().take(5).collect::<Vec<_>>(), ["stream", "call", "stream", "call", "stream"]);
    }

    #[tokio::test]
    async fn a_caller_who_leaves_stops_the_running_job_and_starts_no_waiting_one() {
        let workers = workers(1, 1);
        let (started, has_started) = mpsc::channel();
        let (stopped, has_stopped) = mpsc::channel();
        let running = tokio::spawn({
            let workers = workers.clone();
            async move {
                let job = move |caller: &Caller| {
                    started.send(()).expect("the test listens");
                    while caller.waits() {
                        std::thread::yield_now();
                    }
                    stopped.send(()).expect("the test listens");
                };
                workers.run(Line::Calls, job).await
            }
        });
        tokio::task::spawn_blocking(move || has_started.recv().expect("it starts")).await.expect("no panic");
        let mut waiting = Box::pin(workers.run(Line::Calls, |_| panic!("nobody waits for this")));
        assert!(futures_util::poll!(&mut waiting).is_pending());
        drop(waiting);
        running.abort();
        tokio::task::spawn_blocking(move || has_stopped.recv().expect("it stops")).await.expect("no panic");
        assert_eq!(workers.run(Line::Calls, |_| 7).await, Ok(7));
    }
}
