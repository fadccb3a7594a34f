//! Everybody and everything that can speak in a text, named or not, with what is known of each.

use super::cast::Figure;
use crate::lang::NameKind;
use crate::quote::{Pronouns, SpeakerKind};
use crate::text::Span;

/// What the text has for somebody. Words are put together only for those who turn out to speak.
#[derive(Clone, Debug)]
pub enum Source {
    /// Nothing but a pronoun; why there is no more.
    Nobody(&'static str),
    /// A name: the figure's number.
    Figure(usize),
    /// A description, and those whom its words name: who made a document, who is of a group.
    Described(Span, Vec<u32>),
    /// Several together.
    Joint(Vec<u32>),
}

impl Default for Source {
    fn default() -> Source {
        Source::Nobody("")
    }
}

/// Somebody or something that can speak.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// What the text has for it.
    pub source: Source,
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// Whether the words are sure to name a person, rather than anything with a capital.
    pub human: bool,
    /// Whether it ever does something, as subject of a verb.
    pub acts: bool,
    /// Whether it is a country or a city.
    pub is_place: bool,
    /// Which pronouns can stand for it. Given names and nouns have a say, unlike in `pronouns`.
    pub agreement: Pronouns,
    /// What the text's own pronouns and honorifics say.
    pub pronouns: Pronouns,
    /// Its first title or apposition.
    pub role: Option<Span>,
}

impl Actor {
    /// A named figure.
    pub fn named(index: usize, figure: &Figure) -> Actor {
        let kind = match figure.kind {
            NameKind::Person | NameKind::Unknown | NameKind::Office => SpeakerKind::Person,
            NameKind::Organization | NameKind::Place => SpeakerKind::Organization,
            NameKind::Group => SpeakerKind::Group,
        };
        let several = figure.words.len() > 1;
        let agreement = match (figure.honorific, kind) {
            (_, SpeakerKind::Group) => Pronouns::They,
            (Pronouns::Unknown, SpeakerKind::Person) => figure.given,
            (honorific, _) => honorific,
        };
        Actor {
            source: Source::Figure(index),
            kind,
            human: figure.kind == NameKind::Person || kind == SpeakerKind::Person && several,
            acts: !figure.acts.is_empty(),
            is_place: figure.kind == NameKind::Place,
            agreement,
            pronouns: figure.honorific,
            ..Actor::default()
        }
    }

    /// The figure that it is, if it has a name.
    pub fn figure(&self) -> Option<usize> {
        match self.source {
            Source::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Whether it is several.
    pub fn is_plural(&self) -> bool {
        self.kind == SpeakerKind::Group
    }
}

/// Whether words of two genders may stand for the same one.
pub fn may_agree(one: Pronouns, other: Pronouns) -> bool {
    one == other || [one, other].contains(&Pronouns::Unknown)
}

/// Words of a text that a line may break, with single spaces.
pub fn single_spaced(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
