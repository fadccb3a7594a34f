//! A text as a tape of chunks, which is what rules match.
//!
//! A chunk is a phrase, a function word, a punctuation mark or a whole quoted region; on the tape it is two
//! bytes, class and features, whose meaning is the language's affair.

use std::cell::Cell;
use std::ops::Range;

use crate::index::Index;
use crate::lang::CueEntry;
use crate::quote::Modality;
use crate::spare;

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

impl Chunk {
    /// A chunk of the tokens `from..to` without features.
    pub fn plain(class: u8, from: u32, to: u32) -> Chunk {
        let tokens = from..to;
        Chunk { class, features: 0, tokens, head: from, cue: None, region: None, negated: false, modality: None }
    }
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

thread_local! {
    static CHUNKS: Cell<Vec<Chunk>> = Cell::default();
    static BYTES: Cell<Vec<u8>> = Cell::default();
}

impl Drop for Tape {
    fn drop(&mut self) {
        spare::keep(&CHUNKS, &mut self.chunks);
        spare::keep(&BYTES, &mut self.bytes);
    }
}

impl Tape {
    /// An empty tape with room for so many chunks.
    pub fn with_capacity(count: usize) -> Tape {
        let (chunks, bytes) = (spare::take(&CHUNKS, count), spare::take(&BYTES, 2 * count));
        // News has a reporting verb in 24 tokens and a quotation in 76; odd texts say something with every second word.
        Tape { chunks, bytes, quotes: Vec::with_capacity(count / 64), cues: Vec::with_capacity(count / 2) }
    }

    /// Appends the edge of a sentence or paragraph, before the token at `at`.
    pub fn push_edge(&mut self, class: u8, at: u32) {
        self.chunks.push(Chunk::plain(class, at, at));
    }

    /// Reads the chunks once they are what they stay: their bytes, the quoted regions among them and the reporting verbs,
    /// of which, or of what stands for one, `entry` tells the lexicon's entry.
    pub fn index(&mut self, entry: impl Fn(&Chunk) -> Option<CueEntry>) {
        for (at, chunk) in self.chunks.iter_mut().enumerate() {
            self.bytes.extend([chunk.class, chunk.features]);
            if chunk.region.is_some() {
                self.quotes.push(at as u32);
            }
            chunk.cue = entry(chunk).map(|entry| {
                self.cues.push(entry);
                Index::new(self.cues.len() - 1)
            });
        }
    }

    /// The lexicon's entry of a reporting verb.
    pub fn cue(&self, chunk: usize) -> Option<&CueEntry> {
        self.chunks[chunk].cue.map(|cue| &self.cues[cue.get()])
    }

    /// Whether one of some chunks is of a class.
    pub fn holds(&self, chunks: Range<usize>, class: u8) -> bool {
        let (bytes, _) = self.bytes.as_chunks::<2>();
        bytes[chunks].iter().fold(false, |holds, [other, _]| holds | (*other == class))
    }

    /// The tokens from the first to the last chunk of a range, edges without tokens aside.
    pub fn tokens(&self, chunks: Range<usize>) -> Option<Range<u32>> {
        let mut filled = self.chunks[chunks].iter().filter(|c| !c.tokens.is_empty());
        let first = filled.next()?;
        let last = filled.next_back().unwrap_or(first);
        Some(first.tokens.start..last.tokens.end)
    }
}
