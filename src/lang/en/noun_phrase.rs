//! English base noun phrases: determiner, modifiers, nouns, possessives; names with the titles before them.

use super::cues::Frames;
use super::cursor::Cursor;
use super::lists;
use super::noun_breaks::{
    follows_addressee, follows_date, follows_remark, follows_time, follows_weekday, follows_year, is_day,
    is_time_of_day, starts_time,
};
use super::offices;
use super::penn::Penn;
use super::symbols as sym;
use super::verb_group::{opens_apposition, takes_name};
use super::word_lists::List;
use super::words;
use crate::tape::Chunk;
use crate::text::token::{Case, TokenKind};

/// The noun phrase that begins at `start`, if one does. `his claim that …` is two: whose claim it is, and a cue; so are `her
/// answer: “No.”`, `her answer was: “No.”` and `“No,” was her answer.`
pub fn read(cursor: &Cursor, start: u32) -> Option<Chunk> {
    let phrase = whole(cursor, start)?;
    let end = phrase.tokens.end;
    let is_cue = phrase.class == sym::NOMINAL
        && (cursor.is(end, "that") || is_answer(cursor, start, end))
        && lists::noun_before_that(cursor.word(phrase.head)).is_some();
    if !is_cue {
        return Some(phrase);
    }
    let possesses = |at: &u32| matches!(cursor.tag(*at), Penn::POS | Penn::PRPS);
    match (start..end).rev().find(possesses) {
        Some(last) if cursor.tag(last) == Penn::POS => whole(&Cursor { end: last + 1, ..*cursor }, start),
        Some(last) if last == start => {
            Some(Chunk { features: sym::PERSON, ..Chunk::plain(sym::PRONOUN, start, start + 1) })
        }
        None if start > cursor.start && possesses(&(start - 1)) => Some(Chunk { class: sym::NOUN_CUE, ..phrase }),
        _ => Some(phrase),
    }
}

/// Whether a noun that opens its sentence, with whose it is, has a quotation behind a colon, or one before it: `her answer:
/// “No.”`, `“No,” was her answer.`
fn is_answer(cursor: &Cursor, start: u32, end: u32) -> bool {
    const POSSESSOR: u32 = 4;
    let is = |at: u32| matches!(cursor.word(at), "was" | "is" | "came");
    let kind = |at: u32| cursor.reading.tokens.get(at as usize).map(|token| token.kind);
    let mark = |at: u32| kind(at) == Some(TokenKind::Mark);
    let colon = end + u32::from(is(end));
    let behind = || kind(colon) == Some(TokenKind::Colon) && mark(colon + 1) && start <= cursor.start + POSSESSOR;
    let before = || {
        let mut verbs = (cursor.start + 1).max(start.saturating_sub(POSSESSOR))..start;
        verbs.any(|verb| mark(verb - 1) && is(verb))
    };
    behind() || cursor.kind(end).is_none_or(|kind| kind != TokenKind::Word) && before()
}

