//! Writing the table that the tagger reads: weights rounded to a byte, then laid out flat.
use quotewire::tag::tagger::{DENSE, HEADER, MAGIC, REACH, SPILLED, bucket, fingerprint, home, slot, word_fingerprint};
use quotewire::tag::word::{START, Word};

use crate::model::{ByHash, Model, Weights};

/// The rounded weights, and the sizes of what was written.
pub struct Table {
    pub bytes: Vec<u8>,
    pub report: String,
}

/// Places entries by linear probing, the earliest homes first: no wrap-around, no long searches.
fn place<T: Clone>(mut entries: Vec<(u64, T)>, empty: T, load: f64) -> Vec<T> {
    let slots = (entries.len() as f64 / load) as usize + 1 + REACH;
    entries.sort_by_key(|&(hash, _)| (home(hash, slots), hash));
    let mut table = vec![empty; slots];
    let mut next = 0;
    for (hash, entry) in entries {
        let from = home(hash, slots);
        let at = next.max(from);
        assert!(at - from < REACH && at < slots, "an entry lies too far from its home: lower the load");
        table[at] = entry;
        next = at + 1;
    }
    table
}

/// Gives each feature a slot of its own: the fullest buckets choose their displacement first.
/// Features that no displacement can part are left out; there are hardly ever any.
fn disperse(entries: &[(u64, [u8; 8])]) -> (Vec<[u8; 2]>, Vec<[u8; 8]>) {
    let slots = entries.len() + entries.len() / 40 + 1;
    let mut buckets = vec![vec![]; entries.len() / 4 + 1];
    let count = buckets.len();
    entries.iter().for_each(|&(hash, entry)| buckets[bucket(hash, count)].push((hash, entry)));
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&b| std::cmp::Reverse(buckets[b].len()));
    let mut taken = vec![false; slots];
    let (mut displacements, mut table) = (vec![[0; 2]; count], vec![[0; 8]; slots]);
    let mut places = vec![];
    for b in order {
        let fits = (0..=u16::MAX).find(|&d| {
            places.clear();
            buckets[b].iter().all(|&(hash, _)| {
                let at = slot(hash, d, slots);
                let free = !taken[at] && !places.contains(&at);
                places.push(at);
                free
            })
        });
        let Some(d) = fits else {
            eprintln!("bucket {b} of {} features left out", buckets[b].len());
            continue;
        };
        displacements[b] = d.to_le_bytes();
        for (&at, &(_, entry)) in places.iter().zip(&buckets[b]) {
            taken[at] = true;
            table[at] = entry;
        }
    }
    (displacements, table)
}

