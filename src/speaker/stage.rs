//! The walk through a text: every noun phrase from left to right, each resolved with what the ones before it left.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::actor::{Actor, Source};
use super::cast::{Cast, Named, cast};
use super::grammar;
use super::introduce::{Introductions, introductions};
use super::key::key;
use super::layout;
use super::phrase::phrases;
use super::scene::{Place, Scene, Touch};
use crate::lang::{Determiner, Language};
use crate::quote::{Pronouns, SpeakerKind};
use crate::quotes::span;
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::Span;
use crate::text::token::TokenKind;

/// Whom a noun phrase means, and how that was found.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Which of [`Stage::actors`].
    pub actor: u32,
    /// The sieve.
    pub sieve: &'static str,
    /// What led there beside the phrase itself.
    pub antecedent: Option<Span>,
}

/// How many chunks behind its first one a name may reach.
const LONGEST: usize = 6;

/// What the sieves read, and what they have found so far.
pub struct Stage<'r> {
    pub reading: &'r Reading<'r>,
    pub tape: &'r Tape,
    pub language: &'r Language,
    pub cast: Cast<'r>,
    /// The name that each chunk is about, by its number; [`u32::MAX`] for none.
    of_chunk: Vec<u32>,
    pub introductions: Introductions,
    /// Named figures first, by their numbers; then the unnamed as they come.
    pub actors: Vec<Actor>,
    pub scene: Scene,
    /// The first name that does not stand before the walk.
    next_name: usize,
    /// Whether anybody with a name has spoken in the story.
    pub spoken: bool,
    /// Who said something last, and in which sentence: no question, and not in a subordinate clause.
    pub spoke: Option<(u32, u32)>,
    /// Who asked what is being answered, and does not answer it.
    pub asker: Option<u32>,
    /// The sentence that the walk is in, and the first one of its paragraph.
    pub sentence: u32,
    pub paragraph: u32,
    /// The unnamed by their descriptions, and the latest of each noun.
    pub of_description: FxHashMap<u64, u32>,
    pub of_noun: FxHashMap<u64, (usize, u32)>,
    /// All the words beside their first quote that stand for the unnamed.
    pub wholly: FxHashMap<u32, Span>,
    /// Pronouns and common nouns that were resolved.
    pub mentions: Vec<(u32, Span)>,
    /// Joint speakers by their members.
    pub of_members: FxHashMap<Vec<u32>, u32>,
    /// The last one whom a pronoun of each gender stood for or could have: he, she.
    pub last_of_gender: [Option<u32>; 2],
    /// Names of bodies by their words: word, chunk and actor, in order.
    pub bodies: Vec<(u64, usize, u32)>,
}

