//! Accuracy on articles of our own, against floors that are only ever raised (`tests/floors.toml`).
//!
//! `QUOTEWIRE_SHOW=1 cargo test --test corpus -- --nocapture` prints every error.

#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/score.rs"]
mod score;

use std::fmt::Write;

use quotewire::markup::Marked;
use quotewire::{Extraction, Kind, Options, Relation, Span, extract};
use score::{Judged, Score};

#[test]
fn accuracy_stays_above_its_floors() {
    let mut score = Score::default();
    for article in corpus::read() {
        let expected: Vec<Judged> = article.quotes.iter().filter(|quote| !quote.nested).map(expected).collect();
        let found = found(&extract(&article.text, &Options::default()));
        score.add(&article.id, &article.text, &expected, &found);
    }
    let floors = floors();
    let mut figures = String::new();
    let mut missed = Vec::new();
    for kind in ["direct", "mixed", "indirect", "all"] {
        let (counts, floor) = (score.of(kind), floors[kind]);
        let (quotes, attributed) = (counts.span_f1(), counts.attributed_f1());
        let (expected, found) = (counts.expected, counts.found);
        let _ = writeln!(
            figures,
            "{kind:9} expected {expected:3}  found {found:3}  F1 {quotes:5.1}  attributed {attributed:5.1}  floor {floor:5.1}"
        );
        if attributed < floor {
            missed.push(kind);
        }
    }
    let (names, floor) = (score.of("all").names(), floors["names"]);
    let _ = writeln!(figures, "names     right in {names:.1} of 100 quotes that were found, floor {floor:.1}");
    if names < floor {
        missed.push("names");
    }
    let errors = score.errors.join("\n");
    if std::env::var_os("QUOTEWIRE_SHOW").is_some() {
        println!("{errors}\n");
    }
    println!("{figures}");
    assert!(missed.is_empty(), "below the floor: {missed:?}\n{figures}\n{errors}");
}

#[test]
fn every_article_is_well_marked() {
    let articles = corpus::read();
    assert!(articles.len() >= 25, "{} articles", articles.len());
    for corpus::Article { id, text, quotes, .. } in &articles {
        for quote in quotes {
            let marked = &quote.marked;
            assert!(!marked.content.is_empty(), "{id}: a quote without content");
            check_pieces(id, text, &marked.content);
            for span in [&marked.speaker, &marked.cue, &marked.addressee].into_iter().flatten() {
                check_span(id, text, *span);
                assert_eq!(span.trim(text), *span, "{id}: white space at the edge of a mark");
            }
            let named = quote.name.split_whitespace().all(|word| text.contains(word));
            assert!(named, "{id}: {} is not in the article", quote.name);
        }
    }
}

