//! What every call passes on its way to a method and back, read from top to bottom in [`Gate::answer`].
//!
//! Whatever can be refused is refused before the body is received. What is let in holds a place until its answer
//! is taken or given up, and ends at its deadline.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tonic::body::Body;
use tonic::codegen::Service;
use tonic::codegen::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use tonic::service::Routes;
use tonic::{Code, Status};

use super::body::{Received, Sent};
use super::connection::Peer;
use super::live::Live;
use super::tokens::Tokens;
use crate::service::workers::Workers;
use crate::service::{CallContext, Limits, status};
use crate::telemetry::{CallRecord, Metrics, Traces};

/// The paths of calls that need no token and no place: those of whoever watches over the server.
const HEALTH: &str = "/grpc.health.v1.Health/";
const GRPC_ENCODING: &str = "grpc-encoding";
const GRPC_ACCEPT_ENCODING: &str = "grpc-accept-encoding";

/// What calls pass. One for the whole server.
pub struct Gate {
    /// The methods.
    pub routes: Routes,
    /// Asked for room before a document is received.
    pub workers: Workers,
    /// What a message may hold.
    pub limits: Limits,
    /// How long a request may take to arrive.
    pub stall: Duration,
    /// A permit for each call that may be open, and how many there are.
    pub places: (Arc<Semaphore>, usize),
    /// Tokens of which calls must carry one.
    pub tokens: Option<Arc<Live<Tokens>>>,
    /// Where calls are counted.
    pub metrics: Arc<Metrics>,
    /// Where calls are traced.
    pub traces: Option<Arc<Traces>>,
}

/// What a call that may pass brought with it.
struct Admitted {
    deadline: Option<Instant>,
    place: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// Answers one call. Dropping the future gives the call up.
    pub async fn answer(&self, from: &Peer, mut request: Request<Incoming>) -> Result<Response<Sent>, Infallible> {
        let context = CallContext::default();
        let path = request.uri().path().to_owned();
        let mut record = CallRecord::begin(
            &path,
            request.headers(),
            from.address,
            Arc::clone(&context.facts),
            Arc::clone(&self.metrics),
            self.traces.as_deref(),
        );
        let (response, place) = if let Some(refusal) = not_grpc(&request) {
            (refusal, None)
        } else {
            match self.admit(&path, request.headers()) {
                Err(refusal) => (refusal.into_http(), None),
                Ok(Admitted { deadline, place }) => {
                    answer_as_asked(request.headers_mut());
                    let one_message = !path.ends_with("/StreamExtractQuotes") && !path.starts_with("/grpc.");
                    let limit = one_message.then_some(self.stall);
                    let received = record.received();
                    let mut request = request.map(|body| Body::new(Received::new(body, received, limit)));
                    request.extensions_mut().insert(CallContext { deadline, ..context });
                    (self.call(&path, request, deadline).await, place)
                }
            }
        };
        if let Some(status) = Status::from_header_map(response.headers()) {
            record.ended_with(status.code());
        } else if response.status() != StatusCode::OK {
            record.ended_with(Code::Internal);
        }
        Ok(sent(response, record, from, place))
    }

    /// Whether a call may pass, by its headers alone.
    fn admit(&self, path: &str, headers: &HeaderMap) -> Result<Admitted, Status> {
        let is_health = path.starts_with(HEALTH);
        if let Some(tokens) = &self.tokens
            && !is_health
        {
            tokens.get().check(headers).map_err(status::no_token)?;
        }
        let timeout = timeout(headers)?;
        if timeout == Some(Duration::ZERO) {
            return Err(status::deadline_exceeded());
        }
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        if is_health {
            return Ok(Admitted { deadline, place: None });
        }
        let (places, limit) = &self.places;
        let place = Arc::clone(places).try_acquire_owned().map_err(|_| status::too_many_calls(*limit))?;
        // The queue may fill up while the body arrives, and is asked again then; but most of a flood ends here,
        // before a byte of its texts is received.
        if path.ends_with("/ExtractQuotes") || path.ends_with("/BatchExtractQuotes") {
            self.workers.has_room().map_err(status::queue_full)?;
        }
        Ok(Admitted { deadline, place: Some(place) })
    }

