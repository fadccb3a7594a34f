//! What the faults share: the server that they are done to, and what its admin port says of it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use quotewire::service::proto::ExtractQuotesRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::articles;
use crate::drive::client;
use crate::process::Process;

/// How long anything is waited for that should come at once.
pub const SOON: Duration = Duration::from_secs(60);

/// A short article with one quote.
pub const ARTICLE: &str = "\"We will go,\" Lee said.";

/// A server with an admin port.
pub struct Target {
    pub process: Process,
    admin: String,
}

impl Target {
    /// Starts the binary on free ports. Its log shows what goes wrong, and no line a call.
    pub fn start(settings: &[&str]) -> Target {
        Target::start_with(&["--address", "127.0.0.1:0", "--log", "error"], settings, Stdio::inherit())
    }

    /// Starts the binary with its log written to `file`, a JSON line a call.
    pub fn start_logging(file: &Path, settings: &[&str]) -> Target {
        let log = std::fs::File::create(file).expect("a file for the log");
        Target::start_with(&["--address", "127.0.0.1:0", "--log-format", "json"], settings, log.into())
    }

    fn start_with(common: &[&str], settings: &[&str], stderr: Stdio) -> Target {
        let args = [&["serve", "--admin-address", "127.0.0.1:0"], common, settings].concat();
        let mut process = Process::start(&binary(), &args, stderr).expect("the server starts");
        let admin = process.announced("admin on ").expect("an admin port");
        Target { process, admin }
    }

    /// The value of a metric that has no labels.
    pub async fn metric(&self, name: &str) -> f64 {
        let mut stream = TcpStream::connect(&self.admin).await.expect("the admin port is open");
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("it reads");
        let mut page = String::new();
        stream.read_to_string(&mut page).await.expect("it answers");
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let value = line.and_then(|value| value.parse().ok());
        value.unwrap_or_else(|| panic!("there is no metric {name} in {page}"))
    }

    /// Looks at a metric until it is as `wanted`, and says how long that took.
    pub async fn until_metric(&self, name: &str, wanted: impl Fn(f64) -> bool) -> Duration {
        let begun = Instant::now();
        loop {
            let value = self.metric(name).await;
            if wanted(value) {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < SOON, "{name} is still {value}");
            // The metrics can only be polled.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// One more call, over a new connection, which must be answered.
    pub async fn still_answers(&self) {
        let channel = self.process.connect().await.expect("it still accepts connections");
        let mut client = client(channel);
        let asked = client.extract_quotes(request(ARTICLE));
        let answer = tokio::time::timeout(SOON, asked).await.expect("it answers soon").expect("it still answers");
        assert_eq!(answer.into_inner().quotes.len(), 1);
    }
}

/// The binary that is tested.
pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_quotewire"))
}

/// A request for the quotes of `text`.
pub fn request(text: &str) -> ExtractQuotesRequest {
    ExtractQuotesRequest { document: Some(articles::document(String::new(), text.to_owned())), options: None }
}

/// A file of these tests in the build directory.
pub fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("faults");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

/// Mebibytes, for people.
pub fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
