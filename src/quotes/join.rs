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
    // The last draft that owns something in the paragraph so far.
    let mut latest = None;
    for at in 0..tape.chunks.len() {
        let chunk = &tape.chunks[at];
        if chunk.class == language.classes.paragraph {
            latest = None;
        }
        if owner.of[at].is_some() {
            latest = owner.of[at];
            continue;
        }
        let Some(region) = chunk.region.map(|r| &reading.regions[r as usize]) else { continue };
        let joined = if let Some(before) = region.continues.and_then(|r| owner.of_region(tape, r)) {
            Some((before, "reopened-mark", 0.95))
        } else if let Some(before) = latest {
            goes_on(reading, tape, language, &drafts[before], at).then_some((before, "same-paragraph", 0.95))
        } else {
            None
        };
        if let Some((draft, sieve, confidence)) = joined {
            drafts[draft].pieces.push(at..at + 1);
            drafts[draft].note(reading, tape, sieve, at..at + 1, confidence);
            owner.of[at] = Some(draft);
            latest = Some(draft);
        }
    }
}

/// Whether the region at `at` goes on from a quote before it in the same paragraph. It does where it makes up
/// its sentence alone, or follows the attribution directly (`“…,” she said, “…”`).
fn goes_on(reading: &Reading, tape: &Tape, language: &Language, before: &Draft, at: usize) -> bool {
    let last = before.pieces.last().expect("a draft has content");
    let quoted = tape.chunks[last.clone()].iter().any(|c| c.class == language.classes.quote);
    let attribution = || before.speaker.iter().chain(&before.cue).map(|r| r.end);
    let behind = attribution().max().unwrap_or(0).max(last.end);
    if !quoted || behind > at {
        return false;
    }
    let _ = reading;
    let is_edge = |c: usize| {
        let class = tape.chunks[c].class;
        class == language.classes.sentence || class == language.classes.paragraph
    };
    let class_at = |c: usize| tape.chunks[c].class;
    let is_quote = |c: usize| class_at(c) == language.classes.quote;
    let is_trailing = |c: usize| language.classes.trailing.contains(&class_at(c));
    let alone = (is_edge(at - 1) || is_quote(at - 1)) && (is_trailing(at + 1) || is_quote(at + 1));
    // Between attribution and quotation: a comma, and at most a word or two such as `later` or `on Friday`.
    let after_attribution = class_at(at - 1) == language.classes.comma
        && at - behind <= 5
        && (behind..at).all(|c| !is_edge(c) && !is_quote(c));
    alone || after_attribution && last.end < behind
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
