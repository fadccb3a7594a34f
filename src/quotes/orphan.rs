//! Orphans: quoted sentences and paragraphs without a cue, which nothing joined to a quote. Whoever is being quoted
//! around them, or the sentence before is about, is taken to speak, at a confidence that says so.

use std::ops::Range;

use smallvec::smallvec;

use super::join::owners;
use super::{Draft, Note};
use crate::index::Index;
use crate::lang::Language;
use crate::quote::Step;
use crate::reading::Reading;
use crate::tape::{Chunk, Tape};

/// Fewer words in marks may be a sign, a title, a shout.
const FEWEST_WORDS: usize = 5;

/// The evidence's ids, and how sure they are. Of 27 on annotated news 14 had the right speaker, but annotators take
/// most of them for further pieces of a quote.
const QUOTED_AROUND: (&str, f32) = ("orphan-quoted", 0.4);
const SUBJECT_BEFORE: (&str, f32) = ("orphan-subject", 0.4);

/// Adds a draft for every orphan whose speaker the context tells. `drafts` are in order of position, and stay so.
pub fn adopt(reading: &Reading, tape: &Tape, language: &Language, drafts: &mut Vec<Draft>) {
    let owner = owners(tape, drafts);
    let context = Context { reading, tape, language };
    // Who was quoted last and whom the last sentence was about, in this paragraph and in the one before.
    let (mut here, mut before): (Said, Said) = Default::default();
    let mut adopted: Vec<Draft> = Vec::new();
    for (at, chunk) in tape.chunks.iter().enumerate() {
        if chunk.class == language.classes.paragraph {
            (before, here) = (here, Said::default());
        }
        if context.is_edge(chunk) {
            here.subject =
                context.subject(at + 1).or(here.subject.filter(|_| chunk.class != language.classes.paragraph));
        }
        if let Some(index) = owner[at].map(Index::get) {
            here.quote = Some(index);
        } else if chunk.region.is_some() && context.is_orphan(at) {
            let opens = tape.chunks[at - 1].class == language.classes.paragraph;
            let said = if opens { &before } else { &here };
            let quoted = said
                .quote
                .and_then(|index| Some((drafts[index].speaker.clone()?, Some(drafts[index].pieces[0].start))));
            let subject = || Some((said.subject.clone()?, None));
            let ((sieve, confidence), found) = match quoted {
                Some(found) => (QUOTED_AROUND, Some(found)),
                None => (SUBJECT_BEFORE, subject()),
            };
            let Some((speaker, continues)) = found else { continue };
            let quotation = at..at + 1;
            adopted.push(Draft {
                pieces: smallvec![quotation],
                origin: Note { step: Step::Sieve, id: sieve, chunks: speaker.clone() },
                notes: Vec::new(),
                speaker: Some(speaker),
                cue: None,
                addressee: None,
                verbatim: false,
                phrase: false,
                rank: 0,
                rule_confidence: confidence,
                confidence,
                continues,
            });
        }
    }
    drafts.extend(adopted);
    drafts.sort_by_key(|draft| draft.pieces[0].start);
}

/// What a paragraph has said so far.
#[derive(Clone, Default)]
struct Said {
    /// The draft that quoted last.
    quote: Option<usize>,
    /// The subject of its last sentence, where that is a person.
    subject: Option<Range<usize>>,
}

struct Context<'t> {
    reading: &'t Reading<'t>,
    tape: &'t Tape,
    language: &'t Language,
}

impl Context<'_> {
    /// Whether the region at `at` is a sentence of its own, and more than a few words.
    fn is_orphan(&self, at: usize) -> bool {
        let chunk = &self.tape.chunks[at];
        let classes = &self.language.classes;
        let words = chunk.tokens.clone().filter(|token| self.reading.tokens[*token as usize].is_wordlike()).count();
        let ends = chunk.features & classes.sentence_feature != 0 && chunk.features & classes.title_feature == 0;
        let alone = self.is_edge(&self.tape.chunks[at - 1]) && self.is_edge(&self.tape.chunks[at + 1]);
        words >= FEWEST_WORDS && ends && alone
    }

    /// The subject of the sentence that begins at `at`, where that is a name or `he`, `she`, `they` before its verb.
    fn subject(&self, at: usize) -> Option<Range<usize>> {
        let classes = &self.language.classes;
        let chunk = self.tape.chunks.get(at)?;
        let barred = if chunk.class == classes.pronoun { classes.first_person | classes.object_case } else { 0 };
        let person = [classes.name, classes.pronoun].contains(&chunk.class)
            && chunk.features & classes.person != 0
            && chunk.features & barred == 0;
        let mut behind = self.tape.chunks[at + 1..].iter().skip_while(|next| next.class == classes.adverb);
        (person && behind.next().is_some_and(|next| classes.finite.has(next.class))).then_some(at..at + 1)
    }

    fn is_edge(&self, chunk: &Chunk) -> bool {
        chunk.class == self.language.classes.sentence || chunk.class == self.language.classes.paragraph
    }
}
