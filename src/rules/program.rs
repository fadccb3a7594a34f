//! A pattern as a program over chunks, which finds what it captures.
//!
//! A backtracking search that tries the preferred way first and never goes on twice from the same place in the
//! program and on the tape, so that it takes no more steps than the product of both.

use super::compile::{Alphabet, ChunkSet};
use super::pattern::Node;
use super::side::Label;

/// The most chunks that a program can be run over: a bit for each, and one for their end, has to fit a mark.
pub const LONGEST: usize = 127;

/// What is done at one place of a program; where nothing else is said the next place follows.
#[derive(Clone, Copy)]
enum Step {
    /// A chunk of that set stands here: goes on behind it.
    Chunk(u16),
    /// Goes on at the first of two places, and should that fail at the second; `mark` tells splits apart.
    Split { mark: u16, first: u16, second: u16 },
    /// Goes on at that place.
    Jump(u16),
    /// Remembers the place on the tape: even slots begin a group, odd ones end it.
    Save(u16),
    /// All of the pattern has matched.
    End,
}

/// A compiled pattern.
pub struct Program {
    steps: Vec<Step>,
    sets: Vec<ChunkSet>,
    splits: u16,
    /// The label of each group.
    labels: Vec<Label>,
}

/// What a run needs; one serves any number of programs.
#[derive(Default)]
pub struct Run {
    /// For each split, the places on the tape at which it was tried; nothing between runs.
    tried: Vec<u128>,
    /// The splits that were tried at all: most programs have hundreds, and most runs come to few of them.
    touched: Vec<u16>,
    /// Where to go on, and what to undo, when a way fails.
    trail: Vec<Back>,
    slots: Vec<Option<u16>>,
}

#[derive(Clone, Copy)]
enum Back {
    Try { step: u16, at: u16 },
    Restore { slot: u16, value: Option<u16> },
}

impl Program {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// A name that the alphabet lacks, a label that there is not, or a pattern that is too long.
    pub fn new(node: &Node, alphabet: &Alphabet) -> Result<Program, String> {
        let mut program = Program { steps: Vec::new(), sets: Vec::new(), splits: 0, labels: Vec::new() };
        program.add(node, alphabet, &mut 0)?;
        program.steps.push(Step::End);
        match u16::try_from(program.steps.len()) {
            Ok(_) => Ok(program),
            Err(_) => Err("the pattern is too long".into()),
        }
    }

