//! Verbs that taggers take for nouns, adjectives or exclamations, told by the words right beside them: `will most likely
//! vote`, `the firm also plans to sell`, `Lee celebrated in Ellery`, `what critics call “…”`.

use std::ops::Range;

use super::cues::Frames;
use super::cursor::Cursor;
use super::penn::Penn;
use super::word_key::exact;
use super::word_lists::List;
use super::word_table::WordTable;
use crate::text::token::TokenKind;

/// How many words to one side a clause is searched for its finite verb, so that a text without full stops is read in linear
/// time.
const CLAUSE: u32 = 40;

impl Cursor<'_, '_> {
    /// The class of a verb for the word at `at`, tagged as `tag`, where its neighbours leave no other.
    #[inline(never)] // As `mend_closed` is.
    pub(super) fn verb_by_neighbours(&self, at: u32, tag: Penn) -> Option<Penn> {
        let before = at.checked_sub(1).filter(|before| *before >= self.start)?;
        match tag {
            Penn::NN | Penn::JJ if self.is_behind_modal(at) => Some(Penn::VB),
            Penn::RB | Penn::NN | Penn::JJ if self.is_between_modal_and_verb(at) => Some(Penn::VB),
            Penn::NN if self.calls(at) => Some(Penn::VBP),
            Penn::NNS if self.is_only_verb(at) || is_verb_in_s(self.word(at)) => Some(Penn::VBZ),
            Penn::NNS if self.is_last_verb(at) || self.is_phrasal_in_s(at) => Some(Penn::VBZ),
            Penn::NN if self.is_before_that(at) => Some(Penn::VBP),
            Penn::NN | Penn::VBN | Penn::JJ if self.is_unchanged_past(at) => Some(Penn::VBD),
            // `said when contacted that …`
            Penn::VBD if self.is(before, "when") || self.is_reduced_relative(at) => Some(Penn::VBN),
            // `She later told fans`, `an officer said by phone`, `prices rose by 12 percent`
            Penn::VBN | Penn::JJ if self.is_past_without_auxiliary(at) => Some(Penn::VBD),
            Penn::VBN if self.is_next_report(at) || self.has_subject_and_object(at) => Some(Penn::VBD),
            Penn::NN | Penn::JJ if self.stands_behind_subject(at) && is_past(self.word(at)) => Some(Penn::VBD),
            Penn::NNS if self.given(before).is_adverb() && self.is_predicate_behind_adverb(at) => Some(Penn::VBZ),
            Penn::JJ if self.word(at).ends_with("ed") && self.is_past_behind_name(at) => Some(Penn::VBD),
            // `A third, or 33%, say they agree`; but `say, ten of them`
            Penn::UH | Penn::NN | Penn::VB if self.is(at, "say") => {
                let comma = |token: u32| self.kind(token) == Some(TokenKind::Comma);
                // `say, ten of them`, `say two bankers`
                let filler = comma(at + 1) || self.given(at + 1) == Penn::CD && !self.given(at + 2).is_noun();
                (comma(before) && !filler).then_some(Penn::VBP)
            }
            _ => None,
        }
    }

    /// `will most likely vote on it`: a noun that nothing determines stands behind no modal.
    fn is_behind_modal(&self, at: u32) -> bool {
        const LONGEST: u32 = 3;
        let object = matches!(self.given(at + 1), Penn::IN | Penn::TO | Penn::DT | Penn::PRPS | Penn::PRP | Penn::RP);
        let small = !self.reading.tokens[at as usize].is_capital();
        if !object || !small || self.is(at, "likely") {
            return false;
        }
        let adverbs = |back: &u32| {
            let before = at.checked_sub(back + 1).filter(|before| *before >= self.start);
            before.is_some_and(|before| self.given(before).is_adverb() || self.is(before, "likely"))
        };
        let adverbs = (0..LONGEST).take_while(adverbs).count() as u32;
        let modal = at.checked_sub(adverbs + 1).filter(|modal| *modal >= self.start);
        adverbs > 0 && modal.is_some_and(|modal| self.given(modal) == Penn::MD)
    }

    /// `the claim that the dam would close was …`: between a modal and another clause's verb stands an infinitive.
    fn is_between_modal_and_verb(&self, at: u32) -> bool {
        let finite = matches!(self.given(at + 1), Penn::VBD | Penn::VBZ) && self.is_on(List::Auxiliary, at + 1);
        finite && self.given(at - 1) == Penn::MD
    }

