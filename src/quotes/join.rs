//! Quoted regions that no rule reached, joined to the quote that they go on from.
//!
//! A house convention each: quotation that goes on after its attribution in the same paragraph; quotation
//! whose next paragraph reopens its marks; a paragraph that is one whole quotation behind a quote.

use super::Draft;
use crate::lang::Language;
use crate::reading::Reading;
use crate::tape::Tape;

/// Joins every region of the outer level that belongs to a draft. `drafts` are in order of position.
pub fn join(reading: &Reading, tape: &Tape, language: &Language, drafts: &mut Vec<Draft>) {
    let mut owner = Owners::new(tape, drafts);
    let mut paragraph_start = 0;
    for at in 0..tape.chunks.len() {
        let chunk = &tape.chunks[at];
        if chunk.class == language.classes.paragraph {
            paragraph_start = at;
        }
        if owner.of[at].is_some() {
            continue;
        }
        let Some(region) = chunk.region.map(|r| &reading.regions[r as usize]) else { continue };
        let joined = if let Some(before) = region.continues.and_then(|r| owner.of_region(tape, r)) {
            Some((before, "reopened-mark", 0.95))
        } else if let Some(before) = (paragraph_start..at).rev().find_map(|c| owner.of[c]) {
            goes_on(reading, tape, language, &drafts[before], at).then_some((before, "same-paragraph", 0.95))
        } else {
            None
        };
        if let Some((draft, sieve, confidence)) = joined {
            drafts[draft].pieces.push(at..at + 1);
            drafts[draft].note(reading, tape, sieve, at..at + 1, confidence);
            owner.of[at] = Some(draft);
        }
    }
}

/// Whether the region at `at` goes on from a quote before it in the same paragraph: a quotation was made,
/// and nothing but its attribution and whole sentences of quotation stand between.
fn goes_on(reading: &Reading, tape: &Tape, language: &Language, before: &Draft, at: usize) -> bool {
    let last = before.pieces.last().expect("a draft has content");
    let quoted = tape.chunks[last.clone()].iter().any(|c| c.class == language.classes.quote);
    let behind = before.speaker.iter().chain(&before.cue).map(|r| r.end).max().unwrap_or(0).max(last.end);
    if !quoted || behind > at {
        return false;
    }
    let region = tape.chunks[at].region.map(|r| &reading.regions[r as usize]);
    region.is_some_and(|r| r.tokens.len() > 4)
}

/// Which draft owns which chunk.
struct Owners {
    of: Vec<Option<usize>>,
}

impl Owners {
    fn new(tape: &Tape, drafts: &[Draft]) -> Owners {
        let mut of = vec![None; tape.chunks.len()];
        for (i, draft) in drafts.iter().enumerate() {
            for chunk in draft.pieces.iter().cloned().flatten() {
                of[chunk] = Some(i);
            }
        }
        Owners { of }
    }

    fn of_region(&self, tape: &Tape, region: u32) -> Option<usize> {
        // Regions stand on the tape in their order.
        let at = tape.quotes.binary_search_by_key(&Some(region), |c| tape.chunks[*c as usize].region).ok()?;
        self.of[tape.quotes[at] as usize]
    }
}
