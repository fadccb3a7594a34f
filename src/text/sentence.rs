//! Sentences as ranges of tokens.
//!
//! A quotation is never cut from outside: all sentences inside a top-level region stay in the one outer
//! sentence that holds it, and have their starts noted beside it. No rule here knows a word; which full
//! stops belong to abbreviations, which words begin sentences and what says who spoke, the language is asked.

use std::ops::Range;

use super::marks::Region;
use super::token::{Case, Token, TokenKind};
use crate::lang::{Abbreviation, Language};

/// The sentences of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    /// Ranges of tokens, in order and without gaps; none cuts a top-level region.
    pub outer: Vec<Range<u32>>,
    /// Every token at which a sentence begins, those inside regions included, ascending. The first token
    /// inside a region counts only where a sentence ends before the region's opening mark, and then it is
    /// the mark that is listed.
    pub starts: Vec<u32>,
}

/// Splits the `paragraphs`, ranges of `tokens`, into sentences.
pub fn split(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<u32>],
    regions: &[Region],
    language: &Language,
) -> Sentences {
    // News has a sentence in 26 tokens, those in quotations included.
    let room = tokens.len() / 24;
    let mut out = Sentences { outer: Vec::with_capacity(room), starts: Vec::with_capacity(room) };
    let mut top = regions.iter().filter(|r| r.parent.is_none()).map(|r| r.tokens.clone()).peekable();
    for paragraph in paragraphs.iter().filter(|p| !p.is_empty()) {
        let splitter = Splitter { text, tokens: &tokens[..paragraph.end as usize], regions, language };
        let mut start = paragraph.start;
        out.starts.push(start);
        let mut at = start as usize;
        while let Some(next) = splitter.next_boundary(at, start as usize) {
            at = next;
            let boundary = next as u32;
            out.starts.push(boundary);
            while top.next_if(|r| r.end <= boundary).is_some() {}
            let inside = top.peek().is_some_and(|r| r.start < boundary);
            if !inside {
                out.outer.push(start..boundary);
                start = boundary;
            }
        }
        out.outer.push(start..paragraph.end);
    }
    out
}

/// One paragraph's tokens (and all before them), and what decides about them.
struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    regions: &'a [Region],
    language: &'a Language,
}

