//! Possessive clitics in name phrases: whose name stands before them, and what of a phrase is its own behind them.

use std::ops::Range;

use super::phrase::{Collector, Phrase};
use crate::tape::Chunk;
use crate::text::token::TokenKind;

impl<'t> Collector<'_, 't> {
    /// The names before the possessive clitics of a chunk: `Trump` in `Trump's campaign manager Ana Cruz`.
    pub(super) fn possessors(&self, at: usize, out: &mut Vec<Phrase<'t>>) {
        let chunk = &self.tape.chunks[at];
        let mut start = chunk.tokens.start;
        for clitic in chunk.tokens.clone().filter(|t| self.parts_owner(*t, chunk.head)) {
            let capital = |t: &u32| self.is_capital(*t) || (self.language.names.is_particle)(self.reading.word(*t));
            let run = (start..clitic).rev().take_while(capital).count() as u32;
            if run > 0 && self.is_capital(clitic - run) {
                let phrase = self.phrase(at, at, clitic - run..clitic);
                out.extend(phrase.map(|phrase| Phrase { possessor: true, ..phrase }));
            }
            start = clitic + 1;
        }
    }

    /// The tokens of a chunk behind its last possessive clitic.
    pub(super) fn own_tokens(&self, chunk: &Chunk) -> Range<u32> {
        let tokens = chunk.tokens.clone();
        let clitic = tokens.clone().take_while(|t| *t < chunk.head).filter(|t| self.parts_owner(*t, chunk.head)).last();
        clitic.map_or(tokens.start, |t| t + 1)..tokens.end
    }

    /// Whether a possessive clitic parts an owner from what stands behind it, up to `head`; in `National Farmers’ Union` it
    /// is a part of the body's name.
    fn parts_owner(&self, clitic: u32, head: u32) -> bool {
        let body = || {
            self.reading.tokens[clitic as usize].span.len() <= '’'.len_utf8()
                && !self.reading.word(clitic).ends_with('s')
                && clitic > 0
                && self.is_capital(clitic - 1)
                && (clitic + 1..=head).all(|token| self.is_capital(token))
                && (self.language.names.is_organization_word)(self.reading.word(head))
        };
        self.is_possessive(clitic) && !body()
    }

    pub(super) fn is_possessive(&self, token: u32) -> bool {
        let token = &self.reading.tokens[token as usize];
        token.kind == TokenKind::Clitic || token.kind == TokenKind::Mark
    }
}
