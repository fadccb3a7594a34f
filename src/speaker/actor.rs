//! Everybody and everything that can speak in a text, named or not, with what is known of each.

use super::cast::Figure;
use crate::lang::NameKind;
use crate::quote::{Pronouns, SpeakerKind};
use crate::text::Span;

/// Somebody or something that can speak.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// The fullest name, empty for the unnamed.
    pub name: String,
    /// What the text calls the unnamed.
    pub description: String,
    /// Whether that is all that stands for them beside a quote.
    pub described_wholly: bool,
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
    /// All forms of the name.
    pub forms: Vec<String>,
    /// Where it is mentioned.
    pub mentions: Vec<Span>,
    /// Why nobody is known where somebody should be.
    pub unresolved: &'static str,
}

impl Actor {
    /// A named figure.
    pub fn named(figure: &Figure) -> Actor {
        let kind = match figure.kind {
            NameKind::Person | NameKind::Unknown | NameKind::Office => SpeakerKind::Person,
            NameKind::Organization | NameKind::Place => SpeakerKind::Organization,
            NameKind::Group => SpeakerKind::Group,
        };
        let several = figure.name.contains(char::is_whitespace);
        let (name, description) = match figure.kind {
            // `Democrats` are no one in particular.
            NameKind::Group => (String::new(), single_spaced(figure.name)),
            _ => (single_spaced(figure.name), String::new()),
        };
        let agreement = match (figure.honorific, kind) {
            (_, SpeakerKind::Group) => Pronouns::They,
            (Pronouns::Unknown, SpeakerKind::Person) => figure.given,
            (honorific, _) => honorific,
        };
        Actor {
            name,
            description,
            kind,
            human: figure.kind == NameKind::Person || kind == SpeakerKind::Person && several,
            acts: !figure.acts.is_empty(),
            is_place: figure.kind == NameKind::Place,
            agreement,
            pronouns: figure.honorific,
            forms: figure.forms.iter().map(|form| single_spaced(form)).collect(),
            ..Actor::default()
        }
    }

    /// Whether a body or a single human being, rather than several.
    pub fn is_plural(&self) -> bool {
        self.kind == SpeakerKind::Group
    }
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
