//! What English words say about names: titles, honorifics, pronouns.

use super::lists;
use crate::quote::Pronouns;

/// How many words of a name phrase, from its start, are no name: `former`, `President`, `Dr.`, `the trade secretary`.
pub fn title_words(words: &[&str]) -> usize {
    let is_title = |word: &&str| word.starts_with(char::is_lowercase) || *word == "The" || lists::title(word).is_some();
    let titles = words.iter().rposition(|w| is_title(w) && !is_particle(w)).map_or(0, |last| last + 1);
    // A title alone is all the name that there is: `the President`.
    if titles == words.len() { 0 } else { titles }
}

fn is_particle(word: &str) -> bool {
    super::words::is_name_particle(word)
}

/// What a pronoun or honorific says of whom it stands for.
pub fn gender(word: &str) -> Option<Pronouns> {
    Some(match word.trim_end_matches('.').to_lowercase().as_str() {
        "he" | "him" | "his" | "mr" | "sir" | "lord" => Pronouns::He,
        "she" | "her" | "hers" | "mrs" | "ms" | "miss" | "dame" | "lady" => Pronouns::She,
        "they" | "them" | "their" => Pronouns::They,
        other => match lists::title(other) {
            Some('m') => Pronouns::He,
            Some('f') => Pronouns::She,
            _ => return None,
        },
    })
}
