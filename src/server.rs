//! The server: what it offers on its port, in which layers, and how it stops.
//!
//! Nothing here knows what a quote is; that is the service's.

use std::fmt;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::config::ServeConfig;
use crate::service::proto::quote_attribution_service_server::{QuoteAttributionServiceServer, SERVICE_NAME};
use crate::service::workers::Workers;
use crate::service::{QuoteAttribution, proto, transport};
use crate::telemetry::CallLog;

/// How often a silent connection is asked whether it still lives, and how long it has to answer.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(20));

/// Why [`serve`] ended otherwise than asked.
#[derive(Debug)]
pub enum ServeError {
    /// The transport failed.
    Transport(tonic::transport::Error),
    /// Reflection could not read its own descriptors: a defect of the build.
    Reflection(tonic_reflection::server::Error),
    /// Calls were still running when the grace period was over; they were cut off.
    GraceOver(Duration),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Transport(error) => write!(f, "the transport failed: {error}"),
            ServeError::Reflection(error) => write!(f, "reflection cannot be served: {error}"),
            ServeError::GraceOver(grace) => {
                write!(f, "calls that ran longer than the grace period of {} s were cut off", grace.as_secs())
            }
        }
    }
}

impl std::error::Error for ServeError {}

/// Serves on `listener` until `shutdown` resolves, then finishes what is in flight.
///
/// Dropping the future cuts everything off.
///
/// # Errors
///
/// See [`ServeError`]; a drain that ends within the grace period is no error.
pub async fn serve<F>(listener: TcpListener, config: &ServeConfig, shutdown: F) -> Result<(), ServeError>
where
    F: Future<Output = ()> + Send + 'static,
{
    let max_text_bytes = config.max_text_bytes;
    let quotes = QuoteAttribution { max_text_bytes, workers: Workers::new(config.workers()) };
    let quotes = QuoteAttributionServiceServer::new(quotes)
        .max_decoding_message_size(transport::max_message_bytes(max_text_bytes))
        .max_encoding_message_size(usize::MAX);

    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status(SERVICE_NAME, ServingStatus::Serving).await;

    let (drain_begun, drain_begins) = oneshot::channel();
    let until_drained = async move {
        shutdown.await;
        stop_being_healthy(health).await;
        let _ = drain_begun.send(());
    };

    let serving = Server::builder()
        // A peer that vanished without a word would hold its streams, and a drain, for ever.
        .http2_keepalive_interval(Some(KEEPALIVE.0))
        .http2_keepalive_timeout(Some(KEEPALIVE.1))
        // Outermost, so that the line shows what the caller was told, and when.
        .layer(CallLog)
        // Inside the log and outside the services: the refusals that the library makes on their behalf.
        .layer(transport::Reword { max_text_bytes })
        .add_service(quotes)
        .add_service(health_service)
        .add_service(reflected().build_v1().map_err(ServeError::Reflection)?)
        // Older tools, grpcurl before 1.8.8 among them, know only this one.
        .add_service(reflected().build_v1alpha().map_err(ServeError::Reflection)?)
        // Answers are small and awaited: no byte of them waits for a fuller packet.
        .serve_with_incoming_shutdown(TcpIncoming::from(listener).with_nodelay(Some(true)), until_drained);

    let grace = config.grace();
    let grace_over = async move {
        match drain_begins.await {
            Ok(()) => tokio::time::sleep(grace).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        result = serving => result.map_err(ServeError::Transport),
        () = grace_over => Err(ServeError::GraceOver(grace)),
    }
}

/// Everything that reflection describes. The error details are among it, since without them grpcurl prints
/// what is wrong with a request as base64.
fn reflected() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(proto::DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET)
        .include_reflection_service(false)
}

/// Tells load balancers to look elsewhere, and ends their watches, which would keep a drain from ending.
async fn stop_being_healthy(mut health: HealthReporter) {
    for service in ["", SERVICE_NAME] {
        health.set_service_status(service, ServingStatus::NotServing).await;
        // A watcher still sees that status before its stream ends; a check that slips in is told anew.
        health.clear_service_status(service).await;
        health.set_service_status(service, ServingStatus::NotServing).await;
    }
}
