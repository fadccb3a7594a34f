//! The second pass over a paragraph: single marks, told apart from apostrophes.
//!
//! A single mark can only pair with one that stands in the same innermost region of the first pass, so that
//! each such group is a sequence of its own. Which words lose letters to an apostrophe, and which may stand
//! before a bare possessive, the language says.

use std::ops::Range;

use super::context::{Lean, Mark, Side, begins_sentence, next_word_is_capital};
use super::glyph::Glyph;
use super::{DEPTH, Draft, Drafts, Input, WarningCode};
use crate::text::token::{Token, TokenKind};

/// What a single mark may be, before its partners are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    /// Opens only where a sure closing mark follows; otherwise an apostrophe (`’We go,’`, `‘Cause we can,’`).
    MaybeOpen,
    Close,
    /// Closes unless a better closing mark follows; otherwise an apostrophe (`voters’ anger`).
    MaybeClose,
    Unknown,
    Apostrophe,
}

/// What lies ahead of a mark in its group.
#[derive(Clone, Copy, Default)]
struct Ahead {
    /// Position in the group of the next mark that may close, that surely closes, that opens.
    close: Option<u32>,
    strong: Option<u32>,
    open: Option<u32>,
    /// Sure closing marks minus opening ones, from this one on.
    balance: i32,
}

impl Ahead {
    /// Whether a closing mark comes before anything opens again.
    fn closes(&self) -> bool {
        self.close.is_some_and(|close| self.open.is_none_or(|open| close < open))
    }

    fn surely_closes(&self) -> bool {
        self.strong.is_some_and(|close| self.open.is_none_or(|open| close < open))
    }
}

/// Pairs the single `marks` of one paragraph; the first pass left its regions in `drafts` and the closing
/// marks that it could not use in `unopened`.
pub(super) fn pair(input: &Input, tokens: &mut [Token], marks: &[Mark], drafts: &mut Drafts, unopened: &mut Vec<Mark>) {
    let mut groups = in_groups(marks, &drafts.list);
    // Stable, so that marks stay in order within their group.
    groups.sort_by_key(|(group, _)| *group);
    let strays = in_groups(unopened, &drafts.list);
    unopened.clear();
    let mut pass = Pass { drafts, unopened, strays, stack: Vec::new(), region: None, reach: 0 };
    for group in groups.chunk_by(|a, b| a.0 == b.0) {
        pass.region = group[0].0.checked_sub(1).map(|i| i as usize);
        pass.reach = 0;
        pair_group(input, tokens, group, &mut pass);
    }
    pass.unopened.extend(pass.strays.iter().map(|(_, mark)| *mark));
}

/// What the pass works on.
struct Pass<'a> {
    drafts: &'a mut Drafts,
    /// Single marks that close what never opened.
    unopened: &'a mut Vec<Mark>,
    /// What the first pass could not use, by group.
    strays: Vec<(u32, Mark)>,
    /// The open regions of the group.
    stack: Vec<usize>,
    /// The region of the first pass that the group stands in.
    region: Option<usize>,
    /// Behind the last region that a stray closed.
    reach: u32,
}

impl Pass<'_> {
    fn push(&mut self, mark: &Mark) {
        self.stack.push(self.drafts.list.len());
        self.drafts.list.push(Draft::new(mark));
    }
}

/// Each mark with the region of the first pass around it, counted from 1; 0 is none.
fn in_groups(marks: &[Mark], regions: &[Draft]) -> Vec<(u32, Mark)> {
    let mut stack: Vec<u32> = Vec::new();
    let mut next = 0;
    let mut out = Vec::with_capacity(marks.len());
    for mark in marks {
        while next < regions.len() && regions[next].start < mark.token {
            stack.push(next as u32 + 1);
            next += 1;
        }
        while stack.last().is_some_and(|i| regions[*i as usize - 1].end <= mark.token) {
            stack.pop();
        }
        out.push((stack.last().copied().unwrap_or(0), *mark));
    }
    out
}