/// The same without parting what belongs to whom.
fn whole(cursor: &Cursor, start: u32) -> Option<Chunk> {
    if let Some(pronoun) = pronoun(cursor, start) {
        return Some(pronoun);
    }
    if let Some(phrase) = quantifier_alone(cursor, start) {
        return Some(phrase);
    }
    let mut at = start + words::bound_words(cursor, start);
    let mut head = None;
    let mut possessed = false;
    while at < cursor.end {
        let tag = cursor.tag(at);
        // Few classes ask for it.
        let word = || cursor.word(at);
        let goes_on = match tag {
            Penn::DT | Penn::PDT => head.is_none(),
            // `all his friends`; but `told the inquest his son`, whose noun looks like an adjective
            Penn::PRPS | Penn::WPS => (start..at).all(|t| matches!(cursor.tag(t), Penn::DT | Penn::PDT)),
            Penn::CD => {
                let joined = at > start + 1 && matches!(cursor.word(at - 1), ":" | "/");
                joined || head.is_none_or(|h| takes_number(cursor, h)) && !follows_weekday(cursor, start, at)
            }
            Penn::POS => head.is_some() && cursor.kind(at) == Some(TokenKind::Clitic),
            // `the Processing Center`, `the United Nations`: capitals between proper nouns are one name.
            Penn::VBG | Penn::VBN | Penn::VBD if head.is_some() => {
                name_goes_on(cursor, at) && cursor.tag(at + 1).is_proper()
            }
            Penn::VBN => head.is_none() && noun_follows(cursor, at) && !takes_name(cursor, at),
            Penn::VBG if at > start => head.is_none() && noun_follows(cursor, at),
            Penn::VB | Penn::VBG => at == start && opens_apposition(cursor, at),
            Penn::VBD => at == start && opens_name(cursor, at),
            tag if tag.is_adjective() => head.is_none() || name_goes_on(cursor, at) || modifies(cursor, start, at),
            tag if tag.is_adverb() => head.is_none() && at > start && modifier_follows(cursor, at),
            tag if tag.is_noun() => {
                head.is_none() && !follows_year(cursor, start, at)
                    || head.is_some()
                        && !starts_time(cursor, head, at)
                        && !follows_date(cursor, start, at)
                        && !follows_time(cursor, head, at)
                        && !follows_weekday(cursor, start, at)
                        && !follows_addressee(cursor, start, at)
                        && !follows_remark(cursor, start, at)
            }
            _ if matches!(word(), "$" | "£" | "€" | "¥" | "₹") => head.is_none(),
            // `8:30 p.m.`
            _ if word() == ":" => at > start && is_time_of_day(cursor, at),
            // `Sept. 11, 2001`
            _ if word() == "," => {
                at > start && is_day(cursor, at - 1) && cursor.tag(at + 1) == Penn::CD && cursor.word(at + 1).len() == 4
            }
            // `Marks & Spencer`, `a Herald/Radio Ellery poll`
            _ if matches!(word(), "&" | "/") => {
                let numbers = at > start && [at - 1, at + 1].iter().all(|i| cursor.tag(*i) == Penn::CD);
                // `a 7/7 survivor`
                numbers && word() == "/"
                    || head.is_some_and(|h| cursor.tag(h).is_proper()) && cursor.tag(at + 1).is_proper()
            }
            // `the Democratic Alliance (DA) leader`
            _ if head.is_some_and(|h| cursor.tag(h).is_proper()) && is_acronym_before_office(cursor, at) => {
                at += 2;
                true
            }
            _ => {
                let particles = head.map_or(0, |h| {
                    let named = cursor.tag(h).is_proper() || offices::has_fields(cursor.word(h));
                    if named { particles(cursor, at) } else { 0 }
                });
                at += particles;
                particles > 0 && {
                    head = Some(at);
                    true
                }
            }
        };
        if !goes_on {
            break;
        }
        if tag == Penn::POS {
            if !modifier_follows(cursor, at) && !noun_follows(cursor, at) {
                // `MSNBC's “Morning Joe”`: what is possessed stands in marks.
                at += 1;
                break;
            }
            (possessed, head) = (true, None);
        } else if tag.is_noun() || tag == Penn::CD {
            // A number before a noun modifies it, one behind a name or a month goes with that; neither is a head.
            if tag != Penn::CD || head.is_none() && !noun_follows(cursor, at) {
                head = Some(at);
            }
        }
        at += 1;
    }
    if at == start {
        return None;
    }
    let first = cursor.tag(start);
    let Some(head) = head else {
        // `the poor`, `this`, `many`; an adjective alone is none.
        let stands_alone = matches!(first, Penn::DT | Penn::PDT | Penn::PRPS) || possessed;
        let features = sym::PERSON * u8::from(cursor.is_on(List::PersonQuantifier, at - 1));
        // The `A:` of an interview.
        let upper =
            if cursor.word(start) == "A" && cursor.kind(at) == Some(TokenKind::Colon) { sym::UPPER_CASE } else { 0 };
        let features = features | upper;
        return stands_alone.then(|| Chunk { head: at - 1, features, ..Chunk::plain(sym::NOMINAL, start, at) });
    };
    let tag = cursor.tag(head);
    // The names of speakers in transcripts: `ROE:`, `ANA CRUZ:`, `Q:`.
    let upper = |at: u32| !cursor.word(at).chars().any(char::is_lowercase);
    let names_turn = cursor.kind(at) == Some(TokenKind::Colon) && cursor.word(head).len() > 1 && (start..at).all(upper);
    let class = if cursor.is_on(List::Time, head) && (!tag.is_proper() || cursor.is_calendar(head)) {
        sym::TIME
    } else if tag == Penn::CD {
        sym::NUMBER
    } else if tag.is_proper() || names_turn {
        sym::NAME
    } else {
        sym::NOMINAL
    };
    let mut features = 0;
    if class == sym::NAME
        || class == sym::NOMINAL && cursor.is_speaking_noun(head)
        || tag == Penn::CD && cursor.is_on(List::PersonQuantifier, head)
    {
        features |= sym::PERSON;
    }
    // `three of the officers`
    let several = tag == Penn::CD && features & sym::PERSON != 0 && !cursor.is(head, "one");
    if several || matches!(tag, Penn::NNS | Penn::NNPS) {
        features |= sym::PLURAL;
    }
    if possessed || first == Penn::PRPS {
        features |= sym::POSSESSED;
    }
    if class == sym::NOMINAL && cursor.is_on(List::Document, head) {
        features |= sym::DOCUMENT;
    }
    if cursor.is_on(List::Venue, head) || cursor.is_on(List::StatementNoun, head) {
        features |= sym::VENUE;
    }
    if class == sym::NAME && (start..at).all(upper) {
        features |= sym::UPPER_CASE;
    }
    if cursor.is_on(List::IndefiniteArticle, start) {
        features |= sym::INDEFINITE;
    }
    Some(Chunk { head, features, ..Chunk::plain(class, start, at) })
}

