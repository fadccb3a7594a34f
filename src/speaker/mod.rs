//! Who speaks: mentions beside quotes become speakers, by ordered sieves over the text's own names.
//!
//! Nobody is looked up; nothing is known of a person but what the text says.

mod names;
mod resolve;

pub use resolve::resolve;
