//! A pattern as a program: steps over chunks, and what is known of them before any is run.
//!
//! A fork and a run come with the chunks at which the steps behind them go on, so that no way is tried that the next
//! chunk rules out.

use super::compile::{Alphabet, ChunkSet, Sets};
use super::pattern::Node;
use super::side::Label;
use crate::byte_set::ByteSet;

/// What is done at one place of a program, and at which one it goes on. Sets of chunks are indices into [`Sets`].
///
/// Steps are small, since a search goes to and fro among thousands of them.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A chunk of that set stands here: goes on behind it.
    Chunk { set: u16, next: u16 },
    /// As many chunks of that set as there are, or fewer, down to none; where it is lazy as few as will do. Chunks of
    /// the classes of `ahead` may stand behind it.
    Run { lazy: bool, set: u16, ahead: u16, next: u16 },
    /// Goes on by one of some [`Program::ways`], the first ones preferred.
    Fork { first: u16, end: u16 },
    /// Remembers the place on the tape: even slots begin a group, odd ones end it.
    Save { slot: u16, next: u16 },
    /// All of the pattern has matched.
    End,
}

/// A way on from a fork: the chunks that may stand there, and the step, which is no fork.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub ahead: u16,
    pub step: u16,
}

/// A compiled pattern.
pub struct Program {
    /// Where a match begins, first.
    pub(super) steps: Vec<Step>,
    /// The ways of all forks.
    pub(super) ways: Vec<Way>,
    /// The label of each group.
    pub(super) labels: Vec<Label>,
}

const _: () = assert!(size_of::<Step>() == 8);

impl Program {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// A name that the alphabet lacks, a label that there is not, or a pattern that is too long.
    pub fn new(node: &Node, alphabet: &Alphabet, sets: &mut Sets) -> Result<Program, String> {
        let mut compiler = Compiler { alphabet, sets, steps: Vec::new(), labels: Vec::new(), groups: 0 };
        compiler.add(node)?;
        compiler.push(Unlinked::End)?;
        let Compiler { steps, labels, .. } = compiler;
        let mut program = Linker::new(&steps).link(labels)?;
        program.look_ahead(sets)?;
        Ok(program)
    }

    /// Notes what may stand at the ways of forks and behind runs.
    fn look_ahead(&mut self, sets: &mut Sets) -> Result<(), String> {
        for at in 0..self.ways.len() {
            let step = self.ways[at].step;
            self.ways[at].ahead = match self.steps[usize::from(step)] {
                Step::Chunk { set, .. } => set,
                _ => sets.add(self.behind(&self.reach(step), sets))?,
            };
        }
        for at in 0..self.steps.len() {
            if let Step::Run { next, .. } = self.steps[at] {
                let behind = sets.add(self.behind(&self.reach(next), sets))?;
                if let Step::Run { ahead, .. } = &mut self.steps[at] {
                    *ahead = behind;
                }
            }
        }
        Ok(())
    }

    /// The ways of a fork.
    pub(super) fn ways(&self, first: u16, end: u16) -> &[Way] {
        &self.ways[usize::from(first)..usize::from(end)]
    }

    /// The steps that look at a chunk or end the program and can come next at `step`.
    fn reach(&self, step: u16) -> Vec<u16> {
        let mut found = Vec::new();
        each_once(step, self.steps.len(), |step, open| match self.steps[usize::from(step)] {
            Step::Chunk { .. } | Step::End => found.push(step),
            Step::Run { next, .. } => {
                found.push(step);
                open.push(next);
            }
            Step::Fork { first, end, .. } => open.extend(self.ways(first, end).iter().map(|way| way.step)),
            Step::Save { next, .. } => open.push(next),
        });
        found
    }

