//! Patterns to regular expressions over bytes.
//!
//! A chunk is two bytes on the tape, its class and its features; every symbol of a pattern becomes two byte
//! classes, so that a match offset is twice a chunk index.

use std::collections::HashMap;

use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, Hir, Repetition};

use super::pattern::Node;

/// The names that patterns may use, as sets of tape bytes.
#[derive(Default)]
pub struct Alphabet {
    symbols: HashMap<String, Vec<u8>>,
    features: HashMap<String, Vec<u8>>,
}

impl Alphabet {
    /// Names a set of class bytes: one class, or several under a common name.
    pub fn symbol(&mut self, name: &str, classes: &[u8]) {
        self.symbols.insert(name.to_owned(), classes.to_vec());
    }

    /// Names a feature by the set of all feature bytes that have it.
    pub fn feature(&mut self, name: &str, bytes: Vec<u8>) {
        self.features.insert(name.to_owned(), bytes);
    }

    /// The regular expression of a pattern, with a named group for each label.
    ///
    /// A label may stand several times in a pattern; the groups of one label are told apart by a number
    /// behind its name (`speaker1`, `speaker2`).
    pub(super) fn regex(&self, node: &Node) -> Result<Hir, String> {
        self.translate(node, &mut 0)
    }

    /// Builds the expression's tree directly: written out as text and parsed again, classes of up to 256
    /// bytes would cost most of the program's start.
    fn translate(&self, node: &Node, groups: &mut u32) -> Result<Hir, String> {
        Ok(match node {
            Node::Symbol { name, negated, features } => {
                let classes = self.symbols.get(name).ok_or_else(|| format!("there is no symbol `{name}`"))?;
                let class = ByteSet::of(|b| classes.contains(&b) != *negated);
                let mut allowed = ByteSet([true; 256]);
                for feature in features {
                    let bytes = self.features.get(&feature.name);
                    let bytes = bytes.ok_or_else(|| format!("there is no feature `{}`", feature.name))?;
                    allowed = ByteSet::of(|b| allowed.0[b as usize] && bytes.contains(&b) != feature.negated);
                }
                Hir::concat(vec![class.hir(), allowed.hir()])
            }
            Node::Sequence(nodes) => Hir::concat(self.all(nodes, groups)?),
            Node::Choice(nodes) => Hir::alternation(self.all(nodes, groups)?),
            Node::Repeat { node, min, max, lazy } => {
                let sub = Box::new(self.translate(node, groups)?);
                Hir::repetition(Repetition { min: *min, max: *max, greedy: !lazy, sub })
            }
            Node::Capture { label, node } => {
                *groups += 1;
                let (index, name) = (*groups, format!("{label}{groups}").into());
                Hir::capture(Capture { index, name: Some(name), sub: Box::new(self.translate(node, groups)?) })
            }
        })
    }

    /// The classes of the chunks that a pattern may begin with.
    pub(super) fn first_classes(&self, node: &Node) -> Vec<u8> {
        let mut classes: Vec<u8> = match node {
            Node::Symbol { name, negated, .. } => {
                let named = self.symbols.get(name).map_or(&[][..], Vec::as_slice);
                (0..=255).filter(|class| named.contains(class) != *negated).collect()
            }
            Node::Sequence(nodes) => {
                let certain = nodes.iter().position(|node| !node.may_be_empty()).map_or(nodes.len(), |at| at + 1);
                nodes[..certain].iter().flat_map(|node| self.first_classes(node)).collect()
            }
            Node::Choice(nodes) => nodes.iter().flat_map(|node| self.first_classes(node)).collect(),
            Node::Repeat { node, .. } | Node::Capture { node, .. } => self.first_classes(node),
        };
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    fn all(&self, nodes: &[Node], groups: &mut u32) -> Result<Vec<Hir>, String> {
        nodes.iter().map(|node| self.translate(node, groups)).collect()
    }
}

/// A set of bytes.
struct ByteSet([bool; 256]);

impl ByteSet {
    fn of(has: impl Fn(u8) -> bool) -> ByteSet {
        ByteSet(std::array::from_fn(|b| has(b as u8)))
    }

    /// The set as a class; an empty one matches nothing.
    fn hir(&self) -> Hir {
        let mut ranges: Vec<ClassBytesRange> = Vec::new();
        for byte in (0..=255).filter(|b| self.0[*b as usize]) {
            match ranges.last_mut().filter(|range| range.end() + 1 == byte) {
                Some(range) => *range = ClassBytesRange::new(range.start(), byte),
                None => ranges.push(ClassBytesRange::new(byte, byte)),
            }
        }
        Hir::class(Class::Bytes(ClassBytes::new(ranges)))
    }
}
