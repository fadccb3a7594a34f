//! From matches to quotes: candidates compete for their stretch of text, and what they left is joined on.
//!
//! All of this works on chunks of the tape; spans appear only where a [`Draft`] becomes an answer.

pub mod candidate;
pub mod cut;
pub mod join;
pub mod nested;
pub mod orphan;
pub mod reject;
pub mod select;

use std::ops::Range;

use smallvec::SmallVec;

use crate::lang::Language;
use crate::quote::{Evidence, Step};
use crate::reading::Reading;
use crate::tape::Tape;
use crate::text::Span;

/// A quote in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The content, as ranges of chunks in reading order.
    pub pieces: SmallVec<[Range<usize>; 1]>,
    /// The speaker's chunks.
    pub speaker: Option<Range<usize>>,
    /// The cue's chunks.
    pub cue: Option<Range<usize>>,
    /// The addressee's chunks.
    pub addressee: Option<Range<usize>>,
    /// Whether its content is word for word though no marks say so.
    pub verbatim: bool,
    /// Whether its content is a phrase rather than a clause, which tells where it may end.
    pub phrase: bool,
    /// Its rule's rank in the competition for words.
    pub rank: i8,
    /// How sure its rule alone makes it. It tells readings of one cue apart, of which where content ends says nothing.
    pub rule_confidence: f32,
    /// How sure its rule and the steps behind it make it.
    pub confidence: f32,
    /// The rule or sieve that proposed it, with all the chunks that it matched.
    pub origin: Note,
    /// The sieves behind that, in order.
    pub notes: Vec<Note>,
    /// Where the content of the draft begins that it goes on from, if it took its speaker from one.
    pub continues: Option<usize>,
}

impl Draft {
    /// Takes punctuation that is no content off the ends of the pieces.
    pub fn trim(&mut self, tape: &Tape, language: &Language) {
        for piece in &mut self.pieces {
            // What was said word for word keeps its last stop.
            let trails = |class: u8| !self.verbatim && language.classes.trailing.has(class);
            while piece.start < piece.end && trails(tape.chunks[piece.end - 1].class) {
                piece.end -= 1;
            }
        }
        self.pieces.retain(|piece| piece.start < piece.end);
        // An apposition's closing comma or dash is nobody's name.
        let closes = |at: usize| language.classes.trailing.has(tape.chunks[at].class);
        if let Some(speaker) = self.speaker.as_mut().filter(|s| s.start < s.end && closes(s.end - 1)) {
            speaker.end -= 1;
        }
    }

    /// Notes that a sieve acted, on which chunks, and how sure the draft is after it.
    pub fn note(&mut self, sieve: &'static str, chunks: Range<usize>, confidence: f32) {
        self.notes.push(Note { step: Step::Sieve, id: sieve, chunks });
        self.confidence = self.confidence.min(confidence);
    }

    /// The steps that made it, as an answer tells them, with room for one more: how its speaker was found.
    pub fn evidence(&self, reading: &Reading, tape: &Tape) -> Vec<Evidence> {
        let notes = std::iter::once(&self.origin).chain(&self.notes);
        let spans = |note: &Note| span(reading, tape, note.chunks.clone()).into_iter().collect();
        let mut evidence = Vec::with_capacity(self.notes.len() + 2);
        evidence.extend(notes.map(|note| Evidence { step: note.step, id: note.id, spans: spans(note) }));
        evidence
    }
}

/// A step that made or changed a draft, and the chunks that it looked at.
#[derive(Clone, Debug)]
pub struct Note {
    /// Rule or sieve.
    pub step: Step,
    /// Its name.
    pub id: &'static str,
    /// The chunks.
    pub chunks: Range<usize>,
}

/// The span of a range of chunks.
pub fn span(reading: &Reading, tape: &Tape, chunks: Range<usize>) -> Option<Span> {
    tape.tokens(chunks).map(|tokens| reading.span(tokens))
}
