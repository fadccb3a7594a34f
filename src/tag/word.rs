//! A sentence as the tagger sees it: words reduced to a few integers each.
//!
//! Nothing here keeps text, and addresses, links, handles and numbers are reduced to their shape
//! before anything is learned from them. Training and tagging both read words through this file.

/// The label that stands before the first word of a sentence.
pub const START: u8 = 64;

/// The form of every word that the dictionary lacks: what is rare is told by its shape alone.
const UNLISTED: u64 = 0x0dd_ba11;

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
    /// Where the table keeps the word's own scores.
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
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xd1b5_4a32_d192_ed03);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// A one, and the highest bit, in each byte of sixteen.
const ONES: u128 = u128::MAX / 255;
const HIGH: u128 = ONES << 7;

/// Up to eight bytes as a number, the first one lowest.
#[inline(always)]
fn packed(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4))
    } else {
        bytes.iter().rev().fold(0, |packed, &byte| packed << 8 | u64::from(byte))
    }
}

/// The highest bit of each byte from `first` to `last`, all bytes being ASCII.
#[inline(always)]
fn between(bytes: u128, first: u8, last: u8) -> u128 {
    let from = bytes + ONES * u128::from(0x80 - first);
    let beyond = bytes + ONES * u128::from(0x7f - last);
    from & !beyond & HIGH
}

impl Word {
    /// Reads one word, without its place in the sentence and without the dictionary.
    #[inline]
    pub fn read(text: &str) -> Word {
        Word::read_plain(text.as_bytes()).unwrap_or_else(|| Word::read_any(text))
    }

    /// Reads a word of sixteen ASCII letters and marks at most, all bytes at once, which is most words of most
    /// texts. What has to be normalised, and so digits and what may be an address, is left to [`Word::read_any`],
    /// which gives the same answer for every word.
    #[inline(always)]
    fn read_plain(text: &[u8]) -> Option<Word> {
        let len = text.len();
        if len == 0 || len > 16 {
            return None;
        }
        let (low, high) = text.split_at(len.min(8));
        let bytes = u128::from(packed(low)) | u128::from(packed(high)) << 64;
        if bytes & HIGH != 0 || len > 1 && between(bytes, b'.', b':') | between(bytes, b'@', b'@') != 0 {
            return None;
        }
        let (upper, lower) = (between(bytes, b'A', b'Z'), between(bytes, b'a', b'z'));
        if len == 1 && between(bytes, b'0', b'9') != 0 {
            return None;
        }
        let case = match (upper, lower) {
            (0, 0) => Case::None,
            (0, _) => Case::Lower,
            (_, 0) if upper & (upper - 1) == 0 => Case::Single,
            (_, 0) => Case::Upper,
            (0x80, _) => Case::Title,
            _ => Case::Mixed,
        };
        let bytes = bytes | upper >> 2;
        let (head, rest) = (bytes as u64, (bytes >> 64) as u64);
        let form = mix(len as u64, head);
        let inner = between(bytes, b'-', b'-') & !(0xff << (8 * (len - 1)));
        Some(Word {
            form: if len > 8 { mix(form, rest) } else { form },
            head,
            tail: if len < 8 {
                head.swap_bytes() >> (64 - 8 * len)
            } else {
                ((bytes >> (8 * (len - 8))) as u64).swap_bytes()
            },
            len: len as u8,
            case,
            initial: false,
            hyphen: head as u8 != b'-' && inner != 0,
            looks: 0,
            listed: false,
            known: Known::default(),
        })
    }

    /// Reads any word, character by character.
    fn read_any(text: &str) -> Word {
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
        match shape(&buffer[..len]) {
            Some(form) => Word::of_form(form, case),
            None => Word::of_buffer(&buffer, len, case),
        }
    }

    fn of_form(form: &[u8], case: Case) -> Word {
        let mut buffer = [0; LONGEST];
        buffer.iter_mut().zip(form).for_each(|(to, &from)| *to = from);
        Word::of_buffer(&buffer, form.len().min(LONGEST), case)
    }

    /// Makes a word of the first `len` bytes of a buffer that holds nothing but zeros after them.
    fn of_buffer(buffer: &[u8; LONGEST], len: usize, case: Case) -> Word {
        let (chunks, _) = buffer.as_chunks::<8>();
        let hash =
            chunks.iter().take(len.div_ceil(8)).fold(len as u64, |hash, &chunk| mix(hash, u64::from_le_bytes(chunk)));
        let head = u64::from_le_bytes(chunks[0]);
        let tail = match buffer[..len].last_chunk::<8>() {
            Some(&last) => u64::from_be_bytes(last),
            // A short word turned around, without the zeros that pad it.
            None => head.swap_bytes().checked_shr(64 - 8 * len as u32).unwrap_or(0),
        };
        let inner = buffer.get(1..len.saturating_sub(1)).unwrap_or_default();
        Word {
            form: hash,
            head,
            tail,
            len: len as u8,
            case,
            initial: false,
            hyphen: buffer[0] != b'-' && inner.contains(&b'-'),
            looks: 0,
            listed: false,
            known: Known::default(),
        }
    }

    /// The last `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    pub(crate) fn suffix(&self, n: u32) -> u64 {
        self.tail & ((1u64 << (8 * n)) - 1)
    }

    /// The first `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    pub(crate) fn prefix(&self, n: u32) -> u64 {
        self.head & ((1u64 << (8 * n)) - 1)
    }

    /// A stand-in for the class of a word that the dictionary lacks.
    fn guess(&self) -> u32 {
        let last = |text: &[u8]| {
            let packed = text.iter().fold(0, |packed, &b| packed << 8 | u64::from(b));
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
        if word.head == STRAIGHT {
            // A straight mark is read as the curly one that its turn makes it.
            open = !open;
            *word = Word::of_form(if open { "“" } else { "”" }.as_bytes(), Case::None);
        }
        initial |= [OPENING, TICKS, COLON].contains(&word.head);
        word.initial = initial;
        if word.case != Case::None {
            initial = false;
        }
        word.looks = (casing as u8 * 2 + u8::from(word.initial)) * 8 + word.case as u8;
        let found = find(word.form);
        word.listed = found.is_some();
        if !word.listed {
            word.form = UNLISTED;
        }
        word.known = found.unwrap_or_else(|| Known { class: word.guess(), candidates: 0, settled: START, row: 0 });
    }
}

/// Marks as [`Word::head`] holds them: those that a beginning follows, and the straight quote mark.
const STRAIGHT: u64 = b'"' as u64;
const COLON: u64 = b':' as u64;
const OPENING: u64 = u32::from_le_bytes([0xe2, 0x80, 0x9c, 0]) as u64;
const TICKS: u64 = u16::from_le_bytes(*b"``") as u64;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_read_as_any_word_is() {
        let words = "a I , ' - \" : . @ 7 Mr said McDonald's don't -x x- x-y US U.S. counterrevolution \
            Jean-Claude-Smith eightlet ninelette MOST-FAVOURED-NA /s ... a@b";
        for text in words.split_whitespace() {
            let Some(plain) = Word::read_plain(text.as_bytes()) else { continue };
            assert_eq!(format!("{plain:?}"), format!("{:?}", Word::read_any(text)), "{text}");
        }
        assert!(["said", ",", "don't"].iter().all(|text| Word::read_plain(text.as_bytes()).is_some()));
    }
}
