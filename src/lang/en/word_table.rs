//! A table of small words that is laid out when the program is compiled: one look tells all that it says of a word.
//!
//! A word stands at one of two places, and a look takes both of them (cuckoo hashing; Pagh and Rodler, "Cuckoo
//! hashing", Journal of Algorithms 51, 2004). Two in five tokens of news are in the table, so that a search that ended
//! sooner for some of them would be a branch that nobody can foresee.

use super::word_key::exact;

/// How many places a table has, more than twice as many as words.
const PLACES: usize = 1024;
/// How many words a table has room for, an empty one included.
const ROOM: usize = 512;

/// Words, each with a number.
pub struct WordTable {
    /// By [`places`], a word's index; 0 for none.
    places: [u16; PLACES],
    words: [(u128, u64); ROOM],
    len: usize,
}

impl WordTable {
    pub const fn new() -> WordTable {
        WordTable { places: [0; PLACES], words: [(0, 0); ROOM], len: 1 }
    }

    /// The same with the bits of `number` for each of `words` beside those that it has already.
    ///
    /// # Panics
    /// When the program is compiled: on more than 511 words, and where not every word finds a place.
    pub const fn with(mut self, words: &[&str], number: u64) -> WordTable {
        let mut next = 0;
        while next < words.len() {
            let key = exact(words[next]);
            let at = self.index(key);
            if at == 0 {
                self.words[self.len] = (key, number);
                let word = self.len;
                self = self.settle(word);
                self.len += 1;
            } else {
                self.words[at].1 |= number;
            }
            next += 1;
        }
        self
    }

    /// The index of the word with this key; 0 where the table lacks it.
    const fn index(&self, key: u128) -> usize {
        let [one, other] = places(key);
        let (one, other) = (self.places[one] as usize, self.places[other] as usize);
        if self.words[one].0 == key {
            one
        } else if self.words[other].0 == key {
            other
        } else {
            0
        }
    }

    /// Puts a word at one of its places; whoever stood there goes to the other one of its own.
    const fn settle(mut self, word: usize) -> WordTable {
        let mut word = word as u16;
        let mut at = places(self.words[word as usize].0)[0];
        let mut moves = 0;
        while word != 0 {
            assert!(moves < PLACES, "a word finds no place: the table is too small");
            (word, self.places[at]) = (self.places[at], word);
            let [one, other] = places(self.words[word as usize].0);
            at = if at == one { other } else { one };
            moves += 1;
        }
        self
    }

    /// The number of the word with this key; 0 where the table lacks it.
    #[inline]
    pub fn get(&self, key: u128) -> u64 {
        let number = |place: usize| {
            let (word, number) = self.words[usize::from(self.places[place]) % ROOM];
            if word == key { number } else { 0 }
        };
        let [one, other] = places(key);
        number(one) | number(other)
    }
}

/// Where a word may stand.
#[inline]
const fn places(key: u128) -> [usize; 2] {
    const BITS: u32 = PLACES.trailing_zeros();
    let spread = spread(key);
    [(spread >> (64 - BITS)) as usize, (spread >> (64 - 2 * BITS)) as usize % PLACES]
}

/// A hash of a key, the highest bits the best.
#[inline]
pub const fn spread(key: u128) -> u64 {
    let folded = key as u64 ^ ((key >> 64) as u64).rotate_left(23);
    folded.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::super::word_key::folded;
    use super::*;

    #[test]
    fn words_have_the_numbers_of_all_their_lists() {
        static TABLE: WordTable =
            WordTable::new().with(&["who", "whom", "’s", "a", "of"], 1).with(&["who", "notwithstanding"], 4);
        let words = ["who", "Whom", "’S", "NOTWITHSTANDING", "A", "oF", "o", "whomever", "", "incomprehensibilities"];
        assert_eq!(words.map(|word| TABLE.get(folded(word))), [5, 1, 1, 4, 1, 1, 0, 0, 0, 0]);
        assert_eq!(TABLE.get(exact("Who")), 0);
    }
}