    /// Has the method answer, until the deadline.
    async fn call(&self, path: &str, request: Request<Body>, deadline: Option<Instant>) -> Response<Body> {
        let mut routes = self.routes.clone();
        let answering = routes.call(request);
        let response = match deadline {
            None => answering.await,
            // Timers count milliseconds, and a deadline may be shorter.
            Some(deadline) if deadline <= Instant::now() => return status::deadline_exceeded().into_http(),
            // The deadline first: what is over when its turn comes is not begun.
            Some(deadline) => tokio::select! {
                biased;
                () = tokio::time::sleep_until(deadline) => return status::deadline_exceeded().into_http(),
                response = answering => response,
            },
        };
        let response = match response {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let found = Status::from_header_map(response.headers());
        let better = found.and_then(|found| status::reworded(&found, path, self.limits.max_message_bytes()));
        better.map_or(response, Status::into_http)
    }
}

fn sent(
    mut response: Response<Body>,
    record: CallRecord,
    from: &Peer,
    place: Option<OwnedSemaphorePermit>,
) -> Response<Sent> {
    if let Ok(id) = HeaderValue::from_str(record.id()) {
        response.headers_mut().insert("x-request-id", id);
    }
    let taking = from.begin_answer();
    response.map(|body| Sent::new(body, record, taking, place))
}

/// How a request that is not gRPC is answered, as the gRPC protocol has it: in HTTP.
fn not_grpc(request: &Request<Incoming>) -> Option<Response<Body>> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.and_then(|value| value.split(';').next()).map_or("", str::trim_end);
    let code = if request.method() != Method::POST {
        StatusCode::METHOD_NOT_ALLOWED
    } else if !["application/grpc", "application/grpc+proto"].contains(&content_type) {
        // `+json` and gRPC-Web look alike and are framed or encoded otherwise.
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    } else {
        return None;
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = code;
    Some(response)
}

/// Has the answer compressed as the request was. Most clients say that they accept gzip whether or not they care,
/// and compressing an answer of 30 KB takes longer than making it.
fn answer_as_asked(headers: &mut HeaderMap) {
    let encoding = headers.get(GRPC_ENCODING).filter(|encoding| encoding.as_bytes() != b"identity").cloned();
    let accepted = headers.remove(GRPC_ACCEPT_ENCODING);
    let accepts = |encoding: &HeaderValue, accepted: &HeaderValue| {
        let (encoding, accepted) = (encoding.to_str().ok()?, accepted.to_str().ok()?);
        accepted.split(',').any(|one| one.trim() == encoding).then_some(())
    };
    if let (Some(encoding), Some(accepted)) = (encoding, accepted)
        && accepts(&encoding, &accepted).is_some()
    {
        headers.insert(GRPC_ACCEPT_ENCODING, encoding);
    }
}

/// The `grpc-timeout` of a call: up to eight digits and a unit.
fn timeout(headers: &HeaderMap) -> Result<Option<Duration>, Status> {
    let Some(value) = headers.get("grpc-timeout") else { return Ok(None) };
    let parse = || {
        let (number, unit) = value.to_str().ok()?.split_at_checked(value.len().checked_sub(1)?)?;
        if number.is_empty() || number.len() > 8 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: u64 = number.parse().ok()?;
        Some(match unit {
            "H" => Duration::from_secs(number * 3600),
            "M" => Duration::from_secs(number * 60),
            "S" => Duration::from_secs(number),
            "m" => Duration::from_millis(number),
            "u" => Duration::from_micros(number),
            "n" => Duration::from_nanos(number),
            _ => return None,
        })
    };
    parse().map(Some).ok_or_else(status::bad_timeout)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().expect("a name"), HeaderValue::from_static(value))])
    }

    #[test]
    fn timeouts_are_read_in_every_unit_and_refused_otherwise() {
        let read = |value| timeout(&with("grpc-timeout", value)).map_err(|status| status.code());
        assert_eq!(read("2H"), Ok(Some(Duration::from_secs(7200))));
        assert_eq!(read("99999999M"), Ok(Some(Duration::from_secs(99_999_999 * 60))));
        assert_eq!(read("250m"), Ok(Some(Duration::from_millis(250))));
        assert_eq!(read("0n"), Ok(Some(Duration::ZERO)));
        for bad in ["", "5", "S", "5s", "-5S", "123456789S", "5 S", "1.5S"] {
            assert_eq!(read(bad), Err(Code::InvalidArgument), "{bad:?}");
        }
        assert_eq!(timeout(&HeaderMap::new()).expect("none is fine"), None);
    }

    #[test]
    fn an_answer_is_compressed_only_as_its_request_was() {
        let answered = |encoding: Option<&'static str>, accepted: &'static str| {
            let mut headers = with(GRPC_ACCEPT_ENCODING, accepted);
            headers.extend(encoding.map(|encoding| {
                (GRPC_ENCODING.parse::<header::HeaderName>().expect("a name"), HeaderValue::from_static(encoding))
            }));
            answer_as_asked(&mut headers);
            headers.get(GRPC_ACCEPT_ENCODING).map(|value| value.to_str().expect("ASCII").to_owned())
        };
        assert_eq!(answered(None, "gzip"), None);
        assert_eq!(answered(Some("identity"), "identity, gzip"), None);
        assert_eq!(answered(Some("zstd"), "identity,gzip,zstd").as_deref(), Some("zstd"));
        assert_eq!(answered(Some("gzip"), "zstd"), None);
    }
}
