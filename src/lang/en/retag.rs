//! Word classes that the text shows to be others than the tagger took them for: `Boreing said`, `he plans to stay`.
//!
//! The tagger learned from more web text, talk and textbooks than news (`NOTICE`) and knows neither reporting verbs nor
//! offices. Every check here looks at the tagger's own classes of the words around, most at a few of them, and never at
//! what was decided of another word, so that no word waits for another.

use super::cues::{Cue, Frames};
use super::cursor::Cursor;
use super::lists;
use super::names;
use super::penn::Penn;
use super::word_hints;
use super::word_lists::List;
use crate::text::token::{Case, TokenKind};

impl Cursor<'_, '_> {
    /// The word class by the tagger and by what the text shows beside that.
    ///
    /// The first word of a sentence is a proper noun if the text has it as one elsewhere: there its capital
    /// tells, here it does not.
    #[inline(always)]
    pub(super) fn decide_tag(&self, at: u32) -> Penn {
        // An apostrophe that is a clitic is a possessive, whatever its neighbours make of it.
        if self.kind(at) == Some(TokenKind::Clitic) && matches!(self.word(at), "'" | "’" | "ʼ") {
            return Penn::POS;
        }
        let tag = self.given(at);
        if is_closed(tag) {
            if let Some(mended) = self.mend_closed(at, tag) {
                return mended;
            }
            // Of these the tagger makes no other mistakes that matter.
            if at > self.start {
                return tag;
            }
        }
        let mended = if self.is_marked(at, tag) { self.mend_marked(at, tag) } else { None };
        mended.or_else(|| self.mend_by_neighbours(at, tag)).unwrap_or(tag)
    }

    /// Whether the word at `at` stands out among words of its class: by its place, its capital or the lexicons. Four
    /// in nine of open classes do by nothing, and need not be asked what only such words can be.
    fn is_marked(&self, at: u32, tag: Penn) -> bool {
        let lists = self.lists(at);
        self.is_open(at)
            || self.reading.tokens[at as usize].is_capital() != tag.is_proper()
            || lists.may_be(word_hints::SPEAKING_NOUN)
            || self.may_be_cue(at)
            || lists.has(List::OfficePrefix)
    }

