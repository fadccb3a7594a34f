//! What `docs/performance.md` says of the service: measured in one run, and written between its markers.
//!
//! Rounds of each measurement alternate, so that a busy machine weighs on all of them alike, and the median counts.
//! CPU time is what the kernel says of the server's process, or of the threads that extract; the generator's own is
//! not in it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use quotewire::service::proto::Document;
use quotewire::{Options, extract};

use crate::drive::{Load, Mode, Pace};
use crate::process::Process;
use crate::{drive, load, mebibytes, page, program, serve};

/// Texts are of about the same length where they differ from the median by this share of it at most.
const ALIKE: f64 = 0.2;
/// How often a start is timed.
const STARTS: usize = 11;

#[derive(clap::Args)]
pub struct Args {
    /// How often each thing is measured
    #[arg(long, default_value = "5", value_name = "COUNT")]
    rounds: usize,
    /// How long each measurement takes
    #[arg(long, default_value = "3")]
    seconds: f64,
    /// Print the section and leave the page alone
    #[arg(long)]
    print: bool,
}

/// CPU time a document, of one round.
struct Costs {
    extraction: Duration,
    echo: Duration,
    unary: Duration,
    batch: Duration,
    stream: Duration,
    /// Documents a second of unary calls.
    rate: f64,
}

/// What a start takes, in milliseconds.
struct Start {
    listening: f64,
    answered: f64,
    cpu: f64,
}

/// Measures everything, and writes or prints the section.
pub async fn run(args: Args, file: Option<PathBuf>, documents: Vec<Document>) -> Result<(), String> {
    let lasts = Duration::from_secs_f64(args.seconds);
    let ready = starts().await?;
    let server = serve(&[])?;
    let idle = server.resident();
    let echo = start_echo(file.as_deref())?;
    let texts: Vec<&str> = documents.iter().map(|document| document.text.as_str()).collect();

    let mut rounds = Vec::new();
    for round in 0..=args.rounds {
        eprintln!("round {round} of {}", args.rounds);
        let costs = Costs {
            extraction: extraction(&texts, lasts),
            echo: cost(&echo, &documents, Mode::Unary, lasts).await?.0,
            batch: cost(&server, &documents, Mode::Batch(20), lasts).await?.0,
            stream: cost(&server, &documents, Mode::Stream, lasts).await?.0,
            ..unary(&server, &documents, lasts).await?
        };
        // The first round is for what is made once.
        if round > 0 {
            rounds.push(costs);
        }
    }
    let capacity = median(rounds.iter().map(|round| round.rate));
    let alike = alike(&documents);
    let capacity_alike = unary(&server, &alike, lasts).await?.rate;
    let (mut tails, mut tails_alike) = (Vec::new(), Vec::new());
    for _ in 0..args.rounds {
        tails.push(at_half(&server, &documents, capacity, lasts).await?);
        tails_alike.push(at_half(&server, &alike, capacity_alike, lasts).await?);
    }
    let section = Section {
        documents: &texts,
        file,
        ready,
        idle,
        most: server.most_resident(),
        rounds,
        capacity,
        tails,
        tails_alike,
    };
    let section = section.to_string();
    if args.print {
        print!("{section}");
        return Ok(());
    }
    page::write("service", &command(), &section)
}

/// What makes the section, as it was called.
fn command() -> String {
    let args: Vec<String> = std::env::args().skip(1).collect();
    format!("cargo run --release --example load -- {}", args.join(" "))
}

/// The documents of about the median length: beside them nothing but queues makes one call longer than another.
fn alike(documents: &[Document]) -> Vec<Document> {
    let middle = median(documents.iter().map(|document| document.text.len() as f64));
    let is_alike = |document: &&Document| (document.text.len() as f64 - middle).abs() <= middle * ALIKE;
    documents.iter().filter(is_alike).cloned().collect()
}

/// Median and 99th percentile of calls that are due at half of the capacity.
async fn at_half(
    server: &Process,
    documents: &[Document],
    capacity: f64,
    lasts: Duration,
) -> Result<(Duration, Duration), String> {
    let channels = server.connections(2).await?;
    let half = Load { pace: Pace::Open(capacity / 2.0), lasts, ..load(channels, documents.to_vec(), Mode::Unary) };
    let tally = half.drive().await;
    if tally.calls() > tally.ok() {
        return Err(format!("calls failed at half of the capacity: {tally}"));
    }
    Ok((tally.latency(0.5), tally.latency(0.99)))
}

async fn unary(server: &Process, documents: &[Document], lasts: Duration) -> Result<Costs, String> {
    let (unary, rate) = cost(server, documents, Mode::Unary, lasts).await?;
    let none = Duration::ZERO;
    Ok(Costs { extraction: none, echo: none, unary, batch: none, stream: none, rate })
}

/// CPU time that `server` takes for a document at saturation, and documents a second.
async fn cost(
    server: &Process,
    documents: &[Document],
    mode: Mode,
    lasts: Duration,
) -> Result<(Duration, f64), String> {
    let load = Load { lasts, ..load(server.connections(2).await?, documents.to_vec(), mode) };
    let before = server.cpu();
    let tally = load.drive().await;
    if tally.calls() > tally.ok() {
        return Err(format!("calls failed at saturation: {tally}"));
    }
    Ok(((server.cpu() - before).div_f64(tally.documents as f64), tally.documents_a_second()))
}

/// CPU time of extraction alone a document, on as many threads as the server has.
fn extraction(texts: &[&str], lasts: Duration) -> Duration {
    let threads = quotewire::config::cores();
    let (mut spent, mut count) = (Duration::ZERO, 0u32);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(move || extract_on(texts, first, lasts))).collect();
        for thread in running {
            let (cpu, documents) = thread.join().expect("extraction does not panic");
            spent += cpu;
            count += documents;
        }
    });
    spent / count.max(1)
}

