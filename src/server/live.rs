//! Values made from files, and made anew when the files change: certificates and tokens.
//!
//! What is in use is swapped whole; whoever took the old value keeps it, so that no connection is dropped. Files
//! that cannot be used after a change leave the old value in place, with a warning.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How often the files are looked at. They are small, and comparing their bytes is surer than their dates: a
/// certificate may change twice within a clock's tick, or behind a symbolic link.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Makes a value of the files' contents, in their order, or says in one sentence why not.
type Make<T> = fn(&[Vec<u8>]) -> Result<T, String>;

/// What all files held, or the sentence about the first that could not be read.
type Contents = Result<Vec<Vec<u8>>, String>;

/// A value that follows its files.
#[derive(Debug)]
pub struct Live<T> {
    what: &'static str,
    files: Vec<PathBuf>,
    make: Make<T>,
    current: RwLock<Arc<T>>,
    seen: Mutex<Contents>,
}

impl<T: Send + Sync + 'static> Live<T> {
    /// Reads the files for the first time. `what` names the value in logs.
    ///
    /// # Errors
    ///
    /// One sentence about the file that cannot be read, or about what it holds.
    pub fn load(what: &'static str, files: Vec<PathBuf>, make: Make<T>) -> Result<Arc<Live<T>>, String> {
        let seen = contents(&files)?;
        let current = RwLock::new(Arc::new(make(&seen)?));
        Ok(Arc::new(Live { what, files, make, current, seen: Mutex::new(Ok(seen)) }))
    }

    /// The value as it is now.
    pub fn get(&self) -> Arc<T> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Follows the files until dropped.
    pub async fn follow(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let live = Arc::clone(&self);
            // Reading files blocks. A panic of the blocking task would be logged, and the next look comes anyway.
            let _ = tokio::task::spawn_blocking(move || live.look()).await;
        }
    }

    fn look(&self) {
        let now = contents(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return;
        }
        match now.as_deref().map_err(Clone::clone).and_then(self.make) {
            Ok(value) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(value);
                tracing::info!(what = self.what, "reloaded");
            }
            Err(why) => tracing::warn!(what = self.what, why, "cannot be reloaded; what was loaded stays in use"),
        }
        *seen = now;
    }
}

fn contents(files: &[PathBuf]) -> Contents {
    let read = |file: &PathBuf| std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()));
    files.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_taken_over_and_a_bad_one_leaves_what_was() {
        let file = std::env::temp_dir().join(format!("quotewire-live-{}", std::process::id()));
        let write = |contents: &str| std::fs::write(&file, contents).expect("a file");
        write("1");
        let number = |contents: &[Vec<u8>]| {
            let text = str::from_utf8(&contents[0]).map_err(|error| error.to_string())?;
            text.parse::<u8>().map_err(|error| error.to_string())
        };
        let live = Live::load("number", vec![file.clone()], number).expect("a number");
        let before = live.get();
        for (contents, then) in [("2", 2), ("none", 2), ("3", 3)] {
            write(contents);
            live.look();
            assert_eq!(*live.get(), then, "{contents}");
        }
        std::fs::remove_file(&file).expect("it was there");
        live.look();
        assert_eq!((*before, *live.get()), (1, 3), "who has the old value keeps it");
    }
}
