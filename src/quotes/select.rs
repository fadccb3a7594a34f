//! One reading a stretch: drafts that want the same words compete, and the surest wins.

use super::Draft;

/// What a chunk has been taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Free,
    Content,
    Cue,
    /// The speaker of that draft, one of those that stand so far.
    Speaker(usize),
}

/// The drafts that can stand beside each other, by the position of their content.
///
/// The draft of the higher rank comes first; within a rank the one whose cue stands first, since a report
/// inside a report is part of its content; for one cue the surer one, then the one with more content. A later
/// one is dropped if its content or cue is taken. A speaker may serve several cues, and a report in a speaker's
/// relative clause (`said Lee, who added that …`) is one of its own.
pub fn select(mut drafts: Vec<Draft>, chunks: usize) -> Vec<Draft> {
    drafts.sort_by(|a, b| {
        let size = |d: &Draft| d.pieces.iter().map(ExactSizeIterator::len).sum::<usize>();
        let cue = |d: &Draft| d.cue.as_ref().map_or(d.pieces[0].start, |cue| cue.start);
        b.rank
            .cmp(&a.rank)
            .then(cue(a).cmp(&cue(b)))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(size(b).cmp(&size(a)))
    });
    let mut claims = vec![Claim::Free; chunks];
    let mut selected: Vec<Draft> = Vec::new();
    for draft in drafts {
        let cue = || draft.cue.clone().into_iter().flatten();
        let content = || draft.pieces.iter().cloned().flatten();
        let around = draft.cue.as_ref().and_then(|cue| match claims[cue.start] {
            Claim::Speaker(other) => Some(other),
            _ => None,
        });
        let is_free = |chunk: usize| match claims[chunk] {
            Claim::Free => true,
            Claim::Speaker(_) => around.is_some(),
            Claim::Content | Claim::Cue => false,
        };
        let speaks = draft.speaker.as_ref().is_none_or(|speaker| claims[speaker.start] != Claim::Content);
        if !speaks || !content().chain(cue()).all(is_free) {
            continue;
        }
        if let Some(other) = around {
            leave_out(&mut selected[other], &draft);
        }
        content().for_each(|chunk| claims[chunk] = Claim::Content);
        cue().for_each(|chunk| claims[chunk] = Claim::Cue);
        for chunk in draft.speaker.clone().into_iter().flatten() {
            if claims[chunk] == Claim::Free {
                claims[chunk] = Claim::Speaker(selected.len());
            }
        }
        selected.push(draft);
    }
    selected.sort_by_key(|draft| draft.pieces[0].start);
    selected
}

/// Ends the speaker of `draft` where a report inside begins.
fn leave_out(draft: &mut Draft, inside: &Draft) {
    let Some(speaker) = draft.speaker.as_mut() else { return };
    let parts = inside.speaker.iter().chain(&inside.cue).chain(&inside.pieces);
    let begins = parts.map(|part| part.start).filter(|start| speaker.contains(start) && *start > speaker.start).min();
    speaker.end = begins.unwrap_or(speaker.end);
}
