//! The first pass over a paragraph: every style but single marks, which may be apostrophes.
//!
//! One walk with a short stack. What the neighbours of a mark leave open is settled by parity and by the
//! marks of the same style ahead, never by anything outside the paragraph.

use super::context::{Lean, Mark, Side, begins_sentence};
use super::glyph::{Glyph, Style};
use super::{DEPTH, Draft, Drafts, Input};
use crate::text::token::{Token, TokenKind};

/// What lies ahead of a mark among the marks of its own style.
#[derive(Clone, Copy)]
struct Ahead {
    next: Option<Lean>,
    second: Option<Lean>,
    /// Closing minus opening marks, from this one on.
    balance: i32,
}

/// Pairs `marks`, none of which is single, of one paragraph; those that close what never opened go to
/// `unopened`.
pub(super) fn pair(input: &Input, tokens: &mut [Token], marks: &[Mark], drafts: &mut Drafts, unopened: &mut Vec<Mark>) {
    let ahead = look_ahead(marks);
    drafts.list.reserve(marks.len() / 2);
    let mut stack =
        Stack { open: [(0, Style::Double); DEPTH], len: 0, count: [0; Style::COUNT], skipped: [0; Style::COUNT] };
    for (mark, ahead) in marks.iter().zip(&ahead) {
        let is_open = stack.count[mark.char.style.index()] > 0;
        if is_inch(input, tokens, mark, ahead, is_open) {
            tokens[mark.token as usize].kind = TokenKind::Symbol;
            continue;
        }
        let lean = match mark.lean {
            Lean::Unknown if is_open => Lean::Close,
            Lean::Unknown => Lean::Open,
            lean => lean,
        };
        match (lean, is_open) {
            (Lean::Open, false) => stack.push(drafts, mark),
            (Lean::Open, true) => reopen(input, tokens, mark, ahead, drafts, &mut stack),
            (_, true) => stack.close(drafts, mark),
            (_, false) if is_bullet(mark) => tokens[mark.token as usize].kind = TokenKind::Symbol,
            (_, false) if opens_after_all(input, tokens, mark, ahead) => stack.push(drafts, mark),
            (_, false) => match stack.top() {
                Some(top)
                    if drafts.list[top].char.style != mark.char.style && !closes_later(marks, mark, drafts, top) =>
                {
                    stack.close_top(drafts, mark)
                }
                _ => unopened.push(*mark),
            },
        }
    }
    while let Some((draft, _)) = stack.pop() {
        drafts.end(draft, input.paragraph.end as u32);
    }
}

/// An opening mark while one of its style is open: a quotation inside, a lost line break, a quotation that
/// was never closed, or a closing mark with its space on the wrong side.
fn reopen(input: &Input, tokens: &[Token], mark: &Mark, ahead: &Ahead, drafts: &mut Drafts, stack: &mut Stack) {
    let two_closes = (ahead.next, ahead.second) == (Some(Lean::Close), Some(Lean::Close));
    if two_closes {
        return stack.push(drafts, mark);
    }
    // `… we go.“[Ellery Press]`: tight behind a stop and with nothing to close it, it closes.
    let tight = matches!(mark.left, Side::Stop | Side::Comma | Side::Ellipsis | Side::Word);
    if tight && ahead.next != Some(Lean::Close) {
        return stack.close(drafts, mark);
    }
    if begins_sentence(tokens, input.paragraph, mark.token as usize) && !stack.is_full() {
        let earlier = stack.end(drafts, mark);
        stack.push(drafts, mark);
        if let (Some(earlier), Some((later, _))) = (earlier, stack.last()) {
            drafts.link(earlier, later);
        }
        return;
    }
    // `"Trump’s line “Look over here” was …`: curly marks inside a straight pair.
    let is_other_drawing = stack.top().is_some_and(|top| drafts.list[top].char.is_mixed_with(mark.char));
    match ahead.next {
        Some(Lean::Close) if ahead.balance >= 1 || is_other_drawing => stack.push(drafts, mark),
        Some(Lean::Close | Lean::Unknown) => {
            stack.end(drafts, mark);
            stack.push(drafts, mark);
        }
        _ => stack.close(drafts, mark),
    }
}

/// A mark that looks like a closing one while nothing is open, and still opens, as the next one closes.
fn opens_after_all(input: &Input, tokens: &[Token], mark: &Mark, ahead: &Ahead) -> bool {
    if ahead.next != Some(Lean::Close) {
        return false;
    }
    let behind = mark.token as usize + 1;
    let follows = &tokens[behind..input.paragraph.end];
    match (mark.left, mark.right) {
        // `” … and so on,” it read.`, and the two marks of `pic=""`.
        (Side::Space, _) => true,
        (Side::Other, _) => follows.first().is_some_and(|next| next.kind == TokenKind::Mark && !next.spaced),
        // `he said" We go"`: the space slipped to the wrong side.
        (Side::Word, Side::Space) => true,
        (Side::Comma | Side::Colon, Side::Space) => !(input.language.reading.attribution_follows)(input.text, follows),
        _ => false,
    }
}

