//! The names of a text, each person once, with the fullest form.

use std::collections::HashMap;

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

/// Somebody with a name.
pub struct Person<'t> {
    /// The fullest form of the name.
    pub name: &'t str,
    /// Its last word.
    surname: &'t str,
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

/// Collects the names that stand on the tape.
pub fn names<'t>(reading: &Reading<'t>, tape: &Tape, language: &Language) -> Names<'t> {
    let mut all = Names::default();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    let mut by_surname: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for (at, chunk) in tape.chunks.iter().enumerate().filter(|(_, c)| c.class == language.classes.name) {
        // What stands behind a possessive is the thing, not its owner.
        let words: Vec<&str> = (chunk.tokens.start..chunk.head + 1).map(|t| reading.word(t)).collect();
        let titles = (language.names.title_words)(&words);
        let span = reading.span(chunk.tokens.start + titles as u32..chunk.head + 1);
        found.push((at, span, words[..titles].to_vec(), words[words.len() - 1], words.len() - titles));
    }
    // Full names first, so that a surname finds its owner wherever that one is introduced.
    for longer in [true, false] {
        for (at, span, titles, surname, words) in found.iter().filter(|f| (f.4 > 1) == longer) {
            let name = span.of(reading.text);
            let person =
                by_name.get(name).or_else(|| by_surname.get(surname).filter(|_| !longer)).copied().unwrap_or_else(
                    || {
                        all.people.push(Person { name, surname, honorifics: Vec::new(), forms: Vec::new() });
                        all.people.len() - 1
                    },
                );
            by_name.insert(name, person);
            by_surname.entry(surname).or_insert(person);
            let _ = words;
            let entry = &mut all.people[person];
            entry.honorifics.extend(titles);
            if !entry.forms.contains(&name) && entry.forms.len() < 16 {
                entry.forms.push(name);
            }
            all.mentions.push(NameMention { chunk: *at, span: *span, person });
        }
    }
    all.mentions.sort_by_key(|m| m.chunk);
    all
}

impl Person<'_> {
    /// The last word of the name.
    pub fn surname(&self) -> &str {
        self.surname
    }
}
