//! The search for a match of a program, and for what it captures.
//!
//! A backtracking search: it tries the preferred way first and takes no way that the next chunk rules out. Nearly all
//! end after a few steps. One that does not is begun anew and then never comes twice to one fork or run of the program at
//! one place of the tape, so that its steps grow with the length of the tape and not with the ways through it.

use std::ops::Range;

use super::compile::{NO_CHUNK, Sets};
use super::program::{Program, Step};
use super::side::{Label, View};
use super::stretches::Stretches;

/// The most chunks that a program can be run over: a bit for each, and one for their end, has to fit a mark.
pub const LONGEST: usize = 127;

/// How often a search may come to forks and runs before it is begun anew and marks those: more often than one lazy run
/// does on its way over the longest tape.
const PATIENCE: u32 = LONGEST as u32 + 1;

/// What a search needs; one serves any number of programs.
#[derive(Default)]
pub struct Run {
    /// How often the search has come to a fork or a run.
    visits: u32,
    /// Whether it leaves marks.
    marking: bool,
    /// For each step, the places on the tape at which it was tried; nothing between runs.
    tried: Vec<u128>,
    /// The steps that were tried at all: most runs come to few of them.
    touched: Vec<u16>,
    /// Where to go on, and what to undo, when a way fails.
    trail: Vec<Back>,
    slots: Vec<Option<u16>>,
}

#[derive(Clone, Copy)]
enum Back {
    /// The other ways of a fork are open.
    Fork {
        first: u16,
        end: u16,
        at: u16,
    },
    /// The run at `step` may end sooner, from `most` chunks down to `least`.
    Shorten {
        step: u16,
        least: u16,
        most: u16,
    },
    /// The lazy run at `step` may end later, behind the chunk at a place.
    Lengthen {
        step: u16,
        at: u16,
    },
    Restore {
        slot: u16,
        value: Option<u16>,
    },
}

impl Run {
    /// Whether `program` matches at the start of what `view` shows, at most [`LONGEST`] chunks.
    pub fn matches(&mut self, program: &Program, sets: &Sets, view: View, stretches: &mut Stretches) -> bool {
        self.visits = 0;
        let matches = self.ends_in_a_match(program, sets, view, stretches);
        if self.visits <= PATIENCE {
            return matches;
        }
        self.marking = true;
        self.tried.resize(self.tried.len().max(program.steps.len()), 0);
        let matches = self.ends_in_a_match(program, sets, view, stretches);
        self.touched.drain(..).for_each(|step| self.tried[usize::from(step)] = 0);
        self.marking = false;
        matches
    }

    fn ends_in_a_match(&mut self, program: &Program, sets: &Sets, view: View, stretches: &mut Stretches) -> bool {
        self.slots.clear();
        self.slots.resize(2 * program.labels.len(), None);
        self.trail.clear();
        Search { run: self, program, sets, view, stretches }.ends_in_a_match()
    }

    /// What the last run, which was of `program` and matched, captured, in the order of the groups.
    pub fn captured(&self, program: &Program) -> impl Iterator<Item = (Label, Range<usize>)> {
        let (slots, _) = self.slots.as_chunks::<2>();
        program.labels.iter().zip(slots).filter_map(|(label, group)| {
            let [Some(start), Some(end)] = *group else { return None };
            Some((*label, usize::from(start)..usize::from(end)))
        })
    }

    /// Whether nothing went on from that step at that place before; from now on something has. Without marks every
    /// place is new until the search has lost its patience, and its result does not count any more.
    #[inline(always)]
    fn is_new(&mut self, step: u16, at: u16) -> bool {
        self.visits += 1;
        if !self.marking {
            return self.visits <= PATIENCE;
        }
        let tried = &mut self.tried[usize::from(step)];
        if *tried == 0 {
            self.touched.push(step);
        }
        let is_new = *tried >> at & 1 == 0;
        *tried |= 1 << at;
        is_new
    }
}