    /// `what critics call “…”`, `what they term “…”`: a verb for what words are used between its subject and them.
    fn calls(&self, at: u32) -> bool {
        let plural = |subject: u32| self.word(subject).ends_with('s') || self.given(subject) == Penn::PRP;
        // A quotation ends the stretch that is looked at.
        let quotation = self.reading.tokens.get(at as usize + 1).is_some_and(|next| next.kind == TokenKind::Mark);
        quotation
            && at > self.start + 1
            && plural(at - 1)
            && self.given(at - 2) == Penn::WP
            && self.cues_at(at).any(|(_, cue)| cue.frames.has(Frames::NOUN_PHRASE))
    }

    /// Whether a finite verb stands among `tokens`, as the tagger has it.
    fn has_finite(&self, mut tokens: Range<u32>) -> bool {
        tokens.any(|t| matches!(self.given(t), Penn::VBD | Penn::VBZ | Penn::VBP | Penn::MD))
    }

    /// `The union calls on the airline to pay`, `The firm plans to sell, it said`: a form in -s of a reporting verb behind a
    /// noun, or of any verb behind a name, where the clause has no other finite verb.
    fn is_only_verb(&self, at: u32) -> bool {
        let object = matches!(self.given(at + 1), Penn::IN | Penn::TO | Penn::DT | Penn::PRPS | Penn::NNP);
        let subject =
            matches!(self.given(at - 1), Penn::NN | Penn::NNP) && !self.reading.tokens[at as usize].is_capital();
        // `Jane Roe lives in Harlow`
        let person = || at > self.start + 1 && self.given(at - 1) == Penn::NNP && self.given(at - 2) == Penn::NNP;
        let verb = object && subject && at - self.start <= CLAUSE && (self.cues_at(at).next().is_some() || person());
        if !verb || self.has_finite(self.start..at) {
            return false;
        }
        let end = self.end.min(at + CLAUSE);
        let comma = (at + 1..end).find(|t| self.kind(*t) == Some(TokenKind::Comma));
        // `With the movement’s calls for action, a strategist said`
        let fronted = comma.is_some() && (self.start..at).any(|t| self.given(t) == Penn::IN);
        !fronted && !self.has_finite(at + 1..comma.unwrap_or(end))
    }

    /// `The drug works, the company claims.`: behind a clause, its comma and a noun a form in -s of a verb of quoting ends an
    /// attribution.
    fn is_last_verb(&self, at: u32) -> bool {
        const LONGEST: u32 = 6;
        let ends = matches!(self.kind(at + 1), None | Some(TokenKind::Stop | TokenKind::Comma));
        if !ends || self.given(at - 1) != Penn::NN || !self.attributes_quotations(at) {
            return false;
        }
        let comma = |t: &u32| self.kind(*t) == Some(TokenKind::Comma);
        let Some(comma) = (self.start..at).rev().take(LONGEST as usize).find(comma) else { return false };
        let determined = matches!(self.given(comma + 1), Penn::DT | Penn::PRPS);
        determined
            && !self.has_finite(comma + 1..at)
            && self.has_finite(self.start.max(comma.saturating_sub(CLAUSE))..comma)
    }

    /// `Smith points out that it is late`: a form in -s before a particle that only verbs have.
    fn is_phrasal_in_s(&self, at: u32) -> bool {
        self.is(at, "points") && self.is(at + 1, "out") && self.given(at - 1) != Penn::CD
    }

    /// `Experts caution that it may fail`, `She and her team warn that it may fail`: behind a plural, or where no noun looks so,
    /// a verb that takes a clause stands before one.
    fn is_before_that(&self, at: u32) -> bool {
        let plural = matches!(self.given(at - 1), Penn::NNS | Penn::NNPS | Penn::PRP) || self.is(at, "warn");
        plural && self.is(at + 1, "that") && self.cues_at(at).any(|(_, cue)| cue.frames.has(Frames::THAT))
    }

    /// Whether a form that taggers take for a participle is the past of a verb: no auxiliary is near that it could belong to.
    fn is_past_without_auxiliary(&self, at: u32) -> bool {
        let adverb = self.given(at - 1).is_adverb();
        let subject = |t: u32| {
            t >= self.start && (self.given(t).is_noun() || self.given(t).is_proper() || self.given(t) == Penn::PRP)
        };
        if !adverb && !subject(at - 1) {
            return false;
        }
        let past = match (self.word(at), self.word(at + 1)) {
            ("told" | "informed" | "assured", _) => adverb,
            ("said", "to") => false,
            ("said", "by") => {
                matches!(self.word(at + 2), "phone" | "telephone" | "email" | "text" | "letter" | "video")
            }
            ("said", _) => true,
            (word, "by") => moves(word) && self.is_amount(at + 2),
            _ => false,
        };
        past && (!adverb || at.checked_sub(2).is_some_and(subject)) && !self.is_behind_auxiliary(at)
    }

