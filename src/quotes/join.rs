//! Quoted regions that no rule reached, joined to the quote that they go on from.
//!
//! A house convention each: quotation that goes on after its attribution in the same paragraph; quotation
//! whose next paragraph reopens its marks; a paragraph that is one whole quotation behind a quote.

use std::ops::Range;

use super::Draft;
use crate::index::Index;
use crate::lang::Language;
use crate::options::Options;
use crate::quote::CueClass;
use crate::reading::Reading;
use crate::tape::{Chunk, Tape};

/// Fewer quoted words in a sentence without a report may be a term as well.
const FEWEST_WORDS: usize = 4;
/// How many chunks to each side of a quotation are looked at for its sentence, so that time stays linear.
const LONGEST: usize = 96;

/// Joins every region of the outer level that belongs to a draft. `drafts` are in order of position.
pub fn join(reading: &Reading, tape: &Tape, language: &Language, options: &Options, drafts: &mut [Draft]) {
    let joiner = Joiner { reading, tape, language };
    let mut owner = owners(tape, drafts);
    // In this paragraph so far, and in the one before.
    let (mut latest, mut before): (Latest, Latest) = Default::default();
    lead_in(&joiner, LeadIn::Reopened, &mut owner, drafts);
    for (at, chunk) in tape.chunks.iter().enumerate() {
        if chunk.class == language.classes.paragraph {
            (before, latest) = (latest, Latest::default());
        }
        if let Some(draft) = owner[at].map(Index::get) {
            latest.report = Some(draft);
            if chunk.region.is_some() {
                latest.quotation = Some(draft);
            }
            continue;
        }
        let Some(region) = chunk.region else { continue };
        let reopened = reading.regions[region.get()].continues;
        let joined = if let Some(draft) = reopened.and_then(|r| owner[joiner.chunk_of(r)?]).map(Index::get) {
            Some((draft, "reopened-mark", 0.60))
        } else if let Some(draft) =
            latest.quotation.filter(|quotation| !joiner.is_passed(latest, &drafts[*quotation], drafts, at))
        {
            joiner.goes_on(&drafts[draft], at).then_some((draft, "same-paragraph", 0.97))
        } else if let Some(draft) = latest.report.filter(|_| !options.disable_context_attribution) {
            joiner.follows_report(&drafts[draft], at).then_some((draft, "behind-report", 0.53))
        } else if let Some(draft) = before.report.filter(|_| !options.disable_context_attribution) {
            joiner.follows(&drafts[draft], at).then_some((draft, "next-paragraph", 0.62))
        } else {
            None
        };
        let whole = || {
            let draft = latest.quotation?;
            let sentence = joiner.paraphrase(&drafts[draft], &owner, at)?;
            Some((draft, "paraphrase", 0.85, sentence))
        };
        let joined = joined.map(|(draft, sieve, confidence)| (draft, sieve, confidence, at..at + 1)).or_else(whole);
        if let Some((draft, sieve, confidence, piece)) = joined {
            drafts[draft].pieces.push(piece.clone());
            drafts[draft].note(sieve, piece.clone(), confidence);
            owner[piece].fill(Some(Index::new(draft)));
            latest = Latest { report: Some(draft), quotation: Some(draft) };
        }
    }
    lead_in(&joiner, LeadIn::SameParagraph, &mut owner, drafts);
}

/// The drafts that own something last in a paragraph: at all, and of its quotations.
#[derive(Clone, Copy, Default)]
struct Latest {
    report: Option<usize>,
    quotation: Option<usize>,
}

/// Quotations that stand before the quote that they belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LeadIn {
    /// In a paragraph before it, whose open marks its own reopen.
    Reopened,
    /// Right before it in the same paragraph: `“Why now?” “It is late,” she said.`
    SameParagraph,
}

