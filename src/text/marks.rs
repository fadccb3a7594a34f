//! Quote marks as quoted regions: which marks belong together, what is only an apostrophe, what is broken.
//!
//! Everything is decided within a paragraph, so that one stray mark never turns the rest of an article
//! inside out; only the link between a quotation and the next paragraph that goes on with it reaches
//! further. Pairing takes two passes: `strong` for the marks that are nothing else, `single` for those
//! that may be apostrophes. Whether a region is speech is not asked here.

mod context;
mod edges;
mod glyph;
mod single;
mod strong;

use std::ops::Range;

pub use edges::{strip, unwrap};
pub use glyph::{Glyph, MarkChar, Style, mark_at};

use super::Span;
use super::token::{Case, Token, TokenKind};
use crate::index::Index;
use crate::lang::Language;
use crate::quote::WarningCode;
use context::Mark;

/// How deep regions nest in each pass; deeper marks are passed over.
const DEPTH: usize = 4;

/// A quoted region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The region with its marks.
    pub span: Span,
    /// What stands between the marks, white space included.
    pub inner: Span,
    /// Indices of its tokens, those of the marks included.
    pub tokens: Range<u32>,
    /// The region directly around it.
    pub parent: Option<Index>,
    /// How many regions are around it.
    pub depth: u8,
    /// Whether it has a closing mark of its own.
    pub closed: bool,
    /// Whether it was left open because a later region, of the next paragraph or behind a lost line break,
    /// reopens it.
    pub continued: bool,
    /// The region that it goes on from.
    pub continues: Option<Index>,
    /// The style of its opening mark.
    pub style: Style,
}

/// The quoted regions of a text, and what is wrong with its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// In order of their start; a region stands before those inside it.
    pub regions: Vec<Region>,
    /// In order of their start.
    pub warnings: Vec<(WarningCode, Span)>,
}

/// Pairs the marks among `tokens`, of which each of `paragraphs` is a range.
///
/// Mark tokens that turn out to be apostrophes change their kind: [`Clitic`](super::token::TokenKind::Clitic) for a possessive,
/// [`Symbol`](super::token::TokenKind::Symbol) for any other and for feet and inches.
pub fn pair(text: &str, tokens: &mut [Token], paragraphs: &[Range<u32>], language: &Language) -> Marks {
    let mut marks = Marks::default();
    let mut drafts = Drafts::default();
    let (mut strong, mut single, mut unopened) = (Vec::new(), Vec::new(), Vec::new());
    let mut dangling: Vec<u32> = Vec::new();
    for paragraph in paragraphs {
        let paragraph = paragraph.start as usize..paragraph.end as usize;
        strong.clear();
        context::collect(text, tokens, paragraph.clone(), &mut strong);
        if strong.is_empty() && dangling.is_empty() {
            continue;
        }
        single.clear();
        single.extend(strong.extract_if(.., |mark: &mut Mark| mark.char.style == Style::Single));
        drafts.list.clear();
        unopened.clear();
        let input = Input { text, paragraph: &paragraph, language };
        strong::pair(&input, tokens, &strong, &mut drafts, &mut unopened);
        if !single.is_empty() {
            single::pair(&input, tokens, &single, &mut drafts, &mut unopened);
        }
        let first = marks.regions.len();
        drafts.finish(tokens, &mut marks.regions);
        resume(text, tokens, &mut marks, &dangling, first, paragraph.start);
        dangling.clear();
        for (i, region) in marks.regions.iter().enumerate().skip(first) {
            if region.closed || region.continued {
                continue;
            }
            // What is open at the paragraph's end may yet be reopened by the next one.
            if region.tokens.end as usize == paragraph.end {
                dangling.push(i as u32);
            } else {
                drafts.warn(WarningCode::UnclosedMark, region.tokens.start);
            }
        }
        let warnings = drafts.warnings.drain(..).chain(unopened.iter().map(|m| (WarningCode::UnopenedMark, m.token)));
        marks.warnings.extend(warnings.map(|(code, token)| (code, tokens[token as usize].span)));
    }
    resume(text, tokens, &mut marks, &dangling, usize::MAX, 0);
    marks.warnings.sort_by_key(|(_, span)| *span);
    marks
}

