//! Quotations inside quotations, where they have an attribution there: `“He told me, ‘Leave now,’” she said.`
//!
//! The rules read what stands inside a quotation as they read the text around it. What they find there counts only
//! where it holds quoted words, since a report without marks is part of what the outer speaker said.

use super::Draft;
use crate::quote::{MentionKind, Parent, Quote, Relation, Speaker};
use crate::tape::Tape;
use crate::text::Span;

/// How sure the rules are inside a quotation, where nobody has measured them.
const CONFIDENCE: f32 = 0.4;

/// Drops the drafts of an inner tape that hold no quoted words, and notes on the others what they are.
pub fn keep_quoted(tape: &Tape, drafts: &mut Vec<Draft>) {
    drafts.retain_mut(|draft| {
        let region = draft.pieces.iter().cloned().flatten().find(|chunk| tape.chunks[*chunk].region.is_some());
        if let Some(region) = region {
            draft.note("nested", region..region + 1, CONFIDENCE);
        }
        region.is_some()
    });
}

/// Puts `nested` quotes behind those whose content they stand in; one that stands in none is left out.
///
/// `inner` are the speakers that the nested quotes point to, `known` says which of `speakers` each of them is.
pub fn add(
    quotes: &mut Vec<Quote>,
    speakers: &mut Vec<Speaker>,
    nested: Vec<Quote>,
    inner: Vec<Speaker>,
    known: Vec<Option<u32>>,
    text: &str,
    is_first_person: fn(&str) -> bool,
) {
    if nested.is_empty() {
        return;
    }
    let mut pieces: Vec<(Span, usize)> = quotes
        .iter()
        .enumerate()
        .flat_map(|(index, quote)| quote.content.iter().map(move |span| (*span, index)))
        .collect();
    pieces.sort_unstable_by_key(|(span, _)| span.start);
    let around = |span: Span| {
        let at = pieces.partition_point(|(piece, _)| piece.start <= span.start).checked_sub(1)?;
        let (piece, index) = pieces[at];
        (span.end <= piece.end).then_some(index)
    };
    let mut ids = known;
    let mut found = Vec::new();
    for mut quote in nested {
        let Some(parent) = around(quote.content[0]) else { continue };
        let mention = &mut quote.speaker;
        let own = mention.kind == MentionKind::Pronoun && mention.spans.iter().any(|s| is_first_person(s.of(text)));
        if own {
            // `“I told him, ‘Go,’” she said`: the outer speaker's own words.
            mention.speaker = quotes[parent].speaker.speaker;
            quote.evidence.last_mut().expect("a rule made it").id = "outer-speaker";
        } else if let Some(index) = mention.speaker.map(|index| index as usize) {
            mention.speaker = Some(*ids[index].get_or_insert_with(|| {
                speakers.push(inner[index].clone());
                speakers.len() as u32 - 1
            }));
        }
        found.push((parent, quote));
    }
    if found.is_empty() {
        return;
    }
    let mut all: Vec<(usize, Option<usize>, Quote)> =
        quotes.drain(..).enumerate().map(|(index, quote)| (index, None, quote)).collect();
    all.extend(found.into_iter().map(|(parent, quote)| (usize::MAX, Some(parent), quote)));
    // Stable, so that a nested quote that begins with the outer one stands behind it.
    all.sort_by_key(|(_, _, quote)| quote.content[0].start);
    let mut places = vec![0; all.len()];
    for (place, (index, _, _)) in all.iter().enumerate().filter(|(_, (index, ..))| *index != usize::MAX) {
        places[*index] = place as u32;
    }
    quotes.extend(all.into_iter().map(|(_, parent, mut quote)| {
        let around = parent.map(|parent| Parent { quote: parent as u32, relation: Relation::Nested });
        quote.parent = around.or(quote.parent).map(|it| Parent { quote: places[it.quote as usize], ..it });
        quote
    }));
}
