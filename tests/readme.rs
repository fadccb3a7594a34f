//! The README's article and what it says `quotewire extract` prints for it.
//!
//! After a change that means it, `QUOTEWIRE_UPDATE=1 cargo test --test readme` writes the new output into the README.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const ARTICLE: &str = "```text article\n";
const OUTPUT: &str = "```text output\n";
const END: &str = "\n```";

#[test]
fn the_readme_shows_what_extract_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("a README");
    let printed = extract(block(&readme, ARTICLE));
    let shown = block(&readme, OUTPUT);
    if std::env::var_os("QUOTEWIRE_UPDATE").is_some() {
        let updated = readme.replacen(&format!("{OUTPUT}{shown}"), &format!("{OUTPUT}{printed}"), 1);
        std::fs::write(&path, updated).expect("the README");
    } else {
        assert_eq!(shown, printed, "QUOTEWIRE_UPDATE=1 writes what is printed into the README");
    }
}

fn block<'r>(readme: &'r str, head: &str) -> &'r str {
    let (_, behind) = readme.split_once(head).unwrap_or_else(|| panic!("the README has no block {head}"));
    behind.split_once(END).expect("the block ends").0
}

fn extract(article: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    let mut child =
        command.arg("extract").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
    child.stdin.take().expect("stdin").write_all(article.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
}
