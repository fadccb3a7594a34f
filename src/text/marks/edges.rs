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
    let single = matches!(&piece[..open], "'" | "‘");
    let parted = single && has_single(inner, is_end) && (close.is_empty() || has_single(inner, is_start));
    if ends_inside(&piece[..open]) || ends_inside(close) || parted { piece } else { inner.trim() }
}

/// Whether a single mark stands in `text` for which `is`, asked of the characters before and behind it, holds.
fn has_single(text: &str, is: fn(Option<char>, Option<char>) -> bool) -> bool {
    let marks = text.match_indices(['\'', '‘', '’']);
    let mut sides = marks.map(|(at, mark)| (text[..at].chars().next_back(), text[at + mark.len()..].chars().next()));
    sides.any(|(before, behind)| is(before, behind))
}

/// A mark behind a word and before none ends a quotation, or belongs to a plural.
fn is_end(before: Option<char>, behind: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && behind.is_some_and(|c| !c.is_alphanumeric())
}

/// One before a word and behind none begins one.
fn is_start(before: Option<char>, behind: Option<char>) -> bool {
    before.is_some_and(char::is_whitespace) && behind.is_some_and(char::is_alphanumeric)
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
        for parts in ["'whirlwind' year", "‘mad’ or ‘bad’", "'mad' or 'bad'"] {
            assert_eq!(unwrap(parts), parts);
        }
        assert_eq!(unwrap("'It's the mill's'"), "It's the mill's");
        assert_eq!(unwrap("‘We don’t know"), "We don’t know");
        assert_eq!(strip(" “‘No,’” "), "No,");
    }
}
