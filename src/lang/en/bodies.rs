//! Common nouns for bodies: which of those that a text names may be called by one.

use super::name_words::{OrganizationWord, look_up};

/// Nouns for bodies of one sort, each with words that mark the names of that sort.
const SORTS: &[(&[&str], &[&str])] = &[
    (&["bank", "lender"], &["Bank", "Bancorp", "Banc", "Credit", "Savings", "Building"]),
    (
        &["union"],
        &[
            "Union",
            "Unions",
            "Workers",
            "Association",
            "Federation",
            "Brotherhood",
            "Teamsters",
            "Guild",
            "Employees",
            "Teachers",
            "Nurses",
            "Attendants",
            "Pilots",
        ],
    ),
    (
        &["agency", "regulator", "watchdog", "bureau"],
        &[
            "Agency",
            "Administration",
            "Bureau",
            "Service",
            "Services",
            "Investigations",
            "Authority",
            "Office",
            "Department",
            "Commission",
            "Enforcement",
            "Board",
            "Executive",
            "Survey",
        ],
    ),
    (&["network", "broadcaster", "channel", "station"], &["Network", "TV", "Television", "Broadcasting", "Radio"]),
    (&["university", "college", "school"], &["University", "College", "School", "Institute", "Academy"]),
    (&["tank"], &["Institute", "Institution", "Foundation", "Center", "Centre", "Council", "Project"]),
    (&["airline", "carrier"], &["Airlines", "Airways", "Air"]),
];

/// Nouns for what is printed or broadcast.
const MEDIA: &[&str] = &[
    "newspaper",
    "paper",
    "magazine",
    "publication",
    "tabloid",
    "broadsheet",
    "website",
    "site",
    "outlet",
    "journal",
    "daily",
    "network",
    "broadcaster",
    "channel",
    "station",
];

/// Words of the names of bodies that are no companies.
const PUBLIC: &[&str] = &[
    "Agency",
    "Assembly",
    "Association",
    "Bureau",
    "Commission",
    "Commissioner",
    "Committee",
    "Congress",
    "Council",
    "Court",
    "Department",
    "Embassy",
    "Federation",
    "Government",
    "Institute",
    "Ministry",
    "Office",
    "Parliament",
    "Party",
    "Police",
    "Senate",
    "Society",
    "Tribunal",
    "Union",
    "University",
];

/// How well a body of a name may be called by a noun, 0 to 1: `the bank` for `Skerrow Bank` and, less so, for a name
/// that does not say what sort of body it is; never for `the Wool Board`.
pub fn body_fit(noun: &str, name: &str) -> f32 {
    let sort = SORTS.iter().find(|(nouns, _)| nouns.contains(&noun));
    let media = MEDIA.contains(&noun);
    let common = is_common_body(noun);
    if sort.is_none() && !media && !common {
        return 0.0;
    }
    // `the company` is no ministry, `the club` no federation.
    let commercial = sort.is_none()
        && !media
        && !matches!(noun, "group" | "organisation" | "organization" | "nonprofit" | "charity");
    let (mut marked, mut words, mut public) = (false, 0, false);
    for word in name.split([' ', '\n', '-']) {
        let class = look_up(word).organization;
        words += 1;
        marked |= class.is_some_and(|class| class != OrganizationWord::Whole);
        public |= commercial && class.is_some() && PUBLIC.contains(&word);
        if sort.is_some_and(|(_, words)| words.contains(&word)) || media && class == Some(OrganizationWord::Media) {
            return 1.0;
        }
    }
    if public {
        return 0.0;
    }
    match (common, marked) {
        // `Congress`, `the Senate`: what is called by its own kind is not called by another.
        (_, true) if words == 1 => 0.0,
        (true, true) if media => 0.5,
        (true, _) => 0.9,
        (false, true) => 0.0,
        // A company may be a bank; what is a union says so, and agencies are at least written in capitals.
        (false, false) if media || matches!(noun, "bank" | "lender" | "airline" | "carrier") => 0.6,
        (false, false) if noun != "union" && name.bytes().all(|b| b.is_ascii_uppercase()) => 0.6,
        (false, false) => 0.0,
    }
}

/// Whether a noun is a word for any company or publication: `the company` may stand for one that was named before.
fn is_common_body(noun: &str) -> bool {
    matches!(
        noun,
        "company"
            | "firm"
            | "group"
            | "organisation"
            | "organization"
            | "business"
            | "corporation"
            | "conglomerate"
            | "retailer"
            | "manufacturer"
            | "carmaker"
            | "automaker"
            | "chipmaker"
            | "drugmaker"
            | "maker"
            | "supplier"
            | "developer"
            | "operator"
            | "publisher"
            | "airline"
            | "carrier"
            | "lender"
            | "insurer"
            | "startup"
            | "start-up"
            | "website"
            | "publication"
            | "newspaper"
            | "paper"
            | "magazine"
            | "tabloid"
            | "broadsheet"
            | "club"
            | "chain"
            | "brand"
            | "charity"
            | "nonprofit"
    )
}

/// Whether a word before a noun for bodies tells none from another: `the new department`, `the state agency`.
pub fn is_general(word: &str) -> bool {
    matches!(
        word,
        "same"
            | "new"
            | "whole"
            | "entire"
            | "local"
            | "national"
            | "federal"
            | "state"
            | "city"
            | "county"
            | "regional"
            | "international"
            | "public"
            | "private"
            | "independent"
            | "nonprofit"
            | "non-profit"
            | "big"
            | "small"
            | "giant"
            | "left-wing"
            | "right-wing"
            | "then"
            | "latter"
            | "influential"
            | "powerful"
            | "troubled"
            | "embattled"
    ) || word.contains('-')
}

/// Whether a noun behind a name makes an institution's name of both: `the Obama administration`, `Harlow police`.
pub fn is_institution(noun: &str) -> bool {
    matches!(
        noun,
        "administration"
            | "campaign"
            | "team"
            | "camp"
            | "government"
            | "ministry"
            | "police"
            | "department"
            | "party"
            | "embassy"
            | "parliament"
            | "army"
            | "military"
            | "navy"
            | "council"
            | "committee"
            | "commission"
            | "regime"
            | "presidency"
            | "cabinet"
            | "foundation"
            | "university"
            | "church"
            | "senate"
            | "legislature"
            | "treasury"
            | "consulate"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_go_by_nouns_of_their_sort() {
        assert!(body_fit("company", "Skerrow Foods") > 0.0 && body_fit("government", "Skerrow Foods") == 0.0);
        assert!(body_fit("bank", "Skerrow Bank") > body_fit("bank", "Skerrow"));
        assert!(body_fit("bank", "Wool Board") == 0.0 && body_fit("union", "Association of Wool Sorters") == 1.0);
        assert!(is_institution("police") && !is_institution("company"));
    }
}
