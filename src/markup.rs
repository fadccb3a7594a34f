//! Texts with marks for what must be found, as rule examples and test articles write them.
//!
//! ```text
//! {q1 "We will go,"} {c1 said} {s1 Ana Cruz}. {q1 "All of us."}
//! ```
//!
//! `q` marks a piece of content, `s` a speaker, `c` a cue, `a` an addressee; the number says which quote it
//! belongs to and may be left out where there is one. Marks may nest. The marked text begins behind one
//! space. Curly brackets never stand for themselves.

use std::collections::BTreeMap;

use crate::quote::Quote;
use crate::text::Span;

/// A quote as its marks have it; spans index the text without marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The pieces of content.
    pub content: Vec<Span>,
    /// The speaker.
    pub speaker: Vec<Span>,
    /// The cue.
    pub cue: Vec<Span>,
    /// The addressee.
    pub addressee: Vec<Span>,
}

impl Marked {
    /// What marks would say of a quote that was found. An addressee counts only where `marked` asks for one.
    pub fn of(quote: &Quote, marked_addressee: bool) -> Marked {
        Marked {
            content: quote.content.clone(),
            speaker: quote.speaker.spans.clone(),
            cue: quote.cue.iter().flat_map(|cue| cue.spans.iter().copied()).collect(),
            addressee: quote.addressee.filter(|_| marked_addressee).into_iter().collect(),
        }
    }

    /// The quote in words, for a failing test.
    pub fn show(&self, text: &str) -> String {
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        format!(
            "«{}» speaker «{}» cue «{}» addressee «{}»",
            words(&self.content),
            words(&self.speaker),
            words(&self.cue),
            words(&self.addressee)
        )
    }
}

/// The text without marks, and the quotes that they mark by their numbers (0 where there is none).
///
/// # Errors
/// One sentence on brackets that do not match or letters that mean nothing.
pub fn parse(marked: &str) -> Result<(String, BTreeMap<u32, Marked>), String> {
    let mut text = String::with_capacity(marked.len());
    let mut quotes: BTreeMap<u32, Marked> = BTreeMap::new();
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let is_open = rest[at..].starts_with('{');
        rest = &rest[at + 1..];
        if is_open {
            let (tag, behind) = rest.split_once(' ').ok_or("a mark without a space")?;
            let letter = tag.chars().next().ok_or("a mark without a letter")?;
            let number = if tag.len() > 1 { tag[1..].parse().map_err(|_| format!("`{tag}` is no mark"))? } else { 0 };
            open.push((letter, number, text.len()));
            rest = behind;
        } else {
            let (letter, number, start) = open.pop().ok_or("a bracket closes that nothing opened")?;
            let quote = quotes.entry(number).or_default();
            let spans = match letter {
                'q' => &mut quote.content,
                's' => &mut quote.speaker,
                'c' => &mut quote.cue,
                'a' => &mut quote.addressee,
                other => return Err(format!("`{other}` is no mark; q, s, c and a are")),
            };
            spans.push(Span::new(start, text.len()));
        }
    }
    text.push_str(rest);
    if !open.is_empty() {
        return Err("a bracket opens that nothing closes".into());
    }
    Ok((text, quotes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_number_quotes() {
        let (text, quotes) = parse("{q1 “Go,”} {s1 {s2 he}} {c1 said}, {c2 adding:} {q2 “Now.”}").unwrap();
        assert_eq!(text, "“Go,” he said, adding: “Now.”");
        assert_eq!(quotes[&1].show(&text), "«“Go,”» speaker «he» cue «said» addressee «»");
        assert_eq!(quotes[&2].show(&text), "«“Now.”» speaker «he» cue «adding:» addressee «»");
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("{q go").unwrap_err(), "a bracket opens that nothing closes");
        assert_eq!(parse("go}").unwrap_err(), "a bracket closes that nothing opened");
        assert_eq!(parse("{x go}").unwrap_err(), "`x` is no mark; q, s, c and a are");
    }
}
