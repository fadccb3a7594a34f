//! How fast a text is read: each stage and the whole pipeline, short texts and long ones, the worst ones, on one core.
//!
//! `cargo bench --bench reading [FILE.jsonl] [--report]`; without a file (lines with a `text`) the articles of
//! `tests/corpus` are read again and again. Each figure is the best of several rounds. `--report` puts what is printed
//! into `docs/performance.md`.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use quotewire::lang::en;
use quotewire::lang::en::tagger::TABLE;
use quotewire::reading::Reading;
use quotewire::tag::{Print, Scratch, Tagger};
use quotewire::text::{document, marks, sentence, token};
use quotewire::{Options, extract, markup};

#[path = "../examples/load/page.rs"]
mod page;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;
const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Pieces that make the worst texts when they are repeated; `tests/worst.rs` holds more of them.
const WORST: [&str; 9] = [
    "\"",
    "“‘",
    "word ",
    "said ",
    "Lee said ",
    "Lee said that ",
    "“Go,” Lee said. ",
    "Lee: “Go.”\n\n",
    "the mayor, who ",
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let file = args.iter().find(|argument| !argument.starts_with("--"));
    let texts = file.map_or_else(corpus, |path| articles(path));
    let mut out = String::new();
    let mut line = |text: String| {
        println!("{text}");
        writeln!(out, "{text}").expect("a string takes any text");
    };
    stages(&texts, file.map(String::as_str), &mut line);
    sizes(&texts, &mut line);
    worst(&mut line);
    mentions(&mut line);
    if args.iter().any(|argument| argument == "--report") {
        let command = format!("cargo bench --bench reading -- {}", args.join(" "));
        let text = format!("{}\nOne core; each figure is the best of {ROUNDS} rounds.\n\n{out}", page::machine());
        page::write("pipeline", &command, &text).expect("the page can be written");
    }
}

/// Each stage by itself, then all of them.
fn stages(texts: &[String], file: Option<&str>, line: &mut impl FnMut(String)) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let readings: Vec<Reading> = texts.iter().map(|text| Reading::new(text, en())).collect();
    let words: usize = readings.iter().map(|reading| reading.tokens.len()).sum();
    let from = file.map_or("`tests/corpus`, repeated".to_owned(), |file| format!("`{file}`"));
    line(format!("{} texts of {from}, {:.1} MB, {words} tokens:\n", texts.len(), bytes as f64 / 1e6));
    line("| stage | MB/s | million tokens/s | articles/s |\n|---|---|---|---|".into());
    let mut report = |what: &str, time: Duration| {
        let rate = |count: usize| count as f64 / time.as_secs_f64();
        let (megabytes, tokens, articles) = (rate(bytes) / 1e6, rate(words) / 1e6, rate(texts.len()));
        line(format!("| {what} | {megabytes:.1} | {tokens:.2} | {articles:.0} |"));
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
    let (time, decided) = tagger(&readings);
    report("tagger", time);
    let decided = decided as f64 / words as f64;
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
    line(format!("\nThe tagger decides {:.0}% of the tokens; its dictionary settles the others.", 100.0 * decided));
}

/// The whole pipeline over ever longer texts, made of the same articles.
fn sizes(texts: &[String], line: &mut impl FnMut(String)) {
    line("\nArticles put one behind the other as one text:\n\n| length | MB/s |\n|---|---|".into());
    for length in [KIB, 8 * KIB, 64 * KIB, MIB, 8 * MIB] {
        let mut text = String::with_capacity(length + 64 * KIB);
        for article in texts.iter().cycle() {
            text += article;
            text += "\n\n";
            if text.len() >= length {
                break;
            }
        }
        text.truncate((0..=length).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
        line(format!("| {} KiB | {:.1} |", length / KIB, rate(&text)));
    }
}

/// The whole pipeline over texts that nobody writes.
fn worst(line: &mut impl FnMut(String)) {
    line(
        "\nA piece repeated; the last column is the cost of a byte in the long text over that in the short one:\n"
            .into(),
    );
    line("| piece | 64 KiB, MB/s | 8 MiB, MB/s | ratio |\n|---|---|---|---|".into());
    for piece in WORST {
        let [short, long] = [64 * KIB, 8 * MIB].map(|length| rate(&piece.repeat(length / piece.len())));
        line(format!("| `{}` | {short:.1} | {long:.1} | {:.2} |", piece.escape_debug(), short / long));
    }
}

/// Megabytes a second of the whole pipeline over one text, a short one often enough to be timed.
fn rate(text: &str) -> f64 {
    let times = (MIB / text.len()).max(1);
    let time = best(|| {
        (0..times).for_each(|_| {
            black_box(extract(text, &Options::default()));
        });
    });
    (times * text.len()) as f64 / time.as_secs_f64() / 1e6
}

/// The whole pipeline over ever more mentions of ever more people: what one costs must not grow with their number.
fn mentions(line: &mut impl FnMut(String)) {
    let letters = |n: usize| -> String { n.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect() };
    line("\nMentions of ever more people in one text:\n\n| mentions | ns each |\n|---|---|".into());
    for people in [1_000, 4_000, 16_000] {
        let sentence =
            |n| format!("“Go,” said Ana K{0}. K{0} met Mr. Cruz. “Stay,” she told the mayor.\n\n", letters(n));
        let text: String = (0..people).map(sentence).collect();
        let time = best(|| {
            black_box(extract(&text, &Options::default()));
        });
        let (count, each) = (5 * people, time.as_secs_f64() * 1e9 / (5 * people) as f64);
        line(format!("| {count} | {each:.0} |"));
    }
}

/// The tagger over whole sentences: its time, and how many words it had to decide.
fn tagger(readings: &[Reading]) -> (Duration, usize) {
    let tagger = Tagger::from_bytes(TABLE).expect("a table");
    let (mut scratch, mut tags) = (Scratch::default(), Vec::new());
    let sentences = readings.iter().flat_map(|reading| {
        let starts = reading.sentences.starts.iter().copied();
        let ends = starts.clone().skip(1).chain([reading.tokens.len() as u32]);
        starts.zip(ends).map(|(start, end)| {
            let tokens = &reading.tokens[start as usize..end as usize];
            tokens.iter().map(|token| Print::of(reading.text, token.span)).collect::<Vec<_>>()
        })
    });
    let sentences: Vec<Vec<Print>> = sentences.collect();
    let decided = sentences.iter().map(|words| tagger.unsettled(words.iter().copied(), &mut scratch)).sum();
    let time = best(|| {
        sentences.iter().for_each(|words| tagger.tag(black_box(words).iter().copied(), &mut scratch, &mut tags));
    });
    (time, decided)
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