    /// Whether an auxiliary stands among the few words before the one at `at`.
    fn is_behind_auxiliary(&self, at: u32) -> bool {
        const BACK: u32 = 4;
        (self.start.max(at.saturating_sub(BACK))..at).any(|t| self.is_on(List::Auxiliary, t))
    }

    /// `A man jailed for ten years said`, `an official briefed on the talks told Reuters`: of two verbs with nothing between
    /// that could join them the first one is a participle.
    fn is_reduced_relative(&self, at: u32) -> bool {
        const LONGEST: u32 = 10;
        let noun = matches!(self.given(at - 1), Penn::NN | Penn::NNS) && self.given(at + 1) == Penn::IN;
        if !noun
            || !self.word(at).ends_with("ed") && !matches!(self.word(at), "held" | "caught" | "hit" | "led" | "shot")
        {
            return false;
        }
        let phrase = |t: &u32| {
            let tag = self.given(*t);
            let joins = self.is(*t, "that") || self.is_on(List::TimeConjunction, *t);
            (tag.is_noun()
                || tag.is_proper()
                || tag.is_adjective()
                || matches!(tag, Penn::IN | Penn::DT | Penn::CD | Penn::PRPS | Penn::TO | Penn::VBG | Penn::POS))
                && !joins
        };
        let verb = (at + 1..self.end.min(at + LONGEST)).take_while(phrase).last().map_or(at + 1, |last| last + 1);
        matches!(self.given(verb), Penn::VBD | Penn::VBZ) && (self.attributes_quotations(verb) || self.is(verb, "told"))
    }

    /// `said she was angry and called on ministers to act`: behind an `and`, what has an object or a clause of its own is no
    /// passive of the verb before, and without `have` no perfect.
    fn is_next_report(&self, at: u32) -> bool {
        const BACK: u32 = 12;
        let adverb = u32::from(self.given(at - 1).is_adverb());
        let Some(and) = at.checked_sub(1 + adverb).filter(|and| *and > self.start) else { return false };
        let object = matches!(self.given(at + 1), Penn::DT | Penn::PRP | Penn::PRPS | Penn::NNP | Penn::NNS | Penn::WP)
            || self.is(at + 1, "that")
            || self.is(at, "called") && (self.is(at + 1, "on") || self.is(at + 1, "for"))
            || self.is(at, "appealed");
        let perfect = |t: u32| matches!(self.word(t), "have" | "has" | "had" | "’ve" | "'ve" | "’d" | "'d");
        let comma = |t: &u32| self.kind(*t) != Some(TokenKind::Comma);
        let before = || (self.start..and).rev().take(BACK as usize).take_while(comma);
        self.given(and) == Penn::CC && object && self.is_sure_cue(at) && !before().any(perfect)
    }

    /// `said Cook provided a statement`, `Lee generally supported Democrats`: between a name or pronoun and an object stands no
    /// participle.
    fn has_subject_and_object(&self, at: u32) -> bool {
        let adverb = at > self.start + 1 && self.given(at - 1) == Penn::RB && self.word(at - 1).ends_with("ly");
        let object = matches!(self.given(at + 1), Penn::DT | Penn::PRPS | Penn::PRP)
            || adverb && matches!(self.given(at + 1), Penn::NNP | Penn::NNPS | Penn::NNS);
        let before = at - 1 - u32::from(adverb);
        let subject = self.given(before).is_proper()
            || self.given(before) == Penn::PRP && !self.is_on(List::ObjectPronoun, before);
        object && subject && !self.is_behind_auxiliary(at)
    }

    /// `The quake hit at noon, police said`: a past that looks like a noun, where its clause has no other finite verb.
    fn is_unchanged_past(&self, at: u32) -> bool {
        const LONGEST: u32 = 12;
        let behind = matches!(self.given(at + 1), Penn::IN | Penn::RB | Penn::RP | Penn::DT | Penn::CD | Penn::PRPS);
        let subject = self.given(at - 1).is_noun() || self.given(at - 1).is_proper();
        let past = || matches!(self.word(at), "cut" | "hit" | "quit" | "shut" | "split" | "spread");
        if !behind || !subject || !past() {
            return false;
        }
        let comma = |t: &u32| self.kind(*t) == Some(TokenKind::Comma);
        let end = (at + 1..self.end.min(at + LONGEST)).find(comma).unwrap_or(self.end.min(at + LONGEST));
        at - self.start <= CLAUSE && !self.has_finite(self.start..at) && !self.has_finite(at + 1..end)
    }

