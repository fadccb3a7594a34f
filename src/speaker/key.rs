//! Words of names as numbers, so that `De Blasio` and `de Blasio`, `O’Neill` and `O'Neill`, `ROE` and `Roe` are the
//! same word, and comparing takes no copy of the text.

use crate::text::sixteen::{Sixteen, mix, packed};

/// The key of a word: a hash of its letters in lower case, full stops aside.
pub fn key(word: &str) -> u64 {
    if word.len() <= 16 {
        let letters = Sixteen::of(packed(word.as_bytes()));
        if letters.beyond_ascii() | letters.equal(b'.') == 0 {
            return hash(letters.lower());
        }
    }
    key_of_any(word)
}

/// The same, character by character.
fn key_of_any(word: &str) -> u64 {
    let (mut letters, mut len, mut long) = (0_u128, 0, 0xcbf2_9ce4_8422_2325_u64);
    let mut add = |c: char| {
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            letters |= if len < 16 { u128::from(byte) << (8 * len) } else { 0 };
            len += 1;
            // FNV-1a.
            long = (long ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for c in word.chars() {
        match c {
            '.' => {}
            '’' => add('\''),
            c => c.to_lowercase().for_each(&mut add),
        }
    }
    if len <= 16 { hash(letters) } else { long }
}

/// A hash of up to sixteen bytes.
fn hash(letters: u128) -> u64 {
    mix(letters as u64, (letters >> 64) as u64)
}

/// Whether a word is an initial: `J.`, `R`.
pub fn is_initial(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_key() {
        assert_eq!(key("O’Neill"), key("o'neill"));
        assert_eq!(key("S.E.C."), key("SEC"));
        assert_eq!(key("ÉMILE"), key("Émile"));
        assert_ne!(key("Roe"), key("Rowe"));
        for word in ["Roe", "O'Neill", "Harlow-on-the-Wol", "Harlow-on-the-Wold", "1,000", ""] {
            assert_eq!(key(word), key_of_any(word), "{word}");
        }
        assert!(is_initial("J.") && is_initial("É") && !is_initial("Jo"));
    }
}
