//! Quoted regions that belong to no quote, each with the reason why it is none.

use super::Draft;
use crate::lang::Language;
use crate::quote::{RejectReason, Rejected};
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::token::TokenKind;

/// Marks around no more words than this set a word apart rather than quote a sentence.
const FEW_WORDS: usize = 3;

/// How many words before a region are looked at for what they say of it.
const BEFORE: u32 = 5;

/// The regions of the outer level that no draft holds, in order.
pub fn rejected(reading: &Reading, tape: &Tape, language: &Language, drafts: &[Draft]) -> Vec<Rejected> {
    let mut owned = vec![false; tape.chunks.len()];
    drafts.iter().flat_map(|draft| draft.pieces.iter().cloned().flatten()).for_each(|chunk| owned[chunk] = true);
    let regions = tape.chunks.iter().enumerate().filter(|(at, _)| !owned[*at]);
    let regions = regions.filter_map(|(at, chunk)| Some((at, &reading.regions[chunk.region?.get()])));
    regions.map(|(at, region)| Rejected { span: region.span, reason: reason(reading, tape, language, at) }).collect()
}

/// Why the region at `at`, left alone by all rules, is no quote.
fn reason(reading: &Reading, tape: &Tape, language: &Language, at: usize) -> RejectReason {
    let (chunk, before, after) = (&tape.chunks[at], &tape.chunks[at - 1], &tape.chunks[at + 1]);
    let classes = &language.classes;
    let words = chunk.tokens.clone().filter(|token| reading.tokens[*token as usize].is_wordlike()).count();
    if before.class == classes.name && after.class == classes.name && words <= FEW_WORDS {
        return RejectReason::Nickname;
    }
    if let Some(reason) = (language.names.introduced_as)(&words_before(reading, chunk.tokens.start)) {
        return reason;
    }
    // `“Salt”, a novel by Ana Cruz`; `the “Northern Star”, a trawler`
    let comma = |at: usize| tape.chunks.get(at).is_some_and(|chunk| chunk.class == classes.comma);
    let apposed = tape
        .chunks
        .get(at + 2)
        .filter(|_| comma(at + 1))
        .or_else(|| tape.chunks.get(at + 1).filter(|_| chunk.features & classes.comma_feature != 0));
    // The edge of a paragraph has no words.
    let apposed = apposed.filter(|next| !next.tokens.is_empty());
    let is_work = apposed.is_some_and(|next| (language.names.is_work)(reading.word(next.head)));
    let introduces = tape.cue(at - 1).is_some_and(|cue| (language.names.introduces_terms)(&cue.lemma));
    match () {
        () if is_work || chunk.features & classes.title_feature != 0 => RejectReason::Title,
        () if introduces => RejectReason::Term,
        () if words <= FEW_WORDS && chunk.features & classes.sentence_feature == 0 => RejectReason::ScareQuote,
        () => RejectReason::NoSpeech,
    }
}

/// The words right before a token, a comma or colon between aside.
fn words_before<'t>(reading: &Reading<'t>, token: u32) -> Vec<&'t str> {
    let kind = |token: u32| reading.tokens[token as usize].kind;
    let pauses = token > 0 && matches!(kind(token - 1), TokenKind::Comma | TokenKind::Colon);
    let end = token - u32::from(pauses);
    let words = (end.saturating_sub(BEFORE)..end).rev();
    let words = words.take_while(|token| reading.tokens[*token as usize].is_wordlike());
    let mut words: Vec<&str> = words.map(|token| reading.word(token)).collect();
    words.reverse();
    words
}