    /// What a word that stands out is, other than the tagger takes it for.
    fn mend_marked(&self, at: u32, tag: Penn) -> Option<Penn> {
        let misled =
            matches!(tag, Penn::NN | Penn::NNS | Penn::JJ | Penn::VB | Penn::VBN | Penn::VBD | Penn::RB | Penn::UH);
        // `Lee, vice president of …`, `acting prime minister Lee`, `Pima lead researcher Lee`
        if (tag.is_adverb() || tag.is_verb()) && self.is_office_prefix(at) {
            return Some(Penn::NN);
        }
        if tag.is_adverb() && self.is_short_surname(at) {
            return Some(Penn::NNP);
        }
        // `Aid workers say`, `Reform leader Ana Cruz`: people follow, and their verb or name.
        let people = tag == Penn::VB && at == self.start && matches!(self.given(at + 1), Penn::NN | Penn::NNS);
        if people && self.is_speaking_noun(at + 1) {
            let next = self.given(at + 2);
            return (next.is_verb() || next == Penn::MD || next.is_proper()).then_some(Penn::NN);
        }
        // `Deputy First Minister Ana Cruz`
        if tag.is_adverb()
            && self.word(at) == "First"
            && self.reading.tokens.get(at as usize + 1).is_some_and(|next| next.is_capital())
        {
            return Some(Penn::JJ);
        }
        // `a board official said`, `the company’s chief executive, Ana Cruz`, `a Lee ally`: nouns that look like adjectives
        // or adverbs.
        if (tag == Penn::JJ || tag.is_adverb()) && self.is_person_behind_noun(at) {
            return Some(Penn::NN);
        }
        // `Harlow police`, in lower case; `Chief Constable Ian Frew`.
        let capital = self.reading.tokens[at as usize].is_capital();
        let noun = tag.is_proper() && !capital || tag == Penn::JJ && capital && self.given(at + 1).is_proper();
        if noun && self.is_speaking_noun(at) {
            return Some(Penn::NN);
        }
        // `she said`: a verb of quoting in small letters is no name.
        if tag.is_proper() && !capital && self.attributes_quotations(at) {
            return Some(if self.word(at).ends_with('s') { Penn::VBZ } else { Penn::VBD });
        }
        // `Rao, for her part, said`: what opens a sentence with a capital and is no exclamation.
        let opens = tag == Penn::UH && at == self.start && self.kind(at + 1) == Some(TokenKind::Comma);
        if opens && !self.is_on(List::Exclamation, at) {
            return Some(Penn::NNP);
        }
        // `The sign on the door read: “Closed.”`
        if tag == Penn::NN
            && self.is(at, "read")
            && matches!(self.kind(at + 1), Some(TokenKind::Colon | TokenKind::Mark))
        {
            return Some(Penn::VBD);
        }
        // `the No. 2 Republican in the Senate`
        let ranked = at > self.start + 1 && self.given(at - 1) == Penn::CD && self.is(at - 2, "no.");
        if tag == Penn::JJ && capital && ranked {
            return Some(Penn::NNP);
        }
        // `Downing Street`, `Reading Borough Council`
        if tag == Penn::VBG && self.opens_body(at) {
            return Some(Penn::NNP);
        }
        // `the Processing Center of the city`, `a man who called himself Rose`
        let pronoun = |token: u32| self.given(token) == Penn::PRP && self.case(token) == Case::Lower;
        if tag == Penn::NN && capital && (self.is_in_body(at) || at > self.start && pronoun(at - 1)) {
            return Some(Penn::NNP);
        }
        // `“…,” Marks Holdings said`; but `“…,” Says Lee`, as headlines have it.
        let behind_mark = tag == Penn::VBZ && capital && at > self.start && self.is_open(at);
        if behind_mark && self.given(at + 1).is_proper() && !self.quotes(at) {
            return Some(Penn::NNP);
        }
        // `Bellwether Homes chief Ana Cruz`: but `Cruz Slams Chief`, as headlines have it.
        let behind_name = tag == Penn::VBZ && capital && at > self.start && self.given(at - 1).is_proper();
        let office = || self.is_on(List::OfficePrefix, at + 1) || self.is_speaking_noun(at + 1);
        if behind_name && at + 1 < self.end && self.case(at + 1) == Case::Lower && office() {
            return Some(Penn::NNPS);
        }
        // `Boreing said`: whoever speaks under a capital is a name.
        let surname = || tag == Penn::NN && self.is_open(at) && !self.is_speaking_noun(at);
        if (misled_name(tag) || surname()) && self.is_speaker(at) {
            return Some(Penn::NNP);
        }
        // `said Cook provided it`: a capital behind a verb in small letters.
        let behind_verb = at > self.start && self.given(at - 1) == Penn::VBD && self.case(at - 1) == Case::Lower;
        if matches!(tag, Penn::VB | Penn::VBP) && capital && behind_verb && self.given(at + 1).is_verb() {
            return Some(Penn::NNP);
        }
        // `Ohio delegate Ana Cruz`: between capitals a noun for people is one.
        if matches!(tag, Penn::VB | Penn::VBP | Penn::VBD | Penn::JJ) && self.is_office(at) {
            return Some(Penn::NN);
        }
        // `Said Lee, “…”`
        if at == self.start && tag != Penn::VBD && self.opens_inverted(at) {
            return Some(Penn::VBD);
        }
        // `Aides to Cruz say …`, `Claims that it was late …`
        if tag == Penn::VBZ && at == self.start && self.opens_as_plural(at) {
            return Some(Penn::NNS);
        }
        // `…, warning that it would close`
        if tag == Penn::NN && self.is_participle_before_clause(at) {
            return Some(Penn::VBG);
        }
        if let Some(verb) = self.verb_behind_quotation(at, tag) {
            return Some(verb);
        }
        if tag == Penn::NNS && self.is_attribution(at) {
            return Some(Penn::VBZ);
        }
        // `Lily Batch`, `Frank Batch` at the start of a sentence; but `Said Batch`
        let given = || self.given(at + 1).is_proper() && names::given(self.word(at)).is_some() && !self.quotes(at);
        (misled && self.is_open(at) && (self.is_proper_elsewhere(at) || given())).then_some(Penn::NNP)
    }

