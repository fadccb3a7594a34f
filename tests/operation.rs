//! What those who run the server rely on: health, reflection, and a drain that loses no call.

mod support;

use quotewire::config::ServeConfig;
use quotewire::server::ServeError;
use support::{call_in_flight, request, start};
use tokio::sync::mpsc;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

const SERVICE: &str = "quotewire.v1.QuoteAttributionService";

#[tokio::test]
async fn health_is_known_for_the_server_and_the_service() {
    let server = start(ServeConfig::default()).await;
    let mut health = HealthClient::new(server.channel.clone());
    for service in ["", SERVICE] {
        let answer = health.check(HealthCheckRequest { service: service.into() }).await.expect("a status").into_inner();
        assert_eq!(answer.status(), ServingStatus::Serving);
    }
    let unknown = health.check(HealthCheckRequest { service: "no.such.Service".into() }).await;
    assert_eq!(unknown.expect_err("unknown").code(), Code::NotFound);
}

/// One test for both versions of the protocol, which are the same but for their name.
macro_rules! reflection {
    ($test:ident, $version:ident) => {
        #[tokio::test]
        async fn $test() {
            use tonic_reflection::pb::$version::ServerReflectionRequest;
            use tonic_reflection::pb::$version::server_reflection_client::ServerReflectionClient;
            use tonic_reflection::pb::$version::server_reflection_request::MessageRequest;
            use tonic_reflection::pb::$version::server_reflection_response::MessageResponse;

            let server = start(ServeConfig::default()).await;
            let ask = |message_request| ServerReflectionRequest {
                host: String::new(),
                message_request: Some(message_request),
            };
            let mut asked = vec![ask(MessageRequest::ListServices(String::new()))];
            for symbol in [SERVICE, "google.rpc.BadRequest", "google.protobuf.Duration"] {
                asked.push(ask(MessageRequest::FileContainingSymbol(symbol.into())));
            }
            let mut client = ServerReflectionClient::new(server.channel.clone());
            let answers = client.server_reflection_info(tokio_stream::iter(asked)).await.expect("reflection");
            let mut answers = answers.into_inner();

            let listed = answers.message().await.expect("an answer").expect("the list").message_response;
            let Some(MessageResponse::ListServicesResponse(listed)) = listed else { panic!("no list: {listed:?}") };
            let names: Vec<String> = listed.service.into_iter().map(|service| service.name).collect();
            for name in [
                SERVICE,
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
            ] {
                assert!(names.iter().any(|listed| listed == name), "{name} is not in {names:?}");
            }
            for _ in 0..3 {
                let found = answers.message().await.expect("an answer").expect("a file").message_response;
                assert!(matches!(found, Some(MessageResponse::FileDescriptorResponse(_))), "{found:?}");
            }
        }
    };
}

reflection!(reflection_v1_describes_everything, v1);
reflection!(reflection_v1alpha_describes_everything, v1alpha);

#[tokio::test]
async fn a_drain_tells_watchers_and_finishes_the_call_in_flight() {
    let server = start(ServeConfig::default()).await;
    let mut health = HealthClient::new(server.channel.clone());
    let (body, withheld) = mpsc::channel(1);
    let call = call_in_flight(&server.channel, withheld);
    tokio::pin!(call);

    // The watch opens behind the call on the same connection: once it answers, the call has arrived.
    let watch = health.watch(HealthCheckRequest::default());
    let mut watch = tokio::select! {
        biased;
        early = &mut call => panic!("answered without a request: {early:?}"),
        watch = watch => watch.expect("a watch").into_inner(),
    };
    let status = watch.message().await.expect("a status").expect("a first status").status();
    assert_eq!(status, ServingStatus::Serving);

    server.shutdown.send(()).expect("the server is running");
    let status = watch.message().await.expect("a status").expect("a second status").status();
    assert_eq!(status, ServingStatus::NotServing);
    assert!(watch.message().await.expect("an end").is_none(), "a watch must not hold up the drain");
    assert!(!server.served.is_finished(), "the call in flight is waited for");

    body.send(request("\"We will go,\" Lee said.")).await.expect("the call is open");
    drop(body);
    let answer = call.await.expect("the call in flight is answered").into_inner();
    assert_eq!(answer.quotes.len(), 1);
    server.served.await.expect("no panic").expect("a clean end");
    assert!(tokio::net::TcpStream::connect(&server.address).await.is_err(), "the port is closed");
}

#[tokio::test]
async fn a_call_that_outlasts_the_grace_period_is_cut_off() {
    let server = start(ServeConfig { grace_seconds: 0, ..ServeConfig::default() }).await;
    let mut health = HealthClient::new(server.channel.clone());
    let (_body, withheld) = mpsc::channel(1);
    let call = call_in_flight(&server.channel, withheld);
    tokio::pin!(call);
    tokio::select! {
        biased;
        early = &mut call => panic!("answered without a request: {early:?}"),
        status = health.check(HealthCheckRequest::default()) => status.expect("a status"),
    };
    server.shutdown.send(()).expect("the server is running");
    let end = server.served.await.expect("no panic");
    assert!(matches!(end, Err(ServeError::GraceOver(_))), "{end:?}");
}
