//! The English word lists, read once from `lexicon/*.txt`. The heads of the files explain their columns.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inflect;
use crate::quote::SpeakerKind;

static PERSON_NOUNS: LazyLock<FxHashMap<String, SpeakerKind>> = LazyLock::new(person_nouns);
static TITLES: LazyLock<FxHashMap<String, char>> = LazyLock::new(titles);
static ORGANIZATIONS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("lexicon/organizations.txt")).map(|row| row[0]).collect());

/// The lists' texts, for the ruleset's version.
pub const FILES: [&str; 3] = [
    include_str!("lexicon/person_nouns.txt"),
    include_str!("lexicon/titles.txt"),
    include_str!("lexicon/organizations.txt"),
];

/// The rows of a list, comments and empty lines aside, four columns each.
fn rows(file: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('|').map(str::trim);
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

fn person_nouns() -> FxHashMap<String, SpeakerKind> {
    let mut nouns = FxHashMap::default();
    for [noun, kind, plural, _] in rows(FILES[0]) {
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
            Some(forms) => forms.split('/').for_each(|form| {
                nouns.entry(form.rsplit(' ').next().unwrap_or(form).to_lowercase()).or_insert(kind_of_plural);
            }),
            None => {
                nouns.entry(inflect::plural(&noun)).or_insert(kind_of_plural);
            }
        }
        nouns.entry(noun).or_insert(kind);
    }
    nouns
}

fn titles() -> FxHashMap<String, char> {
    rows(FILES[1])
        .map(|[form, gender, ..]| (form.trim_end_matches('.').to_lowercase(), gender.chars().next().unwrap_or('-')))
        .collect()
}

/// What sort of speaker a common noun names, if any.
pub fn speaking_noun(noun: &str) -> Option<SpeakerKind> {
    PERSON_NOUNS.get(noun).copied().or_else(|| {
        let lower = noun.bytes().any(|b| b.is_ascii_uppercase()).then(|| noun.to_lowercase())?;
        PERSON_NOUNS.get(&lower).copied()
    })
}

/// The gender mark (`m`, `f`, `-`) of a title, without its full stop, if the words are one.
pub fn title(words: &str) -> Option<char> {
    TITLES.get(&words.trim_end_matches('.').to_lowercase()).copied()
}

/// Whether a word marks the name that it stands in as an organisation's.
pub fn is_organization_word(word: &str) -> bool {
    ORGANIZATIONS.contains(word)
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
        assert_eq!((title("Mrs"), title("Mr."), title("Ana")), (Some('f'), Some('m'), None));
        assert!(is_organization_word("Ministry") && !is_organization_word("Ana"));
    }
}
