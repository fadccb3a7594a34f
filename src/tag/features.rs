//! The features by which the tagger chooses a word's label, as hashes.
//!
//! Training and tagging both go through this file, so that a table can never be read with other
//! features than those it was trained with. The numbers of the templates only have to differ.

use super::word::{START, Word, mix};

/// The form that stands outside the sentence, on either side.
const OUTSIDE: u64 = 0x5ca1_ab1e;

/// The hash of one feature: which template made it, and the two values that filled it.
#[inline(always)]
fn feature(template: u64, a: u64, b: u64) -> u64 {
    let one = a.wrapping_add(template.wrapping_mul(0xa076_1d64_78bd_642f));
    let two = b.rotate_left(29).wrapping_add(0xd1b5_4a32_d192_ed03 ^ template);
    let wide = u128::from(one) * u128::from(two);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// Where the weights of a feature are: the row in the upper sixteen bits, and below them the turn that parts it from
/// most of the features that share the row. Those that still share a weight learn to live with each other.
#[inline(always)]
pub fn place(feature: u64) -> u32 {
    (feature >> 45) as u32
}

/// The row of a place, among 65,536.
#[inline(always)]
pub fn row(place: u32) -> u16 {
    (place >> 3) as u16
}

/// The column that a label has in the row of a place: labels are moved in groups of eight.
#[inline(always)]
pub fn column(place: u32, label: u8) -> usize {
    usize::from((label ^ (place as u8) << 3) & 63)
}

/// What is told the features of a word.
pub trait Scorer {
    /// Takes in one feature.
    fn add(&mut self, feature: u64);

    /// Whether the features so far settle the word, so that the others are not even made.
    fn is_sure(&mut self) -> bool {
        false
    }
}

/// The features of a word by itself. For a listed word the table holds their sum, so they are only looked up one by
/// one for words that the dictionary lacks.
#[inline(always)]
pub fn word_features(word: &Word, scorer: &mut impl Scorer) {
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));
    emit(1, word.form, 0);
    for n in 1..=5 {
        emit(2, word.suffix(n), u64::from(n));
    }
    for n in 1..=4 {
        emit(3, word.prefix(n), u64::from(n));
    }
    emit(4, u64::from(word.hyphen), word.suffix(3));
    emit(5, u64::from(word.known.class), u64::from(word.listed));
    emit(6, u64::from(word.hyphen), u64::from(word.len.min(12)));
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

/// The features of a word in its place: first those that tell most, after which a scorer may have heard enough.
#[inline(always)]
pub fn context_features(words: &[Word], at: usize, past: &Past, scorer: &mut impl Scorer) {
    let word = &words[at];
    let form = |i: usize| words.get(i).map_or(OUTSIDE, |w| w.form);
    let class = |i: usize| words.get(i).map_or(OUTSIDE, |w| u64::from(w.known.class));
    let looks = |i: usize| words.get(i).map_or(0xff, |w| u64::from(w.looks));
    let ending = |i: usize| words.get(i).map_or(0, |w| w.suffix(3));
    let (before, after) = (at.wrapping_sub(1), at + 1);
    let (w0, w1, p1) = (word.form, form(after), form(before));
    let (c0, c1, l0) = (class(at), class(after), u64::from(word.looks));
    let (t1, t2) = (u64::from(past.last), u64::from(past.before));
    let t12 = t1 << 8 | t2;
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));

    emit(11, l0, w0);
    emit(15, l0, c0);
    emit(24, p1, w0);
    emit(25, w0, w1);
    emit(31, c0, c1);
    emit(53, t1, w0);
    emit(54, t1, c0);
    emit(55, t12, c0);
    emit(56, t1, mix(c0, c1));
    if scorer.is_sure() {
        return;
    }
    let (p2, w2, c2) = (form(at.wrapping_sub(2)), form(at + 2), class(at + 2));
    let mut emit = |template, a, b| scorer.add(feature(template, a, b));

    // How it and its neighbours are written.
    emit(10, l0, 0);
    emit(13, l0, looks(after));
    emit(14, l0 << 8 | looks(before), t1);
    emit(37, ending(after), 0);
    emit(38, ending(before), 0);

    // The words around it.
    emit(20, p1, 0);
    emit(21, p2, 0);
    emit(22, w1, 0);
    emit(23, w2, 0);
    emit(26, p1, w1);
    emit(27, w1, w2);
    emit(28, p1, c0);
    emit(29, w1, c0);

    // What the words after it usually are, which stands for the labels that they do not have yet.
    emit(30, c1, 0);
    emit(32, c1, c2);
    emit(33, mix(c0, c1), c2);
    emit(34, w0, c1);
    emit(35, mix(w0, c1), c2);
    emit(36, c2, 0);

    // The labels before it.
    emit(50, t1, 0);
    emit(51, t12, 0);
    emit(57, t1, w1);
    emit(58, t1, c1);
    emit(59, t1, ending(at));
    emit(60, t12, w0);
    emit(66, t12, mix(c0, c1));
    emit(62, u64::from(past.verb), c0);
    emit(63, u64::from(past.verb), ending(at));
    emit(64, u64::from(past.verb) << 8 | t1, c0);
}
