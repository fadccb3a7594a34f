//! The speakers of quotes: the walk through the text, and the records of those who turn out to speak.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::key::key;
use super::record::Records;
use super::stage::{Resolved, Stage};
use crate::lang::{Determiner, Language};
use crate::options::Options;
use crate::quote::{CueClass, Evidence, Mention, MentionKind, Speaker, Step};
use crate::quotes::{Draft, span};
use crate::reading::{KeepGoing, Reading};
use crate::tape::Tape;

/// Speakers, and for each draft the mention and the step that led to it.
#[derive(Default)]
pub struct Resolution {
    /// Who speaks, in the order of their first quote.
    pub speakers: Vec<Speaker>,
    /// A mention a draft.
    pub mentions: Vec<(Mention, Option<Evidence>)>,
    /// Which speaker bears each of the names that were asked for, if one alone does.
    pub named: Vec<Option<u32>>,
}

/// Resolves the speakers of `drafts`, which stand in order of position, and looks up `names` from elsewhere, unless
/// `keep_going`, asked at each sentence, says no.
pub fn resolve(
    reading: &Reading,
    tape: &Tape,
    language: &Language,
    drafts: &[Draft],
    options: &Options,
    names: &[&str],
    keep_going: KeepGoing,
) -> Option<Resolution> {
    if drafts.is_empty() && names.is_empty() {
        return Some(Resolution::default());
    }
    let mut stage = Stage::new(reading, tape, language);
    let parties: Vec<Option<Range<usize>>> =
        drafts.iter().map(|draft| draft.speaker.clone().map(|speaker| stage.whole(speaker))).collect();
    let heads = Heads::of(&parties, &stage);
    let found = walk(&mut stage, drafts, &heads, keep_going)?;
    for (party, found) in parties.iter().zip(&found) {
        if let (Some(party), Some(found)) = (party, found) {
            stage.describe_wholly(found.actor, party.clone());
        }
    }
    let mut records = Records::new(stage, options);
    let mentions = parties.into_iter().enumerate().zip(found).map(|((draft, party), found)| {
        let whole = party.and_then(|chunks| span(reading, tape, chunks));
        let (Some(whole), Some(found)) = (whole, found) else { return Default::default() };
        let head = heads.of_draft(draft)[0];
        let class = tape.chunks[head].class;
        let kind = match class {
            _ if [language.classes.pronoun, language.classes.who, language.classes.which].contains(&class) => {
                MentionKind::Pronoun
            }
            _ if records.stage.named(head).is_some() => MentionKind::Name,
            _ => MentionKind::Nominal,
        };
        let speaker = records.of(found.actor);
        let spans = [Some(whole), found.antecedent].into_iter().flatten().collect();
        let evidence = Evidence { step: Step::Sieve, id: found.sieve, spans };
        (Mention { spans: vec![whole], kind, speaker: Some(speaker) }, Some(evidence))
    });
    let mentions = mentions.collect();
    let named = names.iter().map(|name| bearer(&records.stage, name).map(|actor| records.of(actor))).collect();
    Some(Resolution { speakers: records.finish(), mentions, named })
}

/// The chunks that say who speaks the drafts, one draft's behind the other's.
struct Heads {
    chunks: Vec<usize>,
    /// Where each draft's end.
    ends: Vec<usize>,
}

impl Heads {
    fn of(parties: &[Option<Range<usize>>], stage: &Stage) -> Heads {
        let mut heads = Heads { chunks: Vec::with_capacity(parties.len()), ends: Vec::with_capacity(parties.len()) };
        for party in parties {
            party.iter().cloned().for_each(|party| stage.add_heads(party, &mut heads.chunks));
            heads.ends.push(heads.chunks.len());
        }
        heads
    }

    fn of_draft(&self, draft: usize) -> &[usize] {
        let start = draft.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.chunks[start..self.ends[draft]]
    }
}

/// The figure whose name holds every word of `name`, if there is one alone.
fn bearer(stage: &Stage, name: &str) -> Option<u32> {
    let mut words = name.split_whitespace().map(key);
    let mut bearers: Vec<u32> = stage.cast.owners(words.next()?).collect();
    for word in words {
        bearers.retain(|bearer| stage.cast.owners(word).any(|owner| owner == *bearer));
    }
    match bearers[..] {
        [bearer] => Some(bearer),
        _ => None,
    }
}

