//! The averaged perceptron: sparse rows of weights, one a feature.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use quotewire::tag::features::{Marks, Past, context_features, word_features};
use quotewire::tag::tagger::LABELS;
use quotewire::tag::word::{Known, START, Word, read_sentence};

use crate::corpus::{Random, Sentence, UNKNOWN, recase};

/// Features are hashes already.
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

pub struct Options {
    pub epochs: usize,
    pub least: u32,
    pub margin: f32,
    pub drop: usize,
    pub recase: usize,
    pub listed: u32,
    pub closed: u32,
    pub settle: f64,
    pub settle_count: u32,
}

#[derive(Clone, Copy)]
struct Cell {
    label: u8,
    weight: f32,
    sum: f32,
    since: u32,
}

pub struct Model {
    index: ByHash<u32>,
    rows: Vec<Vec<Cell>>,
    now: u32,
    pub lexicon: ByHash<Known>,
    pub counts: ByHash<u32>,
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

/// Averaged weights, by feature.
pub type Weights = ByHash<Vec<(u8, f32)>>;

impl Model {
    pub fn new(train: &[Sentence], options: &Options) -> Model {
        let mut model = Model {
            index: ByHash::default(),
            rows: vec![],
            now: 0,
            lexicon: ByHash::default(),
            counts: ByHash::default(),
            open: 0,
            marks: marks(),
        };
        model.build_lexicon(train, options);
        model.collect(train, options);
        model
    }

    fn build_lexicon(&mut self, train: &[Sentence], options: &Options) {
        let mut seen: ByHash<[u32; 64]> = ByHash::default();
        let mut words = vec![];
        for s in train {
            read_sentence(
                s.words.iter().map(String::as_str),
                |f| Some(Known { row: f as u32, ..Known::default() }),
                &mut words,
            );
            for (w, &l) in words.iter().zip(&s.labels).filter(|(_, l)| **l != UNKNOWN) {
                seen.entry(w.form).or_insert([0; 64])[usize::from(l)] += 1;
            }
        }
        let mut open = [0u32; 64];
        for (&form, counts) in &seen {
            let total: u32 = counts.iter().sum();
            if total < options.listed {
                counts.iter().zip(&mut open).for_each(|(c, o)| *o += c);
                continue;
            }
            let mut order: Vec<(u32, u8)> =
                counts.iter().zip(0u8..).map(|(&c, l)| (c, l)).filter(|&(c, _)| c > 0).collect();
            order.sort_by_key(|&(c, l)| (std::cmp::Reverse(c), l));
            let class = order
                .iter()
                .take(3)
                .filter(|&&(c, _)| c * 20 >= total)
                .fold(0, |acc, &(_, l)| acc << 8 | (u32::from(l) + 1));
            let all = order.iter().fold(0, |acc, &(_, l)| acc | 1u64 << l);
            let (best, label) = order[0];
            // A word that may get one label only is settled too: its score could change nothing.
            let sure = total >= options.settle_count && f64::from(best) >= options.settle * f64::from(total);
            let settled = sure || total >= options.closed && order.len() == 1;
            self.lexicon.insert(
                form,
                Known {
                    class,
                    candidates: if total >= options.closed { all } else { 0 },
                    settled: if settled { label } else { START },
                    closed: total >= options.closed,
                    row: 0,
                },
            );
            self.counts.insert(form, total);
        }
        self.open = open.iter().enumerate().fold(0, |acc, (i, &c)| acc | u64::from(c >= 10) << i);
        for known in self.lexicon.values_mut().filter(|k| k.candidates == 0) {
            known.candidates = self.open
                | (0..3).map(|i| known.class >> (8 * i) & 255).filter(|&l| l > 0).fold(0, |a, l| a | 1u64 << (l - 1));
        }
    }

    fn collect(&mut self, train: &[Sentence], options: &Options) {
        let mut counts: ByHash<u32> = ByHash::default();
        let mut words = vec![];
        let mut random = Random::new(1);
        for copy in 0..2 {
            for s in train {
                if copy == 1 && random.below(100) >= 15 {
                    continue;
                }
                let varied = if copy == 1 { recase(&s.words, random.below(3)) } else { s.words.clone() };
                read_sentence(varied.iter().map(String::as_str), |f| self.lexicon.get(&f).copied(), &mut words);
                let mut past = Past::default();
                for (i, &l) in s.labels.iter().enumerate() {
                    if words[i].known.settled == START {
                        word_features(&words[i], |f| *counts.entry(f).or_default() += 1);
                        context_features(&words, i, &past, |f| *counts.entry(f).or_default() += 1);
                    }
                    past.push(l & 63, &words[i], &self.marks);
                }
            }
        }
        let mut kept: Vec<u64> = counts.into_iter().filter(|&(_, c)| c >= options.least).map(|(f, _)| f).collect();
        kept.sort_unstable();
        self.index = kept.iter().zip(0..).map(|(&f, i)| (f, i)).collect();
        self.rows = vec![vec![]; kept.len()];
    }

