//! The English tape: sentences as noun phrases, verb groups, function words, punctuation and quoted regions.
//!
//! Words are classed first, then put into phrases from left to right. Phrases are base phrases: what hangs on them (`of …`,
//! appositions, relative clauses) is put together by rules.

use std::cell::{Cell, OnceCell};
use std::iter::Peekable;
use std::ops::Range;

use super::cues::Cues;
use super::cursor::Cursor;
use super::govern;
use super::lists;
use super::mend;
use super::modality;
use super::noun_phrase;
use super::penn::Penn;
use super::symbols as sym;
use super::verb_group;
use super::word_lists::{List, Lists};
use super::words;
use crate::index::Index;
use crate::lang::CueEntry;
use crate::quote::CueClass;
use crate::reading::{KeepGoing, Layer, Reading};
use crate::spare;
use crate::tape::{Chunk, Tape};
use crate::text::marks::{self, Region};
use crate::text::token::TokenKind;

thread_local! {
    static LISTS: Cell<Vec<Lists>> = Cell::default();
    static TAGS: Cell<Vec<Penn>> = Cell::default();
}

/// Puts a layer of a text on a tape, unless `keep_going`, asked at each sentence, says no.
///
/// Each step goes over the whole layer before the next one begins: taken sentence by sentence, the steps would drive
/// each other's code out of the processor's nearest cache.
pub fn chunk(reading: &Reading, layer: &Layer, cues: &Cues, keep_going: KeepGoing) -> Option<Tape> {
    let regions = || reading.regions.iter().enumerate().filter(|(_, r)| r.depth == layer.depth);
    let stretches = stretches(layer, regions().map(|(_, region)| region.tokens.clone()));
    let count = reading.tokens.len();
    let mut lists = read_lists(reading, &stretches);
    let proper = OnceCell::new();
    let cursor = |start, end, tags| Cursor { reading, cues, start, end, proper: &proper, tags, lists: &lists };
    let mut tags = spare::take(&TAGS, count);
    for (start, tokens) in stretches {
        keep_going().then_some(())?;
        let cursor = cursor(start, tokens.end, &[]);
        tags.resize(tokens.start as usize, Penn::Punct);
        tags.extend(tokens.map(|at| cursor.decide_tag(at)));
    }
    tags.resize(count, Penn::Punct);
    let cursor = |sentence: &Range<u32>| cursor(sentence.start, sentence.end, &tags);

    // A chunk has a token at least; room that is not needed is never touched.
    let tokens: usize = layer.paragraphs.iter().map(ExactSizeIterator::len).sum();
    let mut tape = Tape::with_capacity(tokens + layer.paragraphs.len() + layer.sentences.len() + 1);
    let mut regions = regions().peekable();
    let mut sentences = layer.sentences.iter().peekable();
    // The chunks of each sentence.
    let mut sentence_chunks = Vec::with_capacity(layer.sentences.len());
    for paragraph in layer.paragraphs.iter() {
        tape.push_edge(sym::PARAGRAPH, paragraph.start);
        while let Some(sentence) = sentences.next_if(|s| s.start < paragraph.end) {
            keep_going().then_some(())?;
            if sentence.start > paragraph.start {
                tape.push_edge(sym::SENTENCE, sentence.start);
            }
            let first = tape.chunks.len();
            phrases(&cursor(sentence), &mut regions, &mut tape.chunks);
            sentence_chunks.push(first..tape.chunks.len());
        }
    }
    tape.push_edge(sym::PARAGRAPH, count as u32);
    for look_again in [mend::mend, govern::mark, modality::mark] {
        for (sentence, chunks) in layer.sentences.iter().zip(&sentence_chunks) {
            look_again(&cursor(sentence), &mut tape.chunks[chunks.clone()]);
        }
    }
    tape.index(|chunk| entry(reading, cues, chunk));
    spare::keep(&LISTS, &mut lists);
    spare::keep(&TAGS, &mut tags);
    Some(tape)
}

