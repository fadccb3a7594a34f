//! A paragraph as tokens: words, numbers, punctuation and the characters that may be quote marks.
//!
//! Words are cut as the Penn Treebank cuts them, clitics apart (`Lee` + `'s`, `did` + `n't`), since the
//! tagger was trained on that; hyphenated words stay whole. Whether a mark character is a quote mark or an
//! apostrophe is not decided here but in [`marks`](super::marks).

use super::Span;
use super::marks::mark_at;
use super::sixteen::{Sixteen, first_bytes};
use crate::byte_set::ByteSet;
use crate::lang::{Abbreviation, Language};

/// What a token is, by its characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens, inner apostrophes and an abbreviation's full stop.
    Word,
    /// A clitic that was cut off the word before it: `'s`, `n't`, `’ll`.
    Clitic,
    /// Digits first: `46`, `3.5`, `1,000`, `90s`.
    Number,
    /// A character (or HTML entity, or doubled character) that may open or close a quotation, or an apostrophe.
    Mark,
    /// `,`
    Comma,
    /// `.`, `!` or `?`, one or several.
    Stop,
    /// `...` or `…`
    Ellipsis,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `—`, `–`, `--`, or a hyphen that stands alone.
    Dash,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// Any other character.
    Symbol,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No upper-case letter: `said`, `46`, `,`.
    Lower,
    /// Only the first letter is upper case: `Lee`.
    Capital,
    /// Two or more letters, all upper case: `NATO`, `U.S.`.
    Upper,
    /// Anything else: `iPhone`, `McCain`, `Do-Hoon`.
    Mixed,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// Whether white space (or the paragraph's edge) stands before it.
    pub spaced: bool,
}

impl Token {
    /// Whether the token is a word, a clitic or a number.
    pub fn is_wordlike(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Clitic | TokenKind::Number)
    }

    /// Whether the first letter is upper case.
    pub fn is_capital(&self) -> bool {
        self.case != Case::Lower
    }
}

