//! The verb of an attribution behind a quotation, which taggers take for a noun or a name: `“…,” Lee points out.`,
//! `“…!” beamed Lee`. A comma beside the mark, or a stop inside it, says that one follows.

use super::cues::{Cue, Frames};
use super::cursor::Cursor;
use super::penn::Penn;
use crate::text::token::TokenKind;

/// Verbs of quoting whose past is written as they are: `the letter read`, `Lee cut in`.
const UNCHANGED_IN_PAST: [&str; 4] = ["burst", "cut", "put", "read"];

/// How many words the speaker before the verb may have.
const LONGEST: u32 = 6;

impl Cursor<'_, '_> {
    /// The class of the word at `at`, tagged as `tag`, where it is the verb of an attribution behind a quotation.
    pub(super) fn verb_behind_quotation(&self, at: u32, tag: Penn) -> Option<Penn> {
        if !(tag.is_noun() || matches!(tag, Penn::JJ | Penn::VBN | Penn::VB)) || !self.may_be_cue(at) {
            return None;
        }
        let speaker =
            (0..LONGEST).take_while(|back| at > self.start + back && self.is_of_speaker(at - back - 1)).count();
        let mark = at.checked_sub(speaker as u32 + 1).filter(|mark| *mark > self.start)?;
        // The comma stands before the mark, or behind it as British papers have it.
        let closes = match self.kind(mark)? {
            TokenKind::Mark => {
                // `…,’”`: of two marks the inner one has the comma.
                let inner = if self.kind(mark - 1) == Some(TokenKind::Mark) { mark - 1 } else { mark };
                let last = inner.checked_sub(1).and_then(|last| self.kind(last));
                matches!(last, Some(TokenKind::Comma | TokenKind::Stop | TokenKind::Ellipsis))
            }
            TokenKind::Comma => self.kind(mark - 1) == Some(TokenKind::Mark),
            _ => false,
        };
        let is_past = closes.then(|| self.form_that_quotes(at))??;
        if speaker == 0 {
            let small = !self.reading.tokens[at as usize].is_capital();
            let subject = self.given(at + 1).is_proper() || matches!(self.given(at + 1), Penn::DT | Penn::PRPS);
            return (small && is_past && subject).then_some(Penn::VBD);
        }
        let behind = match self.kind(at + 1) {
            None | Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Colon | TokenKind::Mark) => true,
            _ => self.given(at + 1).is_adverb() || self.given(at + 1) == Penn::RP || self.is_preposition(at + 1),
        };
        let last = self.given(at - 1);
        // A verb agrees with its subject: `a court order` has none.
        let plural = matches!(last, Penn::NNS | Penn::NNPS);
        let agrees = is_past || plural != self.word(at).ends_with('s');
        let form = if is_past {
            Penn::VBD
        } else if plural {
            Penn::VBP
        } else {
            Penn::VBZ
        };
        (behind && (last.is_noun() || last.is_adjective()) && agrees).then_some(form)
    }

    /// Whether a word can be part of the speaker's phrase before the verb.
    fn is_of_speaker(&self, at: u32) -> bool {
        let tag = self.given(at);
        tag.is_noun() || tag.is_adjective() || matches!(tag, Penn::DT | Penn::PRPS | Penn::POS | Penn::VBN)
    }

    fn is_preposition(&self, at: u32) -> bool {
        matches!(self.given(at), Penn::IN | Penn::TO) && !self.is(at, "of")
    }

    /// Whether the word at `at`, with the particle behind it, is a finite form of a verb that quotes, and if so whether
    /// of the past.
    fn form_that_quotes(&self, at: u32) -> Option<bool> {
        let word = self.word(at);
        let quotes = |cue: &&Cue| cue.frames.has(Frames::QUOTE) && cue.particle.may_begin_at(self, at + 1);
        let cue = self.cues_at(at).map(|(_, cue)| cue).find(quotes)?;
        let verb = cue.lemma.split(' ').next().unwrap_or_default();
        let is_past = if word == verb { UNCHANGED_IN_PAST.contains(&verb) } else { !word.ends_with('s') };
        (!word.ends_with("ing")).then_some(is_past)
    }
}
