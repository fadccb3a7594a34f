//! Verb groups whose form the clause around them tells better than their tag: `aides say`, `Lee revised the plan`.
//!
//! A pass over the chunks of one sentence, behind the chunkers. It changes classes of verb groups and nothing else.
//! Verbs that report for nobody (`experience shows`) it makes ordinary ones.

use super::cues::Frames;
use super::cursor::Cursor;
use super::penn::Penn;
use super::symbols as sym;
use super::word_lists::{List, Lists};
use crate::byte_set::ByteSet;
use crate::quote::CueClass;
use crate::tape::Chunk;

/// How many chunks an aside between subject and verb may have.
const ASIDE: usize = 16;

/// The classes that may change.
const VERBS: ByteSet = ByteSet::of(&[
    sym::VERB,
    sym::VERB_EN,
    sym::VERB_INFINITIVE,
    sym::CUE,
    sym::CUE_EN,
    sym::CUE_ING,
    sym::CUE_INFINITIVE,
]);

/// Makes bare infinitives and participles finite where a clause has no other verb for its subject, and the reverse.
pub fn mend(cursor: &Cursor, chunks: &mut [Chunk]) {
    for at in 0..chunks.len() {
        if !VERBS.has(chunks[at].class) {
            continue;
        }
        if is_reduced(cursor, chunks, at) || is_aside(cursor, chunks, at) || is_naming(cursor, chunks, at) {
            chunks[at].class = if chunks[at].cue.is_some() { sym::CUE_EN } else { sym::VERB_EN };
            continue;
        }
        if is_common_knowledge(cursor, chunks, at) {
            chunks[at].class = if chunks[at].class == sym::CUE { sym::VERB } else { sym::VERB_ING };
            continue;
        }
        let finite = match chunks[at].class {
            sym::CUE_INFINITIVE | sym::CUE_EN => sym::CUE,
            sym::VERB_INFINITIVE | sym::VERB_EN => sym::VERB,
            _ => continue,
        };
        let is_finite = match chunks[at].class {
            sym::CUE_EN => {
                has_subject(cursor, before_aside(&chunks[..at]))
                    && (opens_clause(cursor, chunks, at) || !finds_finite(&chunks[at + 1..]))
            }
            sym::VERB_EN => has_subject(cursor, &chunks[..at]) && !finds_finite(&chunks[at + 1..]),
            _ => !is_to_infinitive(cursor, &chunks[at]) && has_subject(cursor, before_aside(&chunks[..at])),
        };
        if is_finite {
            chunks[at].class = finite;
        }
    }
}

/// Whether the verb at `at` only gives the name of the noun before it: `a website called Ellery Now`.
fn is_naming(cursor: &Cursor, chunks: &[Chunk], at: usize) -> bool {
    let verb = &chunks[at];
    let behind = |more| class_at(chunks, at + more);
    let more = || matches!(behind(2), sym::QUOTE | sym::NOMINAL | sym::NAME | sym::ADJECTIVE | sym::ADVERB | sym::AND);
    matches!(verb.class, sym::CUE | sym::CUE_EN)
        && verb.tokens.len() == 1
        && at > 0
        && chunks[at - 1].class == sym::NOMINAL
        && chunks[at - 1].features & sym::INDEFINITE != 0
        && matches!(cursor.tag(verb.head), Penn::VBD | Penn::VBN)
        && verb.cue.is_some_and(|index| Lists::of(&cursor.cues.cue(index).lemma).has(List::Naming))
        && matches!(behind(1), sym::NAME | sym::QUOTE)
        && !more()
}

/// Whether nobody says what the verb at `at` reports: `experience shows that …`, `it goes without saying that …`.
fn is_common_knowledge(cursor: &Cursor, chunks: &[Chunk], at: usize) -> bool {
    let (Some(index), Some(before)) = (chunks[at].cue, at.checked_sub(1)) else { return false };
    let before = &chunks[before];
    match chunks[at].class {
        sym::CUE => {
            cursor.is_on(List::CommonKnowledge, before.head)
                && before.tokens.len() == 1
                && cursor.cues.cue(index).class == CueClass::Document
        }
        sym::CUE_ING => {
            cursor.is(before.head, "without")
                && before.head > cursor.start
                && cursor.is_on(List::FormOfGo, before.head - 1)
        }
        _ => false,
    }
}

/// Whether a past form at `at` says between commas what the subject before it was asked: `Cruz, asked if she would go, said`.
fn is_aside(cursor: &Cursor, chunks: &[Chunk], at: usize) -> bool {
    let asks = matches!(class_at(chunks, at + 1), sym::IF | sym::WHETHER | sym::ABOUT | sym::WH | sym::BY | sym::TO);
    let subject =
        at > 1 && chunks[at - 1].class == sym::COMMA && matches!(chunks[at - 2].class, sym::NAME | sym::NOMINAL);
    if chunks[at].class != sym::CUE || chunks[at].tokens.len() > 1 || !asks || !subject {
        return false;
    }
    let past = matches!(cursor.tag(chunks[at].head), Penn::VBD | Penn::VBN);
    let comma = (at + 1..chunks.len().min(at + ASIDE)).find(|i| chunks[*i].class == sym::COMMA);
    past && comma.is_some_and(|comma| matches!(class_at(chunks, comma + 1), sym::VERB | sym::CUE | sym::ADVERB))
}

