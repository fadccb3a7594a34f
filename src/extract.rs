//! The whole pipeline on one page: a text in, its quotes out.
//!
//! ```text
//! text ── paragraphs, tokens, regions, sentences, tags ──► Reading
//! Reading ── noun phrases, verb groups, regions ──► Tape
//! Tape ── rules ──► drafts ── select, join ──► drafts ── sieves ──► Extraction
//! ```
//!
//! Total and pure: any text gives an answer, the same each time; nothing is read, written or logged.

use std::ops::Range;

use crate::confidence;
use crate::lang::{self, Language};
use crate::options::Options;
use crate::quote::{Cue, CueClass, Evidence, Extraction, Kind, Mention, Parent, Quote, Relation, Speaker};
use crate::quotes::{Draft, candidate, cut, join, nested, orphan, reject, select, span};
use crate::reading::{KeepGoing, Reading};
use crate::speaker::{self, Resolution};
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
    let mut reading = Reading::while_wanted(text, language, keep_going)?;
    let tape = (language.chunk)(&reading, &reading.outer(), &options.extra_cues, keep_going)?;
    let drafts = drafts(&reading, &tape, language, options, keep_going)?;
    let rejected = match options.include_rejected {
        true => reject::rejected(&reading, &tape, language, &drafts),
        false => Vec::new(),
    };
    let inside = Inside::of(&reading, language, options, keep_going)?;
    let names: Vec<&str> = inside.speakers.iter().map(|speaker| &*speaker.name).collect();
    let Resolution { mut speakers, mentions, named } =
        speaker::resolve(&reading, &tape, language, &drafts, options, &names, keep_going)?;
    let mut quotes = quotes(&reading, &tape, drafts, mentions);
    let is_first_person = language.names.is_first_person;
    nested::add(&mut quotes, &mut speakers, inside.quotes, inside.speakers, named, text, is_first_person);
    keep_wanted(&mut quotes, options);
    Some(Extraction { quotes, speakers, rejected, warnings: std::mem::take(&mut reading.warnings) })
}

/// What the rules find on one tape: matched, cut, selected and joined.
fn drafts(
    reading: &Reading,
    tape: &Tape,
    language: &Language,
    options: &Options,
    keep_going: KeepGoing,
) -> Option<Vec<Draft>> {
    let goes_on = || keep_going().then_some(());
    goes_on()?;
    let mut drafts = candidate::candidates(reading, tape, language, options, keep_going)?;
    goes_on()?;
    // Where nobody says anything there is nothing to cut, nor anything that a quotation could go on from.
    if !drafts.is_empty() {
        cut::cut(tape, language, &mut drafts);
        drafts = select::select(tape, language, drafts);
        drafts.iter_mut().for_each(|draft| draft.trim(tape, language));
        join::join(reading, tape, language, options, &mut drafts);
    }
    if !options.disable_context_attribution {
        orphan::adopt(reading, tape, language, &mut drafts);
    }
    goes_on()?;
    Some(drafts)
}

/// The quotes that stand inside quotations, with speakers of their own.
#[derive(Default)]
struct Inside {
    quotes: Vec<Quote>,
    speakers: Vec<Speaker>,
}

impl Inside {
    fn of(reading: &Reading, language: &Language, options: &Options, keep_going: KeepGoing) -> Option<Inside> {
        let layer = reading.inside();
        if layer.paragraphs.is_empty() {
            return Some(Inside::default());
        }
        let tape = (language.chunk)(reading, &layer, &options.extra_cues, keep_going)?;
        let mut drafts = drafts(reading, &tape, language, options, keep_going)?;
        nested::keep_quoted(&tape, &mut drafts);
        let resolution = speaker::resolve(reading, &tape, language, &drafts, options, &[], keep_going)?;
        let quotes = quotes(reading, &tape, drafts, resolution.mentions);
        Some(Inside { quotes, speakers: resolution.speakers })
    }
}

/// Drafts and who speaks them as answers.
fn quotes(
    reading: &Reading,
    tape: &Tape,
    drafts: Vec<Draft>,
    mentions: Vec<(Mention, Option<Evidence>)>,
) -> Vec<Quote> {
    let starts: Vec<usize> = drafts.iter().map(|draft| draft.pieces[0].start).collect();
    let quotes = drafts.into_iter().zip(mentions).map(|(draft, (speaker, evidence))| {
        let continues = draft.continues.and_then(|start| starts.binary_search(&start).ok());
        let speaks = draft.speaker.is_some();
        let words =
            draft.pieces.iter().filter_map(|piece| tape.tokens(piece.clone())).map(|it| words(reading, it)).sum();
        let mut quote = quote(reading, tape, draft);
        if speaks {
            quote.confidence = quote.confidence.min(confidence::limit(evidence.as_ref()));
        }
        quote.parent = continues.map(|index| Parent { quote: index as u32, relation: Relation::Continues });
        quote.speaker = speaker;
        quote.evidence.extend(evidence);
        if quote.cue.is_some() {
            quote.confidence = confidence::shift(quote.confidence, confidence::odds(&quote, words));
        }
        quote
    });
    quotes.collect()
}

