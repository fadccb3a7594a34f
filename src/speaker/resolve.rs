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

/// Speakers, and for each draft the mention and the step that led to it.
pub struct Resolution {
    /// Who speaks, in the order of their first quote.
    pub speakers: Vec<Speaker>,
    /// A mention a draft.
    pub mentions: Vec<(Mention, Option<Evidence>)>,
}

/// Resolves the speakers of `drafts`, which stand in order of position.
pub fn resolve(reading: &Reading, tape: &Tape, language: &Language, drafts: &[Draft], options: &Options) -> Resolution {
    let mut resolver = Resolver {
        reading,
        tape,
        language,
        options,
        names: names(reading, tape, language),
        speakers: Vec::new(),
        of_person: HashMap::new(),
        of_description: HashMap::new(),
    };
    let mut last = None;
    let mentions = drafts.iter().map(|draft| {
        let (mention, evidence) = match &draft.speaker {
            Some(chunks) => resolver.resolve(chunks.clone(), last),
            None => Default::default(),
        };
        last = mention.speaker.or(last);
        (mention, evidence)
    });
    let mentions = mentions.collect();
    for speaker in &mut resolver.speakers {
        speaker.mentions.sort_unstable();
        speaker.mentions.dedup();
    }
    Resolution { speakers: resolver.speakers, mentions }
}

/// How many names before a pronoun are looked at.
const REACH: usize = 24;

/// What the sieves read, and the speakers that they have found so far.
struct Resolver<'r> {
    reading: &'r Reading<'r>,
    tape: &'r Tape,
    language: &'r Language,
    options: &'r Options,
    names: Names<'r>,
    speakers: Vec<Speaker>,
    of_person: HashMap<usize, u32>,
    of_description: HashMap<String, u32>,
}

