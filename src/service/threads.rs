//! A fixed number of threads that documents are read on.
//!
//! The runtime's blocking threads would come and go with demand, several for each job that runs at once, and each
//! would warm up scratch memory of its own. These are started once, stay, and so bound what reading holds.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for jobs. They end, each after the job that it is at, when the last clone is dropped.
#[derive(Clone)]
pub struct Threads {
    jobs: Sender<Job>,
}

impl Threads {
    /// Starts `count` threads.
    ///
    /// # Errors
    ///
    /// The system has no more threads.
    pub fn start(count: usize) -> std::io::Result<Threads> {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..count {
            let waiting = Arc::clone(&waiting);
            std::thread::Builder::new().name("reader".to_owned()).spawn(move || while run_next(&waiting) {})?;
        }
        Ok(Threads { jobs })
    }

    /// Hands `job` to the next free thread. What it returns comes through the channel, which is closed without it
    /// where the job panics.
    pub fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> oneshot::Receiver<T> {
        let (result, receiver) = oneshot::channel();
        // Nobody may wait for the result any more; and the threads outlive this handle.
        let _ = self.jobs.send(Box::new(move || drop(result.send(job()))));
        receiver
    }
}

/// Runs one job; false once there will be no more.
fn run_next(waiting: &Mutex<Receiver<Job>>) -> bool {
    let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    match job {
        Ok(job) => {
            // The panic itself is logged by the hook; the thread goes on to the next job.
            let _ = catch_unwind(AssertUnwindSafe(job));
            true
        }
        Err(_) => false,
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
        assert!(threads.run(|| panic!("on purpose")).await.is_err());
        let jobs: Vec<_> = (0..100).map(|_| threads.run(|| std::thread::current().id())).collect();
        let mut seen = HashSet::new();
        for job in jobs {
            seen.insert(job.await.expect("it ends"));
        }
        assert!((1..=2).contains(&seen.len()), "{seen:?}");
    }
}