/// A program on its way over the chunks.
struct Search<'a> {
    run: &'a mut Run,
    program: &'a Program,
    sets: &'a Sets,
    view: View<'a>,
    stretches: &'a mut Stretches,
}

impl Search<'_> {
    fn ends_in_a_match(&mut self) -> bool {
        let (mut step, mut at) = (0u16, 0u16);
        loop {
            let goes_on = match self.program.steps[usize::from(step)] {
                Step::Chunk { set, next } => {
                    step = next;
                    at += 1;
                    self.sets.of(self.chunk(at - 1)).has(set)
                }
                Step::Run { lazy: true, next, .. } => {
                    let may_end = self.lengthen(step, &mut at);
                    step = next;
                    may_end
                }
                Step::Run { set, next, .. } => {
                    let least = at;
                    at = self.stretches.end(set, true, self.sets, self.view, at);
                    let may_end = self.shorten(step, least, &mut at);
                    step = next;
                    may_end
                }
                Step::Fork { first, end } => self.run.is_new(step, at) && self.choose(first, end, at, &mut step),
                Step::Save { slot, next } => {
                    let value = self.run.slots[usize::from(slot)].replace(at);
                    self.run.trail.push(Back::Restore { slot, value });
                    step = next;
                    true
                }
                Step::End => return true,
            };
            if goes_on {
                continue;
            }
            loop {
                match self.run.trail.pop() {
                    None => return false,
                    Some(Back::Restore { slot, value }) => self.run.slots[usize::from(slot)] = value,
                    Some(Back::Fork { first, end, at: place }) => {
                        if self.choose(first, end, place, &mut step) {
                            at = place;
                            break;
                        }
                    }
                    Some(Back::Lengthen { step: taken, at: place }) => {
                        at = place;
                        if self.takes(taken, &mut at) && self.lengthen(taken, &mut at) {
                            step = self.behind(taken);
                            break;
                        }
                    }
                    Some(Back::Shorten { step: taken, least, most }) => {
                        at = most;
                        if self.shorten(taken, least, &mut at) {
                            step = self.behind(taken);
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Finds the first of some ways that the chunk at a place allows, the others are noted to be tried when it fails;
    /// whether there is one.
    #[inline(always)]
    fn choose(&mut self, first: u16, end: u16, at: u16, step: &mut u16) -> bool {
        let sets = self.sets.of(self.chunk(at));
        let mut ways = self.program.ways(first, end).iter();
        let Some(way) = ways.find(|way| sets.has(way.ahead)) else { return false };
        *step = way.step;
        if !ways.as_slice().is_empty() {
            self.run.trail.push(Back::Fork { first: end - ways.as_slice().len() as u16, end, at });
        }
        true
    }

    /// The step behind a run.
    fn behind(&self, run: u16) -> u16 {
        let Step::Run { next, .. } = self.program.steps[usize::from(run)] else { return run };
        next
    }

    /// The chunk at a place, [`NO_CHUNK`] behind the last.
    #[inline(always)]
    fn chunk(&self, at: u16) -> [u8; 2] {
        self.view.chunks.get(usize::from(at)).copied().unwrap_or(NO_CHUNK)
    }

    /// Finds the first place from `at` on where the program can go on behind the lazy run at `step`, which is noted to be
    /// tried again behind the chunk there; whether there is one.
    fn lengthen(&mut self, step: u16, at: &mut u16) -> bool {
        let Step::Run { set, ahead, .. } = self.program.steps[usize::from(step)] else { return false };
        let most = self.stretches.end(set, true, self.sets, self.view, *at);
        let run = View { chunks: &self.view.chunks[..usize::from(most)], ..self.view };
        *at = self.stretches.end(ahead, false, self.sets, run, *at);
        let goes_on = self.sets.of(self.chunk(*at)).has(ahead) && self.run.is_new(step, *at);
        if goes_on {
            self.run.trail.push(Back::Lengthen { step, at: *at });
        }
        goes_on
    }

    /// Takes the chunk at a place into the run at `step`, if it is of its set.
    fn takes(&self, step: u16, at: &mut u16) -> bool {
        let Step::Run { set, .. } = self.program.steps[usize::from(step)] else { return false };
        let takes = self.sets.of(self.chunk(*at)).has(set);
        *at += u16::from(takes);
        takes
    }

    /// Finds the last place from `at` back to `least` where the program can go on behind the run at `step`, which is
    /// noted to be tried again from the place before; whether there is one.
    fn shorten(&mut self, step: u16, least: u16, at: &mut u16) -> bool {
        let Step::Run { ahead, .. } = self.program.steps[usize::from(step)] else { return false };
        loop {
            let goes_on = self.sets.of(self.chunk(*at)).has(ahead) && self.run.is_new(step, *at);
            if *at > least && goes_on {
                self.run.trail.push(Back::Shorten { step, least, most: *at - 1 });
            }
            if goes_on || *at == least {
                return goes_on;
            }
            *at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile::Alphabet;
    use super::super::pattern;
    use super::*;

    type Captures = Option<Vec<(Label, Range<usize>)>>;

    /// What a pattern captures from the start of tapes of one letter a chunk; `x` behind a letter is a feature.
    fn captured<const N: usize>(text: &str, tapes: [&str; N]) -> [Captures; N] {
        let mut alphabet = Alphabet::default();
        for (name, classes) in [("A", "a"), ("B", "b"), ("C", "c"), ("AB", "ab")] {
            alphabet.symbol(name, classes.as_bytes());
        }
        alphabet.feature("loud", vec![b'x']);
        let mut sets = Sets::default();
        let program = Program::new(&pattern::parse(text, &|_| None).unwrap(), &alphabet, &mut sets).unwrap();
        let (mut run, mut stretches) = (Run::default(), Stretches::default());
        tapes.map(|tape| {
            let chunks: Vec<[u8; 2]> = tape
                .split(' ')
                .filter(|chunk| !chunk.is_empty())
                .map(|chunk| [chunk.as_bytes()[0], *chunk.as_bytes().get(1).unwrap_or(&0)])
                .collect();
            stretches.begin(&sets, chunks.len());
            let matches = run.matches(&program, &sets, View::of(&chunks, 0, LONGEST), &mut stretches);
            assert!(run.touched.is_empty() && run.tried.iter().all(|places| *places == 0) && !run.marking);
            matches.then(|| run.captured(&program).collect())
        })
    }

    fn content(text: &str, tape: &str) -> Option<Range<usize>> {
        let [captures] = captured(text, [tape]);
        captures.map(|captures| captures.first().map_or(0..0, |(_, range)| range.clone()))
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
    fn a_search_that_could_try_every_division_of_the_tape_ends() {
        let tape = "a ".repeat(LONGEST);
        assert_eq!(content("content:((A | A A | A A A)*) B", &tape), None);
        assert_eq!(content("content:((A | A A | A A A)*)", &tape), Some(0..LONGEST));
    }

    #[test]
    fn nothing_is_remembered_of_another_tape() {
        let ends =
            |text: &str| captured(text, ["a a a", "a b a", "a a b b"]).map(|captures| captures.unwrap()[0].1.end);
        assert_eq!(ends("content:(A*)"), [3, 1, 2]);
        assert_eq!(ends("content:(A*? B | A*)"), [3, 2, 3]);
    }

    #[test]
    fn the_last_round_of_a_repeat_is_what_a_label_inside_captures() {
        let [captures] = captured("(speaker:A cue:B)+ content:C", ["a b a b c"]);
        assert_eq!(captures.unwrap(), [(Label::Speaker, 2..3), (Label::Cue, 3..4), (Label::Content, 4..5)]);
    }
}