fn extract_on(texts: &[&str], first: usize, lasts: Duration) -> (Duration, u32) {
    let begun = std::time::Instant::now();
    let before = thread_cpu();
    let mut count = 0;
    for text in texts.iter().cycle().skip(first) {
        std::hint::black_box(extract(text, &Options::default()));
        count += 1;
        if begun.elapsed() >= lasts {
            break;
        }
    }
    (thread_cpu() - before, count)
}

/// CPU time of this thread, which Linux counts in nanoseconds.
fn thread_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// Times from the start of the process to its line `listening on` and to the first answer, and the CPU time of both.
async fn starts() -> Result<Start, String> {
    let (mut listening, mut answered, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = std::time::Instant::now();
        let server = serve(&[])?;
        let document = Document { text: "“We will go,” Ana Lee said.".to_owned(), ..Document::default() };
        let request = quotewire::service::proto::ExtractQuotesRequest { document: Some(document), options: None };
        drive::client(server.connect().await?).extract_quotes(request).await.map_err(|status| status.to_string())?;
        answered.push(begun.elapsed().as_secs_f64());
        listening.push(server.ready_after.as_secs_f64());
        cpu.push(server.cpu().as_secs_f64());
    }
    let median = |values| median(values) * 1e3;
    Ok(Start { listening: median(listening), answered: median(answered), cpu: median(cpu) })
}

fn start_echo(file: Option<&Path>) -> Result<Process, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot start the echo: {error}"))?;
    let mut args = vec!["echo".into()];
    if let Some(file) = file {
        args.extend(["--articles".into(), file.as_os_str().to_owned()]);
    }
    Process::start(&own, &args, Stdio::inherit())
}

fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What is written.
struct Section<'t> {
    documents: &'t [&'t str],
    file: Option<PathBuf>,
    ready: Start,
    idle: u64,
    most: u64,
    rounds: Vec<Costs>,
    capacity: f64,
    /// Median and 99th percentile of each round at half of the capacity.
    tails: Vec<(Duration, Duration)>,
    /// The same with documents of about the median length alone, at half of the capacity for those.
    tails_alike: Vec<(Duration, Duration)>,
}

impl std::fmt::Display for Section<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let micros = |of: fn(&Costs) -> Duration| median(self.rounds.iter().map(|costs| of(costs).as_secs_f64() * 1e6));
        let share = |of: fn(&Costs) -> Duration| {
            let alone = |costs: &Costs| (costs.extraction + costs.echo).as_secs_f64();
            median(self.rounds.iter().map(|costs| of(costs).as_secs_f64() / alone(costs)))
        };
        let size = std::fs::metadata(program().unwrap_or_default()).map_or(0, |file| file.len());
        let articles = match &self.file {
            None => "the articles of `tests/corpus`".to_owned(),
            Some(file) => format!("`{}`", file.display()),
        };
        let bytes = self.documents.iter().map(|text| text.len()).sum::<usize>() / self.documents.len().max(1);
        let most = self.documents.iter().map(|text| text.len()).max().unwrap_or(0);
        writeln!(f, "{}", page::machine())?;
        writeln!(
            f,
            "Made by `cargo build --release && {}`. It sends {articles}, {} texts of {bytes} bytes on average and {most} \
             at most, from the same machine. Medians of {} rounds, in which all are measured \
             in turn. CPU time is that of the server's process alone, at saturation (16 callers, 2 connections). The \
             echo is hyper with the generated code, and gives the same answers to the same requests without reading \
             them.\n",
            command(),
            self.documents.len(),
            self.rounds.len(),
        )?;
        writeln!(f, "| | CPU time a document | against extraction and echo |\n|---|---|---|")?;
        writeln!(f, "| extraction alone | {:.0} µs | |", micros(|costs| costs.extraction))?;
        writeln!(f, "| a call of the echo service | {:.0} µs | |", micros(|costs| costs.echo))?;
        for (name, of) in [
            ("ExtractQuotes", (|costs| costs.unary) as fn(&Costs) -> Duration),
            ("BatchExtractQuotes, 20 documents a call", |costs| costs.batch),
            ("StreamExtractQuotes, 2 streams", |costs| costs.stream),
        ] {
            writeln!(f, "| {name} | {:.0} µs | {:.2} |", micros(of), share(of))?;
        }
        writeln!(f, "\n| | |\n|---|---|")?;
        writeln!(f, "| ExtractQuotes, closed loop | {:.0} documents/s |", self.capacity)?;
        for (of, tails) in [("", &self.tails), (", texts of about the median length alone", &self.tails_alike)] {
            let millis = |of: fn(&(Duration, Duration)) -> Duration| {
                median(tails.iter().map(|tail| of(tail).as_secs_f64() * 1e3))
            };
            let ratio = median(tails.iter().map(|(p50, p99)| p99.as_secs_f64() / p50.as_secs_f64()));
            let (p50, p99) = (millis(|tail| tail.0), millis(|tail| tail.1));
            writeln!(
                f,
                "| at half of capacity, open loop{of}: p50, p99, p99 / p50 | {p50:.2} ms, {p99:.2} ms, {ratio:.1} |"
            )?;
        }
        let Start { listening, answered, cpu } = &self.ready;
        writeln!(
            f,
            "| start to listening, to the first answer, CPU time until then | {listening:.0} ms, {answered:.0} ms, \
             {cpu:.0} ms |"
        )?;
        writeln!(
            f,
            "| resident memory idle, most under these loads | {:.1} MiB, {:.1} MiB |",
            mebibytes(self.idle),
            mebibytes(self.most)
        )?;
        writeln!(f, "| release binary | {:.1} MiB |", mebibytes(size))
    }
}
