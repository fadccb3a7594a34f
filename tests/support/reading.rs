//! Reading a text as far as marks and sentences, and showing what was found.
#![allow(dead_code)]

use quotewire::lang::en;
use quotewire::reading::Reading;
use quotewire::{Span, Warning, WarningCode};

/// Reads a text.
pub fn read(text: &str) -> Reading<'_> {
    Reading::new(text, en())
}

/// The text with its regions in brackets: `⟦…⟧` closed, `⟦…⟫` left open and reopened by a later `⟪`, `⟦…⟩`
/// never closed; and `{unclosed}`, `{unopened}` or `{mixed}` before a mark that is warned about.
pub fn show_marks(text: &str, reading: &Reading) -> String {
    let mut notes: Vec<(u32, i64, &str)> = Vec::new();
    for (i, r) in reading.regions.iter().enumerate() {
        let i = i as i64;
        notes.push((r.span.start, 1 + i, if r.continues.is_some() { "⟪" } else { "⟦" }));
        // Inner regions end before outer ones, and all ends before the next start.
        let end = match (r.closed, r.continued) {
            (true, _) => "⟧",
            (false, true) => "⟫",
            (false, false) => "⟩",
        };
        notes.push((r.span.end, -1 - i, end));
    }
    for Warning { code, span } in &reading.warnings {
        let note = match code {
            WarningCode::UnclosedMark => "{unclosed}",
            WarningCode::UnopenedMark => "{unopened}",
            WarningCode::MixedMarks => "{mixed}",
            WarningCode::TextTooLong => "{long}",
        };
        notes.push((span.start, i64::MAX, note));
    }
    notes.sort();
    insert(text, notes.iter().map(|(at, _, note)| (*at, *note)))
}

/// The text with `‖` before each outer sentence but the first of a paragraph, and `|` before each other start.
pub fn show_sentences(text: &str, reading: &Reading) -> String {
    let starts = &reading.sentences.starts;
    let notes = starts.iter().filter(|s| reading.paragraphs.iter().all(|p| p.start != **s)).map(|start| {
        let outer = reading.sentences.outer.iter().any(|range| range.start == *start);
        (reading.tokens[*start as usize].span.start, if outer { "‖" } else { "|" })
    });
    insert(text, notes)
}

fn insert<'a>(text: &str, notes: impl Iterator<Item = (u32, &'a str)>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (offset, note) in notes {
        out.push_str(&text[at..offset as usize]);
        out.push_str(note);
        at = offset as usize;
    }
    out + &text[at..]
}

/// Where the spans of a reading break a promise; empty if nowhere.
pub fn broken(text: &str, reading: &Reading) -> Vec<String> {
    let mut out = Vec::new();
    let mut check = |ok: bool, what: &str| {
        if !ok {
            out.push(what.to_string());
        }
    };
    let whole = |s: Span| text.is_char_boundary(s.start as usize) && text.is_char_boundary(s.end as usize);
    let regions = &reading.regions;
    for token in &reading.tokens {
        check(whole(token.span), "token boundary");
    }
    for (i, r) in regions.iter().enumerate() {
        check(whole(r.span) && whole(r.inner) && r.span.contains(r.inner), "region boundary");
        check(r.tokens.start < r.tokens.end && r.tokens.end as usize <= reading.tokens.len(), "region tokens");
        check(!(r.closed && r.continued), "closed and continued");
        match r.parent {
            Some(parent) => {
                let parent = &regions[parent.get()];
                check(parent.inner.contains(r.span) && parent.depth + 1 == r.depth, "child inside parent");
            }
            None => check(r.depth == 0, "depth"),
        }
        if let Some(next) = regions.get(i + 1) {
            check(next.span.start > r.span.start, "order");
            check(next.span.start >= r.span.end || next.span.end <= r.inner.end, "crossing");
        }
        if let Some(earlier) = r.continues {
            check(earlier.get() < i && regions[earlier.get()].continued, "continues");
        }
    }
    check(reading.warnings.is_sorted_by_key(|warning| warning.span), "warnings in order");
    let sentences = &reading.sentences;
    let mut at = 0;
    for range in &sentences.outer {
        check(range.start == at && range.end > at, "sentences without gap");
        check(sentences.starts.binary_search(&range.start).is_ok(), "outer sentences are starts");
        at = range.end;
    }
    check(at as usize == reading.tokens.len(), "sentences cover all");
    check(sentences.starts.is_sorted_by(|a, b| a < b), "starts ascend");
    let mut outer = sentences.outer.iter().peekable();
    for r in regions.iter().filter(|r| r.parent.is_none()) {
        while outer.next_if(|s| s.end <= r.tokens.start).is_some() {}
        check(outer.peek().is_some_and(|s| r.tokens.end <= s.end), "a region is cut");
    }
    out
}
