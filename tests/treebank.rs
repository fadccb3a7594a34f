//! Measurements on data that is not in the repository: annotated news and treebank columns, in `../shared` or
//! where QUOTEWIRE_SHARED points. Where they are absent, each test says that it was skipped.

#[path = "support/sound.rs"]
mod sound;

use std::collections::HashSet;
use std::path::PathBuf;

use quotewire::Speaker;
use quotewire::lang::en;
use quotewire::lang::en::tagger::TABLE;
use quotewire::reading::Reading;
use quotewire::tag::{Scratch, Tagger};

/// A file of the shared data, or a word that there is none.
fn shared(name: &str) -> Option<String> {
    let folder = std::env::var_os("QUOTEWIRE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    text
}

/// The sentences of a file of columns: form, universal class, Penn class.
fn sentences(file: &str) -> Vec<Vec<[&str; 3]>> {
    let word = |line| -> [&str; 3] {
        let mut columns = str::split(line, '\t');
        std::array::from_fn(|_| columns.next().expect("three columns"))
    };
    file.split("\n\n")
        .map(|s| s.lines().filter(|l| !l.is_empty()).map(word).collect())
        .filter(|s: &Vec<_>| !s.is_empty())
        .collect()
}

#[test]
fn every_annotated_article_gets_a_sound_answer() {
    let mut articles = 0;
    for name in ["eval/gold.train.jsonl", "eval/gold.dev.jsonl"] {
        let Some(file) = shared(name) else { return };
        for line in file.lines() {
            let article: serde_json::Value = serde_json::from_str(line).expect("an article a line");
            sound::check(article["text"].as_str().expect("a text"));
            articles += 1;
        }
    }
    assert_eq!(articles, 924);
}

#[test]
fn the_tagger_is_as_accurate_as_it_must_be() {
    let Some(file) = shared("ud/test.tsv") else { return };
    let tagger = Tagger::from_bytes(TABLE).expect("a table");
    let (mut scratch, mut tags) = (Scratch::default(), Vec::new());
    let (mut words, mut universal, mut penn) = (0, 0, 0);
    for sentence in sentences(&file) {
        tagger.tag(sentence.iter().map(|word| word[0]), &mut scratch, &mut tags);
        for (tag, [_, upos, xpos]) in tags.iter().zip(&sentence) {
            words += 1;
            universal += u32::from(tag.upos() == *upos);
            penn += u32::from(tag.xpos() == *xpos);
        }
    }
    let share = |right| 100.0 * f64::from(right) / f64::from(words);
    println!("{words} words: UPOS {:.2}, XPOS {:.2}", share(universal), share(penn));
    assert!(share(universal) >= 95.5 && share(penn) >= 95.0, "UPOS {:.2}, XPOS {:.2}", share(universal), share(penn));
}

/// Sentences that end in terminal punctuation, joined by single spaces into paragraphs of five.
#[test]
fn sentence_boundaries_are_where_the_treebank_has_them() {
    let Some(file) = shared("ud/dev.tsv") else { return };
    let texts: Vec<String> = sentences(&file)
        .iter()
        .filter(|sentence| matches!(sentence[sentence.len() - 1][0], "." | "!" | "?"))
        .map(|sentence| join(sentence))
        .collect();
    let (mut right, mut expected, mut found) = (0, 0, 0);
    for paragraph in texts.chunks(5) {
        let text = paragraph.join(" ");
        let lengths = paragraph.iter().scan(0, |at, sentence| {
            let start = *at;
            *at += sentence.len() + 1;
            Some(start)
        });
        let want: HashSet<usize> = lengths.skip(1).collect();
        let reading = Reading::new(&text, en());
        let starts = reading.sentences.starts.iter().skip(1);
        let got: HashSet<usize> = starts.map(|token| reading.tokens[*token as usize].span.start as usize).collect();
        right += want.intersection(&got).count();
        expected += want.len();
        found += got.len();
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / expected as f64);
    let f1 = 200.0 * precision * recall / (precision + recall);
    println!("{expected} boundaries: precision {precision:.4}, recall {recall:.4}, F1 {f1:.2}");
    assert!(f1 >= 98.0, "F1 {f1:.2}");
}

/// A treebank sentence as people write it: no space before punctuation and clitics, none behind opening ones.
fn join(sentence: &[[&str; 3]]) -> String {
    let mut out = String::new();
    let (mut glue, mut open) = (true, false);
    for (i, [form, _, xpos]) in sentence.iter().enumerate() {
        let straight = matches!(*form, "\"" | "''" | "``");
        let closes = match *xpos {
            "," | "." | ":" => !matches!(*form, "-" | "--" | "–" | "—"),
            "''" | "-RRB-" | "POS" | "HYPH" => true,
            _ => {
                straight && open
                    || form.starts_with(['\'', '’']) && form.len() > 1
                    || matches!(*form, "n't" | "n’t" | "%")
            }
        };
        if !(glue || closes || i == 0) {
            out.push(' ');
        }
        out.push_str(form);
        glue = matches!(*xpos, "-LRB-" | "``" | "$" | "HYPH") || straight && !open;
        open ^= straight;
    }
    out
}

/// The direct and mixed quotes of a wire article, each with its exact content, speaker, cue and name.
#[test]
fn the_wire_article_gets_its_quotes_exactly() {
    let Some(gold) = shared("articles/yonhap_biegun.gold.json") else { return };
    let gold: serde_json::Value = serde_json::from_str(&gold).expect("JSON");
    let text = gold["text"].as_str().expect("a text");
    let found = quotewire::extract(text, &quotewire::Options::default());
    let map = quotewire::OffsetMap::new(text, quotewire::OffsetEncoding::Utf32);
    let list = |spans: &[quotewire::Span]| -> serde_json::Value {
        spans.iter().map(|span| map.span(*span)).map(|span| vec![span.start, span.end]).collect()
    };
    let answers: Vec<serde_json::Value> = found
        .quotes
        .iter()
        .map(|quote| {
            let name = quote.speaker.speaker.map(|index| found.speakers[index as usize].name.clone());
            let cue = quote.cue.as_ref().map_or(&[][..], |cue| &cue.spans);
            serde_json::json!({
                "content": list(&quote.content), "speaker": list(&quote.speaker.spans), "cue": list(cue), "name": name,
            })
        })
        .collect();
    let speaks = |kind, words: &str| {
        found.speakers.iter().any(|s| s.kind == kind && s.name.is_empty() && s.description.contains(words))
    };
    assert!(speaks(quotewire::SpeakerKind::Unnamed, "official at Seoul's foreign ministry"), "{:?}", found.speakers);
    assert!(speaks(quotewire::SpeakerKind::Group, "some observers"), "{:?}", found.speakers);
    let biegun: Vec<&Speaker> = found.speakers.iter().filter(|s| s.name == "Stephen Biegun").collect();
    assert_eq!(biegun.len(), 1, "one record a person: {:?}", found.speakers);
    // The first three are direct, the fifth and the sixth mixed.
    for i in [0, 1, 2, 4, 5] {
        let want = &gold["quotes"][i];
        assert!(answers.contains(want), "quote {i}, {want}, is not among {answers:#?}");
    }
}
