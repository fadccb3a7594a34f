//! What the tagger sees of a sentence: words reduced to hashes, and the features built from them.
//!
//! Training and tagging both go through this file, so that a table can never be read with other
//! features than those it was trained with. Nothing here keeps text: a word becomes a [`Word`] of
//! a few integers, after addresses, handles and numbers have been reduced to their shape.

/// The label that stands before the first word of a sentence.
pub const START: u8 = 64;

/// The form that stands outside the sentence, on either side.
const OUTSIDE: u64 = 0x5ca1_ab1e;

/// The form of every word that the dictionary lacks: what is rare is told by its shape alone.
const UNLISTED: u64 = 0x0dd_ba11;
const MASK: bool = true;

/// The longest part of a word that is looked at, in bytes. A longer word keeps its beginning and
/// its end, which is all that the features ask for, and tagging stays linear in the text.
const LONGEST: usize = 64;

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// No letter that has a case: punctuation, numbers.
    None,
    /// Lower case throughout.
    Lower,
    /// A capital, then lower case.
    Title,
    /// Two capitals or more and nothing lower.
    Upper,
    /// A single capital letter, as in "I" or an initial.
    Single,
    /// Anything else, as in "iPhone" or "McDonald".
    Mixed,
}

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

/// What the dictionary knows about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The word's usual labels, packed into one key: words with the same key behave alike.
    pub class: u32,
    /// The labels that the word may get, one bit each.
    pub candidates: u64,
    /// The label of a word that needs no context, or [`START`] where it does.
    pub settled: u8,
    /// Where the table keeps the word's own scores; the table alone knows what it means.
    pub row: u32,
}

/// A word as the features see it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the normalised, lower-cased form.
    pub form: u64,
    /// The first eight bytes of the normalised form, the first one lowest.
    pub head: u64,
    /// The last eight bytes of the normalised form, the last one lowest.
    pub tail: u64,
    /// Length of the normalised form in bytes.
    pub len: u8,
    /// Capitalisation of the word itself.
    pub case: Case,
    /// Whether the word begins a sentence or a quotation, where a capital says little.
    pub initial: bool,
    /// Whether the word has an inner hyphen.
    pub hyphen: bool,
    /// `case`, `initial` and the sentence's casing in one number.
    pub looks: u8,
    /// Whether the dictionary has the word.
    pub listed: bool,
    /// What the dictionary says, or what the word's ending suggests where it says nothing.
    pub known: Known,
}

/// Folds two numbers into one well-mixed hash.
#[inline(always)]
fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xd1b5_4a32_d192_ed03);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// The hash of one feature: which template made it, and the two values that filled it.
#[inline(always)]
fn feature(template: u64, a: u64, b: u64) -> u64 {
    mix(a.wrapping_add(template.wrapping_mul(0xa076_1d64_78bd_642f)), b.rotate_left(29).wrapping_add(template))
}

impl Word {
    /// Reads one word, without its place in the sentence and without the dictionary.
    pub fn read(text: &str) -> Word {
        let mut buffer = [0u8; LONGEST];
        let (mut len, mut upper, mut lower, mut zeros) = (0usize, 0u32, 0u32, 0u32);
        let mut first_upper = false;
        let mut push = |byte: u8, len: &mut usize| {
            if *len < LONGEST {
                buffer[*len] = byte;
                *len += 1;
            } else {
                // Keep the end of an overlong word where the end is looked for.
                buffer.copy_within(LONGEST - 7.., LONGEST - 8);
                buffer[LONGEST - 1] = byte;
            }
        };
        for (at, c) in text.char_indices() {
            let byte = match c {
                'a'..='z' => {
                    lower += 1;
                    c as u8
                }
                'A'..='Z' => {
                    first_upper |= at == 0;
                    upper += 1;
                    c as u8 + 32
                }
                '0'..='9' => {
                    // Numbers are told apart by the length of their runs only, up to four.
                    zeros += 1;
                    if zeros > 4 {
                        continue;
                    }
                    push(b'0', &mut len);
                    continue;
                }
                '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{b4}' => b'\'',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
                '\u{2026}' => {
                    (0..3).for_each(|_| push(b'.', &mut len));
                    continue;
                }
                _ if c.is_ascii() => c as u8,
                _ => {
                    let small = c.to_lowercase().next().unwrap_or(c);
                    if c.is_uppercase() {
                        first_upper |= at == 0;
                        upper += 1;
                    } else if c.is_lowercase() {
                        lower += 1;
                    }
                    let mut bytes = [0u8; 4];
                    small.encode_utf8(&mut bytes).bytes().for_each(|b| push(b, &mut len));
                    continue;
                }
            };
            zeros = 0;
            push(byte, &mut len);
        }
        let case = match (upper, lower) {
            (0, 0) => Case::None,
            (0, _) => Case::Lower,
            (1, 0) => Case::Single,
            (_, 0) => Case::Upper,
            (1, _) if first_upper => Case::Title,
            _ => Case::Mixed,
        };
        let form = buffer.get(..len).unwrap_or_default();
        Word::of_form(shape(form).unwrap_or(form), case)
    }

    fn of_form(form: &[u8], case: Case) -> Word {
        let pack = |bytes: &mut dyn Iterator<Item = &u8>| {
            bytes.take(8).enumerate().fold(0u64, |acc, (i, &b)| acc | u64::from(b) << (8 * i))
        };
        let hash = form.chunks(8).fold(form.len() as u64, |acc, chunk| mix(acc, pack(&mut chunk.iter())));
        let inner = form.get(1..form.len().saturating_sub(1)).unwrap_or_default();
        Word {
            form: hash,
            head: pack(&mut form.iter()),
            tail: pack(&mut form.iter().rev()),
            len: form.len() as u8,
            case,
            initial: false,
            hyphen: inner.contains(&b'-') && form[0] != b'-',
            looks: 0,
            listed: false,
            known: Known::default(),
        }
    }

