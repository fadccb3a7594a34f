//! Phrases: the table `cases/phrases.txt`, plain and behind a paragraph of multi-byte characters.
//!
//! A case is a sentence and, on the next line, its chunks: `[CLASS words]`, edges left out. A group with a
//! reporting verb is a CUE, by its form; a `!` behind the class marks a negated one.

use quotewire::lang::en;
use quotewire::reading::Reading;

const BEFORE: &str = "Größe, 東京 und 😀.\n\n";

#[test]
fn every_case_of_the_table() {
    let mut lines = include_str!("cases/phrases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut cases, mut failures) = (0, Vec::new());
    while let (Some(sentence), Some(want)) = (lines.next(), lines.next()) {
        cases += 1;
        for before in ["", BEFORE] {
            let got = show(&format!("{before}{sentence}"), before.len() as u32);
            if got != want {
                failures.push(format!("{sentence}\n  want {want}\n  got  {got}"));
                break;
            }
        }
    }
    assert!(cases >= 30, "only {cases} cases were read");
    assert!(failures.is_empty(), "{} of {cases} cases:\n{}", failures.len(), failures.join("\n"));
}

/// The chunks from byte `from` on.
fn show(text: &str, from: u32) -> String {
    let reading = Reading::new(text, en());
    let tape = en().tape(&reading);
    let filled = tape.chunks.iter().filter(|chunk| !chunk.tokens.is_empty());
    let chunk = filled.filter_map(|chunk| {
        let span = reading.span(chunk.tokens.clone());
        let (class, negated) = ((en().class_name)(chunk.class), if chunk.negated { "!" } else { "" });
        (span.start >= from).then(|| format!("[{class}{negated} {}]", span.of(text)))
    });
    chunk.collect::<Vec<_>>().join(" ")
}
