//! The whole pipeline on one page: a text in, its quotes out.
//!
//! ```text
//! text ── paragraphs, tokens, regions, sentences, tags ──► Reading
//! Reading ── noun phrases, verb groups, regions ──► Tape
//! Tape ── rules ──► drafts ── select, join ──► drafts ── sieves ──► Extraction
//! ```
//!
//! Total and pure: any text gives an answer, the same each time; nothing is read, written or logged.

use crate::lang::{self, Language};
use crate::options::Options;
use crate::quote::{Cue, CueClass, Extraction, Kind, Quote};
use crate::quotes::{Draft, candidate, cut, join, reject, select, span};
use crate::reading::{KeepGoing, Reading};
use crate::speaker;
use crate::tape::Tape;
use crate::text::Span;

/// Finds the quotes of an English text.
///
/// ```
/// use quotewire::{Kind, Options, extract};
///
/// let article = "“The bridge is safe,” said Ana Cruz, the city engineer.";
/// let found = extract(article, &Options::default());
/// let quote = &found.quotes[0];
/// assert_eq!(quote.kind, Kind::Direct);
/// assert_eq!(quote.content[0].of(article), "“The bridge is safe,”");
/// assert_eq!(quote.cue.as_ref().unwrap().lemma, "say");
/// assert_eq!(found.speakers[quote.speaker.speaker.unwrap() as usize].name, "Ana Cruz");
/// ```
pub fn extract(text: &str, options: &Options) -> Extraction {
    extract_while(text, options, &|| true).unwrap_or_default()
}

/// [`extract`] for a caller who may lose interest: nothing as soon as `keep_going` says no.
///
/// It is asked between stages, and in the long ones at each paragraph, sentence or few hundred phrases.
pub fn extract_while(text: &str, options: &Options, keep_going: KeepGoing) -> Option<Extraction> {
    extract_with(text, lang::en(), options, keep_going)
}

/// Identifies rules and lexicon: the same version, text and options give the same answer.
pub fn ruleset_version() -> &'static str {
    &lang::en().version
}

fn extract_with(text: &str, language: &Language, options: &Options, keep_going: KeepGoing) -> Option<Extraction> {
    let goes_on = || keep_going().then_some(());
    let reading = Reading::while_wanted(text, language, keep_going)?;
    let tape = (language.chunk)(&reading, &options.extra_cues, keep_going)?;
    goes_on()?;
    let mut drafts = candidate::candidates(&reading, &tape, language, options, keep_going)?;
    goes_on()?;
    cut::cut(&reading, &tape, language, &mut drafts);
    let mut drafts = select::select(&reading, &tape, language, drafts);
    drafts.iter_mut().for_each(|draft| draft.trim(&tape, language));
    join::join(&reading, &tape, language, options, &mut drafts);
    goes_on()?;
    let rejected = match options.include_rejected {
        true => reject::rejected(&reading, &tape, language, &drafts),
        false => Vec::new(),
    };
    let resolution = speaker::resolve(&reading, &tape, language, &drafts, options, keep_going)?;
    let mut quotes: Vec<Quote> = drafts
        .into_iter()
        .zip(resolution.mentions)
        .map(|(draft, (speaker, evidence))| {
            let mut quote = quote(&reading, &tape, draft);
            quote.speaker = speaker;
            quote.evidence.extend(evidence);
            quote
        })
        .collect();
    quotes.retain(|quote| is_wanted(quote, options));
    Some(Extraction { quotes, speakers: resolution.speakers, rejected, warnings: reading.warnings })
}

