//! Content that runs to the end of its sentence, cut where the reporter's voice sets in again.
//!
//! What such a place looks like is a rule of the language, anchored at the first chunk behind the content.

use super::Draft;
use crate::lang::Language;
use crate::reading::Reading;
use crate::rules::{Matcher, RuleSpec};
use crate::tape::Tape;

/// Content that no rule ends though commas stand in it: the evidence's id, and the measured share of right answers.
const CLAUSE_WITH_COMMA: (&str, f32) = ("comma-in-clause", 0.58);
const PHRASE_WITH_COMMA: (&str, f32) = ("comma-in-phrase", 0.41);

/// Cuts the content of every draft whose content follows its cue.
pub fn cut(reading: &Reading, tape: &Tape, language: &Language, drafts: &mut [Draft]) {
    let mut matcher = Matcher::new(&language.ends);
    for draft in drafts {
        let behind_cue = draft.cue.as_ref().is_some_and(|cue| cue.end <= draft.pieces[0].start);
        let Some(piece) = draft.pieces.last().filter(|piece| behind_cue && piece.len() > 1).cloned() else { continue };
        // A clause has its verb, or a quotation that may hold it, before it ends.
        let has_verb = |chunk: usize| {
            let chunk = &tape.chunks[chunk];
            chunk.region.is_some() || language.classes.finite.contains(&chunk.class)
        };
        let from = if draft.phrase { Some(piece.start) } else { piece.clone().find(|at| has_verb(*at)) };
        let Some(from) = from else { continue };
        let end = (from.max(piece.start + 1)..piece.end).find_map(|at| {
            let found = matcher.matches(&tape.bytes, at);
            let ends = |rule: &RuleSpec| draft.phrase || !rule.phrase;
            let found = found.iter().find(|found| ends(&language.ends.rules[found.rule]))?;
            Some((at, language.ends.rules[found.rule].confidence, found.rule))
        });
        let Some((mut at, confidence, rule)) = end else {
            // Nothing says so, but content may end at any comma.
            if piece.clone().any(|at| tape.chunks[at].class == language.classes.comma) {
                let (sieve, confidence) = if draft.phrase { PHRASE_WITH_COMMA } else { CLAUSE_WITH_COMMA };
                draft.note(reading, tape, sieve, piece, confidence);
            }
            continue;
        };
        // A quotation that ends with the comma keeps it.
        at += usize::from(tape.chunks[at].region.is_some());
        draft.pieces.last_mut().expect("a draft has content").end = at;
        draft.note(reading, tape, language.end_ids[rule], piece.start..at, confidence);
        draft.trim(tape, language);
    }
}