/// Links the regions that the last paragraph left open to those with which the next one, whose regions
/// begin at `first` and tokens at `token`, reopens them; the others are unclosed.
fn resume(text: &str, tokens: &[Token], marks: &mut Marks, dangling: &[u32], first: usize, token: usize) {
    for (nth, &open) in dangling.iter().enumerate() {
        let open = open as usize;
        let later = first.saturating_add(nth);
        let drawn = |r: &Region| mark_at(&text.as_bytes()[r.span.start as usize..]).map(|(char, _)| char);
        let reopens = |r: &Region| {
            let same = drawn(&marks.regions[open]).zip(drawn(r)).is_some_and(|(a, b)| !a.is_mixed_with(b));
            r.tokens.start as usize == token + nth && same
        };
        if marks.regions.get(later).is_some_and(reopens) {
            marks.regions[open].continued = true;
            marks.regions[later].continues = Some(Index::new(open));
        } else {
            let mark = marks.regions[open].tokens.start as usize;
            marks.warnings.push((WarningCode::UnclosedMark, tokens[mark].span));
        }
    }
}

/// What both passes read: the text, the tokens of the paragraph, the language.
struct Input<'a> {
    text: &'a str,
    paragraph: &'a Range<usize>,
    language: &'a Language,
}

/// A region in the making.
struct Draft {
    /// Token of the opening mark.
    start: u32,
    /// Behind the last token.
    end: u32,
    char: MarkChar,
    closed: bool,
    continued: bool,
    continues: Option<Index>,
}

impl Draft {
    fn new(mark: &Mark) -> Draft {
        Draft {
            start: mark.token,
            end: mark.token + 1,
            char: mark.char,
            closed: false,
            continued: false,
            continues: None,
        }
    }

    /// The token behind the last one inside.
    fn inner_end(&self) -> u32 {
        self.end - u32::from(self.closed)
    }

    fn is_dangling(&self) -> bool {
        !self.closed && !self.continued
    }
}

/// Whether a name in capitals and a colon stand behind the opening mark: `“ROE: We went home.`
fn opens_turn(tokens: &[Token], draft: &Draft) -> bool {
    let inside = &tokens[draft.start as usize + 1..draft.end as usize];
    let name = inside.iter().take_while(|t| t.kind == TokenKind::Word && t.case == Case::Upper).count();
    (1..=3).contains(&name) && inside.get(name).is_some_and(|t| t.kind == TokenKind::Colon)
}

/// The regions of one paragraph in the making.
#[derive(Default)]
struct Drafts {
    list: Vec<Draft>,
    /// With the token that each is about.
    warnings: Vec<(WarningCode, u32)>,
}

impl Drafts {
    fn end(&mut self, draft: usize, end: u32) {
        self.list[draft].end = end;
    }

    fn close(&mut self, draft: usize, mark: &Mark) {
        let open = &mut self.list[draft];
        open.end = mark.token + 1;
        open.closed = true;
        if open.char.is_mixed_with(mark.char) {
            self.warn(WarningCode::MixedMarks, mark.token);
        }
    }

    fn link(&mut self, earlier: usize, later: usize) {
        self.list[earlier].continued = true;
        self.list[later].continues = Some(Index::new(earlier));
    }

    fn warn(&mut self, code: WarningCode, token: u32) {
        self.warnings.push((code, token));
    }

    /// Appends the drafts to `regions`, in order and with their nesting.
    fn finish(&mut self, tokens: &[Token], regions: &mut Vec<Region>) {
        let first = regions.len();
        let mut order: Vec<u32> = Vec::with_capacity(self.list.len());
        for (i, draft) in self.list.iter().enumerate() {
            // A stray mark with nothing behind it is no region, nor is one that opens a turn of a transcript.
            let is_stray = draft.end == draft.start + 1 || opens_turn(tokens, draft);
            if draft.is_dangling() && is_stray {
                self.warnings.push((WarningCode::UnclosedMark, draft.start));
            } else {
                order.push(i as u32);
            }
        }
        order.sort_by_key(|i| self.list[*i as usize].start);
        regions.reserve(order.len());
        let mut place = vec![0u32; self.list.len()];
        let mut around: Vec<usize> = Vec::new();
        for (nth, i) in order.into_iter().map(|i| i as usize).enumerate() {
            let draft = &self.list[i];
            place[i] = (first + nth) as u32;
            while around.last().is_some_and(|outer| regions[*outer].tokens.end <= draft.start) {
                around.pop();
            }
            let (open, last) = (tokens[draft.start as usize].span, tokens[draft.end as usize - 1].span);
            let inner_end = if draft.closed { last.start } else { last.end };
            regions.push(Region {
                span: open.join(last),
                inner: Span { start: open.end, end: inner_end },
                tokens: draft.start..draft.end,
                parent: around.last().map(|outer| Index::new(*outer)),
                depth: around.len() as u8,
                closed: draft.closed,
                continued: draft.continued,
                continues: draft.continues.map(|earlier| Index::new(place[earlier.get()] as usize)),
                style: draft.char.style,
            });
            around.push(first + nth);
        }
    }
}
