//! The named figures of a text, each once: which names are forms of one another.
//!
//! The sieves, in order: the same or a fuller name (`full-name`), an acronym (`acronym`), a part of a name
//! (`surname`). Full names come first, so that a short form finds its owner wherever that one is introduced.

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::{SmallVec, smallvec};

use super::grammar;
use super::key::{is_initial, key};
use super::phrase::Phrase;
use super::scene::Place;
use crate::lang::{Language, NameKind};
use crate::quote::Pronouns;
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::Span;

/// The keys of a name's words. Most names have three or fewer, for which nothing is allocated.
pub type Keys = SmallVec<[u64; 3]>;

/// Somebody or something with a name.
#[derive(Clone, Debug, Default)]
pub struct Figure<'t> {
    /// The fullest form of the name.
    pub name: &'t str,
    /// The words of that form, small ones and initials aside.
    pub words: Keys,
    /// What sort of thing it is.
    pub kind: NameKind,
    /// What titles and honorifics say.
    pub honorific: Pronouns,
    /// Who bears the given name; for agreement alone.
    pub given: Pronouns,
    /// The forms in the text, the fullest included.
    pub forms: SmallVec<[&'t str; 1]>,
    /// The chunk of the first full form.
    pub introduced: usize,
    /// The chunks of full forms that are subjects.
    pub acts: Vec<usize>,
    /// How often it is named.
    pub count: u32,
}

impl Figure<'_> {
    /// What honorifics say, or else the given name.
    pub fn gender(&self) -> Pronouns {
        match self.honorific {
            Pronouns::Unknown => self.given,
            honorific => honorific,
        }
    }
}

/// A name phrase, whose it is, and the sieve that says so.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its chunk.
    pub chunk: usize,
    /// The last chunk that it reaches into.
    pub last: usize,
    /// The name without title.
    pub span: Span,
    /// Which of [`Cast::figures`] it names.
    pub figure: usize,
    /// How that was found.
    pub sieve: &'static str,
    /// Whether it only possesses what its chunk is about.
    pub possessor: bool,
    /// The tokens of the titles before it.
    pub title: std::ops::Range<u32>,
}

/// Everybody who is named, and where.
#[derive(Default)]
pub struct Cast<'t> {
    /// Everybody who is named.
    pub figures: Vec<Figure<'t>>,
    /// The name phrases, in order.
    pub names: Vec<Named>,
    /// Figures by the words of their names, the latest few a word.
    pub(super) by_word: FxHashMap<u64, Latest>,
    by_name: FxHashMap<u64, usize>,
}

/// How many forms of one name are kept, and how many figures that share a word; a text with more is no article.
const FEW: usize = 16;

/// The latest few figures that share a word. Most words are one figure's, for whom nothing is allocated.
#[derive(Default)]
pub(super) struct Latest {
    figures: [u32; FEW],
    len: usize,
}

impl Latest {
    fn push(&mut self, figure: u32) {
        if self.len == FEW {
            self.figures.rotate_left(1);
            self.len -= 1;
        }
        self.figures[self.len] = figure;
        self.len += 1;
    }
}

impl std::ops::Deref for Latest {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.figures[..self.len]
    }
}

