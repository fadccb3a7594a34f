//! What came back: calls by status, documents, bytes, and how long it took.

use std::fmt;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tonic::Code;

/// The number of status codes of gRPC.
const CODES: usize = 17;
/// The longest latency that is told from longer ones.
const LONGEST: Duration = Duration::from_secs(600);

/// Counts of calls that ended. A latency counts from when the call was due, so that a server that falls behind
/// cannot hide it by keeping the caller from calling (coordinated omission).
#[derive(Clone, Debug)]
pub struct Tally {
    codes: [u64; CODES],
    /// In nanoseconds, of answered calls.
    latencies: Histogram<u64>,
    /// Documents that were answered.
    pub documents: u64,
    /// Bytes of their texts.
    pub text_bytes: u64,
    /// From the first call's start to the last one's end.
    pub lasted: Duration,
    first_error: Option<String>,
}

impl Default for Tally {
    fn default() -> Tally {
        let longest = u64::try_from(LONGEST.as_nanos()).expect("it fits");
        Tally {
            codes: [0; CODES],
            latencies: Histogram::new_with_bounds(1000, longest, 3).expect("bounds that are allowed"),
            documents: 0,
            text_bytes: 0,
            lasted: Duration::ZERO,
            first_error: None,
        }
    }
}

impl Tally {
    /// Counts a call that was due at `due` and has been answered now.
    pub fn answered(&mut self, due: Instant, documents: u64, text_bytes: usize) {
        self.codes[Code::Ok as usize] += 1;
        self.documents += documents;
        self.text_bytes += text_bytes as u64;
        self.latencies.saturating_record(u64::try_from(due.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }

    /// Counts a call that failed.
    pub fn failed(&mut self, status: &tonic::Status) {
        self.codes[status.code() as usize] += 1;
        self.first_error.get_or_insert_with(|| format!("{:?}: {}", status.code(), status.message()));
    }

    /// Calls that ended with `code`.
    pub fn with(&self, code: Code) -> u64 {
        self.codes[code as usize]
    }

    /// Calls that were answered.
    pub fn ok(&self) -> u64 {
        self.with(Code::Ok)
    }

    /// All calls that ended.
    pub fn calls(&self) -> u64 {
        self.codes.iter().sum()
    }

    /// Calls that ended with none of `expected`.
    pub fn other_than(&self, expected: &[Code]) -> u64 {
        self.calls() - expected.iter().map(|&code| self.with(code)).sum::<u64>()
    }

    /// Answered documents a second.
    pub fn documents_a_second(&self) -> f64 {
        self.documents as f64 / self.lasted.as_secs_f64()
    }

    /// The latency that a share `quantile` (from 0 to 1) of the answered calls did not exceed.
    pub fn latency(&self, quantile: f64) -> Duration {
        Duration::from_nanos(self.latencies.value_at_quantile(quantile))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.lasted.as_secs_f64();
        let rate = self.text_bytes as f64 / seconds / 1e6;
        writeln!(f, "{} calls in {seconds:.1} s", self.calls())?;
        writeln!(f, "goodput  {:.0} documents/s, {rate:.2} MB/s of text", self.documents_a_second())?;
        for code in (0..CODES).filter(|&code| self.codes[code] > 0) {
            writeln!(f, "{:<8} {}", self.codes[code], Code::from(code as i32))?;
        }
        if let Some(error) = &self.first_error {
            writeln!(f, "the first error was {error}")?;
        }
        let quantiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("most", 1.0)];
        let shown = quantiles.map(|(name, quantile)| format!("{name} {:.3} ms", millis(self.latency(quantile))));
        write!(f, "latency  {}", shown.join(", "))
    }
}

/// A duration in milliseconds.
pub fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
