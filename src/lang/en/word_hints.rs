//! Which of the large lexicons may have a word, by a byte for each place of a hash: most words of a text are in none of
//! them, and those need not be looked up there. A hint may be wrong about a word that no lexicon has, never about one
//! that some lexicon has.

use std::sync::LazyLock;

use super::word_table::spread;
use super::{CUES, name_words, nouns};
use crate::text::sixteen::Sixteen;

/// It may be a noun that can speak.
pub const SPEAKING_NOUN: u8 = 1;
/// It may be a form of a reporting verb of the lexicon.
pub const CUE: u8 = 2;
/// It may be one that usually has a quotation beside it.
pub const ATTRIBUTES_QUOTATIONS: u8 = 4;
/// It may be a word of names, if it has no more than sixteen bytes.
pub const NAME_WORD: u8 = 8;

/// How many bits of a hash are a place; several times as many places as there are words.
const PLACE_BITS: u32 = 15;

static HINTS: LazyLock<Box<[u8; 1 << PLACE_BITS]>> = LazyLock::new(read);

fn read() -> Box<[u8; 1 << PLACE_BITS]> {
    let mut hints = Box::new([0; 1 << PLACE_BITS]);
    nouns::keys().for_each(|noun| hints[place(noun)] |= SPEAKING_NOUN);
    name_words::keys().for_each(|word| hints[place(Sixteen::of(word).lower())] |= NAME_WORD);
    for (form, attributes_quotations) in CUES.forms() {
        hints[place(form)] |= CUE | if attributes_quotations { ATTRIBUTES_QUOTATIONS } else { 0 };
    }
    hints
}

/// The hints for the word with this key in lower case.
#[inline]
pub fn of(key: u128) -> u8 {
    HINTS[place(key)]
}

#[inline]
fn place(key: u128) -> usize {
    (spread(key) >> (u64::BITS - PLACE_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::super::lists;
    use super::super::word_key::{LONGEST, folded};
    use super::*;

    #[test]
    fn words_of_a_lexicon_are_never_missed_and_few_others_are_hinted_at() {
        let names = [lists::GIVEN_NAMES, lists::PLACES].into_iter().flat_map(lists::rows).map(|row| row[0]);
        for name in names.filter(|name| name.len() <= LONGEST && !name.contains(' ')) {
            assert_eq!(of(folded(name)) & NAME_WORD, NAME_WORD, "{name}");
        }
        for (noun, _) in lists::speaking_nouns() {
            assert_eq!(of(folded(&noun)) & SPEAKING_NOUN, SPEAKING_NOUN, "{noun}");
        }
        assert_eq!(of(folded("said")), of(folded("said")) | CUE | ATTRIBUTES_QUOTATIONS);
        let hinted = HINTS.iter().filter(|hint| **hint != 0).count();
        assert!(hinted * 2 < HINTS.len(), "{hinted}");
    }
}
