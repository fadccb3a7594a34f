//! The command line: a file a subcommand, and what they share.
//!
//! Exit codes: 0 where everything went well, 1 where some documents failed, 2 for wrong usage and for
//! files and addresses that cannot be used, with one sentence on stderr. No file here sees a protobuf type.

mod batch;
mod debug;
mod extract;
mod highlight;
mod line;
mod options;
mod report;
mod rules;
mod serve;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Finds who said what in news articles: quotes with speaker, reporting verb and exact positions.
#[derive(Parser)]
#[command(name = "quotewire", version, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Args),
    Extract(extract::Args),
    Batch(batch::Args),
    Rules(rules::Args),
    Debug(debug::Args),
}

/// Why a command stopped before its work was done.
enum Stop {
    /// Something cannot be used; one sentence that says what.
    Unusable(String),
    /// Whoever read our output has had enough, as `| head` has. Not worth a word.
    ReaderLeft,
}

impl Stop {
    /// What writing to `target` failed with.
    fn writing(target: &str, error: &std::io::Error) -> Stop {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Stop::ReaderLeft,
            _ => Stop::Unusable(format!("cannot write {target}: {error}")),
        }
    }
}

/// Writes all of a command's output to standard output.
fn print(output: &str) -> Result<(), Stop> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(output.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Stop::writing("standard output", &error))
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    // Says where and not what: a bad index into a text repeats the text, and stderr is often kept as a log.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => eprintln!("quotewire: a defect of quotewire at {place}; please report it"),
        None => eprintln!("quotewire: a defect of quotewire; please report it"),
    }));
    let outcome = match Cli::parse().command {
        Command::Serve(args) => serve::run(args),
        Command::Extract(args) => extract::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Debug(args) => debug::run(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(Stop::ReaderLeft) => ExitCode::SUCCESS,
        Err(Stop::Unusable(sentence)) => {
            eprintln!("quotewire: {sentence}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn flags_do_not_contradict_each_other() {
        super::Cli::command().debug_assert();
    }
}
