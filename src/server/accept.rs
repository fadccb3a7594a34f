//! The open port: connections come in, shake hands, and are served, as many at once as are allowed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connection::{self, HANDSHAKE, Lifetimes};
use super::gate::Gate;
use super::live::Live;
use crate::telemetry::Metrics;

/// How long accepting pauses after it failed, which is when file descriptors have run out.
pub const PAUSE: Duration = Duration::from_millis(50);

/// What connections are met with.
pub struct Door {
    /// What their calls pass.
    pub gate: Arc<Gate>,
    /// How long they live.
    pub lifetimes: Lifetimes,
    /// How many there may be.
    pub max_connections: usize,
    /// The certificate in use; nothing where the port speaks plaintext.
    pub tls: Option<Arc<Live<rustls::ServerConfig>>>,
    /// Where they are counted.
    pub metrics: Arc<Metrics>,
    /// Cancelled when no more are wanted.
    pub draining: CancellationToken,
}

/// Accepts connections until `draining` is cancelled, closes the port, and waits for those that are open.
///
/// Dropping the future closes the port and leaves the connections to the runtime.
pub async fn accept(listener: TcpListener, door: Arc<Door>) {
    let places = Arc::new(Semaphore::new(door.max_connections));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = door.draining.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => match Arc::clone(&places).try_acquire_owned() {
                Ok(place) => {
                    connections.spawn(serve(stream, address, Arc::clone(&door), place));
                }
                // Closed at once, so that a balancer looks elsewhere; waiting would look like a slow server.
                Err(_) => {
                    door.metrics.connections_refused.inc();
                }
            },
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn serve(stream: TcpStream, address: SocketAddr, door: Arc<Door>, _place: OwnedSemaphorePermit) {
    door.metrics.connections.inc();
    // Answers are small and awaited: no byte of them waits for a fuller packet.
    let _ = stream.set_nodelay(true);
    let (gate, draining) = (Arc::clone(&door.gate), door.draining.clone());
    match &door.tls {
        None => connection::serve(stream, address, gate, door.lifetimes, draining).await,
        Some(tls) => {
            // The certificate of this moment; the connection keeps it when another takes its place.
            let shake_hands = TlsAcceptor::from(tls.get()).accept(stream);
            match tokio::time::timeout(HANDSHAKE, shake_hands).await {
                Ok(Ok(stream)) => connection::serve(stream, address, gate, door.lifetimes, draining).await,
                Ok(Err(error)) => tracing::debug!(peer = %address, %error, "no TLS"),
                Err(_) => tracing::debug!(peer = %address, "the TLS handshake took too long"),
            }
        }
    }
    door.metrics.connections.dec();
}
