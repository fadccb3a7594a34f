//! English function words in their places, and what pronouns say.

use super::cursor::Cursor;
use super::penn::Penn;
use super::symbols as sym;
use super::word_lists::{List, Lists};
use crate::text::token::TokenKind;

/// The class of the function word at `at` and how many words it takes; none for open classes.
pub fn function_word(cursor: &Cursor, at: u32) -> Option<(u8, u32)> {
    let class = cursor.lists(at).function_class()?;
    let stands = match class {
        _ if cursor.is_short_surname(at) => return None,
        sym::ACCORDING if cursor.is(at, "per") => return is_source(cursor, at).then_some((class, 1)),
        sym::ACCORDING => return cursor.is(at + 1, "to").then_some((class, 2)),
        sym::IN if is_statement(cursor, at) => return Some((sym::IN_A_STATEMENT, 3)),
        sym::ON => cursor.tag(at) != Penn::RP,
        sym::TO => !to_infinitive(cursor, at),
        sym::ABOUT => cursor.tag(at + 1) != Penn::CD,
        // `at least six planes`, `as many as 212 farmers`
        sym::AT | sym::AS => bound_words(cursor, at) == 0,
        // Before a quotation, a name or a pronoun it is no determiner whatever the tagger thinks.
        sym::THAT => {
            matches!(cursor.tag(at), Penn::IN | Penn::WDT)
                || matches!(cursor.tag(at + 1), Penn::PRP | Penn::DT | Penn::NNP)
                || at + 1 == cursor.end
        }
        // `who once called it …`
        sym::SUBORDINATOR if cursor.is(at, "once") => !cursor.tag(at + 1).is_verb(),
        sym::SUBORDINATOR if cursor.is_on(List::TimeConjunction, at) => cursor.tag(at) == Penn::IN,
        sym::WHO => !cursor.is_acronym(at),
        _ => true,
    };
    stands.then_some((class, 1))
}

/// How many words before a number say that it is a bound: `more than 1,000 donors`, `at least six planes`.
pub fn bound_words(cursor: &Cursor, start: u32) -> u32 {
    // `not a single rupee`
    if cursor.is_on(List::Negation, start) && cursor.is_on(List::IndefiniteArticle, start + 1) {
        return 1;
    }
    let second = || cursor.word(start + 1);
    let words = match () {
        () if cursor.is_on(List::Bound, start) && matches!(second(), "than" | "to" | "as" | "least" | "most") => 2,
        () if cursor.is_on(List::Approximation, start) => 1,
        () if cursor.lists(start).function_class() == Some(sym::AS)
            && (cursor.is(start + 1, "many") || cursor.tag(start + 1).is_adjective())
            && cursor.is(start + 2, "as") =>
        {
            3
        }
        () => return 0,
    };
    let number = start + words;
    let half = cursor.is(number, "half") && cursor.is(number + 1, "of");
    let counts = cursor.tag(number) == Penn::CD || half || matches!(cursor.word(number), "$" | "£" | "€" | "¥" | "₹");
    if counts { words } else { 0 }
}

/// `, per ESPN`, `Per the police report,`; but `two per cent`, `as per plan`.
fn is_source(cursor: &Cursor, at: u32) -> bool {
    let opens = at == cursor.start || matches!(cursor.kind(at - 1), Some(TokenKind::Comma | TokenKind::Mark));
    let named = matches!(cursor.tag(at + 1), Penn::NNP | Penn::NNPS) || cursor.is(at + 1, "police");
    opens && (named || at == cursor.start && matches!(cursor.tag(at + 1), Penn::DT | Penn::PRPS))
}

/// `in a statement:`, `in her letter:`: a cue without a verb, where a colon follows.
fn is_statement(cursor: &Cursor, at: u32) -> bool {
    let determined = matches!(cursor.tag(at + 1), Penn::DT | Penn::PRPS);
    determined && cursor.is_on(List::StatementNoun, at + 2) && cursor.kind(at + 3) == Some(TokenKind::Colon)
}

fn to_infinitive(cursor: &Cursor, at: u32) -> bool {
    cursor.tag(at + 1) == Penn::VB || cursor.tag(at + 1).is_adverb() && cursor.tag(at + 2) == Penn::VB
}

/// The word in lower case, where it is ASCII and short enough to be on a list.
fn lower<'b, const N: usize>(word: &str, buffer: &'b mut [u8; N]) -> Option<&'b str> {
    let buffer = buffer.get_mut(..word.len())?;
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}

/// I, we, me, us.
pub fn is_first_person(word: &str) -> bool {
    pronoun_features(word) & sym::FIRST_PERSON != 0
}

/// What a pronoun's form says, as features of its chunk.
pub fn pronoun_features(word: &str) -> u8 {
    let mut buffer = [0; 4];
    match lower(word, &mut buffer) {
        Some("he" | "she" | "you") => sym::PERSON,
        Some("they") => sym::PERSON | sym::PLURAL,
        Some("i") => sym::PERSON | sym::FIRST_PERSON,
        Some("we") => sym::PERSON | sym::FIRST_PERSON | sym::PLURAL,
        Some("me" | "us") => sym::OBJECT_CASE | sym::FIRST_PERSON,
        Some("him" | "them") => sym::OBJECT_CASE,
        _ => 0,
    }
}

/// Whether a word is a weekday or a month; `May` is a name and a verb as well.
pub fn is_calendar(word: &str) -> bool {
    Lists::of(word).has(List::Calendar) || word == "May"
}
