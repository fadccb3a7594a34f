//! The features by which the tagger chooses a word's label, as hashes.
//!
//! Training and tagging both go through this file, so that a table can never be read with other
//! features than those it was trained with. A template's number parts its features from those of others.
//!
//! They are few, since each costs a look into memory: six that had stood here told nothing on the treebank's
//! development part.

use super::word::{START, Word};

/// An odd number that spreads small ones over all bits, the highest best.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads a small number, so that it can be put together with others.
#[inline(always)]
fn spread(number: impl Into<u64>) -> u64 {
    number.into().wrapping_mul(SPREAD)
}

/// The hash of one feature: which template made it, and the two numbers that filled it, both spread. Only the upper
/// bits are good.
#[inline(always)]
fn feature(template: u32, a: u64, b: u64) -> u64 {
    let template = u64::from(template.wrapping_mul(0x9e37_79b1) >> 1);
    (a ^ b.rotate_left(29) ^ template).wrapping_mul(0xd1b5_4a32_d192_ed03)
}

/// How many bits of a feature's hash say where its weights are.
pub const PLACE_BITS: u32 = 17;

/// Where the weights of a feature are: the row in all bits but three, and below them the turn that parts it from most
/// of the features that share the row. Those that still share a weight learn to live with each other.
#[inline(always)]
pub fn place(feature: u64) -> u32 {
    (feature >> (u64::BITS - PLACE_BITS)) as u32
}

/// Which eight weights are those of a group of labels in the row of a place: groups swap their places there.
#[inline(always)]
pub fn cell(place: u32, group: u32) -> usize {
    (place ^ group) as usize
}

/// What is told the features of a word.
pub trait Scorer {
    /// Takes in one feature.
    fn add(&mut self, feature: u64);
}

/// The features of a word by itself. For a listed word the table holds their sum, so they are only looked up one by
/// one for words that the dictionary lacks.
#[inline(always)]
pub fn word_features(word: &Word, scorer: &mut impl Scorer) {
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));
    emit(1, word.form, 0);
    for n in [1, 2, 4] {
        emit(n + 1, spread(word.suffix(n)), 0);
    }
    for n in [2, 3, 4] {
        emit(n + 6, spread(word.prefix(n)), 0);
    }
    emit(68, spread(word.hyphen), spread(word.suffix(3)));
    emit(69, spread(word.known.class), spread(word.listed));
    emit(70, spread(word.hyphen), spread(word.len.min(12)));
}

/// What the labels so far say: the last two, and the last verb of the clause.
#[derive(Clone, Copy, Debug)]
pub struct Past {
    /// The label of the word before.
    pub last: u8,
    /// The label of the word before that one.
    pub before: u8,
    /// The label of the clause's last verb and which auxiliary it was, 0 where there is none.
    pub verb: u16,
}

impl Default for Past {
    fn default() -> Past {
        Past { last: START, before: START, verb: 0 }
    }
}

/// The labels that begin or end a clause (a bit each) and those of verbs; see [`Past::push`].
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// Labels of verbs and auxiliaries.
    pub verbs: u64,
    /// Labels after which the last verb says nothing any more.
    pub breaks: u64,
}

impl Past {
    /// Moves on by one word.
    #[inline(always)]
    pub fn push(&mut self, label: u8, word: &Word, marks: &Marks) {
        self.before = self.last;
        self.last = label;
        let bit = 1u64 << (label & 63);
        if marks.verbs & bit != 0 {
            let kind = match word.head as u8 {
                b'h' => 1,
                b'd' => 2,
                b'\'' => 3 + u16::from((word.head >> 8) as u8 & 7),
                _ => 0,
            };
            self.verb = (u16::from(label) + 1) | kind << 8;
        } else if marks.breaks & bit != 0 {
            self.verb = 0;
        }
    }
}

/// The features of a word by its place among other words, whatever their labels turn out to be.
#[inline(always)]
pub fn place_features(words: &[Word; 5], scorer: &mut impl Scorer) {
    let [before2, before, word, after, after2] = words;
    let (class, class_after, class_after2) =
        (spread(word.known.class), spread(after.known.class), spread(after2.known.class));
    let looks = spread(word.looks);
    let classes = feature(0, class, class_after);
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));

    // How it and its neighbours are written.
    emit(11, looks, word.form);
    emit(12, looks, 0);
    emit(15, looks, class);
    emit(37, spread(after.suffix(3)), 0);
    emit(38, spread(before.suffix(3)), 0);

    // The words around it.
    emit(21, before2.form, 0);
    emit(22, after.form, 0);
    emit(25, after.form, word.form);
    emit(27, after2.form, after.form);
    emit(28, before.form, class);
    emit(29, after.form, class);

    // What the words after it usually are, which stands for the labels that they do not have yet.
    emit(30, class_after, 0);
    emit(31, classes, 0);
    emit(33, classes, class_after2);
    emit(36, class_after2, 0);
}

/// The features of a word by the labels before it.
#[inline(always)]
pub fn label_features(words: &[Word; 5], past: &Past, scorer: &mut impl Scorer) {
    let [_, before, word, after, _] = words;
    let class = spread(word.known.class);
    let label = spread(past.last);
    let labels = spread(u64::from(past.last) << 8 | u64::from(past.before));
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));
    emit(14, spread(word.looks) ^ label, spread(before.looks));
    emit(50, label, 0);
    emit(51, labels, 0);
    emit(53, label, word.form);
    emit(59, label, spread(word.suffix(3)));
    emit(64, spread(past.verb) ^ label, class);
    emit(66, labels, feature(0, class, spread(after.known.class)));
}