/// Looks up the lists that the words of `stretches` are on; other tokens are on none.
fn read_lists(reading: &Reading, stretches: &[(u32, Range<u32>)]) -> Vec<Lists> {
    let mut lists = spare::take(&LISTS, reading.tokens.len());
    for (_, Range { start, end }) in stretches {
        let tokens = &reading.tokens[*start as usize..*end as usize];
        lists.resize(*start as usize, Lists::default());
        lists.extend(tokens.iter().map(|token| Lists::at(reading.text, token.span)));
    }
    lists.resize(reading.tokens.len(), Lists::default());
    lists
}

/// The tokens of a layer outside its regions, which are one phrase each, as stretches of a sentence, whose start comes
/// with them.
fn stretches(layer: &Layer, mut regions: impl Iterator<Item = Range<u32>>) -> Vec<(u32, Range<u32>)> {
    let mut out = Vec::with_capacity(2 * layer.sentences.len());
    let mut region = regions.next();
    for sentence in layer.sentences.iter() {
        let mut from = sentence.start;
        while let Some(inside) = region.clone().filter(|inside| inside.start < sentence.end) {
            if from < inside.start {
                out.push((sentence.start, from..inside.start));
            }
            from = from.max(inside.end);
            region = regions.next();
        }
        if from < sentence.end {
            out.push((sentence.start, from..sentence.end));
        }
    }
    out
}

/// Appends the chunks of a sentence one behind the other; `regions` are those that do not stand before it.
fn phrases<'r>(
    cursor: &Cursor,
    regions: &mut Peekable<impl Iterator<Item = (usize, &'r Region)>>,
    chunks: &mut Vec<Chunk>,
) {
    let mut at = cursor.start;
    while at < cursor.end {
        let chunk = match regions.next_if(|(_, region)| region.tokens.start <= at) {
            Some((index, region)) => quote(cursor.reading, index, region),
            None => {
                // A phrase never reaches into a region.
                let limit = regions.peek().map_or(cursor.end, |(_, r)| r.tokens.start.min(cursor.end));
                next(&Cursor { end: limit, ..*cursor }, at)
            }
        };
        at = chunk.tokens.end.max(at + 1);
        if chunk.class != 0 {
            chunks.push(chunk);
        }
    }
}

/// The lexicon's entry of a reporting verb, or of what stands for one.
fn entry(reading: &Reading, cues: &Cues, chunk: &Chunk) -> Option<CueEntry> {
    match (chunk.cue, chunk.class) {
        (Some(index), _) => {
            let cue = cues.cue(index);
            Some(CueEntry { lemma: cue.lemma.clone(), class: cue.class })
        }
        (_, sym::NOUN_CUE) => lists::noun_before_that(reading.word(chunk.head))
            .map(|(lemma, class)| CueEntry { lemma: lemma.into(), class }),
        (_, sym::ACCORDING) => Some(CueEntry { lemma: "according to".into(), class: CueClass::Document }),
        (_, sym::IN_A_STATEMENT) => Some(CueEntry { lemma: "in a statement".into(), class: CueClass::Statement }),
        _ => None,
    }
}

/// A quoted region as one chunk.
fn quote(reading: &Reading, index: usize, region: &Region) -> Chunk {
    // A quotation inside at the end lends its last stop or comma.
    let inner = marks::strip(region.inner.of(reading.text));
    let words = region.tokens.clone().filter(|t| reading.tokens[*t as usize].is_wordlike()).count();
    let mut features = 0;
    features |= if inner.ends_with(['.', '!', '?', '…']) { sym::ENDS_SENTENCE } else { 0 };
    features |= if inner.ends_with([',', '—', '–', '-']) { sym::ENDS_IN_COMMA } else { 0 };
    features |= if inner.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '.' | '…' | '[')) {
        sym::CAPITAL
    } else {
        0
    };
    features |= if words <= 2 { sym::SHORT } else { 0 };
    features |= if is_title(reading, region) { sym::TITLE } else { 0 };
    features |= if region.continues.is_some() { sym::CONTINUES } else { 0 };
    Chunk {
        features,
        region: Some(Index::new(index)),
        ..Chunk::plain(sym::QUOTE, region.tokens.start, region.tokens.end)
    }
}

