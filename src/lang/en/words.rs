//! English closed word classes and small lists, as the chunkers and sieves ask for them.

use super::chunk::Cursor;
use super::penn::Penn;
use super::symbols as sym;
use super::word_set::WordSet;
use crate::text::token::TokenKind;

/// Words of closed classes, each with its class where nothing in [`function_word`] speaks against it.
#[rustfmt::skip]
const FUNCTION_WORDS: [(&str, u8); 42] = [
    ("according", sym::ACCORDING), ("of", sym::OF), ("by", sym::BY), ("as", sym::AS), ("for", sym::FOR), ("in", sym::IN),
    ("on", sym::ON), ("at", sym::AT), ("to", sym::TO), ("about", sym::ABOUT), ("with", sym::WITH), ("from", sym::FROM),
    ("that", sym::THAT), ("whether", sym::WHETHER), ("if", sym::IF), ("when", sym::WHEN),
    ("who", sym::WHO), ("whom", sym::WHO), ("whose", sym::WHO), ("which", sym::WHICH),
    ("and", sym::AND), ("&", sym::AND), ("but", sym::BUT), ("or", sym::OR), ("nor", sym::OR),
    ("what", sym::WH), ("why", sym::WH), ("how", sym::WH), ("where", sym::WH), ("whatever", sym::WH), ("whoever", sym::WH),
    ("because", sym::SUBORDINATOR), ("while", sym::SUBORDINATOR), ("although", sym::SUBORDINATOR),
    ("though", sym::SUBORDINATOR), ("unless", sym::SUBORDINATOR), ("whereas", sym::SUBORDINATOR),
    ("once", sym::SUBORDINATOR), ("until", sym::SUBORDINATOR),
    ("after", sym::SUBORDINATOR), ("before", sym::SUBORDINATOR), ("since", sym::SUBORDINATOR),
];

static CLOSED: WordSet = WordSet::new(&CLOSED_WORDS);
const CLOSED_WORDS: [&str; FUNCTION_WORDS.len()] = {
    let (mut words, mut at) = ([""; FUNCTION_WORDS.len()], 0);
    while at < words.len() {
        words[at] = FUNCTION_WORDS[at].0;
        at += 1;
    }
    words
};

/// The class of the function word at `at` and how many words it takes; none for open classes.
pub fn function_word(cursor: &Cursor, at: u32) -> Option<(u8, u32)> {
    let (word, class) = FUNCTION_WORDS[CLOSED.find(cursor.word(at))?];
    let tag = cursor.tag(at);
    let stands = match word {
        "according" => return cursor.is(at + 1, "to").then_some((class, 2)),
        "in" if is_statement(cursor, at) => return Some((sym::IN_A_STATEMENT, 3)),
        "on" => tag != Penn::RP,
        "to" => !to_infinitive(cursor, at),
        "about" => cursor.tag(at + 1) != Penn::CD,
        // Before a quotation, a name or a pronoun it is no determiner whatever the tagger thinks.
        "that" => {
            matches!(tag, Penn::IN | Penn::WDT)
                || matches!(cursor.tag(at + 1), Penn::PRP | Penn::DT | Penn::NNP)
                || at + 1 == cursor.end
        }
        // `who once called it …`
        "once" => !cursor.tag(at + 1).is_verb(),
        "after" | "before" | "since" => tag == Penn::IN,
        _ => true,
    };
    stands.then_some((class, 1))
}

/// `in a statement:`, `in her letter:`: a cue without a verb, where a colon follows.
fn is_statement(cursor: &Cursor, at: u32) -> bool {
    let determined = matches!(cursor.tag(at + 1), Penn::DT | Penn::PRPS);
    determined && is_statement_noun(cursor.word(at + 2)) && cursor.kind(at + 3) == Some(TokenKind::Colon)
}

fn to_infinitive(cursor: &Cursor, at: u32) -> bool {
    cursor.tag(at + 1) == Penn::VB || cursor.tag(at + 1).is_adverb() && cursor.tag(at + 2) == Penn::VB
}

