//! Part-of-speech tags for one sentence at a time, from a table that was trained offline.
//!
//! The tagger goes from left to right. A word that is nearly always the same is settled by the
//! dictionary; for any other, the weights of its features are added up and the best of the labels
//! that the dictionary allows is taken. The table is used where it lies: loading checks its
//! header and borrows its sections, and nothing is rebuilt or copied.

use std::fmt;

use super::features::{Marks, Past, context_features, word_features};
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
pub const MAGIC: [u8; 8] = *b"qwtag\x00\x00\x02";
/// Length of the header: the magic, seven lengths, four bytes of nothing, and three sets of labels.
pub const HEADER: usize = 8 + 7 * 4 + 4 + 3 * 8;
/// How far from its home a word may lie. It bounds every search, whatever the table's content.
pub const REACH: usize = 64;
/// In place of the first label: the slot's weights stand in the spill section.
pub const SPILLED: u8 = 0xfe;
/// In place of the first label: the slot's weights are a dense row.
pub const DENSE: u8 = 0xff;
/// Room for the features that one word can have; a power of two, so that wrapping costs nothing.
const MOST_FEATURES: usize = 64;

/// A number below `count`, spread evenly by the upper half of a hash.
#[inline(always)]
fn scale(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

/// The bucket of a feature among `buckets`, which tells its displacement.
#[inline(always)]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    scale((hash >> 32) as u32, buckets)
}

/// The one slot where a feature can be, given its bucket's displacement. The displacements were
/// chosen so that no two features of the table share a slot: one look settles hit or miss.
#[inline(always)]
pub fn slot(hash: u64, displacement: u16, slots: usize) -> usize {
    let turned = (hash as u32) ^ u32::from(displacement).wrapping_mul(0x9e37_79b1);
    let spread = u64::from(turned).wrapping_mul(0xd6e8_feb8_6659_fd93);
    scale((spread >> 32) as u32, slots)
}

