//! A text as the stages before the rules leave it: paragraphs, tokens, regions, sentences, word classes.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use crate::lang::Language;
use crate::spare;
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
    /// A word class for each token, in the language's own numbering; [`UNTAGGED`] where no tape shows the token.
    pub tags: Vec<u8>,
    /// The quoted regions.
    pub regions: Vec<Region>,
    /// The sentences.
    pub sentences: Sentences,
    /// Oddities of the quote marks.
    pub warnings: Vec<crate::quote::Warning>,
}

/// What stands for the word class of a token in a sentence that lies wholly inside a quotation without another one in it:
/// to the rules all of that is one phrase.
pub const UNTAGGED: u8 = u8::MAX;

/// From how many bytes on a text gets room for a token a byte, which no list has to grow for. Of so much memory the
/// kernel gives only what is touched; English has a token in five bytes.
const LARGE: usize = 1 << 20;

/// How many tokens are tagged at once. Longer sentences, which only texts without full stops have, are tagged in
/// stretches.
const LONGEST: usize = 1024;

thread_local! {
    static TOKENS: Cell<Vec<token::Token>> = Cell::default();
    static TAGS: Cell<Vec<u8>> = Cell::default();
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        spare::keep(&TOKENS, &mut self.tokens);
        spare::keep(&TAGS, &mut self.tags);
    }
}

/// Gives the tokens their word classes, those aside that no tape shows, unless `keep_going` says no.
fn tag(
    text: &str,
    tokens: &[token::Token],
    sentences: &Sentences,
    regions: &[Region],
    language: &Language,
    keep_going: KeepGoing,
    tags: &mut [u8],
) -> Option<()> {
    let starts = sentences.starts.iter().copied();
    let ends = starts.clone().skip(1).chain([tokens.len() as u32]);
    let mut unseen = unseen(regions).peekable();
    for (start, end) in starts.zip(ends) {
        while unseen.next_if(|unseen| unseen.end <= start).is_some() {}
        if unseen.peek().is_some_and(|unseen| unseen.start <= start && end <= unseen.end) {
            continue;
        }
        for start in (start..end).step_by(LONGEST) {
            if !keep_going() {
                return None;
            }
            let stretch = start as usize..end.min(start + LONGEST as u32) as usize;
            (language.tag)(text, &tokens[stretch.clone()], &mut tags[stretch]);
        }
    }
    Some(())
}

/// The tokens of each quotation that holds no other one, which no tape shows.
fn unseen(regions: &[Region]) -> impl Iterator<Item = Range<u32>> {
    let holds_other = |at: usize| regions.get(at + 1).is_some_and(|next| next.depth > 0);
    let outer = regions.iter().enumerate().filter(move |(at, region)| region.depth == 0 && !holds_other(*at));
    outer.map(|(_, region)| region.tokens.clone())
}

impl<'t> Reading<'t> {
    /// Reads `text`.
    pub fn new(text: &'t str, language: &Language) -> Reading<'t> {
        Reading::while_wanted(text, language, &|| true).expect("nobody said no")
    }

    /// Reads `text` unless `keep_going`, asked at each paragraph and stage, says no.
    pub fn while_wanted(text: &'t str, language: &Language, keep_going: KeepGoing) -> Option<Reading<'t>> {
        let mut tokens = spare::take(&TOKENS, if text.len() < LARGE { text.len() / 5 } else { text.len() });
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
        let mut tags = spare::take(&TAGS, tokens.len());
        tags.resize(tokens.len(), UNTAGGED);
        tag(text, &tokens, &sentences, &marks.regions, language, keep_going, &mut tags)?;
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

    /// The text around its quotations.
    pub fn outer(&self) -> Layer<'_> {
        Layer { paragraphs: Cow::Borrowed(&self.paragraphs), sentences: Cow::Borrowed(&self.sentences.outer), depth: 0 }
    }

    /// What stands inside the quotations that hold quotations themselves, each a paragraph of its own.
    pub fn inside(&self) -> Layer<'_> {
        let mut layer = Layer { paragraphs: Cow::default(), sentences: Cow::default(), depth: 1 };
        let (paragraphs, sentences) = (layer.paragraphs.to_mut(), layer.sentences.to_mut());
        let mut starts = self.sentences.starts.iter().copied().peekable();
        for (index, region) in self.regions.iter().enumerate().filter(|(_, region)| region.depth == 0) {
            let inside = self.regions[index + 1..].iter().take_while(|other| other.depth > 0);
            let mut nested = inside.filter(|other| other.depth == 1).map(|other| other.tokens.clone()).peekable();
            if nested.peek().is_none() {
                continue;
            }
            let end = region.tokens.end - u32::from(region.closed);
            let paragraph = region.tokens.start + 1..end;
            let mut from = paragraph.start;
            while starts.next_if(|start| *start <= from).is_some() {}
            while let Some(start) = starts.next_if(|start| *start < end) {
                while nested.next_if(|tokens| tokens.end <= start).is_some() {}
                if nested.peek().is_none_or(|tokens| start <= tokens.start) {
                    sentences.push(from..start);
                    from = start;
                }
            }
            sentences.push(from..end);
            paragraphs.push(paragraph);
        }
        layer
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

/// What one tape holds of a text; ranges of tokens, in order.
pub struct Layer<'r> {
    /// Its paragraphs.
    pub paragraphs: Cow<'r, [Range<u32>]>,
    /// Its sentences, none of which ends inside a region of its depth.
    pub sentences: Cow<'r, [Range<u32>]>,
    /// How deep the regions stand that are one phrase in it.
    pub depth: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_tape_shows_is_tagged() {
        let tagged = |text: &str| {
            let reading = Reading::new(text, crate::lang::en());
            let seen = (0..).zip(&reading.tags).filter(|(_, tag)| **tag != UNTAGGED);
            seen.map(|(token, _)| reading.word(token)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(tagged("She left. “We won. It rained. We ran,” Lee said."), "She left . We ran , ” Lee said .");
        let nested = "“He said ‘Go. Now.’ We ran,” Lee said.";
        assert!(tagged(nested).starts_with("“ He said ‘ Go ."));
    }
}
