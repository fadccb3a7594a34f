//! English verb groups: auxiliaries, negation, adverbs between, the verb, its particle; and whether it reports.

use super::about_report;
use super::cues::{Cue, Frames};
use super::cursor::Cursor;
use super::noun_phrase::opens_name;
use super::particle::Window;
use super::penn::Penn;
use super::symbols as sym;
use super::word_lists::List;
use crate::index::Index;
use crate::tape::Chunk;
use crate::text::token::TokenKind;

/// The form of a verb group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Finite,
    Ing,
    En,
    Passive,
    Infinitive,
}

/// The verb group that begins at `start`, if one does.
pub fn read(cursor: &Cursor, start: u32) -> Option<Chunk> {
    let mut at = start;
    let mut negated = false;
    // `never said`, `not only said`: a leading negation belongs to the group, other adverbs stand before it.
    while cursor.is_on(List::Negation, at) {
        (negated, at) = (true, at + 1);
    }
    if at > start && !starts_group(cursor, at) || !starts_group(cursor, at) {
        return None;
    }
    let first = at;
    // `classified information`, `Retired Gen. Roe`: a participle right before its noun modifies it, but for `Asked
    // Tuesday about …`.
    let modifies = match cursor.tag(at) {
        Penn::VBN if cursor.is_calendar(at + 1) => false,
        // `“It is over,” announced flight director Ana Cruz`
        Penn::VBN
            if at > cursor.start
                && cursor.kind(at - 1) == Some(TokenKind::Mark)
                && cursor.attributes_quotations(at) =>
        {
            false
        }
        // `the police used force`: right behind a noun it is the verb.
        Penn::VBN if at > cursor.start && cursor.tag(at - 1).is_noun() => false,
        Penn::VBN => cursor.tag(at + 1).is_noun() && !negated && !takes_name(cursor, at),
        Penn::VBD => opens_name(cursor, at),
        // `…, associate director of …`, `…, managing director of …`
        Penn::VB | Penn::VBG => opens_apposition(cursor, at),
        _ => false,
    };
    if modifies {
        return None;
    }
    let mut be = None;
    let mut head = None;
    let mut end = at;
    while at < cursor.end {
        let tag = cursor.tag(at);
        // `That’s according to a poll.`
        if cursor.is(at, "according") && at > first {
            break;
        }
        if tag == Penn::TO {
            // `to` opens a group or joins a light verb to the next one (`went on to say`, `is to meet`).
            if at != first && !cursor.tag(at + 1).is_verb() {
                break;
            }
        } else if tag == Penn::MD || tag.is_verb() {
            // A second full verb begins a group of its own, save behind `to` and auxiliaries.
            if let Some(head) = head {
                let light = cursor.is_on(List::Auxiliary, head)
                    || cursor.tag(head) == Penn::MD
                    || cursor.tag(at - 1) == Penn::TO
                    || is_quoted_as(cursor, head, at - 1);
                if !light || tag == Penn::MD {
                    break;
                }
            }
            if cursor.is_on(List::FormOfBe, at) {
                be = Some(at);
            }
            head = Some(at);
            end = at + 1;
        } else if cursor.is_on(List::Negation, at) {
            // `does not say`, but not `said not a word`.
            if !verb_follows(cursor, at) && !cursor.is(at, "n't") {
                break;
            }
            negated = true;
            end = end.max(at + if cursor.is(at, "n't") { 1 } else { 0 });
        } else if head.is_some_and(|head| goes_on_to(cursor, head, at) || is_quoted_as(cursor, head, at)) {
            // `went on to say`, `is quoted as saying` are one group, and their verb is the last one.
        } else if !(tag.is_adverb() && head.is_some() && verb_follows(cursor, at)) {
            break;
        }
        at += 1;
        if head.is_some_and(|h| h + 1 == at && !leads_on(cursor, h, at)) {
            break;
        }
    }
    let head = head?;
    let form = match cursor.tag(head) {
        _ if cursor.tag(first) == Penn::TO => Form::Infinitive,
        // `he’s said that …` has said it; `he’s accused of …` is.
        Penn::VBN if be.is_some_and(|be| has_said(cursor, be, head)) => Form::Finite,
        Penn::VBN if be.is_some_and(|be| be < head) => Form::Passive,
        Penn::VBN if first == head => Form::En,
        Penn::VBG if first == head => Form::Ing,
        Penn::VB if first == head => Form::Infinitive,
        _ if cursor.tag(first) == Penn::VBG => Form::Ing,
        _ => Form::Finite,
    };
    let withholds = about_report::withholds(cursor, head, negated);
    let is_about = withholds
        || about_report::has_effect(cursor, head)
        || about_report::keeps_name_back(cursor, end)
        || about_report::keeps_name_back(cursor, first);
    let (cue, end) = if is_about { (None, end) } else { find_cue(cursor, head, end) };
    // `it read`: no auxiliary stands between, so that the bare form is finite.
    let bare = form == Form::Infinitive && cursor.tag(first) == Penn::VB && first > cursor.start;
    let form = if bare && is_subject_pronoun(cursor, first - 1) { Form::Finite } else { form };
    let form = if form == Form::En && cue.is_some() && has_subject(cursor, start, end) { Form::Finite } else { form };
    let class = match (form, cue.is_some()) {
        (Form::Finite, true) => sym::CUE,
        (Form::Ing, true) => sym::CUE_ING,
        (Form::En, true) => sym::CUE_EN,
        (Form::Passive, true) => sym::CUE_PASSIVE,
        (Form::Infinitive, true) => sym::CUE_INFINITIVE,
        (Form::Finite, false) => sym::VERB,
        (Form::Ing, false) => sym::VERB_ING,
        (Form::En, false) => sym::VERB_EN,
        (Form::Passive, false) => sym::VERB_PASSIVE,
        (Form::Infinitive, false) => sym::VERB_INFINITIVE,
    };
    let features = match cue {
        Some((_, cue)) => cue.frame_set,
        None if class == sym::VERB && withholds => sym::WITHHOLDS,
        None if class == sym::VERB && matches!(cursor.word(head), "had" | "has" | "have") => sym::HAVE,
        None if class == sym::VERB_ING && about_report::has_effect(cursor, head) => sym::EFFECT,
        None if class == sym::VERB_EN && about_report::is_contact(cursor, head) => sym::CONTACT,
        None => 0,
    };
    let cue = cue.map(|(index, _)| index);
    Some(Chunk { head, cue, features, negated, ..Chunk::plain(class, start, end.max(head + 1)) })
}

