//! The corpus: news articles of our own, with the quotes that a reader finds in them.
//!
//! A file of `tests/corpus` is an article in the markup of `quotewire::markup`, a line `===`, and a line a
//! quote: `1: Ana Cruz`, the fullest name that the article has for the speaker, without title, or `2: -`
//! where it never names whom it quotes. Quotes are numbered by first position.

#![allow(dead_code, reason = "a test and an example each use their own part")]

use std::collections::BTreeMap;
use std::path::Path;

use quotewire::markup::{self, Marked};

/// An article with the quotes that are expected of it.
pub struct Article {
    /// The file's name without extension.
    pub id: String,
    /// The text without marks.
    pub text: String,
    /// What is to be found, by first position.
    pub quotes: Vec<Expected>,
}

/// A quote to be found.
pub struct Expected {
    /// Its spans.
    pub marked: Marked,
    /// The speaker's fullest name in the article; empty where it has none.
    pub name: String,
}

/// Every article of the corpus, by file name.
pub fn read() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files.iter().map(|path| article(path)).collect()
}

fn article(path: &Path) -> Article {
    let id = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let source = std::fs::read_to_string(path).expect("UTF-8");
    let (body, names) = source.split_once("\n===\n").unwrap_or_else(|| panic!("{id}: there is no line ==="));
    let (text, marked) = markup::parse(body).unwrap_or_else(|mistake| panic!("{id}: {mistake}"));
    let names: BTreeMap<u32, &str> = names
        .lines()
        .map(|line| {
            let (number, name) = line.split_once(": ").unwrap_or_else(|| panic!("{id}: `{line}` names no speaker"));
            (number.parse().unwrap_or_else(|_| panic!("{id}: `{number}` is no number")), name)
        })
        .collect();
    assert!(names.keys().eq(marked.keys()), "{id}: every quote has one name line, and every name line a quote");
    let quotes = marked
        .into_iter()
        .map(|(number, marked)| Expected { marked, name: names[&number].trim_start_matches('-').to_owned() })
        .collect();
    Article { id, text, quotes }
}
