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
        let mut minds = Minds::default();
        // From the latest on, so that of two alike the later one wins.
        for touch in self.latest().take_while(|touch| sentence.saturating_sub(touch.sentence) <= REACH) {
            minds.add(touch.actor, touch.place.weight() * FADED[sentence.saturating_sub(touch.sentence) as usize]);
        }
        let (mut best, mut second): (Option<(u32, f32)>, f32) = (None, 0.0);
        for (actor, salience) in minds.each() {
            let score = salience * fit(actor);
            if score > 0.0 && best.is_none_or(|(_, most)| score > most) {
                second = best.map_or(0.0, |(_, most)| most);
                best = Some((actor, score));
            } else {
                second = second.max(score);
            }
        }
        best.map(|(actor, most)| (actor, second / most))
    }
}

/// Those who are in mind, each once, and how salient they are.
///
/// Whether somebody was there before is no branch: no processor foresees who is mentioned.
struct Minds {
    actors: [u32; KEPT],
    salience: [f32; KEPT],
    count: usize,
    /// By an actor's lowest byte, its place above counted from 1; 0 for none.
    places: [u8; 256],
}

impl Default for Minds {
    fn default() -> Minds {
        Minds { actors: [0; KEPT], salience: [0.0; KEPT], count: 0, places: [0; 256] }
    }
}

impl Minds {
    fn add(&mut self, actor: u32, weight: f32) {
        let known = &mut self.places[usize::from(actor as u8)];
        let is_new = *known == 0;
        *known = if is_new { self.count as u8 + 1 } else { *known };
        let mut place = usize::from(*known) - 1;
        // Two who share a byte are seldom in mind together.
        if !is_new && self.actors[place] != actor {
            place = self.actors[..self.count].iter().position(|other| *other == actor).unwrap_or(self.count);
        }
        self.count = self.count.max(place + 1);
        self.actors[place] = actor;
        self.salience[place] += weight;
    }

    fn each(&self) -> impl Iterator<Item = (u32, f32)> {
        self.actors[..self.count].iter().copied().zip(self.salience)
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

    #[test]
    fn those_who_share_a_byte_are_told_apart() {
        let scene =
            scene(&[(1, 0, Place::Subject), (257, 0, Place::Object), (257, 0, Place::Object), (1, 0, Place::Oblique)]);
        let second = |others: &[u32]| scene.contest(0, |actor| if others.contains(&actor) { 0.0 } else { 1.0 });
        assert_eq!([second(&[1]), second(&[257]), second(&[])], [Some((257, 0.0)), Some((1, 0.0)), Some((1, 1.0))]);
    }
}