impl Splitter<'_> {
    /// The first token behind `from` that begins a sentence; `start` is where the present one began.
    fn next_boundary(&self, from: usize, start: usize) -> Option<usize> {
        let mut i = from;
        while i < self.tokens.len() {
            let end = match self.tokens[i].kind {
                TokenKind::Stop | TokenKind::Ellipsis => true,
                TokenKind::Word => self.ends_in_full_stop(i),
                _ => false,
            };
            if !end {
                i += 1;
                continue;
            }
            let behind = self.behind_closers(i + 1);
            if behind < self.tokens.len() && self.is_boundary(i, behind, start.max(from)) {
                return Some(behind);
            }
            // What was skipped holds no word, so that nothing in it ends a sentence.
            i = behind.max(i + 1);
        }
        None
    }

    /// The first token from `i` on that is not a closing mark or bracket or another stop.
    fn behind_closers(&self, mut i: usize) -> usize {
        while let Some(token) = self.tokens.get(i) {
            let closes = match token.kind {
                TokenKind::Close => true,
                // `. . .` is an ellipsis.
                TokenKind::Stop => !token.spaced || self.is_full_stop(i) && self.is_full_stop(i - 1),
                TokenKind::Ellipsis => !token.spaced,
                TokenKind::Mark => self.is_closing(i),
                // A bare possessive or an apostrophe behind a stop is a stray mark.
                TokenKind::Clitic => !token.spaced && token.span.len() <= 3,
                _ => false,
            };
            if !closes {
                break;
            }
            i += 1;
        }
        i
    }

    fn is_full_stop(&self, i: usize) -> bool {
        self.tokens[i].kind == TokenKind::Stop && self.ends_in_full_stop(i)
    }

    /// Whether the mark at `i`, behind a stop, opens no region.
    fn is_closing(&self, i: usize) -> bool {
        self.regions.binary_search_by_key(&(i as u32), |region| region.tokens.start).is_err()
    }

    /// Whether a sentence that may end with token `end` does, so that the one at `next` begins another.
    fn is_boundary(&self, end: usize, next: usize, start: usize) -> bool {
        let stop = self.tokens[end];
        let follower = self.tokens[next];
        let quoted = self.tokens[end + 1..next].iter().any(|t| t.kind == TokenKind::Mark);
        let Some(word) = self.first_word(next) else {
            return false;
        };
        let first = self.tokens[word];
        match follower.kind {
            TokenKind::Comma | TokenKind::Colon | TokenKind::Semicolon | TokenKind::Dash | TokenKind::Clitic => {
                return false;
            }
            TokenKind::Word | TokenKind::Number if !follower.spaced && next == end + 1 => {
                return self.is_missing_space(end, next);
            }
            _ => {}
        }
        if first.case == Case::Lower && first.kind == TokenKind::Word {
            return self.is_bullet(next, word) || self.is_careless(end, next);
        }
        // `… called it “arbitrary.” Lee warned on Friday that …`: words before the marks and a full stop inside them
        // make a whole sentence, whoever speaks next.
        let is_whole = self.tokens[start].kind != TokenKind::Mark && self.ends_in_full_stop(end);
        if quoted
            && !is_whole
            && word == next
            && (self.language.reading.attribution_follows)(self.text, &self.tokens[next..])
        {
            return false;
        }
        match stop.kind {
            TokenKind::Word => self.abbreviation_ends(end, next, word),
            // `… is over. ... The board met`: what was left out, not a sentence.
            TokenKind::Ellipsis if end == start => false,
            // `1. The board met`: the number of a list item.
            TokenKind::Stop if end == start + 1 && self.tokens[start].kind == TokenKind::Number => false,
            _ => true,
        }
    }

    /// The first word or number from `i` on, past opening marks, brackets and symbols.
    fn first_word(&self, i: usize) -> Option<usize> {
        let behind = self.tokens[i..].iter().take(8);
        behind.enumerate().find(|(_, t)| t.is_wordlike()).map(|(n, _)| i + n)
    }

    /// `… is over.The board`: no space behind the full stop, but no name with one inside either.
    fn is_missing_space(&self, end: usize, next: usize) -> bool {
        let before = end.checked_sub(1).map(|i| self.tokens[i]);
        let word = before.is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower && t.span.len() > 1);
        word && self.tokens[next].case == Case::Capital
    }

    /// A list item that begins with a bullet may go on in lower case.
    fn is_bullet(&self, next: usize, word: usize) -> bool {
        let token = self.tokens[next];
        token.kind == TokenKind::Symbol && token.spaced && word == next + 1 && self.tokens[word].spaced
    }

    /// `it is over. the board left`: readers' posts and transcripts do without capitals. What may be an unknown
    /// abbreviation, or a name that ends in `!`, does not count.
    fn is_careless(&self, end: usize, next: usize) -> bool {
        let plain = next == end + 1 && self.tokens[next].spaced && self.tokens[end].kind == TokenKind::Stop;
        if !plain || end == 0 || self.tokens[end].spaced {
            return false;
        }
        let before = self.tokens[end - 1];
        match self.tokens[end].span.of(self.text) {
            _ if before.kind == TokenKind::Close => true,
            "." => before.kind == TokenKind::Word && before.case == Case::Lower && before.span.len() > 3,
            "!" if before.is_capital() => false,
            _ => !(self.language.reading.attribution_follows)(self.text, &self.tokens[next..]),
        }
    }

    fn ends_in_full_stop(&self, i: usize) -> bool {
        self.text.as_bytes()[self.tokens[i].span.end as usize - 1] == b'.'
    }

    /// Whether the abbreviation at `end` ends its sentence.
    fn abbreviation_ends(&self, end: usize, next: usize, word: usize) -> bool {
        let text = self.tokens[end].span.of(self.text);
        let name = &text[..text.len() - 1];
        let first = self.tokens[word];
        let starter =
            first.kind == TokenKind::Word && (self.language.reading.starts_sentence)(first.span.of(self.text));
        let closed = next > end + 1;
        match (self.language.reading.abbreviation)(name) {
            Some(Abbreviation::Title) => false,
            Some(Abbreviation::BeforeNumber) => first.kind != TokenKind::Number,
            Some(Abbreviation::Other) => starter || closed,
            // Initials: one letter is part of a name unless the next word cannot be.
            None => starter || closed && name.len() > 1,
        }
    }
}
