//! Quote-mark characters: which bytes are one, and what the character alone says about it.
//!
//! Nothing here looks at the text around a mark; that is [`context`](super::context).

/// The family of a quote mark; the two ends of a pair normally share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `"…"`, `“…”`, `„…“`, `''…''`, ` ``…'' `.
    Double,
    /// `'…'`, `‘…’`, `‚…‘`; the same characters are apostrophes.
    Single,
    /// `«…»`, `»…«`.
    Guillemet,
    /// `‹…›`, `›…‹`.
    SingleGuillemet,
    /// `「…」`.
    Corner,
    /// `『…』`.
    WhiteCorner,
}

impl Style {
    /// How many styles there are.
    pub(super) const COUNT: usize = 6;

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// How a quote mark is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// `"` and `'`: no direction.
    Straight,
    /// `''`: no direction.
    Wire,
    /// ` `` ` and `` ` ``.
    Backtick,
    /// `“`, `‘`, `«`, `「`: drawn to open, though `“` closes after `„` and `«` after `»`.
    Left,
    /// `”`, `’`, `»`, `」`: drawn to close, and `’` is the typographic apostrophe.
    Right,
    /// `„`, `‚`: opens.
    Low,
    /// `＂`, `＇`: no direction.
    Wide,
    /// `″`, `′`, `´`: meant for inches, feet and accents, now and then used as a mark; no direction.
    Prime,
}

/// A character, doubled character or HTML entity that may be a quote mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkChar {
    /// Its family.
    pub style: Style,
    /// Its drawing.
    pub glyph: Glyph,
}

impl MarkChar {
    /// Whether a pair of these two has ends of different kinds: `“We go,"`.
    pub fn is_mixed_with(self, close: MarkChar) -> bool {
        let family = |m: MarkChar| match m.glyph {
            Glyph::Left | Glyph::Right | Glyph::Low => 0,
            Glyph::Straight => 1,
            // A lone backtick closes with a straight apostrophe, a doubled one with two.
            Glyph::Backtick if m.style == Style::Single => 1,
            Glyph::Wire | Glyph::Backtick => 2,
            Glyph::Wide => 3,
            Glyph::Prime => 4,
        };
        self.style != close.style || family(self) != family(close)
    }
}

/// The quote mark that `bytes` begins with, and its width in bytes.
///
/// ```
/// use quotewire::text::marks::{mark_at, Style};
/// let (mark, width) = mark_at("&ldquo;We go".as_bytes()).unwrap();
/// assert_eq!((mark.style, width), (Style::Double, 7));
/// assert!(mark_at(b"We go").is_none());
/// ```
pub fn mark_at(bytes: &[u8]) -> Option<(MarkChar, usize)> {
    let mark = |style, glyph, width| Some((MarkChar { style, glyph }, width));
    match *bytes.first()? {
        b'"' => mark(Style::Double, Glyph::Straight, 1),
        b'\'' if bytes.get(1) == Some(&b'\'') => mark(Style::Double, Glyph::Wire, 2),
        b'\'' => mark(Style::Single, Glyph::Straight, 1),
        b'`' if bytes.get(1) == Some(&b'`') => mark(Style::Double, Glyph::Backtick, 2),
        b'`' => mark(Style::Single, Glyph::Backtick, 1),
        b'&' => entity(bytes),
        0xC2 | 0xE2 | 0xE3 | 0xEF => {
            let (code, width) = decode(bytes)?;
            let (style, glyph) = of_code(code)?;
            // `’’` typed for `”`; in `‘Ohio’’s` each is its own.
            let doubled = matches!(code, 0x2018 | 0x2019) && bytes.get(3..6) == Some(&bytes[..3]);
            let before_letter = bytes.get(6).is_some_and(u8::is_ascii_alphabetic);
            if doubled && (glyph == Glyph::Left || !before_letter) {
                return mark(Style::Double, glyph, 6);
            }
            mark(style, glyph, width)
        }
        _ => None,
    }
}

/// The code point of the two or three bytes at the start, which are known to begin a character.
fn decode(bytes: &[u8]) -> Option<(u32, usize)> {
    match *bytes {
        [0xC2, b, ..] => Some((u32::from(b), 2)),
        [a, b, c, ..] if a >= 0xE0 => {
            Some((u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3))
        }
        _ => None,
    }
}

