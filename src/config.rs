//! Settings, and the only place that reads the environment.
//!
//! Each setting is a flag of `quotewire serve` and, for containers, a variable; the flag wins. Tests build
//! the struct and touch no environment. Nothing is bound, opened or started here.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::ValueEnum;

/// The default of [`ServeConfig::address`]: this machine only.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:50051";
/// The default of [`ServeConfig::max_text_bytes`]: 1 MiB, some two hundred times an article.
pub const DEFAULT_MAX_TEXT_BYTES: usize = 1 << 20;
/// The default of [`ServeConfig::grace_seconds`].
pub const DEFAULT_GRACE_SECONDS: u64 = 30;
/// The default of [`ServeConfig::log`].
pub const DEFAULT_LOG: &str = "info";

/// How `quotewire serve` serves.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeConfig {
    /// Address to listen on; port 0 takes a free one, which is printed
    #[arg(long, env = "QUOTEWIRE_ADDRESS", value_name = "HOST:PORT", default_value = DEFAULT_ADDRESS)]
    pub address: String,

    /// Longest text that is read; a longer one is refused, never cut
    #[arg(long, env = "QUOTEWIRE_MAX_TEXT_BYTES", value_name = "BYTES", default_value_t = DEFAULT_MAX_TEXT_BYTES)]
    pub max_text_bytes: usize,

    /// Documents that are worked on at once [default: the number of cores]
    #[arg(long, env = "QUOTEWIRE_WORKERS", value_name = "COUNT")]
    pub workers: Option<NonZeroUsize>,

    /// How long SIGTERM waits for calls in flight before it cuts them off
    #[arg(long, env = "QUOTEWIRE_GRACE_SECONDS", value_name = "SECONDS", default_value_t = DEFAULT_GRACE_SECONDS)]
    pub grace_seconds: u64,

    /// What to log: error, warn, info, debug, trace, or directives such as `info,h2=debug`
    #[arg(long, env = "QUOTEWIRE_LOG", value_name = "LEVEL", default_value = DEFAULT_LOG)]
    pub log: String,

    /// How to write log lines, on stderr
    #[arg(long, env = "QUOTEWIRE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

impl Default for ServeConfig {
    fn default() -> ServeConfig {
        ServeConfig {
            address: DEFAULT_ADDRESS.to_owned(),
            max_text_bytes: DEFAULT_MAX_TEXT_BYTES,
            workers: None,
            grace_seconds: DEFAULT_GRACE_SECONDS,
            log: DEFAULT_LOG.to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl ServeConfig {
    /// How many documents are worked on at once.
    pub fn workers(&self) -> usize {
        self.workers.map_or_else(cores, NonZeroUsize::get)
    }

    /// How long a drain may take.
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_seconds)
    }
}

/// The number of cores that this process may use; one where that cannot be known.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    Auto,
    /// Wherever the output goes.
    Always,
    /// Nowhere.
    Never,
}

impl Colour {
    /// Whether standard output is to be coloured.
    pub fn on_stdout(self) -> bool {
        match self {
            Colour::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
            Colour::Always => true,
            Colour::Never => false,
        }
    }
}
