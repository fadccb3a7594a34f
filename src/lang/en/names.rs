//! How English names are built: titles before them, what is added behind, and whether people or bodies bear them.

use super::abbreviations::{abbreviation, starts_sentence};
use super::name_words::{NameWord, OrganizationWord, Title, is_long_place, is_long_title, look_up};
use super::nouns::speaking_noun;
use super::word_key::bare;
use super::word_lists::{List, Lists};
use crate::lang::{Abbreviation, LONGEST_NAME, NameKind, NameParts};
use crate::quote::{Pronouns, SpeakerKind};

/// How the words of a name phrase divide into titles, name and what is added behind it.
pub fn parts(phrase: &[&str]) -> NameParts {
    let phrase = &phrase[..phrase.len().min(LONGEST_NAME)];
    // `GOV. ANA CRUZ`, as transcripts and headlines print it
    let shouted = phrase.len() > 1 && phrase.iter().all(|word| !word.chars().any(char::is_lowercase));
    let read = |word: &str| if shouted { look_up(&capitalized(word)) } else { look_up(word) };
    let mut known = [NameWord::default(); LONGEST_NAME];
    let known = &mut known[..phrase.len()];
    known.iter_mut().zip(phrase).for_each(|(known, word)| *known = read(word));
    let suffixes = phrase.iter().rev().take_while(|word| is_name_suffix(word)).count();
    let end = if suffixes < phrase.len() { phrase.len() - suffixes } else { phrase.len() };
    let definite = phrase.first().is_some_and(|word| matches!(*word, "the" | "The" | "THE"));
    // `The Labor MP` is an office, `Ana Cruz MP` a name.
    if (definite || matches!(phrase[0], "a" | "A" | "an" | "An"))
        && end < phrase.len()
        && speaking_noun(phrase[end]).is_some()
    {
        return NameParts { name: end..end + 1, kind: NameKind::Office, honorific: Pronouns::Unknown };
    }
    let mut start = titles(&phrase[..end], &known[..end]);
    start += field(&phrase[start..end], &known[start..end], start > 0);
    start += strays(&phrase[start..end], &known[start..end]);
    // `President Foods Corp`, `General Motors`: what looks like a title is the body's name.
    let holds_small = |from: usize| (from + 1..end).any(|i| is_inside_body(&phrase[..end], &known[..end], i));
    let is_body = |from: usize| {
        // `Mayor Don Guardian` is no newspaper, `Mr. Justice` no ministry.
        let title = from.checked_sub(1).and_then(|before| known[before].title);
        let addressed = |title: Title| title.gender != Pronouns::Unknown && is_abbreviated(phrase[from - 1]);
        let person = title.is_some_and(|title| known[from].given.is_some() || addressed(title));
        !person && (is_body(&known[from..end]) || holds_small(from))
    };
    if start > 0 && is_body(start) {
        start = (0..start).rev().find(|i| is_small(phrase[*i])).map_or(0, |small| small + 1);
    }
    let end = start + whole(&phrase[start..end], &known[start..end]);
    let name = &phrase[start..end];
    let last = name.last().copied().unwrap_or("");
    let office = |word: &str, known: &NameWord| {
        known.title.is_some_and(|title| title.office) && known.given.is_none()
            || speaking_noun(word) == Some(SpeakerKind::Unnamed) && known.organization.is_none()
    };
    let honoured = known[..start].iter().any(|word| word.title.is_some());
    let body = is_body(start);
    // `The Duke said`, though it is a given name as well.
    let titled = |known: &NameWord| definite && known.title.is_some_and(|title| title.office);
    let kind = if name.len() == 1
        && (!honoured || definite)
        && (known[end - 1].given.is_none() && office(last, &known[end - 1]) || titled(&known[end - 1]))
        || name.len() > 1 && is_office(name, &known[start..end]) && !honoured && !holds_small(start)
    {
        NameKind::Office
    } else if is_group(last) && !name.iter().any(|word| matches!(*word, "of" | "for")) {
        NameKind::Group
    } else if is_place_name(name, &known[start..end]) {
        NameKind::Place
    } else if body || is_introduced_as_body(&phrase[..start], &known[start..end]) {
        NameKind::Organization
    } else if honoured || known[start].given.is_some() && name.len() > 1 {
        NameKind::Person
    } else if is_acronym(last) && name.len() == 1 || definite && start <= 1 {
        NameKind::Organization
    } else {
        NameKind::Unknown
    };
    let gender = known[..start].iter().filter_map(|word| word.title).map(|title| title.gender);
    let honorific = gender.rev().find(|gender| *gender != Pronouns::Unknown).unwrap_or_default();
    NameParts { name: start..end, kind, honorific }
}