/// The part of a feature's hash that its slot keeps.
#[inline(always)]
pub fn fingerprint(hash: u64) -> u16 {
    (hash >> 32) as u16
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
    /// For each bucket of features, the displacement that [`slot`] needs.
    displacements: &'static [[u8; 2]],
    /// A feature a slot: fingerprint, then three pairs of label and weight, or where they are.
    features: &'static [[u8; 8]],
    /// Pairs of label and weight for features that have more than three.
    spill: &'static [[u8; 2]],
    /// Weights of all labels for features that have many.
    dense: &'static [[u8; 64]],
    /// A word a slot: fingerprint, class, settled label, and the length and place of its row.
    words: &'static [[u8; 12]],
    /// Distinct classes: key and allowed labels.
    classes: &'static [[u8; 12]],
    /// Label and summed weight, for the features that a listed word has by itself.
    rows: &'static [[u8; 3]],
    /// The labels that a word outside the dictionary may get.
    open: u64,
    marks: Marks,
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
        let set = |i: usize| u64::from(number(head, 40 + 8 * i)) | u64::from(number(head, 44 + 8 * i)) << 32;
        let tagger = Tagger {
            displacements: cut(&mut rest, number(head, 8))?,
            features: cut(&mut rest, number(head, 12))?,
            spill: cut(&mut rest, number(head, 16))?,
            dense: cut(&mut rest, number(head, 20))?,
            words: cut(&mut rest, number(head, 24))?,
            classes: cut(&mut rest, number(head, 28))?,
            rows: cut(&mut rest, number(head, 32))?,
            open: set(0),
            marks: Marks { verbs: set(1), breaks: set(2) },
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
        for slot in self.words.get(from..)?.iter().take(REACH) {
            let found = number(slot, 0);
            if found == wanted {
                let [_, _, _, _, low, high, settled, length, ..] = *slot;
                let class = self.classes.get(usize::from(u16::from_le_bytes([low, high])))?;
                return Some(Known {
                    class: number(class, 0),
                    candidates: u64::from(number(class, 4)) | u64::from(number(class, 8)) << 32,
                    settled,
                    closed: length > 0,
                    row: number(slot, 8) << 8 | u32::from(length),
                });
            }
            if found == 0 {
                return None;
            }
        }
        None
    }

    /// Scores a word's labels and takes the best.
    ///
    /// All slots are fetched before any is used: the fetches do not wait for each other, and those
    /// that miss, which are most, cost no branch.
    fn choose(&self, words: &[Word], at: usize, past: &Past) -> u8 {
        let Some(word) = words.get(at) else { return 0 };
        let mut scores = [0i16; 64];
        let mut hits = [0u64; MOST_FEATURES];
        let mut count = 0;
        let mut fetch = |feature: u64| {
            let displacement = match self.displacements.get(bucket(feature, self.displacements.len())) {
                Some(bytes) => u16::from_le_bytes(*bytes),
                None => 0,
            };
            let found = match self.features.get(slot(feature, displacement, self.features.len())) {
                Some(bytes) => u64::from_le_bytes(*bytes),
                None => 0,
            };
            hits[count % MOST_FEATURES] = found;
            count += usize::from(found as u16 == fingerprint(feature));
        };
        let (length, start) = (word.known.row as u8 as usize, (word.known.row >> 8) as usize);
        if length == 0 {
            word_features(word, &mut fetch);
        }
        context_features(words, at, past, &mut fetch);
        for &[label, low, high] in self.rows.get(start..start + length).unwrap_or_default() {
            let score = &mut scores[usize::from(label & 63)];
            *score = score.wrapping_add(i16::from_le_bytes([low, high]));
        }
        let candidates = if word.listed { word.known.candidates } else { self.open };
        let few = Few::of(candidates);
        for &hit in &hits[..count.min(MOST_FEATURES)] {
            self.add(hit, few.as_ref(), &mut scores);
        }
        best(&scores, candidates)
    }

    /// Adds the weights of one slot. Sums stay far below the limit: there are fewer features than
    /// would bring weights of a byte to it.
    #[inline(always)]
    fn add(&self, hit: u64, few: Option<&Few>, scores: &mut [i16; 64]) {
        let [label, weight, b, bw, c, cw] = [16, 24, 32, 40, 48, 56].map(|shift| (hit >> shift) as u8);
        let place = (hit >> 32) as usize;
        let mut add = |label: u8, weight: u8| {
            let score = &mut scores[usize::from(label & 63)];
            *score = score.wrapping_add(i16::from(weight as i8));
        };
        match label {
            SPILLED => {
                let row = self.spill.get(place..place + usize::from(weight)).unwrap_or_default();
                row.iter().for_each(|&[label, weight]| add(label, weight));
            }
            DENSE => {
                let Some(row) = self.dense.get(place) else { return };
                if let Some(few) = few {
                    few.labels[..few.count].iter().for_each(|&label| add(label, row[usize::from(label & 63)]));
                } else {
                    for (score, &weight) in scores.iter_mut().zip(row) {
                        *score = score.wrapping_add(i16::from(weight as i8));
                    }
                }
            }
            _ => {
                // An unused place holds a weight of nothing, which is cheaper than a test.
                add(label, weight);
                add(b, bw);
                add(c, cw);
            }
        }
    }
}

/// The labels of a word that may get only a few: of a dense row no more than these is read.
struct Few {
    labels: [u8; 6],
    count: usize,
}

impl Few {
    fn of(mut candidates: u64) -> Option<Few> {
        let mut few = Few { labels: [0; 6], count: 0 };
        while candidates != 0 {
            *few.labels.get_mut(few.count)? = candidates.trailing_zeros() as u8;
            few.count += 1;
            candidates &= candidates - 1;
        }
        Some(few)
    }
}

/// The best of the allowed labels; the first of equals, and a noun where none is allowed.
#[inline]
fn best(scores: &[i16; 64], mut candidates: u64) -> u8 {
    let (mut best, mut most) = (0, i16::MIN);
    while candidates != 0 {
        let label = candidates.trailing_zeros() as u8;
        candidates &= candidates - 1;
        let score = scores[usize::from(label & 63)];
        if score > most {
            (best, most) = (label, score);
        }
    }
    best
}
