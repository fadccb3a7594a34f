//! Which of many rules may match around an anchor, told by the chunks nearest to it: most rules need not be tried.

use rustc_hash::FxHashMap;

use super::compile::{ChunkSet, Sets};
use super::program::Program;
use super::side::View;
use crate::byte_set::{ByteSet, ones};

/// How many chunks are looked at on each side, the anchor among those after it.
const AFTER: usize = 4;
const BEFORE: usize = 3;

/// For each place near the anchor and each class of a chunk there, the rules that allow it, a bit each. The features
/// are looked at too: a verb's frames part more rules than any class.
pub struct Outlook {
    /// How many words of bits the rules take.
    words: usize,
    /// The row of bits, by place, after the anchor first, and by byte, class first.
    row_of: Vec<u16>,
    /// The rows, each once: most bytes go with the same rules.
    rows: Vec<u64>,
}

/// The bytes that a chunk may have: its classes, its features, and that there is none.
const BYTES: usize = 513;

impl Outlook {
    /// The outlook of rules, given as their patterns before and after an anchor of a class in `anchor`.
    pub fn new<'p>(
        rules: impl ExactSizeIterator<Item = (&'p Program, &'p Program)>,
        sets: &Sets,
        anchor: ByteSet,
    ) -> Outlook {
        let words = rules.len().div_ceil(64);
        let mut bits = vec![0; (AFTER + BEFORE) * BYTES * words];
        for (rule, (before, after)) in rules.enumerate() {
            let after: [ChunkSet; AFTER] = after.outlook(anchor, sets);
            let before: [ChunkSet; BEFORE] = before.outlook(ByteSet::ALL, sets);
            for (place, ahead) in after.into_iter().chain(before).enumerate() {
                let classes = (0..256).filter(|class| ahead.classes.has(*class as u8));
                let features = (0..256).filter(|byte| ahead.features.has(*byte as u8)).map(|byte| 256 + byte);
                // Where the program may have ended nothing need stand.
                let none = (ahead == ChunkSet::ALL).then_some(512);
                for byte in classes.chain(features).chain(none) {
                    bits[(place * BYTES + byte) * words + rule / 64] |= 1 << (rule % 64);
                }
            }
        }
        let mut outlook = Outlook { words, row_of: Vec::with_capacity((AFTER + BEFORE) * BYTES), rows: Vec::new() };
        let mut known: FxHashMap<&[u64], u16> = FxHashMap::default();
        for row in bits.chunks_exact(words) {
            let next = known.len() as u16;
            let row = *known.entry(row).or_insert_with(|| {
                outlook.rows.extend(row);
                next
            });
            outlook.row_of.push(row);
        }
        outlook
    }

    /// The rules, by their places, that may match there.
    pub fn rules(&self, before: View, after: View) -> impl Iterator<Item = usize> {
        let mut rows = [[0; 2]; AFTER + BEFORE];
        for (place, row) in rows.iter_mut().enumerate() {
            let chunk = match place.checked_sub(AFTER) {
                None => after.chunks.get(place),
                Some(place) => before.chunks.get(place),
            };
            let bytes = chunk.map_or([512; 2], |&[class, features]| [usize::from(class), 256 + usize::from(features)]);
            *row = bytes.map(|byte| usize::from(self.row_of[place * BYTES + byte]) * self.words);
        }
        (0..self.words).flat_map(move |word| {
            let bits = rows.iter().flatten().fold(u64::MAX, |bits, row| bits & self.rows[row + word]);
            ones(bits).map(move |rule| 64 * word + rule)
        })
    }
}
