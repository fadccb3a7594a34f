//! Whether the text says that a report took place: `would say`, `is expected to say`, `refused to say`, `nobody said`.
//!
//! A pass over the chunks of one sentence, behind the chunkers. It marks reporting verbs and moves nothing. What the
//! world says of a report is not asked, nor anything beyond the clause: `Lee may come. He will say no.` are two.

use super::cursor::Cursor;
use super::penn::Penn;
use super::symbols as sym;
use super::word_lists::List;
use crate::index::Index;
use crate::quote::{CueClass, Modality};
use crate::tape::Chunk;

/// How many chunks before a verb its subject or the verb that governs it is looked for.
const REACH: usize = 8;

/// What a verb or adjective says of the infinitive behind it.
enum Says {
    Is(Modality),
    NotDone,
}

/// Marks the reporting verbs of a sentence.
pub fn mark(cursor: &Cursor, chunks: &mut [Chunk]) {
    for at in 0..chunks.len() {
        let (before, verb) = (&chunks[..at], &chunks[at]);
        // Soon told of most chunks, while their classes are hard to foresee.
        if verb.cue.is_none() {
            continue;
        }
        let around = match verb.class {
            sym::CUE | sym::CUE_PASSIVE => of_subject(cursor, before),
            sym::CUE_INFINITIVE => of_governor(cursor, before, verb),
            sym::CUE_ING if is_left_undone(cursor, before) => (None, true),
            sym::CUE_ING | sym::CUE_EN => (None, false),
            _ => continue,
        };
        let modality = of_auxiliary(cursor, verb).or(around.0).or_else(|| of_adverb(cursor, before, verb));
        let verb = &mut chunks[at];
        (verb.modality, verb.negated) = (modality, verb.negated != around.1);
    }
}

/// What the auxiliaries inside a verb group say.
fn of_auxiliary(cursor: &Cursor, verb: &Chunk) -> Option<Modality> {
    let tokens = &verb.tokens;
    let to = |at: u32| at < tokens.end && cursor.tag(at) == Penn::TO;
    let modal = tokens.clone().find(|at| cursor.tag(*at) == Penn::MD);
    match modal.map(|at| cursor.word(at)) {
        // `he’d said` has said it.
        Some("'d" | "’d") if cursor.tag(verb.head) != Penn::VB => None,
        Some("would" | "Would" | "'d" | "’d") => Some(Modality::Conditional),
        Some("will" | "Will" | "wo" | "shall" | "'ll" | "’ll") => Some(Modality::Future),
        Some("should" | "Should" | "must" | "ought") => Some(Modality::Necessary),
        Some(_) => Some(Modality::Possible),
        // `is to say`, `is going to say`
        None if to(tokens.start + 1) && cursor.is_on(List::FormOfBe, tokens.start) => Some(Modality::Future),
        None => tokens.clone().filter(|at| to(at + 1)).find_map(|at| match cursor.word(at) {
            "going" => Some(Modality::Future),
            "seem" | "seems" | "seemed" | "appear" | "appears" | "appeared" => Some(Modality::Possible),
            _ => None,
        }),
    }
}

/// What an adverb in or before a verb group says.
fn of_adverb(cursor: &Cursor, before: &[Chunk], verb: &Chunk) -> Option<Modality> {
    let adverb = before.last().filter(|chunk| chunk.class == sym::ADVERB);
    let from = adverb.map_or(verb.tokens.start, |adverb| adverb.tokens.start);
    (from..verb.tokens.end).filter(|at| cursor.tag(*at).is_adverb()).find_map(|at| match cursor.word(at) {
        "reportedly" | "allegedly" | "purportedly" | "supposedly" => Some(Modality::Hearsay),
        "perhaps" | "possibly" | "apparently" => Some(Modality::Possible),
        _ => None,
    })
}

/// What stands before a finite verb: a condition, and whether nobody is its subject.
fn of_subject(cursor: &Cursor, before: &[Chunk]) -> (Option<Modality>, bool) {
    let mut rest = before;
    let mut nobody = false;
    for _ in 0..REACH {
        let Some((last, others)) = rest.split_last() else { break };
        match last.class {
            sym::NAME | sym::NOMINAL | sym::PRONOUN | sym::NUMBER => {
                // `none of the officials`, `neither Lee nor Cruz`: what hangs on a phrase is no subject.
                let hangs = others.last().is_some_and(|chunk| sym::is_preposition(chunk.class));
                // `No 10`
                let number = cursor.tag(last.tokens.start + 1) == Penn::CD;
                nobody |= !hangs && !number && is_nobody(cursor.word(last.tokens.start));
            }
            sym::WORD if is_nobody(cursor.word(last.tokens.start)) => nobody = true,
            sym::ADVERB | sym::TIME | sym::PARENTHESIS | sym::OR => {}
            class if sym::is_preposition(class) => {}
            sym::IF => return (Some(Modality::Conditional), nobody),
            sym::SUBORDINATOR if cursor.is(last.tokens.start, "unless") => {
                return (Some(Modality::Conditional), nobody);
            }
            _ => break,
        }
        rest = others;
    }
    (None, nobody)
}