fn pair_group(input: &Input, tokens: &mut [Token], group: &[(u32, Mark)], pass: &mut Pass) {
    let roles: Vec<Role> = group.iter().map(|(_, mark)| role(input, tokens, mark)).collect();
    let ahead = look_ahead(group, &roles);
    let end = pass.region.map_or(input.paragraph.end as u32, |r| pass.drafts.list[r].inner_end());
    for (at, (_, mark)) in group.iter().enumerate() {
        let token = mark.token as usize;
        let role = match roles[at] {
            Role::Unknown if pass.stack.is_empty() => Role::Open,
            Role::Unknown => Role::Close,
            role => role,
        };
        match role {
            Role::Open if pass.stack.is_empty() => {
                let next = ahead[at].open.map_or(end, |open| group[open as usize].1.token);
                open(input, tokens, mark, &ahead[at], next, pass);
            }
            Role::Open => reopen(input, tokens, mark, &ahead[at], pass),
            Role::MaybeOpen => {
                let begins = starts_quotation(tokens, input.paragraph, token)
                    || next_word_is_capital(tokens, input.paragraph, token);
                match pass.stack.is_empty() && ahead[at].surely_closes() && begins {
                    true => pass.push(mark),
                    false => apostrophe(input, tokens, token),
                }
            }
            Role::MaybeClose if !pass.stack.is_empty() && mark.right == Side::Space && ahead[at].surely_closes() => {
                apostrophe(input, tokens, token)
            }
            Role::Close | Role::MaybeClose => match pass.stack.pop() {
                Some(draft) => pass.drafts.close(draft, mark),
                None => close_nothing(input, tokens, mark, role, pass),
            },
            Role::Unknown | Role::Apostrophe => apostrophe(input, tokens, token),
        }
    }
    while let Some(draft) = pass.stack.pop() {
        pass.drafts.end(draft, end);
    }
}

/// What the neighbours of a mark make it.
fn role(input: &Input, tokens: &[Token], mark: &Mark) -> Role {
    let i = mark.token as usize;
    let word = |t: &Token| t.span.of(input.text);
    let before = (i > input.paragraph.start).then(|| &tokens[i - 1]);
    let after = (i + 1 < input.paragraph.end).then(|| &tokens[i + 1]);
    let tight_before = before.filter(|t| !tokens[i].spaced && t.is_wordlike());
    let tight_after = after.filter(|t| !t.spaced && t.is_wordlike());
    if let (Some(_), Some(_)) = (tight_before, tight_after) {
        // Inside a word: `O‘Brien`; behind feet: `6'2"`.
        return Role::Apostrophe;
    }
    if let Some(number) = tight_before.filter(|t| t.kind == TokenKind::Number) {
        let measure = number.span.len() <= 3 && after.is_some_and(|t| t.kind == TokenKind::Number);
        return if measure { Role::Apostrophe } else { Role::MaybeClose };
    }
    if let Some(next) = tight_after.filter(|t| (input.language.reading.elision)(word(t))) {
        // `Harry ’s`, `rock ’n’ roll`, `the ’90s`: sure where the mark is drawn as an apostrophe or a clause runs on.
        let runs_on = !starts_quotation(tokens, input.paragraph, i);
        let drawn = mark.char.glyph == Glyph::Right;
        // `the ‘s–t show’` is no clitic.
        let goes_on = tokens.get(i + 2).is_some_and(|t| !t.spaced && t.kind == TokenKind::Dash);
        let clitic = next.span.len() == 1 && !goes_on;
        return if runs_on && !goes_on || drawn || clitic { Role::Apostrophe } else { Role::MaybeOpen };
    }
    match mark.lean {
        Lean::Open if mark.char.glyph == Glyph::Right => Role::MaybeOpen,
        Lean::Open if mark.left == Side::Word => Role::Apostrophe,
        Lean::Open => Role::Open,
        Lean::Close => match tight_before {
            Some(t) if (input.language.reading.possessive)(word(t)) || (input.language.reading.elided)(word(t)) => {
                Role::MaybeClose
            }
            _ => Role::Close,
        },
        Lean::Unknown => Role::Unknown,
    }
}

/// Whether a quotation rather than a word of a running clause may begin at `i`.
fn starts_quotation(tokens: &[Token], paragraph: &Range<usize>, i: usize) -> bool {
    let opens =
        |t: &Token| !matches!(t.kind, TokenKind::Word | TokenKind::Clitic | TokenKind::Number | TokenKind::Close);
    i == paragraph.start || opens(&tokens[i - 1])
}

fn look_ahead(group: &[(u32, Mark)], roles: &[Role]) -> Vec<Ahead> {
    let mut seen = Ahead::default();
    let mut out = vec![seen; roles.len()];
    for (at, role) in roles.iter().enumerate().rev() {
        let position = Some(at as u32);
        let strong = *role == Role::Close || *role == Role::MaybeClose && group[at].1.right != Side::Space;
        seen.balance += match role {
            Role::Open => -1,
            _ if strong => 1,
            _ => 0,
        };
        out[at] = seen;
        match role {
            Role::Open => seen.open = position,
            Role::Close | Role::MaybeClose | Role::Unknown => seen.close = position,
            Role::MaybeOpen | Role::Apostrophe => {}
        }
        if strong {
            seen.strong = position;
        }
    }
    out
}

