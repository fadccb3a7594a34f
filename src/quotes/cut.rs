//! Content that runs to the end of its sentence, cut where the reporter's voice sets in again.
//!
//! What such a place looks like is a rule of the language, anchored at the first chunk behind the content.

use std::ops::Range;

use super::Draft;
use crate::index::Index;
use crate::lang::Language;
use crate::rules::Matcher;
use crate::tape::Tape;

/// Content that no rule ends though commas stand in it: the evidence's id, and the measured share of right answers.
const CLAUSE_WITH_COMMA: (&str, f32) = ("comma-in-clause", 0.63);
const PHRASE_WITH_COMMA: (&str, f32) = ("comma-in-phrase", 0.47);

/// Cuts the content of every draft whose content follows its cue.
pub fn cut(tape: &Tape, language: &Language, drafts: &mut [Draft]) {
    let mut ends = Ends::new(tape, language);
    for draft in drafts {
        // A clause that stands around its cue has shown that it goes on.
        let shown = if draft.phrase { draft.pieces.last() } else { draft.pieces.first() };
        let behind_cue = draft.cue.as_ref().zip(shown).is_some_and(|(cue, shown)| cue.end <= shown.start);
        let last = draft.pieces.last().filter(|piece| behind_cue && piece.len() > 1 && !draft.verbatim);
        let Some(piece) = last.cloned() else {
            continue;
        };
        if let Some((mut at, rule)) = first_end(tape, language, &mut ends, draft.phrase, piece.clone()) {
            // A quotation that ends with the comma keeps it.
            at += usize::from(tape.chunks[at].region.is_some());
            draft.pieces.last_mut().expect("a draft has content").end = at;
            let confidence = language.ends.rules[rule].confidence;
            draft.note(language.end_ids[rule], piece.start..at, confidence);
            draft.trim(tape, language);
        } else if tape.holds(piece.clone(), language.classes.comma) {
            // Nothing says so, but content may end at any comma.
            let (sieve, confidence) = if draft.phrase { PHRASE_WITH_COMMA } else { CLAUSE_WITH_COMMA };
            draft.note(sieve, piece, confidence);
        }
    }
}

/// The first chunk of `piece` at which a rule ends it, and that rule.
fn first_end(
    tape: &Tape,
    language: &Language,
    ends: &mut Ends,
    is_phrase: bool,
    piece: Range<usize>,
) -> Option<(usize, usize)> {
    // A clause has its verb, or a quotation that may hold it, before it ends.
    let has_verb = |at: &usize| {
        let chunk = &tape.chunks[*at];
        chunk.region.is_some() || language.classes.finite.has(chunk.class)
    };
    let classes = &language.classes;
    let class = |at: usize| tape.chunks[at].class;
    // `that when the mill closed, the board told …`: a clause that opens with another one goes on behind its comma.
    let that = piece.len() > 1 && classes.relatives.has(class(piece.start));
    let opening = !is_phrase && that && classes.opens_clause.has(class(piece.start + 1));
    let comma = piece.clone().find(|at| opening && class(*at) == classes.comma).map_or(piece.start, |comma| comma + 1);
    let from = if is_phrase { piece.start } else { (comma..piece.end).find(has_verb)? };
    // A quotation may be all the content, other words that begin it may not.
    let first = piece.start + usize::from(tape.chunks[piece.start].region.is_none());
    ends.first(from.max(first)..piece.end, is_phrase)
}

/// Where content may end, asked once for each chunk however many drafts run over it.
struct Ends<'t> {
    language: &'t Language,
    matcher: Matcher<'t>,
    /// For each chunk that was asked for, the rule that ends a clause there and the one that ends a phrase.
    found: Vec<Option<[Option<Index>; 2]>>,
    /// The latest stretch of chunks before none of which a clause ends, and that for a phrase.
    endless: [Range<usize>; 2],
}

impl<'t> Ends<'t> {
    fn new(tape: &'t Tape, language: &'t Language) -> Ends<'t> {
        let matcher = Matcher::new(&language.ends, &tape.bytes);
        Ends { language, matcher, found: vec![None; tape.chunks.len()], endless: Default::default() }
    }

    /// The first chunk of `stretch` before which a clause or phrase ends, and the rule by which it does.
    fn first(&mut self, stretch: Range<usize>, is_phrase: bool) -> Option<(usize, usize)> {
        // In a sentence of many verbs the content of each runs to its end.
        let mut endless = self.endless[usize::from(is_phrase)].clone();
        if !endless.contains(&stretch.start) {
            endless = stretch.start..stretch.start;
        }
        let end = (endless.end..stretch.end).find_map(|at| Some((at, self.at(at, is_phrase)?)));
        endless.end = end.map_or(stretch.end.max(endless.end), |(at, _)| at);
        self.endless[usize::from(is_phrase)] = endless;
        end
    }

    /// The rule by which a clause or phrase ends before the chunk `at`.
    fn at(&mut self, at: usize, is_phrase: bool) -> Option<usize> {
        let found = self.found[at].get_or_insert_with(|| {
            let rules = &self.language.ends.rules;
            let (mut clause, mut first) = (None, None);
            for found in self.matcher.matches(at) {
                first.get_or_insert(found.rule);
                if !rules[found.rule].phrase {
                    clause.get_or_insert(found.rule);
                }
            }
            [clause, first].map(|rule| rule.map(Index::new))
        });
        found[usize::from(is_phrase)].map(Index::get)
    }
}
