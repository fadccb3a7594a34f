//! How fast a text is read: each stage from tokens to phrases, and the whole pipeline, on one core.
//!
//! `cargo bench --bench reading [FILE.jsonl]`; without a file (lines with a `text`) the articles of
//! `tests/corpus` are read again and again. Each figure is the best of several rounds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use quotewire::lang::en;
use quotewire::reading::Reading;
use quotewire::tag::{Scratch, Tagger};
use quotewire::text::{document, marks, sentence, token};
use quotewire::{Options, extract, markup};

static TABLE: &[u8] = include_bytes!("../src/lang/en/tagger.bin");
const ROUNDS: usize = 5;

fn main() {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let texts = file.map_or_else(corpus, |path| articles(&path));
    let bytes: usize = texts.iter().map(String::len).sum();
    let readings: Vec<Reading> = texts.iter().map(|text| Reading::new(text, en())).collect();
    let words: usize = readings.iter().map(|reading| reading.tokens.len()).sum();
    println!("{} texts, {:.1} MB, {words} tokens", texts.len(), bytes as f64 / 1e6);

    let report = |what: &str, time: Duration| {
        let seconds = time.as_secs_f64();
        println!(
            "{what:<28} {:8.1} MB/s {:8.2} M tokens/s",
            bytes as f64 / seconds / 1e6,
            words as f64 / seconds / 1e6
        );
    };
    report(
        "paragraphs and tokens",
        best(|| {
            texts.iter().for_each(|text| {
                black_box(tokens(text));
            });
        }),
    );
    report("marks and sentences", {
        let read: Vec<_> = texts.iter().map(|text| tokens(text)).collect();
        best_of(
            || read.clone(),
            |mut read| {
                for (text, (tokens, paragraphs)) in texts.iter().zip(&mut read) {
                    let marks = marks::pair(text, tokens, paragraphs, en());
                    black_box(sentence::split(text, tokens, paragraphs, &marks.regions, en()));
                }
            },
        )
    });
    tagger(&readings);
    report(
        "phrases",
        best(|| {
            readings.iter().for_each(|reading| {
                black_box(en().tape(reading));
            });
        }),
    );
    report(
        "everything",
        best(|| {
            texts.iter().for_each(|text| {
                black_box(extract(text, &Options::default()));
            });
        }),
    );
    mentions();
}

/// The whole pipeline over ever more mentions of ever more people: what one costs must not grow with their number.
fn mentions() {
    let letters = |n: usize| -> String { n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect() };
    for people in [1_000, 4_000, 16_000] {
        let sentence =
            |n| format!("“Go,” said Ana K{0}. K{0} met Mr. Cruz. “Stay,” she told the mayor.\n\n", letters(n));
        let text: String = (0..people).map(sentence).collect();
        let time = best(|| {
            black_box(extract(&text, &Options::default()));
        });
        let (count, each) = (5 * people, time.as_secs_f64() * 1e9 / (5 * people) as f64);
        println!("{:<28} {each:8.0} ns each", format!("{count} mentions"));
    }
}

/// The tagger over whole sentences, and what that makes for each word whose class it had to decide.
fn tagger(readings: &[Reading]) {
    let tagger = Tagger::from_bytes(TABLE).expect("a table");
    let (mut scratch, mut tags) = (Scratch::default(), Vec::new());
    let sentences = readings.iter().flat_map(|reading| {
        let starts = reading.sentences.starts.iter().copied();
        let ends = starts.clone().skip(1).chain([reading.tokens.len() as u32]);
        starts.zip(ends).map(|(start, end)| (start..end).map(|token| reading.word(token)).collect::<Vec<_>>())
    });
    let sentences: Vec<Vec<&str>> = sentences.collect();
    let words: usize = sentences.iter().map(Vec::len).sum();
    let decided = sentences.iter().map(|words| tagger.unsettled(words.iter().copied(), &mut scratch)).sum();
    let time = best(|| {
        sentences.iter().for_each(|words| tagger.tag(black_box(words).iter().copied(), &mut scratch, &mut tags));
    });
    let rate = |n: usize| n as f64 / time.as_secs_f64() / 1e6;
    println!("{:<28} {:8.2} M words/s, {:.2} M/s of the {decided} decided", "tagger", rate(words), rate(decided));
}

fn tokens(text: &str) -> (Vec<token::Token>, Vec<std::ops::Range<u32>>) {
    let (mut tokens, mut paragraphs) = (Vec::new(), Vec::new());
    for span in document::paragraphs(text) {
        let start = tokens.len() as u32;
        token::tokenize(text, span, en(), &mut tokens);
        paragraphs.push(start..tokens.len() as u32);
    }
    (tokens, paragraphs)
}

fn best(mut work: impl FnMut()) -> Duration {
    best_of(|| (), |()| work())
}

fn best_of<T>(prepare: impl Fn() -> T, mut work: impl FnMut(T)) -> Duration {
    let round = |_| {
        let input = prepare();
        let begun = Instant::now();
        work(input);
        begun.elapsed()
    };
    (0..ROUNDS).map(round).min().expect("there are rounds")
}

fn articles(path: &str) -> Vec<String> {
    let file = std::fs::read_to_string(path).expect("a file of articles");
    let text = |line| {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON")["text"].as_str().expect("a text").to_owned()
    };
    file.lines().map(text).collect()
}

fn corpus() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let files = std::fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("a file").path());
    let text = |path| {
        let source = std::fs::read_to_string(path).expect("UTF-8");
        markup::parse(source.split("\n===\n").next().expect("an article")).expect("marks").0
    };
    let texts: Vec<String> = files.map(text).collect();
    texts.iter().cycle().take(20 * texts.len()).cloned().collect()
}