    /// What a word is, other than the tagger takes it for, by the words beside it.
    fn mend_by_neighbours(&self, at: u32, tag: Penn) -> Option<Penn> {
        let before = at.checked_sub(1).filter(|before| *before >= self.start);
        let is_pronoun = |before| matches!(self.word(before), "he" | "she" | "it" | "He" | "She" | "It");
        match tag {
            // `according to exit polls`, `according to figures`
            Penn::VB | Penn::VBZ if at > self.start + 1 && self.is(at - 1, "to") && self.is(at - 2, "according") => {
                Some(if tag == Penn::VB { Penn::NN } else { Penn::NNS })
            }
            // `according to early returns`
            tag if tag.is_adverb() && self.is(at, "early") && self.given(at + 1).is_noun() => Some(Penn::JJ),
            // `a source close to her`
            Penn::NN if self.is(at, "close") && self.is(at + 1, "to") => Some(Penn::JJ),
            // `She was adamant that …`: no participle but `meant` ends like this.
            Penn::VBN if self.word(at).ends_with("ant") && !self.is(at, "meant") => Some(Penn::JJ),
            // `he plans to stay`
            Penn::NNS if before.is_some_and(is_pronoun) => Some(Penn::VBZ),
            // `aides said`: behind a noun and before such a verb, a form in -s is a plural.
            Penn::VBZ
                if before.is_some_and(|before| self.given(before).is_noun())
                    && !self.is_on(List::Auxiliary, at)
                    && self.attributes_quotations(at + 1) =>
            {
                Some(Penn::NNS)
            }
            tag => self.verb_by_neighbours(at, tag),
        }
    }

    /// What a word is that the tagger takes for one of a closed class though it is none, or of another one.
    #[inline(never)] // Else its cases and the caller's become one jump, which is hard to foresee.
    fn mend_closed(&self, at: u32, tag: Penn) -> Option<Penn> {
        match tag {
            _ if self.is_short_surname(at) => Some(Penn::NNP),
            // `said on X that`
            Penn::SYM if self.word(at) == "X" => Some(Penn::NNP),
            // `said Will Stott`, `Will Stott said`
            Penn::MD if self.is_given_name(at) => Some(Penn::NNP),
            // `Na said`
            Penn::TO if self.reading.tokens[at as usize].is_capital() && self.is_speaker(at) => Some(Penn::NNP),
            // `a Lee aide`: taggers take short words that they never met for prepositions.
            Penn::IN if !self.is_on(List::Preposition, at) => {
                Some(if self.reading.tokens[at as usize].is_capital() { Penn::NNP } else { Penn::NN })
            }
            // `The players both said`, `They all say`
            Penn::CC | Penn::DT | Penn::PDT if self.floats(at) => Some(Penn::RB),
            // `officials from both parties`
            Penn::CC if self.is(at, "both") && self.given(at + 1) == Penn::NNS => Some(Penn::PDT),
            // `the WHO`, `the IT team`
            Penn::PRP | Penn::WP if self.is_acronym(at) => Some(Penn::NNP),
            _ => None,
        }
    }

    /// Whether a quantifier stands between its noun and the verb.
    fn floats(&self, at: u32) -> bool {
        let verb = matches!(self.given(at + 1), Penn::VBD | Penn::VBZ | Penn::VBP);
        if !verb || at == self.start || !matches!(self.word(at), "both" | "all" | "each") {
            return false;
        }
        let before = self.given(at - 1);
        matches!(before, Penn::NNS | Penn::NNP | Penn::NNPS)
            || before == Penn::PRP && !self.is_on(List::ObjectPronoun, at - 1)
    }

    /// Whether a short word with a capital is a surname, though it looks like a function word: `Na Kyung-ho`, `So Young-min`.
    #[inline]
    pub(super) fn is_short_surname(&self, at: u32) -> bool {
        const LONGEST: usize = 2;
        let token = &self.reading.tokens[at as usize];
        token.is_capital() && token.span.len() <= LONGEST && self.has_given_name(at + 1)
    }

    /// Whether a given name of two parts stands at `at`: `Kyung-ho`.
    fn has_given_name(&self, at: u32) -> bool {
        if at >= self.end || !self.reading.tokens[at as usize].is_capital() {
            return false;
        }
        let word = self.word(at);
        let hyphen = word.bytes().position(|byte| byte == b'-');
        hyphen.is_some_and(|hyphen| hyphen > 1 && word[hyphen + 1..].starts_with(char::is_lowercase))
    }

    /// Whether a modal with a capital is a given name: `said Will Stott`, `Will Stott said`; but `Will Stott go?`
    fn is_given_name(&self, at: u32) -> bool {
        const LONGEST: u32 = 4;
        if !self.reading.tokens[at as usize].is_capital() || !self.given(at + 1).is_proper() {
            return false;
        }
        let verb = (at + 1..at + LONGEST).find(|t| !self.given(*t).is_proper()).map(|t| self.given(t));
        let inside = at > self.start && !self.is_open(at) && !self.reading.tokens[at as usize - 1].is_capital();
        inside || matches!(verb, Some(Penn::VBD | Penn::VBZ))
    }

