//! A text as the stages before the rules leave it: paragraphs, tokens, regions, sentences, word classes.

use std::ops::Range;

use crate::lang::Language;
use crate::text::marks::{self, Region};
use crate::text::sentence::{self, Sentences};
use crate::text::{Span, document, token};

/// Asked on the way, it says whether anybody still waits for the answer.
pub type KeepGoing<'k> = &'k dyn Fn() -> bool;

/// Everything that was read off a text. All ranges are token indices.
pub struct Reading<'t> {
    /// The caller's text.
    pub text: &'t str,
    /// The paragraphs' tokens, in order.
    pub paragraphs: Vec<Range<u32>>,
    /// The tokens of the whole text.
    pub tokens: Vec<token::Token>,
    /// A word class for each token, in the language's own numbering.
    pub tags: Vec<u8>,
    /// The quoted regions.
    pub regions: Vec<Region>,
    /// The sentences.
    pub sentences: Sentences,
    /// Oddities of the quote marks.
    pub warnings: Vec<crate::quote::Warning>,
}

impl<'t> Reading<'t> {
    /// Reads `text`.
    pub fn new(text: &'t str, language: &Language) -> Reading<'t> {
        Reading::while_wanted(text, language, &|| true).expect("nobody said no")
    }

    /// Reads `text` unless `keep_going`, asked at each paragraph and stage, says no.
    pub fn while_wanted(text: &'t str, language: &Language, keep_going: KeepGoing) -> Option<Reading<'t>> {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut paragraphs = Vec::new();
        for span in document::paragraphs(text) {
            if !keep_going() {
                return None;
            }
            let start = tokens.len() as u32;
            token::tokenize(text, span, language, &mut tokens);
            if tokens.len() as u32 > start {
                paragraphs.push(start..tokens.len() as u32);
            }
        }
        if !keep_going() {
            return None;
        }
        let marks = marks::pair(text, &mut tokens, &paragraphs, language);
        let sentences = sentence::split(text, &tokens, &paragraphs, &marks.regions, language);
        let mut tags = vec![0; tokens.len()];
        let starts = sentences.starts.iter().copied();
        let ends = starts.clone().skip(1).chain([tokens.len() as u32]);
        for (start, end) in starts.zip(ends) {
            if !keep_going() {
                return None;
            }
            let sentence = start as usize..end as usize;
            (language.tag)(text, &tokens[sentence.clone()], &mut tags[sentence]);
        }
        Some(Reading {
            text,
            paragraphs,
            tokens,
            tags,
            regions: marks.regions,
            sentences,
            warnings: marks.warnings.into_iter().map(|(code, span)| crate::quote::Warning { code, span }).collect(),
        })
    }

    /// The text of a token.
    pub fn word(&self, token: u32) -> &'t str {
        self.tokens[token as usize].span.of(self.text)
    }

    /// The span from the first to the last token of a range that is not empty.
    pub fn span(&self, tokens: Range<u32>) -> Span {
        self.tokens[tokens.start as usize].span.join(self.tokens[tokens.end as usize - 1].span)
    }
}
