//! The rule engine: patterns over a tape of symbols, loaded from data files.
//!
//! It knows no language and no text. A language turns a text into a tape, two bytes a chunk (its class and
//! its features), and names both in an [`Alphabet`]; rules are regular expressions over those names. A rule
//! is anchored at one chunk and looks to both sides of it, so that two quotes beside each other can both use
//! the words between them. All matching is linear time and bounded by a window, whatever the text.

mod compile;
pub mod example;
mod format;
mod matcher;
mod outlook;
mod pattern;
mod program;
mod run;
mod side;
mod stretches;

pub use compile::Alphabet;
pub use format::{LoadError, RuleFile, RuleSpec};
pub use matcher::{Match, Matcher, RuleSet};
pub use side::Label;