    /// The word class that the tagger gave, which asks nothing of its neighbours.
    pub(super) fn given(&self, at: u32) -> Penn {
        if at < self.end { Penn::from_number(self.reading.tags[at as usize]) } else { Penn::Punct }
    }

    /// Whether a pronoun in capitals is a name, but for `US` only beside words that are not in capitals.
    pub(super) fn is_acronym(&self, at: u32) -> bool {
        let small = |token: u32| (self.start..self.end).contains(&token) && self.case(token) == Case::Lower;
        if at >= self.end || self.case(at) != Case::Upper {
            return false;
        }
        match self.word(at) {
            "US" => true,
            "WHO" | "IT" => small(at + 1) || at > 0 && small(at - 1),
            _ => false,
        }
    }

    fn case(&self, at: u32) -> Case {
        self.reading.tokens[at as usize].case
    }

    /// Whether a sentence begins with the name of a body or a street: capitals up to a word for one, and its verb behind
    /// it. `Citing Reuters, Lee said` begins with none.
    fn opens_body(&self, at: u32) -> bool {
        const LONGEST: u32 = 4;
        let capital = |t: &u32| *t < self.end && self.reading.tokens[*t as usize].is_capital();
        let Some(last) = (at + 1..at + LONGEST).take_while(capital).last() else { return false };
        let next = self.given(last + 1);
        at == self.start
            && (next.is_verb() || matches!(next, Penn::MD | Penn::POS))
            && (self.is(last, "street") || lists::is_organization_word(self.word(last)))
    }

    /// Whether a word under a capital is part of a body's name inside a sentence: a word for one under a capital, or the
    /// word before it, with small letters behind them as headlines have none.
    fn is_in_body(&self, at: u32) -> bool {
        let capital = |at: u32| at < self.end && self.reading.tokens[at as usize].is_capital();
        let word = |at: u32| at > self.start + 1 && capital(at) && lists::is_organization_word(self.word(at));
        let last = if word(at) && capital(at - 1) && self.given(at - 1) != Penn::DT { at } else { at + 1 };
        at > self.start && word(last) && last + 1 < self.end && self.case(last + 1) == Case::Lower
    }

    /// Whether the form in -s that opens a sentence is a plural, of people or before its clause; `Looks like somebody
    /// …` is none.
    fn opens_as_plural(&self, at: u32) -> bool {
        let clause =
            || self.is(at + 1, "that") && lists::noun_before_that(&self.word(at).to_ascii_lowercase()).is_some();
        self.is_speaking_noun(at) || clause()
    }

    /// Whether the word at `at` says how far an office is held that follows, and is no verb of its own: `could lead
    /// officials to resign`, `the leaks lead ministers to resign`. `chief` never is.
    fn is_office_prefix(&self, at: u32) -> bool {
        const LONGEST: u32 = 4;
        let verb = |before: Penn| {
            before.is_adverb()
                || matches!(before, Penn::MD | Penn::TO | Penn::NNS | Penn::NNPS | Penn::PRP | Penn::WDT | Penn::WP)
        };
        let common = |i: &u32| matches!(self.given(*i), Penn::NN | Penn::NNS | Penn::JJ | Penn::NNP);
        self.is_on(List::OfficePrefix, at)
            && !(self.given(at).is_verb() && at > self.start && verb(self.given(at - 1)) && !self.is(at, "chief"))
            && (at + 1..at + LONGEST).take_while(common).any(|i| self.is_speaking_noun(i))
    }

    /// Whether the word at `at` names a person, stands behind a noun or what belongs to one, and has no noun behind it.
    fn is_person_behind_noun(&self, at: u32) -> bool {
        let holds = |tag: Penn| tag.is_noun() || matches!(tag, Penn::POS | Penn::JJ | Penn::PRPS | Penn::DT);
        let behind = at > self.start && holds(self.given(at - 1));
        let before = |tag: Penn| tag.is_noun() || tag.is_adjective() || matches!(tag, Penn::CD | Penn::VBN | Penn::CC);
        behind && !before(self.given(at + 1)) && self.is_speaking_noun(at)
    }

