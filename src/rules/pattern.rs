//! The pattern language of rules: text to syntax tree.
//!
//! ```text
//! speaker:(NAME (COMMA NOMINAL)?) COMMA? cue:CUE[quote,!passive] (that | whether)* {aside}{0,2} !STOP+
//! ```
//!
//! A word names a symbol, brackets ask for features of it (`!` = must not have it), `!` before it takes
//! every other symbol, braces insert a macro, `label:` captures, and `| ? * + {m,n} ( )` are those of every
//! regular expression; a `?` behind a repeat takes as little as it can (`*?`). White space only parts words.

use std::cell::Cell;

/// A pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One symbol.
    Symbol { name: String, negated: bool, features: Vec<Feature> },
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them; earlier ones are preferred.
    Choice(Vec<Node>),
    /// Repeated, as often as possible; as seldom as possible where it is lazy.
    Repeat { node: Box<Node>, min: u32, max: Option<u32>, lazy: bool },
    /// Captured under a label.
    Capture { label: String, node: Box<Node> },
}

/// A demand on a symbol's features.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub name: String,
    pub negated: bool,
}

impl Node {
    /// The pattern read from right to left, for the side before an anchor.
    pub fn reversed(self) -> Node {
        match self {
            Node::Symbol { .. } => self,
            Node::Sequence(nodes) => Node::Sequence(nodes.into_iter().rev().map(Node::reversed).collect()),
            Node::Choice(nodes) => Node::Choice(nodes.into_iter().map(Node::reversed).collect()),
            Node::Repeat { node, min, max, lazy } => Node::Repeat { node: Box::new(node.reversed()), min, max, lazy },
            Node::Capture { label, node } => Node::Capture { label, node: Box::new(node.reversed()) },
        }
    }
}

impl Node {
    /// How many symbols it has once its repeats are written out.
    fn length(&self) -> u64 {
        match self {
            Node::Symbol { .. } => 1,
            Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().map(Node::length).fold(1, u64::saturating_add),
            Node::Repeat { node, min, max, .. } => {
                let times = max.unwrap_or(*min).max(1);
                node.length().saturating_mul(u64::from(times))
            }
            Node::Capture { node, .. } => node.length(),
        }
    }

    /// Whether it matches nothing at all, too.
    pub fn may_be_empty(&self) -> bool {
        match self {
            Node::Symbol { .. } => false,
            Node::Sequence(nodes) => nodes.iter().all(Node::may_be_empty),
            Node::Choice(nodes) => nodes.iter().any(Node::may_be_empty),
            Node::Repeat { node, min, .. } => *min == 0 || node.may_be_empty(),
            Node::Capture { node, .. } => node.may_be_empty(),
        }
    }

    /// The pattern with every symbol `from` called `to`.
    pub fn with_symbol(self, from: &str, to: &str) -> Node {
        let all = |nodes: Vec<Node>| nodes.into_iter().map(|node| node.with_symbol(from, to)).collect();
        match self {
            Node::Symbol { name, negated, features } if name == from => {
                Node::Symbol { name: to.to_owned(), negated, features }
            }
            Node::Symbol { .. } => self,
            Node::Sequence(nodes) => Node::Sequence(all(nodes)),
            Node::Choice(nodes) => Node::Choice(all(nodes)),
            Node::Repeat { node, min, max, lazy } => {
                Node::Repeat { node: Box::new(node.with_symbol(from, to)), min, max, lazy }
            }
            Node::Capture { label, node } => Node::Capture { label, node: Box::new(node.with_symbol(from, to)) },
        }
    }
}

/// Reads a pattern. `macros` answers with the pattern text of a `{name}`.
///
/// # Errors
/// One sentence that says what is wrong and near what.
pub fn parse<'m>(text: &str, macros: &dyn Fn(&str) -> Option<&'m str>) -> Result<Node, String> {
    let node = parse_nested(text, macros, Extent { macros: 0, nesting: 0, items: &Cell::new(0) })?;
    if node.length() > LENGTH {
        return Err(format!("it is more than {LENGTH} symbols long once its repeats are written out"));
    }
    Ok(node)
}