    /// The last `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    fn suffix(&self, n: u32) -> u64 {
        self.tail & ((1u64 << (8 * n)) - 1)
    }

    /// The first `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    fn prefix(&self, n: u32) -> u64 {
        self.head & ((1u64 << (8 * n)) - 1)
    }

    /// A stand-in for the class of a word that the dictionary lacks.
    fn guess(&self) -> u32 {
        let last = |text: &[u8]| {
            let packed = text.iter().rev().enumerate().fold(0, |acc, (i, &b)| acc | u64::from(b) << (8 * i));
            self.suffix(text.len() as u32) == packed
        };
        let ending = if self.case == Case::None {
            u32::from(self.head as u8 == b'0')
        } else if last(b"ing") {
            2
        } else if last(b"ed") {
            3
        } else if last(b"ly") {
            4
        } else if last(b"s") {
            5
        } else {
            6
        };
        0xff00_0000 | ending << 8 | u32::from(self.looks)
    }
}

/// The shape that stands for an address, a link or a handle, so that none of them is ever learned.
fn shape(form: &[u8]) -> Option<&'static [u8]> {
    if form.len() < 3 {
        return None;
    }
    let at = form.iter().position(|&b| b == b'@');
    match at {
        Some(0) => return Some(b"<handle>"),
        Some(at) if at + 1 < form.len() => return Some(b"<mail>"),
        _ => {}
    }
    if form.starts_with(b"www.") || form.windows(3).any(|w| w == b"://") {
        return Some(b"<url>");
    }
    None
}

/// Reads a sentence's words into `out`, with their places and what the dictionary knows of them.
pub fn read_sentence<'t>(
    words: impl Iterator<Item = &'t str>,
    find: impl Fn(u64) -> Option<Known>,
    out: &mut Vec<Word>,
) {
    out.clear();
    out.extend(words.map(Word::read));
    let casing = casing(out);
    let (mut initial, mut open) = (true, false);
    for word in out.iter_mut() {
        let one = |c: char| c.is_ascii() && word.head == c as u64 || packed(c) == word.head;
        if one('"') {
            // A straight mark is read as the curly one that its turn makes it.
            open = !open;
            *word = Word::of_form(if open { "\u{201c}" } else { "\u{201d}" }.as_bytes(), Case::None);
            initial |= open;
        } else if one('\u{201c}') || one(':') || word.head == u64::from(u16::from_le_bytes(*b"``")) {
            initial = true;
        }
        word.initial = initial;
        if word.case != Case::None {
            initial = false;
        }
        word.looks = (casing as u8 * 2 + u8::from(word.initial)) * 8 + word.case as u8;
        let found = find(word.form);
        word.listed = found.is_some();
        if !word.listed && MASK {
            word.form = UNLISTED;
        }
        word.known = found.unwrap_or_else(|| Known { class: word.guess(), candidates: 0, settled: START, row: 0 });
    }
}

/// The bytes of one character as [`Word::head`] holds them.
fn packed(c: char) -> u64 {
    let mut bytes = [0u8; 4];
    let text = c.encode_utf8(&mut bytes);
    text.bytes().enumerate().fold(0, |acc, (i, b)| acc | u64::from(b) << (8 * i))
}

/// Judges a sentence's capitals. Short words are left out: headlines keep them small.
fn casing(words: &[Word]) -> Casing {
    let (mut letters, mut upper, mut long, mut title) = (0, 0, 0, 0);
    for word in words.iter().filter(|w| w.case != Case::None) {
        letters += 1;
        upper += i32::from(matches!(word.case, Case::Upper | Case::Single));
        if word.len >= 4 {
            long += 1;
            title += i32::from(!matches!(word.case, Case::Lower));
        }
    }
    if letters >= 3 && upper * 10 >= letters * 8 {
        Casing::Shouting
    } else if long >= 4 && title * 10 >= long * 8 {
        Casing::Headline
    } else if words.iter().all(|w| matches!(w.case, Case::Lower | Case::None)) {
        Casing::Careless
    } else {
        Casing::Plain
    }
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
    let tail3 = word.suffix(3);

    emit(feature(10, l0, 0));
    emit(feature(11, l0, w0));
    emit(feature(12, l0, tail3));
    emit(feature(13, l0, l1));
    emit(feature(14, l0 << 8 | looks(at.wrapping_sub(1)), t1));
    emit(feature(15, l0, c0));

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

    emit(feature(50, t1, 0));
    emit(feature(51, t12, 0));
    emit(feature(52, t2, 0));
    emit(feature(53, t1, w0));
    emit(feature(54, t1, c0));
    emit(feature(55, t12, c0));
    emit(feature(56, t1, mix(c0, c1)));
    emit(feature(57, t1, w1));
    emit(feature(58, t1, c1));
    emit(feature(59, t1, tail3));
    emit(feature(60, t12, w0));
    emit(feature(61, t1, p2));
    emit(feature(62, u64::from(past.verb), c0));
    emit(feature(63, u64::from(past.verb), tail3));
    emit(feature(64, u64::from(past.verb) << 8 | t1, c0));
    emit(feature(65, t12, c1));
    emit(feature(66, t12, mix(c0, c1)));
}
