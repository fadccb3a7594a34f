//! Part-of-speech tags for one sentence at a time, from a table that was trained offline.
//!
//! The tagger goes from left to right. A word that is nearly always the same is settled by the dictionary; for any
//! other, the weights of its features are added up and the best of the labels that the dictionary allows is taken.
//! Where the first features put one label far ahead, the others are not asked. A feature's hash is where its weights
//! stand: nothing is searched, and the features that share a place were trained to share it. The table is used where
//! it lies: loading checks its header and borrows its sections, and nothing is rebuilt or copied.

use std::fmt;

use super::features::{Marks, Past, Scorer, column, context_features, place, row, word_features};
use super::word::{Known, START, Word, read_sentence};

/// The labels: a Penn Treebank tag with the universal class that it stands for. A table stores
/// their places in this list, so their order is part of the table's format.
#[rustfmt::skip]
pub const LABELS: [(&str, &str); 64] = [
    ("NN", "NOUN"), ("IN", "ADP"), ("DT", "DET"), ("NNP", "PROPN"), ("JJ", "ADJ"), ("PRP", "PRON"),
    (".", "PUNCT"), (",", "PUNCT"), ("NNS", "NOUN"), ("RB", "ADV"), ("VB", "VERB"), ("CC", "CCONJ"),
    ("CD", "NUM"), ("VBN", "VERB"), ("IN", "SCONJ"), ("VBD", "VERB"), ("VBG", "VERB"), ("VBZ", "AUX"),
    ("TO", "PART"), ("PRP$", "PRON"), ("MD", "AUX"), ("VBP", "VERB"), ("VBP", "AUX"), ("VBD", "AUX"),
    ("VBZ", "VERB"), ("RB", "PART"), ("VB", "AUX"), ("-RRB-", "PUNCT"), ("-LRB-", "PUNCT"), (":", "PUNCT"),
    ("WDT", "PRON"), ("UH", "INTJ"), ("DT", "PRON"), ("WRB", "ADV"), ("HYPH", "PUNCT"), ("WP", "PRON"),
    ("``", "PUNCT"), ("''", "PUNCT"), ("POS", "PART"), ("RP", "ADP"), ("NNP", "ADJ"), ("NNPS", "PROPN"),
    ("JJR", "ADJ"), ("NN", "PRON"), ("JJS", "ADJ"), ("EX", "PRON"), ("RBR", "ADV"), ("VBN", "AUX"),
    ("SYM", "SYM"), ("$", "SYM"), ("PDT", "DET"), ("ADD", "PROPN"), ("NFP", "PUNCT"), ("VBG", "AUX"),
    ("FW", "X"), ("GW", "X"), ("RBS", "ADV"), ("LS", "NUM"), ("WDT", "DET"), ("NFP", "SYM"),
    ("NNP", "VERB"), (",", "SYM"), ("WP$", "PRON"), ("NN", "SYM"),
];

/// A word's class: a Penn Treebank tag together with a universal part of speech, because the one
/// does not always follow from the other ("that" is `IN` both as a conjunction and as an adposition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tag(u8);

impl Tag {
    /// The Penn Treebank tag, such as `VBD`.
    pub fn xpos(self) -> &'static str {
        LABELS[usize::from(self.0 & 63)].0
    }

    /// The universal part of speech, such as `VERB`.
    pub fn upos(self) -> &'static str {
        LABELS[usize::from(self.0 & 63)].1
    }

    /// The tag's place among [`LABELS`], from 0 to 63.
    pub fn index(self) -> u8 {
        self.0
    }

    /// The tag for a Penn tag and a universal class, for constants and tests to compare with.
    pub fn find(name: &str, upos: &str) -> Option<Tag> {
        LABELS.iter().position(|&label| label == (name, upos)).map(|i| Tag(i as u8))
    }
}

