//! A pattern as a program over chunks, which tells whether it matches and what it captures.
//!
//! A backtracking search: it tries the preferred way first, takes no way that the next chunk rules out, and never goes
//! on twice from one place of the program at one place of the tape, so that it takes no more steps than the product of
//! both lengths.

use std::ops::Range;

use super::compile::{Alphabet, ChunkSet};
use super::pattern::Node;
use super::side::{Label, View};
use crate::byte_set::ByteSet;

/// The most chunks that a program can be run over: a bit for each, and one for their end, has to fit a mark.
pub const LONGEST: usize = 127;

/// What stands for a chunk's class behind the last chunk; no chunk has it.
const BEHIND_LAST: u8 = 0;

/// What is done at one place of a program; where nothing else is said the next place follows.
#[derive(Clone, Copy)]
enum Step {
    /// A chunk of that set stands here: goes on behind it.
    Chunk(u16),
    /// As many chunks of that set as there are, or fewer, down to none; `mark` is that of a split.
    Run { mark: u16, set: u16 },
    /// Goes on at the first of two places, and should that fail at the second; `mark` tells splits apart.
    Split { mark: u16, ways: [u16; 2] },
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
    /// For each mark, with what classes a chunk may stand where its ways go on; of a run, behind it.
    ahead: Vec<[ByteSet; 2]>,
    /// The label of each group.
    labels: Vec<Label>,
}

/// What a run needs; one serves any number of programs.
#[derive(Default)]
pub struct Run {
    /// For each mark, the places on the tape at which it was tried; nothing between runs.
    tried: Vec<u128>,
    /// The marks that were tried at all: most runs come to few of them.
    touched: Vec<u16>,
    /// Where to go on, and what to undo, when a way fails.
    trail: Vec<Back>,
    slots: Vec<Option<u16>>,
}

#[derive(Clone, Copy)]
enum Back {
    Try {
        step: u16,
        at: u16,
    },
    /// The run at `step` may end sooner, from `most` chunks down to `least`.
    Shorten {
        step: u16,
        least: u16,
        most: u16,
    },
    Restore {
        slot: u16,
        value: Option<u16>,
    },
}

impl Program {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// A name that the alphabet lacks, a label that there is not, or a pattern that is too long.
    pub fn new(node: &Node, alphabet: &Alphabet) -> Result<Program, String> {
        let mut program = Program { steps: Vec::new(), sets: Vec::new(), ahead: Vec::new(), labels: Vec::new() };
        program.add(node, alphabet, &mut 0)?;
        program.steps.push(Step::End);
        if u16::try_from(program.steps.len()).is_err() {
            return Err("the pattern is too long".into());
        }
        for step in 0..program.steps.len() {
            match program.steps[step] {
                Step::Split { mark, ways } => {
                    program.ahead[usize::from(mark)] = ways.map(|way| program.classes(&program.reach(way)));
                }
                Step::Run { mark, .. } => {
                    program.ahead[usize::from(mark)] = [program.classes(&program.reach(step as u16 + 1)); 2];
                }
                _ => {}
            }
        }
        Ok(program)
    }

