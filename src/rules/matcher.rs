//! Compiled rules, and the search for their matches around one chunk.
//!
//! Nothing here allocates in the steady state.

use std::cell::Cell;
use std::ops::Range;

use super::compile::{Alphabet, Sets};
use super::format::{LoadError, RuleFile, RuleSpec};
use super::outlook::Outlook;
use super::pattern::{self, Node};
use super::program::Program;
use super::run::{LONGEST, Run};
use super::side::{Label, Outcomes, View};
use crate::byte_set::ByteSet;
use crate::spare;

/// How many chunks a rule sees to each side of its anchor.
const WINDOW: usize = 96;
const _: () = assert!(WINDOW < LONGEST);

/// A rule that matched around an anchor, with the chunks that it captured, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'m> {
    /// Index of the rule in [`RuleSet::rules`].
    pub rule: usize,
    /// Labelled ranges of chunk indices.
    pub captures: &'m [(Label, Range<usize>)],
}

impl Match<'_> {
    /// The first range that was captured under `label`.
    pub fn get(&self, label: Label) -> Option<Range<usize>> {
        self.captures.iter().find(|(l, _)| *l == label).map(|(_, range)| range.clone())
    }
}

/// Rules, compiled and ready to match.
pub struct RuleSet {
    /// The rules as their files say, in the order of files and lines.
    pub rules: Vec<RuleSpec>,
    groups: Vec<Group>,
    /// For each class, the group of rules that look from it, counted from 1.
    group_of: [u8; 256],
    /// What stands from the anchor on, and what stands before it, read from right to left.
    after: Vec<Program>,
    before: Vec<Program>,
    sets: Sets,
}

/// The rules that look from a chunk of certain classes, in their order.
struct Group {
    variants: Vec<Variant>,
    outlook: Outlook,
}

/// A rule, or a rule for one verb form: its index, and those of its patterns on both sides.
#[derive(Clone, Copy)]
struct Variant {
    rule: usize,
    before: usize,
    after: usize,
}

impl RuleSet {
    /// Compiles the rules of `files`, given as (name, text).
    ///
    /// # Errors
    /// The first mistake, with its file and line.
    pub fn compile(files: &[(&str, &str)], alphabet: &Alphabet) -> Result<RuleSet, LoadError> {
        let parsed = files.iter().map(|(name, text)| RuleFile::parse(name, text)).collect::<Result<Vec<_>, _>>()?;
        let mut set = Patterns {
            alphabet,
            files: &parsed,
            sets: Sets::default(),
            before: Vec::new(),
            after: Vec::new(),
            variants: Vec::new(),
        };
        let mut rules: Vec<RuleSpec> = Vec::new();
        for ((name, text), file) in files.iter().zip(&parsed) {
            for rule in &file.rule {
                let at = |span: Range<usize>, message: String| {
                    LoadError::at(name, text, span.start, format!("rule `{}`: {message}", rule.id.get_ref()))
                };
                if rules.iter().any(|other| other.id.get_ref() == rule.id.get_ref()) {
                    return Err(at(rule.id.span(), "there is another one of this name".into()));
                }
                set.add(rule, rules.len()).map_err(|(span, message)| at(span, message))?;
                rules.push(rule.clone());
            }
        }
        let (groups, group_of) = set.groups();
        let programs =
            |patterns: Vec<(Node, Program)>| patterns.into_iter().map(|(_, program)| program).collect::<Vec<_>>();
        let (after, before, sets) = (programs(set.after), programs(set.before), set.sets);
        Ok(RuleSet { rules, groups, group_of, after, before, sets })
    }
}

/// The patterns of rules, each once however many rules share it.
struct Patterns<'r> {
    alphabet: &'r Alphabet,
    files: &'r [RuleFile],
    sets: Sets,
    before: Vec<(Node, Program)>,
    after: Vec<(Node, Program)>,
    variants: Vec<Variant>,
}