/// An opening mark while no single mark is open; `next` is the token of the next one.
fn open(input: &Input, tokens: &mut [Token], mark: &Mark, ahead: &Ahead, next: u32, pass: &mut Pass) {
    let i = mark.token as usize;
    if ahead.closes() || ahead.open.is_some() && ahead.balance >= 0 {
        return pass.push(mark);
    }
    // Nothing closes it: `'We go," he said`, or the first paragraph of a longer quotation, or a stray.
    let quotation = starts_quotation(tokens, input.paragraph, i);
    let capital = next_word_is_capital(tokens, input.paragraph, i);
    if capital && quotation {
        let group = pass.region.map_or(0, |r| r as u32 + 1);
        let between = mark.token + 1..next;
        let fits =
            |(g, stray): &(u32, Mark)| *g == group && between.contains(&stray.token) && stray.left != Side::Space;
        // A paragraph with many strays is past repair, and looking through all of them each time is not linear.
        let partner = if pass.strays.len() <= 64 { pass.strays.iter().position(fits) } else { None };
        if let Some(at) = partner {
            let (_, close) = pass.strays.remove(at);
            let draft = pass.drafts.list.len();
            pass.drafts.list.push(Draft::new(mark));
            pass.drafts.close(draft, &close);
            pass.reach = close.token + 1;
            return;
        }
    }
    let sure = mark.char.glyph == Glyph::Left || next_paragraph_opens(input, tokens);
    if capital && (i == input.paragraph.start || quotation && sure) {
        return pass.push(mark);
    }
    if mark.char.glyph == Glyph::Left && capital {
        pass.drafts.warn(WarningCode::UnclosedMark, mark.token);
    }
    apostrophe(input, tokens, i);
}

/// Whether the next paragraph begins with a straight single mark and a capital: the quotation goes on there.
fn next_paragraph_opens(input: &Input, tokens: &[Token]) -> bool {
    let Some([mark, word, ..]) = tokens.get(input.paragraph.end..) else { return false };
    mark.kind == TokenKind::Mark && mark.span.of(input.text) == "'" && word.is_capital() && !word.spaced
}

/// An opening mark while a single mark is open.
fn reopen(input: &Input, tokens: &mut [Token], mark: &Mark, ahead: &Ahead, pass: &mut Pass) {
    let i = mark.token as usize;
    let begins = begins_sentence(tokens, input.paragraph, i);
    if ahead.balance >= 1 {
        if pass.stack.len() < DEPTH {
            pass.push(mark);
        }
        return;
    }
    let Some(outer) = pass.stack.pop() else { return };
    if ahead.closes() || begins {
        pass.drafts.end(outer, mark.token);
        let later = pass.drafts.list.len();
        pass.push(mark);
        if begins {
            pass.drafts.link(outer, later);
        }
    } else if mark.right == Side::Word && !starts_quotation(tokens, input.paragraph, i) {
        pass.stack.push(outer);
        apostrophe(input, tokens, i);
    } else {
        // `‘We go, ‘he said.`: the space slipped to the wrong side.
        pass.drafts.close(outer, mark);
    }
}

/// A closing mark with no single mark open: an apostrophe, the other end of a mixed pair, or a stray.
fn close_nothing(input: &Input, tokens: &mut [Token], mark: &Mark, role: Role, pass: &mut Pass) {
    let behind_word = matches!(mark.left, Side::Word | Side::Digit);
    let after_stop = matches!(mark.left, Side::Stop | Side::Comma | Side::Ellipsis | Side::Dash);
    let dangling = pass.region.filter(|r| pass.drafts.list[*r].is_dangling() && pass.reach <= mark.token);
    match dangling {
        Some(region) if after_stop => pass.drafts.close(region, mark),
        _ if role == Role::MaybeClose || behind_word || !after_stop => apostrophe(input, tokens, mark.token as usize),
        _ => pass.unopened.push(*mark),
    }
}

/// The mark is an apostrophe: a possessive is a clitic of its word, anything else a symbol.
fn apostrophe(input: &Input, tokens: &mut [Token], i: usize) {
    let tight = i > input.paragraph.start && !tokens[i].spaced;
    let owner = tight.then(|| tokens[i - 1]).filter(|t| t.is_wordlike());
    let runs_into_word = i + 1 < input.paragraph.end && !tokens[i + 1].spaced && tokens[i + 1].is_wordlike();
    let possessive =
        owner.is_some_and(|t| (input.language.reading.possessive)(t.span.of(input.text))) && !runs_into_word;
    tokens[i].kind = if possessive { TokenKind::Clitic } else { TokenKind::Symbol };
}
