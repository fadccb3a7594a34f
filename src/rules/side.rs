//! One side of rules, from the anchor on or before it: which patterns match, and what they capture.

use std::ops::Range;

use super::compile::Sets;
use super::program::Program;
use super::run::Run;
use super::stretches::Stretches;

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

/// The chunks on one side of an anchor, the nearest first.
#[derive(Clone, Copy)]
pub struct View<'t> {
    /// As many of them as a rule sees.
    pub chunks: &'t [[u8; 2]],
    /// Where they begin on the tape, as that side reads it.
    pub start: usize,
}

impl<'t> View<'t> {
    /// The chunks of `tape` from a place on, `window` at most.
    pub fn of(tape: &'t [[u8; 2]], start: usize, window: usize) -> View<'t> {
        View { chunks: &tape[start..(start + window).min(tape.len())], start }
    }
}

/// What the patterns of one side have come to around the present anchor: each is run once, however many rules share it.
#[derive(Default)]
pub struct Outcomes {
    /// For each pattern, where it was run around the present anchor, whether it matched and what it captured.
    each: Vec<Option<Option<Range<usize>>>>,
    /// The patterns that were run.
    ran: Vec<usize>,
    captures: Vec<(Label, Range<usize>)>,
    stretches: Stretches,
}

impl Outcomes {
    /// Begins with another tape, of so many chunks.
    pub fn begin(&mut self, sets: &Sets, length: usize) {
        self.stretches.begin(sets, length);
    }

    /// Forgets all, for another anchor of a side with so many patterns.
    pub fn clear(&mut self, patterns: usize) {
        self.ran.drain(..).for_each(|pattern| self.each[pattern] = None);
        self.each.resize(patterns, None);
        self.captures.clear();
    }

    /// What a pattern, given by its index and its program, captures in `view`, counted from its start; nothing where it
    /// does not match.
    pub fn of(
        &mut self,
        pattern: usize,
        program: &Program,
        sets: &Sets,
        view: View,
        run: &mut Run,
    ) -> Option<&[(Label, Range<usize>)]> {
        if self.each[pattern].is_none() {
            let start = self.captures.len();
            let matches = run.matches(program, sets, view, &mut self.stretches);
            if matches {
                self.captures.extend(run.captured(program));
            }
            self.each[pattern] = Some(matches.then_some(start..self.captures.len()));
            self.ran.push(pattern);
        }
        let captures = self.each[pattern].clone().flatten()?;
        Some(&self.captures[captures])
    }
}
