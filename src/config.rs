//! Settings, and the only place that reads the environment.
//!
//! Each setting is a flag of `quotewire serve` and, for containers, a variable; the flag wins. Tests build
//! the struct and touch no environment. Nothing is bound, opened or started here.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::Resettable;
use clap::{Args, Command, FromArgMatches, ValueEnum};

use crate::service::Limits;

const MIB: u64 = 1 << 20;
/// The longest that any duration may be set to: a day.
const DAY: u64 = 24 * 60 * 60;

/// How `quotewire serve` serves.
#[derive(Clone, Debug, Args)]
pub struct ServeConfig {
    /// Address to listen on; port 0 takes a free one, which is printed
    #[arg(long, env = "QUOTEWIRE_ADDRESS", value_name = "HOST:PORT", default_value = "127.0.0.1:50051")]
    pub address: String,

    /// Address of /metrics, /livez and /readyz, over plain HTTP; none unless set
    #[arg(long, env = "QUOTEWIRE_ADMIN_ADDRESS", value_name = "HOST:PORT")]
    pub admin_address: Option<String>,

    /// Documents that are worked on at once; one a core unless set
    #[arg(long, env = "QUOTEWIRE_WORKERS", value_name = "COUNT", value_parser = count(1, 1024))]
    pub workers: Option<usize>,

    /// Calls that may wait for a worker; those beyond are refused at once with RESOURCE_EXHAUSTED
    #[arg(long, env = "QUOTEWIRE_QUEUE", value_name = "COUNT", default_value = "64", value_parser = count(0, 1 << 20))]
    pub queue: usize,

    /// Longest text that is read; a longer one is refused, never cut
    #[arg(long, env = "QUOTEWIRE_MAX_TEXT_BYTES", value_name = "BYTES", default_value = "1048576",
          value_parser = count(1, 1024 * MIB))]
    pub max_text_bytes: usize,

    /// Most documents of a batch
    #[arg(long, env = "QUOTEWIRE_MAX_BATCH_DOCUMENTS", value_name = "COUNT", default_value = "1000",
          value_parser = count(1, 1 << 20))]
    pub max_batch_documents: usize,

    /// Most bytes that the texts of a batch may have together
    #[arg(long, env = "QUOTEWIRE_MAX_BATCH_BYTES", value_name = "BYTES", default_value = "8388608",
          value_parser = count(1, 1024 * MIB))]
    pub max_batch_bytes: usize,

    /// Documents of one stream that are worked on at once
    #[arg(long, env = "QUOTEWIRE_STREAM_IN_FLIGHT", value_name = "COUNT", default_value = "8",
          value_parser = count(1, 1024))]
    pub stream_in_flight: usize,

    /// Calls that may be open at once, over all connections
    #[arg(long, env = "QUOTEWIRE_MAX_CALLS", value_name = "COUNT", default_value = "1024",
          value_parser = count(1, 1 << 20))]
    pub max_calls: usize,

    /// Calls that may be open at once on one connection
    #[arg(long, env = "QUOTEWIRE_MAX_STREAMS", value_name = "COUNT", default_value = "100",
          value_parser = count(1, 1 << 20))]
    pub max_streams: usize,

    /// Connections that may be open at once; one more is closed as soon as it opens
    #[arg(long, env = "QUOTEWIRE_MAX_CONNECTIONS", value_name = "COUNT", default_value = "1024",
          value_parser = count(1, 1 << 20))]
    pub max_connections: usize,

    /// How long a request may take to arrive, and how long a caller may leave an answer untaken
    #[arg(long, env = "QUOTEWIRE_STALL_SECONDS", value_name = "SECONDS", default_value = "30",
          value_parser = count(1, DAY))]
    pub stall_seconds: usize,

    /// How long a connection may have no call before it is closed
    #[arg(long, env = "QUOTEWIRE_IDLE_SECONDS", value_name = "SECONDS", default_value = "600",
          value_parser = count(1, DAY))]
    pub idle_seconds: usize,

    /// How often a connection is asked whether its other end still lives; it has as long to answer, 20 s at most
    #[arg(long, env = "QUOTEWIRE_KEEPALIVE_SECONDS", value_name = "SECONDS", default_value = "60",
          value_parser = count(1, DAY))]
    pub keepalive_seconds: usize,

    /// Age at which a connection takes no new calls, give or take a tenth, so that callers spread anew
    #[arg(long, env = "QUOTEWIRE_MAX_AGE_SECONDS", value_name = "SECONDS", default_value = "3600",
          value_parser = count(1, 30 * DAY))]
    pub max_age_seconds: usize,

    /// How long calls in flight may go on once a connection or the server is to end
    #[arg(long, env = "QUOTEWIRE_GRACE_SECONDS", value_name = "SECONDS", default_value = "30",
          value_parser = count(0, DAY))]
    pub grace_seconds: usize,

    /// Certificate chain in PEM; with it and --tls-key the port speaks TLS. Read anew when it changes
    #[arg(long, env = "QUOTEWIRE_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate, in PEM
    #[arg(long, env = "QUOTEWIRE_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// Authorities in PEM of which one must have signed a caller's certificate; unless set none is asked for
    #[arg(long, env = "QUOTEWIRE_TLS_CLIENT_CA", value_name = "FILE", requires = "tls_cert")]
    pub tls_client_ca: Option<PathBuf>,

    /// Bearer tokens, one a line, of which calls must carry one; health needs none. Read anew when it changes
    #[arg(long, env = "QUOTEWIRE_TOKENS_FILE", value_name = "FILE")]
    pub tokens_file: Option<PathBuf>,

    /// Whether the server describes itself to tools such as grpcurl
    #[arg(
        long,
        env = "QUOTEWIRE_REFLECTION",
        value_enum,
        value_name = "on|off",
        default_value = "on",
        hide_possible_values = true
    )]
    pub reflection: Switch,

    /// Whether the admin port serves /metrics
    #[arg(
        long,
        env = "QUOTEWIRE_METRICS",
        value_enum,
        value_name = "on|off",
        default_value = "on",
        hide_possible_values = true
    )]
    pub metrics: Switch,

    /// OTLP collector to send traces to over gRPC, such as http://127.0.0.1:4317; none unless set
    #[arg(long, env = "QUOTEWIRE_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<String>,

    /// What to log: error, warn, info, debug, trace, or directives such as `info,h2=debug`
    #[arg(long, env = "QUOTEWIRE_LOG", value_name = "LEVEL", default_value = "info")]
    pub log: String,

    /// How to write log lines, on stderr; JSON is one object a line
    #[arg(
        long,
        env = "QUOTEWIRE_LOG_FORMAT",
        value_enum,
        value_name = "text|json",
        default_value = "text",
        hide_possible_values = true
    )]
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

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Switch::On
    }
}

