//! Faults, on the real binary: `cargo test --release --test faults`, or with names behind `--` some of them.
//!
//! Each starts a server of its own, does something to it that happens in production, and prints a line with what it
//! measured. They run one behind the other, since they measure. Nothing waits for a fixed time where it can wait for
//! the thing itself; limits are ratios or have room for a busy machine.

#[path = "../../examples/load/articles.rs"]
#[allow(dead_code, reason = "the load generator uses the rest")]
mod articles;
mod bomb;
mod cancel;
mod churn;
#[path = "../support/corpus.rs"]
mod corpus;
mod drain;
#[path = "../../examples/load/drive.rs"]
#[allow(dead_code, reason = "the load generator uses the rest")]
mod drive;
mod kill;
mod overload;
#[path = "../../examples/load/process.rs"]
#[allow(dead_code, reason = "the load generator uses the rest")]
mod process;
mod raw;
mod rotation;
mod slow;
mod support;
#[path = "../../examples/load/tally.rs"]
#[allow(dead_code, reason = "the load generator uses the rest")]
mod tally;

use std::pin::Pin;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The longest that a fault may take; the overload takes most of a minute by itself.
const LIMIT: Duration = Duration::from_secs(120);

/// Panics, or resolves to its figures.
type Fault = fn() -> Pin<Box<dyn Future<Output = String> + Send>>;

/// Every fault by name.
const FAULTS: [(&str, Fault); 8] = [
    ("kill_and_restart", || Box::pin(kill::kill_and_restart())),
    ("drain_under_load", || Box::pin(drain::drain_under_load())),
    ("overload", || Box::pin(overload::overload())),
    ("slow_readers", || Box::pin(slow::slow_readers())),
    ("connection_churn", || Box::pin(churn::connection_churn())),
    ("certificate_rotation", || Box::pin(rotation::certificate_rotation())),
    ("cancelled_and_half_closed", || Box::pin(cancel::cancelled_and_half_closed())),
    ("decompression_bomb", || Box::pin(bomb::decompression_bomb())),
];

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let mut failed = false;
    for (name, fault) in FAULTS.into_iter().filter(|(name, _)| is_wanted(name)) {
        let begun = Instant::now();
        // A task of its own, so that a panic ends this fault alone; it prints where it was.
        let ended = tokio::time::timeout(LIMIT, tokio::spawn(fault())).await;
        let (word, figures) = match ended {
            Ok(Ok(figures)) => ("ok    ", figures),
            Ok(Err(_)) => ("FAILED", "see above".to_owned()),
            Err(_) => ("FAILED", format!("not over within {} s", LIMIT.as_secs())),
        };
        failed |= word != "ok    ";
        println!("{word} {name} ({:.1} s): {figures}", begun.elapsed().as_secs_f64());
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
