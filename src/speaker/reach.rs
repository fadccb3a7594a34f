//! How far a name runs that begins at a chunk: over a nickname, an office's field, the small words of a body's name.

use std::ops::Range;

use super::phrase::{Collector, Phrase};
use crate::lang::Determiner;
use crate::quote::SpeakerKind;
use crate::tape::Chunk;
use crate::text::token::TokenKind;

impl<'t> Collector<'_, 't> {
    /// The last chunk of a name that begins at `at`: over a nickname, `Jr.` behind a comma, an office's field
    /// (`Secretary of State Ana Cruz`), the parts of a body's name.
    pub(super) fn reach(&self, at: usize) -> usize {
        let chunks = &self.tape.chunks;
        let classes = &self.language.classes;
        let is_name =
            |i: usize| chunks.get(i).is_some_and(|c| c.class == classes.name && self.is_capital(c.tokens.start));
        if let Some(region) = chunks.get(at + 1).filter(|c| c.class == classes.quote) {
            // `Robert C. "Bobby" Scott`
            let words = region.tokens.clone().filter(|t| self.reading.tokens[*t as usize].is_wordlike()).count();
            let mark = |t: u32| self.reading.tokens[t as usize].kind == TokenKind::Mark;
            let named = region.tokens.clone().all(|t| mark(t) || self.is_capital(t));
            let alone = is_name(at + 2) && chunks[at + 2].head == chunks[at + 2].tokens.start;
            if words <= 2 && named && alone {
                return at + 2;
            }
        }
        let comma = chunks.get(at + 1).is_some_and(|c| c.class == classes.comma);
        if comma && is_name(at + 2) && chunks[at + 2].tokens.clone().all(|t| self.is_generation(t)) {
            return at + 2;
        }
        self.reach_of_body(at).max(self.reach_over_and(at)).max(self.reach_of_office(at)).max(self.reach_of_title(at))
    }

    /// The last chunk of a name behind an office and its field in capitals: `Secretary of State for Health Ana Cruz`.
    pub(super) fn reach_of_title(&self, at: usize) -> usize {
        let chunks = &self.tape.chunks;
        if !self.is_capital(chunks[at].head) || !self.is_office(at) {
            return at;
        }
        for next in [at + 2, at + 4] {
            let name = chunks.get(next).filter(|chunk| chunk.class == self.language.classes.name);
            let Some(chunk) = name.filter(|_| self.is_preposition(next - 1)) else { return at };
            if !self.is_capital(chunk.tokens.start) {
                return at;
            }
            if chunk.tokens.len() > 2 {
                return next;
            }
        }
        at
    }

    /// The last chunk of a body's name with an `and` inside: behind an article, of two parts of which only the last is
    /// a body's (`the Securities and Exchange Commission`).
    pub(super) fn reach_over_and(&self, at: usize) -> usize {
        let chunks = &self.tape.chunks;
        let classes = &self.language.classes;
        let and = chunks.get(at + 1).is_some_and(|c| c.class == classes.and);
        let body = and
            && chunks.get(at + 2).is_some_and(|c| c.class == classes.name && self.is_capital(c.tokens.start))
            && self.is_body(at + 2)
            && (!self.is_body(at) || chunks[at].tokens.len() == 2 && self.has_fields(at + 2));
        let chunk = &chunks[at];
        let parted = self.is_capital(chunk.head) && chunk.head - chunk.tokens.start <= 3;
        let definite = body && parted && self.determiner(chunk.tokens.start) == Determiner::Definite;
        if definite { self.reach_of_body(at + 2) } else { at }
    }

    /// The last chunk of a name behind an office and its field in small letters: `former secretary of state Ana Cruz`,
    /// `minister of state for finance Ana Cruz`.
    pub(super) fn reach_of_office(&self, at: usize) -> usize {
        let chunks = &self.tape.chunks;
        let noun = |token: u32| (self.language.names.noun)(self.reading.word(token)).kind;
        // `spokesman for actor Tom Ames` is not he.
        let is_field = |t: &u32| {
            !self.is_capital(*t) && self.determiner(*t) == Determiner::None && noun(*t) != Some(SpeakerKind::Unnamed)
        };
        if !self.is_preposition(at + 1)
            || self.determiner(chunks[at].tokens.start) != Determiner::None
            || !self.is_office(at)
        {
            return at;
        }
        for next in [at + 2, at + 4] {
            let Some(chunk) = chunks.get(next).filter(|_| self.is_preposition(next - 1)) else { return at };
            let small = chunk.tokens.clone().take_while(is_field).count() as u32;
            let rest = chunk.tokens.start + small;
            if chunk.class == self.language.classes.name {
                let is_name = small > 0 && chunk.head > rest && self.is_capital(rest);
                return if is_name { next } else { at };
            }
            if rest < chunk.tokens.end {
                return at;
            }
        }
        at
    }

    /// The last chunk of a body's name that begins at `at` and goes on behind a preposition:
    /// `the Committee for a Responsible Budget`.
    pub(super) fn reach_of_body(&self, at: usize) -> usize {
        let chunks = &self.tape.chunks;
        let mut last = at;
        let group = || {
            chunks[at].features & self.language.classes.plural != 0
                && (self.language.names.noun)(self.reading.word(chunks[at].head)).kind == Some(SpeakerKind::Group)
        };
        if !self.is_capital(chunks[at].head) || !self.is_body(at) || group() {
            return self.reach_of_fields(at, at);
        }
        for _ in 0..2 {
            let next = last + 2;
            let preposition = self.is_preposition(last + 1);
            let capitals = chunks.get(next).is_some_and(|chunk| {
                let noun = chunk.class == self.language.classes.name || chunk.class == self.language.classes.nominal;
                let article = || u32::from(self.determiner(chunk.tokens.start) != Determiner::None);
                let article = if noun { article() } else { 0 };
                let own = chunk.tokens.start + article..chunk.tokens.end;
                noun && !own.is_empty() && (own.clone().all(|t| self.is_capital(t)) || self.is_titled(own))
            });
            if !preposition || !capitals {
                break;
            }
            last = next;
        }
        self.reach_of_fields(at, last)
    }

    /// The last chunk of the fields of a ministry, from its first one on: `Ministry of Trade, Industry and Energy`.
    fn reach_of_fields(&self, at: usize, first: usize) -> usize {
        let chunks = &self.tape.chunks;
        let classes = &self.language.classes;
        let class = |at: usize| chunks.get(at).map(|chunk| chunk.class);
        let field = |at: usize| {
            let chunk = chunks.get(at).filter(|chunk| [classes.name, classes.nominal].contains(&chunk.class));
            let given = |chunk: &Chunk| (self.language.names.given)(self.reading.word(chunk.tokens.start)).is_some();
            chunk.is_some_and(|chunk| chunk.tokens.clone().all(|t| self.is_capital(t)) && !given(chunk))
        };
        let more = class(first + 1) == Some(classes.comma) && field(first + 2);
        let and = first + 1 + 2 * usize::from(more);
        let joined = class(and) == Some(classes.and) && field(and + 1);
        if joined && self.has_fields(at) && (first > at || chunks[at].tokens.len() > 2) { and + 1 } else { first }
    }

    /// Whether capitals, an office in small letters and capitals follow each other: the end of `Institute of Directors
    /// chief Ana Cruz`.
    fn is_titled(&self, tokens: Range<u32>) -> bool {
        let capitals = |from: u32| (from..tokens.end).take_while(|t| self.is_capital(*t)).count() as u32;
        let office = tokens.start + capitals(tokens.start);
        let small = (office..tokens.end).take_while(|t| !self.is_capital(*t)).count() as u32;
        let person = |t: u32| (self.language.names.noun)(self.reading.word(t)).kind == Some(SpeakerKind::Unnamed);
        let name = office + small;
        office > tokens.start
            && small > 0
            && person(name - 1)
            && capitals(name) > 1
            && name + capitals(name) == tokens.end
    }

    /// A body's name whose capitals the letters in brackets behind it spell, whatever stands between them: `the
    /// Alliance to Keep Our Libraries (AKOL)`. (After Schwartz and Hearst, "A simple algorithm for identifying
    /// abbreviation definitions in biomedical text", 2003, for capitals alone.)
    pub(super) fn spelled(&self, at: usize) -> Option<Phrase<'t>> {
        const LONGEST: usize = 7;
        let chunks = &self.tape.chunks;
        let classes = &self.language.classes;
        let chunk = &chunks[at];
        let noun = chunk.class == classes.name || chunk.class == classes.nominal;
        if !noun || !self.is_capital(chunk.head) {
            return None;
        }
        let brackets = chunks[at + 1..].iter().take(LONGEST).take_while(|chunk| !chunk.tokens.is_empty());
        let last = at + brackets.take_while(|chunk| chunk.class != classes.parenthesis).count();
        let letters = chunks.get(last + 1).filter(|c| c.class == classes.parenthesis && c.tokens.len() == 3)?;
        let letters = self.reading.word(letters.tokens.start + 1);
        if last == at || letters.len() < 3 || !letters.chars().all(char::is_uppercase) {
            return None;
        }
        let first = self.own_tokens(chunk).find(|t| self.is_capital(*t) && self.determiner(*t) == Determiner::None)?;
        let tokens = first..chunks[last].tokens.end;
        let initials =
            tokens.clone().filter(|t| self.is_capital(*t)).filter_map(|t| self.reading.word(t).chars().next());
        initials.eq(letters.chars()).then(|| self.body(at, last, tokens))
    }
}
