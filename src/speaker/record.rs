//! The records of those who speak: what an answer says of each.

use rustc_hash::FxHashMap;

use super::actor::{Source, single_spaced};
use super::stage::Stage;
use crate::options::Options;
use crate::quote::{Speaker, SpeakerKind};
use crate::text::Span;

/// The records so far.
pub struct Records<'r> {
    pub stage: Stage<'r>,
    options: &'r Options,
    of_actor: FxHashMap<u32, u32>,
    /// The names that the caller expects, and whose they are by their place in the options.
    known: FxHashMap<String, usize>,
    /// Records of speakers whom the caller expects, by their place in the options.
    of_known: FxHashMap<usize, u32>,
    speakers: Vec<Speaker>,
}

impl<'r> Records<'r> {
    pub fn new(stage: Stage<'r>, options: &'r Options) -> Records<'r> {
        let (of_actor, of_known) = (FxHashMap::default(), FxHashMap::default());
        // Where two speakers share a name, it is the first one's.
        let mut known = FxHashMap::default();
        for (place, speaker) in options.known_speakers.iter().enumerate() {
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
                known.entry(single_spaced(name)).or_insert(place);
            }
        }
        Records { stage, options, of_actor, known, of_known, speakers: Vec::new() }
    }

    /// The number of an actor's record, which is made at the first call.
    pub fn of(&mut self, actor: u32) -> u32 {
        if let Some(id) = self.of_actor.get(&actor) {
            return *id;
        }
        let known = self.known(actor);
        let id = match known.and_then(|known| self.of_known.get(&known).copied()) {
            Some(id) => {
                self.join(actor, id);
                id
            }
            None => {
                let speaker = self.record(actor, known);
                self.speakers.push(speaker);
                self.speakers.len() as u32 - 1
            }
        };
        self.of_actor.insert(actor, id);
        self.of_known.extend(known.map(|known| (known, id)));
        id
    }

    /// The records, with all mentions.
    pub fn finish(mut self) -> Vec<Speaker> {
        let named = self.stage.cast.names.iter().map(|named| (named.figure as u32, named.span));
        for (actor, span) in named.chain(self.stage.mentions.iter().copied()) {
            if let Some(id) = self.of_actor.get(&actor) {
                self.speakers[*id as usize].mentions.push(span);
            }
        }
        for speaker in &mut self.speakers {
            speaker.mentions.sort_unstable();
            speaker.mentions.dedup();
        }
        self.speakers
    }

    /// Which of the speakers whom the caller expects an actor is.
    fn known(&self, actor: u32) -> Option<usize> {
        if self.known.is_empty() {
            return None;
        }
        let forms = &self.stage.cast.figures[self.stage.actors[actor as usize].figure()?].forms;
        forms.iter().filter_map(|form| self.known.get(&single_spaced(form)).copied()).min()
    }

    /// Adds another figure's forms to a record that the caller says is the same speaker's.
    fn join(&mut self, actor: u32, id: u32) {
        let Some(figure) = self.stage.actors[actor as usize].figure() else { return };
        let speaker = &mut self.speakers[id as usize];
        for form in self.stage.cast.figures[figure].forms.iter().map(|form| single_spaced(form)) {
            if form != speaker.name && !speaker.aliases.contains(&form) {
                speaker.aliases.push(form);
            }
        }
    }

    fn record(&self, actor: u32, known: Option<usize>) -> Speaker {
        let (name, description) = self.words(actor);
        let found = &self.stage.actors[actor as usize];
        let count = |name: &str| name.split_whitespace().count();
        let name = match known.map(|known| &self.options.known_speakers[known].name) {
            Some(known) if count(known) > count(&name) => known.clone(),
            _ => name,
        };
        let forms = found.figure().filter(|_| !name.is_empty()).map(|figure| &self.stage.cast.figures[figure].forms);
        let forms = forms.into_iter().flatten().map(|form| single_spaced(form));
        Speaker {
            kind: found.kind,
            role: found.role.map(|role| self.text(role)).unwrap_or_default(),
            aliases: forms.filter(|form| *form != name).collect(),
            pronouns: found.pronouns,
            mentions: Vec::new(),
            unresolved_reason: match found.source {
                Source::Nobody(reason) => reason.to_owned(),
                _ => String::new(),
            },
            name,
            description,
        }
    }

    /// The name of an actor, or else its description; a document has both where the text names its maker.
    fn words(&self, actor: u32) -> (String, String) {
        let found = &self.stage.actors[actor as usize];
        let name = |figure: usize| single_spaced(self.stage.cast.figures[figure].name);
        match &found.source {
            Source::Nobody(_) => Default::default(),
            // `Democrats` are no one in particular.
            Source::Figure(figure) if found.kind == SpeakerKind::Group => (String::new(), name(*figure)),
            Source::Figure(figure) => (name(*figure), String::new()),
            Source::Described(short, named) => {
                let description = self.text(*self.stage.wholly.get(&actor).unwrap_or(short));
                (together(named.iter().map(|figure| name(*figure as usize)).collect()), description)
            }
            // `Ana Cruz and her aides` carry her name.
            Source::Joint(members) => {
                let members: Vec<(String, String)> = members.iter().map(|member| self.words(*member)).collect();
                let all_named = members.iter().all(|(name, _)| !name.is_empty());
                let names = members.iter().map(|(name, _)| name.clone()).filter(|name| !name.is_empty());
                let names = together(names.collect());
                let words = |(name, description): (String, String)| if name.is_empty() { description } else { name };
                let description =
                    || together(members.into_iter().map(words).filter(|words| !words.is_empty()).collect());
                (names, if all_named { String::new() } else { description() })
            }
        }
    }

    fn text(&self, span: Span) -> String {
        single_spaced(span.of(self.stage.reading.text))
    }
}

/// `Ana Cruz, Ben Dole and Carl Pike`.
fn together(mut names: Vec<String>) -> String {
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}
