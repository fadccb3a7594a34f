//! Word classes of English: the trained table, and what the tagger is shown of a token.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::penn::Penn;
use crate::tag::tagger::LABELS;
use crate::tag::{Print, Scratch, Tag, Tagger};
use crate::text::token::{Token, TokenKind};

/// Begins where a cache line does, so that no row of weights lies in two of them.
#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static ALIGNED: &Aligned<[u8]> = &Aligned(*include_bytes!("tagger.bin"));
/// The trained table; `examples/train_tagger` makes it. NOTICE says what it was trained on.
pub static TABLE: &[u8] = &ALIGNED.0;
static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::from_bytes(TABLE).expect("the table is of this version"));
/// The Penn tag of each label of the table.
static PENN: LazyLock<Vec<u8>> = LazyLock::new(|| LABELS.iter().map(|(name, _)| Penn::from_name(name) as u8).collect());

thread_local! {
    static SCRATCH: RefCell<(Scratch, Vec<Tag>)> = RefCell::default();
}

/// Gives each token of a sentence its tag.
pub fn tag(text: &str, tokens: &[Token], tags: &mut [u8]) {
    SCRATCH.with_borrow_mut(|(scratch, out)| {
        TAGGER.tag(tokens.iter().map(|t| Print::of(text, t.span)), scratch, out);
        for ((tag, label), token) in tags.iter_mut().zip(out).zip(tokens) {
            *tag = PENN[label.index() as usize & 63];
            // The treebank has classes for addresses and for broken words that the rules do not ask for.
            if *tag == Penn::Punct as u8 && token.kind == TokenKind::Word {
                *tag = if token.is_capital() { Penn::NNP } else { Penn::NN } as u8;
            }
        }
    });
}
