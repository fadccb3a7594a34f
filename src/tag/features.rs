//! The features by which the tagger chooses a word's label, as hashes.
//!
//! Training and tagging both go through this file, so that a table can never be read with other
//! features than those it was trained with. A template's number parts its features from those of others; that the
//! longest prefix shares 10 is to be mended with the next table.

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
pub const PLACE_BITS: u32 = 18;

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

/// A word in its place: the numbers that its features are made of, all of them spread.
pub struct Place<'w> {
    words: &'w [Word; 5],
    form: u64,
    class: u64,
    looks: u64,
    form_before: u64,
    form_after: u64,
    class_after: u64,
    /// The classes of the word and of the next one.
    classes: u64,
    label: u64,
    /// The labels of the two words before.
    labels: u64,
    verb: u64,
}

impl<'w> Place<'w> {
    /// The place of the word in the middle.
    #[inline(always)]
    pub fn new(words: &'w [Word; 5], past: &Past) -> Place<'w> {
        let [_, before, word, after, _] = words;
        let (class, class_after) = (spread(word.known.class), spread(after.known.class));
        Place {
            words,
            form: word.form,
            class,
            looks: spread(word.looks),
            form_before: before.form,
            form_after: after.form,
            class_after,
            classes: feature(0, class, class_after),
            label: spread(past.last),
            labels: spread(u64::from(past.last) << 8 | u64::from(past.before)),
            verb: spread(past.verb),
        }
    }

    /// The features that tell most.
    #[inline(always)]
    pub fn near_features(&self, scorer: &mut impl Scorer) {
        let mut emit = |template, a, b| scorer.add(feature(template, a, b));
        emit(11, self.looks, self.form);
        emit(14, self.looks ^ self.label, spread(self.words[1].looks));
        emit(25, self.form_after, self.form);
        emit(31, self.classes, 0);
        emit(50, self.label, 0);
        emit(53, self.label, self.form);
    }

    /// The other features.
    #[inline(always)]
    pub fn far_features(&self, scorer: &mut impl Scorer) {
        let [before2, before, word, after, after2] = self.words;
        let class_after2 = spread(after2.known.class);
        let mut emit = |template, a, b| scorer.add(feature(template, a, b));

        // How it and its neighbours are written.
        emit(10, self.looks, 0);
        emit(15, self.looks, self.class);
        emit(37, spread(after.suffix(3)), 0);
        emit(38, spread(before.suffix(3)), 0);

        // The words around it.
        emit(20, self.form_before, 0);
        emit(21, before2.form, 0);
        emit(22, self.form_after, 0);
        emit(26, self.form_before, self.form_after);
        emit(27, after2.form, self.form_after);
        emit(28, self.form_before, self.class);
        emit(29, self.form_after, self.class);

        // What the words after it usually are, which stands for the labels that they do not have yet.
        emit(30, self.class_after, 0);
        emit(32, self.class_after, class_after2);
        emit(33, self.classes, class_after2);
        emit(35, self.class_after ^ self.form, class_after2);
        emit(36, class_after2, 0);

        // The labels before it.
        emit(51, self.labels, 0);
        emit(57, self.label, self.form_after);
        emit(59, self.label, spread(word.suffix(3)));
        emit(66, self.labels, self.classes);
        emit(62, self.verb, self.class);
        emit(64, self.verb ^ self.label, self.class);
    }
}
