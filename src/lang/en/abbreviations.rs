//! English abbreviations that keep their full stop, and words that show that a sentence begins.

use super::word_key::exact;
use super::word_table::WordTable;
use crate::lang::Abbreviation;

/// Abbreviations behind which their name always follows.
const TITLES: [&str; 83] = [
    "Adm", "Adv", "Ald", "Amb", "Arc", "Arch", "Asst", "Atty", "Barr", "Brig", "Bros", "Capt", "Cdr", "Cllr", "Cllrs",
    "Cmdr", "Cmsr", "Col", "Comdr", "Comr", "Const", "Cpl", "Cpt", "Dep", "Det", "Dr", "Drs", "Engr", "Fr", "Ft",
    "Gen", "Gov", "Govs", "Hon", "Insp", "Ir", "Jos", "Lieut", "Lt", "Maj", "Messrs", "Mgr", "Mme", "Mmes", "Mr",
    "Mrs", "Ms", "Msgr", "Mt", "Mx", "Ofc", "Pfc", "Pol", "Pres", "Prof", "Profs", "Pst", "Pte", "Ptr", "Pvt", "Rep",
    "Reps", "Rev", "Revd", "Rt", "Sec", "Sen", "Sens", "Sgt", "Smt", "Spc", "Sr", "Sra", "Srta", "St", "Ste", "Supt",
    "Thos", "Ven", "cf", "v", "viz", "vs",
];

/// Those of them before the names of transcripts (`GOV. ANA CRUZ:`).
const SHOUTED_TITLES: [&str; 15] =
    ["CAPT", "COL", "DR", "FR", "GEN", "GOV", "HON", "LT", "MAJ", "MR", "MRS", "MS", "PROF", "REP", "SEN"];

/// Abbreviations only where a number follows.
const BEFORE_NUMBER: [&str; 20] = [
    "App", "Art", "Ch", "Eq", "Fig", "Figs", "No", "Nos", "Op", "Par", "Pt", "Vol", "art", "c", "ca", "fig", "no",
    "nos", "pp", "vol",
];

/// All others.
const OTHERS: [&str; 126] = [
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Assoc", "Aug", "Ave", "Bldg", "Blvd", "Calif", "Cie", "Co", "Colo", "Conn",
    "Corp", "Cos", "Cres", "Ct", "Dec", "Del", "Dept", "Dist", "Div", "Dr", "Esq", "Est", "Feb", "Fla", "Fri", "Ga",
    "Hts", "Hwy", "Ill", "Inc", "Ind", "Inst", "Jan", "Jnr", "Jr", "Jul", "Jun", "Kan", "Kans", "Ky", "La", "Ltd",
    "Mar", "Mass", "Md", "Mfg", "Mich", "Minn", "Miss", "Mo", "Mon", "Mont", "Natl", "Neb", "Nebr", "Nev", "Nov",
    "Oct", "Okla", "Ont", "Ore", "Pa", "Penn", "Ph.D", "PhD", "Pkwy", "Pl", "Plc", "Pty", "Pvt", "Que", "Rd", "Sask",
    "Sat", "Sep", "Sept", "Snr", "Sq", "Sr", "Sun", "Tenn", "Terr", "Tex", "Thu", "Thur", "Thurs", "Tue", "Tues",
    "Univ", "Va", "Vt", "Wash", "Wed", "Wis", "Wisc", "Wyo", "al", "approx", "asst", "avg", "bn", "cu", "dept", "est",
    "etc", "ft", "hr", "hrs", "inc", "kg", "km", "lb", "lbs", "mins", "mph", "oz", "sq", "tel", "vols", "yd", "yds",
];

/// Words with a capital that begin sentences far more often than they stand in names.
#[rustfmt::skip]
const STARTERS: [&str; 135] = [
    "A", "About", "According", "Additionally", "After", "Afterwards", "All", "Also", "Although", "Among", "An", "And",
    "Another", "Any", "Are", "As", "Asked", "At", "Because", "Before", "Besides", "Both", "But", "By", "Can",
    "Despite", "Did", "Do", "Does", "During", "Each", "Earlier", "Even", "Every", "Everyone", "Few", "Finally", "For",
    "From", "Further", "Furthermore", "Have", "He", "Her", "Here", "His", "How", "However", "I", "If", "In", "Indeed",
    "Instead", "Is", "It", "Its", "Just", "Last", "Later", "Let", "Like", "Many", "Maybe", "Meanwhile", "More",
    "Moreover", "Most", "My", "Neither", "Nevertheless", "No", "Nobody", "Nor", "Not", "Nothing", "Now", "On", "Once",
    "One", "Only", "Or", "Other", "Others", "Our", "Perhaps", "Please", "Same", "Several", "She", "Since", "So",
    "Some", "Somebody", "Someone", "Sometimes", "Soon", "Still", "Such", "That", "The", "Their", "Then", "There",
    "These", "They", "This", "Those", "Though", "Thus", "To", "Today", "Two", "Under", "Unfortunately", "Until",
    "Was", "We", "Were", "What", "When", "Where", "Whether", "Which", "While", "Who", "Whoever", "Why", "Will",
    "With", "Within", "Without", "Would", "Yes", "Yet", "You",
];

/// What a word can be, a bit each.
const TITLE: u64 = 1;
const NUMBERED: u64 = 2;
const OTHER: u64 = 4;
const STARTER: u64 = 8;
static WORDS: WordTable = WordTable::new()
    .with(&TITLES, TITLE)
    .with(&SHOUTED_TITLES, TITLE)
    .with(&BEFORE_NUMBER, NUMBERED)
    .with(&OTHERS, OTHER)
    .with(&STARTERS, STARTER);

/// What kind of abbreviation `word`, without its full stop, is.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    match WORDS.get(exact(word)) {
        bits if bits & TITLE != 0 => Some(Abbreviation::Title),
        bits if bits & NUMBERED != 0 => Some(Abbreviation::BeforeNumber),
        bits if bits & OTHER != 0 => Some(Abbreviation::Other),
        _ => None,
    }
}

/// Whether the capitalised `word` most likely begins a sentence.
pub fn starts_sentence(word: &str) -> bool {
    WORDS.get(exact(word)) & STARTER != 0
}
