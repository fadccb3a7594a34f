//! The admin port: `/metrics`, `/livez` and `/readyz` over plain HTTP/1.1, for whoever runs the server.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::telemetry::Metrics;

/// Scrapers and probes are few; whoever opens more connections than this waits.
const MAX_CONNECTIONS: usize = 32;
/// How long a request may take to come.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// What the admin port tells.
#[derive(Clone)]
pub struct Admin {
    /// What `/metrics` shows; nothing where it is switched off.
    pub metrics: Option<Arc<Metrics>>,
    /// Once cancelled, `/readyz` says no.
    pub draining: CancellationToken,
}

/// Serves until dropped.
pub async fn serve(listener: TcpListener, admin: Admin) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: accepting again at once would only burn time.
            tokio::time::sleep(super::accept::PAUSE).await;
            continue;
        };
        let admin = admin.clone();
        tokio::spawn(async move {
            let _place = place;
            let service = service_fn(move |request| {
                let response = answer(&admin, &request);
                async move { Ok::<_, Infallible>(response) }
            });
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).keep_alive(false);
            // A peer that hangs up half-way is its own business.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

fn answer(admin: &Admin, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    const TEXT: &str = "text/plain; charset=utf-8";
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let (status, kind, text) = match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/livez") => (StatusCode::OK, TEXT, "live\n".to_owned()),
        (&Method::GET | &Method::HEAD, "/readyz") => match admin.draining.is_cancelled() {
            false => (StatusCode::OK, TEXT, "ready\n".to_owned()),
            true => (StatusCode::SERVICE_UNAVAILABLE, TEXT, "draining\n".to_owned()),
        },
        (&Method::GET, "/metrics") => match &admin.metrics {
            Some(metrics) => (StatusCode::OK, OPEN_METRICS, metrics.text()),
            None => (StatusCode::NOT_FOUND, TEXT, "metrics are switched off\n".to_owned()),
        },
        _ => (StatusCode::NOT_FOUND, TEXT, "there are /metrics, /livez and /readyz\n".to_owned()),
    };
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}