    /// Whether a reporting verb in -ing stands behind a comma or an `and` and before what it says, or whom it tells:
    /// `, warning the council that`, `and adding: “`.
    fn is_participle_before_clause(&self, at: u32) -> bool {
        let comma = |token: u32| self.kind(token) == Some(TokenKind::Comma);
        let marked = at > self.start + 1 && self.kind(at - 1) == Some(TokenKind::Mark) && comma(at - 2);
        let opens = at > self.start && (comma(at - 1) || marked || self.given(at - 1) == Penn::CC);
        let object = matches!(self.given(at + 1), Penn::DT | Penn::PRP | Penn::PRPS);
        let says = || object || self.is(at + 1, "that") || self.kind(at + 1) == Some(TokenKind::Colon);
        let reports = |cue: &Cue| cue.frames.has(Frames::SURE_THAT) || cue.frames.has(Frames::SURE_QUOTE);
        opens && says() && self.word(at).ends_with("ing") && self.cues_at(at).any(|(_, cue)| reports(cue))
    }

    /// Whether a noun for people in lower case stands between a capitalised word or one before
    /// offices and a capitalised one.
    fn is_office(&self, at: u32) -> bool {
        let capital = |token: u32| self.reading.tokens.get(token as usize).is_some_and(|t| t.is_capital());
        if at == self.start || !capital(at - 1) && !self.is_on(List::OfficePrefix, at - 1) {
            return false;
        }
        // `a Lee Foundation official said`
        let speaks = || self.attributes_quotations(at + 1);
        // `Lee accused Cruz`, though the accused are people.
        let reports = self.is_past_cue(at);
        let noun = !capital(at) && !reports && self.is_speaking_noun(at);
        noun && at + 1 < self.end && (capital(at + 1) || speaks())
    }

    /// Whether the word at `at` looks like a past form of a reporting verb.
    fn is_past_cue(&self, at: u32) -> bool {
        self.cues_at(at).next().is_some() && self.word(at).ends_with("ed")
    }

    /// Whether the first word of a sentence is the verb of an attribution whose subject and quotation follow:
    /// `Said Lee, who grew up there, “…”`.
    pub fn opens_inverted(&self, at: u32) -> bool {
        const LONGEST: u32 = 24;
        let tokens = &self.reading.tokens;
        let subject = tokens.get(at as usize + 1).is_some_and(|next| next.is_capital());
        if !subject || !self.quotes(at) {
            return false;
        }
        let mut behind = at + 1..self.end.min(at + LONGEST);
        let stops = |t: &u32| tokens[*t as usize].kind == TokenKind::Mark || self.quotes(*t);
        let end = behind.find(stops).unwrap_or(self.end);
        let closes = matches!(self.kind(end - 1), Some(TokenKind::Comma | TokenKind::Colon));
        closes && (end == self.end || self.kind(end) == Some(TokenKind::Mark))
    }

    /// Whether the word at `at`, whatever its case, is a verb that usually has a quotation beside it.
    fn quotes(&self, at: u32) -> bool {
        self.lists(at).may_be(word_hints::ATTRIBUTES_QUOTATIONS)
            && self.cues.attributes_quotations(&self.word(at).to_ascii_lowercase())
    }

    /// Whether a form in -s behind a name is the verb of an attribution, which taggers take for a plural:
    /// `“…,” Lee notes.`
    fn is_attribution(&self, at: u32) -> bool {
        let closes = match self.kind(at + 1) {
            None | Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Colon) => true,
            _ => self.is(at + 1, "that"),
        };
        let named = at > self.start && self.given(at - 1).is_proper();
        closes && named && self.attributes_quotations(at)
    }

    /// Whether a capitalised word stands right before the verb of an attribution.
    fn is_speaker(&self, at: u32) -> bool {
        self.reading.tokens[at as usize].is_capital()
            && matches!(self.given(at + 1), Penn::VBD | Penn::VBZ)
            && (self.attributes_quotations(at + 1) || self.is(at + 1, "told"))
    }

    /// Whether the word at `at` opens its sentence or stands behind a quotation.
    fn is_open(&self, at: u32) -> bool {
        at == self.start || self.reading.tokens[at as usize - 1].kind == TokenKind::Mark
    }
}

/// Classes whose words are few and known.
fn is_closed(tag: Penn) -> bool {
    use Penn::*;
    matches!(tag, DT | CD | MD | TO | PRPS | WDT | Punct | IN | CC | PRP | WP | WPS | WRB | EX | RP | POS | PDT | SYM)
}

/// Tags that a name is given for want of a lower-case neighbour; adverbs and numbers are not among them.
fn misled_name(tag: Penn) -> bool {
    matches!(tag, Penn::VBG | Penn::VBN | Penn::JJ | Penn::VB | Penn::VBP | Penn::UH)
}
