//! `quotewire batch`: a file of documents in, a line of answer for each, on all cores and in order.
//!
//! One thread reads, some work, this one writes. The writer takes tickets in the order of the lines and waits
//! for each; as tickets are limited, so is what lies in memory, however slow a single document is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use quotewire::config;
use quotewire::service::request::Settings;

use super::Stop;
use super::extract::is_stdin;
use super::line::{self, Answer};
use super::options::OptionFlags;

/// Lines under way at once, for each working thread: enough that a long text rarely holds up the others, few
/// enough that texts of a megabyte each do not fill the memory.
const TICKETS_PER_JOB: usize = 16;
const BUFFER_BYTES: usize = 256 * 1024;

/// Find the quotes of many texts
///
/// Each line {"id", "text"} of the input becomes one line of output, in the same order: an
/// ExtractQuotesResponse in protobuf JSON, or {"documentId", "error": {"code", "message", "field"}}.
/// Failed lines are also reported on stderr, and make the exit code 1.
#[derive(clap::Args)]
pub struct Args {
    /// JSON Lines with a string "id" and a string "text"; further fields are ignored; `-` is standard input
    #[arg(default_value = "-")]
    input: PathBuf,

    /// Where to write; `-` is standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    output: PathBuf,

    /// Threads that work [default: the number of cores]
    #[arg(long, short, value_name = "COUNT")]
    jobs: Option<NonZeroUsize>,

    /// Refuse texts of more bytes than this [default: no limit]
    #[arg(long, value_name = "BYTES")]
    max_bytes: Option<usize>,

    #[command(flatten)]
    options: OptionFlags,
}

/// A line that waits for a working thread, and where its answer goes.
struct Job {
    line: Vec<u8>,
    answer: SyncSender<Answer>,
}

/// The place of a line in the output.
struct Ticket {
    answer: Receiver<Answer>,
    input_bytes: u64,
}

/// Answers every line of the input.
pub fn run(args: &Args) -> Result<ExitCode, Stop> {
    let settings = args.options.settings()?;
    let input = open(&args.input)?;
    refuse_same_file(&args.input, &args.output)?;
    let mut output = create(&args.output)?;
    let bar = progress(&args.input);
    let jobs = args.jobs.map_or_else(config::cores, NonZeroUsize::get);

    let (ticket_sender, tickets) = sync_channel::<Ticket>(jobs * TICKETS_PER_JOB);
    let (job_sender, job_queue) = sync_channel::<Job>(jobs * TICKETS_PER_JOB);
    let job_queue = Mutex::new(job_queue);

    let failed = thread::scope(|scope| {
        let reader = scope.spawn(move || read_lines(input, &ticket_sender, &job_sender));
        for _ in 0..jobs {
            scope.spawn(|| work(&job_queue, &settings, args.max_bytes));
        }
        // Once writing has failed the tickets are gone, at which the reader stops, and then the workers.
        let failed =
            write_answers(tickets, &mut output, &bar).map_err(|error| Stop::writing(&name(&args.output), &error));
        let read = reader.join().expect("reading does not panic");
        read.map_err(|error| Stop::Unusable(format!("cannot read {}: {error}", name(&args.input)))).and(failed)
    });
    bar.finish_and_clear();
    Ok(if failed? == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Hands out the lines of `input` until it ends or nobody writes any more.
fn read_lines(
    mut input: Box<dyn BufRead + Send>,
    tickets: &SyncSender<Ticket>,
    jobs: &SyncSender<Job>,
) -> io::Result<()> {
    for number in 0.. {
        let mut line = Vec::new();
        let input_bytes = input.read_until(b'\n', &mut line)? as u64;
        if input_bytes == 0 {
            break;
        }
        trim_line(&mut line, number == 0);
        let (sender, answer) = sync_channel(1);
        if tickets.send(Ticket { answer, input_bytes }).is_err() || jobs.send(Job { line, answer: sender }).is_err() {
            break;
        }
    }
    Ok(())
}

/// Takes off the line break, be it LF or CRLF, and the byte order mark that some editors put before a file.
fn trim_line(line: &mut Vec<u8>, is_first: bool) {
    for end in [b'\n', b'\r'] {
        if line.last() == Some(&end) {
            line.pop();
        }
    }
    if is_first && line.starts_with(b"\xEF\xBB\xBF") {
        line.drain(..3);
    }
}

/// Answers lines until there are no more.
fn work(jobs: &Mutex<Receiver<Job>>, settings: &Settings, max_bytes: Option<usize>) {
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(job) = next() {
        // Where nobody waits for the answer, writing has failed, and that is reported elsewhere.
        let _ = job.answer.send(line::answer(&job.line, settings, max_bytes));
    }
}

/// Writes the answers in the order of their tickets; returns how many lines failed.
fn write_answers(tickets: Receiver<Ticket>, output: &mut dyn Write, bar: &ProgressBar) -> io::Result<u64> {
    let mut failed = 0;
    for number in 1u64.. {
        let ticket = match tickets.try_recv() {
            Ok(ticket) => ticket,
            Err(_) => {
                // Whoever feeds us line by line wants to see the answers so far.
                output.flush()?;
                let Ok(ticket) = tickets.recv() else { break };
                ticket
            }
        };
        let answer = ticket.answer.recv().map_err(|_| io::Error::other("a working thread is gone"))?;
        if let Some(problem) = &answer.problem {
            failed += 1;
            bar.suspend(|| eprintln!("quotewire: line {number}: {problem}"));
        }
        output.write_all(answer.json.as_bytes())?;
        output.write_all(b"\n")?;
        bar.inc(ticket.input_bytes);
    }
    output.flush()?;
    Ok(failed)
}

fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, Stop> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, io::stdin())));
    }
    let file = File::open(path).map_err(|error| Stop::Unusable(format!("cannot read {}: {error}", path.display())))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
}

fn create(path: &Path) -> Result<Box<dyn Write>, Stop> {
    if is_stdin(path) {
        return Ok(Box::new(BufWriter::with_capacity(BUFFER_BYTES, io::stdout())));
    }
    let file =
        File::create(path).map_err(|error| Stop::Unusable(format!("cannot write {}: {error}", path.display())))?;
    Ok(Box::new(BufWriter::with_capacity(BUFFER_BYTES, file)))
}

/// Creating the output would empty the input.
fn refuse_same_file(input: &Path, output: &Path) -> Result<(), Stop> {
    let same = !is_stdin(input) && !is_stdin(output) && input.canonicalize().ok() == output.canonicalize().ok();
    match same {
        true => Err(Stop::Unusable(format!("{} is input and output at once", input.display()))),
        false => Ok(()),
    }
}

/// A bar on stderr, hidden where that is no terminal; without a length where the input has none.
fn progress(input: &Path) -> ProgressBar {
    let length = std::fs::metadata(input).ok().filter(|data| data.is_file()).map(|data| data.len());
    let template = match length {
        Some(_) => "{elapsed_precise} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        None => "{elapsed_precise} {spinner} {bytes} {bytes_per_sec}",
    };
    let style = ProgressStyle::with_template(template).expect("the template is well formed");
    ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr()).with_style(style)
}

fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input or output".to_owned() } else { path.display().to_string() }
}
