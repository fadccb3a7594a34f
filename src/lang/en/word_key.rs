//! Words as numbers, so that dictionaries find them in either case without a copy, and compare them at once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Span;
use crate::text::sixteen::{Sixteen, packed};

/// A dictionary by the keys of its words.
pub type ByWord<T> = FxHashMap<u128, T>;
/// A list by the keys of its words.
pub type WordSet = FxHashSet<u128>;

/// The longest word that is its own key, in bytes.
pub const LONGEST: usize = 16;

/// The key of a word as it is printed: its bytes, or for a longer one its first and last and a hash of the others.
#[inline]
pub const fn exact(word: &str) -> u128 {
    let word = word.as_bytes();
    if word.len() <= LONGEST { packed(word) } else { hashed(word, false) }
}

/// The key that a word has in lower case, letters beyond ASCII aside.
#[inline]
pub fn folded(word: &str) -> u128 {
    let word = word.as_bytes();
    if word.len() <= LONGEST { Sixteen::of(packed(word)).lower() } else { hashed(word, true) }
}

/// [`folded`] of the word at `span` of a text.
#[inline]
pub fn folded_at(text: &str, span: Span) -> u128 {
    match span.len() <= LONGEST {
        true => Sixteen::of(span.sixteen(text)).lower(),
        false => hashed(span.of(text).as_bytes(), true),
    }
}

/// A word without the full stops of an abbreviation.
#[inline]
pub fn bare(word: &str) -> &str {
    if word.ends_with('.') { word.trim_end_matches('.') } else { word }
}

/// The key of a long word.
const fn hashed(word: &[u8], fold: bool) -> u128 {
    // FNV-1a of 128 bits.
    let (mut hash, mut at) = (0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, 0);
    while at < word.len() {
        let byte = if fold { word[at].to_ascii_lowercase() } else { word[at] };
        hash = (hash ^ byte as u128).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_length_have_keys_of_their_own() {
        let all = "abcdefghijklmnopqrstuvwxyz";
        let keys: WordSet = (0..=all.len()).map(|len| exact(&all[..len])).collect();
        assert_eq!(keys.len(), all.len() + 1);
    }

    #[test]
    fn case_is_folded_and_nothing_else() {
        for word in ["A", "Of", "Mr.", "Reporters", "Environmentalists", "’S", "AZ[@az"] {
            assert_eq!(folded(word), exact(&word.to_ascii_lowercase()), "{word}");
            assert_ne!(exact(word), folded(word), "{word}");
            let line = format!("“{word}” is what it says");
            assert_eq!(folded_at(&line, Span::new(3, 3 + word.len())), folded(word), "{word}");
        }
        assert_eq!(folded("É[{"), exact("É[{"));
    }
}
