//! TLS from files: a certificate chain with its key, and the authorities that sign callers' certificates.

use std::path::PathBuf;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::live::Live;
use crate::config::ServeConfig;

/// What `config` asks for; nothing where the port is to speak plaintext.
///
/// # Errors
///
/// One sentence about the file that cannot be used.
pub fn load(config: &ServeConfig) -> Result<Option<Arc<Live<ServerConfig>>>, String> {
    let (Some(cert), Some(key)) = (&config.tls_cert, &config.tls_key) else { return Ok(None) };
    let mut files: Vec<PathBuf> = vec![cert.clone(), key.clone()];
    files.extend(config.tls_client_ca.clone());
    Live::load("tls", files, server_config).map(Some)
}

/// TLS 1.2 and 1.3 with rustls's own choice of ciphers, over which only HTTP/2 is spoken.
fn server_config(contents: &[Vec<u8>]) -> Result<ServerConfig, String> {
    let [cert, key, client_ca @ ..] = contents else { return Err("--tls-cert and --tls-key are needed".to_owned()) };
    let chain = certificates("--tls-cert", cert)?;
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|error| format!("--tls-key must hold a private key in PEM, and it does not: {error}"))?;

    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up: {error}"))?;
    let builder = match client_ca.first() {
        None => builder.with_no_client_auth(),
        Some(pem) => {
            let mut authorities = RootCertStore::empty();
            for authority in certificates("--tls-client-ca", pem)? {
                let added = authorities.add(authority);
                added.map_err(|error| format!("--tls-client-ca holds a certificate that is no authority: {error}"))?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities), provider).build();
            builder.with_client_cert_verifier(verifier.map_err(|error| format!("--tls-client-ca: {error}"))?)
        }
    };
    let mut config = builder
        .with_single_cert(chain, key)
        .map_err(|error| format!("--tls-cert and --tls-key cannot be used together: {error}"))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

fn certificates(flag: &str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(format!("{flag} must hold certificates in PEM, and it holds none")),
        Err(error) => Err(format!("{flag} must hold certificates in PEM, and it does not: {error}")),
    }
}
