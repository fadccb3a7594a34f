//! Patterns to regular expressions over bytes.
//!
//! A chunk is two bytes on the tape, its class and its features; every symbol of a pattern becomes two byte
//! classes, so that a match offset is twice a chunk index.

use std::collections::HashMap;
use std::fmt::Write;

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
    /// behind its name (`speaker0`, `speaker1`).
    pub(super) fn regex(&self, node: &Node) -> Result<String, String> {
        let mut out = String::new();
        self.write(node, &mut 0, &mut out)?;
        Ok(out)
    }

    fn write(&self, node: &Node, groups: &mut u32, out: &mut String) -> Result<(), String> {
        match node {
            Node::Symbol { name, negated, features } => {
                let classes = self.symbols.get(name).ok_or_else(|| format!("there is no symbol `{name}`"))?;
                write_class(classes, *negated, out);
                let mut allowed: Vec<u8> = (0..=255).collect();
                for feature in features {
                    let bytes = self
                        .features
                        .get(&feature.name)
                        .ok_or_else(|| format!("there is no feature `{}`", feature.name))?;
                    allowed.retain(|b| bytes.contains(b) != feature.negated);
                }
                write_class(&allowed, false, out);
            }
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.write(node, groups, out))?,
            Node::Choice(nodes) => {
                for (i, node) in nodes.iter().enumerate() {
                    out.push_str(if i == 0 { "(?:" } else { "|" });
                    self.write(node, groups, out)?;
                }
                out.push(')');
            }
            Node::Repeat { node, min, max } => {
                out.push_str("(?:");
                self.write(node, groups, out)?;
                out.push(')');
                let _ = match max {
                    Some(max) => write!(out, "{{{min},{max}}}"),
                    None => write!(out, "{{{min},}}"),
                };
            }
            Node::Capture { label, node } => {
                let _ = write!(out, "(?P<{label}{groups}>");
                *groups += 1;
                self.write(node, groups, out)?;
                out.push(')');
            }
        }
        Ok(())
    }
}

/// Writes a byte class; an empty one matches nothing.
fn write_class(bytes: &[u8], negated: bool, out: &mut String) {
    if bytes.is_empty() && !negated {
        out.push_str(r"[^\x00-\xFF]");
        return;
    }
    out.push_str(if negated { "[^" } else { "[" });
    for b in bytes {
        let _ = write!(out, r"\x{b:02X}");
    }
    out.push(']');
}
