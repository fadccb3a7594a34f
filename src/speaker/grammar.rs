//! Where in its sentence a noun phrase stands, read off the chunks around it.

use super::scene::Place;
use crate::byte_set::ByteSet;
use crate::lang::Language;
use crate::tape::Tape;

/// How many chunks an aside may have between a subject and its verb.
const ASIDE: usize = 24;

/// The place of the noun phrase of chunks `first` to `last`.
pub fn place(tape: &Tape, language: &Language, first: usize, last: usize) -> Place {
    let classes = &language.classes;
    let before = first.checked_sub(1).map(|at| tape.chunks[at].class);
    if before == Some(classes.with) && has_verb(tape, language, last, classes.participles) {
        // `with Cruz calling it a farce`
        Place::Subject
    } else if before.is_some_and(|class| classes.prepositions.has(class)) {
        Place::Oblique
    } else if first == 0 || tape.chunks[first - 1].tokens.is_empty() || is_subject(tape, language, last) {
        Place::Subject
    } else {
        Place::Object
    }
}

/// Whether a finite verb follows, perhaps behind an aside between commas, brackets, what hangs on the noun, or
/// another noun phrase behind an `and`.
pub fn is_subject(tape: &Tape, language: &Language, last: usize) -> bool {
    has_verb(tape, language, last, language.classes.finite)
}

/// The same for verb forms of the classes `verbs`.
fn has_verb(tape: &Tape, language: &Language, last: usize, verbs: ByteSet) -> bool {
    let classes = &language.classes;
    let class = |at: usize| tape.chunks.get(at).map_or(classes.paragraph, |chunk| chunk.class);
    let noun = |at: usize| [classes.name, classes.nominal, classes.pronoun, classes.number].contains(&class(at));
    let verb = |mut at: usize| {
        while class(at) == classes.adverb {
            at += 1;
        }
        verbs.has(class(at))
    };
    let mut at = last + 1;
    let end = last + ASIDE;
    loop {
        if verb(at) {
            return true;
        }
        at += match class(at) {
            c if c == classes.parenthesis => 1,
            c if (classes.prepositions.has(c) || c == classes.and) && noun(at + 1) => 2,
            // A comma or a dash opens the aside, and another of its kind closes it.
            c if classes.asides.has(c) => {
                let edge = |c: u8| c == classes.paragraph || c == classes.sentence || c == classes.quote;
                let close = (at + 1..end).take_while(|i| !edge(class(*i))).find(|i| class(*i) == c);
                return close.is_some_and(|close| verb(close + 1));
            }
            _ => return false,
        };
        if at >= end {
            return false;
        }
    }
}
