//! A table of small words that is laid out when the program is compiled: one look tells all that it says of a word.

/// The longest word that a table may hold, in bytes.
const LONGEST: usize = 16;
/// How many places a table has; several times as many as words, so that most words of a text meet an empty one.
const PLACES: usize = 2048;
/// How many words a table has room for.
const ROOM: usize = 512;

/// Words in lower case, each with a number; asked for words in either case.
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
    /// On more than 512 words, one of more than sixteen bytes or one that is not in lower case, when the program is
    /// compiled.
    pub const fn with(mut self, words: &[&str], number: u64) -> WordTable {
        let mut next = 0;
        while next < words.len() {
            let word = words[next].as_bytes();
            assert!(word.len() <= LONGEST);
            let key = packed(word);
            assert!(lower(key) == key);
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

    /// The number of `word`, whatever its case; 0 where the table lacks it.
    #[inline]
    pub fn get(&self, word: &str) -> u64 {
        if word.len() > LONGEST {
            return 0;
        }
        let key = lower(packed(word.as_bytes()));
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

/// Up to sixteen bytes as a number, the first one lowest.
#[inline]
const fn packed(word: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        first as u128 | (last as u128) << (8 * (word.len() - 8))
    } else if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        (first as u64 | (last as u64) << (8 * (word.len() - 4))) as u128
    } else if let [first, .., last] = word {
        *first as u128 | (word[word.len() / 2] as u128) << 8 | (*last as u128) << (8 * (word.len() - 1))
    } else if let [only] = word {
        *only as u128
    } else {
        0
    }
}

/// The ASCII capitals among sixteen bytes in lower case.
#[inline]
const fn lower(bytes: u128) -> u128 {
    const ONES: u128 = u128::MAX / 255;
    let low = bytes & (ONES * 0x7f);
    let (from_a, beyond_z) = (low + ONES * (0x80 - 0x41), low + ONES * (0x80 - 0x5b));
    bytes | (from_a & !beyond_z & !bytes & (ONES * 0x80)) >> 2
}

/// Where the search for a word begins.
#[inline]
const fn place(key: u128) -> usize {
    let folded = key as u64 ^ ((key >> 64) as u64).rotate_left(23);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        static TABLE: WordTable =
            WordTable::new().with(&["who", "whom", "’s", "a", "of"], 1).with(&["who", "notwithstanding"], 4);
        let words = ["who", "Whom", "’S", "NOTWITHSTANDING", "A", "oF", "o", "whomever", "", "incomprehensibilities"];
        assert_eq!(words.map(|word| TABLE.get(word)), [5, 1, 1, 4, 1, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn words_of_each_length_are_keys_of_their_own() {
        let all = "abcdefghijklmnop";
        let keys: std::collections::BTreeSet<u128> = (0..=16).map(|len| packed(&all.as_bytes()[..len])).collect();
        assert_eq!(keys.len(), 17);
        assert_eq!(lower(packed(b"AZ[@az\x80\xc1")), packed(b"az[@az\x80\xc1"));
    }
}
