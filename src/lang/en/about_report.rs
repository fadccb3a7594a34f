//! Verbs that are about a report and no part of it: who is not named, what was not said, how a speaker was reached, what the
//! words led to. They close what somebody said, and report nothing themselves.

use super::cursor::Cursor;
use super::penn::Penn;
use super::word_lists::List;

/// How many words behind a verb its object is looked for.
const OBJECT: u32 = 4;

/// Few of the words that are asked for are on any list here, so that nothing is looked up for the others.
fn is_any(cursor: &Cursor, at: u32, words: &[&str]) -> bool {
    words.contains(&cursor.word(at))
}

/// Whether what follows a verb says that somebody is not named: `asked not to be identified`, `declined to be named`, `asked
/// to remain anonymous`, `refused to give his name`.
pub fn keeps_name_back(cursor: &Cursor, end: u32) -> bool {
    let at = match (cursor.tag(end), cursor.tag(end + 1)) {
        (Penn::TO, _) => end,
        (_, Penn::TO) if cursor.is_on(List::Negation, end) => end + 1,
        _ => return false,
    };
    let named = || cursor.is(at + 1, "be") && is_any(cursor, at + 2, &["named", "identified", "quoted"]);
    let anonymous = || is_any(cursor, at + 1, &["remain", "stay"]) && cursor.is(at + 2, "anonymous");
    let name = || cursor.is(at + 1, "give") && is_any(cursor, at + 3, &["name", "names"]);
    named() || anonymous() || name()
}

/// Whether a verb says that more was not said: `did not elaborate`, `gave no details`, `offered no evidence`.
pub fn withholds(cursor: &Cursor, head: u32, negated: bool) -> bool {
    const GIVES: &[&str] =
        &["gave", "give", "gives", "offered", "offer", "offers", "provided", "provide", "provides", "specify"];
    const DETAILS: &[&str] = &[
        "comment",
        "date",
        "detail",
        "details",
        "evidence",
        "example",
        "examples",
        "explanation",
        "figures",
        "proof",
        "reason",
        "reasons",
        "specifics",
    ];
    if !negated && !matches!(cursor.word(head + 1), "no" | "few" | "little") {
        return false;
    }
    let details = || (head + 1..head + OBJECT).any(|at| is_any(cursor, at, DETAILS));
    negated && is_any(cursor, head, &["elaborate", "elaborated"]) || is_any(cursor, head, GIVES) && details()
}

/// Whether a participle says what somebody's words led to, or what they do to other words: `, prompting anger`, `, contradicting
/// the mayor`, `, raising fears`.
pub fn has_effect(cursor: &Cursor, head: u32) -> bool {
    const EFFECTS: &[&str] = &[
        "contradicting",
        "dashing",
        "fuelling",
        "fueling",
        "prompting",
        "provoking",
        "reversing",
        "sparking",
        "stoking",
        "stunning",
        "triggering",
        "undermining",
    ];
    const STIRRED: &[&str] = &[
        "alarm",
        "anger",
        "applause",
        "blow",
        "boos",
        "cheers",
        "comparisons",
        "concern",
        "concerns",
        "condemnation",
        "criticism",
        "doubt",
        "doubts",
        "fears",
        "hopes",
        "ire",
        "laughter",
        "outrage",
        "praise",
        "rebuke",
        "reply",
        "response",
    ];
    let stirs = || is_any(cursor, head, &["casting", "dealing", "drawing", "raising"]);
    let object = || (head + 1..head + OBJECT).any(|at| is_any(cursor, at, STIRRED));
    cursor.tag(head) == Penn::VBG && (is_any(cursor, head, EFFECTS) || stirs() && object())
}

/// Whether a participle says how somebody came to speak: `when contacted`, `when reached by phone`.
pub fn is_contact(cursor: &Cursor, head: u32) -> bool {
    is_any(cursor, head, &["approached", "contacted", "met", "reached"])
}
