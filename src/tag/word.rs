//! A word as the tagger sees it: reduced to a few integers.
//!
//! Nothing here keeps text, and addresses, links, handles and numbers are reduced to their shape
//! before anything is learned from them. Training and tagging both read words through this file.

use crate::text::Span;
use crate::text::sixteen::{Sixteen, mix};

/// The label that stands before the first word of a sentence.
pub const START: u8 = 64;

/// The bit of the classes of words that the dictionary lacks: below it stand their ending and their looks.
const UNLISTED_CLASS: u16 = 0x8000;

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

impl Case {
    /// The case of a word: a bit for each capital, the lowest one for the first letter, and any bit where there are
    /// small letters.
    #[inline(always)]
    fn of(upper: u32, lower: u32) -> Case {
        use Case::{Lower, Mixed, None, Single, Title, Upper};
        const CASES: [Case; 16] = [
            None, Upper, Lower, Mixed, None, Upper, Lower, Title, None, Single, Lower, Mixed, None, Single, Lower,
            Title,
        ];
        let (capitals, small, first) = (upper != 0, lower != 0, upper == 1);
        let one = upper & upper.wrapping_sub(1) == 0;
        CASES[usize::from(capitals) | usize::from(small) << 1 | usize::from(first) << 2 | usize::from(one) << 3]
    }
}

/// What the dictionary knows about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Where the table keeps the word's own scores.
    pub own: u16,
    /// A number for the word's usual labels: words with the same number behave alike.
    pub class: u16,
    /// The label of a word that needs no context, or [`START`] where it does.
    pub settled: u8,
    /// The groups of the labels that the word may get, three bits each.
    pub groups: u8,
}

/// A word as it is printed, where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Print<'t> {
    text: &'t str,
    span: Span,
}

impl<'t> Print<'t> {
    /// The word at `span` of a text.
    #[inline(always)]
    pub fn of(text: &'t str, span: Span) -> Print<'t> {
        Print { text, span }
    }
}

impl<'t> From<&'t str> for Print<'t> {
    fn from(word: &'t str) -> Print<'t> {
        Print::of(word, Span::new(0, word.len()))
    }
}

/// A word as the features see it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the normalised, lower-cased form, or what stands for it where the dictionary lacks the word.
    pub form: u64,
    /// The first eight bytes of the normalised form, the first one lowest.
    pub head: u64,
    /// The last eight bytes of the normalised form, the last one highest.
    pub tail: u64,
    /// What the dictionary says, or what the word's ending suggests where it says nothing.
    pub known: Known,
    /// `case`, whether the word begins a sentence or a quotation, and the sentence's casing in one number.
    pub looks: u8,
    /// Length of the normalised form in bytes.
    pub len: u8,
    /// Capitalisation of the word itself.
    pub case: Case,
    /// Whether the word has an inner hyphen.
    pub hyphen: bool,
    /// Whether the dictionary has the word.
    pub listed: bool,
}

impl Word {
    /// Reads one word, without its place in the sentence and without the dictionary.
    #[inline(always)]
    pub(super) fn read(print: Print) -> Word {
        Word::read_plain(print).unwrap_or_else(|| Word::read_any(print.span.of(print.text)))
    }

    /// Reads a word of sixteen ASCII letters and marks at most, all of them at once, which is most words of most
    /// texts. What has to be normalised, and so digits, hyphens and what may be an address, is left to
    /// [`Word::read_any`], which gives the same answer for every word.
    #[inline(always)]
    fn read_plain(print: Print) -> Option<Word> {
        let len = print.span.len();
        if !(1..=16).contains(&len) {
            return None;
        }
        let bytes = print.span.sixteen(print.text);
        let sixteen = Sixteen::of(bytes);
        let odd = sixteen.beyond_ascii() | sixteen.between(b'-', b':') | sixteen.equal(b'@');
        if odd != 0 && !(len == 1 && b"-./:@".contains(&(bytes as u8))) {
            return None;
        }
        let lower = sixteen.lower();
        let tail = (lower << (128 - 8 * len) >> 64) as u64;
        let capitals = sixteen.capitals();
        let case = Case::of(capitals, sixteen.letters() & !capitals);
        // Of a short word too both are computed: a choice between numbers costs less than a branch that is often
        // foreseen wrongly.
        let head = lower as u64;
        let short = mix(len as u64, head);
        let long = mix(short, (lower >> 64) as u64);
        let form = if len > 8 { long } else { short };
        Some(Word::new(form, head, tail, len, case))
    }

    #[inline(always)]
    fn new(form: u64, head: u64, tail: u64, len: usize, case: Case) -> Word {
        let known = Known::default();
        Word { form, head, tail, known, looks: 0, len: len as u8, case, hyphen: false, listed: false }
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

    pub(super) fn of_form(form: &[u8], case: Case) -> Word {
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
        let tail = match buffer[..len].last_chunk() {
            Some(&last) => u64::from_le_bytes(last),
            None => head.checked_shl(64 - 8 * len as u32).unwrap_or(0),
        };
        let inner = buffer.get(1..len.saturating_sub(1)).unwrap_or_default();
        let hyphen = buffer[0] != b'-' && inner.contains(&b'-');
        Word { hyphen, ..Word::new(hash, head, tail, len, case) }
    }

    /// The last `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    pub(crate) fn suffix(&self, n: u32) -> u64 {
        self.tail >> (64 - 8 * n)
    }

    /// The first `n` bytes, or the whole word where it is shorter.
    #[inline(always)]
    pub(crate) fn prefix(&self, n: u32) -> u64 {
        self.head & ((1u64 << (8 * n)) - 1)
    }

    /// A stand-in for the class of a word that the dictionary lacks, without its looks.
    #[inline(always)]
    pub(super) fn guess(&self) -> u16 {
        let [.., c, b, a] = self.tail.to_le_bytes();
        let ending = match [c, b, a] {
            _ if self.case == Case::None => u16::from(self.head as u8 == b'0'),
            [b'i', b'n', b'g'] => 2,
            [_, b'e', b'd'] => 3,
            [_, b'l', b'y'] => 4,
            [_, _, b's'] => 5,
            _ => 6,
        };
        UNLISTED_CLASS | ending << 8
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_read_as_any_word_is() {
        let words = "a I , ' - \" : . @ 7 Mr said McDonald's don't -x x- x-y US U.S. counterrevolution \
            Jean-Claude-Smith eightlet ninelette MOST-FAVOURED-NA /s ... a@b";
        for text in words.split_whitespace() {
            let Some(plain) = Word::read_plain(text.into()) else { continue };
            assert_eq!(format!("{plain:?}"), format!("{:?}", Word::read_any(text)), "{text}");
        }
        assert!(["said", ",", "don't"].iter().all(|text| Word::read_plain((*text).into()).is_some()));
    }
}
