//! What a capitalised word can be in a name: title, given name, organisation's word, place. One look-up a word.

use std::sync::LazyLock;

use super::lists;
use super::word_hints::{self, NAME_WORD};
use super::word_key::{ByWord, LONGEST, WordSet, bare, exact};
use crate::quote::Pronouns;
use crate::text::sixteen::Sixteen;

/// What a word can be; several at once (`Dean`, `King`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NameWord {
    /// A title or the last word of one.
    pub title: Option<Title>,
    /// A given name, and who bears it; unknown where women and men do.
    pub given: Option<Pronouns>,
    /// A word of organisations' names.
    pub organization: Option<OrganizationWord>,
    /// A place by itself.
    pub place: bool,
    /// The first word of a place's name of several.
    pub opens_place: bool,
    /// A family name beside what else it is.
    pub surname: bool,
}

/// What a title says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Title {
    /// Of whom it is said; unknown where of anybody.
    pub gender: Pronouns,
    /// Whether it is an office rather than an honorific.
    pub office: bool,
}

/// Where in an organisation's name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationWord {
    /// At its end, or before an `of`: `Bank`.
    Suffix,
    /// Anywhere: `Ministry`, `National`.
    Head,
    /// In the name of a newspaper, broadcaster or agency.
    Media,
    /// Its legal form: `Ltd`.
    Legal,
    /// The whole name, which says nothing of what it is: `Airbus`.
    Whole,
}

static WORDS: LazyLock<ByWord<NameWord>> = LazyLock::new(read);
static LONG_TITLES: LazyLock<WordSet> = LazyLock::new(|| of_several_words(lists::TITLES));
static PLACES: LazyLock<WordSet> = LazyLock::new(|| of_several_words(lists::PLACES));

/// The entries of a list that have several words.
fn of_several_words(file: &'static str) -> WordSet {
    lists::rows(file).map(|row| row[0]).filter(|form| form.contains(' ')).map(exact).collect()
}

fn read() -> ByWord<NameWord> {
    let mut words: ByWord<NameWord> = ByWord::default();
    for [form, gender, kind, _] in lists::rows(lists::TITLES) {
        // Everything before the last word of a title is no name either, so that word is enough. What stands behind
        // an `of` is no title (`Secretary of State`).
        let title = Title { gender: pronouns(gender), office: kind == "office" };
        let last = form.rsplit(' ').next().filter(|_| !form.contains(" of ") && !form.contains(" in "));
        if let Some(last) = last.map(|last| last.trim_end_matches('.')) {
            let entry = words.entry(exact(last)).or_default();
            match &mut entry.title {
                // `Datuk Seri` is a man, `Datin Seri` a woman.
                Some(known) if form.contains(' ') && known.gender != title.gender => {
                    known.gender = Pronouns::Unknown;
                }
                // A title of its own says more than the end of another: `Mr Justice` is a man's, `Justice` anybody's.
                Some(_) if form.contains(' ') => {}
                known => *known = Some(title),
            }
        }
    }
    for [name, gender, ..] in lists::rows(lists::GIVEN_NAMES) {
        words.entry(exact(name)).or_default().given = Some(pronouns(gender));
    }
    for [word, class, ..] in lists::rows(lists::ORGANIZATIONS) {
        let class = match class {
            "suffix" => OrganizationWord::Suffix,
            "head" => OrganizationWord::Head,
            "media" => OrganizationWord::Media,
            "whole" => OrganizationWord::Whole,
            _ => OrganizationWord::Legal,
        };
        words.entry(exact(bare(word))).or_default().organization = Some(class);
    }
    for [name, ..] in lists::rows(lists::PLACES).filter(|row| !row[0].contains(' ')) {
        words.entry(exact(name)).or_default().place = true;
    }
    for [name, ..] in lists::rows(lists::PLACES) {
        if let Some((first, _)) = name.split_once(' ') {
            words.entry(exact(first)).or_default().opens_place = true;
        }
    }
    for word in SURNAMES {
        words.entry(exact(word)).or_default().surname = true;
    }
    words
}

/// Family names that are words of bodies' names as well.
const SURNAMES: &[&str] = &[
    "Bloomberg",
    "Church",
    "Court",
    "Day",
    "Forbes",
    "Force",
    "Fox",
    "Gallup",
    "Harris",
    "Hearst",
    "Home",
    "House",
    "Justice",
    "Leader",
    "Lines",
    "Mills",
    "Murdoch",
    "Nielsen",
    "Page",
    "Parish",
    "Post",
    "Power",
    "Quinn",
    "Rasmussen",
    "Reuter",
    "Royal",
    "Steel",
    "Sun",
    "Temple",
    "Villa",
    "Wire",
];

fn pronouns(gender: &str) -> Pronouns {
    match gender {
        "m" => Pronouns::He,
        "f" => Pronouns::She,
        _ => Pronouns::Unknown,
    }
}

/// The keys of all words, as they are printed.
pub fn keys() -> impl Iterator<Item = u128> {
    WORDS.keys().copied()
}

/// What exactly this word can be.
fn find(word: &str) -> Option<&'static NameWord> {
    let key = exact(word);
    let may_be = word.len() > LONGEST || word_hints::of(Sixteen::of(key).lower()) & NAME_WORD != 0;
    if may_be { WORDS.get(&key) } else { None }
}

/// What `word` can be, its case as printed; one in capitals throughout is looked up with its first one only as well.
pub fn look_up(word: &str) -> NameWord {
    let bare = bare(word);
    if let Some(found) = find(bare) {
        return *found;
    }
    // `Senators Cruz and Dole`: several of one office.
    let one = bare.strip_suffix('s').and_then(find).and_then(|one| one.title);
    if let Some(title) = one.filter(|title| title.office) {
        return NameWord { title: Some(title), ..NameWord::default() };
    }
    let shouted = bare.len() > 3 && bare.bytes().all(|b| b.is_ascii_uppercase());
    if !shouted {
        // `Jean-Paul` is what `Jean` is, where it is not on the list itself.
        let first = bare.split('-').next().filter(|first| first.len() < bare.len());
        return first
            .and_then(find)
            .map_or(NameWord::default(), |found| NameWord { given: found.given, ..NameWord::default() });
    }
    let capitalised = bare[..1].to_owned() + &bare[1..].to_ascii_lowercase();
    find(&capitalised).copied().unwrap_or_default()
}

/// Whether two words are a title together: `Tan Sri`.
pub fn is_long_title(first: &str, second: &str) -> bool {
    LONG_TITLES.contains(&exact(&[first, second].join(" ")))
}

/// Whether words are the name of a place of several words: `North Korea`.
pub fn is_long_place(name: &str) -> bool {
    PLACES.contains(&exact(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_lists_say() {
        let title = |word| look_up(word).title.map(|title| title.gender);
        assert_eq!(title("Mr."), Some(Pronouns::He));
        assert_eq!(title("Mrs"), Some(Pronouns::She));
        assert_eq!(title("Minister"), Some(Pronouns::Unknown));
        assert_eq!(title("State"), None);
        assert_eq!(look_up("Wanjiku").given, Some(Pronouns::She));
        assert_eq!(look_up("WANJIKU").given, Some(Pronouns::She));
        assert_eq!(look_up("Jean-Baptiste").given, look_up("Jean").given);
        assert!(look_up("Norway").place && is_long_place("North Korea"));
        assert_eq!(look_up("Gravel"), NameWord::default());
    }
}
