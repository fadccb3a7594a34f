//! The small closed lists of English words, as the chunkers and sieves ask for them: which of them a word is on.

use super::symbols as sym;
use super::word_hints;
use super::word_key::{folded, folded_at};
use super::word_table::WordTable;
use crate::text::Span;

/// Words of closed classes, each with its class where nothing in [`function_word`](super::words::function_word) speaks against it.
#[rustfmt::skip]
const FUNCTION_WORDS: [(&str, u8); 44] = [
    ("according", sym::ACCORDING), ("per", sym::ACCORDING), ("of", sym::OF), ("by", sym::BY), ("as", sym::AS), ("for", sym::FOR), ("in", sym::IN),
    ("on", sym::ON), ("at", sym::AT), ("to", sym::TO), ("about", sym::ABOUT), ("with", sym::WITH), ("from", sym::FROM),
    ("that", sym::THAT), ("whether", sym::WHETHER), ("if", sym::IF), ("when", sym::WHEN),
    ("whenever", sym::WHEN),
    ("who", sym::WHO), ("whom", sym::WHO), ("whose", sym::WHO), ("which", sym::WHICH),
    ("and", sym::AND), ("&", sym::AND), ("but", sym::BUT), ("or", sym::OR), ("nor", sym::OR),
    ("what", sym::WH), ("why", sym::WH), ("how", sym::WH), ("where", sym::WH), ("whatever", sym::WH), ("whoever", sym::WH),
    ("because", sym::SUBORDINATOR), ("while", sym::SUBORDINATOR), ("although", sym::SUBORDINATOR),
    ("though", sym::SUBORDINATOR), ("unless", sym::SUBORDINATOR), ("whereas", sym::SUBORDINATOR),
    ("once", sym::SUBORDINATOR), ("until", sym::SUBORDINATOR),
    ("after", sym::SUBORDINATOR), ("before", sym::SUBORDINATOR), ("since", sym::SUBORDINATOR),
];

/// The function words' classes stand above the lists' bits, and between them what the lexicons may have.
const CLASS: u32 = 56;
const HINTS: u32 = 48;

/// Which lists a word is on, whatever its case, and which function word it is. One look at a token tells it all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lists(u64);

impl Lists {
    /// What the lists say of `word`.
    #[inline]
    pub fn of(word: &str) -> Lists {
        Lists(WORDS.get(folded(word)))
    }

    /// What the lists say of the word at `span` of a text, and which lexicons may have it.
    #[inline]
    pub fn at(text: &str, span: Span) -> Lists {
        let key = folded_at(text, span);
        Lists(WORDS.get(key) | u64::from(word_hints::of(key)) << HINTS)
    }

    /// Whether the word may be in a lexicon, by one of the [`word_hints`]; never for one that was not looked up where
    /// it stands.
    #[inline]
    pub fn may_be(self, hint: u8) -> bool {
        (self.0 >> HINTS) as u8 & hint != 0
    }

    /// Whether the word is on `list`.
    #[inline]
    pub fn has(self, list: List) -> bool {
        self.0 >> list as u32 & 1 == 1
    }

    /// The class of the function word that it is.
    #[inline]
    pub fn function_class(self) -> Option<u8> {
        let class = (self.0 >> CLASS) as u8;
        (class != 0).then_some(class)
    }
}

/// `table` with the function words.
const fn with_function_words(mut table: WordTable) -> WordTable {
    let mut at = 0;
    while at < FUNCTION_WORDS.len() {
        let (word, class) = FUNCTION_WORDS[at];
        table = table.with(&[word], (class as u64) << CLASS);
        at += 1;
    }
    table
}

