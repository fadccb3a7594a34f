//! What in the README is made: the output of `quotewire extract` for its article, and the table of settings.
//!
//! After a change that means it, `QUOTEWIRE_UPDATE=1 cargo test --test readme` writes both anew into the README.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use quotewire::config::ServeConfig;

const ARTICLE: &str = "```text article\n";
const OUTPUT: &str = "```text output\n";
const END: &str = "\n```";

const TABLE: &str = "<!-- settings: made from src/config.rs -->\n";
const TABLE_END: &str = "<!-- end of settings -->";

#[test]
fn the_readme_shows_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("a README");
    let printed = extract(block(&readme, ARTICLE, END));
    let mut updated = readme.clone();
    for (head, end, now) in [(OUTPUT, END, printed), (TABLE, TABLE_END, ServeConfig::table())] {
        let shown = block(&readme, head, end);
        updated = updated.replacen(&format!("{head}{shown}"), &format!("{head}{now}"), 1);
    }
    if std::env::var_os("QUOTEWIRE_UPDATE").is_some() {
        std::fs::write(&path, updated).expect("the README");
    } else {
        assert_eq!(readme, updated, "QUOTEWIRE_UPDATE=1 writes what is printed into the README");
    }
}

fn block<'r>(readme: &'r str, head: &str, end: &str) -> &'r str {
    let (_, behind) = readme.split_once(head).unwrap_or_else(|| panic!("the README has no block {head}"));
    behind.split_once(end).expect("the block ends").0
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