    /// Keeps only these features, for training again after pruning.
    pub fn keep(&mut self, keep: &Weights) {
        let mut kept: Vec<u64> = keep.keys().copied().collect();
        kept.sort_unstable();
        self.index = kept.iter().zip(0..).map(|(&f, i)| (f, i)).collect();
        self.rows = vec![vec![]; kept.len()];
    }

    /// How many features there are.
    pub fn size(&self) -> usize {
        self.rows.len()
    }

    /// Forgets all weights.
    pub fn restart(&mut self) {
        self.rows.iter_mut().for_each(Vec::clear);
        self.now = 0;
    }

    pub fn epoch(&mut self, train: &[Sentence], options: &Options, random: &mut Random) -> f64 {
        let mut order: Vec<usize> = (0..train.len()).collect();
        random.shuffle(&mut order);
        let (mut words, mut ids) = (vec![], vec![]);
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
            let counts = &self.counts;
            read_sentence(
                text.iter().map(String::as_str),
                |f| {
                    // Forget a rare word now and then, so that its ending and its place are learned too.
                    let chance = options.drop as u64 * 100 / (u64::from(counts.get(&f).copied().unwrap_or(0)) + 4);
                    if (f ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd1b5_4a32_d192_ed03) >> 32 & 1023
                        < chance
                    {
                        return None;
                    }
                    lexicon.get(&f).copied()
                },
                &mut words,
            );
            let mut past = Past::default();
            for (i, &gold) in s.labels.iter().enumerate() {
                let known = words[i].known;
                let mut label = known.settled;
                if label == START {
                    ids.clear();
                    let index = &self.index;
                    let mut add = |f: u64| {
                        if let Some(&id) = index.get(&f) {
                            ids.push(id)
                        }
                    };
                    word_features(&words[i], &mut add);
                    context_features(&words, i, &past, &mut add);
                    let mut scores = [0f32; 64];
                    for &id in &ids {
                        for c in &self.rows[id as usize] {
                            scores[usize::from(c.label)] += c.weight;
                        }
                    }
                    let candidates = if words[i].listed { known.candidates } else { self.open };
                    label = best(&scores, candidates);
                    total += 1;
                    let learn = gold != UNKNOWN && candidates >> gold & 1 == 1;
                    if learn {
                        self.now += 1;
                        let mut rival = scores;
                        rival[usize::from(gold)] -= options.margin;
                        let rival = best(&rival, candidates);
                        if rival != gold {
                            for &id in &ids {
                                let row = &mut self.rows[id as usize];
                                update(row, gold, 1.0, self.now);
                                update(row, rival, -1.0, self.now);
                            }
                        }
                    }
                    wrong += usize::from(label != gold);
                }
                past.push(label, &words[i], &self.marks);
            }
        }
        wrong as f64 / total as f64
    }

    pub fn average(&self) -> Weights {
        let mut weights = Weights::default();
        for (&f, &id) in &self.index {
            let row: Vec<(u8, f32)> = self.rows[id as usize]
                .iter()
                .map(|c| (c.label, (c.sum + c.weight * (self.now - c.since) as f32) / self.now as f32))
                .filter(|&(_, w)| w != 0.0)
                .collect();
            if !row.is_empty() {
                weights.insert(f, row);
            }
        }
        weights
    }

    /// Tags with float weights.
    pub fn tag(&self, weights: &Weights, text: &[String]) -> Vec<u8> {
        let mut words: Vec<Word> = vec![];
        read_sentence(text.iter().map(String::as_str), |f| self.lexicon.get(&f).copied(), &mut words);
        let mut past = Past::default();
        let mut out = vec![];
        for (i, word) in words.iter().enumerate() {
            let mut label = word.known.settled;
            if label == START {
                let mut scores = [0f32; 64];
                let mut add = |f: u64| {
                    if let Some(row) = weights.get(&f) {
                        row.iter().for_each(|&(l, w)| scores[usize::from(l)] += w);
                    }
                };
                word_features(word, &mut add);
                context_features(&words, i, &past, &mut add);
                label = best(&scores, if word.listed { word.known.candidates } else { self.open });
            }
            past.push(label, word, &self.marks);
            out.push(label);
        }
        out
    }
}

fn update(row: &mut Vec<Cell>, label: u8, by: f32, now: u32) {
    if let Some(c) = row.iter_mut().find(|c| c.label == label) {
        c.sum += c.weight * (now - c.since) as f32;
        c.weight += by;
        c.since = now;
    } else {
        row.push(Cell { label, weight: by, sum: 0.0, since: now });
    }
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