/// Drops what a caller did not ask for; nested quotes go together with those around them.
fn keep_wanted(quotes: &mut Vec<Quote>, options: &Options) {
    // Where each quote stands among those that are kept. A parent stands before its own.
    let mut places: Vec<Option<u32>> = Vec::with_capacity(quotes.len());
    let mut kept = 0;
    quotes.retain_mut(|quote| {
        let place = quote.parent.and_then(|parent| places[parent.quote as usize]);
        let outer = place.is_some() || quote.parent.is_none_or(|parent| parent.relation != Relation::Nested);
        let keep = outer && is_wanted(quote, options);
        quote.parent = quote.parent.zip(place).map(|(parent, place)| Parent { quote: place, ..parent });
        places.push(keep.then_some(kept));
        kept += u32::from(keep);
        keep
    });
}

/// A draft as an answer, its speaker aside.
fn quote(reading: &Reading, tape: &Tape, draft: Draft) -> Quote {
    let content: Vec<Span> = draft.pieces.iter().filter_map(|piece| span(reading, tape, piece.clone())).collect();
    let start = tape.tokens(draft.pieces[0].clone()).map_or(0, |tokens| tokens.start);
    let holds = |ranges: &[std::ops::Range<u32>]| ranges.partition_point(|r| r.end <= start) as u32;
    let kind = kind(reading, tape, &draft);
    let evidence = draft.evidence(reading, tape);
    let cue = draft.cue.and_then(|chunks| {
        let entry = chunks.clone().find_map(|c| tape.cue(c));
        let negated = chunks.clone().any(|c| tape.chunks[c].negated);
        let modality = chunks.clone().find_map(|c| tape.chunks[c].modality);
        let span = span(reading, tape, chunks)?;
        // A colon or a dash alone stands for itself.
        let bare = || (span.of(reading.text).to_owned(), CueClass::Statement);
        let (lemma, class) = entry.map_or_else(bare, |entry| (entry.lemma.clone().into_owned(), entry.class));
        Some(Cue { spans: vec![span], lemma, class, negated, modality })
    });
    Quote {
        kind,
        content,
        speaker: Default::default(),
        cue,
        addressee: draft.addressee.and_then(|chunks| span(reading, tape, chunks)),
        confidence: draft.confidence,
        evidence,
        paragraph: holds(&reading.paragraphs),
        sentence: holds(&reading.sentences.outer),
        parent: None,
    }
}

/// How many words stand among tokens, of which there is one, by the white space between them.
fn words(reading: &Reading, tokens: Range<u32>) -> usize {
    let behind = &reading.tokens[tokens.start as usize + 1..tokens.end as usize];
    1 + behind.iter().filter(|token| token.spaced).count()
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
    fn words_are_what_white_space_parts() {
        for text in ["“We  won’t\ngo,” said\u{a0}Ana Cruz.", "It’s a $5-a-day fee (or so) …\n\nSo is A.", "Cruz"]
        {
            let reading = Reading::new(text, lang::en());
            let all = 0..reading.tokens.len() as u32;
            assert_eq!(words(&reading, all), text.split_whitespace().count(), "{text}");
        }
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

    #[test]
    fn quotations_inside_quotations_have_speakers_of_their_own() {
        let text = "Tom Pike left. “I told him, ‘Stay.’ Then Pike said, ‘We won’t sell,’” Ana Cruz said.";
        let found = extract(text, &Options::default());
        let told: Vec<(&str, &str)> = found
            .quotes
            .iter()
            .filter(|quote| quote.parent == Some(Parent { quote: 0, relation: Relation::Nested }))
            .map(|quote| (quote.content[0].of(text), &*found.speakers[quote.speaker.speaker.unwrap() as usize].name))
            .collect();
        assert_eq!(told, [("‘Stay.’", "Ana Cruz"), ("‘We won’t sell,’", "Tom Pike")]);
        // What goes with a quote that nobody asked for goes with it.
        let sure = Options { min_confidence: 0.35, ..Options::default() };
        assert_eq!(extract(text, &sure).quotes.len(), 3);
        let surer = Options { min_confidence: 0.6, ..Options::default() };
        assert_eq!(extract(text, &surer).quotes.len(), 1);
    }

    #[test]
    fn orphans_take_their_speaker_from_context_unless_that_is_switched_off() {
        let quoted =
            "Ana Cruz said the ferry was late. She has run it since May.\n\n“We have waited ten years for it.”";
        let found = extract(quoted, &Options::default());
        let orphan = &found.quotes[1];
        assert_eq!(orphan.parent, Some(Parent { quote: 0, relation: Relation::Continues }));
        assert_eq!(found.speakers[orphan.speaker.speaker.unwrap() as usize].name, "Ana Cruz");
        assert!(orphan.cue.is_none() && orphan.confidence <= 0.4);
        let about = "Tom Pike has lived on the quay for 40 years.\n\n“We have waited ten years for it.”";
        let found = extract(about, &Options::default());
        assert_eq!(found.speakers[found.quotes[0].speaker.speaker.unwrap() as usize].name, "Tom Pike");
        let off = Options { disable_context_attribution: true, ..Options::default() };
        assert_eq!(extract(quoted, &off).quotes.len(), 1);
        assert!(extract(about, &off).quotes.is_empty());
    }
}
