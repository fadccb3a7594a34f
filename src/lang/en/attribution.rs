//! Whether the words behind a quotation say who spoke it. A rough answer for the sentence splitter only.

use super::abbreviations::starts_sentence;
use crate::text::token::{Token, TokenKind};

/// Pronouns that can be the subject of such a verb.
const SUBJECTS: [&str; 12] =
    ["another", "he", "i", "it", "one", "others", "she", "some", "someone", "they", "we", "who"];

/// Determiners that begin a speaker: `the minister asked`.
const DETERMINERS: [&str; 12] = ["a", "an", "another", "her", "his", "its", "my", "one", "our", "the", "their", "this"];

/// Words behind the verb that make it the verb of a sentence of its own: `Lee said the vote was over`.
const CLAUSE_OPENERS: [&str; 26] = [
    "a", "an", "he", "her", "his", "how", "i", "if", "it", "its", "she", "that", "the", "their", "there", "these",
    "they", "this", "those", "we", "what", "when", "where", "whether", "who", "why",
];

/// How many tokens a speaker may have: `the party's deputy finance spokeswoman Maria Lopez asked`.
const SPEAKER: usize = 8;

/// How many tokens may stand between the commas behind a name: `, the party's finance spokeswoman for the north,`.
const ASIDE: usize = 14;

/// Whether `tokens`, what stands behind a quotation, begins with its attribution.
pub fn attribution_follows(text: &str, tokens: &[Token]) -> bool {
    let word = |i: usize| tokens.get(i).filter(|t| t.is_wordlike()).map(|t| t.span.of(text));
    let Some(first) = word(0) else { return false };
    if is_verb(first) {
        return true;
    }
    let verb = if any_case(&SUBJECTS, first) {
        let adverb = word(1).is_some_and(|w| w.ends_with("ly") || w == "also" || w == "then" || w == "once");
        1 + usize::from(adverb)
    } else if any_case(&DETERMINERS, first) || tokens[0].is_capital() && !starts_sentence(first) {
        // A speaker is a name or a short noun phrase: nothing but words, and perhaps an aside.
        match (1..SPEAKER).find(|i| word(*i).is_none_or(is_verb)) {
            // `Ida Hale, the board’s chair, said`
            Some(comma) if tokens.get(comma).is_some_and(|t| t.kind == TokenKind::Comma) => {
                let aside = comma + 1..(comma + ASIDE).min(tokens.len());
                let clause = |i: &usize| match tokens[*i].kind {
                    TokenKind::Mark => true,
                    // The full stop of `D-Mass.,` ends nothing.
                    TokenKind::Stop => tokens.get(i + 1).is_none_or(|next| next.kind != TokenKind::Comma),
                    _ => false,
                };
                let end = aside
                    .take_while(|i| !clause(i))
                    .find(|i| tokens[*i].kind == TokenKind::Comma && word(i + 1).is_some_and(is_verb));
                end.map_or(comma, |end| end + 1)
            }
            Some(end) => end,
            None => return false,
        }
    } else {
        return false;
    };
    let speaks = word(verb).is_some_and(is_verb);
    // A sentence of its own has the clause that its verb reports.
    let begins =
        first != "I" && tokens[0].is_capital() && (any_case(&SUBJECTS, first) || any_case(&DETERMINERS, first));
    speaks && !reports(text, tokens, verb) && !(begins && goes_on(tokens, verb))
}

/// Whether more than a full stop or a comma follows the verb: behind a capital that no name asks for (`She asked
/// reporters …`) that is a sentence of its own.
fn goes_on(tokens: &[Token], verb: usize) -> bool {
    tokens.get(verb + 1).is_some_and(|next| !matches!(next.kind, TokenKind::Stop | TokenKind::Comma))
}

/// Whether a clause follows the verb at `verb`: then it is the verb of another sentence.
fn reports(text: &str, tokens: &[Token], verb: usize) -> bool {
    let Some(next) = tokens.get(verb + 1) else { return false };
    match next.kind {
        TokenKind::Word => any_case(&CLAUSE_OPENERS, next.span.of(text)),
        TokenKind::Colon => true,
        // `Lee added, “We stay`: the verb of the next quotation.
        TokenKind::Comma => {
            let quoted = tokens.get(verb + 2).is_some_and(|t| t.kind == TokenKind::Mark);
            quoted && tokens.get(verb + 3).is_some_and(|t| t.is_capital())
        }
        _ => false,
    }
}

fn is_verb(word: &str) -> bool {
    super::CUES.attributes_quotations(word)
}

fn any_case(table: &[&str], word: &str) -> bool {
    table.iter().any(|known| known.eq_ignore_ascii_case(word))
}
