//! Part-of-speech tags for one sentence at a time, from a table that was trained offline.
//!
//! A word that is nearly always the same is settled by the dictionary; for any other, the weights of its features are
//! added up and the best of the labels that the dictionary allows is taken. First all words of a sentence get what
//! they and their neighbours say, which settles most of them, then the others, from left to right, what the labels
//! before them say. A feature's hash is where its weights stand: nothing is searched, and the features that share a
//! place were trained to share it. The table is used where it lies: loading checks its header and borrows its sections,
//! and nothing is rebuilt or copied.
//!
//! Weights come from all over the table, and waiting for memory is what takes longest. Hence half a byte a weight, and
//! few features; and hence the first of the two passes, in which no weight is waited for before the next one is asked.

use std::fmt;
use std::hint::select_unpredictable;

use wide::{CmpEq, CmpLt, i16x8, u8x16, u32x4};

use super::features::{Marks, PLACE_BITS, Past, Scorer, cell, label_features, place, place_features, word_features};
use super::sentence::{read_sentence, windows};
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
pub const MAGIC: [u8; 8] = *b"qwtag\x00\x00\x06";
/// Length of the header: the magic, two lengths, three sets of labels, and zeros up to the end of a cache line. A table
/// that begins with one has each row of weights in one, which is what makes it fast.
pub const HEADER: usize = 64;
/// How many groups of labels there are, and of how many a word may get labels.
pub const GROUPS: usize = 8;
pub const OF_GROUPS: usize = 2;
/// How many rows of weights there are.
pub const ROWS: usize = (1 << PLACE_BITS) / GROUPS;
/// How far from nothing a weight may lie.
pub const MOST_WEIGHT: i8 = 7;
/// What a weight of nothing is in the table. Every label gains it with every feature, so that it tells nothing.
pub const NO_WEIGHT: u8 = 8;
/// How many times finer the scores are that a word has by itself: a weight of 1 adds as much to a score.
pub const FINENESS: i16 = 16;
/// The score of a label that a word may not get: no sum of weights gets from here to where the others are. There are
/// fewer than fifty features, which add at most 15 times [`FINENESS`] each.
pub const NEVER: i16 = -20_000;
/// How far the best label of a word must lead for the labels before it not to be asked. On news 58 in 100 of the words
/// that the dictionary does not settle lead so far, and 6 in 10,000 of these would get another label.
pub const SURE: i16 = 28 * FINENESS;
/// What a step of the score is that a listed word has by itself, a byte in the table.
pub const OWN_STEP: i16 = FINENESS / 2;
/// What stands in the table for [`NEVER`].
pub const NEVER_OWN: i8 = i8::MIN;
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

/// The part of a word's hash that its dictionary entry keeps; 0 marks an empty entry. A word that the dictionary lacks
/// is taken for another one about once in as many words as there are fingerprints.
#[inline(always)]
pub fn word_fingerprint(hash: u64) -> u16 {
    (hash as u16).max(1)
}

/// What tagging needs to remember between sentences so as not to allocate again.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Word>,
    /// Which of the sentence's words the dictionary does not settle.
    unsettled: Vec<u32>,
    /// The scores of those whose labels hang on the labels before them, as far as they do not.
    scores: Vec<[i16x8; OF_GROUPS]>,
}

/// A trained tagger: the sections of a table.
#[derive(Clone, Debug)]
pub struct Tagger {
    /// A weight a label for the features of a place, a group of labels in one (see [`cell`]), the first four of it in
    /// the lower halves of the bytes.
    weights: &'static [[u8; 4]; ROWS * GROUPS],
    /// A word a slot: fingerprint, class, settled label, groups of labels, and the place of its scores.
    words: &'static [[u8; 8]],
    /// For listed words, the summed weights of the features that a word has by itself, a group of labels in one.
    own: &'static [[u8; 8]],
    /// The scores with which a word outside the dictionary begins.
    open: [i16x8; OF_GROUPS],
    marks: Marks,
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
        let set = |i: usize| u64::from(number(head, 16 + 8 * i)) | u64::from(number(head, 20 + 8 * i)) << 32;
        let open = |label: usize| if set(0) >> label & 1 == 1 { 0 } else { NEVER };
        let tagger = Tagger {
            weights: cut(&mut rest, ROWS * GROUPS)?.try_into().map_err(|_| TableError::Length)?,
            words: cut(&mut rest, number(head, 8) as usize)?,
            own: cut(&mut rest, number(head, 12) as usize)?,
            open: [0, 8].map(|first| i16x8::new(std::array::from_fn(|at| open(first + at)))),
            marks: Marks { verbs: set(1), breaks: set(2) },
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
        self.settle(scratch);
        let mut scores = scratch.scores.iter();
        let mut past = Past::default();
        out.extend(windows(&scratch.words).map(|words| {
            let settled = words[2].known.settled;
            let begun = if settled == START { scores.next() } else { None };
            let label = begun.map_or(settled, |scores| self.choose(words, &past, *scores));
            past.push(label, &words[2], &self.marks);
            Tag(label)
        }));
    }

