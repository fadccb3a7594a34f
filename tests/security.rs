//! Who may talk to the server: TLS, certificates of callers, tokens that change, and what can be switched off.

#[path = "support/raw.rs"]
mod raw;
mod support;

use std::path::PathBuf;

use quotewire::config::{ServeConfig, Switch};
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use raw::{Answer, OPENING};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use support::{Running, request, start};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Identity};
use tonic::{Code, Request};

const ARTICLE: &str = "\"We will go,\" Lee said.";

/// A file of one test alone, in the build directory.
fn file(test: &str, name: &str, contents: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(name);
    std::fs::write(&file, contents).expect("a file");
    file
}

/// An authority that signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Authority {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![]).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Authority { issuer: Issuer::new(params, key), pem }
    }

    /// A certificate and its key, in PEM.
    fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        (params.signed_by(&key, &self.issuer).expect("a certificate").pem(), key.serialize_pem())
    }

    /// Settings of a server with a certificate of this authority.
    fn settings(&self, test: &str) -> ServeConfig {
        let (cert, key) = self.sign("localhost");
        ServeConfig {
            tls_cert: Some(file(test, "cert.pem", &cert)),
            tls_key: Some(file(test, "key.pem", &key)),
            ..ServeConfig::default()
        }
    }

    /// What a caller who trusts this authority uses.
    fn trusted(&self) -> ClientTlsConfig {
        ClientTlsConfig::new().ca_certificate(Certificate::from_pem(&self.pem)).domain_name("localhost")
    }
}

/// Whether a good call over a new connection is answered.
async fn is_answered(server: &Running, tls: ClientTlsConfig) -> bool {
    let endpoint = Channel::from_shared(format!("https://{}", server.address)).expect("a URI");
    let Ok(channel) = endpoint.tls_config(tls).expect("settings of TLS").connect().await else { return false };
    QuoteAttributionServiceClient::new(channel).extract_quotes(request(ARTICLE)).await.is_ok()
}

#[tokio::test]
async fn tls_is_spoken_and_nothing_else() {
    let authority = Authority::new();
    let server = start(authority.settings("tls_alone")).await;
    assert!(is_answered(&server, authority.trusted()).await);
    assert!(!is_answered(&server, Authority::new().trusted()).await, "the caller does not know the authority");
    let garbage = [OPENING, b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00\x05garba", &[0; 100]];
    for bytes in garbage {
        let end = raw::send(&server.address, bytes).await;
        // An alert is all that whoever does not speak TLS is told.
        assert!(matches!(&end, Answer::Closed(told) if told.is_empty() || told[0] == 21), "{bytes:?}: {end:?}");
    }
    assert!(is_answered(&server, authority.trusted()).await);
}

#[tokio::test]
async fn callers_need_a_certificate_where_an_authority_is_set() {
    let (authority, of_callers) = (Authority::new(), Authority::new());
    let settings = ServeConfig {
        tls_client_ca: Some(file("mutual_tls", "callers.pem", &of_callers.pem)),
        ..authority.settings("mutual_tls")
    };
    let server = start(settings).await;
    let identity = |of: &Authority| {
        let (cert, key) = of.sign("caller");
        authority.trusted().identity(Identity::from_pem(cert, key))
    };
    assert!(is_answered(&server, identity(&of_callers)).await);
    assert!(!is_answered(&server, authority.trusted()).await, "no certificate");
    assert!(!is_answered(&server, identity(&authority)).await, "another authority's");
    assert!(is_answered(&server, identity(&of_callers)).await);
}

/// A certificate that takes another's place is used for new connections, and those that are open go on.
#[tokio::test]
async fn a_new_certificate_is_taken_over_without_a_restart() {
    let (old, new) = (Authority::new(), Authority::new());
    let server = start(old.settings("new_certificate")).await;
    let endpoint = Channel::from_shared(format!("https://{}", server.address)).expect("a URI");
    let channel = endpoint.tls_config(old.trusted()).expect("settings of TLS").connect().await.expect("a connection");
    let mut open = QuoteAttributionServiceClient::new(channel);
    open.extract_quotes(request(ARTICLE)).await.expect("an answer");
    // The same files, one after the other: between the two, the old pair stays in use.
    new.settings("new_certificate");
    while !is_answered(&server, new.trusted()).await {}
    assert!(!is_answered(&server, old.trusted()).await);
    open.extract_quotes(request(ARTICLE)).await.expect("an answer over the connection that was open");
}

#[tokio::test]
async fn tokens_are_taken_and_withdrawn_without_a_restart() {
    let tokens = |lines: &str| file("tokens", "tokens.txt", lines);
    let settings = ServeConfig { tokens_file: Some(tokens("the-first-token-of-all\n")), ..ServeConfig::default() };
    let server = start(settings).await;
    let code = |token: &'static str| {
        let mut asked = Request::new(request(ARTICLE));
        asked.metadata_mut().insert("authorization", format!("Bearer {token}").parse().expect("ASCII"));
        let mut client = server.client();
        async move { client.extract_quotes(asked).await.map_or_else(|refusal| refusal.code(), |_| Code::Ok) }
    };
    assert_eq!(code("the-first-token-of-all").await, Code::Ok);
    assert_eq!(code("a-second-token-of-all").await, Code::Unauthenticated);
    tokens("the-first-token-of-all\na-second-token-of-all\n");
    while code("a-second-token-of-all").await != Code::Ok {}
    assert_eq!(code("the-first-token-of-all").await, Code::Ok);
    tokens("a-second-token-of-all\n");
    while code("the-first-token-of-all").await != Code::Unauthenticated {}
    // What cannot be used leaves the tokens in force.
    tokens("short\n");
    assert_eq!(code("a-second-token-of-all").await, Code::Ok);
}

#[tokio::test]
async fn reflection_can_be_switched_off() {
    use tonic_reflection::pb::v1::ServerReflectionRequest;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    for (reflection, code) in [(Switch::On, Code::Ok), (Switch::Off, Code::Unimplemented)] {
        let server = start(ServeConfig { reflection, ..ServeConfig::default() }).await;
        let asked = tokio_stream::iter([ServerReflectionRequest::default()]);
        let answer = ServerReflectionClient::new(server.channel.clone()).server_reflection_info(asked).await;
        assert_eq!(answer.map_or_else(|refusal| refusal.code(), |_| Code::Ok), code);
    }
}
