//! The English tape: sentences as noun phrases, verb groups, function words, punctuation and quoted regions.
//!
//! One pass from left to right over the word classes. Phrases are base phrases: what hangs on them (`of …`,
//! appositions, relative clauses) is put together by rules.

use std::cell::Cell;

use rustc_hash::FxHashSet;

use super::cues::Cues;
use super::govern;
use super::lists;
use super::mend;
use super::modality;
use super::names;
use super::noun_phrase;
use super::penn::Penn;
use super::symbols as sym;
use super::verb_group;
use super::word_lists::{List, Lists};
use super::words;
use crate::lang::CueEntry;
use crate::quote::CueClass;
use crate::reading::{KeepGoing, Layer, Reading};
use crate::tape::{Chunk, Tape};
use crate::text::marks::{self, Region};
use crate::text::token::TokenKind;

/// A sentence in the making: what chunkers look at. Positions are token indices.
pub struct Cursor<'r, 't> {
    pub reading: &'r Reading<'t>,
    pub cues: &'r Cues<'r>,
    /// The start of the sentence.
    pub start: u32,
    /// The end of the sentence.
    pub end: u32,
    /// Capitalised words that stand inside a sentence of the text as proper nouns.
    pub proper: &'r FxHashSet<&'t str>,
    /// The word class of each token of the text for which it was asked.
    pub tags: &'r [Cell<Option<Penn>>],
    /// The lists that each token of the sentence is on.
    pub lists: &'r [Lists],
}

