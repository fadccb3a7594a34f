//! Messages of a few kilobytes that would be hundreds of megabytes once decompressed.

use std::io::Write;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::task::JoinSet;

use crate::raw::{Raw, frame, status};
use crate::support::{SOON, Target, mib};

const DECOMPRESSED: usize = 256 << 20;
const CALLS: usize = 64;
/// INVALID_ARGUMENT, as a message over the limit has it.
const REFUSED: &str = "3";

pub async fn decompression_bomb() -> String {
    let server = Target::start(&[]);
    let before = server.process.resident();
    let bombs = [("gzip", gzip()), ("zstd", zstd())].map(|(encoding, message)| (encoding, frame(true, &message)));
    let sizes = bombs.clone().map(|(encoding, bomb)| format!("{} bytes of {encoding}", bomb.len()));
    let begun = Instant::now();
    let mut calls = JoinSet::new();
    for call in 0..CALLS {
        let (encoding, bomb) = bombs[call % bombs.len()].clone();
        calls.spawn(refusal(server.process.address.clone(), encoding, bomb));
    }
    for refused in calls.join_all().await {
        assert_eq!(refused, REFUSED);
    }
    let took = begun.elapsed();
    server.still_answers().await;
    let most = server.process.most_resident();
    let figures = format!(
        "{CALLS} messages of {} that hold {} MiB refused in {:.2} s; {:.0} MiB resident before, {:.0} at most",
        sizes.join(" or "),
        DECOMPRESSED >> 20,
        took.as_secs_f64(),
        mib(before),
        mib(most)
    );
    assert!(most < before + (DECOMPRESSED / 2) as u64, "{figures}");
    assert!(took < Duration::from_secs(20), "{figures}");
    figures
}

async fn refusal(address: String, encoding: &'static str, bomb: Bytes) -> String {
    let mut raw = Raw::connect(&address).await;
    let (response, mut sending) = raw.call("ExtractQuotes", Some(encoding)).await;
    sending.send_data(bomb, true).expect("an open call");
    tokio::time::timeout(SOON, status(response)).await.expect("an answer soon").0
}

fn gzip() -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    zeros(&mut encoder);
    encoder.finish().expect("memory")
}

fn zstd() -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 19).expect("a level that there is");
    zeros(&mut encoder);
    encoder.finish().expect("memory")
}

fn zeros(encoder: &mut impl Write) {
    let block = vec![0; 1 << 20];
    for _ in 0..DECOMPRESSED / block.len() {
        encoder.write_all(&block).expect("memory");
    }
}
