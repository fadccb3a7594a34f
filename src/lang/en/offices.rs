//! What the words around an office say of which one it is: `the prime minister` is no `trade minister`, `the deputy mayor`
//! not the mayor.

use super::word_key::folded;
use super::word_table::WordTable;

/// Words before an office that tell it from others of its noun, and what it is called in short; spellings of one together.
const FIELDS: &[&[&str]] = &[
    &["prime", "pm", "premier"],
    &["chief", "cm", "ceo"],
    &["defense", "defence"],
    &["labor", "labour"],
    &["transport", "transportation"],
    &["agriculture"],
    &["assistant"],
    &["associate"],
    &["attorney"],
    &["business"],
    &["climate"],
    &["culture"],
    &["deputy"],
    &["economy"],
    &["education"],
    &["energy"],
    &["environment"],
    &["finance"],
    &["first"],
    &["foreign"],
    &["general"],
    &["health"],
    &["home"],
    &["housing"],
    &["immigration"],
    &["information"],
    &["interior"],
    &["justice"],
    &["managing"],
    &["press"],
    &["science"],
    &["secretary"],
    &["security"],
    &["shadow"],
    &["tourism"],
    &["trade"],
    &["treasury"],
    &["vice"],
];

/// The words with their places in [`FIELDS`], from 1 on.
static WORDS: WordTable = {
    let (mut table, mut at) = (WordTable::new(), 0);
    while at < FIELDS.len() {
        table = table.with(FIELDS[at], at as u64 + 1);
        at += 1;
    }
    table
};

/// Which of the offices that go by one noun a word before it, or an office's short form, says; a number for each.
pub fn field(word: &str) -> Option<u8> {
    let field = WORDS.get(folded(word)) as u8;
    (field != 0).then_some(field)
}

/// Whether a word before an office makes it another, lower one.
pub fn is_lower(word: &str) -> bool {
    ["deputy", "vice", "shadow", "assistant", "associate"].iter().any(|lower| word.eq_ignore_ascii_case(lower))
}

/// Whether a body's word has its fields beside it: `Ministry of Trade, Industry and Energy`, `Food and Drug Administration`.
pub fn has_fields(word: &str) -> bool {
    matches!(
        word,
        "Department"
            | "Ministry"
            | "Bureau"
            | "Secretariat"
            | "Directorate"
            | "Committee"
            | "Commission"
            | "Administration"
            | "Agency"
            | "Authority"
            | "Service"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_short_forms_are_one_field() {
        for [one, other] in [["prime", "PM"], ["Defence", "defense"], ["CEO", "Chief"]] {
            assert_eq!(field(one), field(other));
        }
        assert!(field("prime") != field("vice") && field("vice").is_some() && field("of").is_none());
    }
}