impl Patterns<'_> {
    /// Adds a rule; a mistake comes with the place of the key that it is in.
    fn add(&mut self, rule: &RuleSpec, index: usize) -> Result<(), (Range<usize>, String)> {
        let parse = |text: &toml::Spanned<String>| {
            let macros = |name: &str| self.files.iter().find_map(|f| f.macros.get(name)).map(String::as_str);
            pattern::parse(text.get_ref(), &macros).map_err(|e| (text.span(), e))
        };
        let (anchor, before, after) = (parse(&rule.anchor)?, parse(&rule.before)?, parse(&rule.after)?);
        let mistake = |message: String| (rule.anchor.span(), message);
        if rule.forms.is_empty() {
            return self.push(index, anchor, before, after).map_err(mistake);
        }
        for form in &rule.forms {
            let form = self.files.iter().find_map(|file| file.forms.get(form));
            let form = form.ok_or_else(|| (rule.id.span(), "it names a form that no file has".to_owned()))?;
            let subject = parse(&toml::Spanned::new(rule.id.span(), form.before.clone()))?;
            let before = Node::Sequence(vec![subject, before.clone()]);
            let anchor = anchor.clone().with_symbol("FORM", &form.symbol);
            self.push(index, anchor, before, after.clone()).map_err(mistake)?;
        }
        Ok(())
    }

    /// The variants by the class of chunk that they look from; classes with the same variants share a group.
    fn groups(&self) -> (Vec<Group>, [u8; 256]) {
        let first: Vec<_> = self.after.iter().map(|(node, _)| self.alphabet.first_classes(node)).collect();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let group_of: [u8; 256] = std::array::from_fn(|class| {
            let looks = |variant: &usize| first[self.variants[*variant].after].has(class as u8);
            let group: Vec<usize> = (0..self.variants.len()).filter(looks).collect();
            if group.is_empty() {
                return 0;
            }
            let known = members.iter().position(|other| *other == group).unwrap_or_else(|| {
                members.push(group);
                members.len() - 1
            });
            known as u8 + 1
        });
        let group = |(index, members): (usize, &Vec<usize>)| {
            let variants: Vec<Variant> = members.iter().map(|at| self.variants[*at]).collect();
            let sides = variants.iter().map(|v| (&self.before[v.before].1, &self.after[v.after].1));
            let classes = (0..=255).filter(|class| usize::from(group_of[usize::from(*class)]) == index + 1);
            let outlook = Outlook::new(sides, &self.sets, classes.collect::<ByteSet>());
            Group { variants, outlook }
        };
        let groups = members.iter().enumerate().map(group).collect();
        (groups, group_of)
    }

    fn push(&mut self, rule: usize, anchor: Node, before: Node, after: Node) -> Result<(), String> {
        let after = Node::Sequence(vec![anchor, after]);
        let before = place(&mut self.before, before.reversed(), self.alphabet, &mut self.sets)?;
        let after = place(&mut self.after, after, self.alphabet, &mut self.sets)?;
        self.variants.push(Variant { rule, before, after });
        Ok(())
    }
}

/// The index of a pattern among `patterns`, to which it is added where it is new.
fn place(
    patterns: &mut Vec<(Node, Program)>,
    node: Node,
    alphabet: &Alphabet,
    sets: &mut Sets,
) -> Result<usize, String> {
    if let Some(known) = patterns.iter().position(|(other, _)| *other == node) {
        return Ok(known);
    }
    let program = Program::new(&node, alphabet, sets)?;
    patterns.push((node, program));
    Ok(patterns.len() - 1)
}

/// Matches rules around the chunks of a tape.
pub struct Matcher<'r> {
    rules: &'r RuleSet,
    tape: &'r [[u8; 2]],
    /// The tape from its end to its beginning, as what stands before an anchor is read.
    mirror: Vec<[u8; 2]>,
    scratch: Scratch,
}

/// What a matcher needs beside its rules. It is as large as those are, whatever the tape.
#[derive(Default)]
struct Scratch {
    run: Run,
    before: Outcomes,
    after: Outcomes,
    /// The rules that matched around the latest anchor, each with the end of what it captured.
    found: Vec<(usize, usize)>,
    captures: Vec<(Label, Range<usize>)>,
}

thread_local! {
    /// The scratch memory of the thread's last matcher: a text is read in less time than it takes to grow it anew.
    static SPARE: Cell<Option<Scratch>> = const { Cell::new(None) };
    static MIRROR: Cell<Vec<[u8; 2]>> = Cell::default();
}

impl Drop for Matcher<'_> {
    fn drop(&mut self) {
        spare::keep(&MIRROR, &mut self.mirror);
        // A search that did not come to its end leaves its marks behind.
        if !std::thread::panicking() {
            SPARE.set(Some(std::mem::take(&mut self.scratch)));
        }
    }
}