fn is_nobody(word: &str) -> bool {
    ["no", "nobody", "none", "neither", "no-one"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// What the verb or adjective says on which an infinitive depends, and whether that leaves it undone.
fn of_governor(cursor: &Cursor, before: &[Chunk], infinitive: &Chunk) -> (Option<Modality>, bool) {
    let is_verb = |chunk: &Chunk| chunk.cue.is_some() || matches!(chunk.class, sym::VERB | sym::VERB_PASSIVE);
    let ends = |chunk: &&Chunk| !matches!(chunk.class, sym::COMMA | sym::QUOTE | sym::STOP | sym::COLON | sym::THAT);
    let governor = before.iter().rev().take(REACH).take_while(ends).find(|chunk| is_verb(chunk));
    let word = infinitive.tokens.start.checked_sub(1).map_or("", |at| cursor.word(at));
    let own = governor.and_then(|verb| of_auxiliary(cursor, verb));
    let negated = governor.is_some_and(|verb| verb.negated);
    match of_word(word).or_else(|| governor.and_then(|verb| of_verb(cursor, verb))) {
        Some(Says::Is(modality)) => (own.or(Some(modality)), negated),
        Some(Says::NotDone) => (own, !negated),
        None => (own, negated),
    }
}

/// What the word before `to` says.
fn of_word(word: &str) -> Option<Says> {
    Some(match word {
        "set" | "due" | "scheduled" | "slated" | "likely" | "unlikely" | "poised" | "prepared" | "ready" | "about"
        | "wish" | "wishes" | "wished" | "eager" | "willing" => Says::Is(Modality::Future),
        "able" => Says::Is(Modality::Possible),
        "supposed" | "obliged" | "required" => Says::Is(Modality::Necessary),
        "fail" | "fails" | "failed" | "failing" | "neglect" | "neglects" | "neglected" | "unable" | "unwilling"
        | "reluctant" | "yet" => Says::NotDone,
        _ => return None,
    })
}

/// What a verb of the lexicon says.
fn of_verb(cursor: &Cursor, verb: &Chunk) -> Option<Says> {
    let cue = cursor.cues.cue(verb.cue?);
    let passive = matches!(verb.class, sym::CUE_PASSIVE | sym::CUE_EN);
    Some(match (&*cue.lemma, cue.class) {
        ("seem" | "appear", _) => Says::Is(Modality::Possible),
        ("need", _) => Says::Is(Modality::Necessary),
        ("forget", _) | (_, CueClass::Refusal) => Says::NotDone,
        ("like" | "love" | "hate" | "tend" | "choose" | "opt", _) => return None,
        // `was told to say`, `is expected to say`, but `is said to have said`.
        ("expect" | "tell" | "ask", _) | (_, CueClass::Request | CueClass::Promise | CueClass::Agreement) => {
            Says::Is(Modality::Future)
        }
        ("claim", _) => Says::Is(Modality::Hearsay),
        _ if passive && cue.is_raising() => Says::Is(Modality::Hearsay),
        (_, CueClass::Attitude | CueClass::Warning) => Says::Is(Modality::Future),
        _ => return None,
    })
}

/// Whether what stands before a form in -ing says that it was not done: `without saying`, `short of saying`, `denied
/// saying`.
fn is_left_undone(cursor: &Cursor, before: &[Chunk]) -> bool {
    let Some(last) = before.last() else { return false };
    let word = |back: u32| last.tokens.end.checked_sub(back).map_or("", |at| cursor.word(at));
    let denies = |index: Index| cursor.cues.cue(index).class == CueClass::Denial;
    match (word(2), word(1)) {
        (_, "without" | "Without" | "avoid" | "avoids" | "avoided" | "avoiding") => true,
        ("short" | "instead" | "Instead", "of") => true,
        ("far" | "refrain" | "refrains" | "refrained" | "refraining", "from") => true,
        _ => last.cue.is_some_and(denies),
    }
}
