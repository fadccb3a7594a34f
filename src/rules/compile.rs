//! What the names in patterns stand for, and patterns as regular expressions over bytes.
//!
//! A chunk is two bytes on the tape, its class and its features; every symbol of a pattern becomes two sets of
//! bytes, so that a match offset is twice a chunk index.

use std::collections::HashMap;

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, Repetition};

use super::pattern::{Feature, Node};

/// The names that patterns may use, as sets of tape bytes.
#[derive(Default)]
pub struct Alphabet {
    symbols: HashMap<String, ByteSet>,
    features: HashMap<String, ByteSet>,
}

impl Alphabet {
    /// Names a set of class bytes: one class, or several under a common name.
    pub fn symbol(&mut self, name: &str, classes: &[u8]) {
        self.symbols.insert(name.to_owned(), classes.iter().copied().collect());
    }

    /// Names a feature by the set of all feature bytes that have it.
    pub fn feature(&mut self, name: &str, bytes: Vec<u8>) {
        self.features.insert(name.to_owned(), bytes.into_iter().collect());
    }

    /// The chunks that a symbol stands for.
    pub(super) fn set(&self, name: &str, negated: bool, features: &[Feature]) -> Result<ChunkSet, String> {
        let symbol = self.symbols.get(name).ok_or_else(|| format!("there is no symbol `{name}`"))?;
        let mut set = ChunkSet { classes: symbol.not_if(negated), features: ByteSet::ALL };
        for feature in features {
            let bytes = self.features.get(&feature.name);
            let bytes = bytes.ok_or_else(|| format!("there is no feature `{}`", feature.name))?;
            set.features = set.features.and(bytes.not_if(feature.negated));
        }
        Ok(set)
    }

    /// The regular expression of a pattern, without its labels.
    ///
    /// Builds the expression's tree directly: written out as text and parsed again, classes of up to 256
    /// bytes would cost most of the program's start.
    pub(super) fn regex(&self, node: &Node) -> Result<Hir, String> {
        let all = |nodes: &[Node]| nodes.iter().map(|node| self.regex(node)).collect::<Result<Vec<_>, _>>();
        Ok(match node {
            Node::Symbol { name, negated, features } => {
                let ChunkSet { classes, features } = self.set(name, *negated, features)?;
                Hir::concat(vec![classes.hir(), features.hir()])
            }
            Node::Sequence(nodes) => Hir::concat(all(nodes)?),
            Node::Choice(nodes) => Hir::alternation(all(nodes)?),
            Node::Repeat { node, min, max, lazy } => {
                let sub = Box::new(self.regex(node)?);
                Hir::repetition(Repetition { min: *min, max: *max, greedy: !lazy, sub })
            }
            Node::Capture { node, .. } => self.regex(node)?,
        })
    }

    /// The classes of the chunks that a pattern may begin with.
    pub(super) fn first_classes(&self, node: &Node) -> ByteSet {
        let any = |nodes: &[Node]| nodes.iter().fold(ByteSet::NONE, |set, node| set.or(self.first_classes(node)));
        match node {
            Node::Symbol { name, negated, .. } => {
                self.symbols.get(name).copied().unwrap_or(ByteSet::NONE).not_if(*negated)
            }
            Node::Sequence(nodes) => {
                let certain = nodes.iter().position(|node| !node.may_be_empty()).map_or(nodes.len(), |at| at + 1);
                any(&nodes[..certain])
            }
            Node::Choice(nodes) => any(nodes),
            Node::Repeat { node, .. } | Node::Capture { node, .. } => self.first_classes(node),
        }
    }
}

/// A set of chunks: those whose class is in one set of bytes and their features in another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ChunkSet {
    classes: ByteSet,
    features: ByteSet,
}

impl ChunkSet {
    #[inline]
    pub fn has(&self, [class, features]: [u8; 2]) -> bool {
        self.classes.has(class) && self.features.has(features)
    }
}

/// A set of bytes, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    const NONE: ByteSet = ByteSet([0; 4]);
    const ALL: ByteSet = ByteSet([u64::MAX; 4]);

    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    fn or(self, other: ByteSet) -> ByteSet {
        ByteSet(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    fn and(self, other: ByteSet) -> ByteSet {
        ByteSet(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    /// The set itself, or where `negated` all other bytes.
    fn not_if(self, negated: bool) -> ByteSet {
        if negated { ByteSet(self.0.map(|bits| !bits)) } else { self }
    }

    /// The set as a class; an empty one matches nothing.
    fn hir(&self) -> Hir {
        let mut ranges: Vec<ClassBytesRange> = Vec::new();
        for byte in (0..=255).filter(|byte| self.has(*byte)) {
            match ranges.last_mut().filter(|range| range.end() + 1 == byte) {
                Some(range) => *range = ClassBytesRange::new(range.start(), byte),
                None => ranges.push(ClassBytesRange::new(byte, byte)),
            }
        }
        Hir::class(Class::Bytes(ClassBytes::new(ranges)))
    }
}

impl FromIterator<u8> for ByteSet {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> ByteSet {
        bytes.into_iter().fold(ByteSet::NONE, |mut set, byte| {
            set.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
            set
        })
    }
}
