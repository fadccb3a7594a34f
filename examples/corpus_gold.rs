//! Writes the articles of `tests/corpus` as JSON Lines that other scorers and tools can read:
//! `cargo run --example corpus_gold > corpus.jsonl`
//!
//! A line is `{"id", "text", "quotes": [{"content", "speaker", "cue", "name"}]}`. Content, speaker and cue
//! are lists of `[start, end)` in code points; `name` is the speaker's fullest name in the article, empty
//! where it has none. `quotewire batch corpus.jsonl --offsets utf32` reads it too, which leaves `quotes`
//! unread. Quotes inside quotes are left out. `tests/corpus.rs` prints the same figures as the scorer that this format is from: they were
//! compared over all kinds and agree to a tenth of a point, F1 with and without speakers and names.

#[path = "../tests/support/corpus.rs"]
mod corpus;

use std::io::Write;

use quotewire::{OffsetEncoding, OffsetMap, Span};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for article in corpus::read() {
        let map = OffsetMap::new(&article.text, OffsetEncoding::Utf32);
        let list = |spans: &[Span]| -> Vec<[u32; 2]> {
            spans.iter().map(|span| map.span(*span)).map(|span| [span.start, span.end]).collect()
        };
        let quote = |quote: &corpus::Expected| {
            let marked = &quote.marked;
            serde_json::json!({
                "content": list(&marked.content),
                "speaker": list(&marked.speaker),
                "cue": list(&marked.cue),
                "name": quote.name,
            })
        };
        let quotes: Vec<_> = article.quotes.iter().filter(|quote| !quote.nested).map(quote).collect();
        writeln!(out, "{}", serde_json::json!({ "id": article.id, "text": article.text, "quotes": quotes }))?;
    }
    Ok(())
}
