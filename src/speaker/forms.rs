//! Whose form a name is: of the figures that share a word with it, the one that titles, kinds and nearness allow.

use super::actor::may_agree;
use super::cast::Cast;
use super::key::is_initial;
use super::phrase::Phrase;
use crate::lang::{Language, NameKind};
use crate::quote::Pronouns;

/// How many chunks after a full name its bearer owns the surname before those who are named more often.
const LATELY: usize = 80;

impl<'t> Cast<'t> {
    /// The figure that a name of several words is another form of.
    pub(super) fn fuller(&self, phrase: &Phrase<'t>, words: &[u64]) -> Option<usize> {
        let last = words.last()?;
        let among = self.by_word.get(last).into_iter().chain(self.by_word.get(&words[0]));
        among.flat_map(|figures| figures.iter().rev()).map(|f| *f as usize).find(|f| {
            let figure = &self.figures[*f];
            figure.words.len() > 1
                && (is_part(words, &figure.words) || is_part(&figure.words, words))
                && self.agrees(*f, phrase)
                && generation(phrase.words.last()).is_none_or(|g| {
                    generation(figure.name.split_whitespace().next_back().as_ref()).is_none_or(|h| g == h)
                })
        })
    }

    /// Whose surname stands at the end of a phrase that begins with another name (`told the Post Biegun …`): somebody
    /// who was introduced before.
    pub(super) fn runs_together(&self, phrase: &Phrase<'t>, words: &[u64], language: &Language) -> Option<usize> {
        let first = phrase.words.first().filter(|_| words.len() > 2)?;
        if phrase.words.iter().any(|word| word.starts_with(char::is_lowercase)) {
            return None;
        }
        let owner = *self.by_word.get(words.last()?)?.last()? as usize;
        let figure = &self.figures[owner];
        let named = figure.kind == NameKind::Person && figure.words.len() == 2 && figure.words.last() == words.last();
        let begins = is_initial(first) || (language.names.given)(first).is_some();
        (named && !begins && !is_part(&figure.words, words)).then_some(owner)
    }

    /// Whose name the first of `keys` spell, and how many of them: the surname, or more.
    pub(super) fn longest_at(&self, keys: &[u64]) -> Option<(usize, usize)> {
        let owners = self.by_word.get(&keys[0])?.iter().map(|figure| *figure as usize);
        let spelled = owners.filter_map(|figure| {
            let name = &self.figures[figure].words;
            let person = matches!(self.figures[figure].kind, NameKind::Person | NameKind::Unknown);
            let longest = (1..=keys.len().min(name.len())).rev().find(|length| is_part(&keys[..*length], name));
            longest.filter(|length| person || *length > 1).map(|length| (figure, length))
        });
        spelled.max_by_key(|(figure, length)| (*length, self.figures[*figure].count))
    }

    /// Whom a name of one word is a part of: of those whom titles allow, the one introduced last before it, or else
    /// first behind it.
    pub(super) fn owner(&self, phrase: &Phrase<'t>, word: u64, language: &Language) -> Option<usize> {
        let owners = self.by_word.get(&word)?;
        let fits = |figure: usize| {
            let owner = &self.figures[figure];
            let place = match owner.kind {
                NameKind::Organization | NameKind::Group => {
                    // A body is called by its first word (`Barclays`) or, with an article, by its last (`the Times`). The
                    // Cruz campaign is not Cruz.
                    let article = phrase.kind == NameKind::Organization;
                    let last = owner.name.rsplit(char::is_whitespace).next().unwrap_or_default();
                    let is_first = || owner.words.first() == Some(&word) && last.starts_with(char::is_uppercase);
                    phrase.kind != NameKind::Place
                        && phrase.kind != NameKind::Group
                        && phrase.honorific == Pronouns::Unknown
                        && !is_given(phrase, language)
                        && if article { owner.words.last() == Some(&word) } else { is_first() }
                }
                NameKind::Place => phrase.kind == NameKind::Place,
                NameKind::Person if phrase.kind == NameKind::Office => true,
                NameKind::Person if phrase.kind == NameKind::Organization => !phrase.definite,
                _ => matches!(phrase.kind, NameKind::Person | NameKind::Unknown),
            };
            place && self.agrees(figure, phrase)
        };
        let people = |figure: &usize| !matches!(self.figures[*figure].kind, NameKind::Organization | NameKind::Group);
        let candidates = || owners.iter().map(|f| *f as usize).filter(|f| fits(*f));
        let before = |f: &usize| self.figures[*f].introduced < phrase.chunk;
        // Whoever was introduced last as somebody who acts, within reach; or else who is named most.
        let lately = |f: &usize| {
            let acts = &self.figures[*f].acts;
            let last = acts[..acts.partition_point(|chunk| *chunk < phrase.chunk)].last().copied().unwrap_or(0);
            if phrase.chunk - last < LATELY { last } else { 0 }
        };
        // `Mr. Clough` is Bill Clough sooner than somebody of whom no gender is known.
        let addressed =
            |f: &usize| phrase.honorific != Pronouns::Unknown && self.figures[*f].gender() == phrase.honorific;
        let rank = |f: &usize| {
            let figure = &self.figures[*f];
            (people(f), addressed(f), lately(f), figure.count, std::cmp::Reverse(figure.introduced))
        };
        let first = |f: &usize| (people(f), addressed(f), std::cmp::Reverse(self.figures[*f].introduced));
        let known = candidates().filter(before).max_by_key(rank);
        known.or_else(|| candidates().max_by_key(first))
    }

    /// Whether a phrase's titles and kind allow that it names a figure.
    pub(super) fn agrees(&self, figure: usize, phrase: &Phrase<'t>) -> bool {
        let figure = &self.figures[figure];
        let genders = may_agree(figure.gender(), phrase.honorific);
        let kinds = match (figure.kind, phrase.kind) {
            (NameKind::Person, other) | (other, NameKind::Person) => {
                matches!(other, NameKind::Person | NameKind::Unknown | NameKind::Office)
            }
            _ => true,
        };
        // `ROE:` in a transcript is Roe.
        let shouted = phrase.words.len() == 1 && !phrase.definite && phrase.kind == NameKind::Organization;
        genders && (kinds || shouted)
    }
}

fn is_given(phrase: &Phrase, language: &Language) -> bool {
    phrase.words.first().is_some_and(|word| (language.names.given)(word).is_some())
}

fn generation<'a>(word: Option<&&'a str>) -> Option<&'a str> {
    word.map(|word| word.trim_end_matches('.')).filter(|word| matches!(*word, "Jr" | "Sr" | "II" | "III" | "IV"))
}

/// Whether `short` stands in `long` in order, its last word at the end: `Ana Cruz` in `Ana Maria Cruz`.
fn is_part(short: &[u64], long: &[u64]) -> bool {
    let mut rest = long.iter();
    short.len() <= long.len() && short.last() == long.last() && short.iter().all(|word| rest.any(|w| w == word))
}
