//! Who a description is that a paragraph leads with: papers often say first what somebody is and give the name in the
//! next paragraph (`A former mayor has called for a ban. ¶ Ana Cruz, who led the town until 2010, said …`).
//!
//! A newcomer without a description of their own would puzzle readers, unless it is the one they were promised. So the
//! first name of the next paragraph counts where it is new, has no title or apposition, and acts; where it does not,
//! no later one is tried. All this holds only until anybody with a name has spoken, so mostly at the head of a story.

use super::actor::may_agree;
use super::stage::Stage;
use crate::lang::{Determiner, Noun};

/// How many chunks a paragraph that leads with a description may go on behind it.
const LEAD: usize = 60;
/// How many chunks of the next paragraph are looked at.
const NEXT: usize = 40;

impl Stage<'_> {
    /// Who is named in the paragraph after the description at chunk `at`, which speaks.
    pub(super) fn identified(&self, at: usize, noun: Noun, determiner: Determiner) -> Option<u32> {
        let classes = &self.language.classes;
        let chunks = &self.tape.chunks;
        let plural = chunks[at].features & classes.plural != 0;
        let known = determiner == Determiner::Definite && !self.is_possessed(at);
        // `One resident said` promises nobody.
        let first = self.reading.word(chunks[at].tokens.start);
        let another = ["one", "another"].iter().any(|word| first.eq_ignore_ascii_case(word));
        if self.spoken || plural || known || another {
            return None;
        }
        let next = (at..chunks.len().min(at + LEAD)).find(|i| chunks[*i].class == classes.paragraph)?;
        if self.breaks_behind(next) {
            return None;
        }
        let names = &self.cast.names[self.cast.names.partition_point(|named| named.chunk < next)..];
        let first = names.iter().find(|named| !named.possessor).filter(|named| named.chunk < next + NEXT)?;
        let figure = &self.cast.figures[first.figure];
        let actor = &self.actors[first.figure];
        let new = figure.introduced == first.chunk && figure.words.len() > 1 && figure.acts.contains(&first.chunk);
        let bare = first.title.is_empty() && !self.introductions.holders.contains(&(first.figure as u32));
        let agrees = may_agree(actor.agreement, noun.gender);
        (new && bare && actor.human && agrees).then_some(first.figure as u32)
    }
}