impl<'r> Matcher<'r> {
    /// A matcher for `rules` on a tape of two bytes a chunk, class and features. No chunk has the class 0.
    pub fn new(rules: &'r RuleSet, tape: &'r [u8]) -> Matcher<'r> {
        let (tape, _) = tape.as_chunks();
        let mut mirror = spare::take(&MIRROR, tape.len());
        mirror.extend(tape.iter().rev());
        let mut scratch = SPARE.take().unwrap_or_default();
        scratch.before.begin(&rules.sets, tape.len());
        scratch.after.begin(&rules.sets, tape.len());
        Matcher { rules, tape, mirror, scratch }
    }

    /// All rules that match around the chunk `anchor`, in the order of the rules.
    #[inline]
    pub fn matches(&mut self, anchor: usize) -> impl Iterator<Item = Match<'_>> {
        let [class, _] = self.tape[anchor];
        self.scratch.found.clear();
        if let Some(group) = self.rules.group_of[usize::from(class)].checked_sub(1) {
            self.find(&self.rules.groups[usize::from(group)], anchor);
        }
        let Scratch { found, captures, .. } = &self.scratch;
        let mut start = 0;
        found.iter().map(move |&(rule, end)| {
            let captures = &captures[start..end];
            start = end;
            Match { rule, captures }
        })
    }

    /// Finds all rules of a group that match around the chunk `anchor`.
    fn find(&mut self, Group { variants, outlook }: &Group, anchor: usize) {
        let rules = self.rules;
        let Scratch { found, captures, run, before: outcomes_before, after: outcomes_after } = &mut self.scratch;
        let before = View::of(&self.mirror, self.tape.len() - anchor, WINDOW);
        let after = View::of(self.tape, anchor, 1 + WINDOW);
        captures.clear();
        outcomes_before.clear(rules.before.len());
        outcomes_after.clear(rules.after.len());
        for index in outlook.rules(before, after) {
            let Variant { rule, before: ahead, after: behind } = variants[index];
            let Some(behind) = outcomes_after.of(behind, &rules.after[behind], &rules.sets, after, run) else {
                continue;
            };
            let Some(ahead) = outcomes_before.of(ahead, &rules.before[ahead], &rules.sets, before, run) else {
                continue;
            };
            // What stands before the anchor was matched backwards: chunk k there is chunk anchor - 1 - k.
            let ahead = ahead.iter().map(|(label, range)| (*label, anchor - range.end..anchor - range.start));
            let behind = behind.iter().map(|(label, range)| (*label, anchor + range.start..anchor + range.end));
            let start = captures.len();
            captures.extend(ahead.chain(behind));
            captures[start..].sort_by_key(|(_, range)| range.start);
            found.push((rule, captures.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A toy language: N names, V verbs, Q quotes, `,` commas; the feature byte `x` is the feature `loud`.
    fn alphabet() -> Alphabet {
        let mut alphabet = Alphabet::default();
        for (name, class) in [("NAME", b'N'), ("VERB", b'V'), ("QUOTE", b'Q'), ("COMMA", b',')] {
            alphabet.symbol(name, &[class]);
        }
        alphabet.feature("loud", vec![b'x']);
        alphabet
    }

    fn rule(before: &str, after: &str) -> String {
        format!(
            "[[rule]]\nid = 'r'\nwhy = ''\nanchor = 'content:QUOTE'\nbefore = '{before}'\nafter = '{after}'\nconfidence = 1\nexample = ['e']\ncounter = ['c']\n"
        )
    }

    fn found(rules: &str, tape: &str, anchor: usize) -> Option<String> {
        let rules = RuleSet::compile(&[("r.toml", rules)], &alphabet()).unwrap();
        let tape: Vec<u8> =
            tape.split(' ').flat_map(|s| [s.as_bytes()[0], *s.as_bytes().get(1).unwrap_or(&0)]).collect();
        let mut matcher = Matcher::new(&rules, &tape);
        let mut all = matcher.matches(anchor);
        let first = all.next().map(|m| {
            m.captures.iter().map(|(label, range)| format!("{label:?} {range:?}")).collect::<Vec<_>>().join(", ")
        });
        assert!(all.next().is_none());
        first
    }

    #[test]
    fn both_sides_capture_in_reading_order() {
        let text = rule("speaker:(NAME COMMA?) cue:VERB COMMA", "COMMA addressee:NAME");
        assert_eq!(found(&text, "V N , V , Q , N", 5).unwrap(), "Speaker 1..3, Cue 3..4, Content 5..6, Addressee 7..8");
        assert_eq!(found(&text, "V N , V N Q , N", 5), None);
    }

    #[test]
    fn features_and_their_absence() {
        assert_eq!(found(&rule("", "cue:VERB[loud]"), "Q Vx", 0).unwrap(), "Content 0..1, Cue 1..2");
        assert_eq!(found(&rule("", "cue:VERB[loud]"), "Q V", 0), None);
        assert_eq!(found(&rule("", "cue:VERB[!loud]"), "Q Vx", 0), None);
        assert_eq!(found(&rule("", "!VERB"), "Q Vx", 0), None);
    }

    #[test]
    fn mistakes_name_file_and_line() {
        let error =
            |text: &str| RuleSet::compile(&[("r.toml", text)], &alphabet()).map(|_| ()).unwrap_err().to_string();
        assert_eq!(error(&rule("NOBODY", "")), "r.toml:4: rule `r`: there is no symbol `NOBODY`");
        assert_eq!(error(&rule("(NAME", "")), "r.toml:5: rule `r`: expected `)` before ``");
        assert_eq!(error(&(rule("", "") + &rule("", ""))), "r.toml:11: rule `r`: there is another one of this name");
        let refusal = "r.toml:2: the id of a rule must be of small letters, digits and hyphens";
        assert_eq!(error(&rule("", "").replace("'r'", "\"two\\nlines\"")), refusal);
        assert!(error("[[rule]]\nids = 1\n").starts_with("r.toml:2: unknown field `ids`"));
        assert_eq!(
            error(&rule("", "").replace("['c']", "[]")),
            "r.toml:2: rule `r` needs an example and a counter-example"
        );
    }
}
