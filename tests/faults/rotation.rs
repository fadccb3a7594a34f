//! Certificates that change under load, written the way that tools write them: one file behind the other.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};

use crate::drive::client;
use crate::support::{ARTICLE, SOON, Target, request, scratch};

const ROTATIONS: usize = 3;
/// Callers on connections that they keep, and as many on a new connection for each call.
const CALLERS: usize = 4;

pub async fn certificate_rotation() -> String {
    let authority = authority();
    let (cert, key) = (scratch("rotation-cert.pem"), scratch("rotation-key.pem"));
    let first = issue(&authority, &cert, &key);
    let settings = ["--tls-cert", cert.to_str().expect("UTF-8"), "--tls-key", key.to_str().expect("UTF-8")];
    let server = Target::start(&settings);
    assert_eq!(shown(&server.process.address, &authority).await, first);

    let is_over = Arc::new(AtomicBool::new(false));
    let calls = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for caller in 0..2 * CALLERS {
        let endpoint = endpoint(&server.process.address, &authority);
        let (is_over, calls) = (Arc::clone(&is_over), Arc::clone(&calls));
        callers.spawn(async move {
            let kept = endpoint.connect().await.expect("a connection");
            while !is_over.load(Ordering::Relaxed) {
                let channel = match caller % 2 {
                    0 => kept.clone(),
                    _ => endpoint.connect().await.expect("a connection, whichever certificate is in use"),
                };
                client(channel).extract_quotes(request(ARTICLE)).await.expect("an answer");
                calls.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let mut longest = Duration::ZERO;
    for _ in 0..ROTATIONS {
        let begun = Instant::now();
        let next = issue(&authority, &cert, &key);
        while shown(&server.process.address, &authority).await != next {
            assert!(begun.elapsed() < SOON, "the new certificate is not in use");
        }
        longest = longest.max(begun.elapsed());
    }
    is_over.store(true, Ordering::Relaxed);
    while let Some(ended) = callers.join_next().await {
        ended.expect("no call fails");
    }
    let calls = calls.load(Ordering::Relaxed);
    assert!(calls > 50, "hardly a call: {calls}");
    format!(
        "{ROTATIONS} certificates one behind the other under {calls} calls on kept and new connections, none failed; \
         in use {:.1} s after they were written at the latest",
        longest.as_secs_f64()
    )
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

/// Writes a new certificate and then its key: for a moment they do not fit together.
fn issue(authority: &Authority, cert: &Path, key: &Path) -> CertificateDer<'static> {
    let pair = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let issued = params.signed_by(&pair, authority).expect("a certificate");
    std::fs::write(cert, issued.pem()).expect("a file");
    std::fs::write(key, pair.serialize_pem()).expect("a file");
    issued.der().clone()
}

fn endpoint(address: &str, authority: &Authority) -> Endpoint {
    let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(authority.pem())).domain_name("localhost");
    let endpoint = Channel::from_shared(format!("https://{address}")).expect("a URI");
    endpoint.tls_config(tls).expect("TLS")
}

/// The certificate that a new connection is shown.
async fn shown(address: &str, authority: &Authority) -> CertificateDer<'static> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).expect("an authority");
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("TLS").with_root_certificates(roots);
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(address).await.expect("an open port");
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("a certificate of ours");
    stream.get_ref().1.peer_certificates().expect("a certificate")[0].clone().into_owned()
}
