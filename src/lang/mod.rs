//! What a language must provide: one [`Language`] value of tables, rules and a few functions.
//!
//! A second language is a second folder beside `en/`; no other folder changes.

pub mod en;

use std::borrow::Cow;
use std::ops::Range;

use crate::byte_set::ByteSet;
use crate::options::ExtraCue;
use crate::quote::{CueClass, Pronouns, RejectReason, SpeakerKind};
use crate::reading::{KeepGoing, Layer, Reading};
use crate::rules::{RuleSet, RuleSpec};
use crate::tape::Tape;
use crate::text::token::Token;

pub use en::en;

/// A language as the pipeline sees it.
pub struct Language {
    /// BCP-47 primary tag.
    pub code: &'static str,
    /// What it knows of words while a text is read.
    pub reading: ReadingHooks,
    /// Gives each token of a sentence a word class.
    pub tag: fn(&str, &[Token], &mut [u8]),
    /// The name of a word class, for people.
    pub tag_name: fn(u8) -> String,
    /// Puts a layer of a text on a tape of chunks, with a caller's cues beside the language's own; nothing where the
    /// function, asked at each sentence, says that nobody waits for it any more.
    pub chunk: fn(&Reading, &Layer, &[ExtraCue], KeepGoing) -> Option<Tape>,
    /// The name of a chunk's class, for people.
    pub class_name: fn(u8) -> &'static str,
    /// The names of a chunk's features, given its class and features, for people.
    pub feature_names: fn(u8, u8) -> Vec<&'static str>,
    /// The classes of chunks that stages outside the rules must know.
    pub classes: Classes,
    /// The rules.
    pub rules: RuleSet,
    /// Their ids, in their order.
    pub rule_ids: Vec<&'static str>,
    /// Where content ends before its sentence does: rules anchored at the first chunk behind it.
    pub ends: RuleSet,
    /// Their ids, in their order.
    pub end_ids: Vec<&'static str>,
    /// Identifies rules and lexicon.
    pub version: String,
    /// What speaker resolution asks about words.
    pub names: NameHooks,
}

impl Language {
    /// The tape of a text, with no cues but the language's own.
    pub fn tape(&self, reading: &Reading) -> Tape {
        (self.chunk)(reading, &reading.outer(), &[], &|| true).expect("nobody said no")
    }

    /// Every rule that evidence may name: those that propose quotes, then those that say where content ends.
    pub fn all_rules(&self) -> impl Iterator<Item = &RuleSpec> {
        self.rules.rules.iter().chain(&self.ends.rules)
    }
}

/// Questions about words while a text is read.
pub struct ReadingHooks {
    /// What kind of abbreviation a word, without its full stop, is (`Mr`, `Jan`, `Inc`).
    pub abbreviation: fn(&str) -> Option<Abbreviation>,
    /// Where a clitic begins in a word: the byte offset of `'s` in `Lee's`, of `n't` in `didn't`.
    pub clitic: fn(&str) -> Option<usize>,
    /// Whether a word may follow an apostrophe that stands for its first letters: `em`, `90s`, `n`; clitics
    /// that a space cut off their word (`Harry ’s`) count.
    pub elision: fn(&str) -> bool,
    /// Whether an apostrophe may stand for the last letters of a word: `goin`, `o`, `n`.
    pub elided: fn(&str) -> bool,
    /// Whether an apostrophe alone makes a word possessive: `voters`, `Hodges`.
    pub possessive: fn(&str) -> bool,
    /// Whether a capitalised word is one that begins sentences and seldom stands in a name: `The`, `He`, `But`.
    pub starts_sentence: fn(&str) -> bool,
    /// Whether the tokens behind a quotation, up to the end of its paragraph, say who spoke it: `she asked`,
    /// `President Roe shouted`, `said Lee`.
    pub attribution_follows: fn(&str, &[Token]) -> bool,
}

/// How an abbreviation behaves at the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A name or the thing that it qualifies always follows: `Mr.`, `Gen.`, `vs.`.
    Title,
    /// An abbreviation before a number only, otherwise a word: `No. 5`, `Fig. 2`.
    BeforeNumber,
    /// Any other: it ends a sentence where the next word shows it.
    Other,
}

