//! Whom a pronoun stands for: the most salient of those who agree with it.

use super::actor::{Actor, Source};
use super::grammar;
use super::stage::{Resolved, Stage};
use crate::quote::{Pronouns, SpeakerKind};

/// How many chunks behind a pronoun are looked at: whom a sentence names behind its subject pronoun is somebody else
/// (principle C of the binding theory: in `he said Cruz would go`, he is not Cruz).
const BEHIND: usize = 30;
/// How many chunks a clause before the main clause may have behind its subject.
const FRONTED: usize = 10;
/// How far behind a pronoun that has nobody before it the first agreeing name may stand.
const FORWARD: usize = 60;
/// How much a figure counts that the sentence names behind the pronoun, or the quote names in its content.
const NAMED_BEHIND: f32 = 0.3;
const NAMED_INSIDE: f32 = 0.3;
/// How well at least one agrees who spoke in the sentence before, and how much more such a one counts: whoever speaks
/// goes on speaking.
const SPOKE: f32 = 0.85;
const GOES_ON: f32 = 1.3;
/// Up to which share of the winner's salience the second one leaves no doubt.
const SURE: f32 = 0.5;

impl Stage<'_> {
    /// Whom the pronoun at chunk `at` stands for.
    pub(super) fn pronoun(&mut self, at: usize, speaks: bool, inside: &[u32]) -> Option<Resolved> {
        let classes = &self.language.classes;
        let features = self.tape.chunks[at].features;
        if features & classes.first_person != 0 {
            return speaks.then(|| self.nobody(Pronouns::Unknown, "the first person is whoever writes the text"));
        }
        let Some(gender) = (self.language.names.gender)(self.head(at)) else {
            // `There was a man saying …`
            let reason = match features & classes.object_case {
                0 => "the second person is whoever reads the text",
                _ => "the word stands for nobody",
            };
            return speaks.then(|| self.nobody(Pronouns::Unknown, reason));
        };
        let behind = match features & classes.object_case {
            0 => self.behind(at),
            _ => Vec::new(),
        };
        let fronted = self.subject_behind_clause(at, gender);
        let (mut rival, mut salient) = (0.0, None);
        if fronted.is_none()
            && let Some((actor, share)) = self.contest(gender, &behind, inside, speaks)
        {
            (rival, salient) = (share, Some(actor));
        }
        let (actor, sieve) = if let Some(actor) = fronted {
            (actor, "pronoun-forward")
        } else if let Some(actor) = salient {
            (actor, "pronoun-salience")
        } else if let Some(actor) = self.last_of_gender(gender) {
            (actor, "pronoun-agreement")
        } else if let Some(actor) = self.first_behind(at, gender, &behind).filter(|_| speaks) {
            (actor, "pronoun-forward")
        } else {
            return speaks.then(|| self.nobody(gender, "the pronoun has nobody before it that it could stand for"));
        };
        let touch = self.scene.latest().find(|touch| touch.actor == actor).map(|touch| touch.chunk);
        let antecedent = touch.and_then(|chunk| self.chunk_span(chunk));
        self.mentions.extend(self.chunk_span(at).map(|span| (actor, span)));
        let entry = &mut self.actors[actor as usize];
        // Where somebody else was nearly as salient the pronoun says nothing for good.
        if matches!(gender, Pronouns::He | Pronouns::She) && rival < SURE {
            if entry.agreement == Pronouns::Unknown {
                entry.agreement = gender;
            }
            if entry.pronouns == Pronouns::Unknown {
                entry.pronouns = gender;
            }
        }
        Some(Resolved { actor, sieve, antecedent })
    }

    /// Whoever is most salient of those who agree with a pronoun, less so where named `behind` it or `inside` the quote.
    pub(super) fn salient(&self, gender: Pronouns, behind: &[u32], inside: &[u32]) -> Option<u32> {
        self.contest(gender, behind, inside, false).map(|(actor, _)| actor)
    }

    /// The same, and what share of that salience the second one has; where the pronoun `speaks`, whoever spoke before it
    /// counts more.
    fn contest(&self, gender: Pronouns, behind: &[u32], inside: &[u32], speaks: bool) -> Option<(u32, f32)> {
        let from = self.paragraph.max(self.sentence.saturating_sub(1));
        let spoke = self.spoke.filter(|(_, sentence)| speaks && *sentence >= from).map(|(actor, _)| actor);
        self.scene.contest(self.sentence, |actor| {
            let mut agreement = agreement(&self.actors[actor as usize], gender);
            if agreement == 0.0 || self.asker == Some(actor) {
                return 0.0;
            }
            if spoke == Some(actor) {
                agreement = agreement.max(SPOKE) * GOES_ON;
            }
            let named_behind = if behind.contains(&actor) { NAMED_BEHIND } else { 1.0 };
            let named_inside = if inside.contains(&actor) { NAMED_INSIDE } else { 1.0 };
            agreement * named_behind * named_inside
        })
    }

    /// Whom the main clause has for its subject, where the subject pronoun at `at` stands in a clause before it: in `When
    /// he took over, Cruz was 40` he is Cruz, and so in `Asked what he would do, Cruz left`.
    fn subject_behind_clause(&self, at: usize, gender: Pronouns) -> Option<u32> {
        let chunks = &self.tape.chunks;
        let classes = &self.language.classes;
        let edge = |at: usize| chunks[at].tokens.is_empty();
        let begin = (at.saturating_sub(FRONTED)..at).rev().find(|i| edge(*i))? + 1;
        let class = |i: usize| chunks[i].class;
        // A clause of its own, or what somebody is asked, who is not named before.
        let clause = at.checked_sub(1).filter(|before| class(*before) == classes.subordinator);
        let opens = clause.is_some_and(|first| first == begin || first == begin + 1 && class(begin) == classes.adverb);
        let first = begin + usize::from(class(begin) == classes.subordinator);
        let asked = || first < at && self.tape.cue(first).is_some() && !(first..at).any(|i| self.named(i).is_some());
        if !(opens || asked()) || !matches!(gender, Pronouns::He | Pronouns::She) {
            return None;
        }
        let mut clause = (at + 1..chunks.len().min(at + FRONTED)).take_while(|i| !edge(*i));
        let comma = clause.find(|i| chunks[*i].class == classes.comma)?;
        let named = self.named(comma + 1).filter(|named| named.chunk == comma + 1)?;
        let actor = named.figure as u32;
        let fits = agreement(&self.actors[named.figure], gender) > 0.3;
        (fits && grammar::is_subject(self.tape, self.language, named.last)).then_some(actor)
    }

    /// The figures that the sentence names behind chunk `at`.
    fn behind(&self, at: usize) -> Vec<u32> {
        let edges = self.tape.chunks[at..].iter().take(BEHIND).take_while(|chunk| !chunk.tokens.is_empty());
        let end = at + edges.count();
        let from = self.cast.names.partition_point(|named| named.chunk <= at);
        let names = self.cast.names[from..].iter().take_while(|named| named.chunk < end);
        names.filter(|named| !named.possessor).map(|named| named.figure as u32).collect()
    }

    fn last_of_gender(&self, gender: Pronouns) -> Option<u32> {
        let last = match gender {
            Pronouns::He => self.last_of_gender[0],
            Pronouns::She => self.last_of_gender[1],
            _ => None,
        };
        last.filter(|actor| self.asker != Some(*actor))
    }

    /// The first person named soon behind chunk `at` who agrees, in another sentence: `“I ran,” she said. Ana Cruz, 46,
    /// was …`
    fn first_behind(&self, at: usize, gender: Pronouns, behind: &[u32]) -> Option<u32> {
        if !matches!(gender, Pronouns::He | Pronouns::She) {
            return None;
        }
        let from = self.cast.names.partition_point(|named| named.chunk <= at);
        let names = self.cast.names[from..].iter().take_while(|named| named.chunk < at + FORWARD);
        let fits = |actor: &Actor| actor.human && agreement(actor, gender) > 0.5;
        names
            .map(|named| named.figure as u32)
            .find(|actor| !behind.contains(actor) && fits(&self.actors[*actor as usize]))
    }

    fn nobody(&mut self, pronouns: Pronouns, unresolved: &'static str) -> Resolved {
        let source = Source::Nobody(unresolved);
        let actor = Actor { source, kind: SpeakerKind::Unnamed, pronouns, ..Actor::default() };
        Resolved { actor: self.add(actor), sieve: "no-antecedent", antecedent: None }
    }
}