/// Resolves every noun phrase in order; what comes back is who speaks each draft.
fn walk(stage: &mut Stage, drafts: &[Draft], heads: &Heads, keep_going: KeepGoing) -> Option<Vec<Option<Resolved>>> {
    let classes = &stage.language.classes;
    // The heads of speakers with their drafts, in the order in which the walk meets them.
    let heads_of = |draft| heads.of_draft(draft).iter().map(move |head| (*head, draft));
    let mut speaking: Vec<(usize, usize)> = (0..drafts.len()).flat_map(heads_of).collect();
    speaking.sort_unstable();
    let mut speaking = &speaking[..];
    let mut found: Vec<Option<Resolved>> = vec![None; drafts.len()];
    let mut members: FxHashMap<usize, Vec<u32>> = FxHashMap::default();
    for at in 0..stage.tape.chunks.len() {
        let chunk = &stage.tape.chunks[at];
        if chunk.class == classes.sentence || chunk.class == classes.paragraph {
            stage.sentence += 1;
            if chunk.class == classes.paragraph {
                stage.paragraph = stage.sentence;
                if stage.breaks_behind(at) {
                    stage.scene = super::scene::Scene::default();
                    stage.spoken = false;
                }
            }
            if !keep_going() {
                return None;
            }
            continue;
        }
        if !classes.mentions.has(chunk.class) {
            continue;
        }
        let count = |is: fn(usize, usize) -> bool| speaking.iter().take_while(|(head, _)| is(*head, at)).count();
        let (passed, here) = (count(|head, at| head < at), count(|head, at| head <= at));
        let speaks = &speaking[passed..here];
        speaking = &speaking[here..];
        let inside = match speaks {
            [_, ..] if chunk.class == classes.pronoun => {
                let before = speaks[0].1.checked_sub(1).filter(|before| {
                    found[*before].as_ref().is_some_and(|speaker| speaks_on(stage, &drafts[*before], speaker.actor, at))
                });
                // `Asked if Cruz was fit, he said`: he is not Cruz.
                let question = answered(stage, drafts, speaks[0].1);
                let drafts = before
                    .into_iter()
                    .chain(question)
                    .chain(speaks.iter().map(|(_, draft)| *draft))
                    .map(|draft| &drafts[draft]);
                named_inside(stage, drafts)
            }
            _ => Vec::new(),
        };
        let answered = |(_, draft): &(usize, usize)| answered(stage, drafts, *draft);
        stage.asker = speaks.first().and_then(answered).and_then(|question| Some(found[question].as_ref()?.actor));
        let Some(resolved) = stage.resolve(at, !speaks.is_empty(), &inside) else { continue };
        if speaks.iter().any(|(_, draft)| may_go_on(stage, &drafts[*draft])) {
            stage.spoke = Some((resolved.actor, stage.sentence));
        }
        for (_, draft) in speaks {
            found[*draft].get_or_insert_with(|| resolved.clone());
            let heads = heads.of_draft(*draft).len();
            if heads == 1 {
                continue;
            }
            let members = members.entry(*draft).or_default();
            members.push(resolved.actor);
            if members.len() == heads {
                let actor = stage.joint(std::mem::take(members));
                stage.touch(actor, at, super::scene::Place::Speaker);
                stage.spoke = stage.spoke.map(|(_, sentence)| (actor, sentence));
                found[*draft] = Some(Resolved { actor, sieve: "joint", antecedent: None });
            }
        }
    }
    Some(found)
}

/// Whether whoever speaks a draft may go on speaking in the next sentence: not who asks, whom somebody else answers, and not
/// whose words stand in a subordinate clause.
fn may_go_on(stage: &Stage, draft: &Draft) -> bool {
    let asks = cue_class(stage, draft) == Some(CueClass::Question);
    let before = draft.speaker.as_ref().and_then(|speaker| stage.tape.chunks.get(speaker.start.checked_sub(1)?));
    !asks && before.is_none_or(|before| before.class != stage.language.classes.subordinator)
}

/// The class of a draft's cue, if it has one.
fn cue_class(stage: &Stage, draft: &Draft) -> Option<CueClass> {
    draft.cue.clone()?.find_map(|chunk| stage.tape.cue(chunk)).map(|cue| cue.class)
}

/// Whether somebody without a name who was quoted in the sentence before may go on speaking at `at`: in `A spokesman said
/// Cruz was safe. He said …` he is sooner the spokesman than Cruz.
fn speaks_on(stage: &Stage, before: &Draft, speaker: u32, at: usize) -> bool {
    const FAR: usize = 40;
    let actor = &stage.actors[speaker as usize];
    let end = before.pieces.last().map_or(at, |piece| piece.end);
    let edges = || stage.tape.chunks[end.min(at)..at].iter().filter(|chunk| chunk.tokens.is_empty()).count();
    let possessive = (stage.language.names.determiner)(stage.head(at)) == Determiner::Possessive;
    !possessive && actor.human && actor.figure().is_none() && at.saturating_sub(end) <= FAR && edges() == 1
}

/// The draft right before another one that it answers: a question before a reply, or what somebody is asked in front of
/// what he says (`Asked by reporters whether he would go, he said`).
fn answered(stage: &Stage, drafts: &[Draft], draft: usize) -> Option<usize> {
    let class = |draft: usize| cue_class(stage, &drafts[draft]);
    let question = draft.checked_sub(1).filter(|before| class(*before) == Some(CueClass::Question))?;
    let asked = drafts[question].cue.clone()?.start;
    let edge = |at: usize| stage.tape.chunks[at].tokens.is_empty();
    let end = drafts[draft].speaker.clone()?.start;
    let fronted = edge(asked - 1) && asked < end && !(asked..end).any(edge);
    (fronted || class(draft) == Some(CueClass::Answer)).then_some(question)
}

/// The figures whose names stand in the content of quotes: nobody speaks of himself by name.
fn named_inside<'d>(stage: &Stage, drafts: impl Iterator<Item = &'d Draft>) -> Vec<u32> {
    let mut inside = Vec::new();
    for piece in drafts.flat_map(|draft| &draft.pieces) {
        let Some(tokens) = stage.tape.tokens(piece.clone()) else { continue };
        for token in tokens.filter(|token| stage.reading.tokens[*token as usize].is_capital()) {
            inside.extend(stage.cast.owners(key(stage.reading.word(token))));
        }
    }
    inside
}
