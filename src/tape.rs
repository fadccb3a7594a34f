//! A text as a tape of chunks, which is what rules match.
//!
//! A chunk is a phrase, a function word, a punctuation mark or a whole quoted region; on the tape it is two
//! bytes, class and features, whose meaning is the language's affair.

use std::ops::Range;

use crate::index::Index;
use crate::lang::CueEntry;
use crate::quote::Modality;

/// One chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// What it is.
    pub class: u8,
    /// What else is known of it; the bits depend on the class.
    pub features: u8,
    /// Its tokens; empty for the edges of sentences and paragraphs.
    pub tokens: Range<u32>,
    /// The token that carries its meaning.
    pub head: u32,
    /// For a reporting verb: its index in [`Tape::cues`].
    pub cue: Option<Index>,
    /// For a quoted region: its index in the reading.
    pub region: Option<Index>,
    /// Whether a verb group is negated, by itself or by what stands around it.
    pub negated: bool,
    /// For a reporting verb: what is said of whether its act took place.
    pub modality: Option<Modality>,
}

/// Chunks in reading order, and their bytes.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    /// The chunks.
    pub chunks: Vec<Chunk>,
    /// Two bytes a chunk: class, features.
    pub bytes: Vec<u8>,
    /// The chunks that are quoted regions, in order; their regions ascend.
    pub quotes: Vec<u32>,
    /// The lexicon's entries of the reporting verbs on the tape.
    pub cues: Vec<CueEntry>,
}

impl Tape {
    /// An empty tape with room for so many chunks.
    pub fn with_capacity(chunks: usize) -> Tape {
        Tape { chunks: Vec::with_capacity(chunks), bytes: Vec::with_capacity(2 * chunks), ..Tape::default() }
    }

    /// Appends a chunk.
    pub fn push(&mut self, chunk: Chunk) {
        self.bytes.extend([chunk.class, chunk.features]);
        if chunk.region.is_some() {
            self.quotes.push(self.chunks.len() as u32);
        }
        self.chunks.push(chunk);
    }

    /// The lexicon's entry of a reporting verb.
    pub fn cue(&self, chunk: usize) -> Option<&CueEntry> {
        self.chunks[chunk].cue.map(|cue| &self.cues[cue.get()])
    }

    /// The tokens from the first to the last chunk of a range, edges without tokens aside.
    pub fn tokens(&self, chunks: Range<usize>) -> Option<Range<u32>> {
        let mut filled = self.chunks[chunks].iter().filter(|c| !c.tokens.is_empty());
        let first = filled.next()?;
        let last = filled.next_back().unwrap_or(first);
        Some(first.tokens.start..last.tokens.end)
    }
}
