//! What English common nouns say of whom they stand for: gender, office, and whether papers leave them nameless.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::lists;
use super::word_hints::{self, SPEAKING_NOUN};
use super::word_key::{ByWord, bare, folded};
use crate::lang::{Determiner, Noun};
use crate::quote::{Pronouns, SpeakerKind};

/// A noun of the lexicon, and whether it stands there only as another one written short.
struct Entry {
    noun: Noun,
    is_short: bool,
}

static NOUNS: LazyLock<ByWord<Entry>> = LazyLock::new(|| {
    let entry = |noun: &str, kind, is_short| (folded(noun), Entry { noun: read(noun, kind), is_short });
    let listed = lists::speaking_nouns().into_iter().rev();
    let mut nouns: ByWord<Entry> = listed.map(|(noun, kind)| entry(&noun, kind, false)).collect();
    for short in SHORT {
        let long = nouns.get(&folded(&role(short))).and_then(|long| long.noun.kind);
        // A union `rep` is a noun of its own.
        let is_short = !nouns.contains_key(&folded(short));
        nouns.extend(long.map(|kind| entry(short, kind, is_short)));
    }
    nouns
});

/// The noun with this key in lower case, if the lexicon has it.
fn find(key: u128) -> Option<&'static Entry> {
    if word_hints::of(key) & SPEAKING_NOUN != 0 { NOUNS.get(&key) } else { None }
}

/// What a noun, whatever its case, says.
pub fn noun(word: &str) -> Noun {
    let bare = bare(word);
    // `the 46-year-old`
    let aged = || bare.ends_with("year-old") && bare.starts_with(|c: char| c.is_ascii_digit());
    find(folded(bare)).map(|entry| entry.noun).unwrap_or_else(|| Noun {
        kind: aged().then_some(SpeakerKind::Unnamed),
        gender: Pronouns::Unknown,
        nameless: false,
        epithet: aged(),
        relational: false,
    })
}

/// What sort of speaker a common noun, whatever its case, names, if any; none that is written short.
pub fn speaking_noun(noun: &str) -> Option<SpeakerKind> {
    find(folded(noun)).filter(|entry| !entry.is_short)?.noun.kind
}

/// The keys of all nouns in lower case.
pub fn keys() -> impl Iterator<Item = u128> {
    NOUNS.keys().copied()
}

fn read(noun: &str, kind: SpeakerKind) -> Noun {
    let role = role(noun);
    Noun {
        kind: Some(kind),
        gender: gender(noun),
        nameless: is_nameless(&role),
        epithet: is_epithet(&role),
        relational: is_relational(&role),
    }
}

/// Offices that are written short before a name.
const SHORT: &[&str] =
    &["sen", "rep", "gov", "dr", "prof", "gen", "col", "capt", "lt", "sgt", "cllr", "insp", "supt", "det", "amb"];

/// The noun that an office goes by in running text: `Sen.` as `senator`, `Ministers` as it is.
pub fn role(word: &str) -> Cow<'_, str> {
    let bare = bare(word);
    let lower: Cow<str> = match bare.bytes().any(|b| b.is_ascii_uppercase()) {
        true => bare.to_lowercase().into(),
        false => bare.into(),
    };
    let long = match &*lower {
        "sen" => "senator",
        "rep" | "congressman" | "congresswoman" => "representative",
        "gov" => "governor",
        "dr" => "doctor",
        "prof" => "professor",
        "pm" | "cm" | "premier" => "minister",
        "justice" => "judge",
        "chair" | "chairwoman" | "chairperson" => "chairman",
        "spokeswoman" | "spokesperson" => "spokesman",
        "gen" => "general",
        "col" => "colonel",
        "capt" => "captain",
        "lt" => "lieutenant",
        "sgt" => "sergeant",
        "cllr" | "councilman" | "councilwoman" | "councilor" | "councilmember" => "councillor",
        "insp" => "inspector",
        "supt" => "superintendent",
        "det" => "detective",
        "amb" => "ambassador",
        "businesswoman" => "businessman",
        "attorney" => "lawyer",
        "advisor" => "adviser",
        "headmaster" | "headmistress" => "headteacher",
        "ceo" => "executive",
        "team" | "camp" => "campaign",
        _ => return lower,
    };
    long.into()
}

