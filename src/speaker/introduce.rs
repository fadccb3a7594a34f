//! What the text says that its figures are: titles before a name, appositions on both sides of it.
//!
//! `Trade Secretary Ana Cruz`, `Ana Cruz, 46, the trade secretary,`, `the trade secretary, Ana Cruz,`: each gives a
//! role in the text's words, and the nouns by which the figure may be called later.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cast::{Cast, Named};
use super::key::key;
use crate::lang::{Determiner, Language, NameKind};
use crate::quote::{Pronouns, SpeakerKind};
use crate::reading::Reading;
use crate::tape::{Chunk, Tape};
use crate::text::Span;

/// Somebody who holds a role.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// The chunk of the name.
    pub chunk: usize,
    /// Where the introduction begins, before the name or with it.
    pub from: usize,
    /// The figure.
    pub figure: u32,
    /// Whose the role is, where a name says so: `Roe’s lawyer`.
    pub of: Option<u32>,
}

/// Who holds a role, by its noun, in the order of introduction.
pub type Roles = FxHashMap<u64, Vec<Holder>>;

/// What the introductions of a text say.
#[derive(Default)]
pub struct Introductions {
    /// Who holds which role.
    pub roles: Roles,
    /// Whom the noun phrases of appositions stand for, by their chunks.
    pub apposed: FxHashMap<usize, u32>,
    /// Who holds any.
    pub holders: FxHashSet<u32>,
    /// Who has an apposition that says who they are.
    pub presented: FxHashSet<u32>,
    /// The first role of each figure.
    pub role: FxHashMap<usize, Span>,
    /// Who is said to be a body.
    pub bodies: FxHashSet<usize>,
    /// The gender of the nouns (`his widow, Ana`) for figures whose names say nothing.
    pub gender: FxHashMap<usize, Pronouns>,
}

/// How many chunks an apposition may have.
const LONGEST: usize = 14;

struct Reader<'r, 't> {
    reading: &'r Reading<'t>,
    tape: &'r Tape,
    language: &'r Language,
    cast: &'r Cast<'t>,
}

/// Reads the introductions of all figures.
pub fn introductions<'t>(reading: &Reading<'t>, tape: &Tape, language: &Language, cast: &Cast<'t>) -> Introductions {
    let reader = Reader { reading, tape, language, cast };
    let mut out = Introductions::default();
    for named in cast.names.iter().filter(|named| !named.possessor) {
        let kind = cast.figures[named.figure].kind;
        if !matches!(kind, NameKind::Person | NameKind::Unknown) {
            continue;
        }
        if kind == NameKind::Unknown && reader.is_body(named) {
            out.bodies.insert(named.figure);
        }
        for chunks in [reader.behind(named), reader.before(named)].into_iter().flatten() {
            reader.note(named, chunks, &mut out);
        }
        reader.title(named, &mut out);
    }
    out
}

impl Reader<'_, '_> {
    /// The apposition behind a name: its chunks.
    fn behind(&self, named: &Named) -> Option<std::ops::Range<usize>> {
        let classes = &self.language.classes;
        let mut at = named.last + 1;
        at += usize::from(self.class(at) == classes.parenthesis);
        // `Senator Ana Cruz of Essex, the minority leader,`
        if classes.name_prepositions.has(self.class(at)) && self.class(at + 1) == classes.name {
            at += 2;
        }
        if self.class(at) != classes.comma {
            return None;
        }
        at += 1;
        // An age or a party first.
        if self.class(at) == classes.number && self.class(at + 1) == classes.comma {
            at += 2;
        }
        let end = self.end(at);
        let closes = [classes.comma, classes.who].contains(&self.class(end)) || classes.trailing.has(self.class(end));
        (closes && self.is_person_noun(at)).then_some(at..end)
    }

    /// The description that a name is the apposition of: its chunks.
    fn before(&self, named: &Named) -> Option<std::ops::Range<usize>> {
        let classes = &self.language.classes;
        let comma = named.chunk.checked_sub(1).filter(|at| self.class(*at) == classes.comma)?;
        let edge = |at: usize| self.tape.chunks[at].tokens.is_empty() || self.class(at) == classes.comma;
        let mut start = comma.checked_sub(1)?;
        for _ in 0..6 {
            if edge(start) || start == 0 || classes.finite.has(self.class(start)) {
                return None;
            }
            let hangs = classes.prepositions.has(self.class(start - 1));
            // `with her husband, Ana Cruz`: but `a friend of the mayor, Ana Cruz` need not be the mayor.
            let of = classes.name_prepositions.has(self.class(start - 1));
            let noun = self.class(start) == classes.nominal || self.is_person_noun(start);
            // `In a letter to the mayor, Cruz said`: only another comma closes an apposition.
            let closes = || edge(named.last + 1) || classes.trailing.has(self.class(named.last + 1));
            if noun && (!hangs || !of && self.is_person_noun(start) && closes()) {
                break;
            }
            start -= 1;
        }
        self.is_person_noun(start).then_some(start..comma)
    }