/// Collects the figures behind `phrases`, which stand in order.
pub fn cast<'t>(reading: &Reading<'t>, tape: &Tape, phrases: &[Phrase<'t>], language: &Language) -> Cast<'t> {
    // A phrase of news brings three quarters of a word that none before it had.
    let by_word = FxHashMap::with_capacity_and_hasher(phrases.len(), FxBuildHasher);
    // Nine of twenty phrases introduce somebody.
    let mut cast = Cast {
        figures: Vec::with_capacity(phrases.len() / 2),
        names: Vec::with_capacity(phrases.len()),
        by_word,
        ..Cast::default()
    };
    let (mut short, mut headlines) = (Vec::with_capacity(phrases.len()), Vec::new());
    for phrase in phrases {
        let words = core(phrase, language);
        if phrase.kind == NameKind::Office {
            // `Baker said` names a Baker of the text; `the baker` nobody.
            short.extend((words.len() == 1 && !phrase.definite).then_some((phrase, words)));
            continue;
        }
        if words.len() > 1 && phrase.headline && phrase.kind != NameKind::Organization {
            headlines.push((phrase, words));
        } else if words.len() > 1 || phrase.words.len() > 1 && phrase.kind == NameKind::Organization {
            if let Some(figure) = cast.runs_together(phrase, &words, language) {
                cast.mention_of_part(phrase, figure);
                continue;
            }
            let figure = cast.fuller(phrase, &words).unwrap_or_else(|| cast.add(reading, phrase, words, language));
            cast.mention(reading, phrase, figure, "full-name");
            if acts(tape, language, phrase) {
                cast.figures[figure].acts.push(phrase.chunk);
            }
        } else {
            short.push((phrase, words));
        }
    }
    for (phrase, words) in headlines {
        cast.headline(reading, phrase, words, language);
    }
    let acronyms = acronyms(&cast, reading, tape, language);
    for (phrase, words) in short {
        let Some(&word) = words.last() else { continue };
        let (figure, sieve) = if let Some(figure) = cast.owner(phrase, word, language) {
            (figure, "surname")
        } else if let Some(figure) = acronyms.get(&word) {
            (*figure, "acronym")
        } else if phrase.kind == NameKind::Office {
            continue;
        } else {
            let name = word ^ name_salt(phrase.kind);
            let known = cast.by_name.get(&name).copied().filter(|figure| cast.agrees(*figure, phrase));
            let figure = known.unwrap_or_else(|| {
                let figure = cast.add(reading, phrase, words, language);
                cast.by_name.insert(name, figure);
                figure
            });
            (figure, "full-name")
        };
        // Of a figure without a full name every form is as good.
        if cast.figures[figure].words.len() == 1 && acts(tape, language, phrase) {
            cast.figures[figure].acts.push(phrase.chunk);
        }
        cast.mention(reading, phrase, figure, sieve);
    }
    cast.names.sort_by_key(|named| (named.chunk, named.span.start));
    cast
}

/// Whether a phrase is the subject of a finite verb, before it or behind (`said Ana Cruz`).
fn acts(tape: &Tape, language: &Language, phrase: &Phrase) -> bool {
    let class =
        |back: usize| phrase.chunk.checked_sub(back).map_or(language.classes.paragraph, |at| tape.chunks[at].class);
    let behind_quote = [language.classes.quote, language.classes.comma].contains(&class(2));
    let inverted = behind_quote && language.classes.finite.has(class(1));
    let place = grammar::place(tape, language, phrase.chunk, phrase.last);
    !phrase.possessor && (inverted || place == Place::Subject && grammar::is_subject(tape, language, phrase.last))
}

/// Groups are never somebody's surname, whatever the letters.
fn name_salt(kind: NameKind) -> u64 {
    u64::from(kind == NameKind::Group)
}

/// The keys of a name's words that tell it apart: small words, middle initials and generations aside.
fn core(phrase: &Phrase, language: &Language) -> Keys {
    let words = &phrase.words;
    if let [word] = words[..] {
        return smallvec![key(word)];
    }
    let counts = |i: usize| {
        let word = words[i];
        // `Ben Cruz` begins with no particle, `van der Molen` does.
        let given = || i == 0 && (language.names.given)(word).is_some();
        let small = i + 1 < words.len() && (language.names.is_particle)(word) && !given();
        let form = phrase.kind == NameKind::Organization && (language.names.is_legal_form)(word) && i > 0;
        let behind = (language.names.is_generation)(word) && i > 0;
        let dash = !word.contains(char::is_alphanumeric);
        !(small || form || behind || dash || is_initial(word) && words.len() > 2)
    };
    // `the Cruz team` and `Cruz’s campaign` are one.
    let institution = |i: usize| i + 1 == words.len() && (language.names.is_institution)(words[i]);
    let word_key = |i: usize| if institution(i) { key(&(language.names.role)(words[i])) } else { key(words[i]) };
    (0..words.len()).filter(|i| counts(*i)).map(word_key).collect()
}

/// Initials of bodies' names, and the acronyms that the text itself gives in brackets behind a name.
fn acronyms(cast: &Cast, reading: &Reading, tape: &Tape, language: &Language) -> FxHashMap<u64, usize> {
    let mut found = FxHashMap::default();
    let mut letters = String::new();
    for (index, figure) in cast.figures.iter().enumerate() {
        if figure.words.len() < 2 || figure.kind == NameKind::Person {
            continue;
        }
        let words = || figure.name.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty());
        for with_small in [false, true] {
            letters.clear();
            letters.extend(words().filter_map(|w| w.chars().next()).filter(|c| with_small || c.is_uppercase()));
            found.entry(key(&letters)).or_insert(index);
        }
    }
    // `the Equal Opportunities Commission (EOC)`
    for named in cast.names.iter().filter(|named| !named.possessor) {
        let behind = tape.chunks.get(named.last + 1).filter(|chunk| chunk.class == language.classes.parenthesis);
        let inside = behind.filter(|chunk| chunk.tokens.len() == 3).map(|chunk| chunk.tokens.start + 1);
        if let Some(inside) = inside.filter(|token| reading.tokens[*token as usize].is_capital()) {
            found.insert(key(reading.word(inside)), named.figure);
        }
    }
    found
}

