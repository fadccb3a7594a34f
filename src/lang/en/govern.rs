//! Prepositions that a reporting verb governs: `complained of …`, `accused the council of …`.
//!
//! A pass over the chunks of one sentence, behind the chunkers. It marks chunks and moves none.

use super::cues::{Behind, Cue};
use super::cursor::Cursor;
use super::symbols as sym;
use crate::tape::Chunk;

/// How many chunks behind its verb a preposition is looked for.
const REACH: usize = 12;

/// Marks every preposition of a sentence that a verb before it governs.
pub fn mark(cursor: &Cursor, chunks: &mut [Chunk]) {
    for at in 0..chunks.len() {
        let Some(index) = chunks[at].cue else { continue };
        let cue = cursor.cues.cue(index);
        // What was the object stands before a passive: `was accused of …`.
        let is_passive = matches!(chunks[at].class, sym::CUE_PASSIVE | sym::CUE_EN);
        let behind = &mut chunks[at + 1..];
        // The agent of a passive stands between: `was accused by Lee of …`.
        let agent = if is_passive && behind.first().is_some_and(|c| c.class == sym::BY) { 2 } else { 0 };
        let Some(behind) = behind.get_mut(agent..) else { continue };
        let next = behind_addressee(behind);
        if let Some(chunk) = behind.get_mut(next)
            && governs(cursor, cue, if is_passive { Behind::Object } else { Behind::Verb }, chunk)
        {
            chunk.features |= sym::GOVERNED;
        } else if cue.governs_behind_object() {
            let phrase = behind.iter_mut().take(REACH).take_while(|c| goes_on(c.class)).skip(1);
            let mut governed = phrase.filter(|c| governs(cursor, cue, Behind::Object, c));
            if let Some(chunk) = governed.next() {
                chunk.features |= sym::GOVERNED_BEHIND_OBJECT;
            }
        }
    }
}

/// How many chunks stand between a verb and the preposition that it governs: `talked on Friday to voters about …`.
fn behind_addressee(behind: &[Chunk]) -> usize {
    let skip =
        |from: usize| from + behind[from..].iter().take_while(|c| matches!(c.class, sym::ADVERB | sym::TIME)).count();
    let mut next = skip(0);
    for _ in 0..2 {
        let phrase = behind.get(next..next + 3);
        let is_phrase = phrase.is_some_and(|phrase| {
            let (preposition, noun) = (phrase[0].class, phrase[1].class);
            matches!(preposition, sym::TO | sym::WITH | sym::AT | sym::ON | sym::IN)
                && matches!(noun, sym::NAME | sym::NOMINAL | sym::PRONOUN | sym::TIME)
                && phrase[2..].iter().all(|c| sym::is_preposition(c.class) || c.class == sym::TIME)
        });
        if !is_phrase {
            break;
        }
        next = skip(next + 2);
    }
    next
}

/// Whether `chunk` is a preposition that `cue` governs in that place.
fn governs(cursor: &Cursor, cue: &Cue, behind: Behind, chunk: &Chunk) -> bool {
    sym::is_preposition(chunk.class) && cue.governs(behind, &cursor.word(chunk.tokens.start).to_ascii_lowercase())
}

/// Whether a chunk can belong to an object and what hangs on it.
fn goes_on(class: u8) -> bool {
    let nominal = [sym::NAME, sym::PRONOUN, sym::NOMINAL, sym::NUMBER, sym::TIME, sym::QUOTE, sym::ADJECTIVE];
    nominal.contains(&class)
        || sym::is_preposition(class)
        || matches!(class, sym::ADVERB | sym::AND | sym::OR | sym::VERB_EN | sym::VERB_ING | sym::PARENTHESIS)
}
