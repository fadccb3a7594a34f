//! Positions in a text: half-open byte spans, and their conversion to the unit that a caller counts in.
//!
//! Everything inside the crate counts UTF-8 bytes of the caller's untouched text. Other units exist only
//! in [`OffsetMap`], at the very edge; no stage of the pipeline ever sees one.

use std::ops::Range;

use super::sixteen::first_bytes;

/// A half-open range `start..end` of byte offsets into the caller's text, both on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// The span as a range that can index a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that the span covers.
    ///
    /// ```
    /// use quotewire::Span;
    /// assert_eq!(Span::new(0, 4).of("“Non”"), "“N");
    /// ```
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// The first sixteen bytes that the span covers as a number, the first one lowest; zeros stand for those that a
    /// shorter span lacks. Words are compared and looked up so, and where the text goes on no branch asks for their length.
    #[inline]
    pub fn sixteen(self, text: &str) -> u128 {
        // A window on the edge between ones and zeros is the mask: to shift so wide a number takes far more.
        const EDGE: [[u8; 16]; 2] = [[0xff; 16], [0; 16]];
        let mask = first_bytes(&EDGE.as_flattened()[16 - self.len().min(16)..]);
        first_bytes(&text.as_bytes()[self.start as usize..]) & mask
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span around both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at either edge.
    pub fn trim(self, text: &str) -> Span {
        let s = self.of(text);
        let head = s.len() - s.trim_start().len();
        let body = s.trim().len();
        Span::new(self.start as usize + head, self.start as usize + head + body)
    }
}

/// The unit in which a caller counts positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetEncoding {
    /// Bytes of UTF-8: Rust, Go, C.
    #[default]
    Utf8,
    /// UTF-16 code units: JavaScript, Java, C#.
    Utf16,
    /// Unicode code points: Python.
    Utf32,
}

/// Converts byte offsets of one text to another unit, in constant time each.
///
/// The map holds the unit count at every 64th byte, so that it costs one pass over the text to build and a
/// look at no more than 64 bytes to ask.
pub struct OffsetMap<'t> {
    text: &'t [u8],
    encoding: OffsetEncoding,
    /// Units before byte `64 * i`; empty where units are bytes.
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

impl<'t> OffsetMap<'t> {
    /// Prepares the conversion of `text`'s byte offsets to `encoding`.
    pub fn new(text: &'t str, encoding: OffsetEncoding) -> OffsetMap<'t> {
        let bytes = text.as_bytes();
        let mut blocks = Vec::new();
        if encoding != OffsetEncoding::Utf8 && !text.is_ascii() {
            blocks.reserve(bytes.len() / BLOCK + 1);
            let mut units = 0;
            for block in bytes.chunks(BLOCK) {
                blocks.push(units);
                units += count(block, encoding);
            }
            blocks.push(units);
        }
        OffsetMap { text: bytes, encoding, blocks }
    }

    /// The unit offset of a byte offset. An offset inside a character counts as behind it.
    pub fn offset(&self, byte: u32) -> u32 {
        if self.blocks.is_empty() {
            return byte;
        }
        let byte = (byte as usize).min(self.text.len());
        let block = byte / BLOCK;
        self.blocks[block] + count(&self.text[block * BLOCK..byte], self.encoding)
    }

    /// The span in the map's unit.
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }
}

/// Units that start in `bytes`: a character is counted at its first byte.
fn count(bytes: &[u8], encoding: OffsetEncoding) -> u32 {
    let units = |b: &u8| match encoding {
        OffsetEncoding::Utf8 => 1,
        OffsetEncoding::Utf16 => u32::from(*b & 0xC0 != 0x80) + u32::from(*b >= 0xF0),
        OffsetEncoding::Utf32 => u32::from(*b & 0xC0 != 0x80),
    };
    bytes.iter().map(units).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_boundary_converts_as_the_standard_library_counts() {
        let text = "aé“€”😀\u{202e}z".repeat(40);
        for encoding in [OffsetEncoding::Utf8, OffsetEncoding::Utf16, OffsetEncoding::Utf32] {
            let map = OffsetMap::new(&text, encoding);
            for (i, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let want = match encoding {
                    OffsetEncoding::Utf8 => i,
                    OffsetEncoding::Utf16 => text[..i].encode_utf16().count(),
                    OffsetEncoding::Utf32 => text[..i].chars().count(),
                };
                assert_eq!(map.offset(i as u32) as usize, want);
            }
        }
    }

    #[test]
    fn the_first_bytes_are_a_number_wherever_the_span_stands() {
        let text = "a few words and then the end";
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u128, |number, byte| number << 8 | u128::from(*byte));
        for (start, end) in [(0, 0), (0, 1), (2, 5), (0, 16), (6, 28), (21, 24), (25, 28), (28, 28)] {
            let bytes = &text.as_bytes()[start..end];
            assert_eq!(Span::new(start, end).sixteen(text), number(&bytes[..bytes.len().min(16)]), "{start}..{end}");
        }
    }

    #[test]
    fn trim_leaves_the_words() {
        let text = " \u{a0}a b\t";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "a b");
        assert_eq!(Span::new(0, 3).trim(text).of(text), "");
    }
}