/// How well a pronoun of a gender goes with an actor, 0 to 1; unknown gender is `it`.
#[inline]
fn agreement(actor: &Actor, gender: Pronouns) -> f32 {
    let plural = actor.is_plural();
    // Whoever writes the text is no third person.
    let writes = || matches!(actor.source, Source::Nobody(_)) && actor.pronouns == Pronouns::Unknown;
    match (gender, actor.kind) {
        (Pronouns::He | Pronouns::She, SpeakerKind::Person | SpeakerKind::Unnamed) => match actor.agreement {
            agreement if agreement == gender => {
                if actor.kind == SpeakerKind::Person {
                    1.0
                } else {
                    0.7
                }
            }
            Pronouns::Unknown if actor.human && actor.kind == SpeakerKind::Person => 0.85,
            Pronouns::Unknown if actor.acts || actor.kind == SpeakerKind::Unnamed && !writes() => 0.4,
            _ => 0.0,
        },
        (Pronouns::They, _) if plural => 1.0,
        (Pronouns::They, SpeakerKind::Organization) if !actor.is_place => 0.5,
        (Pronouns::They, SpeakerKind::Person | SpeakerKind::Unnamed)
            if actor.agreement == Pronouns::Unknown && !writes() =>
        {
            0.1
        }
        (Pronouns::Unknown, SpeakerKind::Organization) => {
            if actor.is_place {
                0.5
            } else {
                1.0
            }
        }
        (Pronouns::Unknown, SpeakerKind::Document) => 1.0,
        (Pronouns::Unknown, SpeakerKind::Group) if actor.agreement == Pronouns::Unknown => 1.0,
        (Pronouns::Unknown, SpeakerKind::Person) if !actor.human => 0.3,
        _ => 0.0,
    }
}