/// Joins quotations to the quote that begins right behind them.
fn lead_in(joiner: &Joiner, sort: LeadIn, owner: &mut [Option<Index>], drafts: &mut [Draft]) {
    let Joiner { tape, reading, .. } = *joiner;
    // From the end, so that several in a row are taken up one after the other.
    for at in tape.quotes.iter().rev().map(|at| *at as usize) {
        let region = tape.chunks[at].region;
        if owner[at].is_some() || !joiner.is_alone(at) {
            continue;
        }
        let next = at + 1 + tape.chunks[at + 1..].iter().take_while(|c| joiner.is_edge(c)).count();
        let Some((draft, next_region)) =
            owner.get(next).copied().flatten().map(Index::get).zip(tape.chunks.get(next).and_then(|c| c.region))
        else {
            continue;
        };
        let belongs = match sort {
            LeadIn::Reopened => reading.regions[next_region.get()].continues == region,
            LeadIn::SameParagraph => tape.chunks[at..next].iter().all(|c| c.class != joiner.language.classes.paragraph),
        };
        if belongs && drafts[draft].pieces[0].start == next {
            drafts[draft].pieces.insert(0, at..at + 1);
            drafts[draft].note("lead-in", at..at + 1, 0.4);
            owner[at] = Some(Index::new(draft));
        }
    }
}

/// Which draft owns the content of each chunk.
pub(super) fn owners(tape: &Tape, drafts: &[Draft]) -> Vec<Option<Index>> {
    let mut owner = vec![None; tape.chunks.len()];
    for (i, draft) in drafts.iter().enumerate() {
        draft.pieces.iter().cloned().flatten().for_each(|chunk| owner[chunk] = Some(Index::new(i)));
    }
    owner
}

/// Where a draft's attribution and its pieces, which are in order, end.
fn end_of(draft: &Draft) -> usize {
    draft.pieces.last().into_iter().chain(&draft.cue).chain(&draft.speaker).map(|part| part.end).max().unwrap_or(0)
}

/// What the conventions look at.
struct Joiner<'t> {
    reading: &'t Reading<'t>,
    tape: &'t Tape,
    language: &'t Language,
}

