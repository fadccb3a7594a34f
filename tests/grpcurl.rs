//! The service as somebody with grpcurl meets it: no client code, no `.proto` file, reflection only.
//!
//! Takes `$GRPCURL`, then what `.ci/grpcurl` installed, then `grpcurl` on the path; without any of them the
//! test says so and passes, as a toolchain and crates.io are all that `cargo test` may ask for.

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use quotewire::config::ServeConfig;
use serde_json::Value;
use support::start;

#[tokio::test(flavor = "multi_thread")]
async fn grpcurl_lists_describes_and_calls() {
    let Some(grpcurl) = find_grpcurl() else {
        eprintln!("skipped: no grpcurl in $GRPCURL, target/tools/bin or PATH; run .ci/grpcurl to install it");
        return;
    };
    let server = start(ServeConfig::default()).await;
    let call = |flags: &[&str], what: &[&str]| -> Output {
        let mut command = Command::new(&grpcurl);
        command.arg("-plaintext").args(flags).arg(&server.address).args(what).output().expect("grpcurl runs")
    };
    let stdout = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let extract = "quotewire.v1.QuoteAttributionService/ExtractQuotes";

    let services = stdout(&call(&[], &["list"]));
    assert!(services.contains("quotewire.v1.QuoteAttributionService\n"), "{services}");
    let described = stdout(&call(&[], &["describe", "quotewire.v1.Quote"]));
    assert!(described.contains("repeated .quotewire.v1.Span content = 2;"), "{described}");

    let request = r#"{"document": {"id": "a", "text": "\"We will go,\" Lee said."}}"#;
    let answer: Value = serde_json::from_str(&stdout(&call(&["-d", request], &[extract]))).expect("JSON");
    let command_line = command_line_json("\"We will go,\" Lee said.");
    assert_eq!(answer["documentId"], "a");
    assert_eq!(answer["quotes"], command_line["quotes"], "grpcurl and the command line print the same");
    assert_eq!(answer["speakers"], command_line["speakers"]);

    let refused = call(&["-d", r#"{"document": {"language_code": "fr"}}"#], &[extract]);
    let refusal = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refusal.contains("Code: InvalidArgument"), "{refusal}");
    assert!(refusal.contains(r#""field":"document.language_code""#), "details are readable: {refusal}");
}

fn command_line_json(text: &str) -> Value {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("grpcurl.txt");
    std::fs::write(&file, text).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    let output = command.args(["extract", "--format", "json"]).arg(&file).output().expect("the command runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn find_grpcurl() -> Option<PathBuf> {
    let installed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin/grpcurl");
    let candidates = std::env::var_os("GRPCURL").map(PathBuf::from).into_iter().chain([installed, "grpcurl".into()]);
    candidates.into_iter().find(|path| Command::new(path).arg("-version").output().is_ok())
}
