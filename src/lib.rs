//! Who said what, in which words, where in the text: quote attribution for news articles, by rules.
//!
//! [`extract()`] takes the raw text of an article and returns its quotes, each with speaker, reporting verb
//! and exact positions. It is total and pure: any text gives an answer, the same each time, in linear time;
//! it reads nothing but its arguments and writes nothing.
//!
//! ```
//! use quotewire::{Options, extract};
//!
//! let article = "“We won’t sell,” said Ana Cruz, who runs the ferry.\n\nShe added that the offer was “an insult”.";
//! let found = extract(article, &Options::default());
//! for quote in &found.quotes {
//!     let speaker = &found.speakers[quote.speaker.speaker.unwrap() as usize];
//!     println!("{}: {}", speaker.name, quote.text(article));
//! }
//! assert_eq!(found.quotes.len(), 2);
//! ```
//!
//! The pipeline, a module a stage:
//!
//! ```text
//! text::document, text::token   paragraphs, tokens
//! text::marks, text::sentence   quoted regions, sentences
//! tag, lang::en                 word classes, then phrases ──► tape::Tape
//! rules                         patterns over the tape propose drafts
//! quotes                        drafts compete; what they left is joined on
//! speaker                       mentions become speakers, by ordered sieves
//! service, server, cli          the same answer over gRPC and on the command line
//! ```

mod byte_set;
pub mod confidence;
pub mod config;
pub mod extract;
pub mod index;
pub mod lang;
pub mod markup;
pub mod options;
pub mod quote;
mod quotes;
pub mod reading;
pub mod rules;
pub mod server;
pub mod service;
mod spare;
mod speaker;
pub mod tag;
pub mod tape;
pub mod telemetry;
pub mod text;

pub use extract::{extract, ruleset_version};
pub use options::{ExtraCue, KnownSpeaker, Options};
pub use quote::*;
pub use text::{OffsetEncoding, OffsetMap, Span};