impl Joiner<'_> {
    /// Whether the region at `at` goes on from a quote before it in the same paragraph. It does where it makes
    /// up its sentence alone, or follows the attribution behind a comma (`“…,” she said, “…”`).
    fn goes_on(&self, before: &Draft, at: usize) -> bool {
        let last = before.pieces.last().expect("a draft has content");
        let attribution = before.speaker.iter().chain(&before.cue).map(|range| range.end).max().unwrap_or(0);
        let behind = attribution.max(last.end);
        if !self.is_quotation(before) || behind > at {
            return false;
        }
        let is_comma = self.tape.chunks[at - 1].class == self.language.classes.comma;
        // At most a word or two such as `later` or `on Friday` before the comma.
        let close =
            at - behind <= 5 && self.tape.chunks[behind..at].iter().all(|c| !self.is_edge(c) && !self.is_quote(c));
        let is_title = self.tape.chunks[at].features & self.language.classes.title_feature != 0;
        self.is_alone(at) || is_comma && close && last.end < behind && !is_title
    }

    /// Whether somebody else's report stands between a quotation and the region at `at`: `“It is mad,” said Lee. Cruz said
    /// that she had no regrets. “It flew.”`
    fn is_passed(&self, latest: Latest, quotation: &Draft, drafts: &[Draft], at: usize) -> bool {
        let classes = &self.language.classes;
        let Some(report) = latest.report.map(|report| &drafts[report]) else { return false };
        let Some((speaker, before)) = report.speaker.as_ref().zip(quotation.speaker.as_ref()) else { return false };
        let head = |speaker: &Range<usize>| {
            self.tape.chunks[speaker.clone()].last().map(|chunk| self.reading.word(chunk.head))
        };
        let named = [classes.name, classes.nominal].contains(&self.tape.chunks[speaker.start].class);
        let asks = |chunk: usize| self.tape.cue(chunk).is_some_and(|cue| cue.class == CueClass::Question);
        report.pieces[0].start > end_of(quotation)
            && !report.phrase
            && named
            && self.is_edge(&self.tape.chunks[speaker.start - 1])
            && !report.cue.clone().into_iter().flatten().any(asks)
            && head(speaker) != head(before)
            && self.follows_report(report, at)
    }

    /// Whether the region at `at` makes up the sentence behind one that ends with a report without quoted words:
    /// `He promised to stay. “I never run.”`
    fn follows_report(&self, before: &Draft, at: usize) -> bool {
        let between = &self.tape.chunks[end_of(before).min(at)..at];
        let is_stop = || between.iter().all(|c| self.is_edge(c) || self.is_trailing(c));
        let edges = || between.iter().filter(|c| self.is_edge(c)).count();
        self.is_alone(at) && is_stop() && edges() == 1
    }

    /// The sentence around the region at `at`, where at least half of it is quoted and it follows the sentence of a
    /// quotation without a report of its own: `“We lost,” she said. Unless it rains, “it will be a long year.”`
    fn paraphrase(&self, before: &Draft, owner: &[Option<Index>], at: usize) -> Option<Range<usize>> {
        let chunks = &self.tape.chunks;
        let start = (0..at).rev().take(LONGEST).find(|i| self.is_edge(&chunks[*i]))? + 1;
        let end = (at..chunks.len()).take(LONGEST).find(|i| self.is_edge(&chunks[*i]))?;
        let last = end_of(before).min(start);
        let near = start - last <= LONGEST && chunks[last..start].iter().filter(|c| self.is_edge(c)).count() == 1;
        let free = (start..end).all(|i| owner[i].is_none() && self.tape.cue(i).is_none());
        let tokens =
            |i: usize| self.reading.tokens[chunks[i].tokens.start as usize..chunks[i].tokens.end as usize].iter();
        let words = |i: usize| tokens(i).filter(|token| token.is_wordlike()).count();
        let quoted: usize = (start..end).filter(|i| self.is_quote(&chunks[*i])).map(words).sum();
        let half = quoted * 2 >= (start..end).map(words).sum();
        (near && free && half && quoted >= FEWEST_WORDS && self.is_quotation(before)).then_some(start..end)
    }

    /// Whether the region at `at` is a paragraph of its own that follows a paragraph of quotation. One that does not end
    /// as a sentence does is a heading between paragraphs.
    fn follows(&self, before: &Draft, at: usize) -> bool {
        let opens = self.tape.chunks[at - 1].class == self.language.classes.paragraph;
        let stop_inside = self.tape.chunks[at].features & self.language.classes.sentence_feature != 0;
        let ends = stop_inside || !self.is_edge(&self.tape.chunks[at + 1]);
        opens && ends && self.is_alone(at) && self.ends_paragraph(before, at - 1)
    }

    /// Whether the sentence of a quote's attribution is the paragraph's last, with no other quotation in it.
    fn ends_paragraph(&self, draft: &Draft, edge: usize) -> bool {
        let end = end_of(draft);
        end <= edge && self.tape.chunks[end..edge].iter().all(|c| !self.is_quote(c) && !self.is_edge(c))
    }

    /// Whether the region at `at` stands between the edges of a sentence or beside another region.
    fn is_alone(&self, at: usize) -> bool {
        let (left, right) = (&self.tape.chunks[at - 1], &self.tape.chunks[at + 1]);
        let opens = self.is_edge(left) || self.is_quote(left) || self.ends_in_stop(left);
        opens && (self.is_trailing(right) || self.is_quote(right))
    }

    /// Whether a draft's last piece is quoted.
    fn is_quotation(&self, draft: &Draft) -> bool {
        draft.pieces.last().is_some_and(|piece| self.tape.chunks[piece.clone()].iter().any(|c| self.is_quote(c)))
    }

    fn is_edge(&self, chunk: &Chunk) -> bool {
        chunk.class == self.language.classes.sentence || chunk.class == self.language.classes.paragraph
    }

    fn is_quote(&self, chunk: &Chunk) -> bool {
        chunk.class == self.language.classes.quote
    }

    /// Whether a chunk's last word is an abbreviation, behind which a sentence may have ended.
    fn ends_in_stop(&self, chunk: &Chunk) -> bool {
        !chunk.tokens.is_empty() && self.reading.word(chunk.tokens.end - 1).ends_with('.')
    }

    fn is_trailing(&self, chunk: &Chunk) -> bool {
        self.language.classes.trailing.has(chunk.class)
    }

    /// The chunk that is the region; regions stand on the tape in their order.
    fn chunk_of(&self, region: Index) -> Option<usize> {
        let quotes = &self.tape.quotes;
        let at = quotes.binary_search_by_key(&Some(region), |c| self.tape.chunks[*c as usize].region).ok()?;
        Some(quotes[at] as usize)
    }
}