/// Deeper nesting of macros than this is a cycle.
const MACRO_DEPTH: u32 = 16;
/// How deep brackets, labels and macros may stand in each other.
const NESTING: u32 = 64;
/// How many items a pattern may have, those of its macros included: macros that insert others twice each are long soon.
const ITEMS: u32 = 10_000;

/// How many symbols a pattern may have once its repeats are written out, which is what compiling it does.
const LENGTH: u64 = 100_000;

/// How far into a pattern a parser is.
#[derive(Clone, Copy)]
struct Extent<'p> {
    macros: u32,
    nesting: u32,
    /// Of the whole pattern.
    items: &'p Cell<u32>,
}

fn parse_nested<'m>(text: &str, macros: &dyn Fn(&str) -> Option<&'m str>, extent: Extent) -> Result<Node, String> {
    if extent.macros > MACRO_DEPTH {
        return Err("macros insert each other without end".into());
    }
    let mut parser = Parser { rest: text, macros, extent };
    let node = parser.choice()?;
    match parser.peek() {
        None => Ok(node),
        Some(c) => Err(format!("unexpected `{c}` before `{}`", head(parser.rest))),
    }
}

fn head(rest: &str) -> String {
    // A message is one line.
    rest.chars().take_while(|c| !c.is_control()).take(20).collect()
}

struct Parser<'p, 'm> {
    rest: &'p str,
    macros: &'p dyn Fn(&str) -> Option<&'m str>,
    extent: Extent<'p>,
}