pub fn table(model: &Model, weights: &Weights, rows: &ByHash<Vec<(u8, f32)>>, step: f32, threshold: f32) -> Table {
    let round = |w: f32| (w / step).round();
    let (mut spill, mut features) = (Vec::<[u8; 2]>::new(), vec![]);
    let mut order: Vec<(&u64, &Vec<(u8, f32)>)> = weights.iter().collect();
    order.sort_by_key(|e| *e.0);
    let (mut spilled, mut clipped) = (0, 0);
    let mut dense = Vec::<[u8; 64]>::new();
    for (&hash, row) in order {
        let mut pairs: Vec<[u8; 2]> = row
            .iter()
            .filter(|c| c.1.abs() >= threshold)
            .map(|&(l, w)| {
                clipped += usize::from(round(w).abs() > 127.0);
                [l, round(w).clamp(-127.0, 127.0) as i8 as u8]
            })
            .filter(|p| p[1] != 0)
            .collect();
        pairs.sort_unstable();
        if pairs.is_empty() {
            continue;
        }
        let [f0, f1] = fingerprint(hash).to_le_bytes();
        let slot = if pairs.len() <= 3 {
            pairs.resize(3, [0, 0]);
            [f0, f1, pairs[0][0], pairs[0][1], pairs[1][0], pairs[1][1], pairs[2][0], pairs[2][1]]
        } else if pairs.len() >= 16 {
            let [a, b, c, d] = (dense.len() as u32).to_le_bytes();
            let mut all = [0; 64];
            pairs.iter().for_each(|p| all[usize::from(p[0])] = p[1]);
            dense.push(all);
            [f0, f1, DENSE, 0, a, b, c, d]
        } else {
            spilled += 1;
            let [a, b, c, d] = (spill.len() as u32).to_le_bytes();
            spill.extend_from_slice(&pairs);
            [f0, f1, SPILLED, pairs.len() as u8, a, b, c, d]
        };
        features.push((hash, slot));
    }
    let count = features.len();
    let (displacements, features) = disperse(&features);

    let mut classes: Vec<(u32, u64)> = model.lexicon.values().map(|k| (k.class, k.candidates)).collect();
    classes.sort_unstable();
    classes.dedup();
    let (mut row_bytes, mut words) = (Vec::<[u8; 3]>::new(), vec![]);
    let mut listed: Vec<_> = model.lexicon.iter().collect();
    listed.sort_by_key(|e| *e.0);
    for (&form, known) in listed {
        let class = classes.binary_search(&(known.class, known.candidates)).unwrap_or(0) as u16;
        let start = row_bytes.len() as u32;
        let row = rows.get(&form).filter(|_| known.settled == START);
        for &(l, w) in row.into_iter().flatten() {
            let [low, high] = (round(w).clamp(-12000.0, 12000.0) as i16).to_le_bytes();
            row_bytes.push([l, low, high]);
        }
        let length = (row_bytes.len() as u32 - start) as u8;
        let mut entry = [0u8; 12];
        entry[..4].copy_from_slice(&word_fingerprint(form).to_le_bytes());
        entry[4..6].copy_from_slice(&class.to_le_bytes());
        entry[6] = known.settled;
        entry[7] = length;
        entry[8..].copy_from_slice(&start.to_le_bytes());
        words.push((form, entry));
    }
    let words = place(words, [0; 12], 0.6);

    let mut bytes = MAGIC.to_vec();
    for n in
        [displacements.len(), features.len(), spill.len(), dense.len(), words.len(), classes.len(), row_bytes.len(), 0]
    {
        bytes.extend((n as u32).to_le_bytes());
    }
    for set in [model.open, model.marks.verbs, model.marks.breaks] {
        bytes.extend(set.to_le_bytes());
    }
    assert_eq!(bytes.len(), HEADER);
    bytes.extend(displacements.as_flattened());
    bytes.extend(features.as_flattened());
    bytes.extend(spill.as_flattened());
    bytes.extend(dense.as_flattened());
    bytes.extend(words.as_flattened());
    for (class, candidates) in &classes {
        bytes.extend(class.to_le_bytes());
        bytes.extend(candidates.to_le_bytes());
    }
    bytes.extend(row_bytes.as_flattened());
    let report = format!(
        "table: {} bytes; {count} features in {} slots, {spilled} spilled into {} pairs, {} dense, {clipped} weights clipped; {} words, {} classes, {} row cells",
        bytes.len(),
        features.len(),
        spill.len(),
        dense.len(),
        model.lexicon.len(),
        classes.len(),
        row_bytes.len()
    );
    Table { bytes, report }
}

/// For each listed word that may get few labels, the sum of the weights of its own features.
pub fn word_rows(model: &Model, weights: &Weights, words: &ByHash<Word>) -> ByHash<Vec<(u8, f32)>> {
    let mut rows = ByHash::default();
    for (&form, word) in words {
        let Some(known) = model.lexicon.get(&form) else { continue };
        if !known.closed {
            continue;
        }
        let mut scores = [0f32; 64];
        let mut word = *word;
        word.listed = true;
        word.known = *known;
        quotewire::tag::features::word_features(&word, |f| {
            weights.get(&f).into_iter().flatten().for_each(|&(l, w)| scores[usize::from(l)] += w);
        });
        let row = (0u8..64).filter(|&l| known.candidates >> l & 1 == 1).map(|l| (l, scores[usize::from(l)])).collect();
        rows.insert(form, row);
    }
    rows
}