/// The mark of a code point.
fn of_code(code: u32) -> Option<(Style, Glyph)> {
    Some(match code {
        0x22 => (Style::Double, Glyph::Straight),
        0x27 => (Style::Single, Glyph::Straight),
        0x60 => (Style::Single, Glyph::Backtick),
        // Control characters that were Windows-1252 marks before somebody mislabelled the text.
        0x91 => (Style::Single, Glyph::Left),
        0x92 => (Style::Single, Glyph::Right),
        0x93 => (Style::Double, Glyph::Left),
        0x94 => (Style::Double, Glyph::Right),
        0xAB => (Style::Guillemet, Glyph::Left),
        0xB4 => (Style::Single, Glyph::Prime),
        0xBB => (Style::Guillemet, Glyph::Right),
        0x2018 | 0x201B => (Style::Single, Glyph::Left),
        0x2019 => (Style::Single, Glyph::Right),
        0x201A => (Style::Single, Glyph::Low),
        0x201C | 0x201F | 0x301D => (Style::Double, Glyph::Left),
        0x201D | 0x301E | 0x301F => (Style::Double, Glyph::Right),
        0x201E => (Style::Double, Glyph::Low),
        0x2032 => (Style::Single, Glyph::Prime),
        0x2033 => (Style::Double, Glyph::Prime),
        0x2039 => (Style::SingleGuillemet, Glyph::Left),
        0x203A => (Style::SingleGuillemet, Glyph::Right),
        0x300C | 0xFF62 => (Style::Corner, Glyph::Left),
        0x300D | 0xFF63 => (Style::Corner, Glyph::Right),
        0x300E => (Style::WhiteCorner, Glyph::Left),
        0x300F => (Style::WhiteCorner, Glyph::Right),
        0xFF02 => (Style::Double, Glyph::Wide),
        0xFF07 => (Style::Single, Glyph::Wide),
        _ => return None,
    })
}

/// Names of HTML entities that are marks, with their code points.
const NAMED: [(&[u8], u32); 13] = [
    (b"quot;", 0x22),
    (b"apos;", 0x27),
    (b"ldquo;", 0x201C),
    (b"rdquo;", 0x201D),
    (b"lsquo;", 0x2018),
    (b"rsquo;", 0x2019),
    (b"laquo;", 0xAB),
    (b"raquo;", 0xBB),
    (b"bdquo;", 0x201E),
    (b"sbquo;", 0x201A),
    (b"lsaquo;", 0x2039),
    (b"rsaquo;", 0x203A),
    (b"QUOT;", 0x22),
];

/// A named or numeric HTML entity, `&amp;` before it included where a page was escaped twice.
fn entity(bytes: &[u8]) -> Option<(MarkChar, usize)> {
    let prefix = if bytes.starts_with(b"&amp;") { 5 } else { 1 };
    let rest = &bytes[prefix..];
    let (code, width) = if rest.first() == Some(&b'#') {
        let (code, width) = number(&rest[1..])?;
        (code, width + 1)
    } else {
        NAMED.iter().find(|(name, _)| rest.starts_with(name)).map(|(name, code)| (*code, name.len()))?
    };
    let (style, glyph) = of_code(code)?;
    Some((MarkChar { style, glyph }, prefix + width))
}

/// The value of `8220;` or `x201c;`, and its width; at most seven digits are read.
fn number(bytes: &[u8]) -> Option<(u32, usize)> {
    let (radix, skip) = if matches!(bytes.first(), Some(b'x' | b'X')) { (16, 1) } else { (10, 0) };
    let mut value = 0;
    for (i, b) in bytes.iter().enumerate().skip(skip).take(8) {
        match char::from(*b).to_digit(radix) {
            Some(digit) if i < skip + 7 => value = value * radix + digit,
            None if *b == b';' && i > skip => return Some((value, i + 1)),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_stand_for_their_characters() {
        for (entity, char) in [
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#039;", "'"),
            ("&apos;", "'"),
            ("&ldquo;", "“"),
            ("&#8220;", "“"),
            ("&#x201c;", "“"),
            ("&#X201D;", "”"),
            ("&rsquo;", "’"),
            ("&amp;quot;", "\""),
            ("&amp;#8217;", "’"),
            ("&laquo;", "«"),
        ] {
            let (got, width) = mark_at(entity.as_bytes()).unwrap();
            assert_eq!((got, width), (mark_at(char.as_bytes()).unwrap().0, entity.len()), "{entity}");
        }
        for other in ["&", "&amp;", "&#", "&#;", "&#x;", "&#9999999999;", "&ldquo", "&#8220", "&lt;", "—", "é", ""] {
            assert!(mark_at(other.as_bytes()).is_none(), "{other}");
        }
    }
}