/// Whether a region looks like the title of a work: two to eight words, all but the small ones capitalised, and no
/// stop at the end. One of a single word or with a stop may as well be somebody's words.
fn is_title(reading: &Reading, region: &Region) -> bool {
    let words = || region.tokens.clone().filter(|t| reading.tokens[*t as usize].is_wordlike());
    let count = words().count();
    let capital = |t: u32| {
        reading.tokens[t as usize].is_capital()
            || Lists::of(reading.word(t)).has(List::SmallTitleWord)
            || reading.tokens[t as usize].kind != TokenKind::Word
    };
    (2..=8).contains(&count)
        && words().all(capital)
        && !region.inner.of(reading.text).trim_end().ends_with(['.', '!', '?'])
}

/// The chunk that begins at `at`.
fn next(cursor: &Cursor, at: u32) -> Chunk {
    let one = |class| Chunk::plain(class, at, at + 1);
    match cursor.kind(at) {
        None => one(0),
        Some(TokenKind::Comma) => one(sym::COMMA),
        Some(TokenKind::Stop) => one(sym::STOP),
        Some(TokenKind::Colon) => one(sym::COLON),
        Some(TokenKind::Semicolon) => one(sym::SEMICOLON),
        // The hyphen of `the U.S.-Mexico border` says nothing.
        Some(TokenKind::Dash) if cursor.word(at) == "-" && is_tight(cursor, at) => one(0),
        Some(TokenKind::Dash) => one(sym::DASH),
        Some(TokenKind::Ellipsis) => one(sym::ELLIPSIS),
        // `(It is late, Lee said.)`: brackets around a sentence say nothing in it.
        Some(TokenKind::Open) if at == cursor.start && !closes_early(cursor, at) => one(0),
        Some(TokenKind::Close) if at + 1 == cursor.end => one(0),
        Some(TokenKind::Open) => parenthesis(cursor, at),
        Some(TokenKind::Close) => one(sym::SYMBOL),
        // A mark that belongs to no region says nothing.
        Some(TokenKind::Mark) => one(0),
        Some(TokenKind::Symbol) if !matches!(cursor.word(at), "$" | "£" | "€" | "¥" | "₹" | "&") => {
            one(sym::SYMBOL)
        }
        Some(_) => word(cursor, at),
    }
}

/// Whether no space stands on either side of the token at `at`.
fn is_tight(cursor: &Cursor, at: u32) -> bool {
    let spaced = |token: u32| cursor.reading.tokens.get(token as usize).is_none_or(|token| token.spaced);
    !spaced(at) && !spaced(at + 1)
}

/// Whether a bracket closes before its sentence's end.
fn closes_early(cursor: &Cursor, at: u32) -> bool {
    let close = (at + 1..cursor.end).find(|t| cursor.kind(*t) == Some(TokenKind::Close));
    close.is_some_and(|close| close + 1 < cursor.end)
}

/// Brackets and what stands between them, where they close within a few words.
fn parenthesis(cursor: &Cursor, at: u32) -> Chunk {
    const LONGEST: u32 = 16;
    let close = (at + 1..cursor.end.min(at + LONGEST)).find(|t| cursor.kind(*t) == Some(TokenKind::Close));
    match close {
        Some(close) => Chunk::plain(sym::PARENTHESIS, at, close + 1),
        None => Chunk::plain(sym::SYMBOL, at, at + 1),
    }
}

fn word(cursor: &Cursor, at: u32) -> Chunk {
    let contrast = if cursor.is_on(List::Contrast, at) { sym::CONTRAST } else { 0 };
    if let Some((class, words)) = words::function_word(cursor, at) {
        return Chunk {
            features: contrast * u8::from(class == sym::SUBORDINATOR),
            ..Chunk::plain(class, at, at + words)
        };
    }
    let tag = cursor.tag(at);
    if let Some(group) = verb_group::read(cursor, at) {
        return group;
    }
    if let Some(phrase) = noun_phrase::read(cursor, at) {
        return phrase;
    }
    let class = match tag {
        tag if tag.is_adverb() => sym::ADVERB,
        tag if tag.is_adjective() => sym::ADJECTIVE,
        Penn::IN | Penn::TO => sym::PREPOSITION,
        Penn::RP => sym::ADVERB,
        _ => sym::WORD,
    };
    Chunk { features: contrast * u8::from(class == sym::PREPOSITION), ..Chunk::plain(class, at, at + 1) }
}
