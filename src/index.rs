//! Places in lists, as what points to them keeps them.

use std::num::NonZeroU32;

/// A place in a list of fewer than 2³² entries. An `Option` of one is no larger: phrases and regions, of which a text
/// has as many as words, are kept small by it, and a long text's time is that of its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(NonZeroU32);

impl Index {
    /// The entry at `place`, counted from 0.
    ///
    /// # Panics
    /// On a place beyond 2³² - 2; texts are shorter.
    pub fn new(place: usize) -> Index {
        let counted = u32::try_from(place + 1).ok().and_then(NonZeroU32::new);
        Index(counted.expect("a text has fewer than 2³² bytes"))
    }

    /// The place, counted from 0.
    #[inline]
    pub fn get(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_the_place_that_it_was_made_of() {
        assert_eq!([0, 1, 7].map(|place| Index::new(place).get()), [0, 1, 7]);
        assert_eq!(size_of::<Option<Index>>(), 4);
    }
}