    /// Whether a noun for a body is in apposition to a name: `the energy regulator, Ofpower,`, `Vale, a mining company,`.
    fn is_body(&self, named: &Named) -> bool {
        let comma = self.language.classes.comma;
        let body = |at: usize| {
            let chunk = self.tape.chunks.get(at).filter(|chunk| chunk.class == self.language.classes.nominal);
            let kind = |chunk: &Chunk| (self.language.names.noun)(self.reading.word(chunk.head)).kind;
            chunk.is_some_and(|chunk| kind(chunk) == Some(SpeakerKind::Organization))
        };
        let ends = |at: usize| self.class(at) == comma || self.language.classes.trailing.has(self.class(at));
        let before =
            named.chunk.checked_sub(2).filter(|_| self.class(named.chunk - 1) == comma && ends(named.last + 1));
        let behind = self.class(named.last + 1) == comma && ends(named.last + 3);
        before.is_some_and(body) || behind && body(named.last + 2)
    }

    /// Where the apposition that begins at `at` ends.
    fn end(&self, at: usize) -> usize {
        let classes = &self.language.classes;
        let stops = |i: usize| {
            let class = self.class(i);
            class == classes.comma
                || class == classes.who
                || class == classes.quote
                || classes.trailing.has(class)
                || classes.finite.has(class)
        };
        (at..at + LONGEST).find(|i| stops(*i)).unwrap_or(at)
    }

    fn note(&self, named: &Named, chunks: std::ops::Range<usize>, out: &mut Introductions) {
        let classes = &self.language.classes;
        for at in chunks.clone() {
            let hangs = at > chunks.start && classes.prepositions.has(self.class(at - 1));
            if !hangs && self.is_person_noun(at) {
                out.apposed.insert(at, named.figure as u32);
                out.presented.insert(named.figure as u32);
                self.hold(named, at, self.reading.word(self.tape.chunks[at].head), out);
            }
        }
        if let Some(tokens) = self.tape.tokens(chunks) {
            // An article is no part of an office.
            let article = self.determiner_of(tokens.start) != Determiner::None
                && self.determiner_of(tokens.start) != Determiner::Possessive;
            let start = tokens.start + u32::from(article && tokens.len() > 1);
            out.role.entry(named.figure).or_insert_with(|| self.reading.span(start..tokens.end));
        }
    }

    /// The offices in the titles before a name.
    fn title(&self, named: &Named, out: &mut Introductions) {
        let is_honorific = |token: u32| (self.language.names.is_honorific)(self.reading.word(token));
        let (mut office, mut title) = (None, named.title.clone());
        for token in title.clone() {
            let word = self.reading.word(token);
            if (self.language.names.noun)(word).kind == Some(SpeakerKind::Unnamed) {
                self.hold(named, named.chunk, word, out);
                // `Dr. Ann Lee` may be called the doctor, but that is no office.
                office = Some(token).filter(|token| !is_honorific(*token)).or(office);
            }
        }
        // `Roe’s rival Ana Cruz`; of `rival Ana Cruz` the text does not say whose.
        let chunk = &self.tape.chunks[named.chunk];
        let possessed = chunk.features & self.language.classes.possessed != 0 && chunk.tokens.start < title.start;
        if possessed {
            title.start = chunk.tokens.start;
        }
        let relational = |token: u32| (self.language.names.noun)(self.reading.word(token)).relational;
        if office.is_some_and(|office| possessed || title.start < office || !relational(office)) {
            let article = self.determiner_of(title.start);
            title.start += u32::from(!matches!(article, Determiner::None | Determiner::Possessive));
            while title.end > title.start && is_honorific(title.end - 1) {
                title.end -= 1;
            }
            out.role.entry(named.figure).or_insert_with(|| self.reading.span(title));
        }
    }

    fn hold(&self, named: &Named, at: usize, noun: &str, out: &mut Introductions) {
        let role = key(&(self.language.names.role)(noun));
        out.holders.insert(named.figure as u32);
        let of = self.cast.possessors(at).last().or_else(|| self.named_behind_preposition(at));
        let holder = Holder { chunk: named.chunk, from: at.min(named.chunk), figure: named.figure as u32, of };
        out.roles.entry(role).or_default().push(holder);
        if let Some(wider) = (self.language.names.wider_role)(noun) {
            out.roles.entry(key(wider)).or_default().push(holder);
        }
        let gender = (self.language.names.noun)(noun).gender;
        if gender != Pronouns::Unknown {
            out.gender.entry(named.figure).or_insert(gender);
        }
    }

    /// Whom a description hangs on: `a lawyer for Roe`.
    fn named_behind_preposition(&self, at: usize) -> Option<u32> {
        let preposition = self.language.classes.prepositions.has(self.class(at + 1));
        let names = &self.cast.names;
        let name = names.get(names.partition_point(|named| named.chunk < at + 2)).filter(|_| preposition)?;
        (name.chunk == at + 2 && !name.possessor).then_some(name.figure as u32)
    }

    fn is_person_noun(&self, at: usize) -> bool {
        let Some(chunk) = self.tape.chunks.get(at).filter(|chunk| !chunk.tokens.is_empty()) else { return false };
        let noun = chunk.class == self.language.classes.nominal || chunk.class == self.language.classes.name;
        noun && (self.language.names.noun)(self.reading.word(chunk.head)).kind == Some(SpeakerKind::Unnamed)
    }

    fn determiner_of(&self, token: u32) -> Determiner {
        (self.language.names.determiner)(self.reading.word(token))
    }

    fn class(&self, at: usize) -> u8 {
        self.tape.chunks.get(at).map_or(self.language.classes.paragraph, |chunk| chunk.class)
    }
}
