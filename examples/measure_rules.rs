//! Measures each rule's confidence on annotated articles and writes it into the rule files:
//! `cargo run --release --example measure_rules -- GOLD.jsonl [--write]`
//!
//! A line of the file is an article with its quotes, in the format of `corpus_gold`. A rule's confidence is the
//! share of right answers (words and speaker) among those that it gave, with one right and one wrong answer
//! added, so that a rule that was hardly seen claims little. Quotes that a sieve lowered count for the sieve.

#[path = "../tests/support/score.rs"]
mod score;

use std::collections::BTreeMap;
use std::path::Path;

use quotewire::confidence as sure;
use quotewire::{Options, Quote, Relation, Span, Step, extract};
use score::Judged;

/// Answers that a rule or sieve gave, and how many of them were right.
type Counts = BTreeMap<&'static str, (u32, u32)>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.iter().find(|argument| !argument.starts_with("--")).ok_or("name a file of articles")?;
    let mut counts = Counts::new();
    for line in std::fs::read_to_string(file)?.lines() {
        count(&serde_json::from_str(line)?, &mut counts).ok_or("an article lacks a field")?;
    }
    for (id, (all, right)) in &counts {
        println!("{id:28} {all:6} answers, {right:6} right, confidence {:.2}", confidence(*all, *right));
    }
    if arguments.iter().any(|argument| argument == "--write") {
        write(&counts)?;
    }
    Ok(())
}

fn confidence(all: u32, right: u32) -> f64 {
    f64::from(right + 1) / f64::from(all + 2)
}

/// Adds the answers to one article.
fn count(article: &serde_json::Value, counts: &mut Counts) -> Option<()> {
    let text = article["text"].as_str()?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let spans = |value: &serde_json::Value| -> Option<Vec<Span>> {
        let span = |span: &serde_json::Value| {
            let at = |i: usize| Some(bytes[span[i].as_u64()? as usize]);
            Some(Span::new(at(0)?, at(1)?))
        };
        value.as_array()?.iter().map(span).collect()
    };
    let expected = |quote: &serde_json::Value| {
        Some(Judged { content: spans(&quote["content"])?, speaker: spans(&quote["speaker"])?, name: String::new() })
    };
    let expected: Vec<Judged> = article["quotes"].as_array()?.iter().map(expected).collect::<Option<_>>()?;
    let mut quotes = extract(text, &Options::default()).quotes;
    // Nobody annotated quotes inside quotes.
    quotes.retain(|quote| quote.parent.is_none_or(|parent| parent.relation != Relation::Nested));
    let judged = |quote: &Quote| Judged {
        content: quote.content.clone(),
        speaker: quote.speaker.spans.clone(),
        name: String::new(),
    };
    let found: Vec<Judged> = quotes.iter().map(judged).collect();
    for (quote, right) in quotes.iter().zip(score::right(text, &expected, &found)) {
        let rule = quote.evidence.iter().find(|step| step.step == Step::Rule).map(|step| step.id);
        let sieves = quote.evidence.iter().filter(|step| step.step == Step::Sieve).map(|step| step.id);
        // A quote that a sieve lowered counts for the sieve alone.
        let words = quote.content.iter().flat_map(|piece| piece.of(text).split_whitespace()).count();
        let shifted = quote.cue.as_ref().map_or(1.0, |_| sure::odds(quote, words));
        let before = sure::shift(quote.confidence, 1.0 / shifted);
        let whole = rule.filter(|id| before >= stated(id) - 1e-3);
        for id in whole.into_iter().chain(sieves) {
            let entry = counts.entry(id).or_default();
            entry.0 += 1;
            entry.1 += u32::from(right);
        }
    }
    Some(())
}

/// The confidence that a rule states for itself.
fn stated(id: &str) -> f32 {
    let rules = &quotewire::lang::en().rules.rules;
    rules.iter().find(|rule| rule.id.get_ref() == id).map_or(0.0, |rule| rule.confidence)
}

/// Puts the measured confidence in place of every rule's own.
fn write(counts: &Counts) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang/en/rules");
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let mut measured = None;
        let mut out = String::new();
        for line in std::fs::read_to_string(&path)?.lines() {
            if let Some(id) = line.strip_prefix("id = ") {
                measured = counts.get(id.trim_matches('"')).map(|(all, right)| confidence(*all, *right));
            }
            match measured.filter(|_| line.starts_with("confidence = ")) {
                Some(measured) => out.push_str(&format!("confidence = {measured:.2}")),
                None => out.push_str(line),
            }
            out.push('\n');
        }
        std::fs::write(&path, out)?;
    }
    Ok(())
}
