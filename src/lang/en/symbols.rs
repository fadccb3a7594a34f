//! The symbols of the English tape: classes of chunks, their features, and the names that rules use for them.

use super::cues::{CueLexicon, FRAMES, Frames};
use crate::byte_set::ByteSet;
use crate::rules::Alphabet;

/// Declares the classes of chunks once: constant, tape byte and name in rules.
macro_rules! classes {
    ($($name:ident = $byte:literal $rule_name:literal,)*) => {
        $(pub const $name: u8 = $byte;)*
        /// Every class with its name in rules.
        pub const CLASSES: &[(&str, u8)] = &[$(($rule_name, $name),)*];
    };
}

classes! {
    // Edges, without tokens.
    PARAGRAPH = b'#' "PARAGRAPH",
    SENTENCE = b'|' "SENTENCE",
    // Noun phrases, by their heads.
    NAME = b'N' "NAME",
    PRONOUN = b'P' "PRONOUN",
    NOMINAL = b'D' "NOMINAL",
    NUMBER = b'0' "NUMBER",
    TIME = b'T' "TIME",
    // A noun that reports, behind its possessor, which is a phrase of its own: his | claim that …
    NOUN_CUE = b'K' "NOUNCUE",
    // Verb groups: finite, -ing, past participle alone, passive, infinitive; reporting and other ones.
    CUE = b'V' "CUE",
    CUE_ING = b'G' "CUEING",
    CUE_EN = b'E' "CUEEN",
    CUE_PASSIVE = b'S' "CUEPASSIVE",
    CUE_INFINITIVE = b'I' "CUEINF",
    VERB = b'v' "VERB",
    VERB_ING = b'g' "VERBING",
    VERB_EN = b'e' "VERBEN",
    VERB_PASSIVE = b's' "VERBPASSIVE",
    VERB_INFINITIVE = b'i' "VERBINF",
    // Other words.
    ADVERB = b'R' "ADVERB",
    ADJECTIVE = b'J' "ADJECTIVE",
    PREPOSITION = b'p' "OTHERPREPOSITION",
    SUBORDINATOR = b'B' "SUBORDINATOR",
    WH = b'H' "WH",
    WORD = b'x' "WORD",
    ACCORDING = b'a' "according-to",
    IN_A_STATEMENT = b'z' "in-a-statement",
    OF = b'o' "of",
    BY = b'b' "by",
    AS = b'A' "as",
    FOR = b'f' "for",
    IN = b'n' "in",
    ON = b'O' "on",
    AT = b't' "at",
    TO = b'2' "to",
    ABOUT = b'u' "about",
    WITH = b'w' "with",
    FROM = b'F' "from",
    THAT = b'h' "that",
    WHETHER = b'y' "whether",
    IF = b'Y' "if",
    WHEN = b'm' "when",
    WHO = b'W' "who",
    WHICH = b'C' "which",
    AND = b'&' "and",
    BUT = b'k' "but",
    OR = b'r' "or",
    // Punctuation.
    COMMA = b',' "COMMA",
    STOP = b'.' "STOP",
    COLON = b':' "COLON",
    SEMICOLON = b';' "SEMICOLON",
    DASH = b'-' "DASH",
    ELLIPSIS = b'~' "ELLIPSIS",
    PARENTHESIS = b'(' "PARENTHESIS",
    SYMBOL = b'$' "SYMBOL",
    // A quoted region, whatever stands in it.
    QUOTE = b'Q' "QUOTE",
}

/// All prepositions.
pub const PREPOSITIONS: [u8; 12] = [PREPOSITION, OF, BY, AS, FOR, IN, ON, AT, TO, ABOUT, WITH, FROM];
const IS_PREPOSITION: ByteSet = ByteSet::of(&PREPOSITIONS);

/// Whether a class is one of prepositions.
pub fn is_preposition(class: u8) -> bool {
    IS_PREPOSITION.has(class)
}

