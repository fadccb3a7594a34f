//! Who may know what: the lines between folders that ARCHITECTURE.md draws, read off the source.
//!
//! Comments and `#[cfg(test)]` modules may say anything.

use std::path::Path;

#[test]
fn only_the_service_knows_protobuf() {
    let protobuf = ["prost", "pbjson", "proto::", "tonic_types"];
    // server.rs puts the service on a port, and has its name and descriptor from there.
    let elsewhere = files_with(&protobuf, |file| file.starts_with("service/") || file == "server.rs");
    assert_eq!(elsewhere, [] as [String; 0]);
}

#[test]
fn only_config_reads_the_environment() {
    let elsewhere = files_with(&["env::", "env ="], |file| file == "config.rs");
    assert_eq!(elsewhere, [] as [String; 0]);
}

#[test]
fn only_the_english_folder_holds_english() {
    // Words that no stage can do without if it decides by words. What is printed for people is whole
    // sentences, and a string of one word is a word that something is compared with.
    let words = "said says told according that who the and mr he she they it i not will";
    let literals: Vec<String> = words.split(' ').map(|word| format!("\"{word}\"")).collect();
    let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
    assert_eq!(files_with(&literals, |file| file.starts_with("lang/en/")), [] as [String; 0]);
}

#[test]
fn only_what_serves_writes_logs() {
    let log = ["tracing::", "println!", "eprintln!", "dbg!", "print!"];
    let elsewhere =
        files_with(&log, |file| ["cli/", "service/", "server", "telemetry"].iter().any(|own| file.starts_with(own)));
    assert_eq!(elsewhere, [] as [String; 0]);
}

#[test]
fn the_pipeline_does_no_input_or_output() {
    let outside = ["std::fs", "std::io", "std::net", "std::process", "std::time", "tokio", "SystemTime", "Instant"];
    let serving = |file: &str| {
        ["cli/", "service/", "server", "telemetry", "config.rs", "main.rs"].iter().any(|own| file.starts_with(own))
    };
    assert_eq!(files_with(&outside, serving), [] as [String; 0]);
}

/// Lines of files of `src`, those that `may` aside, that hold one of `words`.
fn files_with(words: &[&str], may: impl Fn(&str) -> bool) -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    assert!(files.len() > 30, "{} files", files.len());
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let file = path.strip_prefix(&src).expect("a file of src").to_string_lossy().replace('\\', "/");
        if may(&file) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        let code = text.split("#[cfg(test)]\nmod ").next().expect("a part");
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().expect("a part");
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{file}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