impl<'t> Cast<'t> {
    /// Notes a mention of which only the last word is the figure's name.
    fn mention_of_part(&mut self, phrase: &Phrase<'t>, figure: usize) {
        let surname = phrase.words.last().map_or(0, |word| word.len() as u32);
        let span = Span { start: phrase.span.end - surname, ..phrase.span };
        self.part(phrase, figure, span, "name-at-end", phrase.possessor);
    }

    fn part(&mut self, phrase: &Phrase<'t>, figure: usize, span: Span, sieve: &'static str, possessor: bool) {
        self.figures[figure].count += 1;
        let (chunk, last, title) = (phrase.chunk, phrase.last, phrase.title.clone());
        self.names.push(Named { chunk, last, span, figure, sieve, possessor, title });
    }

    /// Notes whom a run of capitals in a headline names. Any word has a capital there, so that only those count whom
    /// the text names elsewhere: `Cruz Slams Dole Plan`. A given name alone may introduce somebody.
    fn headline(&mut self, reading: &Reading<'t>, phrase: &Phrase<'t>, words: Keys, language: &Language) {
        if let Some(figure) = self.fuller(phrase, &words) {
            return self.mention(reading, phrase, figure, "full-name");
        }
        let keys: Vec<u64> = phrase.words.iter().map(|word| key(word)).collect();
        let mut from = phrase.span.start as usize;
        let mut at = 0;
        let mut found = false;
        while at < keys.len() {
            let (figure, length) = self.longest_at(&keys[at..]).unwrap_or((0, 0));
            if length > 0 {
                let ends = [phrase.words[at], phrase.words[at + length - 1]];
                let start = from + reading.text[from..].find(ends[0]).unwrap_or(0);
                let end = start + reading.text[start..].find(ends[1]).unwrap_or(0) + ends[1].len();
                self.part(phrase, figure, Span::new(start, end), "surname", phrase.possessor || found);
                (found, from) = (true, end);
            }
            at += length.max(1);
        }
        if !found && phrase.kind == NameKind::Person {
            let figure = self.add(reading, phrase, words, language);
            self.mention(reading, phrase, figure, "full-name");
        }
    }

    /// Those whom the possessives of the chunk at `at` name.
    pub fn possessors(&self, at: usize) -> impl Iterator<Item = u32> {
        let from = self.names.partition_point(|named| named.chunk < at);
        let here = self.names[from..].iter().take_while(move |named| named.chunk == at);
        here.filter(|named| named.possessor).map(|named| named.figure as u32)
    }

    /// The figures that a word may name.
    pub fn owners(&self, word: u64) -> impl Iterator<Item = u32> {
        self.by_word.get(&word).into_iter().flat_map(|figures| figures.iter()).copied()
    }

    fn add(&mut self, reading: &Reading<'t>, phrase: &Phrase<'t>, words: Keys, language: &Language) -> usize {
        let given =
            phrase.words.iter().find(|word| !is_initial(word)).filter(|_| phrase.kind != NameKind::Organization);
        let given = given.and_then(|word| (language.names.given)(word)).unwrap_or_default();
        let index = self.figures.len();
        for word in &words {
            self.by_word.entry(*word).or_default().push(index as u32);
        }
        self.figures.push(Figure {
            name: phrase.span.of(reading.text),
            words,
            kind: phrase.kind,
            given,
            introduced: phrase.chunk,
            ..Figure::default()
        });
        index
    }

    fn mention(&mut self, reading: &Reading<'t>, phrase: &Phrase<'t>, figure: usize, sieve: &'static str) {
        let form = phrase.span.of(reading.text);
        let entry = &mut self.figures[figure];
        entry.count += 1;
        if phrase.honorific != Pronouns::Unknown {
            entry.honorific = phrase.honorific;
        }
        if entry.kind == NameKind::Unknown && phrase.kind == NameKind::Person {
            entry.kind = NameKind::Person;
        }
        if entry.forms.len() < FEW && !entry.forms.contains(&form) {
            entry.forms.push(form);
            if form != entry.name && is_fuller(form, entry.name) {
                entry.name = form;
            }
        }
        self.names.push(Named {
            chunk: phrase.chunk,
            last: phrase.last,
            span: phrase.span,
            figure,
            sieve,
            possessor: phrase.possessor,
            title: phrase.title.clone(),
        });
    }
}

/// Whether a form says more of a name than another one.
fn is_fuller(form: &str, than: &str) -> bool {
    let words = |name: &str| name.split_whitespace().count();
    words(form) > words(than)
}
