//! Whom a common noun phrase means: somebody whose role it is, the body that it is a word for, or nobody with a name.

use super::key::key;
use super::scene::Touch;
use super::stage::{Resolved, Stage};
use crate::lang::{Determiner, Noun};
use crate::quote::{Pronouns, SpeakerKind};

/// How many chunks behind a description its name may follow: `a former judge said …. Ana Cruz, who was a judge …`
const FORWARD: usize = 90;
/// How many of the latest holders of a role are looked at.
const LATEST: usize = 8;
/// How much somebody counts for `the nominee` whose role is another one, and how often one has to be named to count
/// twice.
const OTHER_ROLE: f32 = 0.4;
const OFTEN: u32 = 8;
/// How many sentences back `the company` or `the businessman` reaches.
const NEAR: u32 = 4;

impl Stage<'_> {
    /// Whom the noun phrase at chunk `at` means. Nobody is made up for one that does not speak and cannot.
    pub(super) fn nominal(&mut self, at: usize, speaks: bool) -> Option<Resolved> {
        let head = self.head(at);
        let noun = (self.language.names.noun)(head);
        if noun.kind.is_none() && !speaks {
            return None;
        }
        let plural = self.tape.chunks[at].features & self.language.classes.plural != 0;
        let kind = noun.kind.unwrap_or(if plural { SpeakerKind::Group } else { SpeakerKind::Unnamed });
        let determiner = (self.language.names.determiner)(self.reading.word(self.tape.chunks[at].tokens.start));
        let institution = (self.language.names.is_institution)(&(self.language.names.role)(head));
        let found = match kind {
            SpeakerKind::Unnamed | SpeakerKind::Person if noun.kind.is_some() => self.person(at, noun, determiner),
            SpeakerKind::Unnamed | SpeakerKind::Person => None,
            SpeakerKind::Organization => self.body(at, determiner),
            SpeakerKind::Document => self.document(at),
            SpeakerKind::Group if !plural || institution => self.body(at, determiner),
            SpeakerKind::Group => None,
        };
        if let Some((actor, sieve)) = found {
            let antecedent = self.scene.latest().find(|touch| touch.actor == actor).map(|touch| touch.chunk);
            let antecedent = antecedent.and_then(|chunk| self.chunk_span(chunk));
            self.mentions.extend(self.chunk_span(at).map(|span| (actor, span)));
            return Some(Resolved { actor, sieve, antecedent });
        }
        let agreement = if kind == SpeakerKind::Group { Pronouns::They } else { noun.gender };
        let actor = self.described(at, kind, agreement, None);
        self.mentions.extend(self.chunk_span(at).map(|span| (actor, span)));
        let role = self.role(head);
        self.of_noun.insert(role, (at, actor));
        Some(Resolved { actor, sieve: "description", antecedent: None })
    }

    fn person(&mut self, at: usize, noun: Noun, determiner: Determiner) -> Option<(u32, &'static str)> {
        let role = self.role(self.head(at));
        let holders = self.introductions.roles.get(&role).map_or(&[][..], Vec::as_slice);
        let before = holders.partition_point(|(chunk, _)| *chunk < at);
        let latest = holders[..before].last();
        let unnamed = self.of_noun.get(&role);
        if determiner == Determiner::Definite {
            // Whoever was called so last, with a name or without one.
            match (latest, unnamed) {
                (Some((named_at, _)), Some((unnamed_at, actor))) if unnamed_at > named_at && noun.nameless => {
                    return Some((*actor, "description"));
                }
                (Some(_), _) => return Some((self.holder(&holders[..before]), "role")),
                (None, Some((_, actor))) if noun.nameless => return Some((*actor, "description")),
                _ => {}
            }
        }
        if noun.nameless {
            return None;
        }
        // A description first, then the name: only where the text has one such person soon.
        let soon = holders[before..].iter().take_while(|(chunk, _)| *chunk < at + FORWARD);
        let mut soon = soon.map(|(_, actor)| *actor);
        if let Some(actor) = soon.next().filter(|first| soon.all(|other| other == *first)) {
            return Some((actor, "role-forward"));
        }
        if determiner != Determiner::Definite {
            return None;
        }
        // `the businessman`: another word for whoever is most in mind.
        if !noun.epithet || self.is_possessed(at) {
            return None;
        }
        let actors = &self.actors;
        let figures = &self.cast.figures;
        let roles = &self.introductions.holders;
        let actor = self.scene.most_salient(self.sentence, |index| {
            let actor = &actors[index as usize];
            let agrees = actor.agreement == noun.gender
                || noun.gender == Pronouns::Unknown
                || actor.agreement == Pronouns::Unknown;
            // `Lee spoke after the businessman had left`: another word is not for the subject of the same sentence.
            let bound = self.scene.is_subject(index, self.sentence);
            if actor.kind != SpeakerKind::Person || !actor.human || !agrees || bound {
                return 0.0;
            }
            // Whom the text knows by another role is seldom meant, whom it names often is.
            let other = if roles.contains(&index) { OTHER_ROLE } else { 1.0 };
            let count = figures.get(index as usize).map_or(1, |figure| figure.count.min(OFTEN));
            other * (1.0 + count as f32 / OFTEN as f32)
        })?;
        self.is_near(actor).then_some((actor, "epithet"))
    }

    /// Which of the holders of a role, who stand in the order of their introduction, is meant: the most salient, or
    /// else the latest.
    fn holder(&self, holders: &[(usize, u32)]) -> u32 {
        let latest = &holders[holders.len().saturating_sub(LATEST)..];
        let holds = |actor: u32| f32::from(u8::from(latest.iter().any(|(_, holder)| *holder == actor)));
        self.scene.most_salient(self.sentence, holds).unwrap_or(latest[latest.len() - 1].1)
    }

    /// The body that `the commission` or `the company` is a word for.
    fn body(&self, at: usize, determiner: Determiner) -> Option<(u32, &'static str)> {
        let head = self.head(at);
        // `Police said`: the force that was named before.
        let bare = determiner == Determiner::None && self.tape.chunks[at].tokens.len() == 1;
        if determiner != Determiner::Definite
            && !(bare && (self.language.names.is_institution)(&(self.language.names.role)(head)))
        {
            return None;
        }
        let named = self.bodies.get(&key(head)).map_or(&[][..], Vec::as_slice);
        let before = named.partition_point(|(chunk, _)| *chunk < at);
        let latest = &named[before.saturating_sub(LATEST)..before];
        if bare && latest.iter().any(|(_, actor)| *actor != latest[0].1) {
            return None;
        }
        if before > 0 {
            return Some((self.holder(&named[..before]), "body"));
        }
        if !(self.language.names.is_common_body)(head) || self.tape.chunks[at].tokens.len() > 2 {
            return None;
        }
        let (actors, figures) = (&self.actors, &self.cast.figures);
        let organization_word = self.language.names.is_organization_word;
        let actor = self.scene.most_salient(self.sentence, |actor| {
            let actor = &actors[actor as usize];
            // `Congress`, `the Senate`: what is called by its own kind is not called by another.
            let other = actor.figure().is_none_or(|figure| organization_word(figures[figure].name));
            let body = actor.kind == SpeakerKind::Organization && !actor.is_place;
            f32::from(u8::from(body && !other))
        })?;
        self.is_near(actor).then_some((actor, "body"))
    }

    /// A document with its maker's name, where the words say who made it: `a Reuters survey`, `a report by Politico`.
    fn document(&mut self, at: usize) -> Option<(u32, &'static str)> {
        let classes = &self.language.classes;
        let from = self.cast.names.partition_point(|named| named.chunk < at);
        let inside = self.cast.names.get(from).filter(|named| named.chunk == at);
        let by = self.tape.chunks.get(at + 1).is_some_and(|chunk| chunk.class == classes.by);
        let maker = inside.or_else(|| self.named(at + 2).filter(|_| by))?.figure;
        let found = &self.actors[maker];
        let body = found.kind == SpeakerKind::Organization && !found.is_place;
        if !body && !found.human && !found.acts {
            return None;
        }
        Some((self.described(at, SpeakerKind::Document, Pronouns::Unknown, Some(maker)), "maker"))
    }

    /// Whether a possessive stands in the chunk at `at`.
    fn is_possessed(&self, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        chunk.features & self.language.classes.possessed != 0
    }

    /// Whether somebody was mentioned within the last sentences.
    fn is_near(&self, actor: u32) -> bool {
        let near = |touch: &&Touch| touch.actor == actor && self.sentence.saturating_sub(touch.sentence) <= NEAR;
        self.scene.latest().any(|touch| near(&touch))
    }
}