impl Resolver<'_> {
    /// Whom the phrase `chunks` beside a quote means; `last` is the speaker of the quote before.
    fn resolve(&mut self, chunks: Range<usize>, last: Option<u32>) -> (Mention, Option<Evidence>) {
        let Some(whole) = span(self.reading, self.tape, chunks.clone()) else { return Default::default() };
        let classes = &self.language.classes;
        let first = self.tape.chunks[chunks.start].class;
        let name = chunks.clone().find(|c| self.tape.chunks[*c].class == classes.name);
        let (kind, speaker, sieve) = if first == classes.pronoun {
            let (speaker, sieve) = self.pronoun(chunks.start, last);
            (MentionKind::Pronoun, speaker, sieve)
        } else if let Some(name) = name {
            // A letter is nobody's name: the `Q` of an interview.
            if whole.of(self.reading.text).chars().count() == 1 {
                (MentionKind::Nominal, self.described(chunks.start, whole.of(self.reading.text)), "description")
            } else {
                let (speaker, sieve) = self.name(name);
                (MentionKind::Name, speaker, sieve)
            }
        } else {
            (MentionKind::Nominal, self.described(chunks.start, whole.of(self.reading.text)), "description")
        };
        self.speakers[speaker as usize].mentions.push(whole);
        let evidence = Evidence { step: Step::Sieve, id: sieve, spans: vec![whole] };
        (Mention { spans: vec![whole], kind, speaker: Some(speaker) }, Some(evidence))
    }

    /// The owner of the name at chunk `at`.
    fn name(&mut self, at: usize) -> (u32, &'static str) {
        let mention = self.names.mentions.binary_search_by_key(&at, |m| m.chunk);
        let mention = &self.names.mentions[mention.expect("every name on the tape is a mention")];
        let (person, form) = (mention.person, mention.span.of(self.reading.text));
        let sieve = if self.names.people[person].name == form { "full-name" } else { "surname" };
        (self.named(person), sieve)
    }

    /// The record of a named person, made at the first call.
    fn named(&mut self, person: usize) -> u32 {
        if let Some(id) = self.of_person.get(&person) {
            return *id;
        }
        let found = &self.names.people[person];
        let words = |name: &str| name.split_whitespace().count();
        let is_known = |form: &String| found.forms.contains(&form.as_str());
        let known = self.options.known_speakers.iter().find(|k| is_known(&k.name) || k.aliases.iter().any(is_known));
        let name = match known {
            Some(known) if words(&known.name) > words(found.name) => known.name.clone(),
            _ => found.name.to_owned(),
        };
        let pronouns = found.honorifics.iter().find_map(|title| (self.language.names.gender)(title));
        let aliases = found.forms.iter().filter(|form| **form != name).map(|form| (*form).to_owned()).collect();
        let kind = match (self.language.names.is_organization)(found.name) {
            true => SpeakerKind::Organization,
            false => SpeakerKind::Person,
        };
        let id =
            self.add(Speaker { name, aliases, kind, pronouns: pronouns.unwrap_or_default(), ..Speaker::default() });
        self.of_person.insert(person, id);
        id
    }

    /// Whom the pronoun at chunk `at` stands for: the nearest subject before it with a name, or who spoke last.
    fn pronoun(&mut self, at: usize, last: Option<u32>) -> (u32, &'static str) {
        let word = self.reading.word(self.tape.chunks[at].head);
        let gender = (self.language.names.gender)(word).unwrap_or_default();
        let before = self.names.mentions.partition_point(|m| m.chunk < at);
        let is_subject = |chunk: usize| {
            self.tape.chunks.get(chunk + 1).is_some_and(|next| self.language.classes.finite.contains(&next.class))
        };
        // Nobody says he or she of a ministry.
        let personal = matches!(gender, Pronouns::He | Pronouns::She);
        let is_somebody = |person: usize| {
            let name = self.names.people[person].name;
            !personal || !(self.language.names.is_organization)(name) && !name.starts_with(char::is_lowercase)
        };
        let mut mentions = self.names.mentions[..before].iter().rev().take(REACH);
        let subject = mentions.find(|m| is_subject(m.chunk) && is_somebody(m.person));
        let subject = subject.map(|m| m.person);
        let found = match subject {
            Some(person) => Some((self.named(person), "pronoun-subject")),
            None => last.map(|last| (last, "pronoun-last-speaker")),
        };
        let agrees = |speaker: &Speaker| {
            gender == Pronouns::Unknown || speaker.pronouns == Pronouns::Unknown || speaker.pronouns == gender
        };
        if let Some((id, sieve)) = found.filter(|(id, _)| agrees(&self.speakers[*id as usize])) {
            let speaker = &mut self.speakers[id as usize];
            if speaker.pronouns == Pronouns::Unknown {
                speaker.pronouns = gender;
            }
            return (id, sieve);
        }
        let reason = "the pronoun has nobody before it that it could stand for".to_owned();
        let nobody =
            Speaker { kind: SpeakerKind::Unnamed, pronouns: gender, unresolved_reason: reason, ..Speaker::default() };
        (self.add(nobody), "no-antecedent")
    }

    /// The record of somebody without a name, one a description.
    fn described(&mut self, at: usize, description: &str) -> u32 {
        let key = description.to_lowercase();
        if let Some(id) = self.of_description.get(&key) {
            return *id;
        }
        let chunk = &self.tape.chunks[at];
        let plural = chunk.features & self.language.classes.plural != 0;
        let listed = (self.language.names.speaking_noun)(self.reading.word(chunk.head));
        let kind = listed.unwrap_or(if plural { SpeakerKind::Group } else { SpeakerKind::Unnamed });
        let id = self.add(Speaker { kind, description: description.to_owned(), ..Speaker::default() });
        self.of_description.insert(key, id);
        id
    }

    fn add(&mut self, speaker: Speaker) -> u32 {
        self.speakers.push(speaker);
        self.speakers.len() as u32 - 1
    }
}