fn gender(noun: &str) -> Pronouns {
    match noun {
        "man" | "boy" | "father" | "son" | "husband" | "brother" | "uncle" | "nephew" | "grandfather" | "grandson"
        | "dad" | "widower" | "boyfriend" | "king" | "prince" | "emperor" | "monk" | "priest" | "gentleman"
        | "lord" | "duke" | "earl" | "businessman" | "fisherman" | "policeman" | "salesman" | "statesman"
        | "stepfather" | "groom" | "bishop" | "pope" | "imam" | "cardinal" | "father-in-law" | "son-in-law"
        | "brother-in-law" | "sportsman" | "cameraman" => Pronouns::He,
        "woman" | "girl" | "mother" | "daughter" | "wife" | "sister" | "aunt" | "niece" | "grandmother"
        | "granddaughter" | "mum" | "mom" | "widow" | "girlfriend" | "queen" | "princess" | "empress" | "nun"
        | "lady" | "duchess" | "actress" | "waitress" | "policewoman" | "stepmother" | "bride" | "mother-in-law"
        | "daughter-in-law" | "sister-in-law" | "hostess" | "heiress" | "sportswoman" | "stewardess" | "midwife" => {
            Pronouns::She
        }
        _ => Pronouns::Unknown,
    }
}

/// Nouns for people whom papers quote without a name: `the official said` names nobody who was named before.
fn is_nameless(noun: &str) -> bool {
    matches!(
        noun,
        "official"
            | "source"
            | "person"
            | "aide"
            | "insider"
            | "witness"
            | "bystander"
            | "passer-by"
            | "neighbour"
            | "neighbor"
            | "resident"
            | "staffer"
            | "employee"
            | "worker"
            | "caller"
            | "reader"
            | "viewer"
            | "user"
            | "commenter"
            | "customer"
            | "driver"
            | "passenger"
            | "diplomat"
            | "reporter"
            | "questioner"
            | "interviewer"
            | "spokesman"
            | "operative"
            | "someone"
            | "somebody"
            | "everyone"
            | "everybody"
            | "anyone"
            | "nobody"
            | "one"
            | "another"
            | "other"
            | "voter"
            | "student"
            | "member"
            | "man"
            | "woman"
            | "boy"
            | "girl"
            | "soldier"
            | "officer"
            | "expert"
            | "analyst"
            | "critic"
            | "supporter"
            | "observer"
            | "adviser"
            | "friend"
            | "relative"
            | "colleague"
            | "writer"
            | "author"
    )
}

/// Nouns by which papers call somebody a second time, for variety's sake.
fn is_epithet(noun: &str) -> bool {
    matches!(
        noun,
        "nominee"
            | "candidate"
            | "businessman"
            | "billionaire"
            | "millionaire"
            | "tycoon"
            | "mogul"
            | "magnate"
            | "entrepreneur"
            | "financier"
            | "lawmaker"
            | "politician"
            | "senator"
            | "representative"
            | "governor"
            | "democrat"
            | "republican"
            | "conservative"
            | "liberal"
            | "socialist"
            | "congressman"
            | "congresswoman"
            | "frontrunner"
            | "front-runner"
            | "incumbent"
            | "challenger"
            | "contender"
            | "hopeful"
            | "star"
            | "singer"
            | "rapper"
            | "musician"
            | "songwriter"
            | "guitarist"
            | "actor"
            | "actress"
            | "comedian"
            | "novelist"
            | "filmmaker"
            | "striker"
            | "midfielder"
            | "winger"
            | "goalkeeper"
            | "skipper"
            | "coach"
            | "champion"
            | "quarterback"
            | "batsman"
            | "bowler"
            | "golfer"
            | "veteran"
            | "heiress"
            | "activist"
            | "campaigner"
            | "crusader"
            | "philanthropist"
            | "dissident"
            | "fugitive"
            | "icon"
            | "legend"
            | "pensioner"
            | "teenager"
    )
}

