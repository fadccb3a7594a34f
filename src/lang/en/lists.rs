//! The English word lists, read once from `lexicon/*.txt`. The heads of the files explain their columns.

use std::sync::LazyLock;

use super::inflect;
use super::word_key::{ByWord, WordSet, exact};
use crate::quote::{CueClass, SpeakerKind};

pub const PERSON_NOUNS: &str = include_str!("lexicon/person_nouns.txt");
pub const TITLES: &str = include_str!("lexicon/titles.txt");
pub const ORGANIZATIONS: &str = include_str!("lexicon/organizations.txt");
pub const GIVEN_NAMES: &str = include_str!("lexicon/given_names.txt");
pub const NOUN_CUES: &str = include_str!("lexicon/noun_cues.txt");
pub const PLACES: &str = include_str!("lexicon/places.txt");
pub const WORKS: &str = include_str!("lexicon/works.txt");

/// The lists' texts, for the ruleset's version.
pub const FILES: [&str; 7] = [PERSON_NOUNS, TITLES, ORGANIZATIONS, GIVEN_NAMES, PLACES, NOUN_CUES, WORKS];

static ORGANIZATION_WORDS: LazyLock<WordSet> =
    LazyLock::new(|| rows(ORGANIZATIONS).filter(|row| row[1] != "whole").map(|row| exact(row[0])).collect());

static NOUNS_BEFORE_THAT: LazyLock<ByWord<(&'static str, CueClass)>> = LazyLock::new(read_noun_cues);

/// The rows of a list, comments and empty lines aside, four columns each.
pub fn rows(file: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('|').map(str::trim);
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

/// All common nouns that can speak, in lower case, and as what; of a noun that stands there twice the first counts.
pub fn speaking_nouns() -> Vec<(String, SpeakerKind)> {
    let mut nouns = Vec::new();
    for [noun, kind, plural, _] in rows(PERSON_NOUNS) {
        let (kind, kind_of_plural) = match kind {
            "person" => (SpeakerKind::Unnamed, SpeakerKind::Group),
            "group" => (SpeakerKind::Group, SpeakerKind::Group),
            "organization" => (SpeakerKind::Organization, SpeakerKind::Organization),
            _ => (SpeakerKind::Document, SpeakerKind::Document),
        };
        // Phrases are found by their last word.
        let noun = noun.rsplit(' ').next().unwrap_or(noun).to_lowercase();
        match plural.strip_prefix("plural=") {
            Some("-") => {}
            Some(forms) => {
                let last = forms.split('/').map(|form| form.rsplit(' ').next().unwrap_or(form).to_lowercase());
                // `attorneys general` makes no plural of `general`.
                for form in last.filter(|form| *form != noun) {
                    nouns.push((form, kind_of_plural));
                }
            }
            None => {
                nouns.push((inflect::plural(&noun), kind_of_plural));
            }
        }
        nouns.push((noun, kind));
    }
    nouns
}

/// The nouns that report with a that-clause, singular and plural, with their singular and class.
fn read_noun_cues() -> ByWord<(&'static str, CueClass)> {
    let mut nouns = ByWord::default();
    for [noun, class, plural, _] in rows(NOUN_CUES) {
        let class = CueClass::from_name(class).unwrap_or_else(|| panic!("noun_cues.txt: `{noun}` has no class"));
        match plural.strip_prefix("plural=") {
            Some("-") => {}
            Some(form) => drop(nouns.insert(exact(form), (noun, class))),
            None => drop(nouns.insert(exact(&inflect::plural(noun)), (noun, class))),
        }
        nouns.insert(exact(noun), (noun, class));
    }
    nouns
}

/// The lemma and class of a noun that reports with a that-clause: `his claim that …`.
pub fn noun_before_that(noun: &str) -> Option<(&'static str, CueClass)> {
    NOUNS_BEFORE_THAT.get(&exact(noun)).copied()
}

/// Whether a word marks the name that it stands in as an organisation's.
pub fn is_organization_word(word: &str) -> bool {
    ORGANIZATION_WORDS.contains(&exact(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_organizations_are_read() {
        assert!(is_organization_word("Ministry") && !is_organization_word("Ana"));
    }
}