/// The word in lower case, where it is ASCII and short enough to be on a list.
fn lower<'b, const N: usize>(word: &str, buffer: &'b mut [u8; N]) -> Option<&'b str> {
    let buffer = buffer.get_mut(..word.len())?;
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}

/// Whether `word`, whatever its case, is one of a list.
macro_rules! word_list {
    ($($(#[$doc:meta])* $name:ident: $($word:literal)|+;)*) => {
        $($(#[$doc])* pub fn $name(word: &str) -> bool {
            static WORDS: WordSet = WordSet::new(&[$($word),+]);
            WORDS.find(word).is_some()
        })*
    };
}

word_list! {
    /// not, n't, never.
    is_negation: "not" | "n't" | "n’t" | "never";
    /// Forms of be, have and do, and the modals' company.
    is_auxiliary: "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m"
        | "have" | "has" | "had" | "having" | "'ve" | "’ve" | "'d" | "’d" | "do" | "does" | "did" | "get" | "got" | "gets";
    /// Forms of be, and get as in `got quoted`.
    is_form_of_be: "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m" | "get" | "got";
    /// go, as in `went on to say`.
    is_form_of_go: "go" | "goes" | "going" | "went" | "gone";
    /// Verbs that only prepare the next one: `continued to insist`.
    is_light_before_infinitive: "continue" | "continues" | "continued" | "begin" | "began" | "begins" | "start" | "started"
        | "proceeded" | "went" | "used" | "going" | "appeared" | "appears" | "seemed" | "seems" | "happened" | "ought";
    /// Nouns and names of time.
    is_time: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "january" | "february" | "march"
        | "april" | "may" | "june" | "july" | "august" | "september" | "october" | "november" | "december" | "jan." | "feb."
        | "mar." | "apr." | "jun." | "jul." | "aug." | "sept." | "sep." | "oct." | "nov." | "dec." | "today" | "yesterday"
        | "tomorrow" | "tonight" | "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" | "morning"
        | "afternoon" | "evening" | "night" | "weekend" | "noon" | "midnight" | "hour" | "hours" | "minutes" | "decade" | "time" | "summer" | "winter" | "spring" | "autumn";
    /// Weekdays and months.
    is_calendar: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "january" | "february"
        | "march" | "april" | "june" | "july" | "august" | "september" | "october" | "november" | "december" | "jan." | "feb."
        | "apr." | "aug." | "sept." | "sep." | "oct." | "nov." | "dec.";
    /// I, you, he, she, it, we, they and their object forms.
    is_personal_pronoun: "i" | "you" | "he" | "she" | "it" | "we" | "they" | "me" | "him" | "us" | "them";
    /// Pronouns that are no subject.
    is_object_pronoun: "me" | "him" | "us" | "them" | "her";
    /// Small words inside names: `Ursula von der Leyen`.
    is_name_particle: "de" | "la" | "le" | "van" | "von" | "der" | "den" | "ter" | "ten" | "bin" | "bint" | "ibn" | "al" | "el"
        | "da" | "di" | "del" | "della" | "du" | "dos" | "das" | "do" | "ben" | "y" | "e" | "of" | "zu" | "af" | "av" | "st.";
    /// Words that stand for people without a noun.
    is_person_quantifier: "some" | "many" | "others" | "both" | "several" | "few" | "another" | "everyone" | "someone" | "one"
        | "two" | "three" | "none" | "most" | "all" | "half" | "two-thirds" | "three-quarters";
    /// Words that open a bound: `more than 1,000`, `up to six`.
    is_bound: "more" | "less" | "fewer" | "at" | "up" | "close";
    /// Adverbs that make a number rough.
    is_approximation: "about" | "almost" | "around" | "nearly" | "roughly" | "some" | "approximately" | "only" | "just";
    /// Words that titles leave small: `A Day in the Life`.
    is_small_title_word: "a" | "an" | "the" | "of" | "in" | "on" | "at" | "for" | "to" | "and" | "or" | "by" | "with" | "from" | "is" | "s";
    /// What people speak through: `in a statement`.
    is_statement_noun: "statement" | "tweet" | "post" | "letter" | "email" | "e-mail" | "interview" | "memo" | "message"
        | "release" | "blog" | "note" | "speech" | "editorial" | "communique" | "filing" | "ruling";
    /// What says something without a speaker: `polls show`.
    is_document: "poll" | "polls" | "survey" | "surveys" | "study" | "studies" | "report" | "reports" | "analysis" | "data"
        | "figures" | "statistics" | "records" | "documents" | "filing" | "filings" | "emails" | "research" | "review"
        | "investigation" | "inquiry" | "results" | "returns" | "numbers" | "census" | "polling" | "audit"
        | "footage" | "minutes" | "statement" | "letter" | "document" | "estimates" | "projections" | "memo";
    /// Where people speak: `at a rally`, `on television`.
    is_venue: "address" | "appearance" | "briefing" | "broadcast" | "call" | "conference" | "convention" | "debate"
        | "documentary" | "event" | "facebook" | "forum" | "hall" | "hearing" | "instagram" | "interviews" | "meeting"
        | "podcast" | "press" | "programme" | "program" | "radio" | "rally" | "rallies" | "remarks" | "show" | "site"
        | "speeches" | "spokesman" | "spokesperson" | "spokeswoman" | "summit" | "television" | "testimony" | "trail"
        | "tv" | "tweets" | "twitter" | "video" | "website";
    /// What taggers call a preposition: prepositions, and conjunctions that open a clause.
    is_preposition: "aboard" | "about" | "above" | "across" | "after" | "against" | "ago" | "albeit" | "along" | "alongside"
        | "although" | "amid" | "amidst" | "among" | "amongst" | "around" | "as" | "aside" | "at" | "atop" | "away" | "back"
        | "barring" | "because" | "before" | "behind" | "below" | "beneath" | "beside" | "besides" | "between" | "beyond"
        | "but" | "by" | "concerning" | "considering" | "despite" | "down" | "due" | "during" | "en" | "except" | "excluding"
        | "far" | "following" | "for" | "from" | "given" | "if" | "in" | "including" | "inside" | "instead" | "into" | "lest"
        | "like" | "minus" | "near" | "neither" | "next" | "notwithstanding" | "o" | "of" | "off" | "on" | "once" | "only"
        | "onto" | "opposite" | "out" | "outside" | "over" | "past" | "pending" | "per" | "plus" | "regarding" | "round"
        | "since" | "so" | "such" | "than" | "that" | "though" | "through" | "throughout" | "till" | "to" | "toward"
        | "towards" | "under" | "underneath" | "unless" | "unlike" | "until" | "unto" | "up" | "upon" | "v." | "v" | "versus"
        | "via" | "vs" | "vs." | "wherein" | "whereas" | "whether" | "while" | "whilst" | "with" | "within" | "without";
    /// Words that set what follows against what stands before.
    sets_against: "while" | "whilst" | "though" | "although" | "whereas" | "despite" | "unlike";
    /// Verbs that give something a name.
    introduces_terms: "call" | "dub" | "term" | "nickname" | "label" | "name" | "christen" | "brand" | "title" | "entitle";
    /// a, an, the.
    is_article: "a" | "an" | "the";
    /// a, an, some.
    is_indefinite_article: "a" | "an" | "some" | "another";
}

/// I, we, me, us.
pub fn is_first_person(word: &str) -> bool {
    pronoun_features(word) & sym::FIRST_PERSON != 0
}

/// What a pronoun's form says, as features of its chunk.
pub fn pronoun_features(word: &str) -> u8 {
    let mut buffer = [0; 4];
    match lower(word, &mut buffer) {
        Some("he" | "she" | "you") => sym::PERSON,
        Some("they") => sym::PERSON | sym::PLURAL,
        Some("i") => sym::PERSON | sym::FIRST_PERSON,
        Some("we") => sym::PERSON | sym::FIRST_PERSON | sym::PLURAL,
        Some("me" | "us") => sym::OBJECT_CASE | sym::FIRST_PERSON,
        Some("him" | "them") => sym::OBJECT_CASE,
        _ => 0,
    }
}

/// Whether the common noun names somebody or something that can speak.
pub fn is_speaking_noun(noun: &str) -> bool {
    super::lists::speaking_noun(noun).is_some()
}
