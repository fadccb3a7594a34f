//! `quotewire serve`: start-up and shutdown, in the order in which they happen.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;

use quotewire::config::ServeConfig;
use quotewire::server::{ServeError, Server};
use quotewire::telemetry;
use tokio::net::TcpListener;

use super::Stop;

/// Serve quotes over gRPC
///
/// Prints `listening on ADDRESS` on stdout as soon as calls are accepted, then `admin on ADDRESS` where there is
/// such a port; logs go to stderr. SIGTERM and
/// SIGINT finish what is in flight; a second signal does not wait.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: ServeConfig,
}

/// Serves until a signal ends it.
pub fn run(args: Args) -> Result<ExitCode, Stop> {
    let config = args.config;
    telemetry::init(&config).map_err(Stop::Unusable)?;
    // Moving a document's bytes takes less than a quarter of the time that reading it takes, and async threads that have
    // little to do wake each other up in vain.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(quotewire::config::cores().div_ceil(2))
        .enable_all()
        .build()
        .map_err(|error| Stop::Unusable(format!("cannot start: {error}")))?;

    let outcome = runtime.block_on(serve(&config));
    // Extraction that was cut off by the end of the grace period is not waited for.
    runtime.shutdown_background();
    outcome
}

async fn serve(config: &ServeConfig) -> Result<ExitCode, Stop> {
    let cannot = |what: &str, error: std::io::Error| Stop::Unusable(format!("cannot {what}: {error}"));
    // Before the port is open, so that no signal finds the default handler in place.
    let mut signals = Signals::new().map_err(|error| cannot("wait for signals", error))?;
    let server = Server::new(config).await.map_err(|error| Stop::Unusable(error.to_string()))?;
    let (listener, address) = bind("--address", &config.address).await?;
    let admin = match &config.admin_address {
        Some(address) => Some(bind("--admin-address", address).await?),
        None => None,
    };
    announce(&format!("listening on {address}"))?;
    let admin = match admin {
        Some((listener, address)) => {
            announce(&format!("admin on {address}"))?;
            Some(listener)
        }
        None => None,
    };

    let shutdown = async move {
        signals.next().await;
        tracing::info!("draining");
        tokio::spawn(async move {
            signals.next().await;
            std::process::exit(1);
        });
    };
    match server.run(listener, admin, shutdown).await {
        Ok(()) => {
            tracing::info!("stopped");
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ ServeError::GraceOver(_)) => {
            tracing::warn!("{error}");
            Ok(ExitCode::from(1))
        }
        Err(error) => Err(Stop::Unusable(error.to_string())),
    }
}

/// Opens a port, and says on which address it came to be.
async fn bind(flag: &str, address: &str) -> Result<(TcpListener, SocketAddr), Stop> {
    let cannot = |error: std::io::Error| {
        let allowed = "HOST:PORT of this machine with a free port, such as 127.0.0.1:50051";
        Stop::Unusable(format!("{flag} is '{address}', and it must be {allowed}: {error}"))
    };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    Ok((listener, address))
}

fn announce(line: &str) -> Result<(), Stop> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}").and_then(|()| stdout.flush()).map_err(|error| Stop::writing("stdout", &error))
}

/// The signals that ask the server to stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