/// Why a table cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableError {
    /// It does not begin as a table of this format does.
    Format,
    /// Its sections do not add up to its length.
    Length,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TableError::Format => "not a tagger table of this version",
            TableError::Length => "a tagger table of the wrong length",
        })
    }
}

impl std::error::Error for TableError {}

/// The table's first bytes; the number counts changes to the layout, the labels or the features.
pub const MAGIC: [u8; 8] = *b"qwtag\x00\x00\x03";
/// Length of the header: the magic, three lengths, the lead that is enough, and three sets of labels. Nothing fills it
/// up to a cache line, so that a row of weights is never in two of them.
pub const HEADER: usize = 64;
/// How many rows of weights there are: as many as two bytes of a hash can name.
pub const ROWS: usize = 1 << 16;
/// The most labels that a listed word may get.
pub const FEW: usize = 8;
/// Room for the features that one word can have; a power of two, so that wrapping costs nothing.
const MOST_FEATURES: usize = 64;
/// A score from which no sum of weights of a byte reaches nothing: there are fewer than a hundred features.
const NEVER: i32 = -16000;
/// How far from its home a word may lie. It bounds every search, whatever the table's content.
pub const REACH: usize = 64;

/// A number below `count`, spread evenly by the upper half of a hash.
#[inline(always)]
fn scale(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

/// Where the search for a word begins in a section of `slots` entries.
#[inline(always)]
pub fn home(hash: u64, slots: usize) -> usize {
    scale((hash >> 32) as u32, slots.saturating_sub(REACH))
}

/// The part of a word's hash that its dictionary entry keeps; 0 marks an empty entry.
#[inline(always)]
pub fn word_fingerprint(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// What tagging needs to remember between sentences so as not to allocate again.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Word>,
}

/// A trained tagger: the sections of a table.
#[derive(Clone, Debug)]
pub struct Tagger {
    /// A weight a label for the features of a row; see [`place`].
    weights: &'static [[u8; 64]; ROWS],
    /// A word a slot: fingerprint, class, settled label, a byte of nothing, and the place of its row.
    words: &'static [[u8; 12]],
    /// Distinct classes: key and allowed labels.
    classes: &'static [[u8; 12]],
    /// For listed words, the summed weights of the features that a word has by itself, one for each allowed label.
    rows: &'static [[u8; 2]],
    /// The labels that a word outside the dictionary may get.
    open: u64,
    marks: Marks,
    /// By how much the best label must lead after the first features for the others not to be asked.
    enough: i32,
}

/// Reads a little-endian number of four bytes, 0 beyond the end.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

/// Cuts `count` pieces of `N` bytes off the front.
fn cut<const N: usize>(rest: &mut &'static [u8], count: u32) -> Result<&'static [[u8; N]], TableError> {
    let length = (count as usize).checked_mul(N).ok_or(TableError::Length)?;
    let (section, after) = rest.split_at_checked(length).ok_or(TableError::Length)?;
    *rest = after;
    Ok(section.as_chunks().0)
}

impl Tagger {
    /// Borrows a table. This takes the same short time for every table.
    pub fn from_bytes(table: &'static [u8]) -> Result<Tagger, TableError> {
        if !table.starts_with(&MAGIC) {
            return Err(TableError::Format);
        }
        let (head, mut rest) = table.split_at_checked(HEADER).ok_or(TableError::Length)?;
        let set = |i: usize| u64::from(number(head, 24 + 8 * i)) | u64::from(number(head, 28 + 8 * i)) << 32;
        let tagger = Tagger {
            weights: cut(&mut rest, ROWS as u32)?.try_into().map_err(|_| TableError::Length)?,
            words: cut(&mut rest, number(head, 8))?,
            classes: cut(&mut rest, number(head, 12))?,
            rows: cut(&mut rest, number(head, 16))?,
            open: set(0),
            marks: Marks { verbs: set(1), breaks: set(2) },
            enough: number(head, 20) as i32,
        };
        if rest.is_empty() { Ok(tagger) } else { Err(TableError::Length) }
    }

    /// Tags the words of one sentence: `out` gets a tag a word, in order, in place of what it had.
    ///
    /// Punctuation marks are words, and clitics are words of their own ("do" "n't", "she" "'s"),
    /// as in the Penn Treebank.
    pub fn tag<'t>(&self, words: impl IntoIterator<Item = &'t str>, scratch: &mut Scratch, out: &mut Vec<Tag>) {
        out.clear();
        read_sentence(words.into_iter(), |form| self.find(form), &mut scratch.words);
        let mut past = Past::default();
        for (at, word) in scratch.words.iter().enumerate() {
            let settled = word.known.settled;
            let label = if settled < START { settled } else { self.choose(&scratch.words, at, &past) };
            past.push(label, word, &self.marks);
            out.push(Tag(label));
        }
    }

    /// How many words of a sentence the dictionary does not settle, for measuring.
    pub fn unsettled<'t>(&self, words: impl IntoIterator<Item = &'t str>, scratch: &mut Scratch) -> usize {
        read_sentence(words.into_iter(), |form| self.find(form), &mut scratch.words);
        scratch.words.iter().filter(|word| word.known.settled == START).count()
    }

    /// Looks a form up in the dictionary.
    #[inline]
    fn find(&self, form: u64) -> Option<Known> {
        let wanted = word_fingerprint(form);
        let from = home(form, self.words.len());
        for &[a, b, c, d, low, high, settled, _, row @ ..] in self.words.get(from..)?.iter().take(REACH) {
            let found = u32::from_le_bytes([a, b, c, d]);
            if found == wanted {
                let class = self.classes.get(usize::from(u16::from_le_bytes([low, high])))?;
                return Some(Known {
                    class: number(class, 0),
                    candidates: u64::from(number(class, 4)) | u64::from(number(class, 8)) << 32,
                    settled,
                    row: u32::from_le_bytes(row),
                });
            }
            if found == 0 {
                return None;
            }
        }
        None
    }

    /// Scores a word's labels and takes the best.
    #[inline(always)]
    fn choose(&self, words: &[Word], at: usize, past: &Past) -> u8 {
        let Some(word) = words.get(at) else { return 0 };
        if !word.listed {
            let mut sums = Sums::new(self, Open::new(self.open));
            word_features(word, &mut sums);
            sums.best(words, at, past)
        } else if word.known.candidates.count_ones() <= 4 {
            Sums::new(self, Few::<4>::new(self, &word.known)).best(words, at, past)
        } else {
            Sums::new(self, Few::<FEW>::new(self, &word.known)).best(words, at, past)
        }
    }
}

