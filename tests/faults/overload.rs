//! Ten times the load that a server can take, for half a minute.

use std::sync::Arc;
use std::time::Duration;

use tonic::Code;

use crate::articles;
use crate::drive::{Load, Mode, Pace};
use crate::support::{Target, mib};

const TEXT_BYTES: usize = 100_000;
const LASTS: Duration = Duration::from_secs(30);
/// When memory is looked at for the first time, and how often then.
const LOOK_EVERY: Duration = Duration::from_secs(5);

pub async fn overload() -> String {
    let server = Target::start(&["--workers", "1"]);
    let documents = Arc::from(vec![articles::document("long".to_owned(), articles::long(TEXT_BYTES))]);
    let channels = server.process.connections(8).await.expect("connections");
    let calm = Load {
        channels,
        documents,
        mode: Mode::Unary,
        pace: Pace::Closed(4),
        lasts: Duration::from_secs(4),
        timeout: None,
    };
    // The second run is the peak: by then everything that is made once is made.
    calm.drive().await;
    let before = calm.drive().await;
    assert_eq!(before.calls(), before.ok(), "{before}");

    let rate = 10.0 * before.documents_a_second();
    let flood = Load { pace: Pace::Open(rate), lasts: LASTS, timeout: Some(Duration::from_secs(5)), ..calm.clone() };
    let flooding = tokio::spawn(async move { flood.drive().await });
    let mut resident = Vec::new();
    while !flooding.is_finished() {
        tokio::time::sleep(LOOK_EVERY).await;
        resident.push(server.process.resident());
    }
    let flooded = flooding.await.expect("no panic");
    server.still_answers().await;
    // The lower of the two: what else runs on the machine comes and goes.
    let peak = before.documents_a_second().min(calm.drive().await.documents_a_second());

    let goodput = flooded.documents_a_second() / peak;
    let (first, most) = (resident[0], resident.iter().copied().max().unwrap_or_default());
    let figures = format!(
        "{rate:.0} calls/s where {peak:.1} are the most: goodput {:.0}% of that, {} answered, {} refused at once, {} \
         over their deadline; resident {:.0} MiB after 5 s, {:.0} at most",
        goodput * 100.0,
        flooded.ok(),
        flooded.with(Code::ResourceExhausted),
        flooded.with(Code::DeadlineExceeded),
        mib(first),
        mib(most),
    );
    let expected = [Code::Ok, Code::ResourceExhausted, Code::DeadlineExceeded];
    assert_eq!(flooded.other_than(&expected), 0, "{figures}\n{flooded}");
    assert!(flooded.with(Code::ResourceExhausted) > flooded.ok(), "that was no overload: {figures}");
    assert!(goodput >= 0.9, "{figures}");
    assert!(most as f64 <= first as f64 * 1.25, "memory grows: {figures}: {resident:?}");
    figures
}
