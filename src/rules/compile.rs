//! What the names in patterns stand for.
//!
//! A chunk is two bytes on the tape, its class and its features; every symbol of a pattern becomes a set of bytes for
//! each.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::pattern::{Feature, Node};
use crate::byte_set::ByteSet;

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
        let classes = symbol.not_if(negated).without(NO_CHUNK[0]);
        let mut set = ChunkSet { classes, features: ByteSet::ALL };
        for feature in features {
            let bytes = self.features.get(&feature.name);
            let bytes = bytes.ok_or_else(|| format!("there is no feature `{}`", feature.name))?;
            set.features = set.features.and(bytes.not_if(feature.negated));
        }
        Ok(set)
    }

    /// The chunks that a pattern matches, where it matches single chunks and nothing else, and where class and features
    /// are told apart.
    pub(super) fn one_chunk(&self, node: &Node) -> Result<Option<ChunkSet>, String> {
        Ok(match node {
            Node::Symbol { name, negated, features } => Some(self.set(name, *negated, features)?),
            Node::Sequence(nodes) if nodes.len() == 1 => self.one_chunk(&nodes[0])?,
            Node::Choice(nodes) => {
                let mut all: Option<ChunkSet> = None;
                for node in nodes {
                    let Some(set) = self.one_chunk(node)? else { return Ok(None) };
                    match &mut all {
                        Some(all) if all.features != set.features => return Ok(None),
                        Some(all) => *all = all.or(set),
                        None => all = Some(set),
                    }
                }
                all
            }
            _ => None,
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

/// How many words of bits there are, a bit for each set.
const WORDS: usize = 8;
/// The sets that a class or features are in, a bit each.
type Row = [u64; WORDS];

/// The sets that programs ask for, each once. All programs of a rule set share them, so that those in use stay in the
/// nearest cache.
pub(super) struct Sets {
    list: Vec<ChunkSet>,
    index_of: FxHashMap<ChunkSet, u16>,
    /// By class and by features, which sets have them: a search asks many sets about one chunk.
    of_class: Box<[Row; 256]>,
    of_features: Box<[Row; 256]>,
}

impl Default for Sets {
    fn default() -> Sets {
        let rows = || Box::new([[0; WORDS]; 256]);
        Sets { list: Vec::new(), index_of: FxHashMap::default(), of_class: rows(), of_features: rows() }
    }
}

impl Sets {
    /// The index of a set, which is added where it is new.
    ///
    /// # Errors
    /// There are too many.
    pub fn add(&mut self, set: ChunkSet) -> Result<u16, String> {
        if let Some(index) = self.index_of.get(&set) {
            return Ok(*index);
        }
        let index = self.list.len();
        if index >= 64 * WORDS {
            return Err("the rules name too many sets of chunks".into());
        }
        for byte in 0..=u8::MAX {
            let (word, bit) = (index / 64, index % 64);
            self.of_class[usize::from(byte)][word] |= u64::from(set.classes.has(byte)) << bit;
            self.of_features[usize::from(byte)][word] |= u64::from(set.features.has(byte)) << bit;
        }
        let index = index as u16;
        self.list.push(set);
        self.index_of.insert(set, index);
        Ok(index)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The set with an index.
    pub fn get(&self, index: u16) -> &ChunkSet {
        &self.list[usize::from(index)]
    }

    /// The sets that a chunk is in.
    #[inline(always)]
    pub fn of(&self, [class, features]: [u8; 2]) -> Memberships<'_> {
        Memberships { class: &self.of_class[usize::from(class)], features: &self.of_features[usize::from(features)] }
    }
}

/// The sets that a chunk is in.
#[derive(Clone, Copy)]
pub(super) struct Memberships<'s> {
    class: &'s Row,
    features: &'s Row,
}

impl Memberships<'_> {
    /// Whether the chunk is in the set with that index.
    #[inline(always)]
    pub fn has(self, set: u16) -> bool {
        let word = usize::from(set / 64) % WORDS;
        (self.class[word] & self.features[word]) >> (set % 64) & 1 == 1
    }
}

/// What stands for the chunk behind the last one; no chunk has its class.
pub(super) const NO_CHUNK: [u8; 2] = [0, 0];

/// A set of chunks: those whose class is in one set of bytes and their features in another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ChunkSet {
    pub classes: ByteSet,
    pub features: ByteSet,
}

impl ChunkSet {
    pub const NONE: ChunkSet = ChunkSet { classes: ByteSet::NONE, features: ByteSet::NONE };
    pub const ALL: ChunkSet = ChunkSet { classes: ByteSet::ALL, features: ByteSet::ALL };

    /// The smallest set of this sort around both.
    pub fn or(self, other: ChunkSet) -> ChunkSet {
        ChunkSet { classes: self.classes.or(other.classes), features: self.features.or(other.features) }
    }
}