impl Default for ServeConfig {
    /// What flags and variables leave as it is.
    fn default() -> ServeConfig {
        let command = ServeConfig::augment_args(Command::new("serve")).mut_args(|arg| arg.env(Resettable::Reset));
        let nothing_said = command.get_matches_from(["serve"]);
        ServeConfig::from_arg_matches(&nothing_said).expect("the defaults are allowed values")
    }
}

impl ServeConfig {
    /// How many documents are worked on at once.
    pub fn workers(&self) -> usize {
        self.workers.unwrap_or_else(cores)
    }

    /// How long a drain may take.
    pub fn grace(&self) -> Duration {
        seconds(self.grace_seconds)
    }

    /// How long a caller may take to send a request, or leave an answer untaken.
    pub fn stall(&self) -> Duration {
        seconds(self.stall_seconds)
    }

    /// How long a connection may have no call.
    pub fn idle(&self) -> Duration {
        seconds(self.idle_seconds)
    }

    /// How often a connection is asked whether its other end still lives.
    pub fn keepalive(&self) -> Duration {
        seconds(self.keepalive_seconds)
    }

    /// When a connection takes no more calls.
    pub fn max_age(&self) -> Duration {
        seconds(self.max_age_seconds)
    }

    /// What calls may ask for.
    pub fn limits(&self) -> Limits {
        Limits {
            max_text_bytes: self.max_text_bytes,
            max_batch_documents: self.max_batch_documents,
            max_batch_bytes: self.max_batch_bytes,
            stream_in_flight: self.stream_in_flight,
        }
    }

    /// The README's table of settings: a row each, made from what is declared above.
    pub fn table() -> String {
        let command = ServeConfig::augment_args(Command::new("serve"));
        let mut rows = "| flag | variable | default | what for |\n|---|---|---|---|\n".to_owned();
        for arg in command.get_arguments() {
            let flag = arg.get_long().unwrap_or_default();
            let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default().replace('|', "\\|");
            let variable = arg.get_env().unwrap_or_default().to_string_lossy();
            let default = arg.get_default_values().first().map(|value| format!("`{}`", value.to_string_lossy()));
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let default = default.unwrap_or_default();
            rows += &format!("| `--{flag} {value}` | `{variable}` | {default} | {help} |\n");
        }
        rows
    }
}

/// Reads a whole number from `least` to `most`; anything else is refused with what is allowed.
fn count(least: u64, most: u64) -> impl Fn(&str) -> Result<usize, String> + Clone {
    move |value: &str| {
        let number = value.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
        let number = number.and_then(|number| usize::try_from(number).ok());
        number.ok_or_else(|| format!("it must be a whole number from {least} to {most}"))
    }
}

fn seconds(count: usize) -> Duration {
    Duration::from_secs(count as u64)
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
