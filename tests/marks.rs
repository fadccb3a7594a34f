//! Quote marks: the table `cases/marks.txt`, plain and with other text around it.

#[path = "support/reading.rs"]
mod support;

use quotewire::text::token::TokenKind;
use support::{broken, read, show_marks};

/// Paragraphs of several bytes a character to stand before and behind a case.
const AROUND: (&str, &str) = ("Größe, 東京 und 😀 – früh.\n\n", "\n\nÉté: 15 °C.");

#[test]
fn every_case_of_the_table() {
    let mut failures = Vec::new();
    let mut cases = 0;
    let mut group = "";
    for line in include_str!("cases/marks.txt").lines() {
        if let Some(name) = line.strip_prefix("== ") {
            group = name;
        } else if !line.is_empty() && !line.starts_with('#') {
            cases += 1;
            let want = line.replace('¶', "\n\n");
            let text = plain(&want);
            for (before, behind) in [("", ""), AROUND] {
                let whole = format!("{before}{text}{behind}");
                let reading = read(&whole);
                let found = show_marks(&whole, &reading);
                let faults = broken(&whole, &reading);
                if found != format!("{before}{want}{behind}") || !faults.is_empty() {
                    let found = found.replace("\n\n", "¶");
                    failures.push(format!("{group}\n  want {line}\n  got  {found} {faults:?}"));
                    break;
                }
                // What is neither the end of a region nor warned about was an apostrophe, and is no mark now.
                let marks = reading.tokens.iter().filter(|t| t.kind == TokenKind::Mark).map(|t| t.span.start);
                let is_known = |at: &u32| {
                    let ends =
                        |r: &quotewire::text::marks::Region| r.span.start == *at || r.closed && r.inner.end == *at;
                    reading.regions.iter().any(ends) || reading.warnings.iter().any(|w| w.span.start == *at)
                };
                if let Some(at) = marks.clone().find(|at| !is_known(at)) {
                    failures.push(format!("{group}\n  {line}\n  a mark is left over: {}", &whole[at as usize..]));
                    break;
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(cases >= 150, "only {cases} cases");
}

/// The case without its annotation.
fn plain(case: &str) -> String {
    let mut text = case.to_string();
    for note in ["⟦", "⟧", "⟪", "⟫", "⟩", "{unclosed}", "{unopened}", "{mixed}"] {
        text = text.replace(note, "");
    }
    text
}
