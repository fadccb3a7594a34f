//! Writing the table that the tagger reads: weights rounded to half a byte, then laid out flat.
use quotewire::tag::features::{place, word_features};
use quotewire::tag::tagger::{
    FINENESS, HEADER, MAGIC, MOST_WEIGHT, NEVER_OWN, NO_WEIGHT, OWN_STEP, REACH, home, word_fingerprint,
};
use quotewire::tag::word::{START, Word};

use crate::model::{ByHash, Entry, Features, Model, Weights, weight_at};

/// The rounded weights, and the sizes of what was written.
pub struct Table {
    pub bytes: Vec<u8>,
    pub report: String,
}

/// Places entries by linear probing, the earliest homes first: no wrap-around, no long searches.
fn settle(mut entries: Vec<(u64, [u8; 8])>, load: f64) -> Vec<[u8; 8]> {
    let slots = (entries.len() as f64 / load) as usize + 1 + REACH;
    entries.sort_by_key(|&(hash, _)| (home(hash, slots), hash));
    let mut table = vec![[0; 8]; slots];
    let mut next = 0;
    for (hash, entry) in entries {
        let from = home(hash, slots);
        let at = next.max(from);
        assert!(at - from < REACH && at < slots, "an entry lies too far from its home: lower the load");
        // Whoever looks for the word passes by these.
        let hidden = table[from..at].iter().any(|other| other[..2] == entry[..2]);
        assert!(!hidden, "two words of one fingerprint lie side by side: change the load");
        table[at] = entry;
        next = at + 1;
    }
    table
}

pub fn table(model: &Model, weights: &Weights, rows: &ByHash<[f32; 64]>, most: f32) -> Table {
    let scale = f32::from(MOST_WEIGHT) / most;
    let level = |w: f32| (w * scale).round() as i8;
    let filled = weights.as_flattened().iter().filter(|&&w| level(w) != 0).count();

    let (mut own, mut words) = (Vec::<i8>::new(), vec![]);
    let mut listed: Vec<_> = model.lexicon.iter().collect();
    listed.sort_by_key(|e| *e.0);
    for (&form, &Entry { known, candidates, .. }) in listed {
        let start = u16::try_from(own.len() / 8).expect("words have fewer scores of their own");
        if let Some(row) = rows.get(&form).filter(|_| known.settled == START) {
            for label in [known.groups & 7, known.groups >> 3].into_iter().flat_map(|group| 8 * group..8 * group + 8) {
                let fine = row[usize::from(label)] * scale * f32::from(FINENESS / OWN_STEP);
                let score = fine.round().clamp(-f32::from(i8::MAX), f32::from(i8::MAX)) as i8;
                own.push(if candidates >> label & 1 == 1 { score } else { NEVER_OWN });
            }
        }
        let mut entry = [0u8; 8];
        entry[..2].copy_from_slice(&word_fingerprint(form).to_le_bytes());
        entry[2..4].copy_from_slice(&known.class.to_le_bytes());
        entry[4] = known.settled;
        entry[5] = known.groups;
        entry[6..].copy_from_slice(&start.to_le_bytes());
        words.push((form, entry));
    }
    let words = settle(words, 0.45);

    let mut bytes = MAGIC.to_vec();
    for n in [words.len() as u32, own.len() as u32 / 8] {
        bytes.extend(n.to_le_bytes());
    }
    for set in [model.open, model.marks.verbs, model.marks.breaks] {
        bytes.extend(set.to_le_bytes());
    }
    bytes.resize(HEADER, 0);
    let half = |w: f32| NO_WEIGHT.wrapping_add_signed(level(w));
    for group in weights.as_flattened().as_chunks::<8>().0 {
        bytes.extend((0..4).map(|at| half(group[at]) | half(group[at + 4]) << 4));
    }
    bytes.extend(words.as_flattened());
    bytes.extend(own.iter().map(|score| score.cast_unsigned()));
    let report = format!(
        "table: {} bytes; {} rows, {:.1}% of their cells filled; {} words, {} scores of their own",
        bytes.len(),
        weights.len(),
        100.0 * filled as f64 / (64 * weights.len()) as f64,
        model.lexicon.len(),
        own.len()
    );
    Table { bytes, report }
}

/// For each listed word, the sums of the weights of its own features.
pub fn word_rows(model: &Model, weights: &Weights, words: &ByHash<Word>) -> ByHash<[f32; 64]> {
    let mut rows = ByHash::default();
    for (&form, word) in words {
        let Some(entry) = model.lexicon.get(&form) else { continue };
        let (mut scores, mut features) = ([0f32; 64], Features::default());
        word_features(&Word { listed: true, known: entry.known, ..*word }, &mut features);
        for feature in features.list {
            let weight = |label| weights.as_flattened()[weight_at(place(feature), label)];
            scores.iter_mut().zip(0..).for_each(|(score, label)| *score += weight(label));
        }
        rows.insert(form, scores);
    }
    rows
}
