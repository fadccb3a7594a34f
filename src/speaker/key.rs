//! Words of names as numbers, so that `De Blasio` and `de Blasio`, `O’Neill` and `O'Neill`, `ROE` and `Roe` are the
//! same word, and comparing takes no copy of the text.

/// The key of a word: a hash of its letters in lower case, full stops aside.
pub fn key(word: &str) -> u64 {
    // FNV-1a over characters.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |c: char| hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    for c in word.chars() {
        match c {
            '.' => {}
            '’' => add('\''),
            c if c.is_ascii() => add(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(&mut add),
        }
    }
    hash
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
        assert!(is_initial("J.") && is_initial("É") && !is_initial("Jo"));
    }
}
