//! Every metric that the server keeps, as Prometheus reads them on the admin port.
//!
//! Counts, durations and sizes; labels come from fixed sets (methods, codes, kinds, rules), so that no caller
//! can make new series, and no metric holds a word of a text.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::quote::{Extraction, Kind, Step};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    method: &'static str,
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Method {
    method: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabel {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Rule {
    rule: &'static str,
}

/// The server's metrics. Cheap to update from any thread.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    calls: Family<CallLabels, Counter>,
    latency: Family<Method, Histogram>,
    documents: Family<Outcome, Counter>,
    document_seconds: Histogram,
    text_bytes: Counter,
    quotes: Family<KindLabel, Counter>,
    unresolved: Counter,
    rule_hits: Family<Rule, Counter>,
    /// Bytes of request bodies, as they came over the wire.
    pub received_bytes: Counter<u64, AtomicU64>,
    /// Bytes of response bodies, as they went over the wire.
    pub sent_bytes: Counter<u64, AtomicU64>,
    /// Calls that have begun and not ended.
    pub calls_in_flight: Gauge,
    /// Documents that are being read.
    pub documents_in_flight: Gauge,
    /// Documents that wait for a worker.
    pub queue_depth: Gauge,
    /// Open connections.
    pub connections: Gauge,
    /// Connections closed at once because there were too many.
    pub connections_refused: Counter,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("quotewire");
        let latency =
            || Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]);
        let metrics = Metrics {
            calls: Family::default(),
            latency: Family::new_with_constructor(latency),
            documents: Family::default(),
            document_seconds: latency(),
            text_bytes: Counter::default(),
            quotes: Family::default(),
            unresolved: Counter::default(),
            rule_hits: Family::default(),
            received_bytes: Counter::default(),
            sent_bytes: Counter::default(),
            calls_in_flight: Gauge::default(),
            documents_in_flight: Gauge::default(),
            queue_depth: Gauge::default(),
            connections: Gauge::default(),
            connections_refused: Counter::default(),
            registry: Registry::default(),
        };
        let build = Info::new([
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("ruleset_version", crate::ruleset_version().to_owned()),
        ]);
        registry.register("build", "Version of the program and of its rules and word lists", build);
        registry.register("calls", "Calls that ended, by method and status code", metrics.calls.clone());
        registry.register("call_seconds", "Time from a call's headers to its end", metrics.latency.clone());
        registry.register("calls_in_flight", "Calls begun and not ended", metrics.calls_in_flight.clone());
        registry.register("documents", "Documents by what became of them", metrics.documents.clone());
        registry.register("document_seconds", "Time to read one document", metrics.document_seconds.clone());
        registry.register("documents_in_flight", "Documents being read", metrics.documents_in_flight.clone());
        registry.register("queue_depth", "Documents that wait for a worker", metrics.queue_depth.clone());
        registry.register("text_bytes", "Bytes of text that were read", metrics.text_bytes.clone());
        registry.register("quotes", "Quotes found, by kind", metrics.quotes.clone());
        registry.register("quotes_unresolved", "Quotes found whose speaker was not", metrics.unresolved.clone());
        registry.register("rule_hits", "Quotes found, by the rule that proposed them", metrics.rule_hits.clone());
        registry.register("received_bytes", "Bytes of request bodies on the wire", metrics.received_bytes.clone());
        registry.register("sent_bytes", "Bytes of response bodies on the wire", metrics.sent_bytes.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        let refused = metrics.connections_refused.clone();
        registry.register("connections_refused", "Connections closed at once, there being too many", refused);
        Metrics { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts a call that ended.
    pub fn call_ended(&self, method: &'static str, code: &'static str, latency: Duration) {
        self.calls.get_or_create(&CallLabels { method, code }).inc();
        self.latency.get_or_create(&Method { method }).observe(latency.as_secs_f64());
    }

    /// Counts a document that was read, and what was found in it.
    pub fn document_read(&self, text_bytes: usize, took: Duration, found: &Extraction) {
        self.documents.get_or_create(&Outcome { outcome: "read" }).inc();
        self.document_seconds.observe(took.as_secs_f64());
        self.text_bytes.inc_by(text_bytes as u64);
        for quote in &found.quotes {
            let kind = match quote.kind {
                Kind::Direct => "direct",
                Kind::Indirect => "indirect",
                Kind::Mixed => "mixed",
            };
            self.quotes.get_or_create(&KindLabel { kind }).inc();
            let speaker = quote.speaker.speaker.and_then(|index| found.speakers.get(index as usize));
            if speaker.is_none_or(|speaker| !speaker.unresolved_reason.is_empty()) {
                self.unresolved.inc();
            }
            if let Some(rule) = quote.evidence.iter().find(|evidence| evidence.step == Step::Rule) {
                self.rule_hits.get_or_create(&Rule { rule: rule.id }).inc();
            }
        }
    }

    /// Counts a document of a batch or stream that was refused.
    pub fn document_refused(&self) {
        self.documents.get_or_create(&Outcome { outcome: "refused" }).inc();
    }

    /// Counts a document that nobody waited for any more.
    pub fn document_abandoned(&self) {
        self.documents.get_or_create(&Outcome { outcome: "abandoned" }).inc();
    }

    /// All metrics in the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
