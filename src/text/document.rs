//! A text as paragraphs.
//!
//! Newsroom text comes with blank lines between paragraphs, with one line a paragraph, or hard-wrapped at
//! some column as the wires do. Only here is that told apart; behind it a paragraph is a span. No
//! character is changed, dropped or added.

use super::Span;
use super::sixteen::{Sixteen, first_bytes};
use crate::byte_set::ones;

/// The paragraphs of `text` in order, without white space at their edges; none is empty.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapped = is_hard_wrapped(text, &lines);
    let mut out: Vec<Span> = Vec::with_capacity(lines.len());
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
        } else if open && wrapped {
            let last = out.last_mut().expect("a paragraph is open");
            *last = last.join(line);
        } else {
            out.push(line);
            open = true;
        }
    }
    out
}

/// The lines of `text`, trimmed; empty ones are kept, as they part paragraphs.
fn lines(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() / 96);
    let mut start = 0;
    for at in break_starts(bytes) {
        let width = line_break(&bytes[at..]);
        // The second half of a break that was taken already begins none.
        if width > 0 && at >= start {
            out.push(Span::new(start, at).trim(text));
            start = at + width;
        }
    }
    out.push(Span::new(start, bytes.len()).trim(text));
    out
}

/// Where bytes stand that a line break may begin with.
fn break_starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let marked = |chunk: &[u8]| {
        let sixteen = Sixteen::of(first_bytes(chunk));
        sixteen.between(b'\n', b'\r') | sixteen.equal(0xC2) | sixteen.equal(0xE2)
    };
    let marked = (0..).step_by(16).zip(bytes.chunks(16).map(marked)).filter(|(_, marked)| *marked != 0);
    marked.flat_map(|(from, marked)| ones(marked.into()).map(move |at| from + at))
}

/// The length in bytes of the line break that `bytes` begins with, or 0.
fn line_break(bytes: &[u8]) -> usize {
    match *bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r' | 0x0B | 0x0C, ..] => 1,
        [0xC2, 0x85, ..] => 2,              // NEXT LINE
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3, // LINE and PARAGRAPH SEPARATOR
        _ => 0,
    }
}

/// Whether single line breaks only wrap lines: blank lines part the paragraphs, and nearly every line
/// that another one follows directly is about as long as a column is wide.
fn is_hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let followed = |i: &usize| !lines[*i].is_empty() && lines.get(i + 1).is_some_and(|next| !next.is_empty());
    let is_column = |i: &usize| (50..=100).contains(&lines[*i].of(text).chars().count());
    let total = (0..lines.len()).filter(followed).count();
    let columns = (0..lines.len()).filter(followed).filter(is_column).count();
    total >= 3 && columns * 5 >= total * 4 && lines[1..].iter().rev().skip(1).any(|line| line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[&str]) {
        let got: Vec<&str> = paragraphs(text).iter().map(|p| p.of(text)).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn every_kind_of_line_break_parts_paragraphs() {
        check(
            "One.\n\nTwo.\r\nThree.\rFour.\u{2029}Five.\u{85} Six. ",
            &["One.", "Two.", "Three.", "Four.", "Five.", "Six."],
        );
        check("", &[]);
        check(" \n \r\n\t", &[]);
        // Wherever among sixteen bytes a break stands, it is one.
        for before in 1..40 {
            let (first, filler) = ("é".repeat(before), "x".repeat(before));
            for line_break in ["\n", "\r\n", "\u{85}", "\u{2028}"] {
                check(&format!("{filler}{line_break}{first}{line_break}“y”"), &[&filler, &first, "“y”"]);
            }
        }
    }

    #[test]
    fn a_hard_wrapped_wire_story_keeps_its_paragraphs() {
        let first = "The harbour board of Port Ellery voted on Tuesday night to close two\n\
                     of its five berths, saying that the sea wall could not be repaired\n\
                     before the winter storms and that the cost had doubled within just\n\
                     a year.";
        let text = format!("{first}\n\nShipping firms were told an hour later.\n");
        check(&text, &[first, "Shipping firms were told an hour later."]);
    }

    #[test]
    fn short_lines_are_paragraphs_of_their_own() {
        check(
            "By Ana Cruz\nStaff writer\nPORT ELLERY\n\nThe board met.",
            &["By Ana Cruz", "Staff writer", "PORT ELLERY", "The board met."],
        );
    }
}