/// Whether a past form at `at` is a participle of the noun before it, whose verb follows: `a report filed on Tuesday
/// says`, `those surveyed said`.
fn is_reduced(cursor: &Cursor, chunks: &[Chunk], at: usize) -> bool {
    let chunk = &chunks[at];
    let form = match chunk.class {
        sym::VERB | sym::CUE => matches!(cursor.tag(chunk.head), Penn::VBD | Penn::VBN),
        // Its forms are spelled alike.
        sym::CUE_INFINITIVE => cursor.is(chunk.head, "read"),
        _ => false,
    };
    let is_past = form
        && chunk.tokens.len() == 1
        // `The court had last week asked`
        && !cursor.is_on(List::Auxiliary, chunk.head);
    let behind_noun = at > 0 && matches!(chunks[at - 1].class, sym::NOMINAL | sym::NUMBER);
    // `which inspectors said was unsafe`
    let takes_clause = || chunk.cue.is_some_and(|index| cursor.cues.cue(index).frames.has(Frames::CLAUSE));
    if !is_past || !behind_noun || takes_clause() {
        return false;
    }
    // `said in a statement issued through police`
    let place = at > 2 && sym::is_preposition(chunks[at - 2].class);
    let hangs = |class| sym::is_preposition(class) || matches!(class, sym::TIME | sym::BY | sym::TO);
    if place && matches!(chunks[at - 3].class, sym::CUE | sym::CUE_ING) && hangs(class_at(chunks, at + 1)) {
        return true;
    }
    // `according to a poll released on Tuesday`
    let source = chunks[..at - 1]
        .iter()
        .rev()
        .take(4)
        .find(|chunk| !sym::is_preposition(chunk.class) && !matches!(chunk.class, sym::NOMINAL | sym::NAME));
    // `In a message signed “E”, the princess wrote`
    let fronted = at == 2 && sym::is_preposition(chunks[0].class) && chunks[1].features & sym::INDEFINITE != 0;
    if fronted || source.is_some_and(|chunk| chunk.class == sym::ACCORDING) {
        return true;
    }
    // Phrases and times may stand between; a noun without a preposition would be the next verb's subject.
    let mut next = at + 1;
    while let Some(chunk) = chunks.get(next) {
        let is_phrase = sym::is_preposition(chunk.class)
            && chunks.get(next + 1).is_some_and(|noun| {
                matches!(noun.class, sym::NAME | sym::NOMINAL | sym::NUMBER | sym::TIME | sym::PRONOUN)
            });
        next += match chunk.class {
            sym::TIME | sym::ADVERB => 1,
            _ if is_phrase => 2,
            _ => break,
        };
    }
    chunks
        .get(next)
        .is_some_and(|chunk| matches!(chunk.class, sym::VERB | sym::CUE | sym::VERB_PASSIVE | sym::CUE_PASSIVE))
}

fn is_to_infinitive(cursor: &Cursor, chunk: &Chunk) -> bool {
    chunk.tokens.clone().any(|token| cursor.tag(token) == Penn::TO)
}

/// `before` without the aside between commas or dashes at its end: `economists, like their peers, say`.
fn before_aside(before: &[Chunk]) -> &[Chunk] {
    let is_comma = |chunk: &Chunk| matches!(chunk.class, sym::COMMA | sym::DASH);
    let Some((_, inside)) = before.split_last().filter(|(last, _)| is_comma(last)) else { return before };
    let opens = inside.iter().rev().take(ASIDE).position(is_comma);
    opens.map_or(before, |back| &inside[..inside.len() - 1 - back])
}

