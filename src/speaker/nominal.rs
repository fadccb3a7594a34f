//! Whom a common noun phrase means: somebody whose role it is, the body that it is a word for, or nobody with a name.

use smallvec::SmallVec;

use super::actor::may_agree;
use super::cast::{Figure, Named};
use super::introduce::Holder;
use super::key::key;
use super::scene::Touch;
use super::stage::{Resolved, Stage};
use crate::lang::{Determiner, NameKind, Noun};
use crate::quote::{Pronouns, SpeakerKind};

/// How many chunks behind a description its name may follow: `a former judge said …. Ana Cruz, who was a judge …`
const FORWARD: usize = 90;
/// How many of the latest holders of a role are looked at.
const LATEST: usize = 8;
/// How much somebody counts for `the nominee` whose role is another one, and how often one has to be named to count
/// twice.
const OTHER_ROLE: f32 = 0.4;
const OFTEN: u32 = 8;
/// Up to which share of the salience of whom `the former judge` means the second one leaves no doubt.
const SURE: f32 = 0.7;
/// How many names back `the union` reaches, where the name says that it is one.
const BACK: usize = 64;
/// How much a name counts for `the company` that may be a person's.
const UNSURE: f32 = 0.4;
/// How much a person counts for a body that is named after them.
const NAMED_AFTER: f32 = 0.5;
/// How many chunks behind `including` the first of those may stand whom it names, how many are kept, and how many
/// chunks lie between two.
const INCLUDING: usize = 4;
const MEMBERS: usize = 8;
const JOINED: usize = 6;
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
        let institution = || (self.language.names.is_institution)(&(self.language.names.role)(head));
        let found = match kind {
            // A broadcaster may be a body.
            SpeakerKind::Unnamed | SpeakerKind::Person if noun.kind.is_some() => {
                let mut person = self.person(at, noun, determiner);
                if person.is_none() && speaks {
                    person = self.identified(at, noun, determiner).map(|actor| (actor, "role-forward"));
                }
                person.or_else(|| self.body(at, determiner))
            }
            SpeakerKind::Unnamed | SpeakerKind::Person => None,
            SpeakerKind::Organization => self.body(at, determiner),
            SpeakerKind::Document => self.document(at, speaks),
            SpeakerKind::Group if !plural || institution() => self.body(at, determiner),
            SpeakerKind::Group => None,
        };
        if let Some((actor, sieve)) = found {
            let antecedent = self.scene.latest().find(|touch| touch.actor == actor).map(|touch| touch.chunk);
            let antecedent = antecedent.and_then(|chunk| self.chunk_span(chunk));
            self.mentions.extend(self.chunk_span(at).map(|span| (actor, span)));
            return Some(Resolved { actor, sieve, antecedent });
        }
        // A panel or an army is `they` as well as `it`.
        let agreement = if kind == SpeakerKind::Group && plural { Pronouns::They } else { noun.gender };
        let named = if kind == SpeakerKind::Group { self.members(at) } else { Vec::new() };
        let actor = self.described(at, kind, agreement, named);
        self.mentions.extend(self.chunk_span(at).map(|span| (actor, span)));
        let role = self.role(head);
        self.of_noun.insert(role, (at, actor));
        Some(Resolved { actor, sieve: "description", antecedent: None })
    }

    fn person(&mut self, at: usize, noun: Noun, determiner: Determiner) -> Option<(u32, &'static str)> {
        let role = self.role(self.head(at));
        let holders = self.introductions.roles.get(&role).map_or(&[][..], Vec::as_slice);
        let before = holders.partition_point(|holder| holder.chunk < at);
        let latest = self.holders_before(role, at).iter().filter(|holder| self.may_hold(at, holder, noun.nameless));
        let latest = &latest.copied().collect::<SmallVec<[Holder; LATEST]>>();
        let unnamed = self.of_noun.get(&role).filter(|(before, _)| noun.nameless && self.is_said_of(at, *before));
        // `A senator from Harlow said it was late. “It is late,” the senator said.`
        let spoke =
            self.spoke.filter(|(_, sentence)| self.sentence.saturating_sub(*sentence) <= 1).map(|(actor, _)| actor);
        let alike = determiner == Determiner::Definite && self.tape.chunks[at].tokens.len() == 2;
        if let Some((_, actor)) = self.of_noun.get(&role).filter(|(_, actor)| alike && spoke == Some(*actor)) {
            return Some((*actor, "description"));
        }
        if determiner == Determiner::Definite {
            // Whoever was called so last, with a name or without one.
            match (latest.last(), unnamed) {
                (Some(named), Some((unnamed_at, actor))) if *unnamed_at > named.chunk => {
                    return Some((*actor, "description"));
                }
                (None, Some((_, actor))) => return Some((*actor, "description")),
                (Some(last), _) => {
                    // Of whom nobody has spoken for long, he is not the one that another word is for.
                    let salient = self.holder(latest).map(|holder| (holder, "role"));
                    let other = || self.in_mind(at, noun).map(|actor| (actor, "epithet"));
                    return salient.or_else(other).or(Some((last.figure, "role")));
                }
                _ => {}
            }
        }
        let owner = self.owner(at, determiner);
        let alone = latest.iter().all(|holder| holder.figure == latest[0].figure);
        // `Roe’s lawyer` is the one who was called Roe’s; `his wife`, the only wife that the text has.
        let theirs = |holder: &&Holder| match holder.of {
            Some(of) => owner == Some(of),
            None => noun.relational && alone,
        };
        let possessed = determiner == Determiner::Possessive || self.is_possessed(at);
        if let Some(holder) = latest.iter().rev().filter(|_| possessed).find(theirs) {
            return Some((holder.figure, "role"));
        }
        if noun.nameless {
            return None;
        }
        // A description first, then the name: only where the text has one such person soon.
        let soon = holders[before..].iter().take_while(|holder| holder.chunk < at + FORWARD);
        let soon = soon.filter(|holder| self.may_hold(at, holder, noun.nameless));
        // Behind somebody who may be meant nobody is meant who was not there yet.
        let spoken = determiner == Determiner::Definite && self.spoken;
        let soon = soon.filter(|_| !spoken);
        let mut soon = soon.filter(|holder| !possessed || holder.of.is_none_or(|of| owner == Some(of)));
        if let Some(first) = soon.next().filter(|first| soon.all(|other| other.figure == first.figure)) {
            return Some((first.figure, "role-forward"));
        }
        // Whom the text has only a former office for is named somewhere: `Cole’s former strategist said`.
        let another_word = determiner == Determiner::Definite || possessed && self.is_former(at);
        if another_word { self.in_mind(at, noun).map(|actor| (actor, "epithet")) } else { None }
    }

    fn is_former(&self, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        (chunk.tokens.start..chunk.head).any(|token| (self.language.names.is_former)(self.reading.word(token)))
    }

    /// Whoever is most in mind, where the noun at `at` is another word for such: `the businessman`,
    /// `the 46-year-old mother`.
    fn in_mind(&self, at: usize, noun: Noun) -> Option<u32> {
        let chunk = &self.tape.chunks[at];
        let aged = |token: u32| {
            let word = self.reading.word(token);
            word.starts_with(|c: char| c.is_ascii_digit()) && (self.language.names.noun)(word).epithet
        };
        let epithet = !self.is_possessed(at) && (noun.epithet || (chunk.tokens.start..chunk.head).any(aged));
        if !epithet && !self.is_former(at) {
            return None;
        }
        // `When Lee spoke, the businessman left`: he may be Lee.
        let fronted = at > 0 && self.tape.chunks[at - 1].class == self.language.classes.comma;
        let actors = &self.actors;
        let figures = &self.cast.figures;
        let roles = &self.introductions.holders;
        let (actor, rival) = self.scene.contest(self.sentence, |index| {
            let actor = &actors[index as usize];
            let agrees = may_agree(actor.agreement, noun.gender);
            // `Lee spoke after the businessman had left`: another word is not for the subject of the same sentence.
            let bound = || !fronted && self.scene.is_subject(index, self.sentence);
            if actor.kind != SpeakerKind::Person || !actor.human || !agrees || bound() {
                return 0.0;
            }
            // Whom the text knows by another role is seldom meant, whom it names often is.
            let other = if roles.contains(&index) { OTHER_ROLE } else { 1.0 };
            let often = |figure: &Figure| 1.0 + figure.count.min(OFTEN) as f32 / OFTEN as f32;
            if epithet { other * figures.get(index as usize).map_or(1.0, often) } else { 1.0 }
        })?;
        (self.is_near(actor) && (epithet || rival < SURE)).then_some(actor)
    }

    /// The latest holders of a role before chunk `at`.
    pub(super) fn holders_before(&self, role: u64, at: usize) -> &[Holder] {
        let holders = self.introductions.roles.get(&role).map_or(&[][..], Vec::as_slice);
        let before = holders.partition_point(|holder| holder.chunk < at);
        &holders[before.saturating_sub(LATEST)..before]
    }

    /// Which of the latest holders of a role is most in mind.
    pub(super) fn holder(&self, latest: &[Holder]) -> Option<u32> {
        let holds = |actor: u32| f32::from(u8::from(latest.iter().any(|holder| holder.figure == actor)));
        self.scene.most_salient(self.sentence, holds)
    }

    /// Whose the noun at `at` is: `Roe’s lawyer`, `his lawyer`.
    fn owner(&self, at: usize, determiner: Determiner) -> Option<u32> {
        let named = self.cast.possessors(at).last();
        let pronoun = || {
            let word = self.reading.word(self.tape.chunks[at].tokens.start);
            let gender = (self.language.names.gender)(word).filter(|_| determiner == Determiner::Possessive)?;
            self.salient(gender, &[], &[])
        };
        named.or_else(pronoun)
    }

    /// The body that `the commission` or `the company` is a word for.
    fn body(&mut self, at: usize, determiner: Determiner) -> Option<(u32, &'static str)> {
        let head = self.head(at);
        // `Police said`: the force that was named before.
        let bare = determiner == Determiner::None && self.tape.chunks[at].tokens.len() == 1;
        if determiner != Determiner::Definite
            && !(bare && (self.language.names.is_institution)(&(self.language.names.role)(head)))
        {
            return None;
        }
        let role = self.role(head);
        let named = &self.bodies[self.bodies.partition_point(|(word, ..)| *word < role)..];
        let before = named.partition_point(|(word, chunk, _)| *word == role && *chunk < at);
        let latest =
            named[before.saturating_sub(LATEST)..before].iter().filter(|(.., actor)| self.may_be_called(*actor, at));
        let latest = latest.copied().collect::<SmallVec<[(u64, usize, u32); LATEST]>>();
        if bare && latest.iter().any(|(.., actor)| *actor != latest[0].2) {
            return None;
        }
        if !latest.is_empty() {
            return Some((self.body_of(&latest), "body"));
        }
        if self.tape.chunks[at].tokens.len() > 3 || self.is_possessed(at) {
            return None;
        }
        let noun = head.to_ascii_lowercase();
        let near = self.scene.most_salient(self.sentence, |actor| self.body_fit(&noun, actor));
        let near = near.filter(|actor| self.is_near(*actor) || self.body_fit(&noun, *actor) == 1.0);
        // `The union` finds the last one that says it is one, further back too.
        let named = self.cast.names.partition_point(|named| named.chunk < at);
        let mut back = self.cast.names[..named].iter().rev().take(BACK).map(|named| named.figure as u32);
        let actor = near.or_else(|| back.find(|actor| self.body_fit(&noun, *actor) == 1.0))?;
        // Now the text has said what the name is of.
        let found = &mut self.actors[actor as usize];
        found.kind = SpeakerKind::Organization;
        found.human = false;
        Some((actor, "body"))
    }

    /// Whether a body may be called by the words before the noun at `at`: `the fire department` is no police department.
    fn may_be_called(&self, body: u32, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        let said = (chunk.tokens.start + 1..chunk.head).map(|token| self.reading.word(token));
        let mut said = said.filter(|word| !(self.language.names.is_general)(word)).peekable();
        let figure = self.actors[body as usize].figure().map(|figure| &self.cast.figures[figure]);
        said.peek().is_none() || figure.is_none_or(|figure| said.any(|word| figure.words.contains(&key(word))))
    }

    /// How well an actor goes by a noun for bodies. A name that might be a person's counts less, and only where
    /// nothing speaks for a person.
    fn body_fit(&self, noun: &str, actor: u32) -> f32 {
        let actor = &self.actors[actor as usize];
        let Some(figure) = actor.figure().map(|figure| &self.cast.figures[figure]) else { return 0.0 };
        let sure = match (actor.kind, figure.kind) {
            (SpeakerKind::Organization, _) if !actor.is_place => 1.0,
            (SpeakerKind::Person, NameKind::Unknown)
                if actor.role.is_none() && actor.agreement == Pronouns::Unknown =>
            {
                UNSURE
            }
            _ => return 0.0,
        };
        // A ticker named once is nobody yet.
        let once = figure.count < 2 && figure.words.len() < 2;
        match (self.language.names.body_fit)(noun, figure.name) {
            fit if fit < 0.9 && once => 0.0,
            fit => fit * sure,
        }
    }

    /// Which of the bodies named latest is meant: the most salient, or the one that is named after the most salient
    /// (`Cruz arrived. The campaign …` is hers), or else the latest.
    fn body_of(&self, latest: &[(u64, usize, u32)]) -> u32 {
        let mut named_after = Vec::new();
        for (.., body) in latest {
            let words = self.actors[*body as usize].figure().map(|figure| &self.cast.figures[figure].words);
            for word in words.into_iter().flatten() {
                let people = self.cast.owners(*word).filter(|owner| self.actors[*owner as usize].human);
                named_after.extend(people.map(|person| (person, *body)));
            }
        }
        let of = |actor: u32| {
            let body = latest.iter().find(|(.., body)| *body == actor).map(|(.., body)| (*body, 1.0));
            body.or_else(|| {
                named_after.iter().find(|(person, _)| *person == actor).map(|(_, body)| (*body, NAMED_AFTER))
            })
        };
        let salient = self.scene.most_salient(self.sentence, |actor| of(actor).map_or(0.0, |(_, weight)| weight));
        salient.and_then(of).map_or(latest[latest.len() - 1].2, |(body, _)| body)
    }

    /// Who is named as one of the group at `at`: `Critics, including Ana Cruz and Ben Dole,`.
    fn members(&self, at: usize) -> Vec<u32> {
        // `critics of the plan, like Ana Cruz,`
        let class = |at: usize| self.tape.chunks.get(at).map(|chunk| chunk.class);
        let hangs = class(at + 1).is_some_and(|class| self.language.classes.name_prepositions.has(class));
        let behind = || if hangs { self.inclusion(at + 3) } else { None };
        let Some(from) = self.inclusion(at + 1).or_else(behind) else { return Vec::new() };
        let mut next = (from..from + INCLUDING).find(|at| self.named(*at).is_some());
        let mut members = Vec::new();
        while let Some(named) = next.and_then(|at| self.named(at)).filter(|_| members.len() < MEMBERS) {
            members.push(named.figure as u32);
            let joined = self.joined(named.chunk, named.chunk + JOINED);
            next = joined.or_else(|| self.joined_behind_aside(named));
        }
        members
    }

    /// The person joined to another one behind what is said of that: `Ana Cruz, the mayor of Harlow, and Ben Dole`.
    fn joined_behind_aside(&self, named: &Named) -> Option<usize> {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks.get(at).map_or(classes.paragraph, |chunk| chunk.class);
        let human = |figure: usize| self.actors[figure].human;
        if class(named.last + 1) != classes.comma || !human(named.figure) {
            return None;
        }
        let behind = named.last + 2..named.last + 2 + JOINED;
        let stops = |at: &usize| classes.finite.has(class(*at)) || self.tape.chunks[*at].tokens.is_empty();
        let and = behind.take_while(|at| !stops(at)).find(|at| class(*at) == classes.and)?;
        self.named(and + 1).filter(|other| other.chunk == and + 1 && human(other.figure)).map(|other| other.chunk)
    }

    /// A document with its maker's name, where the words say who made it: `a Reuters survey`, `a report by Politico`,
    /// `the report, by Politico,`, `her letter`. Annotators name nobody for `the survey` alone, so neither is anybody here.
    fn document(&mut self, at: usize, speaks: bool) -> Option<(u32, &'static str)> {
        let classes = &self.language.classes;
        let from = self.cast.names.partition_point(|named| named.chunk < at);
        let inside = self.cast.names.get(from).filter(|named| named.chunk == at);
        let class = |at: usize| self.tape.chunks.get(at).map(|chunk| chunk.class);
        let by = at + 1 + usize::from(class(at + 1) == Some(classes.comma));
        let named = inside.or_else(|| self.named(by + 1).filter(|_| class(by) == Some(classes.by)));
        let maker = named.map(|named| named.figure).or_else(|| self.pronoun_before(at).filter(|_| speaks))?;
        let found = &self.actors[maker];
        let body = found.kind == SpeakerKind::Organization && !found.is_place;
        if !body && !found.human && !found.acts {
            return None;
        }
        Some((self.described(at, SpeakerKind::Document, Pronouns::Unknown, vec![maker as u32]), "maker"))
    }

    /// Whom the possessive pronoun before a noun stands for, if the text names them: `her account`.
    fn pronoun_before(&self, at: usize) -> Option<usize> {
        let first = self.reading.word(self.tape.chunks[at].tokens.start);
        let gender = (self.language.names.gender)(first)?;
        let possessive = (self.language.names.determiner)(first) == Determiner::Possessive;
        let actor = possessive.then(|| self.salient(gender, &[], &[])).flatten()?;
        self.actors[actor as usize].figure()
    }

    /// Whether a possessive stands in the chunk at `at`.
    pub(super) fn is_possessed(&self, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        chunk.features & self.language.classes.possessed != 0
    }

    /// Whether somebody was mentioned within the last sentences.
    fn is_near(&self, actor: u32) -> bool {
        let near = |touch: &&Touch| touch.actor == actor && self.sentence.saturating_sub(touch.sentence) <= NEAR;
        self.scene.latest().any(|touch| near(&touch))
    }
}
