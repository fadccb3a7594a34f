//! The English word lists, read once from `lexicon/*.txt`. The heads of the files explain their columns.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inflect;
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

static SPEAKING_NOUNS: LazyLock<FxHashMap<String, SpeakerKind>> = LazyLock::new(read_speaking_nouns);
static ORGANIZATION_WORDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| rows(ORGANIZATIONS).map(|row| row[0]).collect());

static NOUNS_BEFORE_THAT: LazyLock<FxHashMap<String, (&'static str, CueClass)>> = LazyLock::new(read_noun_cues);

/// The rows of a list, comments and empty lines aside, four columns each.
pub fn rows(file: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('|').map(str::trim);
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

fn read_speaking_nouns() -> FxHashMap<String, SpeakerKind> {
    let mut nouns = FxHashMap::default();
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
                    nouns.entry(form).or_insert(kind_of_plural);
                }
            }
            None => {
                nouns.entry(inflect::plural(&noun)).or_insert(kind_of_plural);
            }
        }
        nouns.entry(noun).or_insert(kind);
    }
    nouns
}

/// The nouns that report with a that-clause, singular and plural, with their singular and class.
fn read_noun_cues() -> FxHashMap<String, (&'static str, CueClass)> {
    let mut nouns = FxHashMap::default();
    for [noun, class, frames, plural] in rows(NOUN_CUES) {
        let class = CueClass::from_name(class).unwrap_or_else(|| panic!("noun_cues.txt: `{noun}` has no class"));
        if frames.split_whitespace().any(|frame| frame.trim_end_matches('!') == "that") {
            match plural.strip_prefix("plural=") {
                Some("-") => {}
                Some(form) => drop(nouns.insert(form.to_owned(), (noun, class))),
                None => drop(nouns.insert(inflect::plural(noun), (noun, class))),
            }
            nouns.insert(noun.to_owned(), (noun, class));
        }
    }
    nouns
}

/// The lemma and class of a noun that reports with a that-clause: `his claim that …`.
pub fn noun_before_that(noun: &str) -> Option<(&'static str, CueClass)> {
    NOUNS_BEFORE_THAT.get(noun).copied()
}

/// All common nouns that can speak, in lower case.
pub fn speaking_nouns() -> impl Iterator<Item = (&'static String, SpeakerKind)> {
    SPEAKING_NOUNS.iter().map(|(noun, kind)| (noun, *kind))
}

/// What sort of speaker a common noun, whatever its case, names, if any.
pub fn speaking_noun(noun: &str) -> Option<SpeakerKind> {
    const LONGEST: usize = 32;
    let mut buffer = [0; LONGEST];
    match buffer.get_mut(..noun.len()) {
        Some(lower) if noun.is_ascii() => {
            lower.copy_from_slice(noun.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).ok().and_then(|lower| SPEAKING_NOUNS.get(lower))
        }
        _ => SPEAKING_NOUNS.get(&noun.to_lowercase()),
    }
    .copied()
}

/// Whether a word marks the name that it stands in as an organisation's.
pub fn is_organization_word(word: &str) -> bool {
    ORGANIZATION_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert_eq!(speaking_noun("spokesman"), Some(SpeakerKind::Unnamed));
        assert_eq!(speaking_noun("Ministers"), Some(SpeakerKind::Group));
        assert_eq!(speaking_noun("report"), Some(SpeakerKind::Document));
        assert_eq!(speaking_noun("gravel"), None);
        assert_eq!(speaking_noun("general"), Some(SpeakerKind::Unnamed));
        assert!(is_organization_word("Ministry") && !is_organization_word("Ana"));
    }
}
