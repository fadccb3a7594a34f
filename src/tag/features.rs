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

/// The feature that stands for a form itself.
pub fn form_feature(form: u64) -> u64 {
    feature(1, form, 0)
}

/// The features of a word by itself. For a listed word the table holds their sum, so they are
/// only looked up one by one for words that the dictionary lacks.
#[inline(always)]
pub fn word_features(word: &Word, mut emit: impl FnMut(u64)) {
    emit(form_feature(word.form));
    for n in 1..=5 {
        emit(feature(2, word.suffix(n), u64::from(n)));
    }
    for n in 1..=4 {
        emit(feature(3, word.prefix(n), u64::from(n)));
    }
    emit(feature(4, u64::from(word.hyphen), word.suffix(3)));
    emit(feature(5, u64::from(word.known.class), u64::from(word.listed)));
    emit(feature(6, u64::from(word.hyphen), u64::from(word.len.min(12))));
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

/// The features of a word in its place.
#[inline(always)]
pub fn context_features(words: &[Word], at: usize, past: &Past, mut emit: impl FnMut(u64)) {
    let word = &words[at];
    let form = |i: usize| words.get(i).map_or(OUTSIDE, |w| w.form);
    let class = |i: usize| words.get(i).map_or(OUTSIDE, |w| u64::from(w.known.class));
    let looks = |i: usize| words.get(i).map_or(0xff, |w| u64::from(w.looks));
    let (w0, w1, w2) = (word.form, form(at + 1), form(at + 2));
    let (p1, p2) = (form(at.wrapping_sub(1)), form(at.wrapping_sub(2)));
    let (c0, c1, c2) = (class(at), class(at + 1), class(at + 2));
    let (l0, l1) = (u64::from(word.looks), looks(at + 1));
    let (t1, t2) = (u64::from(past.last), u64::from(past.before));
    let t12 = t1 << 8 | t2;

    // How it is written.
    emit(feature(10, l0, 0));
    emit(feature(11, l0, w0));
    emit(feature(13, l0, l1));
    emit(feature(14, l0 << 8 | looks(at.wrapping_sub(1)), t1));
    emit(feature(15, l0, c0));

    // The words around it.
    emit(feature(20, p1, 0));
    emit(feature(21, p2, 0));
    emit(feature(22, w1, 0));
    emit(feature(23, w2, 0));
    emit(feature(24, p1, w0));
    emit(feature(25, w0, w1));
    emit(feature(26, p1, w1));
    emit(feature(27, w1, w2));
    emit(feature(28, p1, c0));
    emit(feature(29, w1, c0));

    // What the words after it usually are, which stands for the labels that they do not have yet.
    emit(feature(30, c1, 0));
    emit(feature(31, c0, c1));
    emit(feature(32, c1, c2));
    emit(feature(33, mix(c0, c1), c2));
    emit(feature(34, w0, c1));
    emit(feature(35, mix(w0, c1), c2));
    emit(feature(36, c2, 0));
    let tail_next = words.get(at + 1).map_or(0, |w| w.suffix(3));
    emit(feature(37, tail_next, 0));
    emit(feature(38, words.get(at.wrapping_sub(1)).map_or(0, |w| w.suffix(3)), 0));

    // The labels before it.
    emit(feature(50, t1, 0));
    emit(feature(51, t12, 0));
    emit(feature(53, t1, w0));
    emit(feature(54, t1, c0));
    emit(feature(55, t12, c0));
    emit(feature(56, t1, mix(c0, c1)));
    emit(feature(57, t1, w1));
    emit(feature(58, t1, c1));
    emit(feature(60, t12, w0));
    emit(feature(62, u64::from(past.verb), c0));
    emit(feature(64, u64::from(past.verb) << 8 | t1, c0));
    emit(feature(65, t12, c1));
    emit(feature(66, t12, mix(c0, c1)));
    // Of a well-known word the ending adds nothing to what the word says.
    if !word.known.closed {
        let ending = word.suffix(3);
        emit(feature(12, l0, ending));
        emit(feature(59, t1, ending));
        emit(feature(63, u64::from(past.verb), ending));
    }
}
