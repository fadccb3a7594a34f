//! Word classes by closed lists, endings and capitals. Provisional.

use super::penn::Penn;
use super::words;
use crate::text::token::{Case, Token, TokenKind};

/// Tags one sentence.
pub fn tag(text: &str, tokens: &[Token], tags: &mut [u8]) {
    for (i, token) in tokens.iter().enumerate() {
        let word = token.span.of(text);
        let prev = i.checked_sub(1).map_or(Penn::Punct, |p| Penn::from_number(tags[p]));
        let initial = i == 0 || !tokens[i - 1].is_wordlike();
        tags[i] = guess(word, token, prev, initial) as u8;
    }
}

fn guess(word: &str, token: &Token, prev: Penn, initial: bool) -> Penn {
    let lower = word.to_lowercase();
    match token.kind {
        TokenKind::Number => return Penn::CD,
        TokenKind::Clitic if lower.ends_with('s') => return if prev.is_noun() { Penn::POS } else { Penn::VBZ },
        TokenKind::Clitic if lower.ends_with('t') => return Penn::RB,
        TokenKind::Clitic if lower.ends_with('d') || lower.ends_with("ll") => return Penn::MD,
        TokenKind::Clitic => return Penn::VBP,
        TokenKind::Word => {}
        _ => return Penn::Punct,
    }
    match lower.as_str() {
        "the" | "a" | "an" | "this" | "these" | "those" | "some" | "all" | "another" | "each" | "every" | "no"
        | "any" | "both" => Penn::DT,
        "that" => Penn::IN,
        "his" | "her" | "its" | "their" | "our" | "my" | "your" => Penn::PRPS,
        "in" | "of" | "on" | "at" | "by" | "for" | "from" | "with" | "as" | "about" | "into" | "over" | "after"
        | "before" | "during" | "against" | "between" | "under" | "since" | "because" | "if" | "whether" | "while"
        | "than" | "through" => Penn::IN,
        "to" => Penn::TO,
        "and" | "or" | "but" => Penn::CC,
        "will" | "would" | "can" | "could" | "should" | "may" | "might" | "must" | "shall" => Penn::MD,
        "is" | "has" | "does" | "says" => Penn::VBZ,
        "are" | "have" | "do" | "say" => Penn::VBP,
        "was" | "were" | "had" | "did" => Penn::VBD,
        "be" => Penn::VB,
        "been" => Penn::VBN,
        "who" => Penn::WP,
        "which" => Penn::WDT,
        "not" | "also" | "later" | "then" | "never" | "now" => Penn::RB,
        _ if words::is_personal_pronoun(word) => Penn::PRP,
        _ if token.case != Case::Lower && !initial => Penn::NNP,
        _ if lower.ends_with("ly") => Penn::RB,
        _ if lower.ends_with("ing") => Penn::VBG,
        "said" | "told" | "wrote" | "spoke" => Penn::VBD,
        _ if lower.ends_with("ed") && token.case == Case::Lower => Penn::VBD,
        _ if token.case != Case::Lower => Penn::NNP,
        _ if lower.ends_with('s') => Penn::NNS,
        _ => Penn::NN,
    }
}
