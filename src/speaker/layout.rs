//! What the layout of a paragraph says of the names in it: headlines capitalise every word, datelines name a place and
//! nobody, and behind a break another story begins.

use std::ops::Range;

use crate::reading::Reading;
use crate::text::token::{Case, Token, TokenKind};

/// Words of fewer letters stay small in headlines.
const LONG: u32 = 5;
/// A line of fewer words is no headline that could be told from a name.
const FEWEST: usize = 4;
/// How many tokens a dateline may have.
const DATELINE: usize = 14;
/// How many tokens a time of day may have that stands alone above an entry of a live blog.
const TIME: usize = 6;

/// Whether every word but a few small ones has a capital: `Ana Cruz Slams Ben Dole’s Plan for the Quay`.
pub fn is_headline(reading: &Reading, paragraph: Range<u32>) -> bool {
    let (mut words, mut small) = (0, 0);
    for token in &reading.tokens[paragraph.start as usize..paragraph.end as usize] {
        if token.kind == TokenKind::Word {
            words += 1;
            let lower = token.case == Case::Lower;
            if lower && token.span.end - token.span.start >= LONG {
                return false;
            }
            small += usize::from(lower);
        }
    }
    words >= FEWEST && small * 3 <= words
}

/// The place before the text in `HARLOW, Essex (AP) — The mill …`; empty where there is none.
pub fn dateline(reading: &Reading, paragraph: Range<u32>) -> Range<u32> {
    let tokens = &reading.tokens[paragraph.start as usize..paragraph.end as usize];
    let shouted = tokens.iter().take_while(|token| token.kind == TokenKind::Word && token.case == Case::Upper).count();
    let before_text = |token: &&Token| {
        let word = token.kind == TokenKind::Word && token.case == Case::Lower;
        !word && !matches!(token.kind, TokenKind::Dash | TokenKind::Mark)
    };
    let end = tokens.iter().take(DATELINE).take_while(before_text).count();
    let closes = tokens.get(end).is_some_and(|token| token.kind == TokenKind::Dash);
    let length = if closes { shouted as u32 } else { 0 };
    paragraph.start..paragraph.start + length
}

/// Whether a paragraph parts two stories: a line of marks, or a time of day alone.
pub fn is_break(reading: &Reading, paragraph: Range<u32>) -> bool {
    let tokens = &reading.tokens[paragraph.start as usize..paragraph.end as usize];
    let is_word = |token: &&Token| token.is_wordlike() && token.span.of(reading.text).contains(char::is_alphanumeric);
    let long = |token: &Token| token.span.end - token.span.start > LONG;
    match tokens.iter().find(is_word) {
        None => true,
        Some(first) => first.kind == TokenKind::Number && tokens.len() <= TIME && !tokens.iter().any(long),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::en;

    fn ask<T>(line: &str, question: fn(&Reading, Range<u32>) -> T) -> T {
        let reading = Reading::new(line, en());
        question(&reading, reading.paragraphs[0].clone())
    }

    #[test]
    fn headlines_capitalise_every_word() {
        assert!(ask("Ana Cruz Slams Ben Dole Over Plan for the Quay", is_headline));
        assert!(!ask("Ana Cruz slams Ben Dole over plan", is_headline));
        assert!(!ask("Ana Cruz", is_headline));
        assert!(!ask("Ana Cruz and Ben Dole ran the mill.", is_headline));
    }

    #[test]
    fn datelines_end_at_their_dash() {
        assert_eq!(ask("PORT HARLOW, Essex (AP) — The mill closed.", dateline).len(), 2);
        assert_eq!(ask("HARLOW -- The mill closed.", dateline).len(), 1);
        assert_eq!(ask("NATO closed the mill — at last.", dateline).len(), 0);
        assert_eq!(ask("Harlow closed the mill.", dateline).len(), 0);
    }

    #[test]
    fn breaks_say_nothing() {
        assert!(ask("___", is_break) && ask("* * *", is_break) && ask("1:30 p.m.", is_break));
        assert!(!ask("Harlow closed.", is_break) && !ask("12 miners were hurt on Monday.", is_break));
    }
}
