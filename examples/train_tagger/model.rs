//! The averaged perceptron. Its weights lie in one array, as in the table that is written in the end: a feature's
//! hash names a row, and the few features that share a row learn to live with each other.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use quotewire::tag::features::{Marks, Past, Scorer, cell, label_features, place, place_features, word_features};
use quotewire::tag::sentence::{read_sentence, windows};
use quotewire::tag::tagger::{GROUPS, LABELS, ROWS};
use quotewire::tag::word::{Known, START, Word};

use crate::corpus::{Random, Sentence, UNKNOWN, recase};

/// Hashes are mixed already.
#[derive(Default)]
pub struct AsIs(u64);
impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
pub type ByHash<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Size of the table that counts features, which the upper bits of their hashes are the places of.
const SEEN: usize = 1 << SEEN_BITS;
const SEEN_BITS: u32 = 24;

/// Up to how many labels a rare word is given those of its kind.
const FEW: u32 = 8;

pub struct Options {
    pub least: u8,
    pub epochs: usize,
    pub margin: f32,
    /// The largest weight. Half a byte has few steps: they would be too coarse for weights without a bound.
    pub most: f32,
    pub drop: usize,
    pub recase: usize,
    pub listed: u32,
    pub closed: u32,
    pub settle: f64,
    pub settle_count: u32,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f32,
    sum: f32,
    since: u32,
}

/// A word of the dictionary.
#[derive(Clone, Copy)]
pub struct Entry {
    pub known: Known,
    /// The labels that the word may get, one bit each.
    pub candidates: u64,
    /// How often the word was seen.
    count: u32,
}

pub struct Model {
    cells: Vec<Cell>,
    /// How often features were seen, by the upper bits of their hashes.
    seen: Vec<u8>,
    now: u32,
    pub lexicon: ByHash<Entry>,
    pub open: u64,
    pub marks: Marks,
}

pub fn marks() -> Marks {
    let of = |test: &dyn Fn(&str, &str) -> bool| {
        LABELS.iter().enumerate().fold(0, |acc, (i, (x, u))| acc | u64::from(test(x, u)) << i)
    };
    Marks {
        verbs: of(&|x, _| x.starts_with("VB") || x == "MD"),
        breaks: of(&|x, u| u == "SCONJ" || [".", ":", "WDT", "WP", "WRB", "``", "''"].contains(&x)),
    }
}

/// The features of a word, listed.
#[derive(Default)]
pub struct Features {
    pub list: Vec<u64>,
}

impl Scorer for Features {
    fn add(&mut self, feature: u64) {
        self.list.push(feature);
    }
}

impl Features {
    /// Lists the features of the word in the middle.
    fn read(&mut self, words: &[Word; 5], past: &Past) {
        self.list.clear();
        word_features(&words[2], self);
        place_features(words, self);
        label_features(words, past, self);
    }
}

/// Averaged weights: a row of one for each label for each hash value.
pub type Weights = Vec<[f32; 64]>;

impl Model {
    pub fn new(train: &[Sentence], options: &Options) -> Model {
        let mut model =
            Model { cells: vec![], seen: vec![0; SEEN], now: 0, lexicon: ByHash::default(), open: 0, marks: marks() };
        model.build_lexicon(train, options);
        model.count(train);
        model
    }

