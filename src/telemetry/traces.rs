//! Traces over OTLP, off unless an endpoint is set: a span a call, a child of the caller's own where its
//! metadata holds a W3C `traceparent`.

use opentelemetry::KeyValue;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{Span, SpanKind, Status, Tracer, TracerProvider};
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tonic::Code;
use tonic::codegen::http::HeaderMap;

use crate::service::CallFacts;

/// Sends spans to a collector, in batches, off the path of any call.
#[derive(Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// The span of a call that is going on.
#[derive(Debug)]
pub struct CallSpan(opentelemetry_sdk::trace::Span);

impl Traces {
    /// Traces to the collector at `endpoint`. Needs a Tokio runtime; connects when there is something to send.
    ///
    /// # Errors
    ///
    /// The endpoint is no URL.
    pub fn new(endpoint: &str) -> Result<Traces, String> {
        let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build().map_err(|error| {
            format!("--otlp-endpoint is '{endpoint}', and it must be a URL such as http://127.0.0.1:4317: {error}")
        })?;
        let resource = Resource::builder().with_service_name("quotewire").build();
        let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        let tracer = provider.tracer("quotewire");
        Ok(Traces { provider, tracer })
    }

    /// Begins the span of a call.
    pub fn begin(&self, method: &'static str, headers: &HeaderMap) -> CallSpan {
        let caller = TraceContextPropagator::new().extract(&Headers(headers));
        let span = self.tracer.span_builder(method).with_kind(SpanKind::Server).with_attributes([
            KeyValue::new("rpc.system", "grpc"),
            KeyValue::new("rpc.service", "quotewire.v1.QuoteAttributionService"),
            KeyValue::new("rpc.method", method),
        ]);
        CallSpan(span.start_with_context(&self.tracer, &caller))
    }

    /// Sends what is left. Blocks for as long as the collector takes, up to five seconds.
    pub fn flush(&self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

impl CallSpan {
    /// Ends the span.
    pub fn end(mut self, request_id: &str, code: Code, facts: &CallFacts) {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.0.set_attributes([
            KeyValue::new("rpc.grpc.status_code", i64::from(code as i32)),
            KeyValue::new("quotewire.request_id", request_id.to_owned()),
            KeyValue::new("quotewire.documents", count(facts.documents())),
            KeyValue::new("quotewire.text_bytes", count(facts.text_bytes())),
            KeyValue::new("quotewire.quotes", count(facts.quotes())),
        ]);
        // What is the caller's mistake is no error of a server, as OpenTelemetry's conventions for gRPC have it.
        if matches!(code, Code::Unknown | Code::DeadlineExceeded | Code::Internal | Code::Unavailable | Code::DataLoss)
        {
            self.0.set_status(Status::error(code.description()));
        }
        self.0.end();
    }
}

/// Headers as the propagator reads them.
struct Headers<'h>(&'h HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|key| key.as_str()).collect()
    }
}
