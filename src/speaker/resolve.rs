//! The sieves that say who a quote's speaker is, in order: name, pronoun, description.

use std::collections::HashMap;
use std::ops::Range;

use super::names::{Names, names};
use crate::lang::Language;
use crate::options::Options;
use crate::quote::{Evidence, Mention, MentionKind, Pronouns, Speaker, SpeakerKind, Step};
use crate::quotes::{Draft, span};
use crate::reading::Reading;
use crate::tape::Tape;

/// Speakers, and for each draft the mention and the steps that led to it.
pub struct Resolution {
    /// Who speaks, in the order of their first quote.
    pub speakers: Vec<Speaker>,
    /// A mention a draft.
    pub mentions: Vec<(Mention, Option<Evidence>)>,
}

/// Resolves the speakers of `drafts`, which stand in order of position.
pub fn resolve(reading: &Reading, tape: &Tape, language: &Language, drafts: &[Draft], options: &Options) -> Resolution {
    let names = names(reading, tape, language);
    let mut book = Book { speakers: Vec::new(), of_person: HashMap::new(), of_description: HashMap::new() };
    let mut last: Option<u32> = None;
    let mut mentions = Vec::new();
    for draft in drafts {
        let (mention, evidence) = match &draft.speaker {
            Some(chunks) => resolve_one(reading, tape, language, &names, &mut book, last, chunks.clone(), options),
            None => (Mention::default(), None),
        };
        last = mention.speaker.or(last);
        mentions.push((mention, evidence));
    }
    Resolution { speakers: book.speakers, mentions }
}

/// The speakers so far.
struct Book {
    speakers: Vec<Speaker>,
    of_person: HashMap<usize, u32>,
    of_description: HashMap<String, u32>,
}

impl Book {
    fn add(&mut self, speaker: Speaker) -> u32 {
        self.speakers.push(speaker);
        self.speakers.len() as u32 - 1
    }
}

#[allow(clippy::too_many_arguments)]
fn resolve_one(
    reading: &Reading,
    tape: &Tape,
    language: &Language,
    names: &Names,
    book: &mut Book,
    last: Option<u32>,
    chunks: Range<usize>,
    options: &Options,
) -> (Mention, Option<Evidence>) {
    let Some(whole) = span(reading, tape, chunks.clone()) else { return Default::default() };
    let classes = &language.classes;
    let class = |class: u8| chunks.clone().find(|c| tape.chunks[*c].class == class);
    let first = tape.chunks[chunks.start].class;
    let (kind, speaker, id) = if let Some(name) = class(classes.name).filter(|_| first != classes.pronoun) {
        let at = names.mentions.binary_search_by_key(&name, |m| m.chunk).expect("every name chunk is a mention");
        let mention = &names.mentions[at];
        let id = named(names, mention.person, book, language, options);
        book.speakers[id as usize].mentions.push(mention.span);
        (
            MentionKind::Name,
            Some(id),
            if names.people[mention.person].name == mention.span.of(reading.text) { "full-name" } else { "surname" },
        )
    } else if first == classes.pronoun {
        let word = reading.word(tape.chunks[chunks.start].head);
        match pronoun(tape, language, names, book, last, chunks.start, word, options) {
            Some((id, sieve)) => (MentionKind::Pronoun, Some(id), sieve),
            None => {
                let reason = "the pronoun has nobody before it that it could stand for".to_owned();
                let id =
                    book.add(Speaker { kind: SpeakerKind::Unnamed, unresolved_reason: reason, ..Speaker::default() });
                (MentionKind::Pronoun, Some(id), "no-antecedent")
            }
        }
    } else {
        let text = whole.of(reading.text);
        let id = match book.of_description.get(&text.to_lowercase()) {
            Some(id) => *id,
            None => {
                let plural = tape.chunks[chunks.start].features & language.classes.plural != 0;
                let kind = if plural { SpeakerKind::Group } else { SpeakerKind::Unnamed };
                let id = book.add(Speaker { kind, description: text.to_owned(), ..Speaker::default() });
                book.of_description.insert(text.to_lowercase(), id);
                id
            }
        };
        book.speakers[id as usize].mentions.push(whole);
        (MentionKind::Nominal, Some(id), "description")
    };
    let evidence = Evidence { step: Step::Sieve, id, spans: vec![whole] };
    (Mention { spans: vec![whole], kind, speaker }, Some(evidence))
}

/// The speaker record of a named person.
fn named(names: &Names, person: usize, book: &mut Book, language: &Language, options: &Options) -> u32 {
    if let Some(id) = book.of_person.get(&person) {
        return *id;
    }
    let person_names = &names.people[person];
    let known = options
        .known_speakers
        .iter()
        .find(|k| [&k.name].into_iter().chain(&k.aliases).any(|form| person_names.forms.contains(&form.as_str())));
    let name = match known {
        Some(known) if known.name.split_whitespace().count() > person_names.name.split_whitespace().count() => {
            known.name.clone()
        }
        _ => person_names.name.to_owned(),
    };
    let pronouns = person_names.honorifics.iter().find_map(|title| (language.names.gender)(title)).unwrap_or_default();
    let aliases = person_names.forms.iter().filter(|form| **form != name).map(|form| (*form).to_owned()).collect();
    let id = book.add(Speaker { name, aliases, pronouns, kind: SpeakerKind::Person, ..Speaker::default() });
    book.of_person.insert(person, id);
    id
}

/// Whom a pronoun at chunk `at` stands for: the speaker of the quote before, or the nearest subject.
#[allow(clippy::too_many_arguments)]
fn pronoun(
    tape: &Tape,
    language: &Language,
    names: &Names,
    book: &mut Book,
    last: Option<u32>,
    at: usize,
    word: &str,
    options: &Options,
) -> Option<(u32, &'static str)> {
    let gender = (language.names.gender)(word).unwrap_or_default();
    let agrees = |speaker: &Speaker| {
        gender == Pronouns::Unknown || speaker.pronouns == Pronouns::Unknown || speaker.pronouns == gender
    };
    let before = names.mentions.partition_point(|m| m.chunk < at);
    let subject = names.mentions[..before]
        .iter()
        .rev()
        .take(24)
        .find(|m| tape.chunks.get(m.chunk + 1).is_some_and(|next| language.classes.finite.contains(&next.class)));
    let found = match (subject, last) {
        (Some(subject), _) => Some((named(names, subject.person, book, language, options), "pronoun-subject")),
        (None, Some(last)) => Some((last, "pronoun-last-speaker")),
        (None, None) => None,
    };
    let (id, sieve) = found?;
    let speaker = &mut book.speakers[id as usize];
    if !agrees(speaker) {
        return None;
    }
    if speaker.pronouns == Pronouns::Unknown {
        speaker.pronouns = gender;
    }
    Some((id, sieve))
}
