//! A fixed number of threads that documents are read on, and the queue before them.
//!
//! The runtime's blocking threads would come and go with demand, several for each job that runs at once, and each
//! would warm up scratch memory of its own. These are started once, stay, and so bound what reading holds. A thread
//! that is done finds the next job in the queue, and need not wait until the runtime has come round to hand it over.
//! Jobs wait in two lines that are served in turn: however many documents streams send, a call lets one of them
//! pass, and the other way round.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Where a job waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// With the documents of calls that answer once.
    Calls,
    /// With the documents of streams.
    Streams,
}

/// Threads that wait for jobs. They end, each after the job that it is at, when the last clone is dropped.
#[derive(Clone)]
pub struct Threads(Arc<Open>);

/// The jobs that no thread has begun.
#[derive(Default)]
struct Queue {
    jobs: Mutex<Jobs>,
    changed: Condvar,
}

#[derive(Default)]
struct Jobs {
    /// Both lines, by the numbers of their jobs, which is the order they came in.
    calls: BTreeMap<u64, Job>,
    streams: BTreeMap<u64, Job>,
    next: u64,
    /// Whether it is a stream's turn.
    streams_first: bool,
    /// How many threads have nothing to do: where there are none, nobody need be woken.
    idle: usize,
    closed: bool,
}

/// Lets the threads go when it is dropped.
struct Open(Arc<Queue>);

/// Takes a job back when it is dropped, unless a thread has begun it.
struct Place<'q> {
    queue: &'q Queue,
    line: Line,
    number: u64,
}

impl Threads {
    /// Starts `count` threads.
    ///
    /// # Errors
    ///
    /// The system has no more threads.
    pub fn start(count: usize) -> std::io::Result<Threads> {
        let queue = Arc::new(Queue::default());
        let threads = Threads(Arc::new(Open(Arc::clone(&queue))));
        for _ in 0..count {
            let queue = Arc::clone(&queue);
            let run = move || {
                while let Some(job) = queue.next() {
                    // The panic itself is logged by the hook; the thread goes on to the next job.
                    let _ = catch_unwind(AssertUnwindSafe(job));
                }
            };
            std::thread::Builder::new().name("reader".to_owned()).spawn(run)?;
        }
        Ok(threads)
    }

    /// Runs `job` on a free thread, first come first served in its line. It is taken out of the queue when the future
    /// is dropped; it need not be polled again for the job to run.
    ///
    /// # Errors
    ///
    /// The job panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        line: Line,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, oneshot::error::RecvError> {
        let (result, receiver) = oneshot::channel();
        // Nobody may wait for the result any more.
        let _place = self.0.0.add(line, Box::new(move || drop(result.send(job()))));
        receiver.await
    }
}

impl Queue {
    fn add(&self, line: Line, job: Job) -> Place<'_> {
        let mut jobs = self.lock();
        let number = jobs.next;
        jobs.next += 1;
        jobs.line(line).insert(number, job);
        if jobs.idle > 0 {
            self.changed.notify_one();
        }
        Place { queue: self, line, number }
    }

    /// Waits for the next job; none once there will be no more.
    fn next(&self) -> Option<Job> {
        let mut jobs = self.lock();
        loop {
            if jobs.closed {
                return None;
            }
            if let Some(job) = jobs.pop() {
                return Some(job);
            }
            jobs.idle += 1;
            jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
            jobs.idle -= 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Jobs {
    fn line(&mut self, line: Line) -> &mut BTreeMap<u64, Job> {
        match line {
            Line::Calls => &mut self.calls,
            Line::Streams => &mut self.streams,
        }
    }

    /// The next job: that of the line whose turn it is, unless nobody stands there.
    fn pop(&mut self) -> Option<Job> {
        let (first, second) = match self.streams_first {
            true => (Line::Streams, Line::Calls),
            false => (Line::Calls, Line::Streams),
        };
        let line = if self.line(first).is_empty() { second } else { first };
        let (_, job) = self.line(line).pop_first()?;
        self.streams_first = line == Line::Calls;
        Some(job)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // What the job holds is dropped when the lock has been given back.
        let _job = self.queue.lock().line(self.line).remove(&self.number);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Threads")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[tokio::test]
    async fn jobs_share_the_threads_that_there_are_and_survive_a_panic() {
        let threads = Threads::start(2).expect("two threads");
        assert!(threads.run(Line::Calls, || panic!("on purpose")).await.is_err());
        let jobs = (0..100).map(|_| threads.run(Line::Calls, || std::thread::current().id()));
        let ids = futures_util::future::join_all(jobs).await;
        let seen: HashSet<_> = ids.into_iter().map(|id| id.expect("it ends")).collect();
        assert!((1..=2).contains(&seen.len()), "{seen:?}");
    }
}
