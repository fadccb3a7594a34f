//! English apostrophes: clitics, possessives, elisions.

/// The byte offset of the clitic that ends `word` (`Lee|'s`, `did|n't`, `they|’ll`), where one does.
pub fn clitic(word: &str) -> Option<usize> {
    if word.is_ascii() && !word.as_bytes().contains(&b'\'') {
        return None;
    }
    let apostrophe = word.rfind(['\'', '’', 'ʼ'])?;
    let head = &word[..apostrophe];
    let tail = word[apostrophe..].trim_start_matches(['\'', '’', 'ʼ']);
    if tail.eq_ignore_ascii_case("t") && head.ends_with(['n', 'N']) && head.len() > 1 {
        return Some(apostrophe - 1);
    }
    ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| tail.eq_ignore_ascii_case(c)).then_some(apostrophe)
}

/// Words that an apostrophe makes of longer ones by cutting their head off; sorted.
const ELISIONS: [&str; 33] = [
    "appen", "ave", "avin", "bout", "cause", "cept", "cos", "course", "cuz", "d", "em", "er", "fraid", "gainst",
    "hood", "im", "is", "ll", "m", "n", "neath", "nother", "nuff", "re", "round", "s", "t", "til", "till", "tis",
    "tude", "twas", "ve",
];

/// Whether `word` may follow an apostrophe that stands for its head: `’em`, `’90s`, `rock ’n’ roll`.
///
/// ```
/// let en = quotewire::lang::en();
/// assert!((en.reading.elision)("90s") && (en.reading.elision)("Em") && !(en.reading.elision)("We"));
/// ```
pub fn elision(word: &str) -> bool {
    if let [tens, units, rest @ ..] = word.as_bytes()
        && tens.is_ascii_digit()
        && units.is_ascii_digit()
    {
        return matches!(rest, b"" | b"s" | b"S");
    }
    word.len() <= 7 && word.is_ascii() && {
        let mut lower = [0; 7];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        ELISIONS.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
    }
}

/// Whether an apostrophe may stand for the tail of `word`: `goin’`, `o’`, `rock ’n’ roll`.
pub fn elided(word: &str) -> bool {
    let cut = word.as_bytes();
    match cut {
        b"n" | b"N" | b"o" | b"O" | b"an" | b"An" | b"th" | b"Th" | b"ol" | b"Ol" | b"wi" | b"ma" => true,
        // `goin`, but not `win`, `in` or `Putin`.
        [.., before, b'i', b'n'] => cut.len() >= 4 && before.is_ascii_alphabetic() && !IN_WORDS.contains(&word),
        _ => false,
    }
}

/// Common words in -in that have lost nothing.
const IN_WORDS: [&str; 14] = [
    "again", "basin", "begin", "cabin", "captain", "certain", "chain", "main", "margin", "origin", "pain", "plain",
    "rain", "train",
];

/// Whether `word` may take an apostrophe alone as its possessive: `voters’`, `Hodges’`, `Cruz’`.
pub fn possessive(word: &str) -> bool {
    match word.as_bytes() {
        [_, .., b's' | b'S'] => true,
        [first, .., b'x' | b'z'] => first.is_ascii_uppercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ELISIONS.is_sorted() && IN_WORDS.is_sorted());
    }
}