    fn add(&mut self, node: &Node, alphabet: &Alphabet, groups: &mut usize) -> Result<(), String> {
        match node {
            Node::Symbol { name, negated, features } => {
                let set = alphabet.set(name, *negated, features)?;
                let known = self.sets.iter().position(|other| *other == set).unwrap_or_else(|| {
                    self.sets.push(set);
                    self.sets.len() - 1
                });
                self.steps.push(Step::Chunk(known as u16));
            }
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.add(node, alphabet, groups))?,
            Node::Choice(nodes) => {
                let mut ends = Vec::new();
                for (index, node) in nodes.iter().enumerate() {
                    let split = (index + 1 < nodes.len()).then(|| self.split());
                    self.add(node, alphabet, groups)?;
                    if let Some(split) = split {
                        ends.push(self.here());
                        self.steps.push(Step::Jump(0));
                        self.aim(split, split + 1, self.here(), false);
                    }
                }
                let here = self.here();
                ends.iter().for_each(|end| self.steps[*end] = Step::Jump(here as u16));
            }
            Node::Repeat { node, min, max, lazy } => self.repeat(node, *min, *max, *lazy, alphabet, groups)?,
            Node::Capture { label, node } => {
                let group = *groups;
                *groups += 1;
                if group == self.labels.len() {
                    self.labels.push(Label::named(label).ok_or_else(|| format!("there is no label `{label}`"))?);
                }
                self.steps.push(Step::Save(2 * group as u16));
                self.add(node, alphabet, groups)?;
                self.steps.push(Step::Save(2 * group as u16 + 1));
            }
        }
        Ok(())
    }

    /// Every round of a repeat is compiled anew, with the same groups.
    fn repeat(
        &mut self,
        node: &Node,
        min: u32,
        max: Option<u32>,
        lazy: bool,
        alphabet: &Alphabet,
        groups: &mut usize,
    ) -> Result<(), String> {
        let first_group = *groups;
        let mut round = |program: &mut Program| {
            *groups = first_group;
            program.add(node, alphabet, groups)
        };
        // One round is compiled in any case, so that the groups inside are counted.
        let Some(max) = max else {
            // `x*` is `(x+)?`: were it one split, a round that takes nothing would come to it a second time and fail.
            (1..min).try_for_each(|_| round(self))?;
            let skip = (min == 0).then(|| self.split());
            let begin = self.here();
            round(self)?;
            let again = self.split();
            let end = self.here();
            self.aim(again, begin, end, lazy);
            if let Some(skip) = skip {
                self.aim(skip, begin, end, lazy);
            }
            return Ok(());
        };
        (0..min).try_for_each(|_| round(self))?;
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.split());
            round(self)?;
        }
        let end = self.here();
        splits.into_iter().for_each(|split| self.aim(split, split + 1, end, lazy));
        Ok(())
    }

    fn here(&self) -> usize {
        self.steps.len()
    }

    /// Adds a split that has no aims yet.
    fn split(&mut self) -> usize {
        self.steps.push(Step::Split { mark: self.splits, first: 0, second: 0 });
        self.splits += 1;
        self.here() - 1
    }

    /// Says where a split goes: into something or past it, the latter first where it is lazy.
    fn aim(&mut self, split: usize, into: usize, past: usize, lazy: bool) {
        let (into, past) = (into as u16, past as u16);
        if let Step::Split { first, second, .. } = &mut self.steps[split] {
            (*first, *second) = if lazy { (past, into) } else { (into, past) };
        }
    }

    /// Whether it captures anything.
    pub fn captures(&self) -> bool {
        !self.labels.is_empty()
    }

    /// Matches the program at the start of `tape`, two bytes a chunk and at most [`LONGEST`] chunks.
    pub fn run(&self, tape: &[u8], run: &mut Run) -> bool {
        run.tried.resize(run.tried.len().max(usize::from(self.splits)), 0);
        run.slots.clear();
        run.slots.resize(2 * self.labels.len(), None);
        run.trail.clear();
        let matches = self.search(tape, run);
        run.touched.drain(..).for_each(|mark| run.tried[usize::from(mark)] = 0);
        matches
    }

    fn search(&self, tape: &[u8], run: &mut Run) -> bool {
        let (tape, _) = tape.as_chunks::<2>();
        debug_assert!(tape.len() <= LONGEST);
        let (mut step, mut at) = (0u16, 0u16);
        loop {
            let goes_on = match self.steps[usize::from(step)] {
                Step::Chunk(set) => {
                    step += 1;
                    at += 1;
                    tape.get(usize::from(at) - 1).is_some_and(|chunk| self.sets[usize::from(set)].has(*chunk))
                }
                Step::Split { mark, first, second } => {
                    let tried = &mut run.tried[usize::from(mark)];
                    let is_new = *tried >> at & 1 == 0;
                    if is_new {
                        if *tried == 0 {
                            run.touched.push(mark);
                        }
                        *tried |= 1 << at;
                        run.trail.push(Back::Try { step: second, at });
                        step = first;
                    }
                    is_new
                }
                Step::Jump(to) => {
                    step = to;
                    true
                }
                Step::Save(slot) => {
                    let value = run.slots[usize::from(slot)].replace(at);
                    run.trail.push(Back::Restore { slot, value });
                    step += 1;
                    true
                }
                Step::End => return true,
            };
            if goes_on {
                continue;
            }
            loop {
                match run.trail.pop() {
                    None => return false,
                    Some(Back::Restore { slot, value }) => run.slots[usize::from(slot)] = value,
                    Some(Back::Try { step: next, at: place }) => {
                        (step, at) = (next, place);
                        break;
                    }
                }
            }
        }
    }

    /// What the last run, which matched, captured, in the order of the groups.
    pub fn captured(&self, run: &Run) -> impl Iterator<Item = (Label, std::ops::Range<usize>)> {
        let (slots, _) = run.slots.as_chunks::<2>();
        self.labels.iter().zip(slots).filter_map(|(label, group)| {
            let [Some(start), Some(end)] = *group else { return None };
            Some((*label, usize::from(start)..usize::from(end)))
        })
    }
}
