//! The corpus: news articles of our own, with the quotes that a reader finds in them.
//!
//! A file of `tests/corpus` is an article in the markup of `quotewire::markup`, a line `===`, and a line a
//! quote: `1: Ana Cruz`, the fullest name that the article has for the speaker, without title, or `2: -`
//! where it never names whom it quotes. Quotes are numbered by first position; one that is marked inside
//! another's content is quoted there. Behind them may stand what is no quote, a line each, with its reason:
//! `TITLE: “Harbour Lights”`. Where there is one such line, there is one for every stretch to be rejected.

#![allow(dead_code, reason = "a test and an example each use their own part")]

use std::collections::BTreeMap;
use std::path::Path;

use quotewire::markup::{self, Marked};
use quotewire::{RejectReason, Span};

/// An article with the quotes that are expected of it.
pub struct Article {
    /// The file's name without extension.
    pub id: String,
    /// The text without marks.
    pub text: String,
    /// What is to be found, by first position.
    pub quotes: Vec<Expected>,
    /// What is no quote, and why, in order of position; empty where the article does not say.
    pub rejected: Vec<(RejectReason, String)>,
}

/// A quote to be found.
pub struct Expected {
    /// Its spans.
    pub marked: Marked,
    /// The speaker's fullest name in the article; empty where it has none.
    pub name: String,
    /// Whether it stands inside another one's content.
    pub nested: bool,
}

const REASONS: [RejectReason; 5] =
    [RejectReason::ScareQuote, RejectReason::Title, RejectReason::Nickname, RejectReason::Term, RejectReason::NoSpeech];

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
    let (body, lines) = source.split_once("\n===\n").unwrap_or_else(|| panic!("{id}: there is no line ==="));
    let (text, marked) = markup::parse(body).unwrap_or_else(|mistake| panic!("{id}: {mistake}"));
    let (mut names, mut rejected): (BTreeMap<u32, &str>, Vec<_>) = Default::default();
    for line in lines.lines() {
        let (what, words) = line.split_once(": ").unwrap_or_else(|| panic!("{id}: `{line}` says nothing of anything"));
        match REASONS.iter().find(|reason| reason.name() == what) {
            Some(reason) => rejected.push((*reason, words.to_owned())),
            None => {
                let number = what.parse().unwrap_or_else(|_| panic!("{id}: `{what}` is no number and no reason"));
                names.insert(number, words);
            }
        }
    }
    assert!(names.keys().eq(marked.keys()), "{id}: every quote has one name line, and every name line a quote");
    let contents: Vec<Span> = marked.values().flat_map(|marked| marked.content.iter().copied()).collect();
    let inside =
        |span: Span| contents.iter().any(|other| *other != span && other.start <= span.start && span.end <= other.end);
    let quotes = marked
        .into_iter()
        .map(|(number, marked)| Expected {
            name: names[&number].trim_start_matches('-').to_owned(),
            nested: inside(marked.content[0]),
            marked,
        })
        .collect();
    Article { id, text, quotes, rejected }
}