    fn build_lexicon(&mut self, train: &[Sentence], options: &Options) {
        let mut seen: ByHash<[u32; 64]> = ByHash::default();
        let mut words = vec![];
        for s in train {
            read_sentence(s.words.iter().map(String::as_str), |_| Some(Known::default()), &mut words);
            for (window, &l) in windows(&words).zip(&s.labels).filter(|(_, l)| **l != UNKNOWN) {
                seen.entry(window[2].form).or_insert([0; 64])[usize::from(l)] += 1;
            }
        }
        // Which labels rare words have, and which labels words have beside the one that they have mostly.
        let (mut rare, mut beside) = ([0u32; 64], vec![[0u32; 64]; 64]);
        for counts in seen.values() {
            let total: u32 = counts.iter().sum();
            let usual = &order(counts)[0];
            let to = if total < options.listed { &mut rare } else { &mut beside[usize::from(usual.1)] };
            counts.iter().zip(to).for_each(|(c, to)| *to += c);
        }
        let open = order(&rare).iter().filter(|c| c.0 >= 10).fold(0, |set, &(_, l)| set | 1 << l);
        self.open = open & labels(OPEN);
        let mut classes = vec![];
        for (&form, counts) in seen.iter().filter(|(_, counts)| counts.iter().sum::<u32>() >= options.listed) {
            let count: u32 = counts.iter().sum();
            let own = order(counts);
            let (best, usual) = own[0];
            let class =
                own.iter().take(3).filter(|c| c.0 * 20 >= count).fold(0, |acc, &(_, l)| acc << 8 | (u32::from(l) + 1));
            classes.push((form, class));
            let groups = groups(counts);
            let mut candidates = own.iter().fold(0, |set, &(_, label)| set | 1 << label) & labels(groups);
            // A word that was not seen often may get what words of its kind get.
            let kind = if count < options.closed { order(&beside[usize::from(usual)]) } else { vec![] };
            for (_, label) in kind.iter().filter(|(_, label)| labels(groups) >> label & 1 == 1) {
                if candidates.count_ones() < FEW {
                    candidates |= 1 << label;
                }
            }
            // A word that may get one label only is settled too: its score could change nothing.
            let sure = count >= options.settle_count && f64::from(best) >= options.settle * f64::from(count);
            let settled = if sure || candidates.count_ones() == 1 { usual } else { START };
            let known = Known { own: 0, class: 0, settled, groups: groups[0] | groups[1] << 3 };
            self.lexicon.insert(form, Entry { known, candidates, count });
        }
        let mut keys: Vec<u32> = classes.iter().map(|&(_, class)| class).collect();
        keys.sort_unstable();
        keys.dedup();
        for (form, class) in classes {
            let entry = self.lexicon.get_mut(&form).expect("just put there");
            entry.known.class = keys.binary_search(&class).expect("one of them") as u16;
        }
    }

    /// Counts the features of the training text.
    fn count(&mut self, train: &[Sentence]) {
        let (mut words, mut features) = (vec![], Features::default());
        for s in train {
            read_sentence(s.words.iter().map(String::as_str), |f| Some(self.lexicon.get(&f)?.known), &mut words);
            let mut past = Past::default();
            for (window, &label) in windows(&words).zip(&s.labels) {
                if window[2].known.settled == START {
                    features.read(window, &past);
                    for &feature in &features.list {
                        let seen = &mut self.seen[seen_at(feature)];
                        *seen = seen.saturating_add(1);
                    }
                }
                past.push(label & 63, &window[2], &self.marks);
            }
        }
    }

    /// Forgets all weights.
    pub fn restart(&mut self) {
        self.cells = vec![Cell::default(); ROWS * 64];
        self.now = 0;
    }