#[test]
fn every_article_gives_sound_spans_and_kinds() {
    for corpus::Article { id, text, .. } in corpus::read() {
        let found = extract(&text, &Options::default());
        for quote in &found.quotes {
            check_pieces(&id, &text, &quote.content);
            let cue = quote.cue.iter().flat_map(|cue| &cue.spans);
            for span in quote.speaker.spans.iter().chain(cue).chain(&quote.addressee) {
                check_span(&id, &text, *span);
            }
            // A quote whose pieces all open with a mark has quoted words, and one without any mark has none.
            let pieces = || quote.content.iter().map(|piece| piece.of(&text));
            if pieces().all(|piece| piece.starts_with('“') || piece.starts_with('"')) {
                assert_ne!(quote.kind, Kind::Indirect, "{id}: {:?}", pieces().collect::<Vec<_>>());
            }
            if !pieces().any(|piece| piece.contains(['“', '”', '"', '‘', '’', '\'', '«', '„']))
                && !is_turn(&text, quote)
            {
                assert_eq!(quote.kind, Kind::Indirect, "{id}: {:?}", pieces().collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn quotes_inside_quotes_are_found_as_marked() {
    let mut count = 0;
    for corpus::Article { id, text, quotes, .. } in corpus::read() {
        let found = extract(&text, &Options::default());
        let nested = |quote: &&quotewire::Quote| quote.parent.is_some_and(|p| p.relation == Relation::Nested);
        let found: Vec<String> = found.quotes.iter().filter(nested).map(|quote| shown(&found, &text, quote)).collect();
        let expected = quotes.iter().filter(|quote| quote.nested).inspect(|_| count += 1);
        let expected: Vec<String> =
            expected.map(|quote| format!("{} ({})", quote.marked.show(&text), quote.name)).collect();
        assert_eq!(found, expected, "{id}");
    }
    assert!(count >= 15, "{count} quotes inside quotes");
}

/// A quote as its marks and its speaker's name would say it.
fn shown(found: &Extraction, text: &str, quote: &quotewire::Quote) -> String {
    let name = quote.speaker.speaker.map_or("", |index| &found.speakers[index as usize].name);
    format!("{} ({name})", Marked::of(quote, false).show(text))
}

#[test]
fn what_is_no_quote_is_rejected_with_its_reason() {
    let mut reasons = std::collections::BTreeMap::new();
    for corpus::Article { id, text, rejected, .. } in corpus::read() {
        if rejected.is_empty() {
            continue;
        }
        let options = Options { include_rejected: true, ..Options::default() };
        let found = extract(&text, &options).rejected;
        let found: Vec<(&str, &str)> = found.iter().map(|it| (it.reason.name(), it.span.of(&text))).collect();
        let expected: Vec<(&str, &str)> = rejected.iter().map(|(reason, words)| (reason.name(), &**words)).collect();
        assert_eq!(found, expected, "{id}");
        rejected.iter().for_each(|(reason, _)| *reasons.entry(reason.name()).or_insert(0) += 1);
    }
    assert!(reasons.len() == 5 && reasons.values().sum::<usize>() >= 45, "{reasons:?}");
}

/// Whether a quote is a turn of a transcript: `LEE: We will go.`
fn is_turn(text: &str, quote: &quotewire::Quote) -> bool {
    quote.cue.iter().flat_map(|cue| &cue.spans).any(|span| span.of(text) == ":")
}

fn expected(quote: &corpus::Expected) -> Judged {
    let marked = &quote.marked;
    Judged { content: marked.content.clone(), speaker: marked.speaker.clone(), name: quote.name.clone() }
}

/// The quotes of an extraction; those inside other quotes are not marked in the corpus.
fn found(extraction: &Extraction) -> Vec<Judged> {
    let outer = |quote: &&quotewire::Quote| quote.parent.is_none_or(|parent| parent.relation != Relation::Nested);
    let name = |index: u32| extraction.speakers[index as usize].name.clone();
    extraction
        .quotes
        .iter()
        .filter(outer)
        .map(|quote| Judged {
            content: quote.content.clone(),
            speaker: quote.speaker.spans.clone(),
            name: quote.speaker.speaker.map(name).unwrap_or_default(),
        })
        .collect()
}

fn check_span(id: &str, text: &str, span: Span) {
    let words = text.get(span.range());
    assert!(words.is_some_and(|words| !words.is_empty()), "{id}: {span:?} is no stretch of the text");
}

fn check_pieces(id: &str, text: &str, pieces: &[Span]) {
    pieces.iter().for_each(|piece| check_span(id, text, *piece));
    assert!(pieces.windows(2).all(|two| two[0].end <= two[1].start), "{id}: {pieces:?} overlap or stand in disorder");
}

fn floors() -> std::collections::BTreeMap<String, f64> {
    #[derive(serde::Deserialize)]
    struct Floors {
        corpus: std::collections::BTreeMap<String, f64>,
    }
    toml::from_str::<Floors>(include_str!("floors.toml")).expect("floors.toml is well formed").corpus
}