macro_rules! word_lists {
    ($($(#[$doc:meta])* $name:ident: $($word:literal)|+;)*) => {
        /// A list of words.
        #[derive(Clone, Copy, Debug)]
        pub enum List {
            $($(#[$doc])* $name,)*
        }

        static WORDS: WordTable = with_function_words(WordTable::new()$(.with(&[$($word),+], 1 << List::$name as u32))*);
    };
}

word_lists! {
    /// not, n't, never.
    Negation: "not" | "n't" | "n’t" | "never";
    /// Forms of be, have and do, and the modals' company.
    Auxiliary: "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m"
        | "have" | "has" | "had" | "having" | "'ve" | "’ve" | "'d" | "’d" | "do" | "does" | "did" | "get" | "got" | "gets";
    /// Forms of be, and get as in `got quoted`.
    FormOfBe: "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'s" | "’s" | "'re" | "’re" | "'m" | "’m" | "get" | "got";
    /// go, as in `went on to say`.
    FormOfGo: "go" | "goes" | "going" | "went" | "gone";
    /// Verbs that only prepare the next one: `continued to insist`.
    LightBeforeInfinitive: "continue" | "continues" | "continued" | "begin" | "began" | "begins" | "start" | "started"
        | "proceeded" | "went" | "used" | "going" | "appeared" | "appears" | "seemed" | "seems" | "happened" | "ought";
    /// Nouns and names of time.
    Time: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "january" | "february" | "march"
        | "april" | "may" | "june" | "july" | "august" | "september" | "october" | "november" | "december" | "jan." | "feb."
        | "mar." | "apr." | "jun." | "jul." | "aug." | "sept." | "sep." | "oct." | "nov." | "dec." | "today" | "yesterday"
        | "tomorrow" | "tonight" | "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" | "morning"
        | "afternoon" | "evening" | "night" | "weekend" | "noon" | "midnight" | "hour" | "hours" | "minutes" | "decade" | "time" | "summer" | "winter" | "spring" | "autumn";
    /// Weekdays and months.
    Calendar: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "january" | "february"
        | "march" | "april" | "june" | "july" | "august" | "september" | "october" | "november" | "december" | "jan." | "feb."
        | "apr." | "aug." | "sept." | "sep." | "oct." | "nov." | "dec.";
    /// I, you, he, she, it, we, they and their object forms.
    PersonalPronoun: "i" | "you" | "he" | "she" | "it" | "we" | "they" | "me" | "him" | "us" | "them";
    /// Pronouns that are no subject.
    ObjectPronoun: "me" | "him" | "us" | "them" | "her";
    /// Small words inside names: `Ursula von der Leyen`.
    NameParticle: "de" | "la" | "le" | "van" | "von" | "der" | "den" | "ter" | "ten" | "bin" | "bint" | "ibn" | "al" | "el"
        | "da" | "di" | "del" | "della" | "du" | "dos" | "das" | "do" | "ben" | "y" | "e" | "of" | "zu" | "af" | "av" | "st.";
    /// Words that stand for people without a noun.
    PersonQuantifier: "some" | "many" | "others" | "both" | "several" | "few" | "another" | "everyone" | "someone" | "one"
        | "two" | "three" | "none" | "most" | "all" | "half" | "two-thirds" | "three-quarters";
    /// Words that open a bound: `more than 1,000`, `up to six`.
    Bound: "more" | "less" | "fewer" | "at" | "up" | "close";
    /// Adverbs that make a number rough.
    Approximation: "about" | "almost" | "around" | "nearly" | "roughly" | "some" | "approximately" | "only" | "just";
    /// Words that titles leave small: `A Day in the Life`.
    SmallTitleWord: "a" | "an" | "the" | "of" | "in" | "on" | "at" | "for" | "to" | "and" | "or" | "by" | "with" | "from" | "is" | "s";
    /// What people speak through: `in a statement`.
    StatementNoun: "statement" | "tweet" | "post" | "letter" | "email" | "e-mail" | "interview" | "memo" | "message"
        | "release" | "blog" | "note" | "speech" | "editorial" | "communique" | "filing" | "ruling";
    /// What says something without a speaker: `polls show`.
    Document: "poll" | "polls" | "survey" | "surveys" | "study" | "studies" | "report" | "reports" | "analysis" | "data"
        | "figures" | "statistics" | "records" | "documents" | "filing" | "filings" | "emails" | "research" | "review"
        | "investigation" | "inquiry" | "results" | "returns" | "numbers" | "census" | "polling" | "audit"
        | "footage" | "minutes" | "statement" | "letter" | "document" | "estimates" | "projections" | "memo";
    /// Where people speak: `at a rally`, `on television`.
    Venue: "address" | "appearance" | "briefing" | "broadcast" | "call" | "conference" | "convention" | "debate"
        | "documentary" | "event" | "facebook" | "forum" | "hall" | "hearing" | "instagram" | "interviews" | "meeting"
        | "podcast" | "press" | "programme" | "program" | "radio" | "rally" | "rallies" | "remarks" | "show" | "site"
        | "speeches" | "spokesman" | "spokesperson" | "spokeswoman" | "summit" | "television" | "testimony" | "trail"
        | "tv" | "tweets" | "twitter" | "video" | "website";
    /// What taggers call a preposition: prepositions, and conjunctions that open a clause.
    Preposition: "aboard" | "about" | "above" | "across" | "after" | "against" | "ago" | "albeit" | "along" | "alongside"
        | "although" | "amid" | "amidst" | "among" | "amongst" | "around" | "as" | "aside" | "at" | "atop" | "away" | "back"
        | "barring" | "because" | "before" | "behind" | "below" | "beneath" | "beside" | "besides" | "between" | "beyond"
        | "but" | "by" | "concerning" | "considering" | "despite" | "down" | "due" | "during" | "en" | "except" | "excluding"
        | "far" | "following" | "for" | "from" | "given" | "if" | "in" | "including" | "inside" | "instead" | "into" | "lest"
        | "like" | "minus" | "near" | "neither" | "next" | "notwithstanding" | "o" | "of" | "off" | "on" | "once" | "only"
        | "onto" | "opposite" | "out" | "outside" | "over" | "past" | "pending" | "per" | "plus" | "regarding" | "round"
        | "since" | "so" | "such" | "than" | "that" | "though" | "through" | "throughout" | "till" | "to" | "toward"
        | "towards" | "under" | "underneath" | "unless" | "unlike" | "until" | "unto" | "up" | "upon" | "v." | "v" | "versus"
        | "via" | "vs" | "vs." | "wherein" | "whereas" | "whether" | "while" | "whilst" | "with" | "within" | "without";
    /// Words that belong to a verb as they are, beside prepositions: `put forward`, `keep mum`.
    Particle: "aloud" | "clean" | "forth" | "forward" | "home" | "it" | "know" | "mum" | "public" | "say" | "slip" | "well";
    /// Conjunctions of time that are prepositions or adverbs as well.
    TimeConjunction: "after" | "before" | "since";
    /// Words that set what follows against what stands before.
    Contrast: "while" | "whilst" | "though" | "although" | "whereas" | "despite" | "unlike";
    /// Verbs that give something a name.
    Naming: "call" | "dub" | "term" | "nickname" | "label" | "name" | "christen" | "brand" | "title" | "entitle";
    /// What shows things without anybody saying so: `history shows`.
    CommonKnowledge: "experience" | "history";
    /// Words before an office that say how far it is held: `vice president`, `acting prime minister`.
    OfficePrefix: "vice" | "deputy" | "shadow" | "assistant" | "associate" | "acting" | "interim" | "lead" | "chief"
        | "managing";
    /// a, an, the.
    Article: "a" | "an" | "the";
    /// What is exclaimed: `Well, said Lee`.
    Exclamation: "ah" | "aha" | "alas" | "amen" | "aye" | "bah" | "blah" | "boo" | "boy" | "bravo" | "bye" | "cheers" | "congratulations"
        | "damn" | "dear" | "duh" | "eh" | "er" | "farewell" | "gee" | "god" | "good" | "goodbye" | "goodness" | "gosh" | "great"
        | "ha" | "heck" | "hell" | "hello" | "hey" | "hi" | "hmm" | "hooray" | "huh" | "hurrah" | "indeed" | "jeez" | "kudos"
        | "like" | "lord" | "man" | "mhm" | "mm" | "my" | "nah" | "nay" | "no" | "nope" | "now" | "oh" | "ok" | "okay" | "ooh"
        | "oops" | "ouch" | "pardon" | "phew" | "please" | "right" | "shh" | "so" | "sorry" | "sure" | "thank" | "thanks" | "ugh"
        | "uh" | "um" | "voila" | "wait" | "welcome" | "well" | "whoa" | "why" | "wow" | "yay" | "yeah" | "yep" | "yes" | "yikes"
        | "yo" | "yup";
    /// a, an, some.
    IndefiniteArticle: "a" | "an" | "some" | "another";
}
