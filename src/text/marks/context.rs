//! What stands on either side of a mark, and which way the mark leans for it.
//!
//! No decision is final here: a mark without a clear lean is settled by parity in the passes.

use std::ops::Range;

use super::glyph::{Glyph, MarkChar, Style, mark_at};
use crate::text::Span;
use crate::text::token::{Token, TokenKind};

/// What touches a mark on one side. Marks in a row see through each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// White space, or the paragraph's edge.
    Space,
    Word,
    Digit,
    Comma,
    /// A full stop, question mark, exclamation mark.
    Stop,
    Ellipsis,
    /// A colon or semicolon.
    Colon,
    Open,
    Close,
    Dash,
    Other,
}

/// Which end of a pair a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    Open,
    Close,
    /// The neighbours do not say, nor does the drawing: parity decides.
    Unknown,
}

/// A mark in its paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Index of its token.
    pub token: u32,
    pub char: MarkChar,
    pub left: Side,
    pub right: Side,
    pub lean: Lean,
}

/// Appends the marks among the tokens of `paragraph` to `out`.
pub(super) fn collect(text: &str, tokens: &mut [Token], paragraph: Range<usize>, out: &mut Vec<Mark>) {
    let first = out.len();
    out.reserve(tokens[paragraph.clone()].iter().filter(|token| token.kind == TokenKind::Mark).count());
    for i in paragraph.clone() {
        if tokens[i].kind != TokenKind::Mark {
            continue;
        }
        let Some((char, _)) = mark_at(&text.as_bytes()[tokens[i].span.start as usize..]) else {
            continue;
        };
        let mut mark = Mark { token: i as u32, char, left: Side::Space, right: Side::Space, lean: Lean::Unknown };
        if i > paragraph.start && !tokens[i].spaced {
            mark.left = match out.last() {
                Some(before) if out.len() > first && before.token as usize + 1 == i => before.left,
                _ => side(tokens[i - 1]),
            };
        }
        out.push(mark);
    }
    let mut behind: Option<Mark> = None;
    for mark in out[first..].iter_mut().rev() {
        let next = mark.token as usize + 1;
        if next < paragraph.end && !tokens[next].spaced {
            mark.right = match behind {
                Some(behind) if behind.token as usize == next => behind.right,
                _ => side(tokens[next]),
            };
        }
        mark.lean = lean(mark);
        behind = Some(*mark);
    }
    split_triple(tokens, &mut out[first..]);
}

fn side(token: Token) -> Side {
    match token.kind {
        TokenKind::Word | TokenKind::Clitic => Side::Word,
        TokenKind::Number => Side::Digit,
        TokenKind::Comma => Side::Comma,
        TokenKind::Stop => Side::Stop,
        TokenKind::Ellipsis => Side::Ellipsis,
        TokenKind::Colon | TokenKind::Semicolon => Side::Colon,
        TokenKind::Dash => Side::Dash,
        TokenKind::Open => Side::Open,
        TokenKind::Close => Side::Close,
        TokenKind::Mark | TokenKind::Symbol => Side::Other,
    }
}

/// Both neighbours vote; where they clearly agree they overrule the drawing (a curly mark turned the
/// wrong way), where they do not the drawing decides.
fn lean(mark: &Mark) -> Lean {
    let left = match mark.left {
        Side::Space | Side::Open => 1,
        Side::Dash | Side::Colon => 0,
        _ => -1,
    };
    let right = match mark.right {
        Side::Word | Side::Digit | Side::Open | Side::Other => 1,
        Side::Dash | Side::Ellipsis => 0,
        _ => -1,
    };
    let face = match (mark.char.style, mark.char.glyph) {
        (Style::Corner | Style::WhiteCorner, Glyph::Left) => return Lean::Open,
        (Style::Corner | Style::WhiteCorner, _) => return Lean::Close,
        (_, Glyph::Low) => return Lean::Open,
        (_, Glyph::Left | Glyph::Backtick) => Lean::Open,
        (_, Glyph::Right) => Lean::Close,
        _ => Lean::Unknown,
    };
    match left + right {
        2 => Lean::Open,
        -2 => Lean::Close,
        _ if face != Lean::Unknown => face,
        1 => Lean::Open,
        -1 => Lean::Close,
        _ => Lean::Unknown,
    }
}

/// `'''` is read as `''` and `'`; behind a word it is the inner single mark that comes first.
fn split_triple(tokens: &mut [Token], marks: &mut [Mark]) {
    for i in 1..marks.len() {
        let (a, b) = (marks[i - 1], marks[i]);
        let (first, second) = (a.token as usize, b.token as usize);
        let touches = tokens[first].span.end == tokens[second].span.start;
        if a.char.glyph == Glyph::Wire
            && b.char == (MarkChar { style: Style::Single, glyph: Glyph::Straight })
            && touches
            && a.lean == Lean::Close
        {
            let start = tokens[first].span.start as usize;
            tokens[first].span = Span::new(start, start + 1);
            tokens[second].span = Span::new(start + 1, start + 3);
            marks[i - 1].char = b.char;
            marks[i].char = a.char;
        }
    }
}

/// Whether a sentence ends just before the token at `i` and what follows may begin one.
pub(super) fn begins_sentence(tokens: &[Token], paragraph: &Range<usize>, i: usize) -> bool {
    let ended = i == paragraph.start || matches!(tokens[i - 1].kind, TokenKind::Stop | TokenKind::Ellipsis);
    ended && next_word_is_capital(tokens, paragraph, i)
}

/// Whether the first word behind the mark at `i` has a capital or a digit.
pub(super) fn next_word_is_capital(tokens: &[Token], paragraph: &Range<usize>, i: usize) -> bool {
    let behind = tokens[i + 1..paragraph.end].iter().take(4);
    behind.filter(|t| t.is_wordlike()).take(1).any(|t| t.is_capital() || t.kind == TokenKind::Number)
}