    /// Settles the words whose labels those before them would hardly change, and begins to score the others.
    ///
    /// No score waits for another one here, so that many weights are on their way from memory at once. Which words are
    /// settled no branch could foresee: all are written down, and those that need not have been are overwritten.
    fn settle(&self, scratch: &mut Scratch) {
        let Scratch { words, unsettled, scores } = scratch;
        unsettled.resize(words.len(), 0);
        let mut count = 0;
        for (at, window) in (0..).zip(windows(words)) {
            unsettled[count] = at;
            count += usize::from(window[2].known.settled == START);
        }
        unsettled.truncate(count);
        scores.resize(count, Default::default());
        let mut count = 0;
        for at in unsettled.iter().map(|at| *at as usize) {
            let Some(window) = words[at..].first_chunk() else { break };
            let begun = self.begin(window);
            let leading = leading(begun, SURE);
            let label = select_unpredictable(leading.is_power_of_two(), label(&window[2], leading), START);
            words[at + 2].known.settled = label;
            scores[count] = begun;
            count += usize::from(label == START);
        }
    }

    /// How many words of a sentence the dictionary does not settle, for measuring.
    pub fn unsettled<'t>(&self, words: impl IntoIterator<Item: Into<Print<'t>>>, scratch: &mut Scratch) -> usize {
        read_sentence(words.into_iter(), |form| self.find(form), &mut scratch.words);
        windows(&scratch.words).filter(|words| words[2].known.settled == START).count()
    }

    /// Looks a form up in the dictionary.
    #[inline]
    fn find(&self, form: u64) -> Option<Known> {
        let wanted = word_fingerprint(form);
        let from = home(form, self.words.len());
        let fingerprint = |[low, high, ..]: &[u8; 8]| u16::from_le_bytes([*low, *high]);
        // Most words stand at home or right behind it, which of the two no branch could foresee.
        let from = from + usize::from(fingerprint(self.words.get(from)?) != wanted);
        for entry in self.words.get(from..)?.iter().take(REACH) {
            let found = fingerprint(entry);
            if found == wanted {
                let [_, _, low, high, settled, groups, own_low, own_high] = *entry;
                let class = u16::from_le_bytes([low, high]);
                return Some(Known { class, settled, groups, own: u16::from_le_bytes([own_low, own_high]) });
            }
            if found == 0 {
                return None;
            }
        }
        None
    }

    /// Scores the labels of the word in the middle as far as the labels before it do not matter.
    #[inline(always)]
    fn begin(&self, words: &[Word; 5]) -> [i16x8; OF_GROUPS] {
        let word = &words[2];
        let groups = groups(word);
        let own = match self.own.get(usize::from(word.known.own)..).and_then(|own| own.first_chunk::<OF_GROUPS>()) {
            Some(own) if word.listed => own.map(own_scores),
            _ => both(self.open, self.add_up(groups, |places| word_features(word, places))),
        };
        both(own, self.add_up(groups, |places| place_features(words, places)))
    }

    /// Adds what the labels before it say, and takes the label with the highest score, the first of equals.
    #[inline(always)]
    fn choose(&self, words: &[Word; 5], past: &Past, begun: [i16x8; OF_GROUPS]) -> u8 {
        let word = &words[2];
        let scores = both(begun, self.add_up(groups(word), |places| label_features(words, past, places)));
        label(word, leading(scores, 0))
    }

    /// What the features that `tell` emits, [`AT_ONCE`] at most, say of the labels of two groups.
    #[inline(always)]
    fn add_up(&self, groups: [u32; OF_GROUPS], tell: impl FnOnce(&mut Places)) -> [i16x8; OF_GROUPS] {
        let mut places = Places::default();
        tell(&mut places);
        groups.map(|group| places.scores(self.weights, group))
    }
}

/// The sums of two scores a label.
#[inline(always)]
fn both(some: [i16x8; OF_GROUPS], others: [i16x8; OF_GROUPS]) -> [i16x8; OF_GROUPS] {
    [some[0] + others[0], some[1] + others[1]]
}

