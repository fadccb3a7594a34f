//! What the rules propose: for every chunk that a rule is anchored at, a draft a match.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::{Draft, Note};
use crate::lang::Language;
use crate::options::Options;
use crate::quote::Step;
use crate::reading::{KeepGoing, Reading};
use crate::rules::{Label, Match, Matcher};
use crate::tape::Tape;

/// How many chunks are looked from before asking whether anybody still waits.
const ASK_EVERY: usize = 512;

/// All drafts of all rules, in the order of their anchors; nothing where `keep_going` says no on the way.
pub fn candidates(
    reading: &Reading,
    tape: &Tape,
    language: &Language,
    options: &Options,
    keep_going: KeepGoing,
) -> Option<Vec<Draft>> {
    let mut matcher = Matcher::new(&language.rules, &tape.bytes);
    // In news half of them come to a draft, in odd texts each to two. Room that is not used costs nothing, while a list
    // that grows is copied each time.
    let expected = 2 * (tape.cues.len() + tape.quotes.len());
    let (mut out, mut rules) = (Vec::with_capacity(expected), Vec::with_capacity(expected));
    // Few texts have a headline that asks, and one list serves all that do.
    let quoted = LazyCell::new(|| quoted_names(reading, tape, language));
    for anchor in 0..tape.chunks.len() {
        if anchor % ASK_EVERY == 0 && !keep_going() {
            return None;
        }
        for found in matcher.matches(anchor) {
            let rule = found.rule;
            let turn = || !language.rules.rules[rule].recurs || !is_place(reading, tape, language, &found);
            let name = || found.get(Label::Speaker).and_then(|speaker| speaker.last());
            let is_quoted = || name().is_some_and(|name| quoted.contains(&head(reading, tape, name)));
            let elsewhere = || !language.rules.rules[rule].quoted_elsewhere || is_quoted();
            if competes(tape, &found, options) && turn() && elsewhere() && propose(tape, language, found, &mut out) {
                rules.push(rule);
            }
        }
    }
    let mut counts = vec![0; language.rules.rules.len()];
    rules.iter().for_each(|rule: &usize| counts[*rule] += 1);
    let mut stands = rules.iter().map(|rule| !language.rules.rules[*rule].recurs || counts[*rule] > 1);
    out.retain(|_| stands.next() == Some(true));
    Some(out)
}

/// Whether a place would speak: the paragraphs of a roundup begin with theirs (`DUBAI: …`) as turns do with a name.
fn is_place(reading: &Reading, tape: &Tape, language: &Language, found: &Match) -> bool {
    let tokens = found.get(Label::Speaker).and_then(|speaker| tape.tokens(speaker)).unwrap_or_default();
    let words: Vec<&str> = tokens.map(|token| reading.word(token)).collect();
    (language.names.is_place)(&words)
}

/// The heads of the names that have a reporting verb right before or behind them.
fn quoted_names(reading: &Reading, tape: &Tape, language: &Language) -> FxHashSet<String> {
    let is_name = |at: &usize| tape.chunks.get(*at).is_some_and(|chunk| chunk.class == language.classes.name);
    let cues = tape.chunks.iter().enumerate().filter(|(_, chunk)| chunk.cue.is_some());
    let beside = cues.flat_map(|(at, _)| [at.wrapping_sub(1), at + 1]);
    beside.filter(is_name).map(|at| head(reading, tape, at)).collect()
}

/// The head of a chunk in small letters, since a headline may have it in capitals.
fn head(reading: &Reading, tape: &Tape, at: usize) -> String {
    reading.word(tape.chunks[at].head).to_ascii_lowercase()
}

/// Whether a match may take words from others: thoughts do only where a caller asks for them.
fn competes(tape: &Tape, found: &Match, options: &Options) -> bool {
    let cue = found.get(Label::Cue).into_iter().flatten().find_map(|chunk| tape.cue(chunk));
    let class = cue.map(|cue| cue.class);
    class.is_none_or(|class| class.is_speech() || options.cue_classes.contains(&class))
}

/// Adds a match as a draft, and tells whether it did: not where nothing but punctuation would be the content.
fn propose(tape: &Tape, language: &Language, found: Match, out: &mut Vec<Draft>) -> bool {
    let rule = &language.rules.rules[found.rule];
    let mut pieces: SmallVec<[Range<usize>; 1]> = SmallVec::new();
    for (label, range) in found.captures {
        if *label == Label::Content {
            match pieces.last_mut() {
                // Content on both sides of an anchor that is content too is one piece.
                Some(last) if last.end == range.start => last.end = range.end,
                _ => pieces.push(range.clone()),
            }
        }
    }
    let starts = found.captures.iter().map(|(_, range)| range.start);
    let ends = found.captures.iter().map(|(_, range)| range.end);
    let whole = starts.min().unwrap_or_default()..ends.max().unwrap_or_default();
    out.push(Draft {
        pieces,
        speaker: found.get(Label::Speaker).filter(|r| !r.is_empty()),
        cue: found.get(Label::Cue).filter(|r| !r.is_empty()),
        addressee: found.get(Label::Addressee).filter(|r| !r.is_empty()),
        verbatim: rule.verbatim,
        phrase: rule.phrase,
        rank: rule.rank,
        rule_confidence: rule.confidence,
        confidence: rule.confidence,
        origin: Note { step: Step::Rule, id: language.rule_ids[found.rule], chunks: whole },
        notes: Vec::new(),
        continues: None,
    });
    let draft = out.last_mut().expect("one was added");
    draft.trim(tape, language);
    let has_content = !draft.pieces.is_empty();
    if !has_content {
        out.pop();
    }
    has_content
}