/// Whether `before` ends with the subject of a clause that has no verb yet.
fn has_subject(cursor: &Cursor, before: &[Chunk]) -> bool {
    let mut subject = false;
    let (mut behind, mut governed) = (None, false);
    for (at, chunk) in before.iter().enumerate().rev() {
        let phrase = subject || behind == Some(sym::TIME);
        // Whether the noun phrase hangs on what stands before its preposition.
        let hangs = governed;
        governed = sym::is_preposition(chunk.class) && behind.is_some_and(|class| class != sym::TIME);
        behind = Some(chunk.class);
        match chunk.class {
            sym::PRONOUN if !subject && chunk.features & sym::OBJECT_CASE != 0 => return false,
            sym::NAME | sym::PRONOUN | sym::NOMINAL | sym::NUMBER => subject = true,
            sym::ADVERB | sym::ADJECTIVE | sym::TIME | sym::PARENTHESIS | sym::SYMBOL => {}
            // A participle or a phrase hangs on the noun before it.
            sym::VERB_ING | sym::VERB_EN if subject => {}
            class if sym::is_preposition(class) && phrase => {}
            sym::WHO => return true,
            sym::COMMA | sym::COLON | sym::SEMICOLON | sym::DASH | sym::QUOTE => return subject,
            sym::THAT | sym::WHICH | sym::WH | sym::IF | sym::WHETHER | sym::WHEN => return subject,
            sym::AND | sym::BUT | sym::SUBORDINATOR | sym::CUE_ING => return subject,
            // `said aides expect`, but `heard Lee say`, `told a meeting held` and `said in a statement issued`.
            sym::CUE if subject => return !hangs && !tells(cursor, chunk) && !is_attitude(cursor, chunk),
            // `what was safe surprised …`: a whole clause stands between, or is the subject.
            sym::VERB | sym::CUE if !subject => return opens_subject_clause(&before[..at]),
            _ => return false,
        }
    }
    subject
}

/// Whether `before`, what stands before a finite verb, ends with what opens a clause and perhaps its subject, and the
/// clause is a subject or hangs on one: `what the council saw`, `her claim that it was late`.
fn opens_subject_clause(before: &[Chunk]) -> bool {
    let inside = |chunk: &&Chunk| matches!(chunk.class, sym::ADVERB | sym::NAME | sym::PRONOUN | sym::NOMINAL);
    let mut outside = before.iter().rev().skip_while(inside);
    match outside.next().map(|chunk| chunk.class) {
        Some(sym::WH) => true,
        Some(sym::THAT | sym::WHO | sym::WHICH) => {
            outside.next().is_some_and(|chunk| matches!(chunk.class, sym::NOMINAL | sym::NAME | sym::NOUN_CUE))
        }
        _ => false,
    }
}

/// Whether a verb has whom it tells behind it, and no clause: `told`.
fn tells(cursor: &Cursor, chunk: &Chunk) -> bool {
    let frames = chunk.cue.map(|index| cursor.cues.cue(index).frames);
    frames.is_some_and(|frames| frames.has(Frames::ADDRESSEE) && !frames.has(Frames::CLAUSE))
}

fn is_attitude(cursor: &Cursor, chunk: &Chunk) -> bool {
    chunk.cue.is_some_and(|index| cursor.cues.cue(index).class == CueClass::Attitude)
}

/// The class of the chunk at `at`, that of none behind the last.
fn class_at(chunks: &[Chunk], at: usize) -> u8 {
    chunks.get(at).map_or(0, |chunk| chunk.class)
}

/// Whether the past form at `at` has a clause of its own right behind it, as no participle has that tells nobody: `a study
/// of rivers found the dam was old`, but `the man told the dam was old left`.
fn opens_clause(cursor: &Cursor, chunks: &[Chunk], at: usize) -> bool {
    let reports = |index| {
        let cue = cursor.cues.cue(index);
        let clause = cue.frames.has(Frames::CLAUSE) || cue.frames.has(Frames::THAT);
        clause && !cue.frames.has(Frames::ADDRESSEE) && !cue.frames.has(Frames::RAISE)
    };
    let behind = |more| class_at(chunks, at + more);
    chunks[at].cue.is_some_and(reports)
        && matches!(behind(1), sym::NAME | sym::NOMINAL | sym::PRONOUN)
        && matches!(behind(2), sym::VERB | sym::CUE | sym::VERB_PASSIVE | sym::CUE_PASSIVE)
}

/// Whether nothing but who says so stands there: `…, the ministry said on Friday.`
fn is_attribution(chunks: &[Chunk]) -> bool {
    let ends = matches!(class_at(chunks, 2), 0 | sym::STOP | sym::TIME | sym::ON | sym::IN);
    matches!(class_at(chunks, 0), sym::NAME | sym::NOMINAL | sym::PRONOUN) && class_at(chunks, 1) == sym::CUE && ends
}

/// Whether the clause goes on to a finite verb: then what stands before is a participle of its subject (`the plan
/// revised in May failed`).
fn finds_finite(behind: &[Chunk]) -> bool {
    for (at, chunk) in behind.iter().enumerate() {
        match chunk.class {
            sym::COMMA if is_attribution(&behind[at + 1..]) => return false,
            sym::VERB | sym::CUE | sym::VERB_PASSIVE | sym::CUE_PASSIVE | sym::BY => return true,
            sym::THAT | sym::WHO | sym::WHICH | sym::WH | sym::IF | sym::WHETHER | sym::WHEN => return false,
            sym::AND | sym::BUT | sym::SUBORDINATOR | sym::CUE_ING | sym::QUOTE | sym::STOP => return false,
            _ => {}
        }
    }
    // A headline or a fragment: `A plan revised in May`.
    true
}
