//! How far chunks of a set run, remembered: in a sentence of many verbs the content of each runs to its end, which is
//! looked for once.

use std::ops::Range;

use super::compile::Sets;
use super::side::View;

/// For each set of chunks, the latest stretch of the tape with nothing of it, and that with nothing else.
///
/// The places of each tape follow on those of the tape before, so that nothing has to be forgotten between them.
#[derive(Default)]
pub struct Stretches {
    latest: Vec<[Range<u32>; 2]>,
    /// The places of the present tape.
    tape: Range<u32>,
}

impl Stretches {
    /// Begins with another tape, of so many chunks.
    pub(super) fn begin(&mut self, sets: &Sets, length: usize) {
        let length = length as u32;
        if self.tape.end.checked_add(length).is_none() {
            *self = Stretches::default();
        }
        self.tape = self.tape.end..self.tape.end + length;
        self.latest.resize(self.latest.len().max(sets.len()), Default::default());
    }

    /// The first place of `view` from `at` on whose chunk is of `set`, or is not where those `inside` are passed over; the
    /// view's end if there is none.
    #[inline(always)]
    pub(super) fn end(&mut self, set: u16, inside: bool, sets: &Sets, view: View, at: u16) -> u16 {
        let known = &mut self.latest[usize::from(set)][usize::from(inside)];
        let start = self.tape.start + view.start as u32;
        let (from, limit) = (start + u32::from(at), start + view.chunks.len() as u32);
        let mut end = from;
        while end < limit {
            if known.contains(&end) {
                end = known.end.min(limit);
            } else if sets.of(view.chunks[(end - start) as usize]).has(set) == inside {
                end += 1;
            } else {
                break;
            }
        }
        if !known.contains(&from) || end > known.end {
            *known = from..end;
        }
        (end - start) as u16
    }
}
