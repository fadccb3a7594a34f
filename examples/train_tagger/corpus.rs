//! Reading the treebank, and the variations in capitals that make the tagger robust.
use std::{fs, io};

use quotewire::tag::tagger::LABELS;

/// A label that the tagger does not know: such a word is measured but not learned from.
pub const UNKNOWN: u8 = 255;

/// One sentence: its words, their gold tags as written, and their labels.
#[derive(Clone, Default)]
pub struct Sentence {
    pub words: Vec<String>,
    pub gold: Vec<(String, String)>,
    pub labels: Vec<u8>,
}

/// The label for a gold pair; a rare pair becomes the usual one with the same Penn tag.
fn label(xpos: &str, upos: &str) -> u8 {
    let exact = LABELS.iter().position(|&l| l == (xpos, upos));
    let near = || LABELS.iter().position(|&(x, _)| x == xpos);
    exact.or_else(near).map_or(UNKNOWN, |i| i as u8)
}

pub fn read(path: &str) -> io::Result<Vec<Sentence>> {
    let mut sentences = vec![];
    let mut sentence = Sentence::default();
    for line in fs::read_to_string(path)?.lines() {
        let mut columns = line.split('\t');
        if let (Some(word), Some(upos), Some(xpos)) = (columns.next(), columns.next(), columns.next()) {
            sentence.words.push(word.to_string());
            sentence.labels.push(label(xpos, upos));
            sentence.gold.push((xpos.to_string(), upos.to_string()));
        } else if !sentence.words.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    if !sentence.words.is_empty() {
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// A small generator with a fixed seed: the same table on every run.
pub struct Random(u64);

impl Random {
    /// A generator whose first numbers differ even between neighbouring seeds.
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..16 {
            random.below(2);
        }
        random
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) as usize * n) >> 32
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// The words as a headline, a shout or a careless writer would have them.
pub fn recase(words: &[String], how: usize) -> Vec<String> {
    let title = |w: &String| {
        let mut chars = w.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + chars.as_str()
    };
    words
        .iter()
        .map(|w| match how {
            0 => w.to_lowercase(),
            1 => w.to_uppercase(),
            _ if w.len() < 4 && w.chars().all(char::is_lowercase) => w.clone(),
            _ => title(w),
        })
        .collect()
}