    /// Whether the word at `at` is a form of a verb that nearly always reports in one of its frames.
    fn is_sure_cue(&self, at: u32) -> bool {
        let sure = [Frames::SURE_THAT, Frames::SURE_QUOTE];
        self.cues_at(at).any(|(_, cue)| sure.iter().any(|frame| cue.frames.has(*frame)))
            || matches!(self.word(at), "called" | "blamed" | "appealed" | "welcomed" | "condemned")
    }

    /// `12 percent`, `a third`, `half`
    fn is_amount(&self, at: u32) -> bool {
        let share = |t: u32| matches!(self.word(t), "half" | "third" | "quarter" | "fifth");
        self.given(at) == Penn::CD || share(at) || self.given(at) == Penn::DT && share(at + 1)
    }

    /// `A tornado tore through the town`, `a man stole the money`: behind a noun and before what a verb has behind it.
    fn stands_behind_subject(&self, at: u32) -> bool {
        let object = matches!(
            self.given(at + 1),
            Penn::IN | Penn::RP | Penn::DT | Penn::PRPS | Penn::PRP | Penn::NNP | Penn::NNS
        );
        object && matches!(self.given(at - 1), Penn::NN | Penn::NNS | Penn::NNP | Penn::NNPS | Penn::PRP)
    }

    /// `The firm also plans to sell`: a form in -s behind a noun and an adverb, with what a verb has behind it.
    fn is_predicate_behind_adverb(&self, at: u32) -> bool {
        let subject = at.checked_sub(2).filter(|subject| *subject >= self.start).map(|subject| self.given(subject));
        let object = matches!(self.given(at + 1), Penn::TO | Penn::DT | Penn::PRPS | Penn::PRP | Penn::NNP);
        object && subject.is_some_and(|subject| matches!(subject, Penn::NN | Penn::NNP | Penn::PRP))
    }

    /// `Lee celebrated in Ellery`: an adjective stands behind no name.
    fn is_past_behind_name(&self, at: u32) -> bool {
        let behind = matches!(self.given(at + 1), Penn::IN | Penn::TO | Penn::DT | Penn::PRPS | Penn::NNP | Penn::RB);
        let small = !self.reading.tokens[at as usize].is_capital();
        behind && small && matches!(self.given(at - 1), Penn::NNP | Penn::PRP)
    }
}

/// Past forms that end in no -ed, are no nouns, and are too rare for the tagger.
#[rustfmt::skip]
static PAST: WordTable = WordTable::new().with(
    &[
        "ate", "bled", "blew", "bought", "bred", "burnt", "caught", "clung", "crept", "dealt", "drank", "dug", "fed", "fled",
        "flew", "flung", "forbade", "foresaw", "fought", "froze", "grew", "hung", "knelt", "knew", "leapt", "learnt", "outran",
        "overran", "overthrew", "overtook", "sang", "sank", "shrank", "slid", "slung", "sought", "sprang", "spun", "stole",
        "strode", "strove", "strung", "stung", "swept", "swore", "swung", "taught", "threw", "tore", "undertook",
        "wept", "withdrew", "woke", "wore", "wove", "wrung",
    ],
    1,
);

fn is_past(word: &str) -> bool {
    PAST.get(exact(word)) != 0
}

/// Forms in -s of reporting verbs that are no plurals.
#[rustfmt::skip]
static VERBS_IN_S: WordTable = WordTable::new().with(
    &[
        "accuses", "acknowledges", "admits", "alleges", "announces", "argues", "asserts", "concedes", "concludes", "condemns",
        "confirms", "criticises", "criticizes", "declares", "denies", "describes", "explains", "insists", "opposes", "predicts",
        "recommends", "rejects", "reveals", "suggests", "testifies", "warns",
    ],
    1,
);

fn is_verb_in_s(word: &str) -> bool {
    VERBS_IN_S.get(exact(word)) != 0
}

/// Past forms of verbs that say by how much something went up or down.
#[rustfmt::skip]
static MOVES: WordTable = WordTable::new().with(
    &[
        "climbed", "contracted", "declined", "decreased", "dropped", "expanded", "fell", "grew", "increased", "jumped", "lost",
        "plunged", "raised", "rose", "shrank", "slipped", "slumped", "soared", "surged", "tumbled", "won",
    ],
    1,
);

fn moves(word: &str) -> bool {
    MOVES.get(exact(word)) != 0
}