/// Classes of chunks by what they are to the stages outside the rules.
pub struct Classes {
    /// The edge of a paragraph.
    pub paragraph: u8,
    /// The edge of a sentence.
    pub sentence: u8,
    /// A quoted region.
    pub quote: u8,
    /// A comma.
    pub comma: u8,
    /// A noun phrase headed by a proper noun.
    pub name: u8,
    /// A personal pronoun.
    pub pronoun: u8,
    /// Prepositions.
    pub prepositions: ByteSet,
    /// Prepositions that names go on behind: `Ministry for State Security`.
    pub name_prepositions: ByteSet,
    /// Any other noun phrase that may stand for a speaker.
    pub nominal: u8,
    /// A number.
    pub number: u8,
    /// A relative pronoun for people.
    pub who: u8,
    /// The relative pronoun of things: `which`.
    pub which: u8,
    /// Whatever may stand for a speaker: names, pronouns, other noun phrases, numbers, `who`, `which`.
    pub mentions: ByteSet,
    /// What joins two noun phrases.
    pub and: u8,
    /// The preposition of makers: `a report by Reuters`.
    pub by: u8,
    /// The preposition of places of work: `officials at the ministry`.
    pub at: u8,
    /// The preposition before clauses without a finite verb: `with Lee calling it a farce`.
    pub with: u8,
    /// The preposition that begins clauses as well: `As Lee put it`.
    pub as_word: u8,
    /// What begins a subordinate clause: `when`, `although`.
    pub subordinator: u8,
    /// What begins a clause before the main one: `when`, `if`, `although`.
    pub opens_clause: ByteSet,
    /// Forms in -ing, which may have a subject before them.
    pub participles: ByteSet,
    /// What hangs on a noun before its verb beside other nouns: prepositions, participles, infinitives, adjectives, adverbs.
    pub hanging: ByteSet,
    /// Relative pronouns, and the conjunction that stands for one.
    pub relatives: ByteSet,
    /// Brackets with what stands in them.
    pub parenthesis: u8,
    /// An adverb.
    pub adverb: u8,
    /// Finite verb groups.
    pub finite: ByteSet,
    /// The feature bit of noun phrases and pronouns that may be people.
    pub person: u8,
    /// The feature bit of plural noun phrases.
    pub plural: u8,
    /// The feature bit of noun phrases with a possessive inside.
    pub possessed: u8,
    /// The feature bit of pronouns of the first person.
    pub first_person: u8,
    /// The feature bit of pronouns that are no subject.
    pub object_case: u8,
    /// The feature bit of regions that look like the title of a work.
    pub title_feature: u8,
    /// The feature bit of regions that end in a comma.
    pub comma_feature: u8,
    /// The feature bit of regions that end as a sentence does.
    pub sentence_feature: u8,
    /// Punctuation on both sides of an aside: `Lee, who was there, said`.
    pub asides: ByteSet,
    /// Punctuation that is no part of content where it stands at its end.
    pub trailing: ByteSet,
}