/// Whether words, in capitals or not, are the name of a place.
pub fn is_place(words: &[&str]) -> bool {
    let words: Vec<String> = words.iter().take(LONGEST_NAME).map(|word| capitalized(word)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let known: Vec<NameWord> = words.iter().map(|word| look_up(word)).collect();
    !words.is_empty() && is_place_name(&words, &known)
}

/// A word in capitals as running text has it: `Gov.` for `GOV.`.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

/// How many words of a phrase, from its start, are no name: everything up to the last title before it.
fn titles(phrase: &[&str], known: &[NameWord]) -> usize {
    let last = phrase.len() - 1;
    let is_title = |i: usize| {
        let (word, what) = (phrase[i], &known[i]);
        if Lists::of(word).has(List::NameParticle) && i > 0 || is_inside_body(phrase, known, i) {
            return false;
        }
        // `Larry King`, `Narendra Bhai Modi`: behind a given name it is a part of the name; `Dean Smith` is one.
        let behind_given = i > 0 && known[i - 1].given.is_some() && known[i - 1].title.is_none();
        // `Tan Sri`: both are names as well.
        let name = behind_given || i > 0 && what.given.is_some();
        let long = name && what.title.is_some() && is_long_title(phrase[i - 1], word);
        let behind_given = behind_given && !long;
        let is_given = what.given.is_some() && (i > 0 || last < 2) && !long;
        is_small(word)
            || is_modifier(word)
            || i == 0 && is_opener(word) && what.given.is_none()
            || what.title.is_some_and(|title| title.office || !behind_given || is_abbreviated(word)) && !is_given
            || i + 1 < last && !behind_given && !is_given && speaking_noun(word) == Some(SpeakerKind::Unnamed)
    };
    (0..last).rev().find(|i| is_title(*i)).map_or(0, |last| last + 1)
}

/// Whether the small word at `at` is one of a body's name: `Institute of Directors`, `Department for Education`.
fn is_inside_body(phrase: &[&str], known: &[NameWord], at: usize) -> bool {
    let head = || matches!(known[at - 1].organization, Some(OrganizationWord::Suffix | OrganizationWord::Head));
    let capital = || phrase.get(at + 1).is_some_and(|next| next.starts_with(char::is_uppercase));
    at > 0 && matches!(phrase[at], "of" | "for" | "on") && head() && known[at - 1].title.is_none() && capital()
}

/// How many words of a name are its own: of five or more behind a given name, as in headlines, the first two
/// (`Ana Cruz Slams Ben Dole`).
fn whole(name: &[&str], known: &[NameWord]) -> usize {
    let long = name.len() >= 5 && known[0].given.is_some() && known.iter().all(|word| word.organization.is_none());
    let plain = name.iter().all(|word| !Lists::of(word).has(List::NameParticle) && !is_initial(word));
    if long && plain { 2 } else { name.len() }
}

/// How many words are the field of the office before a name: `of State` in `Secretary of State Ana Cruz`.
fn field(name: &[&str], known: &[NameWord], titled: bool) -> usize {
    if !titled || name.len() < 3 || !matches!(name[0], "of" | "for" | "on") {
        return 0;
    }
    let given = (2..name.len() - 1).find(|i| known[*i].given.is_some());
    let fields = || (1..name.len() - 1).take_while(|i| known[*i].organization.is_some() || known[*i].place).count();
    given.unwrap_or_else(|| 1 + fields().max(1)).min(name.len() - 1)
}

/// How many words stand before a name by mistake of what runs into it: `68-year-old Ana Cruz`, and the words of a
/// headline (`Angry Voters Rip Ana Cruz`). A given name inside tells, behind words that are no name or behind several.
fn strays(name: &[&str], known: &[NameWord]) -> usize {
    let begins = |i: usize| known[i].given.is_some() && known[i].organization.is_none();
    let body = known.last().is_some_and(|last| last.organization.is_some());
    if name.len() < 3 || begins(0) || is_initial(name[0]) || body {
        return 0;
    }
    let Some(given) = (1..name.len() - 1).find(|i| begins(*i)) else { return 0 };
    let is_other = |i: usize| {
        let word = &known[i];
        word.organization.is_some()
            || word.place
            || name[i].starts_with(|c: char| c.is_numeric())
            || speaking_noun(name[i]).is_some()
    };
    if given > 1 && !(0..given).any(|i| Lists::of(name[i]).has(List::NameParticle)) || is_other(0) { given } else { 0 }
}

/// An adjective that a hyphen joins: `Oscar-winning`, `Leeds-based`, `Co-moderator`. `Ki-moon` is a given name.
fn is_modifier(word: &str) -> bool {
    let Some((_, last)) = word.rsplit_once('-') else { return false };
    let participle = last.ends_with("ed") && last.len() > 3 || last.ends_with("ing") && last.len() > 5;
    let other = matches!(last, "born" | "old" | "led" | "run" | "wide" | "style" | "elect" | "friendly" | "owned");
    last.starts_with(char::is_lowercase) && (participle || other || speaking_noun(last) == Some(SpeakerKind::Unnamed))
}

/// A word with a capital only because it opens its sentence: `Meanwhile Cruz`, `Had Cruz known`. Family names of few
/// letters are left alone, and what parties and companies call themselves (`One Nation`).
fn is_opener(word: &str) -> bool {
    const NAMES: &[&str] = &["You", "How", "She", "One", "Two", "Just", "Now", "Let", "Like", "More", "Every", "Under"];
    word == "Had" || word.len() > 2 && starts_sentence(word) && !NAMES.contains(&word)
}

/// `Rev`, `Dr.`: written short, a title is no name.
fn is_abbreviated(word: &str) -> bool {
    abbreviation(bare(word)) == Some(Abbreviation::Title)
}

/// A word that begins with a small letter, or an article.
fn is_small(word: &str) -> bool {
    matches!(word, "The" | "A" | "An" | "His" | "Her" | "Their" | "Its" | "Our" | "My" | "Former" | "Mr" | "Mr.")
        || word.starts_with(char::is_lowercase) && !Lists::of(word).has(List::NameParticle) && !word.starts_with("al-")
}

/// Whether words are an office and its field: `Health Minister`, `Prime Minister`, `Attorney General`.
fn is_office(name: &[&str], known: &[NameWord]) -> bool {
    let (Some(last), Some(first)) = (known.last(), known.first()) else { return false };
    let (before, known_before) = (&name[..name.len() - 1], &known[..name.len() - 1]);
    let place = name.len() > 1
        && (known_before.iter().all(|word| word.place) || first.opens_place && is_long_place(&before.join(" ")));
    // `the Wisconsin Republican`, `the Florida senator`
    if place && speaking_noun(name[name.len() - 1]) == Some(SpeakerKind::Unnamed) {
        return true;
    }
    let ends = last.title.is_some_and(|title| title.office) && last.given.is_none();
    ends && first.given.is_none() && (name.len() > 2 || is_office_word(name[0], first) || first.organization.is_some())
}

fn is_office_word(word: &str, known: &NameWord) -> bool {
    known.title.is_some_and(|title| title.office) && known.given.is_none()
        || matches!(word, "Prime" | "First" | "Attorney" | "House" | "Senate" | "General")
        || Lists::of(word).has(List::OfficePrefix)
        || known.place
}

/// Whether words name a body: its form or a newspaper's word at the end, or such a word anywhere.
fn is_body(known: &[NameWord]) -> bool {
    let Some(last) = known.last() else { return false };
    let class = |word: &NameWord| word.organization;
    let ends = match class(last) {
        Some(OrganizationWord::Legal | OrganizationWord::Suffix) => true,
        Some(OrganizationWord::Head | OrganizationWord::Media) => true,
        Some(OrganizationWord::Whole) => known.len() == 1,
        None => false,
    };
    let given = known[0].given.is_some() && known[0].organization.is_none();
    // `Michael Bloomberg` is no newspaper, `Jim Justice` no ministry.
    if given && known.len() < 4 && last.surname {
        return false;
    }
    ends || !given && known.len() > 1 && known.iter().any(|word| class(word) == Some(OrganizationWord::Head))
}

/// Whether the words before a name say that it is a body's: `energy firm Northgrid`, `the charity Shelter`. Some of them
/// are people too (`broadcaster Ana Cruz`), those whom no given name follows are companies.
fn is_introduced_as_body(before: &[&str], name: &[NameWord]) -> bool {
    const TRADES: [&str; 9] =
        ["broadcaster", "developer", "giant", "lender", "manufacturer", "operator", "pollster", "retailer", "supplier"];
    let body = |word: &str| match speaking_noun(word) {
        Some(SpeakerKind::Organization) => true,
        Some(SpeakerKind::Group) => !word.ends_with('s'),
        _ => TRADES.contains(&word),
    };
    let before = before.last().filter(|word| word.starts_with(char::is_lowercase));
    name[0].given.is_none() && before.is_some_and(|word| body(word))
}

fn is_group(last: &str) -> bool {
    let people = last.ends_with("icans") || last.ends_with("ians") || last.ends_with("eans");
    people || last.ends_with('s') && speaking_noun(last) == Some(SpeakerKind::Group)
}

fn is_place_name(name: &[&str], known: &[NameWord]) -> bool {
    match name {
        [word] => known[0].place && known[0].given.is_none() || is_party_tag(word),
        _ => known.iter().all(|word| word.place) || known[0].opens_place && is_long_place(&name.join(" ")),
    }
}

/// `R-Ky.` behind a politician's name.
fn is_party_tag(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 3 && bytes[0].is_ascii_uppercase() && bytes[1] == b'-' && bytes[2].is_ascii_uppercase()
}

/// IMF, S.E.C.; a name in capitals throughout is longer.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| *c != '.').count();
    (2..=5).contains(&letters) && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '&')
}