/// Appends the tokens of the paragraph `span` to `out`.
pub fn tokenize(text: &str, span: Span, language: &Language, out: &mut Vec<Token>) {
    let end = span.end as usize;
    let mut at = span.start as usize;
    let mut spaced = true;
    while at < end {
        // Most of any text is a plain word or a blank.
        if let Some((width, case)) = plain_word(&text.as_bytes()[at..]).filter(|(width, _)| at + width <= end) {
            out.push(Token { span: Span::new(at, at + width), kind: TokenKind::Word, case, spaced });
            at += width;
            // What stands behind a word is most often a blank.
            spaced = at < end && text.as_bytes()[at] == b' ';
            at += usize::from(spaced);
            continue;
        }
        if text.as_bytes()[at] == b' ' {
            (at, spaced) = (at + 1, true);
            continue;
        }
        let rest = &text[at..end];
        let c = rest.chars().next().expect("`at` is before the end");
        if c.is_whitespace() || c == '\0' {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        if is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        if c == '&'
            && let Some(width) = space_entity(rest)
        {
            at += width;
            spaced = true;
            continue;
        }
        if let Some((_, width)) = mark_at(rest.as_bytes()) {
            out.push(Token { span: Span::new(at, at + width), kind: TokenKind::Mark, case: Case::Lower, spaced });
            at += width;
        } else if starts_word(c, rest) {
            at = word(text, at, end, spaced, language, out);
        } else {
            let (kind, width) = punctuation(c, rest);
            out.push(Token { span: Span::new(at, at + width), kind, case: Case::Lower, spaced });
            at += width;
        }
        spaced = false;
    }
}

/// The length and case of the word that `bytes` begin with, where it is ASCII letters, less than sixteen, and what
/// stands behind them can neither go on with it nor turn it into something else.
#[inline(always)]
fn plain_word(bytes: &[u8]) -> Option<(usize, Case)> {
    let sixteen = first_bytes(bytes);
    let width = Sixteen::of(sixteen).letters().trailing_ones();
    if width == 0 || width == 16 || !ENDS_WORD.has((sixteen >> (8 * width)) as u8) {
        return None;
    }
    let letters = (1 << width) - 1;
    Some((width as usize, case_of_letters(letters, Sixteen::of(sixteen).capitals() & letters)))
}

/// What may stand behind a plain word; the first one stands for the end of the paragraph.
const ENDS_WORD: ByteSet = ByteSet::of(b"\0 \n,;?!)\"");

/// Characters that show nothing and part nothing: byte order marks, joiners, direction marks, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The width of an HTML entity for a space, left in the text by a careless scraper.
fn space_entity(rest: &str) -> Option<usize> {
    ["&nbsp;", "&#160;", "&ensp;", "&emsp;", "&thinsp;"].iter().find(|e| rest.starts_with(**e)).map(|e| e.len())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{300}'..='\u{36f}')
}

/// Handles and hashtags are words with their sign.
fn starts_word(c: char, rest: &str) -> bool {
    is_word_char(c) || (matches!(c, '@' | '#') && rest[1..].chars().next().is_some_and(is_word_char))
}

/// Reads the word at `at`, cuts off a clitic, pushes both, and returns the offset behind them.
fn word(text: &str, at: usize, end: usize, spaced: bool, language: &Language, out: &mut Vec<Token>) -> usize {
    let stop = word_end(text, at, end);
    let mut whole = &text[at..stop];
    let mut stop = stop;
    if keeps_full_stop(whole, &text[stop..end], language) {
        stop += 1;
        whole = &text[at..stop];
    }
    let cut = (language.reading.clitic)(whole).filter(|cut| *cut > 0);
    let head = &whole[..cut.unwrap_or(whole.len())];
    let kind = if head.starts_with(|c: char| c.is_ascii_digit()) { TokenKind::Number } else { TokenKind::Word };
    out.push(Token { span: Span::new(at, at + head.len()), kind, case: case_of(head), spaced });
    if let Some(cut) = cut {
        out.push(Token { span: Span::new(at + cut, stop), kind: TokenKind::Clitic, case: Case::Lower, spaced: false });
    }
    stop
}

/// Whether the full stop that `rest` may begin with belongs to the word before it.
fn keeps_full_stop(word: &str, rest: &str, language: &Language) -> bool {
    if !rest.starts_with('.') || rest.starts_with("..") {
        return false;
    }
    // `R-Wis.`, `Vice-Adm.`: the last part tells.
    let word = word.bytes().rposition(|b| b == b'-').map_or(word, |hyphen| &word[hyphen + 1..]);
    is_initialism(word)
        || match (language.reading.abbreviation)(word) {
            Some(Abbreviation::BeforeNumber) => rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
            other => other.is_some(),
        }
}

/// The offset behind the word that starts at `at`.
fn word_end(text: &str, at: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let opens_url = match bytes[at] {
        b'h' => bytes[at..].starts_with(b"http://") || bytes[at..].starts_with(b"https://"),
        b'w' => bytes[at..].starts_with(b"www."),
        _ => false,
    };
    if opens_url {
        return url_end(text, at, end);
    }
    let mut i = at + usize::from(matches!(bytes[at], b'@' | b'#'));
    // All letters that it begins with are its own.
    i += Sixteen::of(first_bytes(&bytes[i..])).letters().trailing_ones() as usize;
    while i < end {
        let b = bytes[i];
        if b.is_ascii_alphanumeric() || b == b'_' {
            i += 1;
        } else if b < 0x80 {
            let joins = match b {
                b'\'' | b'-' | b'@' => true,
                b'.' => joins_at_full_stop(bytes, at, i),
                b',' => bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit),
                b'&' => bytes[i - 1].is_ascii_uppercase() && bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase),
                _ => false,
            };
            if !(joins && text[i + 1..end].chars().next().is_some_and(is_word_char)) {
                break;
            }
            i += 1;
        } else {
            let c = text[i..end].chars().next().expect("`i` is on a character");
            let after = i + c.len_utf8();
            let joins = is_word_char(c)
                || (matches!(c, '’' | '‐' | '‑' | 'ʼ') && text[after..end].chars().next().is_some_and(is_word_char));
            // An invisible character inside a word (a soft hyphen) stays inside.
            let hidden = is_invisible(c) && text[after..end].chars().next().is_some_and(is_word_char);
            if !joins && !hidden {
                break;
            }
            i = after;
        }
    }
    i
}

/// Whether the full stop at `i` joins what stands around it: digits (`3.5`), single letters (`U.S.`, `a.m.`),
/// or the parts of an address (`example.org`, all lower case).
fn joins_at_full_stop(bytes: &[u8], start: usize, i: usize) -> bool {
    let before = bytes[i - 1];
    let Some(&after) = bytes.get(i + 1) else { return false };
    if before.is_ascii_digit() && after.is_ascii_digit() {
        return true;
    }
    let single = before.is_ascii_alphabetic() && (i == start + 1 || bytes[i - 2] == b'.');
    if single && after.is_ascii_alphabetic() {
        // `U.S.A`: the next letter is single as well; `J.Smith` is two words.
        return !bytes.get(i + 2).is_some_and(|b| b.is_ascii_alphabetic());
    }
    bytes[start..i].contains(&b'@') && after.is_ascii_lowercase()
        || before.is_ascii_lowercase() && after.is_ascii_lowercase()
}

fn url_end(text: &str, at: usize, end: usize) -> usize {
    let stop = text[at..end]
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '<' | '>' | '»' | '’'))
        .map_or(end, |n| at + n);
    at + text[at..stop].trim_end_matches([',', '.', ')', ';', ':', '!', '?', '\'']).len()
}