/// Questions about names, nouns and pronouns.
pub struct NameHooks {
    /// How the words of a name phrase divide.
    pub parts: fn(&[&str]) -> NameParts,
    /// Whether words, in capitals or not, are the name of a place.
    pub is_place: fn(&[&str]) -> bool,
    /// Whether a pronoun is whoever speaks: `I`, `we`.
    pub is_first_person: fn(&str) -> bool,
    /// What a pronoun says of whom it stands for.
    pub gender: fn(&str) -> Option<Pronouns>,
    /// Who bears a given name, unknown where women and men do. For agreement alone.
    pub given: fn(&str) -> Option<Pronouns>,
    /// Whether a word is a small part of names: `von`, `de`, `bin`.
    pub is_particle: fn(&str) -> bool,
    /// Whether a word behind a name tells people of one name apart: `Jr.`, `III`.
    pub is_generation: fn(&str) -> bool,
    /// What quoted words are, if the words before them say that they are nobody's speech: `the film`, `known as`.
    pub introduced_as: fn(&[&str]) -> Option<RejectReason>,
    /// Whether a noun names a work or what bears a name as works do: `film`, `ferry`.
    pub is_work: fn(&str) -> bool,
    /// Whether a verb gives something a name (`dub`, `call`): quoted words behind it are a term.
    pub introduces_terms: fn(&str) -> bool,
    /// What a common noun says of whom it stands for.
    pub noun: fn(&str) -> Noun,
    /// The noun that an office goes by in running text: `senator` for `Sen.`.
    pub role: fn(&str) -> Cow<str>,
    /// What a word before a noun says.
    pub determiner: fn(&str) -> Determiner,
    /// How well a body may be called by a noun, 0 to 1, given noun and name: `the bank`, never `the government`.
    pub body_fit: fn(&str, &str) -> f32,
    /// Whether a word before a name is an honorific, which is no part of a role: `Lady`, `Dr`.
    pub is_honorific: fn(&str) -> bool,
    /// Whether a word is a weekday or a month.
    pub is_calendar: fn(&str) -> bool,
    /// Whether a word is the legal form of a company: `Ltd`.
    pub is_legal_form: fn(&str) -> bool,
    /// The wider noun for a role: `lawmaker` for `Sen.`
    pub wider_role: fn(&str) -> Option<&'static str>,
    /// Which of the offices that go by one noun a word before it, or the office's short form, says: `prime`, `Defence`,
    /// `PM`; a number, the same for all spellings.
    pub office_field: fn(&str) -> Option<u8>,
    /// Whether a word before an office makes it another, lower one: `deputy`, `Shadow`.
    pub is_lower_office: fn(&str) -> bool,
    /// Whether a word says that somebody is no longer what the noun behind it says: `former`.
    pub is_former: fn(&str) -> bool,
    /// Whether a word begins the naming of some of a group: `including`.
    pub is_inclusion: fn(&str) -> bool,
    /// Whether a word before a noun for bodies tells none from another: `the new department`, `the city council`.
    pub is_general: fn(&str) -> bool,
    /// Whether a noun behind a name makes an institution's name of both: `the Obama administration`.
    pub is_institution: fn(&str) -> bool,
    /// Whether a body's word has its fields beside it, several of them joined: `Ministry`, `Administration`.
    pub has_fields: fn(&str) -> bool,
    /// Whether a word marks the name that it stands in as a body's.
    pub is_organization_word: fn(&str) -> bool,
}

/// The most words of a name phrase that are looked at.
pub const LONGEST_NAME: usize = 24;

/// The parts of a name phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameParts {
    /// Which of the words are the name: behind titles, before what is added (`Jr.`).
    pub name: Range<usize>,
    /// What sort of thing bears it.
    pub kind: NameKind,
    /// What the titles say.
    pub honorific: Pronouns,
}

/// What sort of thing a name is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameKind {
    /// The words do not tell; mostly people.
    #[default]
    Unknown,
    /// A human being.
    Person,
    /// A company, ministry, newspaper.
    Organization,
    /// A country, a city.
    Place,
    /// Several people: `Republicans`.
    Group,
    /// No name, but an office in capitals: `the Prime Minister`.
    Office,
}

/// What a common noun says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// What sort of speaker it names, if it can speak.
    pub kind: Option<SpeakerKind>,
    /// Of what gender that is.
    pub gender: Pronouns,
    /// Whether it is what papers call people whom they do not name: `official`, `source`.
    pub nameless: bool,
    /// Whether it is another word for somebody who was named: `the billionaire`, `the nominee`.
    pub epithet: bool,
    /// Whether it says what somebody is to somebody else: `wife`, `rival`. No role without the other one.
    pub relational: bool,
}

/// What stands before a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Determiner {
    /// the, this
    Definite,
    /// a, some
    Indefinite,
    /// her, their
    Possessive,
    /// Nothing of the sort.
    None,
}

/// A cue's entry in the lexicon, as a tape carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueEntry {
    /// Dictionary form.
    pub lemma: Cow<'static, str>,
    /// What sort of speech act it is.
    pub class: CueClass,
}
