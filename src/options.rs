//! What a caller may ask of an extraction.

use crate::quote::{CueClass, Kind};

/// What a caller may ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Which kinds to return; empty for all.
    pub kinds: Vec<Kind>,
    /// Which cue classes to return; empty for every class of speech and writing.
    pub cue_classes: Vec<CueClass>,
    /// Return only quotes of at least this confidence, 0 to 1.
    pub min_confidence: f32,
    /// Fill [`Extraction::rejected`](crate::Extraction::rejected).
    pub include_rejected: bool,
    /// Leave out quotation whose speaker would only come from context: a paragraph that is one whole quotation
    /// behind a quote.
    pub disable_context_attribution: bool,
    /// Speakers whom the caller expects.
    pub known_speakers: Vec<KnownSpeaker>,
    /// Reporting verbs to know beside the built-in ones; of more than some 60,000 the rest is not read.
    pub extra_cues: Vec<ExtraCue>,
}

/// A speaker whom the caller expects in the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownSpeaker {
    /// The name to report, unless the text has a fuller one.
    pub name: String,
    /// Other forms of it.
    pub aliases: Vec<String>,
}

/// A reporting verb that the built-in lexicon lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraCue {
    /// Dictionary form; regular inflections are made from it.
    pub lemma: String,
    /// What sort of speech act it reports.
    pub class: CueClass,
}
