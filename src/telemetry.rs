//! What the server says about itself: a log line a call on stderr, metrics, and traces where asked for.
//!
//! All of it holds methods, statuses, durations and counts. None of it ever holds article text, a document id, a
//! status message or a path that this server does not know.

mod metrics;
mod record;
mod traces;

pub use metrics::Metrics;
pub use record::CallRecord;
pub use traces::Traces;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, ServeConfig};

/// Sends log lines, panics among them, to stderr as `config` asks. Where logging is set up already it stays.
///
/// # Errors
///
/// One sentence where `config.log` cannot be read.
pub fn init(config: &ServeConfig) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| {
        let allowed = "error, warn, info, debug, trace, or directives such as `info,h2=debug`";
        format!("--log is '{}', and it must be {allowed}: {error}", config.log)
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = match config.log_format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    log_panics();
    Ok(())
}

/// Logs where a panic happened and not what it said: a bad index into a text repeats the text.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a defect of quotewire; its message is withheld, as it may hold article text");
    }));
}
