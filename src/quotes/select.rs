//! One reading a stretch: drafts that want the same words compete, and the surest wins.

use std::cmp::Reverse;
use std::ops::Range;

use super::Draft;
use crate::index::Index;
use crate::lang::Language;
use crate::tape::Tape;

/// What a chunk has been taken for, and by which of the drafts that stand so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Free,
    Content(Index),
    Cue(Index),
    Speaker(Index),
}

/// The drafts that can stand beside each other, by the position of their content.
///
/// The draft of the higher rank comes first; within a rank the one whose cue stands first, since a report
/// inside a report is part of its content; for one cue the one of the surer rule, then the one with more content. A
/// later one ends where the words of one that stands begin, and is dropped if nothing is left of it or its cue is taken.
/// A speaker may serve several cues, and a report in a speaker's relative clause (`said Lee, who added that …`) is
/// one of its own.
pub fn select(tape: &Tape, language: &Language, mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_cached_key(|draft| {
        let size = draft.pieces.iter().map(ExactSizeIterator::len).sum::<usize>();
        let cue = draft.cue.as_ref().map_or(draft.pieces[0].start, |cue| cue.start);
        // Numbers that are not negative are in the order of their bits.
        (Reverse(draft.rank), cue, Reverse(draft.rule_confidence.to_bits()), Reverse(size))
    });
    let mut claims = vec![Claim::Free; tape.chunks.len()];
    // Those that stand are moved to the front: a large text has no room for two lists.
    let mut count = 0;
    for next in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(next);
        let (selected, draft) = (&mut before[..count], &mut rest[0]);
        let around = draft.cue.as_ref().and_then(|cue| match claims[cue.start] {
            Claim::Speaker(other) => Some(other),
            _ => None,
        });
        let is_free = |chunk: usize| match claims[chunk] {
            Claim::Free => true,
            // A phrase is too little for that: `a surveyor who first reported the damage`.
            Claim::Speaker(_) => around.is_some() && !draft.phrase,
            Claim::Content(_) | Claim::Cue(_) => false,
        };
        let speaks = draft.speaker.as_ref().is_none_or(|speaker| !matches!(claims[speaker.start], Claim::Content(_)));
        if !speaks || !draft.cue.clone().into_iter().flatten().all(is_free) {
            continue;
        }
        if let Some(taken) = draft.pieces.iter().cloned().flatten().find(|chunk| !is_free(*chunk)) {
            let ends = |end: &usize| language.classes.trailing.has(tape.chunks[*end - 1].class);
            let end = room_before(draft, taken, claims[taken], selected).filter(ends);
            let Some(end) = end else { continue };
            let piece = draft.pieces.last_mut().expect("a draft has content");
            piece.end = end;
            let piece = piece.clone();
            draft.note("before-next-quote", piece, 0.5);
            draft.trim(tape, language);
            if draft.pieces.is_empty() {
                continue;
            }
        }
        if let Some(other) = around {
            leave_out(&mut selected[other.get()], draft);
        }
        let index = Index::new(count);
        draft.pieces.iter().cloned().flatten().for_each(|chunk| claims[chunk] = Claim::Content(index));
        draft.cue.clone().into_iter().flatten().for_each(|chunk| claims[chunk] = Claim::Cue(index));
        for chunk in draft.speaker.clone().into_iter().flatten() {
            if claims[chunk] == Claim::Free {
                claims[chunk] = Claim::Speaker(index);
            }
        }
        drafts.swap(count, next);
        count += 1;
    }
    drafts.truncate(count);
    // No two begin with the same chunk.
    drafts.sort_unstable_by_key(|draft| draft.pieces[0].start);
    drafts
}

/// Where content behind its cue can end if the chunk `taken` of it is somebody else's: before all that belongs to them.
fn room_before(draft: &Draft, taken: usize, claim: Claim, selected: &[Draft]) -> Option<usize> {
    const SHORTEST: usize = 2;
    let (Claim::Content(other) | Claim::Cue(other) | Claim::Speaker(other)) = claim else { return None };
    let piece = draft.pieces.last()?;
    let behind_cue = draft.pieces.len() == 1 && draft.cue.as_ref().is_some_and(|cue| cue.end <= piece.start);
    let end = parts(&selected[other.get()]).map(|part| part.start).filter(|start| *start > piece.start).min()?;
    (behind_cue && end <= taken && end >= piece.start + SHORTEST).then_some(end)
}

/// All that a draft lays claim to.
fn parts(draft: &Draft) -> impl Iterator<Item = &Range<usize>> {
    draft.speaker.iter().chain(&draft.cue).chain(&draft.pieces)
}

/// Ends the speaker of `draft` where a report inside begins.
fn leave_out(draft: &mut Draft, inside: &Draft) {
    let Some(speaker) = draft.speaker.as_mut() else { return };
    let begins =
        parts(inside).map(|part| part.start).filter(|start| speaker.contains(start) && *start > speaker.start).min();
    speaker.end = begins.unwrap_or(speaker.end);
}
