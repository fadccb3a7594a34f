//! The name phrases of a text: titles taken off, names that run over several chunks put together.

use std::ops::Range;

use smallvec::SmallVec;

use super::layout;
use crate::lang::{Abbreviation, Determiner, LONGEST_NAME, Language, NameKind};
use crate::quote::{Pronouns, SpeakerKind};
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::Span;
use crate::text::token::{Case, TokenKind};

/// A name where it stands.
#[derive(Clone, Debug)]
pub struct Phrase<'t> {
    /// Its chunk.
    pub chunk: usize,
    /// The last chunk that it reaches into.
    pub last: usize,
    /// The name, without title, with a nickname and what tells generations apart.
    pub span: Span,
    /// The words of the name; small ones and nicknames are among them.
    pub words: SmallVec<[&'t str; 3]>,
    /// What sort of thing the words are the name of.
    pub kind: NameKind,
    /// What its titles say.
    pub honorific: Pronouns,
    /// The tokens before the name.
    pub title: Range<u32>,
    /// Whether it possesses or modifies what the chunk is about, or stands inside a quotation.
    pub possessor: bool,
    /// Whether an article stands before it.
    pub definite: bool,
    /// Whether it stands in a headline, where any word may have a capital.
    pub headline: bool,
}

/// What collecting looks at.
pub(super) struct Collector<'r, 't> {
    pub(super) reading: &'r Reading<'t>,
    pub(super) tape: &'r Tape,
    pub(super) language: &'r Language,
}

/// All name phrases, in order.
pub fn phrases<'t>(reading: &Reading<'t>, tape: &Tape, language: &Language) -> Vec<Phrase<'t>> {
    let collector = Collector { reading, tape, language };
    // In news one chunk of eleven begins one, and in the oddest texts one of two.
    let mut out = Vec::with_capacity(tape.chunks.len() / 2);
    let mut at = 0;
    let mut paragraphs = reading.paragraphs.iter();
    let (mut end, mut dateline, mut headline) = (0, 0, false);
    while at < tape.chunks.len() {
        let class = tape.chunks[at].class;
        let tokens = &tape.chunks[at].tokens;
        if tokens.start >= end
            && !tokens.is_empty()
            && let Some(next) = paragraphs.find(|paragraph| tokens.start < paragraph.end)
        {
            end = next.end;
            dateline = layout::dateline(reading, next.clone()).end;
            headline = layout::is_headline(reading, next.clone());
        }
        if tokens.start < dateline {
            at += 1;
            continue;
        }
        let begun = out.len();
        let mut last = at;
        if let Some(body) = collector.spelled(at) {
            last = body.last;
            out.push(body);
        } else if class == language.classes.nominal && !collector.has_capital(at) {
            // In small letters an office may begin a name; of itself only a handle is one.
            last = collector.reach_of_office(at);
            if last > at || is_handle(reading.word(tape.chunks[at].head)) {
                out.extend(collector.name(at, last));
            }
        } else if class == language.classes.name || class == language.classes.nominal && collector.is_full_name(at) {
            collector.possessors(at, &mut out);
            last = collector.reach(at);
            out.extend(collector.name(at, last));
        } else if class == language.classes.nominal {
            collector.possessors(at, &mut out);
            last = collector.reach_of_body(at).max(collector.reach_over_and(at));
            let office = collector.reach_of_office(at).max(collector.reach_of_title(at));
            if office > at {
                last = office;
                out.extend(collector.name(at, last));
            } else if last > at || collector.is_acronym(at) || is_handle(reading.word(tape.chunks[at].head)) {
                out.extend(collector.name(at, last));
            } else if let Some(name) = collector.institution(at) {
                out.push(name);
            } else {
                out.extend(collector.modifier(at));
            }
        } else if class == language.classes.quote {
            collector.quoted(at, &mut out);
        }
        out[begun..].iter_mut().for_each(|phrase| phrase.headline = headline);
        at = last + 1;
    }
    out
}