fn is_initial(word: &str) -> bool {
    let mut letters = bare(word).chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// What is added behind a name: Jr., III, MP.
fn is_name_suffix(word: &str) -> bool {
    matches!(
        bare(word),
        "Jr" | "Sr"
            | "II"
            | "III"
            | "IV"
            | "MP"
            | "MPs"
            | "QC"
            | "KC"
            | "SC"
            | "PhD"
            | "Ph.D"
            | "MD"
            | "M.D"
            | "OBE"
            | "CBE"
            | "MBE"
            | "TD"
            | "MSP"
            | "MEP"
            | "AM"
            | "MS"
            | "MLA"
            | "Esq"
    )
}

/// Whether a suffix tells people of one name apart: Jr., III.
pub fn is_generation(word: &str) -> bool {
    matches!(bare(word), "Jr" | "Sr" | "II" | "III" | "IV")
}

/// Whether a word before a name is an honorific, which is no part of a role: `Lady`, `Dr`.
pub fn is_honorific(word: &str) -> bool {
    look_up(word).title.is_some_and(|title| !title.office)
}

/// Whether a word is the legal form of a company: `Ltd`.
pub fn is_legal_form(word: &str) -> bool {
    look_up(word).organization == Some(OrganizationWord::Legal)
}

/// Who bears a given name, for agreement alone.
pub fn given(word: &str) -> Option<Pronouns> {
    look_up(word).given
}

/// What a pronoun or honorific says of whom it stands for.
pub fn gender(word: &str) -> Option<Pronouns> {
    Some(match word {
        "he" | "He" | "HE" | "him" | "his" | "His" => Pronouns::He,
        "she" | "She" | "SHE" | "her" | "hers" | "Her" => Pronouns::She,
        "they" | "They" | "THEY" | "them" | "their" | "Their" => Pronouns::They,
        "it" | "It" | "IT" | "its" | "Its" => Pronouns::Unknown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(phrase: &str) -> (String, NameKind) {
        let words: Vec<&str> = phrase.split(' ').collect();
        let parts = parts(&words);
        (words[parts.name.clone()].join(" "), parts.kind)
    }

    #[test]
    fn names_stand_behind_their_titles() {
        for (phrase, expected) in [
            ("Senate Majority Leader Ana Cruz", "Ana Cruz"),
            ("Mr. King", "King"),
            ("Larry King", "Larry King"),
            ("former President Dean Smith", "Dean Smith"),
            ("the late Sir Ian Boyd", "Ian Boyd"),
            ("Democrat Ana Cruz", "Ana Cruz"),
            ("Ivan R. Boyd II", "Ivan R. Boyd"),
            ("Ursula von der Leyen", "Ursula von der Leyen"),
            ("Rt Hon Dr Ann Lee MP", "Ann Lee"),
        ] {
            assert_eq!(name(phrase), (expected.to_owned(), NameKind::Person), "{phrase}");
        }
    }

    #[test]
    fn names_tell_what_they_name() {
        for (phrase, kind) in [
            ("the Prime Minister", NameKind::Office),
            ("the Archbishop", NameKind::Office),
            ("the Skerrow Times", NameKind::Organization),
            ("General Motors", NameKind::Organization),
            ("IMF", NameKind::Organization),
            ("North Korea", NameKind::Place),
            ("Airbus", NameKind::Organization),
            ("some Democrats", NameKind::Group),
            ("Okonjo", NameKind::Unknown),
        ] {
            assert_eq!(name(phrase).1, kind, "{phrase}");
        }
    }
}