    /// The chunks at which one of `steps` goes on, by their classes alone; all where one ends the program.
    fn behind(&self, steps: &[u16], sets: &Sets) -> ChunkSet {
        let classes = steps.iter().fold(ByteSet::NONE, |classes, step| match self.steps[usize::from(*step)] {
            Step::Chunk { set, .. } | Step::Run { set, .. } => classes.or(sets.get(set).classes),
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
                    Step::Chunk { set, next } => (*sets.get(set), next),
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

/// A step of a program in the making; where nothing else is said the next one follows.
#[derive(Clone, Copy)]
enum Unlinked {
    Chunk(u16),
    Run {
        lazy: bool,
        set: u16,
    },
    /// Goes on at the first of two places, and should that fail at the second.
    Split([u16; 2]),
    /// Goes on at that place.
    Jump(u16),
    Save(u16),
    End,
}

/// Links the steps of a program: jumps are followed, and splits that lead to splits are one fork.
struct Linker<'u> {
    unlinked: &'u [Unlinked],
    /// The step that each has become.
    step_of: Vec<Option<u16>>,
    /// Which of the unlinked each step is, in order.
    order: Vec<u16>,
}

impl<'u> Linker<'u> {
    fn new(unlinked: &'u [Unlinked]) -> Linker<'u> {
        Linker { unlinked, step_of: vec![None; unlinked.len()], order: Vec::new() }
    }

    fn link(mut self, labels: Vec<Label>) -> Result<Program, String> {
        let mut program = Program { steps: Vec::new(), ways: Vec::new(), labels };
        self.step(0);
        while let Some(&at) = self.order.get(program.steps.len()) {
            let step = match self.unlinked[usize::from(at)] {
                Unlinked::Chunk(set) => Step::Chunk { set, next: self.step(at + 1) },
                Unlinked::Run { lazy, set } => Step::Run { lazy, set, ahead: 0, next: self.step(at + 1) },
                Unlinked::Save(slot) => Step::Save { slot, next: self.step(at + 1) },
                Unlinked::Split(_) | Unlinked::Jump(_) => {
                    let first = program.ways.len();
                    for leaf in self.leaves(at) {
                        let step = self.step(leaf);
                        program.ways.push(Way { ahead: 0, step });
                    }
                    Step::Fork { first: place(first)?, end: place(program.ways.len())? }
                }
                Unlinked::End => Step::End,
            };
            program.steps.push(step);
        }
        Ok(program)
    }

    /// The step that an unlinked one becomes.
    fn step(&mut self, mut at: u16) -> u16 {
        while let Unlinked::Jump(to) = self.unlinked[usize::from(at)] {
            at = to;
        }
        let order = &mut self.order;
        *self.step_of[usize::from(at)].get_or_insert_with(|| {
            order.push(at);
            order.len() as u16 - 1
        })
    }

    /// The unlinked ones, no splits and jumps, that come next at a split, the preferred ones first. One that comes again,
    /// or that only a round which takes nothing leads to, could do no more than the first time.
    fn leaves(&self, split: u16) -> Vec<u16> {
        let mut leaves = Vec::new();
        each_once(split, self.unlinked.len(), |at, open| match self.unlinked[usize::from(at)] {
            Unlinked::Split([first, second]) => open.extend([second, first]),
            Unlinked::Jump(to) => open.push(to),
            _ => leaves.push(at),
        });
        leaves
    }
}

/// A place in a program as its steps keep it.
fn place(at: usize) -> Result<u16, String> {
    u16::try_from(at).map_err(|_| "the pattern is too long".into())
}

/// Visits places of a program from `start` on, each once, the one that a visit opened last next.
fn each_once(start: u16, count: usize, mut visit: impl FnMut(u16, &mut Vec<u16>)) {
    // A bit for each place: this is done for many places of every program at start.
    let (mut seen, mut open) = (vec![0u64; count.div_ceil(64)], vec![start]);
    while let Some(at) = open.pop() {
        let (seen, bit) = (&mut seen[usize::from(at / 64)], 1 << (at % 64));
        if *seen & bit == 0 {
            *seen |= bit;
            visit(at, &mut open);
        }
    }
}

/// Steps in the making.
struct Compiler<'a> {
    alphabet: &'a Alphabet,
    sets: &'a mut Sets,
    steps: Vec<Unlinked>,
    labels: Vec<Label>,
    /// How many groups have begun.
    groups: usize,
}

impl Compiler<'_> {
    fn add(&mut self, node: &Node) -> Result<(), String> {
        if let Some(set) = self.alphabet.one_chunk(node)? {
            let set = self.sets.add(set)?;
            return self.push(Unlinked::Chunk(set));
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
                        self.push(Unlinked::Jump(0))?;
                        self.aim(split, split + 1, self.here(), false);
                    }
                }
                let here = self.here();
                ends.iter().for_each(|end| self.steps[*end] = Unlinked::Jump(here as u16));
            }
            Node::Repeat { node, min, max, lazy } => match (self.alphabet.one_chunk(node)?, max) {
                (Some(set), None) => {
                    let set = self.sets.add(set)?;
                    (0..*min).try_for_each(|_| self.push(Unlinked::Chunk(set)))?;
                    self.push(Unlinked::Run { lazy: *lazy, set })?;
                }
                _ => self.repeat(node, *min, *max, *lazy)?,
            },
            Node::Capture { label, node } => {
                let group = self.groups;
                self.groups += 1;
                if group == self.labels.len() {
                    let label = Label::named(label).ok_or_else(|| format!("there is no label `{label}`"))?;
                    self.labels.push(label);
                }
                self.push(Unlinked::Save(2 * group as u16))?;
                self.add(node)?;
                self.push(Unlinked::Save(2 * group as u16 + 1))?;
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
        self.steps.len()
    }

    fn push(&mut self, step: Unlinked) -> Result<(), String> {
        // One more place is the end.
        place(self.here() + 1)?;
        self.steps.push(step);
        Ok(())
    }

    /// Adds a split that has no aims yet.
    fn split(&mut self) -> Result<usize, String> {
        self.push(Unlinked::Split([0; 2]))?;
        Ok(self.here() - 1)
    }

    /// Says where a split goes: into something or past it, the latter first where it is lazy.
    fn aim(&mut self, split: usize, into: usize, past: usize, lazy: bool) {
        let (into, past) = (into as u16, past as u16);
        self.steps[split] = Unlinked::Split(if lazy { [past, into] } else { [into, past] });
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