impl<'t> Collector<'_, 't> {
    /// The name that a chunk of names is about, behind any possessor, up to chunk `last`.
    fn name(&self, at: usize, last: usize) -> Option<Phrase<'t>> {
        let tokens = self.own_tokens(&self.tape.chunks[at]);
        // `Council on Housing director Ana Cruz` is she.
        let own = || self.phrase(at, last, self.own_tokens(&self.tape.chunks[last]).start..self.name_end(last));
        // A trade in small letters is as good as a title: `Confederation of African Football spokesperson Lux Adjei`.
        let trade = |title: &Range<u32>| {
            let kind = |token: u32| (self.language.names.noun)(self.reading.word(token)).kind;
            !self.is_capital(title.end - 1) && kind(title.end - 1) == Some(SpeakerKind::Unnamed)
        };
        let is_person = |phrase: &Phrase| {
            phrase.kind == NameKind::Person
                || phrase.kind == NameKind::Unknown && phrase.words.len() > 1 && trade(&phrase.title)
        };
        let person = || own().filter(|phrase| !phrase.title.is_empty() && is_person(phrase));
        if last > at
            && !self.is_office(at)
            && let Some(person) = person()
        {
            return Some(Phrase { title: tokens.start..person.title.end, ..person });
        }
        if last > at
            && (self.is_body(at) || self.is_body(last) || self.has_fields(at))
            && self.is_capital(self.tape.chunks[at].head)
        {
            let first = tokens.clone().find(|t| self.is_capital(*t) && self.determiner(*t) == Determiner::None)?;
            return Some(self.body(at, last, first..self.name_end(last)));
        }
        let end = if last == at { self.name_end(at) } else { self.name_end(last) };
        self.phrase(at, last, tokens.start..end)
    }

    /// A body's name of several chunks, whose small words are parts of it.
    pub(super) fn body(&self, chunk: usize, last: usize, tokens: Range<u32>) -> Phrase<'t> {
        Phrase {
            chunk,
            last,
            span: self.reading.span(tokens.clone()),
            words: tokens.clone().filter(|t| !self.is_possessive(*t)).map(|t| self.reading.word(t)).collect(),
            kind: NameKind::Organization,
            honorific: Pronouns::Unknown,
            title: tokens.start..tokens.start,
            possessor: false,
            definite: true,
            headline: false,
        }
    }

    /// The end of a chunk's name: behind its head and behind what tells generations apart.
    fn name_end(&self, at: usize) -> u32 {
        let chunk = &self.tape.chunks[at];
        let behind = (chunk.head + 1..chunk.tokens.end).take_while(|t| self.is_generation(*t)).count() as u32;
        chunk.head + 1 + behind
    }

    pub(super) fn phrase(&self, chunk: usize, last: usize, tokens: Range<u32>) -> Option<Phrase<'t>> {
        // The article of a nickname ends no title: `Ana “The Hammer” Cruz`.
        let nicknames = &self.tape.chunks[(chunk + 1).min(last)..last];
        let is_article = |t: u32| {
            nicknames.iter().any(|c| c.class == self.language.classes.quote && c.tokens.contains(&t))
                && self.determiner(t) != Determiner::None
        };
        let is_word = |t: &u32| {
            let wordlike = self.reading.tokens[*t as usize].is_wordlike() && !self.is_possessive(*t);
            (wordlike || self.reading.word(*t) == "&") && !is_article(*t)
        };
        // Most names have one word or two: no allocation for those that turn out to be none.
        let (mut places, mut words) = ([0; LONGEST_NAME], [""; LONGEST_NAME]);
        let mut count = 0;
        for token in tokens.clone().filter(is_word).take(LONGEST_NAME) {
            (places[count], words[count]) = (token, self.reading.word(token));
            count += 1;
        }
        let words = &words[..count];
        // A letter is nobody's name, the `Q` of an interview, nor is a word that sentences begin with or `Mr.` alone.
        let is_title =
            |word: &str| (self.language.reading.abbreviation)(word.trim_end_matches('.')) == Some(Abbreviation::Title);
        let nobody = |word: &&str| {
            word.chars().nth(1).is_none() || (self.language.reading.starts_sentence)(word) || is_title(word)
        };
        if words.len() < 2 && words.first().is_none_or(nobody) || words.iter().any(|word| is_link(word)) {
            return None;
        }
        let parts = (self.language.names.parts)(words);
        let mut name = parts.name;
        let first = places[name.start];
        while words.get(name.end).is_some_and(|word| (self.language.names.is_generation)(word)) {
            name.end += 1;
        }
        let span = self.reading.span(first..places[name.end - 1] + 1);
        // A plural without a given name or a title is no person: `Presidential Debates`.
        let plural = self.tape.chunks[last].features & self.language.classes.plural != 0;
        let whole = tokens.end > self.tape.chunks[last].head;
        let kind = match parts.kind {
            NameKind::Unknown if plural && whole && name.len() > 1 => NameKind::Organization,
            NameKind::Unknown if self.is_in_region(chunk, last) => NameKind::Place,
            // `in May` names May where the text has one.
            NameKind::Unknown if name.len() == 1 && self.is_date(chunk, words[name.start]) => NameKind::Office,
            kind => kind,
        };
        // Capitals alone name somebody.
        let names = |word: &&str| word.contains(char::is_uppercase) || is_handle(word);
        if parts.kind != NameKind::Office && !words[name.clone()].iter().any(names) {
            return None;
        }
        Some(Phrase {
            chunk,
            last,
            span,
            words: SmallVec::from_slice(&words[name]),
            kind,
            honorific: parts.honorific,
            title: tokens.start..first,
            possessor: false,
            definite: self.determiner(tokens.start) != Determiner::None,
            headline: false,
        })
    }

    /// `in Charlton, West Skerrow,`: what stands behind a preposition and before a place is one.
    fn is_in_region(&self, at: usize, last: usize) -> bool {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks.get(at).map_or(classes.paragraph, |chunk| chunk.class);
        let behind = at > 0 && classes.prepositions.has(class(at - 1));
        if !behind || class(last + 1) != classes.comma || class(last + 2) != classes.name {
            return false;
        }
        let region = self.tape.chunks[last + 2].tokens.clone();
        let mut words = [""; 3];
        let Some(words) = words.get_mut(..region.len()) else { return false };
        words.iter_mut().zip(region).for_each(|(word, token)| *word = self.reading.word(token));
        (self.language.names.parts)(words).kind == NameKind::Place
    }

    /// Whether a word that may be a month stands behind a preposition or before a number: `dated May 3`.
    fn is_date(&self, at: usize, word: &str) -> bool {
        let chunk = &self.tape.chunks[at];
        let behind = at > 0 && self.language.classes.prepositions.has(self.tape.chunks[at - 1].class);
        let number = || {
            let next = self.reading.tokens.get(chunk.head as usize + 1);
            chunk.head + 1 < chunk.tokens.end && next.is_some_and(|next| next.kind == TokenKind::Number)
        };
        (self.language.names.is_calendar)(word) && (behind || number())
    }

    /// The name of several words that modifies a common noun: `a New York Times article`.
    fn modifier(&self, at: usize) -> Option<Phrase<'t>> {
        let tokens = self.own_tokens(&self.tape.chunks[at]);
        let first = tokens.clone().find(|t| self.is_capital(*t) && self.determiner(*t) == Determiner::None)?;
        // `a Harlow Post/Radio Ellery poll` is by both.
        let slash = |t: u32| self.reading.word(t) == "/" && self.is_capital(t + 1);
        let run = (first..tokens.end).take_while(|t| self.is_capital(*t) || slash(*t)).count() as u32;
        let document = (self.language.names.noun)(self.reading.word(self.tape.chunks[at].head)).kind
            == Some(SpeakerKind::Document);
        let opens = first == tokens.start && self.is_first_of_sentence(at);
        let month = (self.language.names.is_calendar)(self.reading.word(first));
        if month || run < 2 && !document || first + run > self.tape.chunks[at].head || opens {
            return None;
        }
        let phrase = self.phrase(at, at, first..first + run)?;
        let named = matches!(phrase.kind, NameKind::Person | NameKind::Organization | NameKind::Unknown);
        named.then_some(Phrase { possessor: true, ..phrase })
    }

    /// The full names of people inside a quotation: nobody is introduced there, but names may be fuller.
    fn quoted(&self, at: usize, out: &mut Vec<Phrase<'t>>) {
        let tokens = self.tape.chunks[at].tokens.clone();
        let mut start = tokens.start;
        while start < tokens.end {
            let run = (start..tokens.end).take_while(|t| self.is_capital(*t)).count() as u32;
            if (2..=5).contains(&run) && !(self.language.reading.starts_sentence)(self.reading.word(start)) {
                let phrase = self.phrase(at, at, start..start + run);
                let phrase = phrase.filter(|p| p.kind == NameKind::Person && p.words.len() > 1);
                out.extend(phrase.map(|phrase| Phrase { possessor: true, ..phrase }));
            }
            start += run.max(1);
        }
    }

    /// Whether a nominal ends in a full name that the tagger missed: `Rep. Robert C.`, `the left-leaning Harlow Foundation`.
    fn is_full_name(&self, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        // `The Confederation of Harlow Workers`
        let inside = |t: u32| {
            (self.language.names.is_particle)(self.reading.word(t))
                && t > chunk.tokens.start
                && (self.language.names.is_organization_word)(self.reading.word(t - 1))
        };
        let is_part = |t: &u32| self.is_capital(*t) || inside(*t);
        let run = (chunk.tokens.start..chunk.head + 1).rev().take_while(is_part).count() as u32;
        let holds_body = || (chunk.head + 1 - run..chunk.head).any(inside);
        let names = chunk.head + 1 - run..chunk.head;
        let given = |t| (self.language.names.given)(self.reading.word(t)).is_some();
        // `Baroness Finch`
        let addressed = || (self.language.names.is_honorific)(self.reading.word(names.start));
        run > 1 && (self.is_body(at) || holds_body() || names.clone().any(given) || addressed())
    }

    /// Whether a nominal's head is capitals throughout, and no common noun: `the NAACP`.
    fn is_acronym(&self, at: usize) -> bool {
        let head = self.tape.chunks[at].head;
        let upper = self.reading.tokens[head as usize].case == Case::Upper;
        upper && self.reading.word(head).len() > 1 && (self.language.names.noun)(self.reading.word(head)).kind.is_none()
    }

    /// `the Obama administration`: a noun for an institution behind a name is that institution's name.
    fn institution(&self, at: usize) -> Option<Phrase<'t>> {
        let chunk = &self.tape.chunks[at];
        let head = chunk.head;
        let tokens = self.own_tokens(chunk);
        if self.is_capital(head) || !(self.language.names.is_institution)(self.reading.word(head)) {
            return None;
        }
        // `Ana Cruz’s campaign` is hers alone.
        let own = head == tokens.start && tokens.start > chunk.tokens.start;
        let start = if own { chunk.tokens.start } else { tokens.start };
        let end = if own { head - 1 } else { head };
        let run = (start..end).rev().take_while(|t| self.is_capital(*t)).count() as u32;
        let first = end - run;
        let sentence_start = !own && first == start && self.is_first_of_sentence(at);
        let definite = first == start || self.determiner(start) == Determiner::Definite;
        let is_article = self.determiner(first) != Determiner::None;
        let first = first + u32::from(is_article);
        // `Mr. Cruz’s campaign`
        let honorific = |t: &u32| (self.language.names.is_honorific)(self.reading.word(*t));
        let first = first + (first..end.max(1) - 1).take_while(honorific).count() as u32;
        if first >= end || !definite || sentence_start && !is_article {
            return None;
        }
        Some(self.body(at, at, first..head + 1))
    }

    fn is_first_of_sentence(&self, at: usize) -> bool {
        at == 0 || self.tape.chunks[at - 1].tokens.is_empty()
    }

    /// Whether a chunk's head is an office.
    pub(super) fn is_office(&self, at: usize) -> bool {
        let head = self.reading.word(self.tape.chunks[at].head);
        (self.language.names.noun)(head).kind == Some(SpeakerKind::Unnamed)
    }

    /// Whether a chunk's head is a word of bodies' names.
    pub(super) fn is_body(&self, at: usize) -> bool {
        (self.language.names.is_organization_word)(self.reading.word(self.tape.chunks[at].head))
    }

    /// Whether a chunk has a body's word that its fields follow.
    pub(super) fn has_fields(&self, at: usize) -> bool {
        let mut words = self.tape.chunks[at].tokens.clone().map(|token| self.reading.word(token));
        words.any(self.language.names.has_fields)
    }

    pub(super) fn is_preposition(&self, at: usize) -> bool {
        let classes = self.language.classes.name_prepositions;
        self.tape.chunks.get(at).is_some_and(|chunk| classes.has(chunk.class))
    }

    pub(super) fn determiner(&self, token: u32) -> Determiner {
        (self.language.names.determiner)(self.reading.word(token))
    }

    /// Whether a chunk has a word under a capital.
    fn has_capital(&self, at: usize) -> bool {
        self.tape.chunks[at].tokens.clone().any(|token| self.is_capital(token))
    }

    pub(super) fn is_capital(&self, token: u32) -> bool {
        self.reading.tokens[token as usize].is_capital()
    }

    pub(super) fn is_generation(&self, token: u32) -> bool {
        (self.language.names.is_generation)(self.reading.word(token))
    }
}

/// Whether a word is the address of a page. Nearly all have no colon at all, which is soon seen.
fn is_link(word: &str) -> bool {
    word.contains(':') && word.contains("://")
}

/// `@harlow_harbour`
fn is_handle(word: &str) -> bool {
    word.len() > 1 && word.starts_with('@')
}
