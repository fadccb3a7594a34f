//! Where one noun phrase ends and another begins though no other word stands between them: times, dates, those who are
//! told something.

use super::cues::Frames;
use super::cursor::Cursor;
use super::lists;
use super::penn::Penn;
use super::word_lists::List;
use crate::text::token::TokenKind;

/// Whether the colon at `at` stands between digits without a space: `8:30`.
pub fn is_time_of_day(cursor: &Cursor, at: u32) -> bool {
    let tokens = &cursor.reading.tokens;
    at + 1 < cursor.end
        && !tokens[at as usize].spaced
        && !tokens[at as usize + 1].spaced
        && [at - 1, at + 1].iter().all(|token| tokens[*token as usize].kind == TokenKind::Number)
}

/// `Lee said Tuesday`, but also `the minister Tuesday`, `said Lee yesterday`: a day does not go on a phrase of another head.
pub fn starts_time(cursor: &Cursor, head: Option<u32>, at: u32) -> bool {
    let day = || matches!(cursor.word(at), "yesterday" | "today" | "tonight");
    (cursor.is_calendar(at) || day())
        && head.is_some_and(|h| !cursor.is_on(List::Time, h))
        && !cursor.tag(at + 1).is_noun()
}

/// Whether the two words up to `at` are a month and a number: `Sept. 11`, `3 May`.
pub fn is_day(cursor: &Cursor, at: u32) -> bool {
    let pair = |month: u32, number: u32| cursor.tag(number) == Penn::CD && cursor.is_calendar(month);
    at > cursor.start && (pair(at - 1, at) || pair(at, at - 1))
}

/// Whether a date ends where the name at `at` begins: `on Feb. 10 South Skerrow said`; but `the Feb. 10 Group`.
pub fn follows_date(cursor: &Cursor, start: u32, at: u32) -> bool {
    let date = || is_day(cursor, at - 1) || cursor.tag(at - 1) == Penn::CD && at > start + 3 && is_day(cursor, at - 3);
    cursor.tag(at).is_proper() && cursor.tag(start) != Penn::DT && date()
}

/// Whether all that stands before the name at `at` is a year: `in 2016 South Skerrow said`.
pub fn follows_year(cursor: &Cursor, start: u32, at: u32) -> bool {
    let year = || cursor.word(start).len() == 4 && cursor.kind(start) == Some(TokenKind::Number);
    at == start + 1 && cursor.tag(at).is_proper() && start > cursor.start && cursor.tag(start - 1) == Penn::IN && year()
}

/// Whether a time ends where the name at `at` begins: `last week Cruz said`.
pub fn follows_time(cursor: &Cursor, head: Option<u32>, at: u32) -> bool {
    let time = |head| cursor.is_on(List::Time, head) && cursor.word(head).starts_with(char::is_lowercase);
    cursor.tag(at).is_proper() && head.is_some_and(time)
}

/// Whether all that stands before the noun or number at `at` is the day of a report: `said Wednesday South Skerrow would
/// go`, `on Wednesday officials said`, `said on Monday 12 people had left`; but `the Sunday Herald`, `on Monday night`.
pub fn follows_weekday(cursor: &Cursor, start: u32, at: u32) -> bool {
    if at != start + 1 || start == cursor.start || !cursor.word(start).ends_with("day") || !cursor.is_calendar(start) {
        return false;
    }
    let on = cursor.is(start - 1, "on");
    let verb = if on { (start - 1).checked_sub(1).filter(|verb| *verb >= cursor.start) } else { Some(start - 1) };
    let reports = verb.is_some_and(|verb| cursor.attributes_quotations(verb));
    let begins = reports || on && (cursor.tag(at).is_proper() || cursor.is_speaking_noun(at));
    begins && !cursor.is_on(List::Time, at) && !lists::is_organization_word(cursor.word(at))
}

/// Whether the name at `at` begins the clause of a word for what was said or done: `, a claim Hollmann denied`, `, a move Cruz
/// called “bold”`; but `, a board Cruz chairs` and `, a spokesman Ana Cruz`.
pub fn follows_remark(cursor: &Cursor, start: u32, at: u32) -> bool {
    const LONGEST: u32 = 4;
    const REMARKS: &[&str] = &[
        "accusation",
        "allegation",
        "argument",
        "charge",
        "claim",
        "comment",
        "decision",
        "description",
        "figure",
        "idea",
        "move",
        "phrase",
        "policy",
        "practice",
        "proposal",
        "step",
        "strategy",
        "suggestion",
        "sum",
        "tactic",
        "term",
        "theory",
        "view",
    ];
    let remark = at == start + 2 && cursor.is_on(List::IndefiniteArticle, start) && cursor.tag(at).is_proper();
    let comma = start > cursor.start && matches!(cursor.kind(start - 1), Some(TokenKind::Comma | TokenKind::Dash));
    let verb = || (at + 1..at + LONGEST).find(|t| !cursor.tag(*t).is_proper());
    remark
        && comma
        && REMARKS.contains(&cursor.word(start + 1))
        && verb().is_some_and(|verb| matches!(cursor.tag(verb), Penn::VBD | Penn::VBZ | Penn::VBP | Penn::MD))
}

/// Whether somebody is told what begins with the name at `at`: `told the court Cruz was away`, `told MPs Ana Cruz was`,
/// `told the Guardian Cruz was`, `told the BBC drivers were`; but `told the lawyer Ana Cruz that`.
pub fn follows_addressee(cursor: &Cursor, start: u32, at: u32) -> bool {
    const LONGEST: u32 = 6;
    let plural = cursor.tag(at) == Penn::NNS;
    if start == cursor.start || at == start || !cursor.tag(at).is_proper() && !plural {
        return false;
    }
    let before = cursor.word(at - 1);
    let common =
        before.starts_with(char::is_lowercase) && (cursor.tag(start) == Penn::DT || cursor.tag(at - 1) == Penn::NNS);
    let told = common && cursor.tag(at - 1).is_noun()
        || before.ends_with('s') && cursor.is_speaking_noun(at - 1)
        || lists::is_organization_word(before);
    let told = told && !lists::is_organization_word(cursor.word(at));
    let reports = || cursor.cues_at(start - 1).any(|(_, cue)| cue.frames.has(Frames::ADDRESSEE));
    if !told || !reports() {
        return false;
    }
    let verb = (at + 1..at + LONGEST).find(|t| plural || !cursor.tag(*t).is_proper());
    verb.is_some_and(|verb| matches!(cursor.tag(verb), Penn::VBD | Penn::VBZ | Penn::VBP | Penn::MD))
}