impl Parser<'_, '_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest = &self.rest[c.len_utf8()..];
        }
        found
    }

    fn expect(&mut self, c: char) -> Result<(), String> {
        if self.eat(c) { Ok(()) } else { Err(format!("expected `{c}` before `{}`", head(self.rest))) }
    }

    fn name(&mut self) -> Result<String, String> {
        self.peek();
        let len =
            self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(self.rest.len());
        if len == 0 {
            return Err(format!("expected a name before `{}`", head(self.rest)));
        }
        let (name, rest) = self.rest.split_at(len);
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn choice(&mut self) -> Result<Node, String> {
        let mut options = vec![self.sequence()?];
        while self.eat('|') {
            options.push(self.sequence()?);
        }
        Ok(if options.len() == 1 { options.remove(0) } else { Node::Choice(options) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut items = Vec::new();
        while self.peek().is_some_and(|c| !matches!(c, '|' | ')')) {
            items.push(self.repeated()?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Node::Sequence(items) })
    }

    fn repeated(&mut self) -> Result<Node, String> {
        let node = self.item()?;
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            // `{2}` and `{0,3}` repeat; `{name}` is the next item, a macro.
            Some('{') if self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) => return self.counted(node),
            _ => return Ok(node),
        };
        self.rest = &self.rest[1..];
        Ok(Node::Repeat { node: Box::new(node), min, max, lazy: self.eat('?') })
    }

    fn counted(&mut self, node: Node) -> Result<Node, String> {
        self.expect('{')?;
        let number = |text: String| text.parse().map_err(|_| format!("`{text}` is no count"));
        let min = number(self.name()?)?;
        let max = if self.eat(',') { number(self.name()?)? } else { min };
        self.expect('}')?;
        Ok(Node::Repeat { node: Box::new(node), min, max: Some(max), lazy: self.eat('?') })
    }

    fn item(&mut self) -> Result<Node, String> {
        self.extent.items.set(self.extent.items.get() + 1);
        if self.extent.items.get() > ITEMS {
            return Err(format!("it has more than {ITEMS} items, those of its macros included"));
        }
        self.extent.nesting += 1;
        if self.extent.nesting > NESTING {
            return Err(format!("brackets, labels and macros stand in each other more than {NESTING} deep"));
        }
        let item = self.single();
        self.extent.nesting -= 1;
        item
    }

    fn single(&mut self) -> Result<Node, String> {
        if self.eat('(') {
            let node = self.choice()?;
            self.expect(')')?;
            return Ok(node);
        }
        if self.eat('{') {
            let name = self.name()?;
            self.expect('}')?;
            let text = (self.macros)(&name).ok_or_else(|| format!("there is no macro `{name}`"))?;
            let extent = Extent { macros: self.extent.macros + 1, ..self.extent };
            return parse_nested(text, self.macros, extent).map_err(|e| format!("in macro `{name}`: {e}"));
        }
        let negated = self.eat('!');
        let name = self.name()?;
        if !negated && self.rest.starts_with(':') {
            self.rest = &self.rest[1..];
            return Ok(Node::Capture { label: name, node: Box::new(self.item()?) });
        }
        let mut features = Vec::new();
        if self.rest.starts_with('[') {
            self.expect('[')?;
            loop {
                let negated = self.eat('!');
                features.push(Feature { name: self.name()?, negated });
                if !self.eat(',') {
                    break;
                }
            }
            self.expect(']')?;
        }
        Ok(Node::Symbol { name, negated, features })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(text: &str) -> Node {
        parse(text, &|name| (name == "who").then_some("NAME | PRONOUN")).unwrap()
    }

    fn error(text: &str) -> String {
        let macros = |name: &str| match name {
            "loop" => Some("{loop}"),
            "ten" => Some("NAME NAME NAME NAME NAME NAME NAME NAME NAME NAME"),
            "hundred" => Some("{ten}{ten}{ten}{ten}{ten}{ten}{ten}{ten}{ten}{ten}"),
            "thousand" => {
                Some("{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}{hundred}")
            }
            "many" => {
                Some("{thousand}{thousand}{thousand}{thousand}{thousand}{thousand}{thousand}{thousand}{thousand}")
            }
            _ => None,
        };
        parse(text, &macros).unwrap_err()
    }

    #[test]
    fn reversing_twice_changes_nothing() {
        let node = ok("speaker:({who} COMMA?) cue:CUE[quote,!passive] (that | whether)* !STOP{1,3}");
        assert_ne!(node.clone().reversed(), node);
        assert_eq!(node.clone().reversed().reversed(), node);
    }

    #[test]
    fn a_question_mark_behind_a_repeat_makes_it_lazy() {
        let repeat = |lazy| Node::Repeat { node: Box::new(ok("NAME")), min: 0, max: None, lazy };
        assert_eq!(ok("NAME*"), repeat(false));
        assert_eq!(ok("NAME*?"), repeat(true));
        assert_eq!(ok("NAME*? COMMA"), Node::Sequence(vec![repeat(true), ok("COMMA")]));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(error("NAME ("), "expected `)` before ``");
        assert_eq!(error("(* NAME\nNAME"), "expected a name before `* NAME`");
        assert_eq!(error("NAME )"), "unexpected `)` before `)`");
        assert_eq!(error("{nobody}"), "there is no macro `nobody`");
        assert!(error("{loop}").ends_with("macros insert each other without end"));
        assert_eq!(error(&"(".repeat(100_000)), "brackets, labels and macros stand in each other more than 64 deep");
        assert_eq!(error(&"cue:".repeat(100_000)), error(&"(".repeat(100)));
        assert_eq!(error(&"NAME ".repeat(10_001)), "it has more than 10000 items, those of its macros included");
        assert!(error("{many} {many}").ends_with("more than 10000 items, those of its macros included"));
        assert_eq!(
            error("(NAME{1000} COMMA){1000}"),
            "it is more than 100000 symbols long once its repeats are written out"
        );
        assert_eq!(error("NAME{4294967295}"), error("((((NAME{999}){999}){999}){999}){999}"));
        assert_eq!(error("CUE[quote"), "expected `]` before ``");
        assert_eq!(error("| ?"), "expected a name before `?`");
    }
}
