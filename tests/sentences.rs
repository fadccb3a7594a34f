//! Sentences: the table `cases/sentences.txt`, plain and with other text around it.

#[path = "support/reading.rs"]
mod support;

use support::{broken, read, show_sentences};

/// Paragraphs of several bytes a character to stand before and behind a case.
const AROUND: (&str, &str) = ("Größe, 東京 und 😀 – früh\n\n", "\n\nÉté: 15 °C");

#[test]
fn every_case_of_the_table() {
    let mut failures = Vec::new();
    let mut cases = 0;
    let mut group = "";
    for line in include_str!("cases/sentences.txt").lines() {
        if let Some(name) = line.strip_prefix("== ") {
            group = name;
        } else if !line.is_empty() && !line.starts_with('#') {
            cases += 1;
            let want = line.replace('¶', "\n\n");
            let text = want.replace(['‖', '|'], "");
            for (before, behind) in [("", ""), AROUND] {
                let whole = format!("{before}{text}{behind}");
                let reading = read(&whole);
                let found = show_sentences(&whole, &reading);
                let faults = broken(&whole, &reading);
                if found != format!("{before}{want}{behind}") || !faults.is_empty() {
                    let found = found.replace("\n\n", "¶");
                    failures.push(format!("{group}\n  want {line}\n  got  {found} {faults:?}"));
                    break;
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(cases >= 80, "only {cases} cases");
}
