//! What an extraction says: quotes, speakers, cues and warnings as plain data over spans of the text.
//!
//! These types hold positions and never a copy of the text; they know neither protobuf nor any language.

use crate::text::Span;

/// Declares an enum whose values have names, each once.
macro_rules! named {
    ($(#[$about:meta])* pub enum $enum:ident { $($(#[$doc:meta])* $variant:ident $name:literal,)* }) => {
        $(#[$about])*
        pub enum $enum { $($(#[$doc])* $variant,)* }

        impl $enum {
            /// Every value, in the order of the protocol.
            pub const ALL: &'static [$enum] = &[$($enum::$variant,)*];

            /// The name that lexicon, command line and protocol use.
            pub fn name(self) -> &'static str {
                match self { $($enum::$variant => $name,)* }
            }
        }
    };
}

/// Everything that was found in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The quotes, by their first position.
    pub quotes: Vec<Quote>,
    /// Who speaks, each once. [`Mention::speaker`] points in here.
    pub speakers: Vec<Speaker>,
    /// Quoted stretches that report nobody; filled where
    /// [`Options::include_rejected`](crate::Options::include_rejected) asks for them.
    pub rejected: Vec<Rejected>,
    /// Oddities of the text that did not keep it from being read.
    pub warnings: Vec<Warning>,
}

/// One quotation or report of speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Decided by the words: how many of them stand between quote marks.
    pub kind: Kind,
    /// The pieces of what was said, in order. Direct pieces include their quote marks.
    pub content: Vec<Span>,
    /// Who said it, as the text puts it beside the quote.
    pub speaker: Mention,
    /// The words that report it, where there are any.
    pub cue: Option<Cue>,
    /// To whom it was said (`told the BBC`).
    pub addressee: Option<Span>,
    /// The measured share of right answers among those that the same rule and resolution gave, 0 to 1.
    pub confidence: f32,
    /// Which rule and which sieves made this answer, in the order in which they acted.
    pub evidence: Vec<Evidence>,
    /// Index of the paragraph that holds the first piece, from 0.
    pub paragraph: u32,
    /// Index of the sentence that holds the first piece, from 0, over the whole text.
    pub sentence: u32,
    /// The quote that this one stands in or goes on from.
    pub parent: Option<Parent>,
}

named! {
    /// How much of a quote's content stands between quote marks.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Kind {
        /// Nine tenths of the words or more, or a transcript turn.
        Direct "DIRECT",
        /// None.
        Indirect "INDIRECT",
        /// Anything between.
        Mixed "MIXED",
    }
}

/// A speaker's mention beside a quote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    /// Where the speaker is named; empty where the quote names nobody.
    pub spans: Vec<Span>,
    /// What kind of words name the speaker.
    pub kind: MentionKind,
    /// Index into [`Extraction::speakers`], where somebody is meant.
    pub speaker: Option<u32>,
}

/// What kind of words a mention is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A proper name, perhaps with title and apposition.
    Name,
    /// A pronoun.
    Pronoun,
    /// A common noun phrase: `the minister`, `three residents`.
    Nominal,
    /// No words at all.
    #[default]
    None,
}

/// The words that report a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// Where they stand; auxiliaries and a colon behind the verb are inside.
    pub spans: Vec<Span>,
    /// Dictionary form: `say`, `point out`, `according to`.
    pub lemma: String,
    /// What sort of speech act it is.
    pub class: CueClass,
    /// Whether the text says that the act did not take place: `did not say`, `refused to say`, `nobody claimed`.
    pub negated: bool,
    /// Why the text does not say that the act took place: `will say`, `may have told`. Most cues have none.
    pub modality: Option<Modality>,
}

named! {
    /// What the words around a cue say of whether its act took place. They are words, not verdicts: `would say` may well
    /// have been said. A verb's own auxiliary counts before what stands around it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Modality {
        /// On a condition, as a habit, or seen from the past: `would say`, `if Lee says`.
        Conditional "CONDITIONAL",
        /// Perhaps: `may have said`, `could argue`, `seemed to say`.
        Possible "POSSIBLE",
        /// As it ought to be: `should say`, `must explain`.
        Necessary "NECESSARY",
        /// Yet to come, or meant to: `will say`, `is expected to say`, `wanted to say`.
        Future "FUTURE",
        /// So others say: `reportedly said`, `is alleged to have said`.
        Hearsay "HEARSAY",
    }
}

named! {
    /// What sort of speech act a cue reports.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum CueClass {
        /// Neutral speech: say, tell, add, note.
        Statement "STATEMENT",
        /// Writing and posting: write, tweet.
        Writing "WRITING",
        /// Making known: announce, reveal, declare.
        Announcement "ANNOUNCEMENT",
        /// Saying what others may doubt: claim, argue, insist.
        Claim "CLAIM",
        /// Saying that something is not so: deny, dispute, reject.
        Denial "DENIAL",
        /// Not doing what was asked: refuse, decline. The content is what is not done: `to comment`.
        Refusal "REFUSAL",
        /// Owning up: admit, acknowledge, concede.
        Admission "ADMISSION",
        /// Saying the same: agree, confirm, endorse.
        Agreement "AGREEMENT",
        /// Asking: ask, wonder aloud.
        Question "QUESTION",
        /// Answering: answer, reply, respond.
        Answer "ANSWER",
        /// Asking somebody to act: urge, demand, call for.
        Request "REQUEST",
        /// Committing oneself: promise, vow, pledge.
        Promise "PROMISE",
        /// Pointing at a danger: warn, caution, threaten.
        Warning "WARNING",
        /// Saying what will be: predict, forecast.
        Prediction "PREDICTION",
        /// Laying blame: accuse, blame, charge.
        Accusation "ACCUSATION",
        /// Finding fault: criticise, condemn, mock.
        Criticism "CRITICISM",
        /// Approving: praise, hail, thank.
        Praise "PRAISE",
        /// Giving something a name or a look: call, describe, dub.
        Description "DESCRIPTION",
        /// What documents, polls and sources do: according to, show, find, read.
        Document "DOCUMENT",
        /// How it was uttered: shout, whisper, joke.
        Manner "MANNER",
        /// Belief, wish and plan, which are not speech: believe, hope, want.
        Attitude "ATTITUDE",
    }
}

