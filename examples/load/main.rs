//! Load for a server: `cargo build --release && cargo run --release --example load -- run`
//!
//! `run` sends articles in a closed or an open loop and says what came back; `report` measures what
//! `docs/performance.md` says of the service; `soak` runs at a share of the capacity for as long as asked and looks
//! whether memory stays. Without `--server` each starts the `quotewire` that lies beside it in the build directory.

#[allow(dead_code, reason = "the fault tests use the rest")]
mod articles;
#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod drive;
mod echo;
mod page;
#[allow(dead_code, reason = "the fault tests use the rest")]
mod process;
mod report;
mod soak;
#[allow(dead_code, reason = "the fault tests use the rest")]
mod tally;

use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use drive::{Load, Mode, Pace};
use process::Process;
use quotewire::service::proto::Document;
use tonic::transport::Channel;

/// Load for a quotewire server
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// JSON Lines with `id` and `text` to send; the articles of tests/corpus unless set
    #[arg(long, global = true, value_name = "FILE")]
    articles: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Send articles, and say what came back
    Run(Run),
    /// Measure the service, and write what docs/performance.md says of it
    Report(report::Args),
    /// Run for long at a share of the capacity; fails on any error, or where memory grows
    Soak(soak::Args),
    /// Serve ready answers (what the others compare with)
    #[command(hide = true)]
    Echo,
}

#[derive(clap::Args)]
struct Run {
    /// Address of a running server; one is started unless set
    #[arg(long, value_name = "HOST:PORT")]
    server: Option<String>,
    /// How documents are sent
    #[arg(long, value_enum, default_value = "unary")]
    mode: ModeName,
    /// Documents of each call of a batch
    #[arg(long, default_value = "20", value_name = "COUNT")]
    batch: usize,
    /// Open loop: calls that are due each second, whatever becomes of them; a closed loop unless set
    #[arg(long, value_name = "PER_SECOND")]
    rate: Option<f64>,
    /// Closed loop: callers of whom each waits for its answer
    #[arg(long, default_value = "16", value_name = "COUNT")]
    callers: usize,
    /// Connections that calls are spread over
    #[arg(long, default_value = "2", value_name = "COUNT")]
    connections: usize,
    /// How long calls are begun
    #[arg(long, default_value = "10")]
    seconds: f64,
    /// Deadline of each call
    #[arg(long, value_name = "MILLISECONDS")]
    timeout: Option<u64>,
    /// What to start the server with, behind `--`
    #[arg(last = true)]
    settings: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModeName {
    Unary,
    Batch,
    Stream,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("load: {why}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> Result<(), String> {
    let documents = articles::read(cli.articles.as_deref())?;
    match cli.command {
        Command::Run(args) => send(args, documents).await,
        Command::Report(args) => report::run(args, cli.articles, documents).await,
        Command::Soak(args) => soak::run(args, documents).await,
        Command::Echo => echo::serve(documents).await,
    }
}

async fn send(args: Run, documents: Vec<Document>) -> Result<(), String> {
    let (address, own) = match args.server {
        Some(address) => (address, None),
        None => {
            let server = serve(&args.settings)?;
            (server.address.clone(), Some(server))
        }
    };
    let mut channels = Vec::new();
    for _ in 0..args.connections.max(1) {
        channels.push(process::connect(&address).await?);
    }
    let mode = match args.mode {
        ModeName::Unary => Mode::Unary,
        ModeName::Batch => Mode::Batch(args.batch),
        ModeName::Stream => Mode::Stream,
    };
    let load = Load {
        pace: args.rate.map_or(Pace::Closed(args.callers), Pace::Open),
        lasts: Duration::from_secs_f64(args.seconds),
        timeout: args.timeout.map(Duration::from_millis),
        ..load(channels, documents, mode)
    };
    let before = own.as_ref().map(Process::cpu);
    let tally = load.drive().await;
    println!("{tally}");
    if let (Some(server), Some(before)) = (own, before) {
        let cpu = (server.cpu() - before) / u32::try_from(tally.documents.max(1)).unwrap_or(u32::MAX);
        let (now, most) = (mebibytes(server.resident()), mebibytes(server.most_resident()));
        println!("server   {cpu:.1?} of CPU time a document, {now:.1} MiB resident, {most:.1} MiB at most");
    }
    Ok(())
}

/// A load that lacks nothing but what its caller wants otherwise.
fn load(channels: Vec<Channel>, documents: Vec<Document>, mode: Mode) -> Load {
    let documents = Arc::from(documents);
    Load { channels, documents, mode, pace: Pace::Closed(16), lasts: Duration::from_secs(5), timeout: None }
}

/// The quotewire of the build that this program is from.
fn program() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot find the build directory: {error}"))?;
    let program = own.ancestors().nth(2).unwrap_or(&own).join("quotewire");
    match program.exists() {
        true => Ok(program),
        false => Err(format!("{} is not there; build it first, with the same profile", program.display())),
    }
}

/// Starts it on a free port; its log lines go nowhere.
fn serve(settings: &[String]) -> Result<Process, String> {
    let mut args = ["serve", "--address", "127.0.0.1:0"].map(str::to_owned).to_vec();
    args.extend_from_slice(settings);
    Process::start(&program()?, &args, Stdio::null())
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