    fn add(&mut self, node: &Node, alphabet: &Alphabet, groups: &mut usize) -> Result<(), String> {
        if let Some(set) = alphabet.one_chunk(node)? {
            let set = self.set(set);
            self.steps.push(Step::Chunk(set));
            return Ok(());
        }
        match node {
            Node::Symbol { .. } => unreachable!("a symbol is one chunk"),
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
            Node::Repeat { node, min, max, lazy } => match (alphabet.one_chunk(node)?, max) {
                (Some(set), None) if !lazy => {
                    let set = self.set(set);
                    (0..*min).for_each(|_| self.steps.push(Step::Chunk(set)));
                    let mark = self.mark();
                    self.steps.push(Step::Run { mark, set });
                }
                _ => self.repeat(node, *min, *max, *lazy, alphabet, groups)?,
            },
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
        let Some(max) = max else {
            // `x*` is `(x+)?`: were it one split, a round that takes nothing would come to it a second time and fail.
            (1..min).try_for_each(|_| round(self))?;
            let skip = (min == 0).then(|| self.split());
            let begin = self.here();
            round(self)?;
            let again = self.split();
            let end = self.here();
            skip.into_iter().chain([again]).for_each(|split| self.aim(split, begin, end, lazy));
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

    fn set(&mut self, set: ChunkSet) -> u16 {
        let known = self.sets.iter().position(|other| *other == set).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        known as u16
    }

    fn mark(&mut self) -> u16 {
        self.ahead.push([ByteSet::NONE; 2]);
        self.ahead.len() as u16 - 1
    }

    /// Adds a split that has no aims yet.
    fn split(&mut self) -> usize {
        let mark = self.mark();
        self.steps.push(Step::Split { mark, ways: [0; 2] });
        self.here() - 1
    }

    /// Says where a split goes: into something or past it, the latter first where it is lazy.
    fn aim(&mut self, split: usize, into: usize, past: usize, lazy: bool) {
        let (into, past) = (into as u16, past as u16);
        if let Step::Split { ways, .. } = &mut self.steps[split] {
            *ways = if lazy { [past, into] } else { [into, past] };
        }
    }

    /// The steps that look at a chunk or end the program and can come next at `step`.
    fn reach(&self, step: u16) -> Vec<u16> {
        let (mut seen, mut open, mut found) = (vec![false; self.steps.len()], vec![step], Vec::new());
        while let Some(step) = open.pop() {
            if std::mem::replace(&mut seen[usize::from(step)], true) {
                continue;
            }
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

    /// The classes of a chunk at which one of `steps` goes on; all where one ends the program.
    fn classes(&self, steps: &[u16]) -> ByteSet {
        steps.iter().fold(ByteSet::NONE, |classes, step| match self.steps[usize::from(*step)] {
            Step::Chunk(set) | Step::Run { set, .. } => classes.or(self.sets[usize::from(set)].classes),
            _ => ByteSet::ALL,
        })
    }

    /// The chunks that may stand at each of the first places, the very first one of a class among `first`.
    pub fn outlook<const PLACES: usize>(&self, first: ByteSet) -> [ChunkSet; PLACES] {
        let mut steps = self.reach(0);
        let mut within = first;
        std::array::from_fn(|_| {
            let mut ahead = ChunkSet::NONE;
            let mut next = Vec::new();
            for step in &steps {
                let (set, behind) = match self.steps[usize::from(*step)] {
                    Step::Chunk(set) => (self.sets[usize::from(set)], step + 1),
                    Step::Run { set, .. } => (self.sets[usize::from(set)], *step),
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

    /// Whether the program matches at the start of what `view` shows, at most [`LONGEST`] chunks.
    pub fn run(&self, view: View, run: &mut Run) -> bool {
        run.tried.resize(run.tried.len().max(self.ahead.len()), 0);
        run.slots.clear();
        run.slots.resize(2 * self.labels.len(), None);
        run.trail.clear();
        let matches = self.search(view, run);
        run.touched.drain(..).for_each(|mark| run.tried[usize::from(mark)] = 0);
        matches
    }

    fn search(&self, view: View, run: &mut Run) -> bool {
        let (mut step, mut at) = (0u16, 0u16);
        loop {
            let goes_on = match self.steps[usize::from(step)] {
                Step::Chunk(set) => {
                    step += 1;
                    at += 1;
                    view.get(at - 1).is_some_and(|chunk| self.sets[usize::from(set)].has(chunk))
                }
                Step::Run { set, .. } => {
                    let set = &self.sets[usize::from(set)];
                    let least = at;
                    while view.get(at).is_some_and(|chunk| set.has(chunk)) {
                        at += 1;
                    }
                    self.shorten(step, least, &mut at, view, run) && {
                        step += 1;
                        true
                    }
                }
                Step::Split { mark, ways } => {
                    let class = view.get(at).map_or(BEHIND_LAST, |[class, _]| class);
                    let is_new = run.is_new(mark, at);
                    match self.ahead[usize::from(mark)].map(|ahead| is_new && ahead.has(class)) {
                        [true, second] => {
                            if second {
                                run.trail.push(Back::Try { step: ways[1], at });
                            }
                            step = ways[0];
                            true
                        }
                        [false, second] => {
                            step = ways[1];
                            second
                        }
                    }
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
                    Some(Back::Shorten { step: taken, least, most }) => {
                        at = most;
                        if self.shorten(taken, least, &mut at, view, run) {
                            step = taken + 1;
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Finds the last place from `at` back to `least` where the program can go on behind a run, which is noted to be
    /// tried again from the place before; whether there is one.
    fn shorten(&self, step: u16, least: u16, at: &mut u16, view: View, run: &mut Run) -> bool {
        let Step::Run { mark, .. } = self.steps[usize::from(step)] else { return false };
        let [ahead, _] = &self.ahead[usize::from(mark)];
        loop {
            let class = view.get(*at).map_or(BEHIND_LAST, |[class, _]| class);
            let goes_on = ahead.has(class) && run.is_new(mark, *at);
            if *at > least && goes_on {
                run.trail.push(Back::Shorten { step, least, most: *at - 1 });
            }
            if goes_on || *at == least {
                return goes_on;
            }
            *at -= 1;
        }
    }

    /// What the last run, which matched, captured, in the order of the groups.
    pub fn captured(&self, run: &Run) -> impl Iterator<Item = (Label, Range<usize>)> {
        let (slots, _) = run.slots.as_chunks::<2>();
        self.labels.iter().zip(slots).filter_map(|(label, group)| {
            let [Some(start), Some(end)] = *group else { return None };
            Some((*label, usize::from(start)..usize::from(end)))
        })
    }
}

impl Run {
    /// Whether nothing went on from that mark at that place before; from now on something has.
    fn is_new(&mut self, mark: u16, at: u16) -> bool {
        let tried = &mut self.tried[usize::from(mark)];
        if *tried == 0 {
            self.touched.push(mark);
        }
        let is_new = *tried >> at & 1 == 0;
        *tried |= 1 << at;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::super::pattern;
    use super::*;

    /// What a pattern captures from the start of a tape of one letter a chunk; `x` behind a letter is a feature.
    fn captured(text: &str, tape: &str) -> Option<Vec<(Label, Range<usize>)>> {
        let mut alphabet = Alphabet::default();
        for (name, classes) in [("A", "a"), ("B", "b"), ("C", "c"), ("AB", "ab")] {
            alphabet.symbol(name, classes.as_bytes());
        }
        alphabet.feature("loud", vec![b'x']);
        let chunks: Vec<[u8; 2]> = tape
            .split(' ')
            .filter(|chunk| !chunk.is_empty())
            .map(|chunk| [chunk.as_bytes()[0], *chunk.as_bytes().get(1).unwrap_or(&0)])
            .collect();
        let program = Program::new(&pattern::parse(text, &|_| None).unwrap(), &alphabet).unwrap();
        let mut run = Run::default();
        let matches = program.run(View::after(&chunks), &mut run);
        assert!(run.touched.is_empty() && run.tried.iter().all(|places| *places == 0));
        matches.then(|| program.captured(&run).collect())
    }

    fn content(text: &str, tape: &str) -> Option<Range<usize>> {
        captured(text, tape).map(|captures| captures.first().map_or(0..0, |(_, range)| range.clone()))
    }

    #[test]
    fn repeats_take_what_they_can_and_give_back_what_others_need() {
        assert_eq!(content("content:(AB*) B", "a b b a"), Some(0..2));
        assert_eq!(content("content:(AB*?) B", "a b b a"), Some(0..1));
        assert_eq!(content("content:((A+ B)+) A", "a b a a b a b"), Some(0..5));
        assert_eq!(content("content:(AB{2,3}) A", "a b a a"), Some(0..3));
        assert_eq!(content("content:(AB{2,3}) A", "a b"), None);
    }

    #[test]
    fn earlier_choices_are_preferred_and_features_decide() {
        assert_eq!(content("(content:A | content:(A B)) B?", "a b"), Some(0..1));
        assert_eq!(content("(content:(A B) | content:A) C", "a b c"), Some(0..2));
        assert_eq!(content("(content:(A B) | content:A) C", "a c"), Some(0..1));
        assert_eq!(content("content:((A[loud] | B[!loud])*) C", "ax b ax c"), Some(0..3));
        assert_eq!(content("content:((A[loud] | B[!loud])*) C", "ax bx c"), None);
    }

    #[test]
    fn rounds_that_take_nothing_end_a_repeat() {
        assert_eq!(content("content:((A? B*)*) C", "a b b a c"), Some(0..4));
        assert_eq!(content("content:((A?)+) C", "c"), Some(0..0));
        assert_eq!(content("content:(((A | B)*?)*) C", "a b"), None);
    }

    #[test]
    fn the_last_round_of_a_repeat_is_what_a_label_inside_captures() {
        let captures = captured("(speaker:A cue:B)+ content:C", "a b a b c").unwrap();
        assert_eq!(captures, [(Label::Speaker, 2..3), (Label::Cue, 3..4), (Label::Content, 4..5)]);
    }

    #[test]
    fn the_outlook_is_what_may_stand_at_each_place() {
        let mut alphabet = Alphabet::default();
        for (name, class) in [("A", b'a'), ("B", b'b'), ("C", b'c')] {
            alphabet.symbol(name, &[class]);
        }
        let outlook = |text: &str, first: &[u8]| {
            let program = Program::new(&pattern::parse(text, &|_| None).unwrap(), &alphabet).unwrap();
            let places: [ChunkSet; 3] = program.outlook(first.iter().copied().collect());
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
