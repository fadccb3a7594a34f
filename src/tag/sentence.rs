//! A sentence as the tagger sees it: its words, what the dictionary knows of each, and how all of them are written.

use super::word::{Case, Known, Print, START, Word};

/// How a whole sentence is capitalised, which decides what a capital says about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Casing {
    /// Capitals mark names and beginnings.
    Plain,
    /// Most words carry a capital, as in headlines.
    Headline,
    /// Every letter is a capital.
    Shouting,
    /// There is no capital at all.
    Careless,
}

/// The form of every word that the dictionary lacks: what is rare is told by its shape alone.
const UNLISTED: u64 = 0x0dd_ba11_feed_f00d;

/// The groups of the labels that such a word may get: the first two.
const OPEN: u8 = 1 << 3;

/// What stands outside the sentence, on either side.
const OUTSIDE: Word = Word {
    form: 0x5ca1_ab1e_0dd5_eed5,
    head: 0,
    tail: 0,
    known: Known { own: 0, class: 0xffff, settled: START, groups: 0 },
    looks: 0xff,
    len: 0,
    case: Case::None,
    hyphen: false,
    listed: false,
};

/// Reads a sentence's words into `out`, with their places and what the dictionary knows of them. Two words stand
/// before the first one and two behind the last one for what is outside the sentence.
#[inline(always)]
pub fn read_sentence<'t>(
    words: impl Iterator<Item: Into<Print<'t>>>,
    find: impl Fn(u64) -> Option<Known>,
    out: &mut Vec<Word>,
) {
    out.clear();
    out.extend([OUTSIDE; 2]);
    let (mut initial, mut open) = (true, false);
    // How often each case was seen, in short words and in long ones.
    let mut cases = [[0; 2]; 6];
    out.extend(words.map(|word| {
        let mut word = Word::read(word.into());
        if word.case != Case::None {
            cases[word.case as usize][usize::from(word.len >= 4)] += 1;
            word.looks = u8::from(initial) * 8 + word.case as u8;
            initial = false;
        } else {
            if word.head == STRAIGHT {
                // A straight mark is read as the curly one that its turn makes it.
                open = !open;
                word = Word::of_form(if open { "“" } else { "”" }.as_bytes(), Case::None);
            }
            initial |= [OPENING, TICKS, COLON].contains(&word.head);
            word.looks = u8::from(initial) * 8;
        }
        word
    }));
    let casing = casing(&cases) as u8 * 16;
    // Looked up in a loop of their own, words are on their way from memory several at once.
    for word in &mut out[2..] {
        word.looks += casing;
        match find(word.form) {
            Some(known) => (word.known, word.listed) = (known, true),
            None => {
                let class = word.guess() | u16::from(word.looks);
                (word.known, word.form) = (Known { class, settled: START, groups: OPEN, own: 0 }, UNLISTED);
            }
        }
    }
    out.extend([OUTSIDE; 2]);
}

/// The words of a sentence that was read so, each with its two neighbours on either side.
pub fn windows(words: &[Word]) -> impl Iterator<Item = &[Word; 5]> {
    words.windows(5).filter_map(|words| words.first_chunk())
}

/// Marks as [`Word::head`] holds them: those that a beginning follows, and the straight quote mark.
const STRAIGHT: u64 = b'"' as u64;
const COLON: u64 = b':' as u64;
const OPENING: u64 = u32::from_le_bytes([0xe2, 0x80, 0x9c, 0]) as u64;
const TICKS: u64 = u16::from_le_bytes(*b"``") as u64;

/// Judges a sentence's capitals by how often each case is there, in short words and in long ones. Of titles only the
/// long words are asked: headlines keep short ones small.
fn casing(cases: &[[u32; 2]; 6]) -> Casing {
    let all = |case: Case| cases[case as usize].iter().sum::<u32>();
    let letters: u32 = cases.as_flattened().iter().sum();
    let (upper, small) = (all(Case::Upper) + all(Case::Single), all(Case::Lower));
    let long = cases.iter().map(|case| case[1]).sum::<u32>();
    let title = long - cases[Case::Lower as usize][1];
    if letters >= 3 && upper * 10 >= letters * 8 {
        Casing::Shouting
    } else if long >= 4 && title * 10 >= long * 8 {
        Casing::Headline
    } else if small == letters {
        Casing::Careless
    } else {
        Casing::Plain
    }
}
