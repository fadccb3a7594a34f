//! Quote marks at the edges of a piece of text, taken off.

use super::mark_at;

/// `piece` without white space and quote marks at its edges.
pub fn strip(piece: &str) -> &str {
    let mut rest = piece.trim();
    while let Some(width) = opening_width(rest) {
        rest = rest[width..].trim_start();
    }
    while let Some(width) = closing_width(rest) {
        rest = rest[..rest.len() - width].trim_end();
    }
    rest
}

/// `piece` without the quote marks that enclose all of it, or that open it and close nowhere. Marks around a
/// part of it stay: both of `well “under budget”`, all of `“a sham” and “a shame”`.
pub fn unwrap(piece: &str) -> &str {
    let piece = piece.trim();
    let Some(open) = opening_width(piece) else { return piece };
    let inner = &piece[open..];
    let (inner, close) = match closing_width(inner) {
        Some(close) => inner.split_at(inner.len() - close),
        None => (inner, ""),
    };
    let ends_inside = |mark: &str| !mark.is_empty() && !matches!(mark, "'" | "’") && inner.contains(mark);
    if ends_inside(&piece[..open]) || ends_inside(close) { piece } else { inner.trim() }
}

/// The width of the mark that `text` begins with.
fn opening_width(text: &str) -> Option<usize> {
    mark_at(text.as_bytes()).map(|(_, width)| width)
}

/// The width of the mark that `text` ends with.
fn closing_width(text: &str) -> Option<usize> {
    let starts = text.char_indices().rev().take(8).map(|(i, _)| i);
    let ends =
        |i: usize| mark_at(&text.as_bytes()[i..]).map(|(_, width)| width).filter(|width| i + width == text.len());
    // The widest mark: `''` before `'`.
    starts.filter_map(ends).max()
}

#[cfg(test)]
mod tests {
    use super::{strip, unwrap};

    #[test]
    fn only_marks_around_the_whole_are_taken_off() {
        assert_eq!(unwrap("“We won,”"), "We won,");
        assert_eq!(unwrap("''We won,''"), "We won,");
        assert_eq!(unwrap("“We went on"), "We went on");
        assert_eq!(unwrap("well “under budget”"), "well “under budget”");
        assert_eq!(unwrap("\"a sham\" and \"a shame\""), "\"a sham\" and \"a shame\"");
        assert_eq!(unwrap("“He said ‘no’”"), "He said ‘no’");
        assert_eq!(strip(" “‘No,’” "), "No,");
    }
}
