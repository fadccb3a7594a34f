//! One side of rules, from the anchor on or before it: which patterns match, and what they capture.
//!
//! All patterns are tried at once by one automaton; only those that match are then asked for their captures.

use std::ops::Range;

use regex_automata::hybrid::dfa::{Cache as StateCache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::{Anchored, Input, MatchKind, PatternID, PatternSet};
use regex_syntax::hir::Hir;

use super::program::{Program, Run};

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

impl Label {
    /// The label that patterns call by that name.
    pub(super) fn named(name: &str) -> Option<Label> {
        Some(match name {
            "content" => Label::Content,
            "speaker" => Label::Speaker,
            "cue" => Label::Cue,
            "addressee" => Label::Addressee,
            _ => return None,
        })
    }
}

/// A pattern in both forms.
pub struct Pattern {
    /// All of it, for captures.
    pub whole: Program,
    /// What tells whether it matches.
    pub required: Hir,
}

/// One side of all patterns: automata, each over the patterns of rules that look from one class of chunk, and a program
/// each for captures. Patterns of different anchors never matter at once, and apart they make far fewer states.
pub struct Side {
    groups: Vec<Group>,
    each: Vec<Program>,
}

/// An automaton that builds its states as it meets them, over the patterns with these indices.
struct Group {
    all: DFA,
    patterns: Vec<usize>,
}

/// How much memory the states of an automaton may take before it begins anew.
const STATES: usize = 8 << 20;

impl Side {
    /// `groups` are the patterns, by index, that are searched together.
    ///
    /// # Errors
    /// A pattern that is too large to compile.
    pub fn new(patterns: Vec<Pattern>, groups: Vec<Vec<usize>>) -> Result<Side, String> {
        let groups = groups.into_iter().map(|group| Group::new(&patterns, group)).collect::<Result<Vec<_>, _>>()?;
        Ok(Side { groups, each: patterns.into_iter().map(|pattern| pattern.whole).collect() })
    }
}

impl Group {
    fn new(all: &[Pattern], patterns: Vec<usize>) -> Result<Group, String> {
        let required: Vec<&Hir> = patterns.iter().map(|index| &all[*index].required).collect();
        let captures = thompson::Config::new().which_captures(thompson::WhichCaptures::None).utf8(false);
        let nfa = thompson::Compiler::new().configure(captures).build_many_from_hir(&required);
        let config = DFA::config().match_kind(MatchKind::All).cache_capacity(STATES).skip_cache_capacity_check(true);
        let all = DFA::builder().configure(config).build_from_nfa(nfa.map_err(|e| e.to_string())?);
        Ok(Group { all: all.map_err(|e| e.to_string())?, patterns })
    }
}

/// What a search of one side needs.
pub struct SideScratch {
    /// What matched in the present search, by place in its group.
    matching: PatternSet,
    /// The same by index of the pattern.
    matched: Vec<bool>,
    states: Vec<StateCache>,
    /// What the captures of one pattern need, whichever it is.
    run: Run,
}

impl SideScratch {
    pub fn new(side: &Side) -> SideScratch {
        SideScratch {
            matching: PatternSet::new(side.each.len()),
            matched: vec![false; side.each.len()],
            states: side.groups.iter().map(|group| group.all.create_cache()).collect(),
            run: Run::default(),
        }
    }

    /// Searches at the start of `tape` for the patterns of a group; whether any matches there.
    pub fn search(&mut self, side: &Side, group: usize, tape: &[u8]) -> bool {
        self.matching.clear();
        let input = Input::new(tape).anchored(Anchored::Yes);
        let Group { all, patterns } = &side.groups[group];
        let searched = all.try_which_overlapping_matches(&mut self.states[group], &input, &mut self.matching);
        searched.expect("an automaton without quit bytes that may begin anew finishes");
        if self.matching.is_empty() {
            return false;
        }
        for (place, pattern) in patterns.iter().enumerate() {
            self.matched[*pattern] = self.matching.contains(PatternID::must(place));
        }
        true
    }

    /// Whether that pattern, one of the group that was searched, matched.
    pub fn matched(&self, pattern: usize) -> bool {
        self.matched[pattern]
    }

    /// Hands out the captures of a pattern that matched, as chunk ranges counted from the start of `tape`.
    pub fn captures(&mut self, side: &Side, pattern: usize, tape: &[u8], mut push: impl FnMut(Label, Range<usize>)) {
        let program = &side.each[pattern];
        if program.captures() && program.run(tape, &mut self.run) {
            program.captured(&self.run).for_each(|(label, range)| push(label, range));
        }
    }
}
