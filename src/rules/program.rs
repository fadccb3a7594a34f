//! A pattern as a program: steps over chunks, and what is known of them before any is run.
//!
//! A split and a run come with the classes of a chunk at which the steps behind them go on, so that no way is tried
//! that the next chunk rules out.

use super::compile::{Alphabet, ChunkSet, Sets};
use super::pattern::Node;
use super::side::Label;
use crate::byte_set::ByteSet;

/// What is done at one place of a program; where nothing else is said the next place follows. Sets of chunks are
/// indices into [`Sets`].
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A chunk of that set stands here: goes on behind it.
    Chunk(u16),
    /// As many chunks of that set as there are, or fewer, down to none; where it is lazy as few as will do. `mark` is
    /// that of a split, and chunks of the classes of `ahead` may stand behind it.
    Run { lazy: bool, mark: u16, set: u16, ahead: u16 },
    /// Goes on at the first of two places, and should that fail at the second; `mark` tells splits apart, and chunks
    /// of the classes of `ahead` may stand where each goes on.
    Split { mark: u16, ways: [u16; 2], ahead: [u16; 2] },
    /// Goes on at that place.
    Jump(u16),
    /// Remembers the place on the tape: even slots begin a group, odd ones end it.
    Save(u16),
    /// All of the pattern has matched.
    End,
}

/// A compiled pattern.
pub struct Program {
    /// Where a match begins, first.
    pub(super) steps: Vec<Step>,
    /// The label of each group.
    pub(super) labels: Vec<Label>,
    /// How many marks there are.
    pub(super) marks: u16,
}

impl Program {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// A name that the alphabet lacks, a label that there is not, or a pattern that is too long.
    pub fn new(node: &Node, alphabet: &Alphabet, sets: &mut Sets) -> Result<Program, String> {
        let program = Program { steps: Vec::new(), labels: Vec::new(), marks: 0 };
        let mut compiler = Compiler { alphabet, sets, program, groups: 0 };
        compiler.add(node)?;
        compiler.push(Step::End)?;
        let Compiler { mut program, .. } = compiler;
        for at in 0..program.steps.len() {
            let mut behind = |step: u16| sets.add(program.behind(&program.reach(step), sets));
            let step = match program.steps[at] {
                Step::Split { mark, ways: [a, b], .. } => {
                    Step::Split { mark, ways: [a, b], ahead: [behind(a)?, behind(b)?] }
                }
                Step::Run { lazy, mark, set, .. } => Step::Run { lazy, mark, set, ahead: behind(at as u16 + 1)? },
                step => step,
            };
            program.steps[at] = step;
        }
        Ok(program)
    }

    /// The steps that look at a chunk or end the program and can come next at `step`.
    fn reach(&self, step: u16) -> Vec<u16> {
        // A bit for each step: this is asked of every step of every program at start.
        let (mut seen, mut open, mut found) = (vec![0u64; self.steps.len().div_ceil(64)], vec![step], Vec::new());
        while let Some(step) = open.pop() {
            let (seen, bit) = (&mut seen[usize::from(step / 64)], 1 << (step % 64));
            if *seen & bit != 0 {
                continue;
            }
            *seen |= bit;
            match self.steps[usize::from(step)] {
                Step::Chunk(_) | Step::End => found.push(step),
                Step::Run { .. } => {
                    found.push(step);
                    open.push(step + 1);
                }
                Step::Split { ways, .. } => open.extend(ways),
                Step::Jump(to) => open.push(to),
                Step::Save(_) => open.push(step + 1),
            }
        }
        found
    }

    /// The chunks at which one of `steps` goes on, by their classes alone; all where one ends the program.
    fn behind(&self, steps: &[u16], sets: &Sets) -> ChunkSet {
        let classes = steps.iter().fold(ByteSet::NONE, |classes, step| match self.steps[usize::from(*step)] {
            Step::Chunk(set) | Step::Run { set, .. } => classes.or(sets.get(set).classes),
            _ => ByteSet::ALL,
        });
        ChunkSet { classes, features: ByteSet::ALL }
    }

    /// The chunks that may stand at each of the first places, the very first one of a class among `first`.
    pub fn outlook<const PLACES: usize>(&self, first: ByteSet, sets: &Sets) -> [ChunkSet; PLACES] {
        let mut steps = self.reach(0);
        let mut within = first;
        std::array::from_fn(|_| {
            let mut ahead = ChunkSet::NONE;
            let mut next = Vec::new();
            for step in &steps {
                let (set, behind) = match self.steps[usize::from(*step)] {
                    Step::Chunk(set) => (*sets.get(set), step + 1),
                    Step::Run { set, .. } => (*sets.get(set), *step),
                    _ => (ChunkSet::ALL, *step),
                };
                if !set.classes.and(within).is_empty() {
                    ahead = ahead.or(set);
                    next.extend(self.reach(behind));
                }
            }
            next.sort_unstable();
            next.dedup();
            (steps, within) = (std::mem::take(&mut next), ByteSet::ALL);
            ahead
        })
    }
}

/// A program in the making.
struct Compiler<'a> {
    alphabet: &'a Alphabet,
    sets: &'a mut Sets,
    program: Program,
    /// How many groups have begun.
    groups: usize,
}

