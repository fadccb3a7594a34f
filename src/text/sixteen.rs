//! Sixteen bytes of a text at once: which of them are letters, which capitals, and all of them in lower case.
//!
//! Most words fit, so that reading one takes no loop over its bytes. Letters beyond ASCII are no letters here.

use wide::u8x16;

/// The first sixteen of some bytes as a number, the first one lowest; zeros stand for those that there are not.
#[inline(always)]
pub fn first_bytes(bytes: &[u8]) -> u128 {
    match bytes.first_chunk() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => packed(bytes),
    }
}

/// Folds two numbers into one well-mixed hash.
#[inline(always)]
pub fn mix(a: u64, b: u64) -> u64 {
    let wide = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xd1b5_4a32_d192_ed03);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// Up to sixteen bytes as a number, the first one lowest.
#[inline]
pub const fn packed(word: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        first as u128 | (last as u128) << (8 * (word.len() - 8))
    } else if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        (first as u64 | (last as u64) << (8 * (word.len() - 4))) as u128
    } else if let [first, .., last] = word {
        *first as u128 | (word[word.len() / 2] as u128) << 8 | (*last as u128) << (8 * (word.len() - 1))
    } else if let [only] = word {
        *only as u128
    } else {
        0
    }
}

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub struct Sixteen(u8x16);

impl Sixteen {
    /// The bytes of a number, the lowest one first.
    #[inline(always)]
    pub fn of(bytes: u128) -> Sixteen {
        Sixteen(u8x16::new(bytes.to_le_bytes()))
    }

    /// Marks the bytes from `first` to `last`: a bit each, the first byte's lowest.
    #[inline(always)]
    pub fn between(self, first: u8, last: u8) -> u32 {
        self.within(first, last).move_mask() as u32
    }

    /// The same with all bits of a byte.
    #[inline(always)]
    fn within(self, first: u8, last: u8) -> u8x16 {
        // There is no comparison of unsigned bytes but with the lesser of two.
        let above = self.0 - u8x16::splat(first);
        above.min(u8x16::splat(last - first)).cmp_eq(above)
    }

    /// Marks the bytes that are `byte`.
    #[inline(always)]
    pub fn equal(self, byte: u8) -> u32 {
        self.0.cmp_eq(u8x16::splat(byte)).move_mask() as u32
    }

    /// Marks the bytes beyond ASCII.
    #[inline(always)]
    pub fn beyond_ascii(self) -> u32 {
        self.0.move_mask() as u32
    }

    /// Marks the letters.
    #[inline(always)]
    pub fn letters(self) -> u32 {
        Sixteen(self.0 | u8x16::splat(0x20)).between(b'a', b'z')
    }

    /// Marks the capitals.
    #[inline(always)]
    pub fn capitals(self) -> u32 {
        self.between(b'A', b'Z')
    }

    /// All bytes in lower case, as a number.
    #[inline(always)]
    pub fn lower(self) -> u128 {
        let lower = self.0 | (self.within(b'A', b'Z') & u8x16::splat(0x20));
        u128::from_le_bytes(lower.to_array())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_what_they_are_one_by_one() {
        for first in (0..=u8::MAX).step_by(16) {
            let bytes: [u8; 16] = std::array::from_fn(|at| first + at as u8);
            let sixteen = Sixteen::of(u128::from_le_bytes(bytes));
            let marked = |is: fn(&u8) -> bool| {
                bytes.iter().enumerate().filter(|(_, byte)| is(byte)).map(|(at, _)| 1 << at).sum::<u32>()
            };
            assert_eq!(sixteen.letters(), marked(u8::is_ascii_alphabetic));
            assert_eq!(sixteen.capitals(), marked(u8::is_ascii_uppercase));
            assert_eq!(sixteen.beyond_ascii(), marked(|byte| !byte.is_ascii()));
            assert_eq!(sixteen.equal(b'@'), marked(|byte| *byte == b'@'));
            assert_eq!(sixteen.between(b'-', b':'), marked(|byte| (b'-'..=b':').contains(byte)));
            assert_eq!(sixteen.lower().to_le_bytes(), bytes.map(|byte| byte.to_ascii_lowercase()));
        }
    }
}
