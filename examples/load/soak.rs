//! Ten minutes at a share of what the server can take: no call may fail, and memory may not grow.

use std::time::{Duration, Instant};

use quotewire::service::proto::Document;
use tonic::Code;

use crate::drive::{Load, Mode, Pace};
use crate::process::Process;
use crate::{load, mebibytes, serve};

/// How long the capacity is measured, once warm.
const MEASURED: Duration = Duration::from_secs(10);
/// How much more memory there may be at the end than after the first minute.
const GROWTH: f64 = 0.05;

#[derive(clap::Args)]
pub struct Args {
    /// How long
    #[arg(long, default_value = "10")]
    minutes: u64,
    /// The share of the measured capacity that is asked for
    #[arg(long, default_value = "0.8", value_name = "SHARE")]
    share: f64,
}

/// Measures the capacity, soaks, and says whether it held.
pub async fn run(args: Args, documents: Vec<Document>) -> Result<(), String> {
    let server = serve(&["--queue".to_owned(), "1024".to_owned()])?;
    let closed = Load { lasts: MEASURED, ..load(server.connections(4).await?, documents, Mode::Unary) };
    closed.drive().await;
    let capacity = closed.drive().await.documents_a_second();
    let rate = capacity * args.share;
    println!("capacity {capacity:.0} documents/s; {} minutes at {rate:.0}", args.minutes);

    let soak = Load { pace: Pace::Open(rate), lasts: Duration::from_secs(60 * args.minutes), ..closed };
    let watching = watch(&server, soak.lasts);
    let (tally, resident) = tokio::join!(soak.drive(), watching);
    println!("{tally}");
    let (first, last) = (resident.first().copied().unwrap_or(0), resident.last().copied().unwrap_or(0));
    let growth = last as f64 / first as f64 - 1.0;
    println!(
        "resident {:.1} MiB after the first minute, {:.1} MiB at the end: {:+.1}%; {:.1} MiB at most",
        mebibytes(first),
        mebibytes(last),
        growth * 100.0,
        mebibytes(server.most_resident())
    );
    if tally.calls() > tally.with(Code::Ok) {
        return Err("calls failed".to_owned());
    }
    if growth > GROWTH {
        return Err(format!("memory grew by more than {:.0}%", GROWTH * 100.0));
    }
    Ok(())
}

/// Prints and returns what is resident at the end of each minute.
async fn watch(server: &Process, lasts: Duration) -> Vec<u64> {
    let begun = Instant::now();
    let mut resident = Vec::new();
    while begun.elapsed() < lasts {
        tokio::time::sleep(Duration::from_secs(60).min(lasts - begun.elapsed())).await;
        resident.push(server.resident());
        println!("{:>4} s: {:.1} MiB", begun.elapsed().as_secs(), mebibytes(server.resident()));
    }
    resident
}
