//! Any bytes as the request of any method: decoded, checked, answered and encoded, as the server does it.
//!
//! The first byte chooses the method, and whether what follows is one message or the body with its frames. The
//! answer is whole, or one sentence of refusal; a defect of ours is neither.

use std::sync::{Arc, LazyLock};

use bytes::{BufMut, Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use prost::Message;
use quotewire::service::proto::quote_attribution_service_server::QuoteAttributionServiceServer;
use quotewire::service::proto::{
    BatchExtractQuotesResponse, ExtractQuotesResponse, GetRulesetResponse, StreamExtractQuotesResponse,
};
use quotewire::service::workers::Workers;
use quotewire::service::{Limits, QuoteAttribution, status};
use quotewire::telemetry::Metrics;
use tokio::runtime::Runtime;
use tonic::codegen::Service;
use tonic::codegen::http::{Request, Response};
use tonic::{Code, Status};

const METHODS: [&str; 4] = ["ExtractQuotes", "BatchExtractQuotes", "StreamExtractQuotes", "GetRuleset"];

/// Low enough for a fuzzer to reach them.
const LIMITS: Limits =
    Limits { max_text_bytes: 1024, max_batch_documents: 8, max_batch_bytes: 2048, stream_in_flight: 2 };

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().build().expect("a runtime"));

static SERVICE: LazyLock<QuoteAttribution> = LazyLock::new(|| {
    let metrics = Arc::new(Metrics::default());
    QuoteAttribution {
        limits: LIMITS,
        workers: Workers::new(1, 8, &metrics).expect("threads"),
        metrics,
        draining: Default::default(),
    }
});

/// Looks at one input; a panic is a finding.
pub fn look(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else { return };
    let method = METHODS[usize::from(choice) % METHODS.len()];
    let body = if choice & 0x80 != 0 { Bytes::copy_from_slice(rest) } else { framed(rest) };
    let request = Request::post(format!("/quotewire.v1.QuoteAttributionService/{method}"))
        .header("content-type", "application/grpc")
        .body(Full::new(body))
        .expect("a request");
    RUNTIME.block_on(async {
        let mut server = QuoteAttributionServiceServer::new(SERVICE.clone());
        let Ok(response) = server.call(request).await;
        look_at(method, response).await;
    });
}

/// One message with the five bytes that gRPC puts before it.
fn framed(message: &[u8]) -> Bytes {
    let mut body = BytesMut::with_capacity(message.len() + 5);
    body.put_u8(0);
    body.put_u32(message.len() as u32);
    body.put_slice(message);
    body.freeze()
}

async fn look_at(method: &str, response: Response<tonic::body::Body>) {
    let refusal = Status::from_header_map(response.headers());
    let body = response.into_body().collect().await.expect("a body that can be sent");
    let trailers = body.trailers().and_then(Status::from_header_map);
    let status = refusal.or(trailers).expect("a status");
    let status = status::reworded(&status, method, LIMITS.max_message_bytes()).unwrap_or(status);
    match status.code() {
        Code::Ok => {}
        Code::InvalidArgument => assert!(status.message().ends_with('.'), "no sentence: {status}"),
        _ => panic!("neither an answer nor a refusal: {status}"),
    }
    let mut rest = &body.to_bytes()[..];
    let mut messages = 0;
    while let Some((frame, after)) = rest.split_first_chunk::<5>() {
        let length = u32::from_be_bytes([frame[1], frame[2], frame[3], frame[4]]) as usize;
        let (message, after) = after.split_at(length);
        match method {
            "ExtractQuotes" => drop(ExtractQuotesResponse::decode(message).expect("what it says")),
            "BatchExtractQuotes" => drop(BatchExtractQuotesResponse::decode(message).expect("what it says")),
            "StreamExtractQuotes" => drop(StreamExtractQuotesResponse::decode(message).expect("what it says")),
            _ => drop(GetRulesetResponse::decode(message).expect("what it says")),
        }
        (rest, messages) = (after, messages + 1);
    }
    assert!(rest.is_empty(), "half a frame");
    assert!(method == "StreamExtractQuotes" || (messages == 1) == (status.code() == Code::Ok), "{messages} messages");
}