/// A quantifier that stands for people before its verb or `of`: `many said`, `almost half of them say`.
fn quantifier_alone(cursor: &Cursor, start: u32) -> Option<Chunk> {
    let at = start + u32::from(cursor.is_on(List::Approximation, start));
    // `The players both said`
    let floats = at > cursor.start && matches!(cursor.word(at), "both" | "all" | "each") && {
        let before = cursor.tag(at - 1);
        before.is_noun() || before.is_proper() || before == Penn::PRP
    };
    let stands = cursor.is_on(List::PersonQuantifier, at)
        && !floats
        && (cursor.tag(at).is_adjective() || cursor.tag(at).is_adverb())
        && (cursor.tag(at + 1).is_verb() || cursor.is(at + 1, "of"));
    stands.then(|| Chunk { head: at, features: sym::PERSON | sym::PLURAL, ..Chunk::plain(sym::NOMINAL, start, at + 1) })
}

/// Whether the first word of a sentence is a participle in a name: `Retired Gen. Roe`.
pub fn opens_name(cursor: &Cursor, at: u32) -> bool {
    let named = at == cursor.start && cursor.tag(at + 1).is_proper() && !cursor.is_calendar(at + 1);
    named && !cursor.opens_inverted(at)
}

fn starts_verb(tag: Penn) -> bool {
    tag.is_verb() || tag == Penn::MD
}

/// A personal pronoun.
fn pronoun(cursor: &Cursor, at: u32) -> Option<Chunk> {
    // `US` is a country.
    let is_pronoun = matches!(cursor.tag(at), Penn::PRP | Penn::EX) || cursor.is_on(List::PersonalPronoun, at);
    if !is_pronoun || cursor.is_acronym(at) {
        return None;
    }
    // `there are reasons`: a subject that nobody is.
    // `Cruz himself said`: not who is meant, but that it was nobody else.
    let emphatic = || at > cursor.start && cursor.tag(at - 1).is_noun() && starts_verb(cursor.tag(at + 1));
    if (cursor.word(at).ends_with("self") || cursor.word(at).ends_with("selves")) && emphatic() {
        return Some(Chunk::plain(sym::ADVERB, at, at + 1));
    }
    let features = match cursor.tag(at) {
        Penn::EX => sym::OBJECT_CASE,
        // `let ’s`, `tell ’em`
        _ if cursor.word(at).starts_with(['\'', '’']) => sym::OBJECT_CASE,
        _ => words::pronoun_features(cursor.word(at)),
    };
    Some(Chunk { features, ..Chunk::plain(sym::PRONOUN, at, at + 1) })
}