impl<'r> Stage<'r> {
    pub fn new(reading: &'r Reading<'r>, tape: &'r Tape, language: &'r Language) -> Stage<'r> {
        let phrases = phrases(reading, tape, language);
        let cast = cast(reading, tape, &phrases, language);
        let introductions = introductions(reading, tape, language, &cast);
        // In news two of five have a name.
        let unnamed = cast.figures.len() * 3 / 2;
        let mut actors = Vec::with_capacity(cast.figures.len() + unnamed);
        actors.extend(cast.figures.iter().enumerate().map(|(index, figure)| Actor::named(index, figure)));
        for (index, actor) in actors.iter_mut().enumerate() {
            actor.role = introductions.role.get(&index).copied();
            if actor.agreement == Pronouns::Unknown && actor.kind == SpeakerKind::Person {
                actor.agreement = introductions.gender.get(&index).copied().unwrap_or_default();
            }
            if introductions.bodies.contains(&index) {
                (actor.kind, actor.human) = (SpeakerKind::Organization, false);
            }
            actor.human |= actor.kind == SpeakerKind::Person && actor.role.is_some();
        }
        // A name of several chunks covers them all.
        let mut of_chunk = vec![u32::MAX; tape.chunks.len()];
        for (number, named) in cast.names.iter().enumerate().filter(|(_, named)| !named.possessor) {
            of_chunk[named.chunk..=named.last.min(named.chunk + LONGEST)].fill(number as u32);
        }
        let mut bodies = Vec::with_capacity(cast.names.len());
        for named in cast.names.iter().filter(|named| actors[named.figure].kind == SpeakerKind::Organization) {
            let words = cast.figures[named.figure].words.iter();
            bodies.extend(words.map(|word| (*word, named.chunk, named.figure as u32)));
        }
        bodies.sort_by_key(|(word, ..)| *word);
        Stage {
            reading,
            tape,
            language,
            cast,
            of_chunk,
            introductions,
            actors,
            scene: Scene::default(),
            next_name: 0,
            spoken: false,
            spoke: None,
            asker: None,
            sentence: 0,
            paragraph: 0,
            of_description: FxHashMap::with_capacity_and_hasher(unnamed, FxBuildHasher),
            of_noun: FxHashMap::with_capacity_and_hasher(unnamed, FxBuildHasher),
            wholly: FxHashMap::default(),
            mentions: Vec::new(),
            of_members: FxHashMap::default(),
            last_of_gender: [None; 2],
            bodies,
        }
    }

    /// Resolves the noun phrase at chunk `at`, behind those that were resolved before; `speaks` where it is the speaker of
    /// a quote, and whom the content of that names is none of the candidates of a pronoun.
    pub fn resolve(&mut self, at: usize, speaks: bool, inside: &[u32]) -> Option<Resolved> {
        let classes = &self.language.classes;
        let class = self.tape.chunks[at].class;
        let named = self.named(at).cloned();
        self.touch_possessors(at);
        self.possessive(at);
        let found = if let Some(named) = &named {
            Some(Resolved { actor: named.figure as u32, sieve: named.sieve, antecedent: None })
        } else if let Some(figure) = self.introductions.apposed.get(&at) {
            Some(Resolved { actor: *figure, sieve: "apposition", antecedent: None })
        } else if class == classes.pronoun {
            self.pronoun(at, speaks, inside)
        } else if class == classes.who {
            self.relative(at)
        } else if class == classes.which {
            if speaks { self.relative_of_thing(at) } else { None }
        } else if class == classes.nominal || class == classes.name || class == classes.number && speaks {
            self.nominal(at, speaks)
        } else {
            None
        }?;
        let named_alone = named.is_some();
        let last = named.map_or(at, |named| named.last);
        let place = if speaks { Place::Speaker } else { grammar::place(self.tape, self.language, at, last) };
        // Whoever is introduced is about to be spoken of: `That worries Ana Cruz, the head of the school.` With a title
        // alone, and behind a preposition, somewhat less: `who ran for Mayor Ana Cruz`.
        let figure = self.cast.figures.get(found.actor as usize);
        let introduced = figure.is_some_and(|figure| figure.introduced == at);
        let place = match place {
            Place::Speaker => place,
            _ if introduced && self.introductions.presented.contains(&found.actor) => Place::Subject,
            Place::Oblique if introduced && self.introductions.holders.contains(&found.actor) => Place::Object,
            _ if introduced && self.introductions.holders.contains(&found.actor) => Place::Subject,
            _ => place,
        };
        // An apposition or a relative pronoun brings nobody to mind who was not there already.
        if !matches!(found.sieve, "apposition" | "relative-pronoun") || speaks {
            self.touch(found.actor, at, place);
        }
        if named_alone && !speaks {
            self.touch_together(found.actor, at, place);
        }
        Some(found)
    }

    /// Notes those whom the possessives of the chunk at `at` name.
    fn touch_possessors(&mut self, at: usize) {
        while let Some(named) = self.cast.names.get(self.next_name).filter(|named| named.chunk <= at) {
            let possessor = (named.possessor && named.chunk == at).then_some(named.figure as u32);
            self.next_name += 1;
            possessor.into_iter().for_each(|figure| self.touch(figure, at, Place::Possessor));
        }
    }

    /// Whether the paragraph behind the edge at `at` parts two stories.
    pub fn breaks_behind(&self, at: usize) -> bool {
        let Some(next) = self.tape.chunks.get(at + 1).map(|chunk| chunk.tokens.start) else { return false };
        let paragraphs = &self.reading.paragraphs;
        let paragraph = paragraphs.get(paragraphs.partition_point(|paragraph| paragraph.end <= next));
        paragraph.is_some_and(|paragraph| layout::is_break(self.reading, paragraph.clone()))
    }

    /// Notes a mention of an actor at a chunk.
    pub fn touch(&mut self, actor: u32, chunk: usize, place: Place) {
        self.spoken |= place == Place::Speaker && self.actors[actor as usize].human && self.is_named(actor);
        self.scene.note(Touch { actor, chunk, sentence: self.sentence, place });
        if matches!(place, Place::Speaker | Place::Subject) {
            match self.actors[actor as usize].agreement {
                Pronouns::He => self.last_of_gender[0] = Some(actor),
                Pronouns::She => self.last_of_gender[1] = Some(actor),
                _ => {}
            }
        }
    }

    fn is_named(&self, actor: u32) -> bool {
        self.actors[actor as usize].figure().is_some()
    }

    /// The name that the chunk at `at` is about, if it is one.
    pub fn named(&self, at: usize) -> Option<&Named> {
        self.of_chunk.get(at).and_then(|name| self.cast.names.get(*name as usize))
    }

    /// Notes the two of `Ana Cruz and Ben Dole signed` as one, for whom `they` may stand.
    fn touch_together(&mut self, actor: u32, at: usize, place: Place) {
        let Some(before) = at.checked_sub(2) else { return };
        let and = self.tape.chunks[at - 1].class == self.language.classes.and;
        let other = self.named(before).filter(|_| and).map(|named| named.figure as u32);
        let person = |actor: u32| self.actors[actor as usize].kind == SpeakerKind::Person;
        if let Some(other) = other.filter(|other| *other != actor && person(*other) && person(actor)) {
            let both = self.joint(vec![other, actor]);
            self.touch(both, at, place);
        }
    }

    /// Notes whom a possessive brings to mind: `his district`, `the senator’s district`.
    fn possessive(&mut self, at: usize) {
        let chunk = &self.tape.chunks[at];
        if chunk.features & self.language.classes.possessed == 0 {
            return;
        }
        let names = &self.language.names;
        let first = self.reading.word(chunk.tokens.start);
        let gender = (names.gender)(first).filter(|g| matches!(g, Pronouns::He | Pronouns::She));
        let actor = match gender {
            Some(gender) => self.salient(gender, &[], &[]),
            None if (names.determiner)(first) == Determiner::Definite => {
                let noun = self.possessing_nouns(at).next();
                let noun = noun.filter(|noun| (names.noun)(noun).kind == Some(SpeakerKind::Unnamed));
                noun.and_then(|noun| self.holder(self.holders_before(self.role(noun), at)))
            }
            None => None,
        };
        if let Some(actor) = actor {
            self.touch(actor, at, Place::Possessor);
        }
    }

    /// Whom a relative pronoun stands for: the last one before it in its sentence who can be a `who`. Without a comma
    /// that is no name: in `an aide to Ana Cruz who asked`, the aide.
    fn relative(&mut self, at: usize) -> Option<Resolved> {
        const REACH: usize = 8;
        let comma = at > 0 && self.tape.chunks[at - 1].class == self.language.classes.comma;
        let here =
            || self.scene.latest().take_while(|touch| touch.sentence == self.sentence && at - touch.chunk <= REACH);
        let fits = |touch: &&Touch| {
            let actor = &self.actors[touch.actor as usize];
            let thing = matches!(actor.kind, SpeakerKind::Organization | SpeakerKind::Document);
            // `It was Cruz who said`
            let pronoun = self.tape.chunks[touch.chunk].class == self.language.classes.pronoun;
            !thing && !pronoun && touch.place != Place::Possessor && (comma || self.named(touch.chunk).is_none())
        };
        // An apposition is no mention of its own: `Ana Cruz, a clerk at the bank who told …`
        let apposed = |chunk: usize| self.introductions.apposed.get(&chunk).map(|figure| (*figure, chunk));
        let apposed = (at.saturating_sub(REACH)..at).rev().find_map(apposed);
        let mention = |touch: &Touch| (touch.actor, touch.chunk);
        let fit = here().find(fits).map(mention).filter(|(_, chunk)| apposed.is_none_or(|(_, at)| at < *chunk));
        let (actor, chunk) = fit.or(apposed).or_else(|| here().next().map(mention))?;
        Some(Resolved { actor, sieve: "relative-pronoun", antecedent: self.chunk_span(chunk) })
    }

    /// What a `which` that speaks stands for: the noun phrase before it, a comma aside.
    fn relative_of_thing(&mut self, at: usize) -> Option<Resolved> {
        const LONGEST: usize = 5;
        let class = |at: usize| self.tape.chunks[at].class;
        let last = (at.saturating_sub(2)..at).rev().find(|i| self.language.classes.mentions.has(class(*i)))?;
        // `the Board of Trade, which`: a name stands where it begins.
        let begins = |i: &usize| *i == last || self.named(*i).is_some_and(|named| named.last == last);
        let first = (last.saturating_sub(LONGEST)..=last).find(begins)?;
        let actor = match self.named(first) {
            Some(named) => named.figure as u32,
            None => self.nominal(first, true)?.actor,
        };
        Some(Resolved { actor, sieve: "relative-pronoun", antecedent: self.chunk_span(first) })
    }

    /// Somebody without a name, one a description and those whom it names: a document's maker, a group's members.
    pub fn described(&mut self, at: usize, kind: SpeakerKind, agreement: Pronouns, named: Vec<u32>) -> u32 {
        let tokens = self.tape.chunks[at].tokens.clone();
        let words = tokens.clone().map(|token| key(self.reading.word(token)));
        let named_keys = named.iter().map(|named| u64::from(*named) + 1);
        let mix = |all: u64, word: u64| all.rotate_left(7) ^ word;
        let description = words.chain(named_keys).reduce(mix).unwrap_or(0);
        if let Some(actor) = self.of_description.get(&description) {
            return *actor;
        }
        let source = Source::Described(self.reading.span(tokens), named);
        let human = kind == SpeakerKind::Unnamed;
        let actor = self.add(Actor { source, kind, agreement, human, ..Actor::default() });
        self.of_description.insert(description, actor);
        actor
    }

    /// Gives the unnamed all the words that stand for them beside their first quote: `an official at the ministry`.
    pub fn describe_wholly(&mut self, actor: u32, party: Range<usize>) {
        let Source::Described(short, _) = &self.actors[actor as usize].source else { return };
        let short = *short;
        if let Some(whole) = span(self.reading, self.tape, party) {
            let whole = if whole.start == short.start { whole } else { short };
            self.wholly.entry(actor).or_insert(whole);
        }
    }

    /// Several who speak together, as one.
    pub fn joint(&mut self, members: Vec<u32>) -> u32 {
        if let Some(actor) = self.of_members.get(&members) {
            return *actor;
        }
        let source = Source::Joint(members.clone());
        let actor = self.add(Actor { source, kind: SpeakerKind::Group, agreement: Pronouns::They, ..Actor::default() });
        self.of_members.insert(members, actor);
        actor
    }

    pub fn add(&mut self, actor: Actor) -> u32 {
        self.actors.push(actor);
        self.actors.len() as u32 - 1
    }

    /// The words of a chunk.
    pub fn chunk_span(&self, at: usize) -> Option<Span> {
        let tokens = self.tape.chunks[at].tokens.clone();
        (!tokens.is_empty()).then(|| self.reading.span(tokens))
    }

    /// The word that carries a chunk's meaning.
    pub fn head(&self, at: usize) -> &'r str {
        self.reading.word(self.tape.chunks[at].head)
    }

    /// The words before the possessive clitics of a noun phrase: `minister` in `the minister’s spokesman`.
    pub fn possessing_nouns(&self, at: usize) -> impl Iterator<Item = &'r str> {
        let chunk = &self.tape.chunks[at];
        let is_clitic = |token: &u32| self.reading.tokens[*token as usize].kind == TokenKind::Clitic;
        (chunk.tokens.start + 1..chunk.head).filter(is_clitic).map(|clitic| self.reading.word(clitic - 1))
    }

    /// The key of a noun's role.
    pub fn role(&self, noun: &str) -> u64 {
        key(&(self.language.names.role)(noun))
    }
}
