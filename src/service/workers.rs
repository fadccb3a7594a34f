//! Where extraction runs: off the async threads, and no more calls at once than there are cores for.
//!
//! Async threads only move bytes; a long text on one of them would stall every connection that it serves.
//! Callers see nothing but [`Workers::run`], so that another pool can take this one's place.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// A limited number of places on the runtime's blocking threads.
#[derive(Clone)]
pub struct Workers {
    places: Arc<Semaphore>,
}

/// The work panicked, or the runtime is being torn down.
#[derive(Debug)]
pub struct NotFinished;

impl Workers {
    /// Workers that run up to `count` jobs at once; at least one.
    pub fn new(count: usize) -> Workers {
        Workers { places: Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS))) }
    }

    /// Runs `job` as soon as a place is free, first come first served.
    ///
    /// A caller who gives up before that costs nothing; a job that has begun runs to its end.
    pub async fn run<T, F>(&self, job: F) -> Result<T, NotFinished>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| NotFinished)?;
        let job = move || {
            // The place goes with the job and not with the caller, who may leave while it runs.
            let _place = place;
            job()
        };
        tokio::task::spawn_blocking(job).await.map_err(|_| NotFinished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_frees_its_place_and_fails_alone() {
        let workers = Workers::new(1);
        let panicked: Result<(), NotFinished> = workers.run(|| panic!("on purpose")).await;
        assert!(panicked.is_err());
        assert_eq!(workers.run(|| 7).await.expect("the place is free again"), 7);
    }
}
