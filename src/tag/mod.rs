//! Word classes: a tagger that reads its knowledge from a trained table.
//!
//! No list of words stands here; the table and the meaning of its tags belong to a language.

pub mod features;
pub mod sentence;
pub mod tagger;
pub mod word;

pub use tagger::{Scratch, TableError, Tag, Tagger};
pub use word::Print;
