//! Small sets of words, laid out when the program is compiled: one look tells that a word is on none of them.

/// How many places a set has; several times as many as words.
const PLACES: usize = 512;

/// A set of words in lower case, asked for words in either case.
pub struct WordSet {
    words: &'static [&'static str],
    /// By [`place`], the first of which is the right one unless another word has it: a word's index counted from 1.
    places: [u8; PLACES],
}

impl WordSet {
    /// # Panics
    /// On more than 255 words, when the program is compiled.
    pub const fn new(words: &'static [&'static str]) -> WordSet {
        assert!(words.len() < 256);
        let (mut places, mut index) = ([0; PLACES], 0);
        while index < words.len() {
            let mut at = place(words[index].as_bytes());
            while places[at] != 0 {
                at = (at + 1) % PLACES;
            }
            index += 1;
            places[at] = index as u8;
        }
        WordSet { words, places }
    }

    /// The index of `word` among the words, whatever its case.
    #[inline]
    pub fn find(&self, word: &str) -> Option<usize> {
        let mut at = place(word.as_bytes());
        while self.places[at] != 0 {
            let index = usize::from(self.places[at]) - 1;
            if self.words[index].eq_ignore_ascii_case(word) {
                return Some(index);
            }
            at = (at + 1) % PLACES;
        }
        None
    }
}

/// Where the search for a word begins: its first, middle and last byte and its length, whatever its case.
#[inline]
const fn place(word: &[u8]) -> usize {
    let len = word.len();
    if len == 0 {
        return 0;
    }
    let [first, middle, last] = [word[0] as usize | 32, word[len / 2] as usize | 32, word[len - 1] as usize | 32];
    (first * 29 + middle * 67 + last * 101 + len * 7) % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        static SET: WordSet = WordSet::new(&["who", "whom", "’s", "mr."]);
        assert_eq!(
            ["who", "Whom", "’S", "MR.", "mr", "", "whomever"].map(|word| SET.find(word)),
            [Some(0), Some(1), Some(2), Some(3), None, None, None]
        );
    }
}