/// Whether the `’s` at `be` stands for `has`: behind `he`, `she` or `who` and before a verb that takes a quotation.
fn has_said(cursor: &Cursor, be: u32, head: u32) -> bool {
    let person = be > cursor.start && matches!(cursor.word(be - 1), "he" | "He" | "she" | "She" | "who");
    person
        && matches!(cursor.word(be), "'s" | "’s")
        && cursor.attributes_quotations(head)
        && !cursor.is(head + 1, "of")
        && !cursor.is(head + 1, "by")
}

/// Whether a reporting verb that was taken for a participle is the verb of a subject right before it: `the
/// mayor later added.`, `he claimed that …`, but `words added by the mayor`.
fn has_subject(cursor: &Cursor, start: u32, end: u32) -> bool {
    let mut before = start;
    while before > cursor.start && cursor.tag(before - 1).is_adverb() {
        before -= 1;
    }
    if before == cursor.start {
        return false;
    }
    let subject = cursor.tag(before - 1);
    // Behind any noun, where the sentence ends: `…, the harbour master warned.`
    let ends = matches!(cursor.kind(end), None | Some(TokenKind::Stop));
    let closes = match cursor.kind(end) {
        None | Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Colon | TokenKind::Mark) => true,
        // `the council announced on Monday`, `the council announced late on Monday`
        _ if cursor.is(end, "on") => cursor.is_calendar(end + 1),
        _ => cursor.tag(end) == Penn::RB || cursor.is(end, "that") || cursor.is_on(List::Time, end),
    };
    is_subject_pronoun(cursor, before - 1)
        || closes && (subject.is_proper() || subject.is_noun() && (ends || cursor.is_speaking_noun(before - 1)))
}

fn is_subject_pronoun(cursor: &Cursor, at: u32) -> bool {
    cursor.tag(at) == Penn::PRP && !cursor.is_on(List::ObjectPronoun, at)
}