impl<'t> Cursor<'_, 't> {
    /// The word class at `at`, punctuation behind the sentence's end.
    #[inline]
    pub fn tag(&self, at: u32) -> Penn {
        if at >= self.end {
            return Penn::Punct;
        }
        // Chunkers ask for the same words again and again.
        let known = &self.tags[at as usize];
        known.get().unwrap_or_else(|| {
            let tag = self.decide_tag(at);
            known.set(Some(tag));
            tag
        })
    }

    /// The word class by the tagger and by what the text shows beside that.
    ///
    /// The first word of a sentence is a proper noun if the text has it as one elsewhere: there its capital
    /// tells, here it does not.
    fn decide_tag(&self, at: u32) -> Penn {
        // An apostrophe that is a clitic is a possessive, whatever its neighbours make of it.
        if self.kind(at) == Some(TokenKind::Clitic) && matches!(self.word(at), "'" | "’" | "ʼ") {
            return Penn::POS;
        }
        let tag = Penn::from_number(self.reading.tags[at as usize]);
        let misled =
            matches!(tag, Penn::NN | Penn::NNS | Penn::JJ | Penn::VB | Penn::VBN | Penn::VBD | Penn::RB | Penn::UH);
        // `Lee, vice president of …`; `a Lee ally`, which looks like an adverb.
        if tag.is_adverb() && self.is(at, "vice") && self.given(at + 1).is_noun() {
            return Penn::JJ;
        }
        if tag.is_adverb() && self.is(at, "ally") {
            return Penn::NN;
        }
        // `a board official said`, `the company’s chief executive, Ana Cruz`: a noun that looks like an adjective.
        if tag == Penn::JJ && self.is_person_behind_noun(at) {
            return Penn::NN;
        }
        // `a Lee aide`: taggers take short words that they never met for prepositions.
        if tag == Penn::IN && !self.is_on(List::Preposition, at) {
            return if self.reading.tokens[at as usize].is_capital() { Penn::NNP } else { Penn::NN };
        }
        // `Harlow police`, in lower case; `Chief Constable Ian Frew`.
        let capital = self.reading.tokens[at as usize].is_capital();
        let noun = tag.is_proper() && !capital || tag == Penn::JJ && capital && self.given(at + 1).is_proper();
        if noun && words::is_speaking_noun(self.word(at)) {
            return Penn::NN;
        }
        // `according to exit polls`, `according to figures`
        let source = matches!(tag, Penn::VB | Penn::VBZ) && at > self.start + 1 && self.is(at - 1, "to");
        if source && self.is(at - 2, "according") {
            return if tag == Penn::VB { Penn::NN } else { Penn::NNS };
        }
        // `officials from both parties`
        if tag == Penn::CC && self.is(at, "both") && self.given(at + 1) == Penn::NNS {
            return Penn::PDT;
        }
        // `Boreing said`: whoever speaks under a capital is a name.
        if misled_name(tag) && self.is_speaker(at) {
            return Penn::NNP;
        }
        // `Ohio delegate Ana Cruz`: between capitals a noun for people is one.
        if matches!(tag, Penn::VB | Penn::VBP | Penn::VBD | Penn::JJ) && self.is_office(at) {
            return Penn::NN;
        }
        // `Said Lee, “…”`
        if at == self.start && tag != Penn::VBD && self.opens_inverted(at) {
            return Penn::VBD;
        }
        // `he plans to stay`
        if tag == Penn::NNS && at > self.start && matches!(self.word(at - 1), "he" | "she" | "it" | "He" | "She" | "It")
        {
            return Penn::VBZ;
        }
        // `“…,” the letter reads.`
        if matches!(tag, Penn::NN | Penn::NNS) && self.ends_attribution(at) {
            return Penn::VBD;
        }
        // `aides said`: behind a noun and before such a verb, a form in -s is a plural.
        let before_noun =
            tag == Penn::VBZ && at > self.start && Penn::from_number(self.reading.tags[at as usize - 1]).is_noun();
        if before_noun && !self.is_on(List::Auxiliary, at) && self.cues.attributes_quotations(self.word(at + 1)) {
            return Penn::NNS;
        }
        if tag == Penn::NNS && self.is_attribution(at) {
            return Penn::VBZ;
        }
        // `Lily Batch`, `Frank Batch` at the start of a sentence; but `Said Batch`
        let given = || self.given(at + 1).is_proper() && names::given(self.word(at)).is_some() && !self.is(at, "said");
        if misled && self.is_open(at) && (self.proper.contains(self.word(at)) || given()) { Penn::NNP } else { tag }
    }

    /// The word class that the tagger gave, which asks nothing of its neighbours.
    fn given(&self, at: u32) -> Penn {
        if at < self.end { Penn::from_number(self.reading.tags[at as usize]) } else { Penn::Punct }
    }

    /// Whether the word at `at` names a person, stands behind a noun or what belongs to one, and has no noun behind it.
    fn is_person_behind_noun(&self, at: u32) -> bool {
        let tag = |token: u32| Penn::from_number(self.reading.tags[token as usize]);
        let behind = at > self.start
            && (tag(at - 1).is_noun() || matches!(tag(at - 1), Penn::POS | Penn::JJ | Penn::PRPS | Penn::DT));
        let before = |tag: Penn| tag.is_noun() || tag.is_adjective() || matches!(tag, Penn::CD | Penn::VBN | Penn::CC);
        behind && (at + 1 >= self.end || !before(tag(at + 1))) && words::is_speaking_noun(self.word(at))
    }

    /// Whether a noun for people in lower case stands between a capitalised word or `chief` and a capitalised one.
    fn is_office(&self, at: u32) -> bool {
        let capital = |token: u32| self.reading.tokens.get(token as usize).is_some_and(|t| t.is_capital());
        let before = at > self.start && (capital(at - 1) || self.is(at - 1, "chief"));
        // `a Lee Foundation official said`
        let speaks = || self.cues.attributes_quotations(self.word(at + 1));
        // `Lee accused Cruz`, though the accused are people.
        let reports = self.is_past_cue(at);
        let noun = !capital(at) && !reports && words::is_speaking_noun(self.word(at));
        before && noun && at + 1 < self.end && (capital(at + 1) || speaks())
    }

    /// Whether the word at `at` looks like a past form of a reporting verb.
    fn is_past_cue(&self, at: u32) -> bool {
        self.word(at).ends_with("ed") && self.cues.candidates(self.word(at)).next().is_some()
    }

    /// Whether the first word of a sentence is a participle in a name: `Retired Gen. Roe`.
    pub fn opens_name(&self, at: u32) -> bool {
        at == self.start && self.tag(at + 1).is_proper() && !self.opens_inverted(at)
    }

    /// Whether the first word of a sentence is the verb of an attribution whose subject and quotation follow:
    /// `Said Lee, who grew up there, “…”`.
    fn opens_inverted(&self, at: u32) -> bool {
        const LONGEST: u32 = 24;
        let tokens = &self.reading.tokens;
        let quotes = |token: u32| self.cues.attributes_quotations(&self.word(token).to_ascii_lowercase());
        let subject = tokens.get(at as usize + 1).is_some_and(|next| next.is_capital());
        if !subject || !quotes(at) {
            return false;
        }
        let mut behind = at + 1..self.end.min(at + LONGEST);
        let stops = |t: &u32| tokens[*t as usize].kind == TokenKind::Mark || quotes(*t);
        let end = behind.find(stops).unwrap_or(self.end);
        let closes = matches!(self.kind(end - 1), Some(TokenKind::Comma | TokenKind::Colon));
        closes && (end == self.end || self.kind(end) == Some(TokenKind::Mark))
    }

    /// Whether a form in -s behind a name is the verb of an attribution, which taggers take for a plural:
    /// `“…,” Lee notes.`
    fn is_attribution(&self, at: u32) -> bool {
        let closes = match self.kind(at + 1) {
            None | Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Colon) => true,
            _ => self.is(at + 1, "that"),
        };
        let named = at > self.start && Penn::from_number(self.reading.tags[at as usize - 1]).is_proper();
        closes && named && self.cues.attributes_quotations(self.word(at))
    }

    /// Whether a form that quotes stands behind a noun phrase of a few words, this one behind a quotation, that ends
    /// its clause.
    fn ends_attribution(&self, at: u32) -> bool {
        let closes = matches!(self.kind(at + 1), None | Some(TokenKind::Stop | TokenKind::Comma));
        let quotes = || matches!(self.word(at), "read" | "reads") || self.cues.attributes_quotations(self.word(at));
        if !closes || !quotes() {
            return false;
        }
        let tag = |token: u32| Penn::from_number(self.reading.tags[token as usize]);
        let words = (0..6).take_while(|back| {
            let token = at.checked_sub(back + 1);
            token.is_some_and(|t| {
                tag(t).is_noun() || tag(t).is_adjective() || matches!(tag(t), Penn::DT | Penn::PRPS | Penn::POS)
            })
        });
        let words = words.count() as u32;
        let before = at.checked_sub(words + 1);
        words > 0 && before.is_some_and(|t| self.reading.tokens[t as usize].kind == TokenKind::Mark)
    }

    /// Whether a capitalised word stands right before the verb of an attribution.
    fn is_speaker(&self, at: u32) -> bool {
        let verb = Penn::from_number(self.reading.tags.get(at as usize + 1).copied().unwrap_or_default());
        at + 1 < self.end
            && self.reading.tokens[at as usize].is_capital()
            && matches!(verb, Penn::VBD | Penn::VBZ)
            && (self.cues.attributes_quotations(self.word(at + 1)) || self.is(at + 1, "told"))
    }

    /// Whether the word at `at` opens its sentence or stands behind a quotation.
    fn is_open(&self, at: u32) -> bool {
        at == self.start || self.reading.tokens[at as usize - 1].kind == TokenKind::Mark
    }

    /// The word at `at`, empty behind the sentence's end.
    pub fn word(&self, at: u32) -> &'t str {
        if at < self.end { self.reading.word(at) } else { "" }
    }

    /// The lists that the word at `at` is on, none behind the sentence's end.
    #[inline]
    pub fn lists(&self, at: u32) -> Lists {
        let known = self.lists.get(at.wrapping_sub(self.start) as usize);
        known.copied().filter(|_| at < self.end).unwrap_or_default()
    }

    /// Whether the word at `at` is on `list`.
    #[inline]
    pub fn is_on(&self, list: List, at: u32) -> bool {
        self.lists(at).has(list)
    }

    /// What kind of token stands at `at`.
    pub fn kind(&self, at: u32) -> Option<TokenKind> {
        (at < self.end).then(|| self.reading.tokens[at as usize].kind)
    }

    /// Whether the word at `at` is `word`, whatever its case.
    pub fn is(&self, at: u32, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }
}

