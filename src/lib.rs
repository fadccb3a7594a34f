//! quotewire
pub mod extract;
pub mod lang;
pub mod quote;
mod quotes;
pub mod reading;
pub mod rules;
mod speaker;
mod tag;
pub mod tape;
pub mod text;

pub use extract::{extract, ruleset_version};
pub use quote::*;
pub use text::{OffsetEncoding, OffsetMap, Span};