/// Whether a participle is rather the verb before the name that it calls something or accuses: `Lee, now in Ohio,
/// called Cruz …`.
pub fn takes_name(cursor: &Cursor, at: u32) -> bool {
    let comma = at > cursor.start && cursor.kind(at - 1) == Some(TokenKind::Comma);
    let named = comma || at > cursor.start && cursor.tag(at - 1).is_noun();
    let object = |cue: &Cue| {
        cue.governs_behind_object() || cue.frames.has(Frames::NOUN_PHRASE) || cue.frames.has(Frames::ADDRESSEE)
    };
    // `Lee, however, accused officers of lying`
    let accuses = || cursor.tag(at + 1) == Penn::NNS && matches!(cursor.word(at + 2), "of" | "for");
    named && (cursor.tag(at + 1).is_proper() || accuses()) && cursor.cues_at(at).any(|(_, cue)| object(cue))
}

/// Whether the word behind a comma, a verb by its tag, modifies the noun of an apposition.
pub fn opens_apposition(cursor: &Cursor, at: u32) -> bool {
    let behind_comma = at > 0 && cursor.kind(at - 1) == Some(TokenKind::Comma);
    // `…, telling reporters that …` tells them.
    let reports = cursor.cues_at(at).next().is_some();
    behind_comma && !reports && cursor.is_speaking_noun(at + 1)
}

fn starts_group(cursor: &Cursor, at: u32) -> bool {
    let tag = cursor.tag(at);
    tag == Penn::MD
        || tag.is_verb()
        || tag == Penn::TO
            && (cursor.tag(at + 1) == Penn::VB || cursor.tag(at + 2) == Penn::VB && cursor.tag(at + 1).is_adverb())
}

/// Whether a verb stands behind `at`, adverbs aside.
fn verb_follows(cursor: &Cursor, at: u32) -> bool {
    let mut next = at + 1;
    while next < at + 4 && (cursor.tag(next).is_adverb() || cursor.is_on(List::Negation, next)) {
        next += 1;
    }
    cursor.tag(next).is_verb()
}

/// Whether the group goes on behind the verb at `head`: it is an auxiliary, or light before `to`.
fn leads_on(cursor: &Cursor, head: u32, at: u32) -> bool {
    cursor.is_on(List::Auxiliary, head)
        || cursor.tag(head) == Penn::MD
        || cursor.tag(at) == Penn::TO
            && cursor.is_on(List::LightBeforeInfinitive, head)
            && cursor.tag(at + 1) == Penn::VB
        || goes_on_to(cursor, head, at)
        || is_quoted_as(cursor, head, at)
}

/// Whether `on` at `at` joins a form of `go` to an infinitive.
fn goes_on_to(cursor: &Cursor, head: u32, at: u32) -> bool {
    cursor.is(at, "on")
        && cursor.is_on(List::FormOfGo, head)
        && cursor.tag(at + 1) == Penn::TO
        && cursor.tag(at + 2) == Penn::VB
}

/// Whether `as` at `at` joins `quoted` or `cited` to what somebody is quoted as saying.
fn is_quoted_as(cursor: &Cursor, head: u32, at: u32) -> bool {
    let cited = || matches!(cursor.word(head), "quoted" | "cited" | "reported");
    cursor.is(at, "as") && cited() && head + 1 == at && cursor.tag(at + 1) == Penn::VBG
}

/// The cue that the verb at `head` is, and the group's end with its particle.
fn find_cue<'c>(cursor: &'c Cursor, head: u32, end: u32) -> (Option<(Index, &'c Cue)>, u32) {
    // `was adamant`, `is of the view` report though `was` does not.
    if cursor.is_on(List::Auxiliary, head) {
        let next = cursor.tag(end);
        let predicate = next.is_adjective() || next.is_adverb() || next == Penn::IN;
        if !predicate || !cursor.is_on(List::FormOfBe, head) {
            return (None, end);
        }
    }
    let mut window = None;
    for (index, cue) in cursor.cues_at(head) {
        if cue.particle.is_empty() {
            return (Some((index, cue)), end);
        }
        let window = window.get_or_insert_with(|| Window::new(cursor, end));
        if let Some(end) = cue.particle.end(cursor, window) {
            return (Some((index, cue)), end);
        }
    }
    (None, end)
}