/// Tags that a name is given for want of a lower-case neighbour; adverbs and numbers are not among them.
fn misled_name(tag: Penn) -> bool {
    matches!(tag, Penn::VBG | Penn::VBN | Penn::JJ | Penn::VB | Penn::UH)
}

/// Puts a layer of a text on a tape, unless `keep_going`, asked at each sentence, says no.
pub fn chunk(reading: &Reading, layer: &Layer, cues: &Cues, keep_going: KeepGoing) -> Option<Tape> {
    let mut tape = Tape::default();
    let proper = proper_nouns(reading);
    let mut sentences = layer.sentences.iter().peekable();
    let mut regions = reading.regions.iter().enumerate().filter(|(_, r)| r.depth == layer.depth).peekable();
    let mut chunks = Vec::new();
    let tags = vec![Cell::new(None); reading.tokens.len()];
    let mut lists = Vec::new();
    for paragraph in layer.paragraphs.iter() {
        tape.push(edge(sym::PARAGRAPH, paragraph.start));
        while let Some(sentence) = sentences.next_if(|s| s.start < paragraph.end) {
            if !keep_going() {
                return None;
            }
            if sentence.start > paragraph.start {
                tape.push(edge(sym::SENTENCE, sentence.start));
            }
            lists.clear();
            lists.extend(sentence.clone().map(|token| Lists::of(reading.word(token))));
            let (start, end) = (sentence.start, sentence.end);
            let cursor = Cursor { reading, cues, start, end, proper: &proper, tags: &tags, lists: &lists };
            let mut at = sentence.start;
            while at < sentence.end {
                let chunk = match regions.next_if(|(_, region)| region.tokens.start <= at) {
                    Some((index, region)) => quote(reading, index, region),
                    None => {
                        // A phrase never reaches into a region.
                        let limit = regions.peek().map_or(sentence.end, |(_, r)| r.tokens.start.min(sentence.end));
                        next(&Cursor { end: limit, ..cursor }, at)
                    }
                };
                at = chunk.tokens.end.max(at + 1);
                if chunk.class != 0 {
                    chunks.push(chunk);
                }
            }
            mend::mend(&cursor, &mut chunks);
            govern::mark(&cursor, &mut chunks);
            modality::mark(&cursor, &mut chunks);
            chunks.drain(..).for_each(|chunk| push(&mut tape, reading, cues, chunk));
        }
    }
    tape.push(edge(sym::PARAGRAPH, reading.tokens.len() as u32));
    Some(tape)
}

