//! The Penn Treebank's word classes, in which the English tagger answers.

/// A Penn Treebank tag. Punctuation of all sorts is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[rustfmt::skip]
#[allow(clippy::upper_case_acronyms)] // They are the treebank's own names.
pub enum Penn {
    Punct, CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, MD, NN, NNP, NNPS, NNS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP,
    SYM, TO, UH, VB, VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB,
}

use Penn::*;

/// Every tag, by its number.
#[rustfmt::skip]
const ALL: [Penn; 36] = [
    Punct, CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, MD, NN, NNP, NNPS, NNS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP,
    SYM, TO, UH, VB, VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB,
];

/// The tag of each number, so that none has to be compared with their count.
static OF_NUMBER: [Penn; 256] = {
    let (mut tags, mut number) = ([Punct; 256], 0);
    while number < ALL.len() {
        tags[number] = ALL[number];
        number += 1;
    }
    tags
};

impl Penn {
    /// The tag with that number; numbers out of range are punctuation.
    #[inline]
    pub fn from_number(number: u8) -> Penn {
        OF_NUMBER[usize::from(number)]
    }

    /// The tag with the treebank's own name (`PRP$`); unknown ones are punctuation.
    pub fn from_name(name: &str) -> Penn {
        let name = name.replace('$', "S");
        let name = if name == "LS" { "CD" } else { &name };
        ALL.into_iter().find(|tag| format!("{tag:?}") == name).unwrap_or(Punct)
    }

    /// The treebank's own name.
    pub fn name(self) -> String {
        match self {
            PRPS => "PRP$".into(),
            WPS => "WP$".into(),
            Punct => ".".into(),
            tag => format!("{tag:?}"),
        }
    }

    /// Any noun, proper ones included.
    pub fn is_noun(self) -> bool {
        matches!(self, NN | NNS | NNP | NNPS | FW)
    }

    /// A proper noun.
    pub fn is_proper(self) -> bool {
        matches!(self, NNP | NNPS)
    }

    /// Any form of a verb, modals aside.
    pub fn is_verb(self) -> bool {
        matches!(self, VB | VBD | VBG | VBN | VBP | VBZ)
    }

    /// Any adjective.
    pub fn is_adjective(self) -> bool {
        matches!(self, JJ | JJR | JJS)
    }

    /// Any adverb.
    pub fn is_adverb(self) -> bool {
        matches!(self, RB | RBR | RBS)
    }
}