/// Marks the labels of two groups whose scores lie no further than `lead` behind the highest one, a bit each.
#[inline(always)]
fn leading(scores: [i16x8; OF_GROUPS], lead: i16) -> u32 {
    let highest = scores[0].max(scores[1]).reduce_max();
    let behind = i16x8::splat(highest - lead);
    let [first, second] = scores.map(|scores| (!scores.cmp_lt(behind)).move_mask() as u32 & 0xff);
    first | second << 8
}

/// The first of the labels that are marked among those of a word's groups.
#[inline(always)]
fn label(word: &Word, marked: u32) -> u8 {
    let at = marked.trailing_zeros();
    let [first, second] = groups(word);
    let group = select_unpredictable(at < 8, first, second);
    ((group * 8 + at % 8) & 63) as u8
}

/// The groups of a word's labels.
#[inline(always)]
fn groups(word: &Word) -> [u32; OF_GROUPS] {
    [u32::from(word.known.groups) & 7, u32::from(word.known.groups) >> 3 & 7]
}

/// The scores of eight labels that a word has by itself.
#[inline(always)]
fn own_scores(bytes: [u8; 8]) -> i16x8 {
    let bytes = u8x16::new(u128::from(u64::from_le_bytes(bytes)).to_le_bytes());
    // A byte in the upper half of a number has the sign where numbers have theirs.
    let high: i16x8 = i16x8::from_u8x16_low(bytes) << 8_i32;
    let never = high.cmp_eq(i16x8::splat(i16::from(NEVER_OWN) << 8)) & i16x8::splat(NEVER);
    (high >> (8 - OWN_STEP.trailing_zeros() as i32)) + never
}

/// How many weights a byte has room for the sum of.
pub const AT_ONCE: usize = 17;

/// The places of a word's features, all of which are worked out before the first weight is asked for.
#[derive(Default)]
struct Places {
    places: [[u32; 4]; AT_ONCE.div_ceil(4)],
    count: usize,
}

impl Scorer for Places {
    #[inline(always)]
    fn add(&mut self, feature: u64) {
        self.places[self.count / 4][self.count % 4] = place(feature);
        self.count += 1;
    }
}

impl Places {
    /// The summed weights of the eight labels of a group.
    #[inline(always)]
    fn scores(&self, weights: &[[u8; 4]; ROWS * GROUPS], group: u32) -> i16x8 {
        let half = u32x4::splat(0x0f0f_0f0f);
        // Each byte of the four lanes holds a sum: of the labels in the lower halves of the bytes, and in the upper ones.
        let (mut lower, mut upper) = (u32x4::ZERO, u32x4::ZERO);
        for (four, places) in self.places.iter().enumerate() {
            let weight = |at: usize| {
                if 4 * four + at < self.count { u32::from_le_bytes(weights[cell(places[at], group)]) } else { 0 }
            };
            let weights = u32x4::new([weight(0), weight(1), weight(2), weight(3)]);
            lower += weights & half;
            upper += weights >> 4 & half;
        }
        let [lower, upper] = [lower, upper].map(|sums| u64::from(sums.to_array().into_iter().sum::<u32>()));
        let sums = u8x16::new(u128::from(lower | upper << 32).to_le_bytes());
        i16x8::from_u8x16_low(sums) * i16x8::splat(FINENESS)
    }
}

#[cfg(test)]
mod tests {
    use super::super::word::Case;
    use super::*;

    #[test]
    fn own_scores_are_signed_steps_and_never_is_out_of_reach() {
        let scores = own_scores([0, 1, -1i8 as u8, i8::MAX as u8, -127i8 as u8, NEVER_OWN as u8, 0, 0]).to_array();
        assert_eq!(scores[..5], [0, OWN_STEP, -OWN_STEP, 127 * OWN_STEP, -127 * OWN_STEP]);
        assert!(scores[5] <= NEVER);
    }

    #[test]
    fn no_more_weights_are_added_at_once_than_a_byte_has_room_for() {
        struct Count(usize);
        impl Scorer for Count {
            fn add(&mut self, _: u64) {
                self.0 += 1;
            }
        }
        let words = [Word::of_form(b"word", Case::Lower); 5];
        let features: [&dyn Fn(&mut Count); 3] =
            [&|count| word_features(&words[2], count), &|count| place_features(&words, count), &|count| {
                label_features(&words, &Past::default(), count)
            }];
        for tell in features {
            let mut count = Count(0);
            tell(&mut count);
            assert!((1..=AT_ONCE).contains(&count.0), "{}", count.0);
        }
    }
}
