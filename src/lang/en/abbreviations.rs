//! English abbreviations that keep their full stop, and words that show that a sentence begins.

use crate::lang::Abbreviation;

/// Abbreviations behind which their name always follows; sorted.
const TITLES: [&str; 69] = [
    "Adm", "Ald", "Amb", "Asst", "Atty", "Brig", "Bros", "Capt", "Cdr", "Cmdr", "Cmsr", "Col", "Comdr", "Comr",
    "Const", "Cpl", "Cpt", "Dep", "Det", "Dr", "Drs", "Fr", "Ft", "Gen", "Gov", "Govs", "Hon", "Insp", "Jos", "Lt",
    "Maj", "Messrs", "Mgr", "Mme", "Mmes", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Mx", "Ofc", "Pfc", "Pres", "Prof",
    "Profs", "Pte", "Pvt", "Rep", "Reps", "Rev", "Revd", "Rt", "Sec", "Sen", "Sens", "Sgt", "Spc", "Sr", "Sra", "Srta",
    "St", "Ste", "Supt", "Thos", "cf", "v", "viz", "vs",
];

/// Those of them before the names of transcripts (`GOV. ANA CRUZ:`); sorted.
const SHOUTED_TITLES: [&str; 15] =
    ["CAPT", "COL", "DR", "FR", "GEN", "GOV", "HON", "LT", "MAJ", "MR", "MRS", "MS", "PROF", "REP", "SEN"];

/// Abbreviations only where a number follows; sorted.
const BEFORE_NUMBER: [&str; 20] = [
    "App", "Art", "Ch", "Eq", "Fig", "Figs", "No", "Nos", "Op", "Par", "Pt", "Vol", "art", "c", "ca", "fig", "no",
    "nos", "pp", "vol",
];

/// All others; sorted.
const OTHERS: [&str; 124] = [
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Assoc", "Aug", "Ave", "Bldg", "Blvd", "Calif", "Cie", "Co", "Colo", "Conn",
    "Corp", "Cos", "Cres", "Ct", "Dec", "Del", "Dept", "Dist", "Div", "Dr", "Esq", "Est", "Feb", "Fla", "Fri", "Ga",
    "Hts", "Hwy", "Ill", "Inc", "Ind", "Inst", "Jan", "Jr", "Jul", "Jun", "Kan", "Kans", "Ky", "La", "Ltd", "Mar",
    "Mass", "Md", "Mfg", "Mich", "Minn", "Miss", "Mo", "Mon", "Mont", "Natl", "Neb", "Nebr", "Nev", "Nov", "Oct",
    "Okla", "Ont", "Ore", "Pa", "Penn", "Ph.D", "PhD", "Pkwy", "Pl", "Plc", "Pty", "Pvt", "Que", "Rd", "Sask", "Sat",
    "Sep", "Sept", "Sq", "Sr", "Sun", "Tenn", "Terr", "Tex", "Thu", "Thur", "Thurs", "Tue", "Tues", "Univ", "Va", "Vt",
    "Wash", "Wed", "Wis", "Wisc", "Wyo", "al", "approx", "asst", "avg", "bn", "cu", "dept", "est", "etc", "ft", "hr",
    "hrs", "inc", "kg", "km", "lb", "lbs", "mins", "mph", "oz", "sq", "tel", "vols", "yd", "yds",
];

/// Words with a capital that begin sentences far more often than they stand in names; sorted.
const STARTERS: [&str; 115] = [
    "A",
    "About",
    "According",
    "Additionally",
    "After",
    "Afterwards",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "Are",
    "As",
    "Asked",
    "At",
    "Because",
    "Before",
    "Besides",
    "Both",
    "But",
    "By",
    "Can",
    "Despite",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Everyone",
    "Few",
    "Finally",
    "For",
    "From",
    "Further",
    "Furthermore",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Indeed",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Let",
    "Like",
    "Many",
    "Maybe",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "My",
    "Neither",
    "Nevertheless",
    "No",
    "Nobody",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Perhaps",
    "Please",
    "Same",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Somebody",
    "Someone",
    "Sometimes",
    "Soon",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Thus",
    "To",
    "Today",
    "Two",
    "Under",
    "Unfortunately",
    "Until",
];

/// The rest of the starters, from `W` on; sorted.
const STARTERS_W: [&str; 20] = [
    "Was", "We", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who", "Whoever", "Why", "Will", "With",
    "Within", "Without", "Would", "Yes", "Yet", "You",
];

/// What kind of abbreviation `word`, without its full stop, is.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    let known = |table: &[&str]| table.binary_search(&word).is_ok();
    // The longest entry has six letters.
    if word.len() > 6 {
        None
    } else if known(&TITLES) || SHOUTED_TITLES.binary_search(&word).is_ok() {
        Some(Abbreviation::Title)
    } else if known(&BEFORE_NUMBER) {
        Some(Abbreviation::BeforeNumber)
    } else if known(&OTHERS) {
        Some(Abbreviation::Other)
    } else {
        None
    }
}

/// Whether the capitalised `word` most likely begins a sentence.
pub fn starts_sentence(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok() || STARTERS_W.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_short() {
        for table in [&TITLES[..], &SHOUTED_TITLES, &BEFORE_NUMBER, &OTHERS, &STARTERS, &STARTERS_W] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
        }
        assert!(TITLES.iter().chain(&BEFORE_NUMBER).chain(&OTHERS).all(|word| word.len() <= 6));
    }
}
