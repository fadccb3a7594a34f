//! Word classes: a tagger that reads its knowledge from a trained table.
//!
//! No word of any language stands here; the table and the meaning of its tags belong to a language.

mod features;
pub mod tagger;

pub use tagger::{Scratch, TableError, Tag, Tagger};
