//! What holds for any text: spans on character boundaries, regions that nest, sentences that cover all tokens and
//! cut no quotation, and the same answer twice.

#[path = "support/reading.rs"]
mod support;

use proptest::prelude::*;
use support::{broken, read};

/// Pieces of text with far more marks, stops and odd neighbours than any newsroom has.
fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 60] = [
        "\"", "\"", "“", "”", "“", "”", "‘", "’", "'", "'", "''", "``", "`", "«", "»", "‹", "›", "„", "‚", "「", "」",
        "『", "』", "&quot;", "&ldquo;", "&rsquo;", "&#39;", "＂", "″", "′", " ", " ", " ", " ", " ", "\n\n", "\n",
        ".", ".", "?", "!", ",", "…", "...", "—", "(", ")", ":", "We", "go", "said", "Lee", "voters", "em", "90s", "6",
        "Mr.", "U.S.", "東京", "\u{200b}",
    ];
    prop::collection::vec(
        prop_oneof![9 => prop::sample::select(&PIECES[..]).prop_map(String::from), 1 => ".{0,3}"],
        0..60,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn every_promise_holds_for_any_text(text in text()) {
        let reading = read(&text);
        prop_assert_eq!(broken(&text, &reading), Vec::<String>::new());
        let again = read(&text);
        prop_assert_eq!(&reading.regions, &again.regions);
        prop_assert_eq!(&reading.warnings, &again.warnings);
        prop_assert_eq!(&reading.sentences, &again.sentences);
    }

    #[test]
    fn a_paragraph_before_changes_nothing(text in text()) {
        let before = "Größe, 東京.\n\n";
        let shift = before.len() as u32;
        let shifted = format!("{before}{text}");
        let (alone, behind) = (read(&text), read(&shifted));
        // Only where the text's own lines are read alike: a first paragraph can make wrapped lines of it.
        prop_assume!(alone.paragraphs.len() + 1 == behind.paragraphs.len());
        let alone: Vec<_> = alone.regions.iter().map(|r| (r.span.start + shift, r.span.end + shift)).collect();
        let behind: Vec<_> = behind.regions.iter().map(|r| (r.span.start, r.span.end)).collect();
        prop_assert_eq!(alone, behind);
    }
}
