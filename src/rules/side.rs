//! One side of rules, from the anchor on or before it: which patterns match, and what they capture.
//!
//! All patterns are tried at once by one automaton; only those that match are then asked for their captures.

use std::ops::Range;

use regex_automata::hybrid::dfa::{Cache as StateCache, DFA};
use regex_automata::meta::{Cache, Regex};
use regex_automata::nfa::thompson;
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input, MatchKind, PatternID, PatternSet};
use regex_syntax::hir::Hir;

/// What a rule may capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The words reported.
    Content,
    /// Who says them.
    Speaker,
    /// The reporting words.
    Cue,
    /// To whom they are said.
    Addressee,
}

const LABELS: [(&str, Label); 4] =
    [("content", Label::Content), ("speaker", Label::Speaker), ("cue", Label::Cue), ("addressee", Label::Addressee)];

/// What the group `speaker0` captures.
fn label(group: &str) -> Option<Label> {
    LABELS.iter().find(|(name, _)| group.starts_with(name)).map(|(_, label)| *label)
}

/// A pattern as regular expressions.
pub struct Pattern {
    /// All of it, for captures.
    pub whole: Hir,
    /// What tells whether it matches.
    pub required: Hir,
}

/// An automaton over all patterns, which builds its states as it meets them, and one regex each for its captures.
pub struct Side {
    all: DFA,
    each: Vec<Capturing>,
}

/// A pattern's regex, and the labels of its groups.
struct Capturing {
    regex: Regex,
    labels: Vec<(usize, Label)>,
}

/// How much memory the states of an automaton may take before it begins anew.
const STATES: usize = 16 << 20;

impl Side {
    /// # Errors
    /// A pattern that is too large to compile.
    pub fn new<'p>(patterns: impl Iterator<Item = &'p Pattern> + Clone) -> Result<Side, String> {
        let required: Vec<&Hir> = patterns.clone().map(|pattern| &pattern.required).collect();
        let captures = thompson::Config::new().which_captures(thompson::WhichCaptures::None).utf8(false);
        let nfa = thompson::Compiler::new().configure(captures).build_many_from_hir(&required);
        let config = DFA::config().match_kind(MatchKind::All).cache_capacity(STATES).skip_cache_capacity_check(true);
        let all = DFA::builder().configure(config).build_from_nfa(nfa.map_err(|e| e.to_string())?);
        let each = patterns.map(|pattern| Capturing::new(&pattern.whole)).collect::<Result<Vec<_>, _>>()?;
        Ok(Side { all: all.map_err(|e| e.to_string())?, each })
    }
}

impl Capturing {
    fn new(pattern: &Hir) -> Result<Capturing, String> {
        // What it searches matches and is short: an automaton that finds the match first would be in vain.
        let config = Regex::config().utf8_empty(false).hybrid(false);
        let regex = Regex::builder().configure(config).build_from_hir(pattern).map_err(|e| e.to_string())?;
        let names = regex.group_info().pattern_names(PatternID::ZERO).enumerate();
        let labels = names.filter_map(|(group, name)| Some((group, label(name?)?))).collect();
        Ok(Capturing { regex, labels })
    }
}

/// What a search of one side needs.
pub struct SideScratch {
    matching: PatternSet,
    states: StateCache,
    each: Vec<Scratch>,
}

/// What the captures of one pattern need.
struct Scratch {
    cache: Cache,
    captures: Captures,
    /// Whether the captures are those of the present search.
    fresh: bool,
}

impl SideScratch {
    pub fn new(side: &Side) -> SideScratch {
        let scratch = |each: &Capturing| Scratch {
            cache: each.regex.create_cache(),
            captures: each.regex.create_captures(),
            fresh: false,
        };
        SideScratch {
            matching: PatternSet::new(side.each.len()),
            states: side.all.create_cache(),
            each: side.each.iter().map(scratch).collect(),
        }
    }

    /// Searches at the start of `tape`; whether any pattern matches there.
    pub fn search(&mut self, side: &Side, tape: &[u8]) -> bool {
        for pattern in self.matching.iter() {
            self.each[pattern.as_usize()].fresh = false;
        }
        self.matching.clear();
        let input = Input::new(tape).anchored(Anchored::Yes);
        let searched = side.all.try_which_overlapping_matches(&mut self.states, &input, &mut self.matching);
        searched.expect("an automaton without quit bytes that may begin anew finishes");
        !self.matching.is_empty()
    }

    /// Whether that pattern matched.
    pub fn matched(&self, pattern: usize) -> bool {
        self.matching.contains(PatternID::must(pattern))
    }

    /// Hands out the captures of a pattern that matched, as chunk ranges counted from the start of `tape`.
    pub fn captures(&mut self, side: &Side, pattern: usize, tape: &[u8], mut push: impl FnMut(Label, Range<usize>)) {
        let Capturing { regex, labels } = &side.each[pattern];
        if labels.is_empty() {
            return;
        }
        let scratch = &mut self.each[pattern];
        if !scratch.fresh {
            let input = Input::new(tape).anchored(Anchored::Yes);
            regex.search_captures_with(&mut scratch.cache, &input, &mut scratch.captures);
            scratch.fresh = true;
        }
        for (group, label) in labels {
            if let Some(span) = scratch.captures.get_group(*group) {
                push(*label, span.start / 2..span.end / 2);
            }
        }
    }
}