/// The scores of the labels that a word may get.
trait Scores {
    /// Adds the weights of one feature, which stand in the row of its place.
    fn add(&mut self, place: u32, row: &[u8; 64]);

    /// How many labels are less than `enough` behind the best one, itself included.
    fn rivals(&self, enough: i32) -> usize;

    /// The label with the highest score, the first of equals.
    fn best(&self) -> u8;
}

/// The scores of a word and the features that are still to be added to them. First all places are named and then
/// the weights are added in one tight loop: the reads do not wait for each other.
struct Sums<'t, S> {
    tagger: &'t Tagger,
    places: [u32; MOST_FEATURES],
    count: usize,
    scores: S,
}

impl<S: Scores> Sums<'_, S> {
    #[inline(always)]
    fn new(tagger: &Tagger, scores: S) -> Sums<'_, S> {
        Sums { tagger, places: [0; MOST_FEATURES], count: 0, scores }
    }

    #[inline(always)]
    fn sum(&mut self) {
        for &place in &self.places[..self.count.min(MOST_FEATURES)] {
            self.scores.add(place, &self.tagger.weights[usize::from(row(place))]);
        }
        self.count = 0;
    }

    #[inline(always)]
    fn best(mut self, words: &[Word], at: usize, past: &Past) -> u8 {
        context_features(words, at, past, &mut self);
        self.sum();
        self.scores.best()
    }
}

