//! Who is in the reader's mind: the figures mentioned lately, and how strongly.
//!
//! Salience after Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (Computational Linguistics 20,
//! 1994): a mention weighs what its place in the sentence weighs, and less with every sentence that passes. Only the
//! latest mentions are kept, so that each look costs the same however long the text.

/// Where in its sentence somebody is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The speaker of a quote.
    Speaker,
    /// The subject of a finite verb.
    Subject,
    /// An object, or anything else that hangs on the verb.
    Object,
    /// Behind a preposition.
    Oblique,
    /// Before a possessive clitic or pronoun's noun.
    Possessor,
}

impl Place {
    fn weight(self) -> f32 {
        match self {
            Place::Speaker => 1.2,
            Place::Subject => 1.0,
            Place::Object => 0.6,
            Place::Oblique => 0.2,
            Place::Possessor => 0.4,
        }
    }
}

/// One mention.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// Who.
    pub actor: u32,
    /// The chunk.
    pub chunk: usize,
    /// The sentence, counted over the text.
    pub sentence: u32,
    /// Where in it.
    pub place: Place,
}

/// How many mentions are kept.
const KEPT: usize = 32;
/// What is left of a mention's weight after each sentence: four tenths of what it was.
const FADED: [f32; REACH as usize + 1] = [1.0, 0.4, 0.16, 0.064, 0.0256, 0.01024, 0.0041, 0.0016, 0.00066];
/// No sentence further back than this counts.
const REACH: u32 = 8;

/// The latest mentions.
#[derive(Default)]
pub struct Scene {
    /// Those that are kept, and before them no more than as many again that are not.
    touches: Vec<Touch>,
}

impl Scene {
    /// Notes a mention.
    pub fn note(&mut self, touch: Touch) {
        if self.touches.is_empty() {
            self.touches.reserve_exact(2 * KEPT);
        }
        if self.touches.len() == 2 * KEPT {
            self.touches.drain(..KEPT);
        }
        self.touches.push(touch);
    }

    /// The mentions, the latest first.
    pub fn latest(&self) -> impl Iterator<Item = &Touch> {
        self.touches.iter().rev().take(KEPT)
    }

    /// Whether somebody is the subject, or the speaker, of what stands so far in `sentence`.
    pub fn is_subject(&self, actor: u32, sentence: u32) -> bool {
        let mut here = self.latest().take_while(|touch| touch.sentence == sentence);
        here.any(|touch| touch.actor == actor && matches!(touch.place, Place::Subject | Place::Speaker))
    }

    /// Whoever is most salient in `sentence` among those to whom `fit` gives more than nothing.
    pub fn most_salient(&self, sentence: u32, fit: impl FnMut(u32) -> f32) -> Option<u32> {
        self.contest(sentence, fit).map(|(winner, _)| winner)
    }

    /// The same, and what share of the winner's salience the second one has.
    pub fn contest(&self, sentence: u32, mut fit: impl FnMut(u32) -> f32) -> Option<(u32, f32)> {
        // Who, how salient, how well they fit.
        let mut scores: [(u32, f32, f32); KEPT] = [(u32::MAX, 0.0, 0.0); KEPT];
        let mut count = 0;
        // From the latest on, so that of two alike the later one wins.
        for touch in self.latest().take_while(|touch| sentence.saturating_sub(touch.sentence) <= REACH) {
            let weight = touch.place.weight() * FADED[sentence.saturating_sub(touch.sentence) as usize];
            match scores[..count].iter_mut().find(|(actor, ..)| *actor == touch.actor) {
                Some((_, score, _)) => *score += weight,
                None => {
                    // Few of those in mind fit at all, and only they are told apart.
                    let fit = fit(touch.actor);
                    scores[count] = (touch.actor, weight, fit);
                    count += usize::from(fit > 0.0);
                }
            }
        }
        let (mut best, mut second): (Option<(u32, f32)>, f32) = (None, 0.0);
        for (actor, salience, fit) in &scores[..count] {
            let score = salience * fit;
            if score > 0.0 && best.is_none_or(|(_, most)| score > most) {
                second = best.map_or(0.0, |(_, most)| most);
                best = Some((*actor, score));
            } else {
                second = second.max(score);
            }
        }
        best.map(|(actor, most)| (actor, second / most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(touches: &[(u32, u32, Place)]) -> Scene {
        let mut scene = Scene::default();
        for (chunk, (actor, sentence, place)) in touches.iter().enumerate() {
            scene.note(Touch { actor: *actor, chunk, sentence: *sentence, place: *place });
        }
        scene
    }

    #[test]
    fn subjects_outweigh_objects_and_fade() {
        let scene = scene(&[(1, 0, Place::Subject), (2, 0, Place::Object), (2, 3, Place::Subject)]);
        assert_eq!(scene.most_salient(3, |_| 1.0), Some(2));
        assert_eq!(scene.most_salient(3, |actor| if actor == 2 { 0.0 } else { 1.0 }), Some(1));
        assert_eq!(scene.most_salient(40, |_| 1.0), None);
    }
}