/// Common names for several classes.
const UNIONS: &[(&str, &[u8])] = &[
    ("EDGE", &[PARAGRAPH, SENTENCE]),
    ("NP", &[NAME, PRONOUN, NOMINAL, NUMBER, TIME]),
    ("ANYCUE", &[CUE, CUE_ING, CUE_EN, CUE_PASSIVE, CUE_INFINITIVE]),
    ("FINITE", &[CUE, VERB, CUE_PASSIVE, VERB_PASSIVE]),
    (
        "ANYVERB",
        &[CUE, CUE_ING, CUE_EN, CUE_PASSIVE, CUE_INFINITIVE, VERB, VERB_ING, VERB_EN, VERB_PASSIVE, VERB_INFINITIVE],
    ),
    ("PREPOSITION", &PREPOSITIONS),
];

/// Features of noun phrases.
pub const PERSON: u8 = 1;
pub const PLURAL: u8 = 2;
pub const FIRST_PERSON: u8 = 4;
/// Of a noun, what a pronoun has for the first person: a poll, a study.
pub const DOCUMENT: u8 = FIRST_PERSON;
pub const OBJECT_CASE: u8 = 8;
pub const POSSESSED: u8 = 16;
pub const INDEFINITE: u8 = 32;
pub const UPPER_CASE: u8 = 64;
pub const VENUE: u8 = 128;
const NOUN_FEATURES: &[(&str, u8)] = &[
    ("person", PERSON),
    ("plural", PLURAL),
    ("first-person", FIRST_PERSON),
    ("document", DOCUMENT),
    ("object-case", OBJECT_CASE),
    ("possessed", POSSESSED),
    ("indefinite", INDEFINITE),
    ("upper-case", UPPER_CASE),
    ("venue", VENUE),
];

/// Features of prepositions: a reporting verb before it has its content in this phrase, directly behind the verb or
/// behind an object.
pub const GOVERNED: u8 = 1;
pub const GOVERNED_BEHIND_OBJECT: u8 = 2;
/// Of prepositions and subordinators: sets one thing against another (`while`, `despite`).
pub const CONTRAST: u8 = 4;
const PREPOSITION_FEATURES: &[(&str, u8)] =
    &[("governed", GOVERNED), ("governed-behind-object", GOVERNED_BEHIND_OBJECT), ("contrast", CONTRAST)];

/// Features of verbs that report nothing, by their forms: says that more was not said (`gave no details`), is `have` alone; what
/// words led to (`prompting anger`); how somebody came to speak (`contacted by phone`).
pub const WITHHOLDS: u8 = 1;
pub const HAVE: u8 = 2;
pub const EFFECT: u8 = 1;
pub const CONTACT: u8 = 1;
const VERB_FEATURES: &[(&str, u8, u8)] = &[
    ("withholds", WITHHOLDS, VERB),
    ("have", HAVE, VERB),
    ("effect", EFFECT, VERB_ING),
    ("contact", CONTACT, VERB_EN),
];

/// Features of quoted regions.
pub const ENDS_SENTENCE: u8 = 1;
pub const ENDS_IN_COMMA: u8 = 2;
pub const CAPITAL: u8 = 4;
pub const SHORT: u8 = 8;
pub const CONTINUES: u8 = 16;
pub const TITLE: u8 = 32;
const QUOTE_FEATURES: &[(&str, u8)] = &[
    ("terminal", ENDS_SENTENCE),
    ("comma", ENDS_IN_COMMA),
    ("capital", CAPITAL),
    ("short", SHORT),
    ("continues", CONTINUES),
    ("title", TITLE),
];