impl<S: Scores> Scorer for Sums<'_, S> {
    #[inline(always)]
    fn add(&mut self, feature: u64) {
        self.places[self.count % MOST_FEATURES] = place(feature);
        self.count += 1;
    }

    #[inline(always)]
    fn is_sure(&mut self) -> bool {
        self.sum();
        self.scores.rivals(self.tagger.enough) == 1
    }
}

/// The few labels that a listed word may get, with their scores.
struct Few<const N: usize> {
    labels: [u8; N],
    scores: [i32; N],
}

impl<const N: usize> Few<N> {
    /// Begins with the scores that the word has by itself.
    #[inline(always)]
    fn new(tagger: &Tagger, known: &Known) -> Few<N> {
        let own = tagger.rows.get(known.row as usize..).unwrap_or_default();
        let (mut labels, mut scores, mut candidates) = ([0; N], [NEVER; N], known.candidates);
        for ((label, score), &own) in labels.iter_mut().zip(&mut scores).zip(own) {
            if candidates == 0 {
                break;
            }
            *label = candidates.trailing_zeros() as u8;
            *score = i32::from(i16::from_le_bytes(own));
            candidates &= candidates - 1;
        }
        Few { labels, scores }
    }
}

impl<const N: usize> Scores for Few<N> {
    #[inline(always)]
    fn add(&mut self, place: u32, row: &[u8; 64]) {
        for (score, label) in self.scores.iter_mut().zip(self.labels) {
            *score += i32::from(row[column(place, label)] as i8);
        }
    }

    #[inline(always)]
    fn rivals(&self, enough: i32) -> usize {
        let best = self.scores.iter().fold(i32::MIN, |best, &score| best.max(score));
        self.scores.iter().filter(|&score| best - score < enough).count()
    }

    #[inline(always)]
    fn best(&self) -> u8 {
        let best = self.scores.iter().zip(self.labels).rev().max_by_key(|(score, _)| **score);
        best.map_or(0, |(_, label)| label)
    }
}

/// The scores of all labels, for a word outside the dictionary. Four sums share a number, a label of every second
/// column each. A weight counts as 128 more than it is, which every label gains alike, so that no sum is below nothing.
struct Open {
    allowed: u64,
    even: [u64; 8],
    odd: [u64; 8],
}

/// The bytes of a number that stand at even places.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

impl Open {
    fn new(allowed: u64) -> Open {
        Open { allowed, even: [0; 8], odd: [0; 8] }
    }

    /// The score of each label that is allowed.
    #[inline(always)]
    fn scores(&self) -> [i32; 64] {
        std::array::from_fn(|label| {
            let half = if label & 1 == 0 { &self.even } else { &self.odd };
            let score = (half[label / 8] >> (label % 8 / 2 * 16)) as u16;
            if self.allowed >> label & 1 == 1 { i32::from(score) } else { NEVER }
        })
    }
}

impl Scores for Open {
    #[inline(always)]
    fn add(&mut self, place: u32, row: &[u8; 64]) {
        let (groups, _) = row.as_chunks::<8>();
        for (group, (even, odd)) in self.even.iter_mut().zip(&mut self.odd).enumerate() {
            let weights = u64::from_le_bytes(groups[column(place, group as u8 * 8) / 8]) ^ (u64::MAX / 255 * 128);
            *even += weights & EVEN;
            *odd += weights >> 8 & EVEN;
        }
    }

    #[inline(always)]
    fn rivals(&self, enough: i32) -> usize {
        let scores = self.scores();
        let best = scores.iter().fold(i32::MIN, |best, &score| best.max(score));
        scores.iter().filter(|&score| best - score < enough).count()
    }

    #[inline(always)]
    fn best(&self) -> u8 {
        let scores = self.scores();
        let best = scores.iter().enumerate().rev().max_by_key(|(_, score)| **score);
        best.map_or(0, |(label, _)| label as u8)
    }
}