impl CueClass {
    /// The class of that [`name`](CueClass::name).
    pub fn from_name(name: &str) -> Option<CueClass> {
        CueClass::ALL.iter().copied().find(|class| class.name() == name)
    }

    /// Whether the class is speech or writing, which is what is reported unless a caller asks for more.
    pub fn is_speech(self) -> bool {
        self != CueClass::Attitude
    }
}

/// One step on the way to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What kind of step it was.
    pub step: Step,
    /// The rule's or sieve's id, as `quotewire rules list` prints it.
    pub id: &'static str,
    /// The spans that it used.
    pub spans: Vec<Span>,
}

/// Kinds of steps in [`Evidence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A rule matched and proposed the quote.
    Rule,
    /// A sieve joined, attributed, cut or resolved it.
    Sieve,
}

/// A relation between two quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Index of the other quote in [`Extraction::quotes`].
    pub quote: u32,
    /// How this one stands to it.
    pub relation: Relation,
}

/// How a quote stands to its [`Parent`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is quoted inside the other's content.
    Nested,
    /// It has no cue of its own, and its speaker is the other's.
    Continues,
}

/// Somebody or something that speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speaker {
    /// The fullest proper name in the text, without title; empty where nobody is named. Of a group, the names of those
    /// whom its words name.
    pub name: String,
    /// For the unnamed, for documents and for groups of whom not all are named: what the text says of them.
    pub description: String,
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// Title, office or apposition: `US special representative for North Korea`.
    pub role: String,
    /// Other forms of the name in the text.
    pub aliases: Vec<String>,
    /// What the text's own pronouns and honorifics say; never guessed from a name.
    pub pronouns: Pronouns,
    /// All mentions of the speaker that were found, in order.
    pub mentions: Vec<Span>,
    /// Why nobody was found where somebody should have been; empty otherwise.
    pub unresolved_reason: String,
}

named! {
    /// Sorts of speakers.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum SpeakerKind {
        /// A human being.
        #[default]
        Person "PERSON",
        /// A company, ministry, newspaper, court.
        Organization "ORGANIZATION",
        /// Several people: `residents`, `some observers`.
        Group "GROUP",
        /// One person whom the text does not name.
        Unnamed "UNNAMED",
        /// A report, poll, letter, statement.
        Document "DOCUMENT",
    }
}

/// The pronouns that the text uses for a speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pronouns {
    /// The text does not say.
    #[default]
    Unknown,
    /// he, him, Mr.
    He,
    /// she, her, Mrs, Ms.
    She,
    /// they, for one person or several.
    They,
}

/// A quoted stretch that reports nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The stretch with its marks.
    pub span: Span,
    /// Why it is no quote.
    pub reason: RejectReason,
}

named! {
    /// Why a quoted stretch is no quote.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum RejectReason {
        /// Marks that keep a distance from a word: the “reform”.
        ScareQuote "SCARE_QUOTE",
        /// The title of a book, film, song, bill, ship.
        Title "TITLE",
        /// A nickname inside or behind a name.
        Nickname "NICKNAME",
        /// A word under discussion or a term that is being introduced.
        Term "TERM",
        /// Nothing around it reports speech.
        NoSpeech "NO_SPEECH",
    }
}

/// An oddity of the text that did not keep it from being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What it is.
    pub code: WarningCode,
    /// Where it is.
    pub span: Span,
}

/// Kinds of [`Warning`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningCode {
    /// A quote mark opens and nothing closes it.
    UnclosedMark,
    /// A quote mark closes and nothing opened it.
    UnopenedMark,
    /// The two marks of a quotation are of different styles.
    MixedMarks,
    /// Only the first 2 GiB were read.
    TextTooLong,
}

impl WarningCode {
    /// One sentence for people; holds nothing of the text.
    pub fn message(self) -> &'static str {
        match self {
            WarningCode::UnclosedMark => {
                "A quote mark opens here and nothing closes it; the quotation was ended at the paragraph's end or the next opening mark."
            }
            WarningCode::UnopenedMark => "A quote mark closes here and nothing opened it; it was passed over.",
            WarningCode::MixedMarks => {
                "This quotation opens and closes with marks of different styles; they were taken as a pair."
            }
            WarningCode::TextTooLong => {
                "The text is longer than 2 GiB; only what stands before this position was read."
            }
        }
    }
}

impl Quote {
    /// What an editor would paste: the pieces joined by a space, without the quote marks that enclose a piece.
    ///
    /// ```
    /// let article = "“We won,” said Ana Cruz. “At last.”";
    /// let found = quotewire::extract(article, &quotewire::Options::default());
    /// assert_eq!(found.quotes[0].text(article), "We won, At last.");
    /// ```
    pub fn text(&self, article: &str) -> String {
        let mut out = String::new();
        for piece in &self.content {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(crate::text::marks::unwrap(piece.of(article)));
        }
        out
    }
}
