//! Who speaks: mentions beside quotes become speakers, by ordered sieves over the text's own names.
//!
//! ```text
//! layout     headlines, datelines, breaks
//! phrase     name phrases, titles taken off  (reach: how many chunks a name covers; possessive: whose they are)
//! cast       whose names they are            full-name, acronym, surname (forms: whose form a name is)
//! introduce  titles and appositions          roles
//! stage      every noun phrase in order ──► pronoun, nominal, identify (scene: who is in mind)
//! description                                whom a description cannot mean
//! resolve    the speakers of quotes
//! record     what an answer says of each
//! ```
//!
//! Nobody is looked up; nothing is known of a person but what the text says. Every look at what came before is at a
//! bounded number of mentions, so that time is linear in the text.

mod actor;
mod cast;
mod description;
mod forms;
mod grammar;
mod identify;
mod introduce;
mod key;
mod layout;
mod nominal;
mod party;
mod phrase;
mod possessive;
mod pronoun;
mod reach;
mod record;
mod resolve;
mod scene;
mod stage;

pub use resolve::{Resolution, resolve};
