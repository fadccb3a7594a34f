//! A sentence as the chunkers look at it: words, kinds, word classes and lists by position.

use std::cell::OnceCell;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::cues::{Cue, Cues};
use super::nouns;
use super::penn::Penn;
use super::word_hints;
use super::word_lists::{List, Lists};
use crate::index::Index;
use crate::reading::Reading;
use crate::text::token::{Token, TokenKind};

/// A sentence in the making: what chunkers look at. Positions are token indices.
pub struct Cursor<'r, 't> {
    pub reading: &'r Reading<'t>,
    pub cues: &'r Cues<'r>,
    /// The start of the sentence.
    pub start: u32,
    /// The end of the sentence.
    pub end: u32,
    /// Capitalised words that stand inside a sentence of the text as proper nouns, once somebody asked for them.
    pub proper: &'r OnceCell<FxHashSet<&'t str>>,
    /// The word class of each token of the text; nothing while they are decided.
    pub tags: &'r [Penn],
    /// The lists that each token of the text is on.
    pub lists: &'r [Lists],
}

impl<'t> Cursor<'_, 't> {
    /// The word class at `at`, punctuation behind the sentence's end.
    #[inline]
    pub fn tag(&self, at: u32) -> Penn {
        if at < self.end { self.tags[at as usize] } else { Penn::Punct }
    }

    /// The word at `at`, empty behind the sentence's end.
    pub fn word(&self, at: u32) -> &'t str {
        if at < self.end { self.reading.word(at) } else { "" }
    }

    /// The lists that the word at `at` is on, none behind the sentence's end.
    #[inline]
    pub fn lists(&self, at: u32) -> Lists {
        if at < self.end { self.lists[at as usize] } else { Lists::default() }
    }

    /// Whether the word at `at` is on `list`.
    #[inline]
    pub fn is_on(&self, list: List, at: u32) -> bool {
        self.lists(at).has(list)
    }

    /// Whether the word at `at` is a common noun for somebody or something that can speak.
    #[inline]
    pub fn is_speaking_noun(&self, at: u32) -> bool {
        self.lists(at).may_be(word_hints::SPEAKING_NOUN) && nouns::speaking_noun(self.word(at)).is_some()
    }

    /// The cues that the word at `at` may be a form of, phrasal ones first, with their indices.
    #[inline]
    pub fn cues_at(&self, at: u32) -> impl Iterator<Item = (Index, &Cue)> {
        self.may_be_cue(at).then(|| self.cues.candidates(self.word(at))).into_iter().flatten()
    }

    /// Whether the word at `at` may be a form of a reporting verb.
    #[inline]
    pub fn may_be_cue(&self, at: u32) -> bool {
        self.lists(at).may_be(word_hints::CUE) || self.cues.has_extra()
    }

    /// Whether the word at `at` is a verb form that usually has a quotation beside it.
    #[inline]
    pub fn attributes_quotations(&self, at: u32) -> bool {
        self.lists(at).may_be(word_hints::ATTRIBUTES_QUOTATIONS) && self.cues.attributes_quotations(self.word(at))
    }

    /// Whether a weekday or a month stands at `at`: of `May` a number beside it tells, or what months stand behind.
    pub fn is_calendar(&self, at: u32) -> bool {
        let number = |token: u32| self.kind(token) == Some(TokenKind::Number);
        let month =
            |word: &str| ["in", "last", "next", "this", "early", "late"].iter().any(|w| word.eq_ignore_ascii_case(w));
        let beside = || number(at + 1) || at > self.start && (number(at - 1) || month(self.word(at - 1)));
        self.is_on(List::Calendar, at) || self.word(at) == "May" && beside()
    }

    /// Whether the word at `at` stands inside some sentence of the text as a proper noun.
    pub fn is_proper_elsewhere(&self, at: u32) -> bool {
        self.proper.get_or_init(|| proper_nouns(self.reading)).contains(self.word(at))
    }

    /// What kind of token stands at `at`.
    pub fn kind(&self, at: u32) -> Option<TokenKind> {
        (at < self.end).then(|| self.reading.tokens[at as usize].kind)
    }

    /// Whether the word at `at` is `word`, whatever its case.
    #[inline]
    pub fn is(&self, at: u32, word: &str) -> bool {
        // Most words are told apart by their length.
        let same = |token: &Token| token.span.len() == word.len() && self.word(at).eq_ignore_ascii_case(word);
        at < self.end && self.reading.tokens.get(at as usize).is_some_and(same)
    }
}

/// The capitalised words that stand inside a sentence as proper nouns.
fn proper_nouns<'t>(reading: &Reading<'t>) -> FxHashSet<&'t str> {
    let inside = |at: &u32| reading.tokens[*at as usize - 1].kind == TokenKind::Word;
    let proper = (1..reading.tokens.len() as u32)
        .filter(|at| Penn::from_number(reading.tags[*at as usize]).is_proper())
        .filter(|at| reading.tokens[*at as usize].is_capital() && inside(at))
        .map(|at| reading.word(at));
    // Of 23 tokens of news one is another name; a set that grows hashes all its words again.
    let mut words = FxHashSet::with_capacity_and_hasher(reading.tokens.len() / 16, FxBuildHasher);
    words.extend(proper);
    words
}
