//! A table of small words that is laid out when the program is compiled: one look tells all that it says of a word.

use super::word_key::exact;

/// How many places a table has; several times as many as words, so that most words of a text meet an empty one.
const PLACES: usize = 2048;
/// How many words a table has room for.
const ROOM: usize = 512;

/// Words, each with a number.
pub struct WordTable {
    /// By [`place`], the first of which is the right one unless another word has it: a word's index counted from 1.
    places: [u16; PLACES],
    words: [(u128, u64); ROOM],
    len: usize,
}

impl WordTable {
    pub const fn new() -> WordTable {
        WordTable { places: [0; PLACES], words: [(0, 0); ROOM], len: 0 }
    }

    /// The same with the bits of `number` for each of `words` beside those that it has already.
    ///
    /// # Panics
    /// On more than 512 words, when the program is compiled.
    pub const fn with(mut self, words: &[&str], number: u64) -> WordTable {
        let mut next = 0;
        while next < words.len() {
            let key = exact(words[next]);
            let mut at = place(key);
            while self.places[at] != 0 && self.words[self.places[at] as usize - 1].0 != key {
                at = (at + 1) % PLACES;
            }
            if self.places[at] == 0 {
                self.words[self.len].0 = key;
                self.len += 1;
                self.places[at] = self.len as u16;
            }
            self.words[self.places[at] as usize - 1].1 |= number;
            next += 1;
        }
        self
    }

    /// The number of the word with this key; 0 where the table lacks it.
    #[inline]
    pub fn get(&self, key: u128) -> u64 {
        let mut at = place(key);
        while self.places[at] != 0 {
            let (found, number) = self.words[usize::from(self.places[at]) - 1];
            if found == key {
                return number;
            }
            at = (at + 1) % PLACES;
        }
        0
    }
}

/// Where the search for a word begins.
#[inline]
const fn place(key: u128) -> usize {
    let folded = key as u64 ^ ((key >> 64) as u64).rotate_left(23);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES.trailing_zeros())) as usize
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
