//! One reading a stretch: drafts that want the same words compete, and the surest wins.

use super::Draft;

/// Who has taken a chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    Free,
    Content,
    Attribution,
}

/// The drafts that can stand beside each other, by the position of their content.
///
/// The draft of the higher rank comes first; within a rank the one whose cue stands first, since a report
/// inside a report is part of its content; for one cue the surer one, then the one with more content. A later
/// one is dropped if its content or cue is taken. A speaker may serve several cues.
pub fn select(mut drafts: Vec<Draft>, chunks: usize) -> Vec<Draft> {
    let mut claims = vec![Claim::Free; chunks];
    drafts.sort_by(|a, b| {
        let size = |d: &Draft| d.pieces.iter().map(ExactSizeIterator::len).sum::<usize>();
        let cue = |d: &Draft| d.cue.as_ref().map_or(d.pieces[0].start, |cue| cue.start);
        b.rank
            .cmp(&a.rank)
            .then(cue(a).cmp(&cue(b)))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(size(b).cmp(&size(a)))
    });
    drafts.retain(|draft| {
        let content = || draft.pieces.iter().cloned().flatten();
        let cue = || draft.cue.clone().into_iter().flatten();
        let speaker = || draft.speaker.clone().into_iter().flatten();
        // A relative clause of the speaker may hold a report of its own; who speaks must not.
        let who = draft.speaker.as_ref().map(|speaker| speaker.start);
        let free =
            content().chain(cue()).all(|c| claims[c] == Claim::Free) && who.is_none_or(|c| claims[c] != Claim::Content);
        if free {
            content().for_each(|c| claims[c] = Claim::Content);
            for chunk in cue().chain(speaker()) {
                if claims[chunk] == Claim::Free {
                    claims[chunk] = Claim::Attribution;
                }
            }
        }
        free
    });
    drafts.sort_by_key(|draft| draft.pieces[0].start);
    drafts
}
