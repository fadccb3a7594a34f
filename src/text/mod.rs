//! Reading the text: paragraphs, tokens, quoted regions and sentences, all as spans of the caller's text.
//!
//! Nothing here copies text or knows a word of any language; where a word matters, the
//! [`Language`](crate::lang::Language) value is asked.

pub mod document;
pub mod marks;
pub mod sentence;
pub mod sixteen;
pub mod span;
pub mod token;

pub use span::{OffsetEncoding, OffsetMap, Span};
