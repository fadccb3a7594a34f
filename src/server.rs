//! The server: what it offers on its ports, what calls pass on the way, and how it stops.
//!
//! Nothing here knows what a quote is; that is the service's. Connections are served by hyper and not by tonic's
//! own server, which cannot reload certificates, close idle connections or bound what slow peers hold.

mod accept;
mod admin;
mod body;
mod connection;
mod gate;
mod io;
mod live;
mod tls;
mod tokens;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::config::ServeConfig;
use crate::service::proto::quote_attribution_service_server::{QuoteAttributionServiceServer, SERVICE_NAME};
use crate::service::workers::Workers;
use crate::service::{QuoteAttribution, proto};
use crate::telemetry::{Metrics, Traces};
use accept::Door;
use connection::Lifetimes;
use gate::Gate;

/// Why a server did not start, or ended otherwise than asked.
#[derive(Debug)]
pub enum ServeError {
    /// A setting, or a file that it names, cannot be used; one sentence that says which.
    Setting(String),
    /// Reflection could not read its own descriptors: a defect of the build.
    Reflection(tonic_reflection::server::Error),
    /// Calls were still running when the grace period was over; they were cut off.
    GraceOver(Duration),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Setting(sentence) => f.write_str(sentence),
            ServeError::Reflection(error) => write!(f, "reflection cannot be served: {error}"),
            ServeError::GraceOver(grace) => {
                write!(f, "calls that ran longer than the grace period of {} s were cut off", grace.as_secs())
            }
        }
    }
}

impl std::error::Error for ServeError {}

/// A server that has read its settings and has no port yet.
pub struct Server {
    door: Arc<Door>,
    health: HealthReporter,
    /// Files that are followed while the server runs.
    following: JoinSet<()>,
    traces: Option<Arc<Traces>>,
    shows_metrics: bool,
    grace: Duration,
}

impl Server {
    /// Reads what `config` names and puts the server together. Needs a Tokio runtime.
    ///
    /// # Errors
    ///
    /// A file or an address of the settings cannot be used.
    pub async fn new(config: &ServeConfig) -> Result<Server, ServeError> {
        let metrics = Arc::new(Metrics::default());
        let draining = CancellationToken::new();
        let mut following = JoinSet::new();
        let tls = tls::load(config).map_err(ServeError::Setting)?;
        following_of(&mut following, tls.as_ref());
        let tokens = tokens::load(config).map_err(ServeError::Setting)?;
        following_of(&mut following, tokens.as_ref());
        let traces = config.otlp_endpoint.as_deref().map(Traces::new).transpose().map_err(ServeError::Setting)?;
        let traces = traces.map(Arc::new);

        let workers = Workers::new(config.workers(), config.queue, &metrics)
            .map_err(|error| ServeError::Setting(format!("--workers {}: {error}", config.workers())))?;
        let limits = config.limits();
        let quotes = QuoteAttribution {
            limits,
            workers: workers.clone(),
            metrics: Arc::clone(&metrics),
            draining: draining.clone(),
        };
        let (health, routes) = routes(quotes, config.reflection.is_on()).await?;
        let gate = Gate {
            routes,
            workers,
            limits,
            stall: config.stall(),
            places: (Arc::new(Semaphore::new(config.max_calls)), config.max_calls),
            tokens,
            metrics: Arc::clone(&metrics),
            traces: traces.clone(),
        };
        let lifetimes = Lifetimes {
            idle: config.idle(),
            keepalive: config.keepalive(),
            max_age: config.max_age(),
            grace: config.grace(),
            stall: config.stall(),
            max_streams: u32::try_from(config.max_streams).unwrap_or(u32::MAX),
        };
        let gate = Arc::new(gate);
        let door = Door { gate, lifetimes, max_connections: config.max_connections, tls, metrics, draining };
        let door = Arc::new(door);
        let shows_metrics = config.metrics.is_on();
        Ok(Server { door, health, following, traces, shows_metrics, grace: config.grace() })
    }

    /// Serves on `listener`, and on `admin` where there is one, until `shutdown` resolves; then finishes what is
    /// in flight. The admin port stays open until the last call has ended.
    ///
    /// Dropping the future cuts everything off.
    ///
    /// # Errors
    ///
    /// [`ServeError::GraceOver`]; a drain that ends within the grace period is no error.
    pub async fn run<F>(self, listener: TcpListener, admin: Option<TcpListener>, shutdown: F) -> Result<(), ServeError>
    where
        F: Future<Output = ()>,
    {
        let Server { door, health, mut following, traces, shows_metrics, grace } = self;
        if let Ok(address) = listener.local_addr() {
            warn_of_plaintext(address, door.tls.is_some());
        }
        let draining = door.draining.clone();
        if let Some(admin) = admin {
            let metrics = shows_metrics.then(|| Arc::clone(&door.metrics));
            following.spawn(admin::serve(admin, admin::Admin { metrics, draining: draining.clone() }));
        }
        let mut accepting = tokio::spawn(accept::accept(listener, door));
        tokio::select! {
            () = shutdown => {}
            // It ends only when told to; a panic of ours would show here.
            _ = &mut accepting => {}
        }
        stop_being_healthy(health).await;
        draining.cancel();
        let drained = tokio::time::timeout(grace, &mut accepting).await;
        accepting.abort();
        if let Some(traces) = traces {
            // Blocks while the last spans are sent.
            let _ = tokio::task::spawn_blocking(move || traces.flush()).await;
        }
        drained.map(|_| ()).map_err(|_| ServeError::GraceOver(grace))
    }
}

/// Everything that is offered on the gRPC port.
async fn routes(quotes: QuoteAttribution, reflects: bool) -> Result<(HealthReporter, Routes), ServeError> {
    let most = quotes.limits.max_message_bytes();
    let quotes = QuoteAttributionServiceServer::new(quotes)
        // Also what a message may have once it is decompressed.
        .max_decoding_message_size(most)
        .max_encoding_message_size(usize::MAX)
        .accept_compressed(CompressionEncoding::Gzip)
        .accept_compressed(CompressionEncoding::Zstd)
        .send_compressed(CompressionEncoding::Gzip)
        .send_compressed(CompressionEncoding::Zstd);
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status(SERVICE_NAME, ServingStatus::Serving).await;
    let mut routes = Routes::new(quotes).add_service(health_service);
    if reflects {
        routes = routes
            .add_service(reflected().build_v1().map_err(ServeError::Reflection)?)
            // Older tools, grpcurl before 1.8.8 among them, know only this one.
            .add_service(reflected().build_v1alpha().map_err(ServeError::Reflection)?);
    }
    Ok((health, routes.prepare()))
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

fn following_of<T: Send + Sync + 'static>(following: &mut JoinSet<()>, live: Option<&Arc<live::Live<T>>>) {
    if let Some(live) = live {
        following.spawn(Arc::clone(live).follow());
    }
}

/// Texts and tokens that cross a network in the clear can be read on the way; nobody should do that unawares.
fn warn_of_plaintext(address: SocketAddr, is_tls: bool) {
    if !is_tls && !address.ip().is_loopback() {
        tracing::warn!(%address, "plaintext on an address that other machines reach; --tls-cert and --tls-key encrypt");
    }
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
