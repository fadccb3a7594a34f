//! The search for a match of a program, and for what it captures.
//!
//! A backtracking search: it tries the preferred way first, takes no way that the next chunk rules out, and never goes
//! on twice from one place of the program at one place of the tape, so that it takes no more steps than the product of
//! both lengths.

use std::ops::Range;

use super::compile::Sets;
use super::program::{Program, Step};
use super::side::{Label, View};

/// The most chunks that a program can be run over: a bit for each, and one for their end, has to fit a mark.
pub const LONGEST: usize = 127;

/// What stands for a chunk's class behind the last chunk; no chunk has it.
const BEHIND_LAST: u8 = 0;

/// What a search needs; one serves any number of programs.
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
    pub fn matches(&mut self, program: &Program, sets: &Sets, view: View) -> bool {
        self.tried.resize(self.tried.len().max(program.marks.into()), 0);
        self.slots.clear();
        self.slots.resize(2 * program.labels.len(), None);
        self.trail.clear();
        let matches = Search { run: self, steps: &program.steps, sets, view }.ends_in_a_match();
        self.touched.drain(..).for_each(|mark| self.tried[usize::from(mark)] = 0);
        matches
    }

    /// What the last run, which was of `program` and matched, captured, in the order of the groups.
    pub fn captured(&self, program: &Program) -> impl Iterator<Item = (Label, Range<usize>)> {
        let (slots, _) = self.slots.as_chunks::<2>();
        program.labels.iter().zip(slots).filter_map(|(label, group)| {
            let [Some(start), Some(end)] = *group else { return None };
            Some((*label, usize::from(start)..usize::from(end)))
        })
    }

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

/// A program on its way over the chunks.
struct Search<'a> {
    run: &'a mut Run,
    steps: &'a [Step],
    sets: &'a Sets,
    view: View<'a>,
}

impl Search<'_> {
    fn ends_in_a_match(&mut self) -> bool {
        let (mut step, mut at) = (0u16, 0u16);
        loop {
            let goes_on = match self.steps[usize::from(step)] {
                Step::Chunk(set) => {
                    step += 1;
                    at += 1;
                    self.view.get(at - 1).is_some_and(|chunk| self.sets.get(set).has(chunk))
                }
                Step::Run { lazy: true, .. } => {
                    let may_end = self.lengthen(step, &mut at);
                    step += 1;
                    may_end
                }
                Step::Run { .. } => {
                    let least = at;
                    while self.takes(step, &mut at) {}
                    let may_end = self.shorten(step, least, &mut at);
                    step += 1;
                    may_end
                }
                Step::Split { mark, ways, ahead } => {
                    let (first, second) = (self.may_stand(ahead[0], at), self.may_stand(ahead[1], at));
                    let goes_on = (first || second) && self.run.is_new(mark, at);
                    if goes_on && first && second {
                        self.run.trail.push(Back::Try { step: ways[1], at });
                    }
                    step = ways[usize::from(!first)];
                    goes_on
                }
                Step::Jump(to) => {
                    step = to;
                    true
                }
                Step::Save(slot) => {
                    let value = self.run.slots[usize::from(slot)].replace(at);
                    self.run.trail.push(Back::Restore { slot, value });
                    step += 1;
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
                    Some(Back::Try { step: next, at: place }) => {
                        (step, at) = (next, place);
                        break;
                    }
                    Some(Back::Lengthen { step: taken, at: place }) => {
                        at = place;
                        if self.takes(taken, &mut at) && self.lengthen(taken, &mut at) {
                            step = taken + 1;
                            break;
                        }
                    }
                    Some(Back::Shorten { step: taken, least, most }) => {
                        at = most;
                        if self.shorten(taken, least, &mut at) {
                            step = taken + 1;
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Whether the chunk at a place is of one of the classes of a set.
    #[inline(always)]
    fn may_stand(&self, set: u16, at: u16) -> bool {
        let class = self.view.get(at).map_or(BEHIND_LAST, |[class, _]| class);
        self.sets.get(set).classes.has(class)
    }

    /// Finds the first place from `at` on where the program can go on behind the lazy run at `step`, which is noted to be
    /// tried again behind the chunk there; whether there is one.
    fn lengthen(&mut self, step: u16, at: &mut u16) -> bool {
        let Step::Run { mark, ahead, .. } = self.steps[usize::from(step)] else { return false };
        loop {
            if !self.run.is_new(mark, *at) {
                return false;
            }
            if self.may_stand(ahead, *at) {
                self.run.trail.push(Back::Lengthen { step, at: *at });
                return true;
            }
            if !self.takes(step, at) {
                return false;
            }
        }
    }

    /// Takes the chunk at a place into the run at `step`, if it is of its set.
    fn takes(&self, step: u16, at: &mut u16) -> bool {
        let Step::Run { set, .. } = self.steps[usize::from(step)] else { return false };
        let takes = self.view.get(*at).is_some_and(|chunk| self.sets.get(set).has(chunk));
        *at += u16::from(takes);
        takes
    }

    /// Finds the last place from `at` back to `least` where the program can go on behind the run at `step`, which is
    /// noted to be tried again from the place before; whether there is one.
    fn shorten(&mut self, step: u16, least: u16, at: &mut u16) -> bool {
        let Step::Run { mark, ahead, .. } = self.steps[usize::from(step)] else { return false };
        loop {
            let goes_on = self.may_stand(ahead, *at) && self.run.is_new(mark, *at);
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
        let mut sets = Sets::default();
        let program = Program::new(&pattern::parse(text, &|_| None).unwrap(), &alphabet, &mut sets).unwrap();
        let mut run = Run::default();
        let matches = run.matches(&program, &sets, View::after(&chunks));
        assert!(run.touched.is_empty() && run.tried.iter().all(|places| *places == 0));
        matches.then(|| run.captured(&program).collect())
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
}
