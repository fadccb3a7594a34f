//! `quotewire rules`: the rules in force, and a check of their examples.

use std::fmt::Write as _;
use std::process::ExitCode;

use quotewire::lang;
use quotewire::rules::example::{check_counter, check_example};

use super::Stop;

/// List the rules in force or check their examples
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Print each rule's id, measured confidence and purpose
    List,
    /// Check that each rule finds its examples and leaves its counter-examples alone
    Check,
}

/// Runs the action.
pub fn run(args: &Args) -> Result<ExitCode, Stop> {
    match args.action {
        Action::List => list(),
        Action::Check => check(),
    }
}

fn list() -> Result<ExitCode, Stop> {
    let mut out = format!("ruleset {}\n", quotewire::ruleset_version());
    for rule in lang::en().all_rules() {
        let _ = writeln!(out, "{:<26} {:.2}  {}", rule.id.get_ref(), rule.confidence, rule.why);
    }
    super::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn check() -> Result<ExitCode, Stop> {
    let (mut out, mut passed, mut failed) = (String::new(), 0, 0);
    for rule in lang::en().all_rules() {
        let examples = rule.example.iter().map(|text| check_example(rule, text, ""));
        let counters = rule.counter.iter().map(|text| check_counter(rule, text, ""));
        for outcome in examples.chain(counters) {
            match outcome {
                Ok(()) => passed += 1,
                Err(problem) => {
                    failed += 1;
                    let _ = writeln!(out, "{}: {problem}", rule.id.get_ref());
                }
            }
        }
    }
    let _ = writeln!(out, "{passed} passed, {failed} failed");
    super::print(&out)?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}
