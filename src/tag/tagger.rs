//! Part-of-speech tags for one sentence at a time, from a table that was trained offline.
//!
//! The tagger goes from left to right. A word that is nearly always the same is settled by the dictionary; for any
//! other, the weights of its features are added up and the best of the labels that the dictionary allows is taken.
//! Where the first features put one label far ahead, the others are not asked. A feature's hash is where its weights
//! stand: nothing is searched, and the features that share a place were trained to share it. The table is used where
//! it lies: loading checks its header and borrows its sections, and nothing is rebuilt or copied.

use std::fmt;

use wide::{CmpGt, i16x8, u8x16};

use super::features::{Marks, PLACE_BITS, Past, Place, Scorer, cell, place, word_features};
use super::sentence::read_sentence;
use super::word::{Known, Print, START, Word};

/// The labels: a Penn Treebank tag with the universal class that it stands for. A table stores their places in this
/// list, so their order is part of the table's format. They stand in groups of eight, whose scores are added up
/// together; a word may get labels of two groups, so what words have beside each other should lie in few of them.
/// The first two are those that a word outside the dictionary may get.
#[rustfmt::skip]
pub const LABELS: [(&str, &str); 64] = [
    ("NN", "NOUN"), ("NNP", "PROPN"), ("NNS", "NOUN"), ("JJ", "ADJ"), ("VB", "VERB"), ("VBP", "VERB"), ("VBZ", "VERB"), ("UH", "INTJ"),
    ("VBD", "VERB"), ("VBN", "VERB"), ("VBG", "VERB"), ("RB", "ADV"), ("CD", "NUM"), ("NNPS", "PROPN"), ("JJR", "ADJ"), ("JJS", "ADJ"),
    ("IN", "ADP"), ("IN", "SCONJ"), ("RP", "ADP"), ("CC", "CCONJ"), ("DT", "DET"), ("DT", "PRON"), ("WDT", "PRON"), ("PDT", "DET"),
    ("VBZ", "AUX"), ("VBP", "AUX"), ("VBD", "AUX"), ("VB", "AUX"), ("VBN", "AUX"), ("MD", "AUX"), ("POS", "PART"), ("PRP", "PRON"),
    ("TO", "PART"), ("PRP$", "PRON"), ("WP", "PRON"), ("WDT", "DET"), ("EX", "PRON"), ("RBR", "ADV"), ("RBS", "ADV"), ("VBG", "AUX"),
    ("NNP", "ADJ"), ("FW", "X"), ("WRB", "ADV"), ("RB", "PART"), ("WP$", "PRON"), ("NN", "PRON"), ("ADD", "PROPN"), ("GW", "X"),
    (",", "PUNCT"), (".", "PUNCT"), (":", "PUNCT"), ("``", "PUNCT"), ("''", "PUNCT"), ("HYPH", "PUNCT"), ("NFP", "PUNCT"), ("SYM", "SYM"),
    ("-LRB-", "PUNCT"), ("-RRB-", "PUNCT"), ("$", "SYM"), ("LS", "NUM"), ("NFP", "SYM"), (",", "SYM"), ("NNP", "VERB"), ("NN", "SYM"),
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
pub const MAGIC: [u8; 8] = *b"qwtag\x00\x00\x04";
/// Length of the header: the magic, two lengths, the lead that is enough, three sets of labels, and zeros up to the end
/// of a cache line. A table that begins with one has each row of weights in one, which is what makes it fast.
pub const HEADER: usize = 64;
/// How many groups of labels there are, and of how many a word may get labels.
pub const GROUPS: usize = 8;
pub const OF_GROUPS: usize = 2;
/// How many rows of weights there are.
pub const ROWS: usize = (1 << PLACE_BITS) / GROUPS;
/// The score of a label that a word may not get: no sum of weights gets from here to where the others are. There are
/// fewer than fifty features, whose weights are at most 255 each.
pub const NEVER: i16 = -20_000;
/// How far from nothing the scores lie that a listed word has by itself, at most.
pub const MOST_OWN: f32 = 4_000.0;
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
    /// A weight a label for the features of a place, a group of labels in one; see [`cell`].
    weights: &'static [[u8; 8]; ROWS * GROUPS],
    /// A word a slot: fingerprint, class, settled label, groups of labels, and the place of its scores.
    words: &'static [[u8; 12]],
    /// For listed words, the summed weights of the features that a word has by itself, a group of labels in one.
    own: &'static [[u8; 16]],
    /// The scores with which a word outside the dictionary begins.
    open: [i16x8; OF_GROUPS],
    marks: Marks,
    /// By how much the best label must lead after the first features for the others not to be asked.
    enough: i16,
}

/// Reads a little-endian number of four bytes, 0 beyond the end.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

