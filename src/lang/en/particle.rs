//! What belongs to a reporting verb behind it: `out` in `point out`, `concern` in `express concern`. Read once from the
//! lexicon and compared word by word; no string is searched while a text is read.

use super::cursor::Cursor;
use super::inflect;
use super::penn::Penn;
use super::word_key::{exact, folded};
use super::word_lists::{List, Lists};

/// How many words may stand before a noun that belongs to a verb, itself among them.
const REACH: usize = 4;
/// What is said to be so in `made it clear`, where taggers make of it what they like.
const CLEAR: u128 = exact("clear");
const IT: u128 = exact("it");

/// The words behind a verb that are part of it; none for most verbs.
#[derive(Clone, Debug, Default)]
pub struct Particle {
    /// The keys of its words.
    words: Vec<u128>,
    /// The same word by word where it is a noun or an adjective.
    open: Option<Open>,
}

/// A noun that may have modifiers and a plural (`expressed her deep concerns`), or an adjective that may have adverbs
/// (`was highly critical`).
#[derive(Clone, Debug)]
struct Open {
    word: u128,
    plural: u128,
    /// How many of the words stand before and up to it.
    words: usize,
}

/// The words behind a verb, as they are compared.
pub struct Window {
    start: u32,
    keys: [u128; REACH],
    /// How many of them an open word may be one of: all before it modify it.
    reach: usize,
    /// Which may be the noun that it is, and which the adjective.
    nouns: [bool; REACH],
    predicates: [bool; REACH],
}

impl Particle {
    /// The particle of these words, in lower case.
    pub fn new(words: &str) -> Particle {
        let is_on = |word: &str, list| Lists::of(word).has(list);
        let mut all = words.split_whitespace().enumerate();
        let open = all.find(|(at, word)| *at > 0 || !is_on(word, List::Article)).and_then(|(at, word)| {
            let fixed = is_on(word, List::Preposition) || is_on(word, List::Particle);
            (!fixed).then(|| Open { word: folded(word), plural: folded(&inflect::plural(word)), words: at + 1 })
        });
        Particle { words: words.split_whitespace().map(folded).collect(), open }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether its first word, if it has one, stands at `at`.
    pub fn may_begin_at(&self, cursor: &Cursor, at: u32) -> bool {
        self.words.first().is_none_or(|first| *first == folded(cursor.word(at)))
    }

    /// Where it ends if it stands where `window` begins.
    pub fn end(&self, cursor: &Cursor, window: &Window) -> Option<u32> {
        let is_next =
            |words: &[u128], from: u32| (from..).zip(words).all(|(at, word)| folded(cursor.word(at)) == *word);
        if self.words.first().is_none_or(|first| *first == window.keys[0]) && is_next(&self.words, window.start) {
            return Some(window.start + self.words.len() as u32);
        }
        let open = self.open.as_ref()?;
        let last = window.start + open.place(window)? as u32;
        let rest = &self.words[open.words..];
        is_next(rest, last + 1).then(|| last + 1 + rest.len() as u32)
    }
}

impl Open {
    /// Where in `window` the noun or adjective stands behind nothing but what modifies it.
    fn place(&self, window: &Window) -> Option<usize> {
        (0..window.reach).find(|at| {
            let key = window.keys[*at];
            let is_word = key == self.word;
            is_word && window.predicates[*at] || (is_word || key == self.plural) && window.nouns[*at]
        })
    }
}

impl Window {
    /// The words behind a verb that ends at `start`.
    pub fn new(cursor: &Cursor, start: u32) -> Window {
        let keys = std::array::from_fn(|at| folded(cursor.word(start + at as u32)));
        let mut window = Window { start, keys, reach: 0, nouns: [false; REACH], predicates: [false; REACH] };
        let mut only_adverbs = true;
        for (at, token) in (start..).take(REACH).enumerate() {
            let tag = cursor.tag(token);
            window.reach = at + 1;
            window.nouns[at] = tag.is_noun() && !cursor.tag(token + 1).is_noun();
            // `made it clear`, `is highly critical`
            window.predicates[at] = only_adverbs && (tag.is_adjective() || keys[at] == CLEAR);
            let is_it = at == 0 && keys[at] == IT;
            let is_adverb = tag.is_adverb() || is_it;
            only_adverbs &= is_adverb;
            if !is_adverb && !tag.is_adjective() && !matches!(tag, Penn::DT | Penn::PRPS | Penn::VBN | Penn::CD) {
                break;
            }
        }
        window
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_adjectives_are_open() {
        let open = |words: &str| Particle::new(words).open.map(|open| open.words);
        assert_eq!(["concern", "a dig", "the case for", "critical"].map(open), [Some(1), Some(2), Some(2), Some(1)]);
        assert_eq!(["back", "out against", "forward", "home", "mum", ""].map(open), [None; 6]);
    }
}