/// The alphabet of English rules.
pub fn alphabet(cues: &CueLexicon) -> Alphabet {
    let mut alphabet = Alphabet::default();
    for (name, class) in CLASSES {
        alphabet.symbol(name, &[*class]);
    }
    for (name, classes) in UNIONS {
        alphabet.symbol(name, classes);
    }
    // What goes on a clause without a report in it.
    let reports = [PARAGRAPH, SENTENCE, QUOTE, COLON, STOP, CUE, CUE_PASSIVE];
    let plain: Vec<u8> = CLASSES.iter().map(|(_, class)| *class).filter(|class| !reports.contains(class)).collect();
    alphabet.symbol("PLAIN", &plain);
    let words: Vec<u8> = CLASSES.iter().map(|(_, class)| *class).collect::<Vec<_>>();
    let words: Vec<u8> = words.into_iter().filter(|c| ![PARAGRAPH, SENTENCE, QUOTE, COLON, STOP].contains(c)).collect();
    alphabet.symbol("WORDS", &words);
    let no_comma: Vec<u8> = words.iter().copied().filter(|class| *class != COMMA).collect();
    alphabet.symbol("PLAINWORD", &no_comma);
    // What a clause may begin with: no verb of its own.
    let finite = [CUE, VERB, CUE_PASSIVE, VERB_PASSIVE];
    let subject: Vec<u8> = no_comma.iter().copied().filter(|class| !finite.contains(class)).collect();
    alphabet.symbol("PLAINSUBJECT", &subject);
    let breaks = [PARAGRAPH, SENTENCE, QUOTE, COLON, STOP, SEMICOLON, CUE, CUE_PASSIVE, VERB, VERB_PASSIVE];
    let no_finite: Vec<u8> = CLASSES.iter().map(|(_, class)| *class).filter(|class| !breaks.contains(class)).collect();
    alphabet.symbol("NOFINITE", &no_finite);
    // The same without times, which say when somebody spoke rather than what was said.
    let no_time: Vec<u8> = no_finite.iter().copied().filter(|class| *class != TIME).collect();
    alphabet.symbol("PLAINTHING", &no_time);
    let verbs = VERB_FEATURES.iter().map(|(name, bit, _)| (name, bit));
    let others = NOUN_FEATURES.iter().chain(PREPOSITION_FEATURES).chain(QUOTE_FEATURES).map(|(name, bit)| (name, bit));
    for (name, bit) in others.chain(verbs) {
        alphabet.feature(name, (0..=255).filter(|b| b & bit != 0).collect());
    }
    for name in FRAMES {
        alphabet.feature(name, Frames::named(name).map_or(Vec::new(), |frame| cues.sets_with(frame)));
    }
    alphabet
}

/// The name of a class.
pub fn class_name(class: u8) -> &'static str {
    CLASSES.iter().find(|(_, byte)| *byte == class).map_or("?", |(name, _)| name)
}

/// The names of the features of a chunk of `class`.
pub fn feature_names(cues: &CueLexicon, class: u8, features: u8) -> Vec<&'static str> {
    let set = |bits: &[(&'static str, u8)]| {
        bits.iter().filter(|(_, bit)| features & bit != 0).map(|(name, _)| *name).collect()
    };
    match class {
        QUOTE => set(QUOTE_FEATURES),
        NAME | PRONOUN | NOMINAL | NUMBER | TIME => set(NOUN_FEATURES),
        CUE | CUE_ING | CUE_EN | CUE_PASSIVE | CUE_INFINITIVE => FRAMES
            .into_iter()
            .filter(|name| Frames::named(name).is_some_and(|f| cues.sets_with(f).contains(&features)))
            .collect(),
        VERB | VERB_ING | VERB_EN => {
            let names = VERB_FEATURES.iter().filter(|(_, bit, of)| *of == class && features & bit != 0);
            names.map(|(name, ..)| *name).collect()
        }
        _ if class == SUBORDINATOR || is_preposition(class) => set(PREPOSITION_FEATURES),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_and_no_name_stands_twice() {
        for (i, (name, byte)) in CLASSES.iter().enumerate() {
            assert!(CLASSES[..i].iter().all(|(n, b)| n != name && b != byte), "{name}");
            assert!(UNIONS.iter().all(|(n, _)| n != name), "{name}");
        }
    }
}