/// Cuts `count` pieces of `N` bytes off the front.
fn cut<const N: usize>(rest: &mut &'static [u8], count: usize) -> Result<&'static [[u8; N]], TableError> {
    let length = count.checked_mul(N).ok_or(TableError::Length)?;
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
        let open = |label: usize| if set(0) >> label & 1 == 1 { 0 } else { NEVER };
        let tagger = Tagger {
            weights: cut(&mut rest, ROWS * GROUPS)?.try_into().map_err(|_| TableError::Length)?,
            words: cut(&mut rest, number(head, 8) as usize)?,
            own: cut(&mut rest, number(head, 12) as usize)?,
            open: [0, 8].map(|first| i16x8::new(std::array::from_fn(|at| open(first + at)))),
            marks: Marks { verbs: set(1), breaks: set(2) },
            enough: number(head, 16) as i16,
        };
        if rest.is_empty() { Ok(tagger) } else { Err(TableError::Length) }
    }

    /// Tags the words of one sentence: `out` gets a tag a word, in order, in place of what it had.
    ///
    /// Punctuation marks are words, and clitics are words of their own ("do" "n't", "she" "'s"),
    /// as in the Penn Treebank.
    pub fn tag<'t>(&self, words: impl IntoIterator<Item: Into<Print<'t>>>, scratch: &mut Scratch, out: &mut Vec<Tag>) {
        out.clear();
        read_sentence(words.into_iter(), |form| self.find(form), &mut scratch.words);
        let mut past = Past::default();
        out.extend(scratch.words.windows(5).filter_map(|words| words.first_chunk()).map(|words| {
            let settled = words[2].known.settled;
            let label = if settled < START { settled } else { self.choose(words, &past) };
            past.push(label, &words[2], &self.marks);
            Tag(label)
        }));
    }

    /// How many words of a sentence the dictionary does not settle, for measuring.
    pub fn unsettled<'t>(&self, words: impl IntoIterator<Item: Into<Print<'t>>>, scratch: &mut Scratch) -> usize {
        read_sentence(words.into_iter(), |form| self.find(form), &mut scratch.words);
        scratch.words.windows(5).filter(|words| words[2].known.settled == START).count()
    }

    /// Looks a form up in the dictionary.
    #[inline]
    fn find(&self, form: u64) -> Option<Known> {
        let wanted = word_fingerprint(form);
        let from = home(form, self.words.len());
        let fingerprint = |[a, b, c, d, ..]: &[u8; 12]| u32::from_le_bytes([*a, *b, *c, *d]);
        // Most words stand at home or right behind it, which of the two no branch could foresee.
        let from = from + usize::from(fingerprint(self.words.get(from)?) != wanted);
        for entry in self.words.get(from..)?.iter().take(REACH) {
            let found = fingerprint(entry);
            if found == wanted {
                let [.., low, high, settled, groups, a, b, c, d] = *entry;
                let class = u16::from_le_bytes([low, high]);
                return Some(Known { class, settled, groups, own: u32::from_le_bytes([a, b, c, d]) });
            }
            if found == 0 {
                return None;
            }
        }
        None
    }

    /// Scores the labels of the word in the middle and takes the best.
    #[inline(always)]
    fn choose(&self, words: &[Word; 5], past: &Past) -> u8 {
        let word = &words[2];
        let known = word.known;
        let scores = match self.own.get(known.own as usize..).and_then(|own| own.first_chunk::<OF_GROUPS>()) {
            Some(own) if word.listed => own.map(scores),
            _ => self.open,
        };
        let groups = [u32::from(known.groups) & 7, u32::from(known.groups) >> 3 & 7];
        let mut sums = Sums { weights: self.weights, groups, scores };
        if !word.listed {
            word_features(word, &mut sums);
        }
        let place = Place::new(words, past);
        place.near_features(&mut sums);
        match sums.rivals(self.enough) {
            [first, 0] if first.is_power_of_two() => label(groups[0], first),
            [0, second] if second.is_power_of_two() => label(groups[1], second),
            [_, 0] => sums.only(0).decide(&place),
            [0, _] => sums.only(1).decide(&place),
            _ => sums.decide(&place),
        }
    }
}

/// Eight scores as the table has them.
#[inline(always)]
fn scores(bytes: [u8; 16]) -> i16x8 {
    i16x8::new(std::array::from_fn(|at| i16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]])))
}

/// The label of a group that is the first one of those marked.
#[inline(always)]
fn label(group: u32, marked: u32) -> u8 {
    ((group * 8 + marked.trailing_zeros()) & 63) as u8
}

/// The scores of the labels of a few groups. A weight counts as 128 more than it is, which every label gains alike.
struct Sums<const N: usize> {
    weights: &'static [[u8; 8]; ROWS * GROUPS],
    groups: [u32; N],
    scores: [i16x8; N],
}

impl<const N: usize> Scorer for Sums<N> {
    #[inline(always)]
    fn add(&mut self, feature: u64) {
        let place = place(feature);
        for (scores, group) in self.scores.iter_mut().zip(self.groups) {
            let weights = u128::from(u64::from_le_bytes(self.weights[cell(place, group)]));
            *scores += i16x8::from_u8x16_low(u8x16::new(weights.to_le_bytes()));
        }
    }
}

impl<const N: usize> Sums<N> {
    /// Marks the labels that are less than `enough` behind the best one, itself included: a bit each.
    #[inline(always)]
    fn rivals(&self, enough: i16) -> [u32; N] {
        let most = self.scores[1..].iter().fold(self.scores[0], |most, &scores| most.max(scores)).reduce_max();
        let above = i16x8::splat(most.wrapping_sub(enough));
        self.scores.map(|scores| scores.cmp_gt(above).move_mask() as u32)
    }

    /// Goes on with one group.
    #[inline(always)]
    fn only(&self, at: usize) -> Sums<1> {
        Sums { weights: self.weights, groups: [self.groups[at]], scores: [self.scores[at]] }
    }

    /// Adds what the other features say, and takes the label with the highest score, the first of equals.
    #[inline(always)]
    fn decide(mut self, place: &Place) -> u8 {
        place.far_features(&mut self);
        let rivals = self.rivals(1);
        let at = rivals.iter().position(|&marked| marked != 0).unwrap_or(0);
        label(self.groups[at], rivals[at])
    }
}