    pub fn epoch(&mut self, train: &[Sentence], options: &Options, random: &mut Random) -> f64 {
        let mut order: Vec<usize> = (0..train.len()).collect();
        random.shuffle(&mut order);
        let (mut words, mut features, mut ids) = (vec![], Features::default(), vec![]);
        let (mut wrong, mut total) = (0, 0);
        for &at in &order {
            let s = &train[at];
            let varied;
            let text = if random.below(1000) < options.recase {
                varied = recase(&s.words, random.below(3));
                &varied
            } else {
                &s.words
            };
            let salt = random.below(1 << 30) as u64;
            let lexicon = &self.lexicon;
            read_sentence(
                text.iter().map(String::as_str),
                |f| {
                    let entry = lexicon.get(&f)?;
                    // Forget a rare word now and then, so that its ending and its place are learned too.
                    let chance = options.drop as u64 * 100 / (u64::from(entry.count) + 4);
                    if (f ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd1b5_4a32_d192_ed03) >> 32 & 1023
                        < chance
                    {
                        return None;
                    }
                    Some(entry.known)
                },
                &mut words,
            );
            let mut past = Past::default();
            for (window, &gold) in windows(&words).zip(&s.labels) {
                let word = &window[2];
                let mut label = word.known.settled;
                if label == START {
                    features.read(window, &past);
                    let find = |&f: &u64| (place(f), self.seen[seen_at(f)] >= options.least);
                    ids.clear();
                    ids.extend(features.list.iter().map(find));
                    let candidates = if word.listed { self.lexicon[&word.form].candidates } else { self.open };
                    let mut scores = [0f32; 64];
                    for label in members(candidates) {
                        let weights = ids.iter().map(|&(id, _)| self.cells[weight_at(id, label)].weight);
                        scores[usize::from(label)] = weights.sum();
                    }
                    label = best(&scores, candidates);
                    total += 1;
                    let learn = gold != UNKNOWN && candidates >> gold & 1 == 1;
                    if learn {
                        self.now += 1;
                        let mut rival = scores;
                        rival[usize::from(gold)] -= options.margin;
                        let rival = best(&rival, candidates);
                        if rival != gold {
                            for &(id, _) in ids.iter().filter(|id| id.1) {
                                self.cells[weight_at(id, gold)].update(1.0, options.most, self.now);
                                self.cells[weight_at(id, rival)].update(-1.0, options.most, self.now);
                            }
                        }
                    }
                    wrong += usize::from(label != gold);
                }
                past.push(label, word, &self.marks);
            }
        }
        wrong as f64 / total as f64
    }

    /// Adds a share of the averaged weights to `sum`.
    pub fn average(&self, share: f32, sum: &mut Weights) {
        let (rows, _) = self.cells.as_chunks::<64>();
        for (sum, row) in sum.iter_mut().zip(rows) {
            for (sum, cell) in sum.iter_mut().zip(row) {
                *sum += share * (cell.sum + cell.weight * (self.now - cell.since) as f32) / self.now as f32;
            }
        }
    }
}

impl Cell {
    /// Moves the weight, which gets no further from nothing than `most`.
    fn update(&mut self, by: f32, most: f32, now: u32) {
        self.sum += self.weight * (now - self.since) as f32;
        self.weight = (self.weight + by).clamp(-most, most);
        self.since = now;
    }
}

/// The labels that were counted, the most frequent first.
fn order(counts: &[u32; 64]) -> Vec<(u32, u8)> {
    let mut order: Vec<(u32, u8)> = counts.iter().zip(0u8..).map(|(&c, l)| (c, l)).filter(|&(c, _)| c > 0).collect();
    order.sort_by_key(|&(c, l)| (std::cmp::Reverse(c), l));
    order
}

/// The place of a label's weight among all.
pub fn weight_at(place: u32, label: u8) -> usize {
    cell(place, u32::from(label / 8)) * 8 + usize::from(label % 8)
}

/// Where a feature is counted.
fn seen_at(feature: u64) -> usize {
    (feature >> (u64::BITS - SEEN_BITS)) as usize
}

/// The groups of labels that a word outside the dictionary may get.
const OPEN: [u8; 2] = [0, 1];

/// The labels of two groups.
fn labels(groups: [u8; 2]) -> u64 {
    groups.iter().fold(0, |set, group| set | 0xff << (8 * group))
}

/// The two groups that most of a word's labels lie in.
fn groups(counts: &[u32; 64]) -> [u8; 2] {
    let mut groups: [u8; GROUPS] = std::array::from_fn(|group| group as u8);
    let count = |group: u8| counts[usize::from(group) * 8..][..8].iter().sum::<u32>();
    groups.sort_by_key(|&group| std::cmp::Reverse(count(group)));
    [groups[0].min(groups[1]), groups[0].max(groups[1])]
}

/// The labels of a set.
pub fn members(set: u64) -> impl Iterator<Item = u8> {
    (0..64).filter(move |label| set >> label & 1 == 1)
}

fn best(scores: &[f32; 64], mut candidates: u64) -> u8 {
    let mut best = (f32::NEG_INFINITY, 0u8);
    while candidates != 0 {
        let label = candidates.trailing_zeros() as u8;
        candidates &= candidates - 1;
        if scores[usize::from(label)] > best.0 {
            best = (scores[usize::from(label)], label);
        }
    }
    best.1
}