/// Nouns that say what somebody is to somebody else.
fn is_relational(noun: &str) -> bool {
    matches!(
        noun,
        "wife"
            | "husband"
            | "ex-wife"
            | "ex-husband"
            | "widow"
            | "widower"
            | "spouse"
            | "partner"
            | "fiance"
            | "fiancee"
            | "girlfriend"
            | "boyfriend"
            | "father"
            | "mother"
            | "dad"
            | "mum"
            | "mom"
            | "parent"
            | "son"
            | "daughter"
            | "brother"
            | "sister"
            | "sibling"
            | "uncle"
            | "aunt"
            | "nephew"
            | "niece"
            | "cousin"
            | "grandfather"
            | "grandmother"
            | "grandson"
            | "granddaughter"
            | "stepson"
            | "stepdaughter"
            | "stepfather"
            | "stepmother"
            | "father-in-law"
            | "mother-in-law"
            | "son-in-law"
            | "daughter-in-law"
            | "brother-in-law"
            | "sister-in-law"
            | "friend"
            | "ally"
            | "rival"
            | "opponent"
            | "colleague"
            | "neighbour"
            | "neighbor"
            | "successor"
            | "predecessor"
            | "counterpart"
            | "teammate"
            | "classmate"
            | "roommate"
            | "flatmate"
            | "native"
            | "namesake"
    )
}

/// The wider noun by which headlines call who has a role: `Lawmaker urges …`.
pub fn wider_role(noun: &str) -> Option<&'static str> {
    matches!(&*role(noun), "senator" | "representative" | "mp" | "mep" | "legislator" | "assemblyman" | "assemblywoman")
        .then_some("lawmaker")
}

/// Whether a word says that somebody is no longer what the noun behind it says.
pub fn is_former(word: &str) -> bool {
    matches!(word, "former" | "Former" | "ex" | "onetime" | "one-time" | "erstwhile" | "then")
}

/// Whether a word behind a plural begins the naming of some: `including`, `such as`, `like`, `among them`.
pub fn is_inclusion(word: &str) -> bool {
    matches!(word, "including" | "such" | "like" | "among")
}

/// What a word before a noun says.
pub fn determiner(word: &str) -> Determiner {
    match word {
        "the" | "The" | "THE" | "this" | "This" | "that" | "That" => Determiner::Definite,
        "a" | "A" | "an" | "An" | "one" | "One" | "another" | "Another" | "some" | "Some" | "any" | "no" | "No"
        | "several" | "many" | "Several" | "Many" | "two" | "three" | "Two" | "Three" | "other" | "Other" => {
            Determiner::Indefinite
        }
        "his" | "her" | "its" | "their" | "our" | "my" | "your" | "His" | "Her" | "Its" | "Their" | "Our" | "My"
        | "Your" => Determiner::Possessive,
        _ => Determiner::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_say_what_can_speak() {
        assert_eq!(speaking_noun("spokesman"), Some(SpeakerKind::Unnamed));
        assert_eq!(speaking_noun("Ministers"), Some(SpeakerKind::Group));
        assert_eq!(speaking_noun("report"), Some(SpeakerKind::Document));
        assert_eq!(speaking_noun("gravel"), None);
        assert_eq!(speaking_noun("general"), Some(SpeakerKind::Unnamed));
    }

    #[test]
    fn nouns_are_of_a_kind_and_gender() {
        assert_eq!(noun("Sen.").kind, Some(SpeakerKind::Unnamed));
        assert_eq!(role("Sen."), "senator");
        let unnamed = Some(SpeakerKind::Unnamed);
        assert_eq!(["sen", "Senator", "rep"].map(speaking_noun), [None, unnamed, unnamed]);
        assert_eq!(noun("widow").gender, Pronouns::She);
        assert!(noun("officials").kind == Some(SpeakerKind::Group) && noun("official").nameless);
        assert_eq!(determiner("His"), Determiner::Possessive);
    }
}