/// The capitalised words that stand inside a sentence as proper nouns.
fn proper_nouns<'t>(reading: &Reading<'t>) -> FxHashSet<&'t str> {
    let inside = |at: u32| at > 0 && reading.tokens[at as usize - 1].kind == TokenKind::Word;
    (0..reading.tokens.len() as u32)
        .filter(|at| reading.tokens[*at as usize].is_capital() && inside(*at))
        .filter(|at| Penn::from_number(reading.tags[*at as usize]).is_proper())
        .map(|at| reading.word(at))
        .collect()
}

/// Appends a chunk; a reporting verb brings its lexicon entry along.
fn push(tape: &mut Tape, reading: &Reading, cues: &Cues, mut chunk: Chunk) {
    let entry = match (chunk.cue, chunk.class) {
        (Some(index), _) => {
            let cue = cues.cue(index as u16);
            Some(CueEntry { lemma: cue.lemma.clone(), class: cue.class })
        }
        (_, sym::NOUN_CUE) => lists::noun_before_that(reading.word(chunk.head))
            .map(|(lemma, class)| CueEntry { lemma: lemma.into(), class }),
        (_, sym::ACCORDING) => Some(CueEntry { lemma: "according to".into(), class: CueClass::Document }),
        (_, sym::IN_A_STATEMENT) => Some(CueEntry { lemma: "in a statement".into(), class: CueClass::Statement }),
        _ => None,
    };
    chunk.cue = entry.map(|entry| {
        tape.cues.push(entry);
        tape.cues.len() as u32 - 1
    });
    tape.push(chunk);
}

fn edge(class: u8, at: u32) -> Chunk {
    Chunk { class, features: 0, tokens: at..at, head: at, cue: None, region: None, negated: false, modality: None }
}

/// A chunk of the tokens `from..to` without features.
pub fn plain(class: u8, from: u32, to: u32) -> Chunk {
    Chunk { class, features: 0, tokens: from..to, head: from, cue: None, region: None, negated: false, modality: None }
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
    Chunk { features, region: Some(index as u32), ..plain(sym::QUOTE, region.tokens.start, region.tokens.end) }
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
    let one = |class| plain(class, at, at + 1);
    match cursor.kind(at) {
        None => one(0),
        Some(TokenKind::Comma) => one(sym::COMMA),
        Some(TokenKind::Stop) => one(sym::STOP),
        Some(TokenKind::Colon) => one(sym::COLON),
        Some(TokenKind::Semicolon) => one(sym::SEMICOLON),
        Some(TokenKind::Dash) => one(sym::DASH),
        Some(TokenKind::Ellipsis) => one(sym::ELLIPSIS),
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

/// Brackets and what stands between them, where they close within a few words.
fn parenthesis(cursor: &Cursor, at: u32) -> Chunk {
    const LONGEST: u32 = 16;
    let close = (at + 1..cursor.end.min(at + LONGEST)).find(|t| cursor.kind(*t) == Some(TokenKind::Close));
    match close {
        Some(close) => plain(sym::PARENTHESIS, at, close + 1),
        None => plain(sym::SYMBOL, at, at + 1),
    }
}

fn word(cursor: &Cursor, at: u32) -> Chunk {
    let contrast = if cursor.is_on(List::Contrast, at) { sym::CONTRAST } else { 0 };
    if let Some((class, words)) = words::function_word(cursor, at) {
        return Chunk { features: contrast * u8::from(class == sym::SUBORDINATOR), ..plain(class, at, at + words) };
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
    Chunk { features: contrast * u8::from(class == sym::PREPOSITION), ..plain(class, at, at + 1) }
}