/// `U.S`, `a.m`, and a single capital letter: the full stop behind them is theirs.
fn is_initialism(word: &str) -> bool {
    let bytes = word.as_bytes();
    matches!(bytes, [b] if b.is_ascii_uppercase() && *b != b'I')
        || bytes.len() >= 3
            && bytes.len() % 2 == 1
            && bytes.iter().enumerate().all(|(i, b)| if i % 2 == 1 { *b == b'.' } else { b.is_ascii_alphabetic() })
}

fn case_of(word: &str) -> Case {
    if word.len() <= 16 && word.is_ascii() {
        let sixteen = Sixteen::of(first_bytes(word.as_bytes()));
        return case_of_letters(sixteen.letters(), sixteen.capitals());
    }
    // A bit for the first letter, one for the capitals behind it and one for all others.
    let (mut letters, mut capitals) = (0, 0);
    for letter in word.chars().filter(|c| c.is_alphabetic()) {
        let capital = letter.is_uppercase();
        let bit = if letters == 0 { 1 } else { 4 >> u32::from(capital) };
        letters |= bit;
        capitals |= if capital { bit } else { 0 };
    }
    case_of_letters(letters, capitals)
}

/// The case of a word of which the letters and the capitals among them are marked, a bit each.
#[inline(always)]
fn case_of_letters(letters: u32, capitals: u32) -> Case {
    use Case::{Capital, Lower, Mixed, Upper};
    const CASES: [Case; 8] = [Lower, Capital, Mixed, Upper, Lower, Capital, Mixed, Mixed];
    let first = letters & letters.wrapping_neg();
    let (others, capital) = (letters & !first, capitals & first != 0);
    let (capitals, small) = (others & capitals != 0, others & !capitals != 0);
    CASES[usize::from(capital) | usize::from(capitals) << 1 | usize::from(small) << 2]
}

fn punctuation(c: char, rest: &str) -> (TokenKind, usize) {
    let run = |of: &[char]| rest.len() - rest.trim_start_matches(of).len();
    match c {
        ',' => (TokenKind::Comma, 1),
        ':' => (TokenKind::Colon, 1),
        ';' => (TokenKind::Semicolon, 1),
        '(' | '[' => (TokenKind::Open, 1),
        ')' | ']' => (TokenKind::Close, 1),
        '—' | '–' | '―' => (TokenKind::Dash, c.len_utf8()),
        '-' => (TokenKind::Dash, run(&['-'])),
        '…' => (TokenKind::Ellipsis, c.len_utf8()),
        '.' if rest.starts_with("..") => (TokenKind::Ellipsis, run(&['.'])),
        '.' | '!' | '?' => (TokenKind::Stop, run(&['!', '?']).max(1)),
        _ => (TokenKind::Symbol, c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::en;

    fn check(text: &str, want: &str) {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), en(), &mut tokens);
        let got: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(got.join(" "), want);
    }

    #[test]
    fn words_are_cut_as_the_treebank_cuts_them() {
        check("Lee’s team didn't go, they'll stay.", "Lee ’s team did n't go , they 'll stay .");
        check("Lee Do-hoon, 46, met AT&T at 3.5% (U.S. time).", "Lee Do-hoon , 46 , met AT&T at 3.5 % ( U.S. time ) .");
        check("Mr. J. Smith arrived at 10 a.m. on Jan. 5.", "Mr. J. Smith arrived at 10 a.m. on Jan. 5 .");
    }

    #[test]
    fn marks_are_tokens_of_their_own() {
        check("“Why?” she asked.", "“ Why ? ” she asked .");
        check("``Go,'' he said", "`` Go , '' he said");
        check("voters' &quot;anger&quot;", "voters ' &quot; anger &quot;");
    }

    #[test]
    fn addresses_and_dashes() {
        check(
            "See https://example.org/a?b=1, @roe and #vote -- or -",
            "See https://example.org/a?b=1 , @roe and #vote -- or -",
        );
        check("Wait... no… yes!?", "Wait ... no … yes !?");
    }

    #[test]
    fn capitals_are_told_however_a_word_is_written() {
        use Case::{Capital, Lower, Mixed, Upper};
        let words = [
            (Lower, "said 46 90s münchner 서울"),
            (Capital, "Lee I É Éva Self-employed Counterrevolutionaries"),
            (Upper, "NATO ÉCOLE U.S. AT&T COUNTERREVOLUTIONARY"),
            (Mixed, "iPhone McCain Do-Hoon José-María aÉ"),
        ];
        for (case, text) in words {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), en(), &mut tokens);
            tokens.iter().for_each(|token| assert_eq!(token.case, case, "{}", token.span.of(text)));
        }
    }

    #[test]
    fn invisible_characters_part_nothing() {
        check("\u{feff}Lee\u{200b} said\u{ad}so\u{200f}.", "Lee said\u{ad}so .");
    }
}
