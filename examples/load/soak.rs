//! Minutes at a share of what the server can take: no call may fail, and memory may not grow.

use std::time::{Duration, Instant};

use quotewire::service::proto::Document;
use tonic::Code;

use crate::drive::{Load, Mode, Pace};
use crate::process::Process;
use crate::{load, mebibytes, serve};

/// How long the capacity is measured, once warm.
const MEASURED: Duration = Duration::from_secs(10);
/// How much more memory the second half of the minutes may need than the first. Of each half the lowest reading counts:
/// what is resident comes and goes with the load, while a leak lifts the lowest, too.
const GROWTH: f64 = 0.05;

#[derive(clap::Args)]
pub struct Args {
    /// How long, two minutes at least: memory is compared between the halves
    #[arg(long, default_value = "10", value_parser = clap::value_parser!(u64).range(2..))]
    minutes: u64,
    /// The share of the measured capacity that is asked for; what makes the calls needs some of the same cores
    #[arg(long, default_value = "0.7", value_name = "SHARE")]
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
    let (first, second) = resident.split_at(resident.len().div_ceil(2));
    let lowest = |readings: &[u64]| readings.iter().min().copied();
    let (before, after) = lowest(first).zip(lowest(second)).expect("two minutes at least are read");
    let growth = after as f64 / before as f64 - 1.0;
    println!(
        "resident {:.1} MiB at least in the first half, {:.1} MiB in the second: {:+.1}%, {:+.1} bytes a call; {:.1} MiB at most",
        mebibytes(before),
        mebibytes(after),
        growth * 100.0,
        (after as f64 - before as f64) / (tally.calls() as f64 / 2.0),
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
