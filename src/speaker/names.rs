//! The names of a text, each person once, with the fullest form.

use std::collections::{HashMap, HashSet};

use crate::lang::Language;
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::Span;

/// A name phrase of the text.
pub struct NameMention {
    /// Its chunk.
    pub chunk: usize,
    /// The name without title.
    pub span: Span,
    /// Which of [`Names::people`] it names.
    pub person: usize,
}

/// Somebody, or something, with a name.
#[derive(Default)]
pub struct Person<'t> {
    /// The fullest form of the name.
    pub name: &'t str,
    /// What titles and honorifics stood before it.
    pub honorifics: Vec<&'t str>,
    /// The forms in the text, the fullest included.
    pub forms: Vec<&'t str>,
}

/// The names of a text.
#[derive(Default)]
pub struct Names<'t> {
    /// Everybody who is named.
    pub people: Vec<Person<'t>>,
    /// The name phrases, in order.
    pub mentions: Vec<NameMention>,
}

/// A name phrase before it is known whose it is.
struct Phrase<'t> {
    chunk: usize,
    /// Its last token.
    last: u32,
    span: Span,
    titles: Vec<&'t str>,
    /// The words of the name, titles aside.
    words: Vec<&'t str>,
}

/// How many forms of one name are kept; a text with more is no article.
const FORMS: usize = 16;

/// Collects the names that stand on the tape.
pub fn names<'t>(reading: &Reading<'t>, tape: &Tape, language: &Language) -> Names<'t> {
    let phrases: Vec<Phrase> = phrases(reading, tape, language);
    let mut all = Names::default();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    // Where a word begins or ends somebody's full name: (chunk, person), in order of position.
    let mut by_part: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    let pairs: HashSet<&str> = phrases.iter().filter(|p| p.words.len() == 2).map(|p| p.span.of(reading.text)).collect();
    // Full names first, so that a short form finds its owner wherever that one is introduced.
    for phrase in phrases.iter().filter(|p| p.words.len() > 1) {
        let name = name_at_end(reading, phrase, &pairs);
        if let Some(person) = runs_together(tape, language, phrase, &by_part) {
            all.mention(reading, phrase, person);
            continue;
        }
        let person = *by_name.entry(name).or_insert_with(|| all.add(name));
        for part in [phrase.words[0], phrase.words[phrase.words.len() - 1]] {
            by_part.entry(part).or_default().push((phrase.chunk, person));
        }
        all.mention(reading, phrase, person);
    }
    for phrase in phrases.iter().filter(|p| p.words.len() == 1) {
        let name = phrase.span.of(reading.text);
        // The owner who was named last before, or else first after; capitals throughout are a transcript's.
        let owners = by_part.get(name).or_else(|| by_part.get(capitalized(name)?.as_str()));
        let owner = owners.map(|owners| {
            let after = owners.partition_point(|(chunk, _)| *chunk < phrase.chunk);
            owners[after.saturating_sub(1)].1
        });
        let person = owner.unwrap_or_else(|| *by_name.entry(name).or_insert_with(|| all.add(name)));
        all.mention(reading, phrase, person);
    }
    all.mentions.sort_by_key(|mention| mention.chunk);
    all
}

/// A word that is all capitals with only its first one kept: `ROE` as `Roe`.
fn capitalized(word: &str) -> Option<String> {
    let mut letters = word.chars();
    let first = letters.next().filter(|_| word.chars().count() > 1 && word.chars().all(char::is_uppercase))?;
    Some(first.to_string() + &letters.as_str().to_lowercase())
}

/// The name of a phrase: its last two words where these are a name by themselves elsewhere in the text, as in
/// headlines, and behind offices that no list has (`Harbour Board Chair Ana Cruz`).
fn name_at_end<'t>(reading: &Reading<'t>, phrase: &Phrase<'t>, pairs: &HashSet<&str>) -> &'t str {
    let whole = phrase.span.of(reading.text);
    if phrase.words.len() < 3 {
        return whole;
    }
    let pair = reading.span(phrase.last - 1..phrase.last + 1).of(reading.text);
    if pairs.contains(pair) { pair } else { whole }
}

/// Whose surname stands at the end of a phrase that begins with another name (`envoy for North Korea Biegun`):
/// somebody who was introduced before.
fn runs_together(
    tape: &Tape,
    language: &Language,
    phrase: &Phrase,
    by_part: &HashMap<&str, Vec<(usize, usize)>>,
) -> Option<usize> {
    let attached = phrase.chunk > 0 && language.classes.prepositions.contains(&tape.chunks[phrase.chunk - 1].class);
    let surname = phrase.words.last().filter(|_| attached && phrase.words.len() > 2)?;
    by_part.get(surname)?.last().map(|(_, person)| *person)
}

fn phrases<'t>(reading: &Reading<'t>, tape: &Tape, language: &Language) -> Vec<Phrase<'t>> {
    let names = tape.chunks.iter().enumerate().filter(|(_, chunk)| chunk.class == language.classes.name);
    names
        .map(|(at, chunk)| {
            let mut words: Vec<&str> = (chunk.tokens.start..chunk.head + 1).map(|t| reading.word(t)).collect();
            let titles = (language.names.title_words)(&words);
            let span = reading.span(chunk.tokens.start + titles as u32..chunk.head + 1);
            let name = words.split_off(titles);
            Phrase { chunk: at, last: chunk.head, span, titles: words, words: name }
        })
        .collect()
}

impl<'t> Names<'t> {
    fn add(&mut self, name: &'t str) -> usize {
        self.people.push(Person { name, ..Person::default() });
        self.people.len() - 1
    }

    fn mention(&mut self, reading: &Reading<'t>, phrase: &Phrase<'t>, person: usize) {
        let form = phrase.span.of(reading.text);
        let entry = &mut self.people[person];
        if entry.honorifics.len() < FORMS {
            entry.honorifics.extend(&phrase.titles);
        }
        if entry.forms.len() < FORMS && !entry.forms.contains(&form) {
            entry.forms.push(form);
        }
        self.mentions.push(NameMention { chunk: phrase.chunk, span: phrase.span, person });
    }
}