fn look_ahead(marks: &[Mark]) -> Vec<Ahead> {
    let none = Ahead { next: None, second: None, balance: 0 };
    let mut by_style = [none; Style::COUNT];
    let mut out = vec![none; marks.len()];
    for (mark, out) in marks.iter().zip(&mut out).rev() {
        let seen = &mut by_style[mark.char.style.index()];
        seen.balance += match mark.lean {
            Lean::Open => -1,
            Lean::Close => 1,
            Lean::Unknown => 0,
        };
        *out = *seen;
        seen.second = seen.next;
        seen.next = Some(mark.lean);
    }
    out
}

/// `6'2"`, `a 6" pipe`: a double mark behind a short number that closes nothing.
fn is_inch(input: &Input, tokens: &[Token], mark: &Mark, ahead: &Ahead, is_open: bool) -> bool {
    let i = mark.token as usize;
    if mark.char.style != Style::Double || mark.left != Side::Digit || i <= input.paragraph.start {
        return false;
    }
    let number = tokens[i - 1];
    if number.span.of(input.text).contains(['\'', '’', '′']) {
        // The tokenizer took the feet into the number: `6'2"`.
        return true;
    }
    if number.kind != TokenKind::Number || number.span.len() > 3 {
        return false;
    }
    let has_feet = i >= input.paragraph.start + 3
        && matches!(tokens[i - 2].kind, TokenKind::Mark | TokenKind::Symbol)
        && !tokens[i - 2].spaced
        && tokens[i - 2].span.len() <= 3
        && tokens[i - 3].kind == TokenKind::Number;
    has_feet
        || !is_open && mark.lean != Lean::Open
        || is_open && mark.right == Side::Space && ahead.next == Some(Lean::Close)
}

/// A guillemet with space around it that closes nothing: `» Read more`, `Home › News`.
fn is_bullet(mark: &Mark) -> bool {
    matches!(mark.char.style, Style::Guillemet | Style::SingleGuillemet)
        && mark.char.glyph == Glyph::Right
        && mark.left == Side::Space
}

/// Whether the open region `top` has a closing mark of its own style coming.
fn closes_later(marks: &[Mark], mark: &Mark, drafts: &Drafts, top: usize) -> bool {
    let style = drafts.list[top].char.style;
    let at = marks.partition_point(|m| m.token <= mark.token);
    // A window keeps this constant in time; a mark further off says nothing about this pair.
    marks[at..].iter().take(8).find(|m| m.char.style == style).is_some_and(|m| m.lean == Lean::Close)
}

/// The open regions of one paragraph. Openings beyond [`DEPTH`] are not regions.
struct Stack {
    open: [(usize, Style); DEPTH],
    len: usize,
    count: [u32; Style::COUNT],
    /// Openings that were too deep; as many closing marks are theirs.
    skipped: [u32; Style::COUNT],
}

impl Stack {
    fn is_full(&self) -> bool {
        self.len == DEPTH
    }

    fn last(&self) -> Option<(usize, Style)> {
        self.len.checked_sub(1).map(|last| self.open[last])
    }

    fn top(&self) -> Option<usize> {
        self.last().map(|(draft, _)| draft)
    }

    fn push(&mut self, drafts: &mut Drafts, mark: &Mark) {
        if self.is_full() {
            self.skipped[mark.char.style.index()] += 1;
            return;
        }
        self.open[self.len] = (drafts.list.len(), mark.char.style);
        self.len += 1;
        self.count[mark.char.style.index()] += 1;
        drafts.list.push(Draft::new(mark));
    }

    fn pop(&mut self) -> Option<(usize, Style)> {
        let last = self.last()?;
        self.len -= 1;
        self.count[last.1.index()] -= 1;
        Some(last)
    }

    /// Ends everything down to the innermost region of the mark's style just before the mark.
    fn end(&mut self, drafts: &mut Drafts, mark: &Mark) -> Option<usize> {
        while let Some((draft, style)) = self.pop() {
            drafts.end(draft, mark.token);
            if style == mark.char.style {
                return Some(draft);
            }
        }
        None
    }

    /// Closes the innermost region of the mark's style; others that are open inside it end unclosed.
    fn close(&mut self, drafts: &mut Drafts, mark: &Mark) {
        let skipped = &mut self.skipped[mark.char.style.index()];
        if *skipped > 0 {
            *skipped -= 1;
        } else if let Some(draft) = self.end(drafts, mark) {
            drafts.close(draft, mark);
        }
    }

    fn close_top(&mut self, drafts: &mut Drafts, mark: &Mark) {
        if let Some((draft, _)) = self.pop() {
            drafts.close(draft, mark);
        }
    }
}
