//! What fuzzing has found, read again: the inputs that between them reach all of the code that fuzzing reached, and
//! those that once failed. `fuzz/README.md` says how they came to be.

use std::path::Path;

#[path = "../fuzz/looks/message.rs"]
mod message;
#[path = "../fuzz/looks/rules.rs"]
mod rules;
#[path = "../fuzz/looks/text.rs"]
mod text;

#[test]
fn any_text_is_answered_soundly() {
    replay("text", text::look);
}

#[test]
fn any_request_is_answered_or_refused() {
    replay("message", message::look);
}

#[test]
fn any_rule_file_is_compiled_or_refused() {
    replay("rules", rules::look);
}

fn replay(target: &str, look: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut count = 0;
    for folder in ["corpus", "regressions"] {
        let Ok(files) = std::fs::read_dir(fuzz.join(folder).join(target)) else { continue };
        for file in files {
            let file = file.expect("an entry").path();
            // Shown where the next line panics.
            println!("{}", file.display());
            look(&std::fs::read(&file).expect("a file"));
            count += 1;
        }
    }
    assert!(count >= 50, "only {count} inputs");
}