impl Compiler<'_> {
    fn add(&mut self, node: &Node) -> Result<(), String> {
        if let Some(set) = self.alphabet.one_chunk(node)? {
            let set = self.sets.add(set)?;
            return self.push(Step::Chunk(set));
        }
        match node {
            Node::Symbol { .. } => unreachable!("a symbol is one chunk"),
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.add(node))?,
            Node::Choice(nodes) => {
                let mut ends = Vec::new();
                for (index, node) in nodes.iter().enumerate() {
                    let split = (index + 1 < nodes.len()).then(|| self.split()).transpose()?;
                    self.add(node)?;
                    if let Some(split) = split {
                        ends.push(self.here());
                        self.push(Step::Jump(0))?;
                        self.aim(split, split + 1, self.here(), false);
                    }
                }
                let here = self.here();
                ends.iter().for_each(|end| self.program.steps[*end] = Step::Jump(here as u16));
            }
            Node::Repeat { node, min, max, lazy } => match (self.alphabet.one_chunk(node)?, max) {
                (Some(set), None) => {
                    let set = self.sets.add(set)?;
                    (0..*min).try_for_each(|_| self.push(Step::Chunk(set)))?;
                    let mark = self.mark();
                    self.push(Step::Run { lazy: *lazy, mark, set, ahead: 0 })?;
                }
                _ => self.repeat(node, *min, *max, *lazy)?,
            },
            Node::Capture { label, node } => {
                let group = self.groups;
                self.groups += 1;
                if group == self.program.labels.len() {
                    let label = Label::named(label).ok_or_else(|| format!("there is no label `{label}`"))?;
                    self.program.labels.push(label);
                }
                self.push(Step::Save(2 * group as u16))?;
                self.add(node)?;
                self.push(Step::Save(2 * group as u16 + 1))?;
            }
        }
        Ok(())
    }

    /// Every round of a repeat is compiled anew, with the same groups.
    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, lazy: bool) -> Result<(), String> {
        let first_group = self.groups;
        let round = |compiler: &mut Self| {
            compiler.groups = first_group;
            compiler.add(node)
        };
        let Some(max) = max else {
            // `x*` is `(x+)?`: were it one split, a round that takes nothing would come to it a second time and fail.
            (1..min).try_for_each(|_| round(self))?;
            let skip = (min == 0).then(|| self.split()).transpose()?;
            let begin = self.here();
            round(self)?;
            let again = self.split()?;
            let end = self.here();
            skip.into_iter().chain([again]).for_each(|split| self.aim(split, begin, end, lazy));
            return Ok(());
        };
        (0..min).try_for_each(|_| round(self))?;
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.split()?);
            round(self)?;
        }
        let end = self.here();
        splits.into_iter().for_each(|split| self.aim(split, split + 1, end, lazy));
        Ok(())
    }

    fn here(&self) -> usize {
        self.program.steps.len()
    }

    fn push(&mut self, step: Step) -> Result<(), String> {
        // Places and marks are numbers of 16 bits, and one more place is the end.
        if self.here() >= usize::from(u16::MAX) {
            return Err("the pattern is too long".into());
        }
        self.program.steps.push(step);
        Ok(())
    }

    fn mark(&mut self) -> u16 {
        self.program.marks += 1;
        self.program.marks - 1
    }

    /// Adds a split that has no aims yet.
    fn split(&mut self) -> Result<usize, String> {
        let mark = self.mark();
        self.push(Step::Split { mark, ways: [0; 2], ahead: [0; 2] })?;
        Ok(self.here() - 1)
    }

    /// Says where a split goes: into something or past it, the latter first where it is lazy.
    fn aim(&mut self, split: usize, into: usize, past: usize, lazy: bool) {
        let (into, past) = (into as u16, past as u16);
        if let Step::Split { ways, .. } = &mut self.program.steps[split] {
            *ways = if lazy { [past, into] } else { [into, past] };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern;
    use super::*;

    #[test]
    fn the_outlook_is_what_may_stand_at_each_place() {
        let mut alphabet = Alphabet::default();
        for (name, class) in [("A", b'a'), ("B", b'b'), ("C", b'c')] {
            alphabet.symbol(name, &[class]);
        }
        let outlook = |text: &str, first: &[u8]| {
            let mut sets = Sets::default();
            let program = Program::new(&pattern::parse(text, &|_| None).unwrap(), &alphabet, &mut sets).unwrap();
            let places: [ChunkSet; 3] = program.outlook(first.iter().copied().collect(), &sets);
            places.map(|place| {
                (b'a'..=b'd').filter(|class| place.classes.has(*class)).map(char::from).collect::<String>()
            })
        };
        assert_eq!(outlook("A B* C", b"abc"), ["a", "bc", "abcd"]);
        assert_eq!(outlook("(A B | B C) A", b"abc"), ["ab", "bc", "a"]);
        assert_eq!(outlook("(A B | B C) A", b"a"), ["a", "b", "a"]);
        assert_eq!(outlook("A?", b"a"), ["abcd", "abcd", "abcd"]);
    }
}
