//! Trains the tagger and measures it.
//!
//! `cargo run --release --example train_tagger -- --train F --dev F --out src/lang/en/tagger.bin` writes the same
//! bytes on every run. With `--eval F --table src/lang/en/tagger.bin` it measures a table instead and lists what
//! is confused; with `--show F` it prints the words of F (one a line) with their tags.
//!
//! Training is averaged over many shuffles.

mod corpus;
mod export;
mod model;

use std::collections::BTreeMap;
use std::error::Error;

use corpus::{Random, Sentence};
use model::{ByHash, Model, Options, Weights};
use quotewire::tag::sentence::read_sentence;
use quotewire::tag::tagger::{LABELS, ROWS};
use quotewire::tag::{Scratch, Tagger};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Shares of right words in percent, UPOS and XPOS.
fn accuracy(mut tag: impl FnMut(&[String]) -> Vec<u8>, data: &[Sentence]) -> (f64, f64) {
    let (mut upos, mut xpos, mut words) = (0, 0, 0);
    for sentence in data {
        for (&label, gold) in tag(&sentence.words).iter().zip(&sentence.gold) {
            let found = LABELS[usize::from(label)];
            words += 1;
            xpos += usize::from(found.0 == gold.0);
            upos += usize::from(found.1 == gold.1);
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / words as f64;
    (percent(upos), percent(xpos))
}

/// Tags with a finished table.
fn by_table(tagger: &Tagger) -> impl FnMut(&[String]) -> Vec<u8> + '_ {
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    move |words| {
        tagger.tag(words.iter().map(String::as_str), &mut scratch, &mut out);
        out.iter().map(|tag| tag.index()).collect()
    }
}

/// The value after `--name`, or the default.
fn option<T: std::str::FromStr>(name: &str, default: T) -> T {
    let mut args = std::env::args().skip_while(|a| a != name);
    args.nth(1).and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn main() -> Outcome<()> {
    let table: String = option("--table", "src/lang/en/tagger.bin".to_string());
    match (option("--eval", String::new()), option("--show", String::new())) {
        (file, _) if !file.is_empty() => evaluate(&table, &file),
        (_, file) if !file.is_empty() => show(&table, &file),
        _ => train(),
    }
}

fn train() -> Outcome<()> {
    let train = corpus::read(&option("--train", "../shared/ud/train.tsv".to_string()))?;
    let dev = corpus::read(&option("--dev", "../shared/ud/dev.tsv".to_string()))?;
    let options = Options {
        least: option("--least", 2),
        epochs: option("--epochs", 10),
        margin: option("--margin", 6.0),
        most: option("--most", 10.0),
        drop: option("--drop", 60),
        recase: option("--recase", 30),
        listed: option("--listed", 3),
        closed: option("--closed", 30),
        settle: option("--settle", 0.99),
        settle_count: option("--settle-count", 20),
    };
    let mut model = Model::new(&train, &options);
    let mut forms = ByHash::default();
    let mut words = vec![];
    for s in &train {
        read_sentence(s.words.iter().map(String::as_str), |_| Some(Default::default()), &mut words);
        words.iter().for_each(|w| *forms.entry(w.form).or_insert(*w) = *w);
    }
    println!("{} words listed", model.lexicon.len());
    // Several shuffles are averaged: as each model is a sum of weights, the average votes as all would.
    let shuffles = option("--shuffles", 24);
    let mut weights: Weights = vec![[0.0; 64]; ROWS];
    for shuffle in 0..shuffles {
        let mut random = Random::new(201 + shuffle);
        model.restart();
        let mut wrong = 0.0;
        for _ in 0..options.epochs {
            wrong = model.epoch(&train, &options, &mut random);
        }
        model.average(1.0 / shuffles as f32, &mut weights);
        println!("shuffle {shuffle}: train error {:.2}%", wrong * 100.0);
    }
    let rows = export::word_rows(&model, &weights, &forms);
    let table = export::table(&model, &weights, &rows, options.most);
    let tagger = Tagger::from_bytes(table.bytes.clone().leak())?;
    let (upos, xpos) = accuracy(by_table(&tagger), &dev);
    println!("{}\n  dev UPOS {upos:.2} XPOS {xpos:.2}", table.report);
    std::fs::write(option("--out", "src/lang/en/tagger.bin".to_string()), table.bytes)?;
    Ok(())
}

fn evaluate(table: &str, file: &str) -> Outcome<()> {
    let tagger = Tagger::from_bytes(std::fs::read(table)?.leak())?;
    let data = corpus::read(file)?;
    let (upos, xpos) = accuracy(by_table(&tagger), &data);
    println!("UPOS {upos:.3}% XPOS {xpos:.3}%");
    let mut confused = BTreeMap::<String, usize>::new();
    let mut tag = by_table(&tagger);
    for sentence in &data {
        for (label, (xpos, upos)) in tag(&sentence.words).iter().zip(&sentence.gold) {
            let (x, u) = LABELS[usize::from(*label)];
            if (x, u) != (xpos.as_str(), upos.as_str()) {
                *confused.entry(format!("{xpos}/{upos} as {x}/{u}")).or_default() += 1;
            }
        }
    }
    let mut confused: Vec<_> = confused.into_iter().collect();
    confused.sort_by_key(|c| std::cmp::Reverse(c.1));
    confused.iter().take(40).for_each(|(what, count)| println!("{count:6} {what}"));
    Ok(())
}

fn show(table: &str, file: &str) -> Outcome<()> {
    let tagger = Tagger::from_bytes(std::fs::read(table)?.leak())?;
    let text = std::fs::read_to_string(file)?;
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    for sentence in text.split("\n\n") {
        let words: Vec<&str> =
            sentence.lines().filter_map(|l| l.split('\t').next()).filter(|w| !w.is_empty()).collect();
        tagger.tag(words.iter().copied(), &mut scratch, &mut out);
        let tagged: Vec<String> = words.iter().zip(&out).map(|(w, t)| format!("{w}/{}", t.xpos())).collect();
        println!("{}", tagged.join(" "));
    }
    Ok(())
}
