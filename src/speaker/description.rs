//! What a description says beyond its noun: `the prime minister’s spokesman` is not every spokesman, nor is `the trade
//! minister` every minister. Here it is only ruled out whom a description cannot mean; whom it means, `nominal` finds.

use super::introduce::Holder;
use super::key::key;
use super::stage::Stage;
use crate::quote::SpeakerKind;
use crate::tape::Chunk;
use crate::text::token::TokenKind;

/// How many chunks of an earlier description are compared with a later one.
const LONGEST: usize = 8;

impl Stage<'_> {
    /// Whether the noun at chunk `at` may be for a holder of its role: by which of several offices it is, and where no name
    /// says whose it is also by that (of `nameless` nouns alone: `the congresswoman’s husband` is known by his name).
    pub(super) fn may_hold(&self, at: usize, holder: &Holder, nameless: bool) -> bool {
        let chunk = &self.tape.chunks[at];
        let field = |token: u32| (self.language.names.office_field)(self.reading.word(token));
        let wanted = (chunk.tokens.start..chunk.head).last().and_then(field);
        let is_field = wanted.is_none() || self.described_at(holder.from, at).any(|token| field(token) == wanted);
        // `the mayor` is not the deputy mayor, by title or apposition.
        let lower = |token: u32| (self.language.names.is_lower_office)(self.reading.word(token));
        let has_lower = |chunk: Option<&Chunk>| chunk.is_some_and(|chunk| chunk.tokens.clone().any(lower));
        let named = |behind: usize| self.tape.chunks.get(holder.chunk + behind);
        let comma = named(1).is_some_and(|chunk| chunk.class == self.language.classes.comma);
        let is_lower =
            has_lower(named(0)) || comma && has_lower(named(2)) || has_lower(self.tape.chunks.get(holder.from));
        let is_rank = is_lower == has_lower(Some(chunk));
        let others = nameless && holder.of.is_none() && self.is_possessed_by_person(at);
        is_field && is_rank && (!others || self.is_said_of(at, holder.chunk))
    }

    /// Whether what stands before the noun at chunk `at` was said of the one at `before`, too, there or right behind: `the
    /// mill’s spokesman` is `a spokesman for the mill`, and no other one.
    pub(super) fn is_said_of(&self, at: usize, before: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        let word = |token: u32| key(self.reading.word(token));
        let is_word = |token: &u32| self.reading.tokens[*token as usize].kind == TokenKind::Word;
        let mut words = (chunk.tokens.start + 1..chunk.head).filter(is_word).map(word);
        words.all(|wanted| self.described_at(before, at).any(|token| word(token) == wanted))
    }

    /// Whether a noun for a person says whose the noun at chunk `at` is: `the minister’s spokesman`.
    fn is_possessed_by_person(&self, at: usize) -> bool {
        let person = |noun: &str| (self.language.names.noun)(noun).kind == Some(SpeakerKind::Unnamed);
        self.is_possessed(at) && self.possessing_nouns(at).any(person)
    }

    /// The tokens of a description or an introduction: those of its sentence from chunk `from` on, as far as they are near
    /// and stand before chunk `until` if it does.
    fn described_at(&self, from: usize, until: usize) -> impl Iterator<Item = u32> {
        let end = if from < until { until } else { self.tape.chunks.len() };
        let chunks = self.tape.chunks[from..end].iter().take(LONGEST);
        chunks.take_while(|chunk| !chunk.tokens.is_empty()).flat_map(|chunk| chunk.tokens.clone())
    }
}
