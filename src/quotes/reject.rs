//! Quoted regions that belong to no quote, each with the reason why it is none.

use super::Draft;
use crate::lang::Language;
use crate::quote::{RejectReason, Rejected};
use crate::reading::Reading;
use crate::tape::Tape;

/// Marks around no more words than this set a word apart rather than quote a sentence.
const FEW_WORDS: usize = 3;

/// The regions of the outer level that no draft holds, in order.
pub fn rejected(reading: &Reading, tape: &Tape, language: &Language, drafts: &[Draft]) -> Vec<Rejected> {
    let mut owned = vec![false; tape.chunks.len()];
    drafts.iter().flat_map(|draft| draft.pieces.iter().cloned().flatten()).for_each(|chunk| owned[chunk] = true);
    let regions = tape.chunks.iter().enumerate().filter(|(at, _)| !owned[*at]);
    let regions = regions.filter_map(|(at, chunk)| Some((at, &reading.regions[chunk.region? as usize])));
    regions.map(|(at, region)| Rejected { span: region.span, reason: reason(reading, tape, language, at) }).collect()
}

/// Why the region at `at`, left alone by all rules, is no quote.
fn reason(reading: &Reading, tape: &Tape, language: &Language, at: usize) -> RejectReason {
    let (chunk, before, after) = (&tape.chunks[at], &tape.chunks[at - 1], &tape.chunks[at + 1]);
    let classes = &language.classes;
    let words = chunk.tokens.clone().filter(|token| reading.tokens[*token as usize].is_wordlike()).count();
    let introduces = tape.cue(at - 1).is_some_and(|cue| (language.names.introduces_terms)(&cue.lemma));
    if before.class == classes.name && after.class == classes.name && words <= FEW_WORDS {
        RejectReason::Nickname
    } else if chunk.features & classes.title_feature != 0 {
        RejectReason::Title
    } else if introduces {
        RejectReason::Term
    } else if words <= FEW_WORDS && chunk.features & classes.sentence_feature == 0 {
        RejectReason::ScareQuote
    } else {
        RejectReason::NoSpeech
    }
}
