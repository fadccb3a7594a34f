//! What it costs to put an answer, beside finding it: an article of 5 KB with 20 quotes as messages and JSON.
//!
//! `cargo bench --bench answer`

use std::hint::black_box;
use std::time::Instant;

use quotewire::service::json::{Layout, response};
use quotewire::service::request::Settings;
use quotewire::{
    Cue, CueClass, Evidence, Extraction, Kind, Mention, MentionKind, OffsetEncoding, Quote, Span, Speaker, Step,
};

const PARAGRAPH: &str = "“The wall will not hold another winter, and we have said so for years,” Ana Cruz, the harbour \
                         master of Port Ellery, told reporters on Tuesday. “Nobody listened.” The board met again.\n\n";
const QUOTES: usize = 20;
const ROUNDS: u32 = 5_000;

fn main() {
    let text = PARAGRAPH.repeat(QUOTES);
    let extraction = extraction();
    for offset_encoding in [OffsetEncoding::Utf8, OffsetEncoding::Utf16] {
        let settings = Settings { offset_encoding, ..Settings::default() };
        let begun = Instant::now();
        let mut bytes = 0;
        for _ in 0..ROUNDS {
            bytes += black_box(response("article-1", &text, &extraction, &settings, Layout::Line)).len();
        }
        let each = begun.elapsed() / ROUNDS;
        let size = bytes / ROUNDS as usize;
        println!(
            "{offset_encoding:?}: {each:?} for {} bytes of text, {QUOTES} quotes, {size} bytes of JSON",
            text.len()
        );
    }
}

fn extraction() -> Extraction {
    let find = |i: usize, words: &str| {
        let start = i * PARAGRAPH.len() + PARAGRAPH.find(words).expect("the words are there");
        Span::new(start, start + words.len())
    };
    let quote = |i: usize| {
        let first = find(i, "“The wall will not hold another winter, and we have said so for years,”");
        let name = find(i, "Ana Cruz, the harbour master of Port Ellery");
        let cue = find(i, "told");
        Quote {
            kind: Kind::Direct,
            content: vec![first, find(i, "“Nobody listened.”")],
            speaker: Mention { spans: vec![name], kind: MentionKind::Name, speaker: Some(0) },
            cue: Some(Cue {
                spans: vec![cue],
                lemma: "tell".into(),
                class: CueClass::Statement,
                negated: false,
                modality: None,
            }),
            addressee: Some(find(i, "reporters")),
            confidence: 0.93,
            evidence: vec![
                Evidence { step: Step::Rule, id: "direct.quote-speaker-verb", spans: vec![first, name, cue] },
                Evidence { step: Step::Sieve, id: "full-name", spans: vec![name] },
            ],
            paragraph: i as u32,
            sentence: 2 * i as u32,
            parent: None,
        }
    };
    let speaker = Speaker {
        name: "Ana Cruz".into(),
        role: "harbour master of Port Ellery".into(),
        mentions: (0..QUOTES).map(|i| find(i, "Ana Cruz")).collect(),
        ..Speaker::default()
    };
    Extraction { quotes: (0..QUOTES).map(quote).collect(), speakers: vec![speaker], ..Extraction::default() }
}