/// Whether a noun follows `at` directly or behind more modifiers.
fn noun_follows(cursor: &Cursor, at: u32) -> bool {
    let mut next = at + 1;
    while next < cursor.end && next < at + 6 && is_modifier(cursor.tag(next)) {
        next += 1;
    }
    cursor.tag(next).is_noun() || next > at + 1 && cursor.tag(next - 1) == Penn::CD
}

fn is_modifier(tag: Penn) -> bool {
    tag.is_adjective() || tag.is_adverb() || matches!(tag, Penn::CD | Penn::VBN | Penn::VBG)
}

fn modifier_follows(cursor: &Cursor, at: u32) -> bool {
    is_modifier(cursor.tag(at + 1))
}

/// `June 28`, `Boeing 747`, `Apollo 11`.
fn takes_number(cursor: &Cursor, head: u32) -> bool {
    cursor.tag(head).is_proper() || cursor.is_calendar(head)
}

/// A capitalised adjective between nouns goes on the name (`South Korean President Roe`).
fn name_goes_on(cursor: &Cursor, at: u32) -> bool {
    cursor.tag(at - 1).is_proper()
        && cursor.tag(at + 1).is_noun()
        && cursor.word(at).starts_with(|c: char| c.is_uppercase())
}

/// An adjective behind a name that stands as a modifier (`a GOP political consultant`), unless of a time (`told the
/// Tribune last week`).
fn modifies(cursor: &Cursor, start: u32, at: u32) -> bool {
    let before = cursor.tag(at - 1);
    let definite = || cursor.tag(start) == Penn::DT && before.is_proper();
    // `South Korean foreign minister Ana Cruz`
    let opens = || before.is_proper() || before.is_adjective();
    let office = || opens() && !cursor.is_on(List::Time, at - 1) && names_office(cursor, start, at);
    // `the deputy prime minister`
    let prefixed = || cursor.is_on(List::OfficePrefix, at - 1);
    let next = cursor.tag(at + 1);
    !cursor.is_on(List::Time, at + 1)
        && (next.is_noun() && definite() || (next.is_noun() || next.is_adjective()) && (prefixed() || office()))
}

/// Whether the adjective at `at` begins the office of somebody whose name follows, behind the body that it is of
/// (`OECD chief economist Ana Cruz`), and not behind a verb whose object that body may be (`told Sky former mayor Cruz`).
fn names_office(cursor: &Cursor, start: u32, at: u32) -> bool {
    const LONGEST: u32 = 4;
    let is_office = |i: &u32| cursor.is_speaking_noun(*i) && cursor.tag(*i + 1).is_proper();
    let common = |i: &u32| {
        matches!(cursor.tag(*i), Penn::NN | Penn::JJ) || cursor.tag(*i).is_proper() && cursor.is_speaking_noun(*i)
    };
    let office = (at + 1..at + LONGEST).take_while(common).any(|i| is_office(&i));
    let told = start > cursor.start && cursor.cues_at(start - 1).any(|(_, cue)| cue.frames.has(Frames::ADDRESSEE));
    office && !told
}

/// Whether an acronym in brackets stands at `at`, and behind it an office.
fn is_acronym_before_office(cursor: &Cursor, at: u32) -> bool {
    cursor.kind(at) == Some(TokenKind::Open)
        && cursor.kind(at + 2) == Some(TokenKind::Close)
        && cursor.reading.tokens[at as usize + 1].case == Case::Upper
        && cursor.word(at + 3).starts_with(char::is_lowercase)
        && cursor.is_speaking_noun(at + 3)
}

/// How many lower-case particles of a name (`de la`, `bin`, `van der`) stand at `at` before its next part.
fn particles(cursor: &Cursor, at: u32) -> u32 {
    let mut next = at;
    // `the Department for Education`
    if cursor.is(at, "for") {
        return u32::from(offices::has_fields(cursor.word(at - 1)) && cursor.tag(at + 1).is_proper());
    }
    // `the Department of Justice` is one name, `Kelvin Au of Lion Rock University` is not.
    if cursor.is(at, "of") && !lists::is_organization_word(cursor.word(at - 1)) {
        return 0;
    }
    while next < at + 3 && cursor.is_on(List::NameParticle, next) {
        next += 1;
    }
    if next > at && cursor.tag(next).is_proper() { next - at } else { 0 }
}
