//! Who of the words beside a quote speaks: the head of the speaker's phrase, or several heads joined.

use std::ops::Range;

use super::cast::Named;
use super::stage::Stage;
use crate::lang::Determiner;
use crate::quote::SpeakerKind;

/// How many chunks before a speaker are looked at for what it hangs on.
const HANGING: usize = 8;
/// How many names a list may have before the last two.
const LISTED: usize = 8;

impl Stage<'_> {
    /// Appends the chunks that say who speaks; several for joint speakers, none where no noun phrase is among them.
    pub(super) fn add_heads(&self, speaker: Range<usize>, heads: &mut Vec<usize>) {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks[at].class;
        let noun = |at: &usize| classes.mentions.has(class(*at));
        let Some(mut first) = speaker.clone().find(noun) else { return };
        // `46, a nurse,`
        if class(first) == classes.number && first + 2 < speaker.end && class(first + 1) == classes.comma {
            first = (first + 2..speaker.end).find(noun).unwrap_or(first);
        }
        // `N.C.-based Cruz Foods`, `Football Australia interim CEO Ana Cruz`: of two names side by side the second.
        if let Some(named) = self.named(first)
            && let next = named.last + 1
            && next < speaker.end
            && class(next) == classes.name
        {
            let titled =
                |person: &Named| person.chunk == next && !person.title.is_empty() && self.actors[person.figure].human;
            if self.actors[named.figure].is_place || self.named(next).is_some_and(titled) {
                first = next;
            }
        }
        let is_person = |at: usize| self.named(at).is_some_and(|named| !self.is_body(named.figure));
        // `the board’s chair, Ana Cruz,`, `one of its members, Ana Cruz,`: the name says who.
        let counted =
            class(first) == classes.number && first + 1 < speaker.end && classes.prepositions.has(class(first + 1));
        // `The Minority Leader, Ana Cruz,`: what has an article is no person's name, and a body has no name like that.
        let description = || self.named(first).is_none_or(|named| self.determined(first) || self.is_body(named.figure));
        if class(first) == classes.nominal || counted || class(first) == classes.name && description() {
            let commas = (first + 1..speaker.end.saturating_sub(1)).filter(|at| class(*at) == classes.comma);
            let relative = (first..speaker.end).find(|at| class(*at) == classes.who).unwrap_or(speaker.end);
            // `The energy regulator, Ofpower,`
            let body = (self.language.names.noun)(self.head(first)).kind == Some(SpeakerKind::Organization);
            let names = |at: usize| is_person(at) || body && self.named(at).is_some();
            if let Some(comma) = commas.take_while(|at| *at < relative).find(|at| names(at + 1)) {
                let behind = self.named(comma + 1).map_or(comma + 1, |named| named.last) + 1;
                if behind >= speaker.end || class(behind) != classes.and {
                    return heads.push(comma + 1);
                }
            }
        }
        // `Poet and singer Ana Cruz` is one.
        if [classes.nominal, classes.name].contains(&class(first))
            && self.named(first).is_none()
            && self.tape.chunks[first].features & classes.plural == 0
            && !self.determined(first)
            && (self.language.names.noun)(self.head(first)).kind == Some(SpeakerKind::Unnamed)
            && first + 2 < speaker.end
            && class(first + 1) == classes.and
            && self.named(first + 2).is_some_and(|named| !named.title.is_empty() && !self.is_body(named.figure))
        {
            return heads.push(first + 2);
        }
        // `Health and Welfare Minister Ana Cruz`, `former Harlow and Leeds striker Tom Pike`: what stands before the `and` is a part
        // of the title behind it.
        let titled = |at: usize| {
            let capital = |named: &&Named| self.reading.tokens[named.title.start as usize].is_capital();
            self.named(at).filter(|named| named.title.len() > 1 && !self.is_body(named.figure)).filter(capital)
        };
        if class(first) == classes.name
            && first + 2 < speaker.end
            && class(first + 1) == classes.and
            && !self.determined(first)
            && self.named(first).is_none_or(|named| !self.actors[named.figure].human)
            && titled(first + 2).is_some()
        {
            return heads.push(first + 2);
        }
        let joined = |at: &usize| self.joined(*at, speaker.end);
        heads.extend(std::iter::successors(Some(first), joined));
    }

    /// A speaker's chunks with what the last of them hangs on: nobody speaks behind a preposition, so in
    /// `a spokesman for the bank said` it is never the bank, nor in `people in Harlow said` the town.
    pub(super) fn whole(&self, speaker: Range<usize>) -> Range<usize> {
        let classes = &self.language.classes;
        // A rule may have taken the end of a name alone.
        let named = self.named(speaker.start).filter(|named| named.sieve != "name-at-end");
        let speaker = named.map_or(speaker.start, |named| named.chunk.min(speaker.start))..speaker.end;
        let start = speaker.start;
        // `told the editors of the Post Cruz was late`: the name itself begins behind the preposition's.
        if self.named(start).is_some_and(|named| named.sieve == "name-at-end") {
            return speaker;
        }
        if let Some(name) = self.shown(&speaker) {
            return name..speaker.end;
        }
        if let Some(start) = self.before_relative(start) {
            return start..speaker.end;
        }
        let chunk = |at: usize| self.tape.chunks.get(at);
        let class = |at: Option<usize>| at.and_then(chunk).map_or(classes.paragraph, |chunk| chunk.class);
        let before = |at: usize, back: usize| class(at.checked_sub(back));
        if let Some(top) = self.list_start(&speaker) {
            return top..speaker.end;
        }
        // `Ana Cruz, 46, a nurse, said`
        if class(Some(start)) == classes.number && before(start, 1) == classes.comma && start >= 2 {
            return self.named(start - 2).map_or(start, |named| named.chunk)..speaker.end;
        }
        if let Some(start) = self.behind_opening(&speaker) {
            return start..speaker.end;
        }
        let mut top = start;
        while start - top < HANGING
            && classes.prepositions.has(before(top, 1))
            && [classes.nominal, classes.name].contains(&before(top, 2))
        {
            top -= 2;
        }
        // `one of the officers in Harlow`
        if top < start && before(top, 2) == classes.number && self.tape.chunks[top - 2].features & classes.person != 0 {
            return top - 2..speaker.end;
        }
        // `Cruz, speaking at a rally in Harlow, Essex, said`: what hangs on no noun is an aside.
        if classes.prepositions.has(before(start, 1))
            && before(top, 2) == classes.comma
            && class(Some(speaker.end)) == classes.comma
            && let Some(named) = top.checked_sub(3).and_then(|at| self.named(at))
            && !classes.prepositions.has(before(named.chunk, 1))
        {
            return named.chunk..named.last + 1;
        }
        // `who in 2010 said`
        if classes.prepositions.has(before(start, 1)) && before(start, 2) == classes.who {
            return start - 2..start - 1;
        }
        let climbed = || self.subject(start).unwrap_or(start)..speaker.end;
        if top == start {
            return climbed();
        }
        let hangs_by = class(Some(top + 1)) == classes.by;
        let begins =
            [classes.paragraph, classes.sentence, classes.comma, classes.and, classes.adverb, classes.subordinator];
        if begins.contains(&before(top, 1)) && !hangs_by {
            // `Ana Cruz at Cornhill Insight said`, `Ana Cruz in 2021 told`
            if let Some(named) = self.named(top).filter(|named| self.actors[named.figure].human) {
                return named.chunk..speaker.end;
            }
            // `the chair of the Reserve Bank, Ana Cruz, said`
            let comma = (start + 1..speaker.end).find(|at| class(Some(*at)) == classes.comma);
            let apposed = comma.and_then(|comma| self.named(comma + 1));
            let body = self.named(start).is_none_or(|named| self.is_body(named.figure));
            if body && apposed.is_some_and(|named| self.actors[named.figure].human) {
                return top..speaker.end;
            }
        }
        let speaks = match (self.language.names.noun)(self.head(top)).kind {
            Some(SpeakerKind::Unnamed | SpeakerKind::Group) => !hangs_by,
            // Only documents are by somebody who does not speak: `a report by Reuters said`.
            Some(SpeakerKind::Document) => hangs_by,
            _ => false,
        };
        if speaks { top..speaker.end } else { climbed() }
    }

    /// The noun phrase that begins a clause, where the one at `start` before its verb hangs on a participle, a preposition or a
    /// relative clause of that: `campaigners calling for | a ban said`, `parents at a school that was closed without |
    /// warning said`.
    fn subject(&self, start: usize) -> Option<usize> {
        let first = self.clause_start(start)?;
        let classes = &self.language.classes;
        let noun = [classes.nominal, classes.name, classes.number].contains(&self.tape.chunks[first].class);
        let kind = || (self.language.names.noun)(self.head(first)).kind;
        // `Federation of Mills (FM) president | Ravi Rao`
        let person = || self.named(start).is_some_and(|named| self.actors[named.figure].human);
        let speaks = || match kind() {
            Some(SpeakerKind::Organization) => !person(),
            kind => kind.is_some(),
        };
        (noun && (self.named(first).is_some() || speaks())).then_some(first)
    }

    /// The first chunk of the clause in which the noun phrase at `start` hangs on something before it, with nothing between
    /// but what hangs so, too.
    fn clause_start(&self, start: usize) -> Option<usize> {
        const LONGEST: usize = 16;
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks[at].class;
        let noun = |class: u8| [classes.nominal, classes.name, classes.number].contains(&class);
        // `after the meeting`, `while speaking to reporters`
        let hangs = |at: usize| classes.hanging.has(class(at)) || class(at) == classes.subordinator;
        let mut at = start.checked_sub(1).filter(|before| hangs(*before))?;
        while start - at < LONGEST {
            // `a school that was closed`: the verb of a relative clause, whose pronoun stands before it.
            let verb = classes.finite.has(class(at)) && at > 1 && classes.relatives.has(class(at - 1));
            if !verb && !hangs(at) && !noun(class(at)) {
                break;
            }
            at = at.checked_sub(1 + usize::from(verb))?;
        }
        (self.tape.chunks[at].tokens.is_empty() && at + 1 < start).then_some(at + 1)
    }

    /// Where a speaker begins whose phrase took what opens the sentence for a part of it: `In a letter, | her mother, Ana
    /// Cruz, said`, `Speaking after the vote in Harlow, | Ana Cruz, a nurse, said`.
    fn behind_opening(&self, speaker: &Range<usize>) -> Option<usize> {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks.get(at).map_or(classes.paragraph, |chunk| chunk.class);
        let before = speaker.start.checked_sub(1)?;
        let opening = self.clause_start(speaker.start).unwrap_or(before);
        let opens = |at: usize| {
            classes.prepositions.has(class(at)) && class(at) != classes.as_word
                || classes.participles.has(class(at))
                || class(at) == classes.subordinator
        };
        let first = opening + usize::from(class(opening) == classes.adverb);
        if !opens(before) || !opens(first) || !self.tape.chunks[opening.checked_sub(1)?].tokens.is_empty() {
            return None;
        }
        let is_place = |at: usize| self.named(at).is_some_and(|named| self.actors[named.figure].is_place);
        let speaks = |at: usize| {
            self.named(at).is_some_and(|named| !self.actors[named.figure].is_place)
                || class(at) == classes.number && classes.prepositions.has(class(at + 1))
                || class(at) != classes.number && (self.language.names.noun)(self.head(at)).kind.is_some()
        };
        let parts = |comma: &usize| {
            class(*comma) == classes.comma
                && classes.mentions.has(class(comma + 1))
                // `in Troy, Mich.,`
                && !(is_place(comma + 1) && class(comma + 2) == classes.comma)
        };
        let comma = (speaker.start + 1..speaker.end).find(parts)?;
        speaks(comma + 1).then_some(comma + 1)
    }

    /// Who speaks in what something shows of them: `footage of Ana Cruz | saying`. With a finite verb it would be the
    /// footage, and of `a spokesman for Ana Cruz saying` it is the spokesman.
    fn shown(&self, speaker: &Range<usize>) -> Option<usize> {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks.get(at).map_or(classes.paragraph, |chunk| chunk.class);
        let name = self.named(speaker.end - 1)?;
        let noun =
            name.chunk.checked_sub(2).filter(|noun| class(*noun) == classes.nominal && *noun >= speaker.start)?;
        let kind = (self.language.names.noun)(self.head(noun)).kind;
        let shows =
            matches!(kind, None | Some(SpeakerKind::Document)) && classes.name_prepositions.has(class(noun + 1));
        let human = self.actors[name.figure].human;
        (shows && human && classes.participles.has(class(speaker.end))).then_some(name.chunk)
    }

    /// The noun phrase whose relative clause the one at `at` ends, behind a preposition: `an official who spoke on
    /// condition of anonymity said`.
    fn before_relative(&self, at: usize) -> Option<usize> {
        const LONGEST: usize = 12;
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks[at].class;
        at.checked_sub(1).filter(|before| classes.prepositions.has(class(*before)))?;
        let clause = (at.saturating_sub(LONGEST)..at).rev();
        let who = clause.take_while(|i| !self.tape.chunks[*i].tokens.is_empty()).find(|i| class(*i) == classes.who)?;
        // `Ana Cruz, who is neutral on the stock said`
        let has_verb = || (who + 1..at).any(|i| classes.finite.has(class(i)));
        let closed = class(who - 1) == classes.comma && has_verb();
        let noun = who
            .checked_sub(1 + usize::from(closed))
            .filter(|i| [classes.nominal, classes.name].contains(&class(*i)))?;
        // A comma inside has ended the clause before the verb.
        (who + 1..at).all(|i| class(i) != classes.comma).then_some(noun)
    }

    /// Where a list of names begins of which a rule took the end: `Ana Cruz, Ben Dole | and Carl Pike said`,
    /// `Ana Cruz and Ben Dole | both said`.
    fn list_start(&self, speaker: &Range<usize>) -> Option<usize> {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks[at].class;
        let name_before = |at: usize| {
            let bracket = at > 0 && class(at - 1) == classes.parenthesis;
            self.named(at.checked_sub(1 + usize::from(bracket))?).filter(|named| !self.is_body(named.figure))
        };
        let start = speaker.start;
        let floats = class(start) == classes.nominal
            && self.tape.chunks[start].tokens.len() == 1
            && (self.language.names.noun)(self.head(start)).kind.is_none();
        let mut top = match name_before(start).filter(|_| floats) {
            Some(name) => name.chunk,
            None if self.named(start).is_some() && self.joined(start, speaker.end).is_some() => start,
            None => return None,
        };
        for _ in 0..LISTED {
            let joins = top > 0 && [classes.comma, classes.and].contains(&class(top - 1));
            let Some(name) = name_before(top.saturating_sub(1)).filter(|_| joins) else { break };
            top = name.chunk;
        }
        let hangs = top > 0 && classes.prepositions.has(class(top - 1));
        (top < start && !hangs).then_some(top)
    }

    /// The chunk of the words at `at`, perhaps behind a comma, that name some of the group before: `including`.
    pub(super) fn inclusion(&self, at: usize) -> Option<usize> {
        let at =
            at + usize::from(self.tape.chunks.get(at).is_some_and(|chunk| chunk.class == self.language.classes.comma));
        let chunk = self.tape.chunks.get(at).filter(|chunk| !chunk.tokens.is_empty())?;
        (self.language.names.is_inclusion)(self.reading.word(chunk.tokens.start)).then_some(at)
    }

    /// The noun phrase that is joined to the one at `at`.
    pub(super) fn joined(&self, at: usize, end: usize) -> Option<usize> {
        let classes = &self.language.classes;
        let class = |at: usize| self.tape.chunks.get(at).filter(|_| at < end).map(|chunk| chunk.class);
        let mut next = self.named(at).map_or(at, |named| named.last) + 1;
        if class(next) == Some(classes.parenthesis) {
            next += 1;
        }
        // `Ana Cruz, Ben Dole and Carl Pike`: a comma joins where an `and` follows.
        let named = |at: usize| self.named(at).filter(|named| named.chunk == at && !self.is_body(named.figure));
        if class(next) == Some(classes.comma)
            && let (Some(_), Some(_)) = (self.named(at), named(next + 1))
            && self.joined(next + 1, end).is_some()
        {
            return Some(next + 1);
        }
        if class(next) == Some(classes.and) {
            // `the former mayor and current nominee` is one.
            let second = (self.language.names.determiner)(self.reading.word(self.tape.chunks[next + 1].tokens.start));
            let one = class(at) == Some(classes.nominal) && self.determined(at) && second == Determiner::None;
            // `Ana Cruz and her aides`, `the Post and the Dole newspaper chain`, but `Post and Echo reporters` are no Post.
            let other = &self.tape.chunks[next + 1];
            let apart = || {
                let small = !self.reading.tokens[other.tokens.start as usize].is_capital();
                second != Determiner::None || small && other.features & self.language.classes.plural != 0
            };
            let speaks = || (self.language.names.noun)(self.head(next + 1)).kind.is_some();
            let mixed = || self.named(at).is_some() && apart() && speaks();
            let both = !one && (self.named(at).is_some() == self.named(next + 1).is_some() || mixed());
            let noun = class(next + 1).is_some_and(|c| c == classes.name && !one || c == classes.nominal && both);
            return noun.then_some(next + 1);
        }
        None
    }

    fn determined(&self, at: usize) -> bool {
        (self.language.names.determiner)(self.reading.word(self.tape.chunks[at].tokens.start)) != Determiner::None
    }

    fn is_body(&self, figure: usize) -> bool {
        self.actors[figure].kind != SpeakerKind::Person
    }
}