/// A draft as an answer, its speaker aside.
fn quote(reading: &Reading, tape: &Tape, draft: Draft) -> Quote {
    let content: Vec<Span> = draft.pieces.iter().filter_map(|piece| span(reading, tape, piece.clone())).collect();
    let start = tape.tokens(draft.pieces[0].clone()).map_or(0, |tokens| tokens.start);
    let holds = |ranges: &[std::ops::Range<u32>]| ranges.partition_point(|r| r.end <= start) as u32;
    let kind = kind(reading, tape, &draft);
    let cue = draft.cue.and_then(|chunks| {
        let entry = chunks.clone().find_map(|c| tape.cue(c));
        let negated = chunks.clone().any(|c| tape.chunks[c].negated);
        let span = span(reading, tape, chunks)?;
        // A colon or a dash alone stands for itself.
        let bare = || (span.of(reading.text).to_owned(), CueClass::Statement);
        let (lemma, class) = entry.map_or_else(bare, |entry| (entry.lemma.clone(), entry.class));
        Some(Cue { spans: vec![span], lemma, class, negated })
    });
    Quote {
        kind,
        content,
        speaker: Default::default(),
        cue,
        addressee: draft.addressee.and_then(|chunks| span(reading, tape, chunks)),
        confidence: draft.confidence,
        evidence: draft.evidence,
        paragraph: holds(&reading.paragraphs),
        sentence: holds(&reading.sentences.outer),
        parent: None,
    }
}

/// How much of a draft's content stands between marks, by words.
fn kind(reading: &Reading, tape: &Tape, draft: &Draft) -> Kind {
    let (mut words, mut quoted) = (0, 0);
    for chunk in draft.pieces.iter().flat_map(|piece| &tape.chunks[piece.clone()]) {
        let tokens = &reading.tokens[chunk.tokens.start as usize..chunk.tokens.end as usize];
        let count = tokens.iter().filter(|token| token.is_wordlike()).count();
        words += count;
        quoted += if chunk.region.is_some() { count } else { 0 };
    }
    match quoted {
        _ if draft.verbatim => Kind::Direct,
        0 => Kind::Indirect,
        _ if quoted * 10 >= words * 9 => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// Whether a caller asked for a quote like this one.
fn is_wanted(quote: &Quote, options: &Options) -> bool {
    let class = quote.cue.as_ref().map(|cue| cue.class);
    let wanted_class = match (class, options.cue_classes.as_slice()) {
        (None, _) => true,
        (Some(class), []) => class.is_speech(),
        (Some(class), classes) => classes.contains(&class),
    };
    wanted_class
        && quote.confidence >= options.min_confidence
        && (options.kinds.is_empty() || options.kinds.contains(&quote.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemmas(text: &str) -> Vec<String> {
        extract(text, &Options::default()).quotes.into_iter().filter_map(|quote| Some(quote.cue?.lemma)).collect()
    }

    #[test]
    fn cues_that_are_no_verbs_have_lemmas_too() {
        assert_eq!(lemmas("According to Ana Cruz, the bridge is safe."), ["according to"]);
        assert_eq!(lemmas("In a statement: “We will go.”"), ["in a statement"]);
        assert_eq!(lemmas("Ana Cruz: “We will go.”"), [":"]);
    }

    #[test]
    fn sentences_that_are_mostly_quoted_go_on_from_a_quotation() {
        let pieces = |text: &str| extract(text, &Options::default()).quotes[0].content.len();
        assert_eq!(pieces("“We lost,” Ana Cruz said. Unless it rains, “it will be a long year for all of us.”"), 2);
        assert_eq!(pieces("“We lost,” Ana Cruz said. The board has since changed the rules for “big boats.”"), 1);
    }

    #[test]
    fn options_choose_what_comes_back() {
        let text = "“We will go,” said Ana Cruz. The “reform” failed. She believes that it is late.";
        let kinds = Options { kinds: vec![Kind::Indirect], ..Options::default() };
        assert!(extract(text, &kinds).quotes.is_empty());
        let sure = Options { min_confidence: 1.0, ..Options::default() };
        assert!(extract(text, &sure).quotes.is_empty());
        let rejected = Options { include_rejected: true, ..Options::default() };
        assert_eq!(extract(text, &rejected).rejected[0].span.of(text), "“reform”");
    }
}
