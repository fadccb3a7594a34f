//! What the server says about itself: one log line a call, on stderr.
//!
//! A line holds the method, the status, how long it took and how much was read and found. It never holds
//! article text, a document id or a status message.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use tonic::Code;
use tonic::codegen::http;
use tower::{Layer, Service};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, ServeConfig};
use crate::service::CallFacts;

/// Sends log lines, panics among them, to stderr as `config` asks. Where logging is set up already it stays.
///
/// # Errors
///
/// One sentence where `config.log` cannot be read.
pub fn init(config: &ServeConfig) -> Result<(), String> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("--log {}: {error}", config.log))?;
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

/// Logs every call of the services that it is laid around.
#[derive(Clone, Copy, Debug)]
pub struct CallLog;

impl<S> Layer<S> for CallLog {
    type Service = LogCalls<S>;

    fn layer(&self, inner: S) -> LogCalls<S> {
        LogCalls { inner }
    }
}

/// A service whose calls are logged. Made by [`CallLog`].
#[derive(Clone, Debug)]
pub struct LogCalls<S> {
    inner: S,
}

impl<S, Q, R> Service<http::Request<Q>> for LogCalls<S>
where
    S: Service<http::Request<Q>, Response = http::Response<R>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Q>) -> Self::Future {
        let call = Call { method: request.uri().path().to_owned(), begun: Instant::now(), ended: false };
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await;
            call.end(answer.as_ref().ok());
            answer
        })
    }
}

/// A call on its way. Dropped before its end, it was given up by the caller.
struct Call {
    method: String,
    begun: Instant,
    ended: bool,
}

impl Call {
    fn end<R>(mut self, response: Option<&http::Response<R>>) {
        self.ended = true;
        let facts = response.and_then(|response| response.extensions().get::<CallFacts>());
        self.log(response.map_or(Code::Internal, code), facts);
    }

    fn log(&self, code: Code, facts: Option<&CallFacts>) {
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    method = self.method,
                    status = ?code,
                    latency_us = self.begun.elapsed().as_micros() as u64,
                    text_bytes = facts.map(|facts| facts.text_bytes),
                    quotes = facts.map(|facts| facts.quotes),
                    "call"
                )
            };
        }
        // Probes of health and reflection come every few seconds and would drown the rest.
        if self.method.starts_with("/grpc.") { line!(debug) } else { line!(info) }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if !self.ended {
            self.log(Code::Cancelled, None);
        }
    }
}

/// The code of a response. One that is still to come, in the trailers of a good answer, counts as OK.
fn code<R>(response: &http::Response<R>) -> Code {
    response.headers().get("grpc-status").map_or(Code::Ok, |value| Code::from_bytes(value.as_bytes()))
}
