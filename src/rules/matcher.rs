//! Compiled rules, and the search for their matches around one chunk.
//!
//! Nothing here allocates in the steady state but the matches themselves.

use std::ops::Range;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use regex_automata::util::pool::{Pool, PoolGuard};

use super::compile::Alphabet;
use super::format::{LoadError, RuleFile, RuleSpec};
use super::pattern::{self, Node};
use super::program::{LONGEST, Program};
use super::side::{Label, Pattern, Side, SideScratch};

/// How many chunks a rule sees to each side of its anchor.
const WINDOW: usize = 96;
const _: () = assert!(WINDOW < LONGEST);

/// A rule that matched around an anchor, with the chunks that it captured, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index of the rule in [`RuleSet::rules`].
    pub rule: usize,
    /// Labelled ranges of chunk indices.
    pub captures: Vec<(Label, Range<usize>)>,
}

impl Match {
    /// The first range that was captured under `label`.
    pub fn get(&self, label: Label) -> Option<Range<usize>> {
        self.captures.iter().find(|(l, _)| *l == label).map(|(_, range)| range.clone())
    }
}

/// Rules, compiled and ready to match.
pub struct RuleSet {
    /// The rules as their files say, in the order of files and lines.
    pub rules: Vec<RuleSpec>,
    /// By the class of the chunk that they look from, in the order of the rules.
    groups: Vec<Vec<Variant>>,
    /// For each class, the group of rules that look from it, counted from 1.
    group_of: [u8; 256],
    /// What stands from the anchor on, and what stands before it (on the reversed tape).
    after: Arc<Side>,
    before: Arc<Side>,
    pool: Pool<Scratch, NewScratch>,
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
        let mut set =
            Patterns { alphabet, files: &parsed, before: Vec::new(), after: Vec::new(), variants: Vec::new() };
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
        let whole = |e: String| LoadError { file: "rules".into(), line: 0, message: e };
        let (groups, group_of) = set.groups();
        let side = |patterns: Vec<(Node, Pattern)>, index: fn(&Variant) -> usize| {
            let patterns = patterns.into_iter().map(|(_, pattern)| pattern).collect();
            let distinct = |group: &Vec<Variant>| {
                let mut indices: Vec<usize> = group.iter().map(index).collect();
                indices.sort_unstable();
                indices.dedup();
                indices
            };
            Side::new(patterns, groups.iter().map(distinct).collect()).map(Arc::new).map_err(whole)
        };
        let (after, before) = (side(set.after, |v| v.after)?, side(set.before, |v| v.before)?);
        let (a, b) = (Arc::clone(&after), Arc::clone(&before));
        let new = move || Scratch {
            reversed: Vec::with_capacity(2 * WINDOW),
            before: SideScratch::new(&b),
            after: SideScratch::new(&a),
        };
        Ok(RuleSet { rules, groups, group_of, after, before, pool: Pool::new(Box::new(new)) })
    }
}

/// The patterns of rules, each once however many rules share it.
struct Patterns<'r> {
    alphabet: &'r Alphabet,
    files: &'r [RuleFile],
    before: Vec<(Node, Pattern)>,
    after: Vec<(Node, Pattern)>,
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
    fn groups(&self) -> (Vec<Vec<Variant>>, [u8; 256]) {
        let first: Vec<_> = self.after.iter().map(|(node, _)| self.alphabet.first_classes(node)).collect();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let group_of = std::array::from_fn(|class| {
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
        let groups = members.iter().map(|group| group.iter().map(|at| self.variants[*at]).collect()).collect();
        (groups, group_of)
    }

    fn push(&mut self, rule: usize, anchor: Node, before: Node, after: Node) -> Result<(), String> {
        let before = place(&mut self.before, before.reversed(), self.alphabet)?;
        let after = place(&mut self.after, Node::Sequence(vec![anchor, after]), self.alphabet)?;
        self.variants.push(Variant { rule, before, after });
        Ok(())
    }
}

/// The index of a pattern among `patterns`, to which it is added where it is new.
fn place(patterns: &mut Vec<(Node, Pattern)>, node: Node, alphabet: &Alphabet) -> Result<usize, String> {
    if let Some(known) = patterns.iter().position(|(other, _)| *other == node) {
        return Ok(known);
    }
    let pattern =
        Pattern { required: alphabet.regex(&node.clone().required())?, whole: Program::new(&node, alphabet)? };
    patterns.push((node, pattern));
    Ok(patterns.len() - 1)
}

/// Scratch memory of a search. The automata build their states as they meet them and keep them here, so that
/// a warm scratch is worth having: [`RuleSet`] keeps a pool of them.
struct Scratch {
    reversed: Vec<u8>,
    before: SideScratch,
    after: SideScratch,
}

/// Matches one tape after the other.
pub struct Matcher<'r> {
    rules: &'r RuleSet,
    scratch: PoolGuard<'r, Scratch, NewScratch>,
}

type NewScratch = Box<dyn Fn() -> Scratch + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl<'r> Matcher<'r> {
    /// A matcher for `rules`, with scratch memory from their pool.
    pub fn new(rules: &'r RuleSet) -> Matcher<'r> {
        Matcher { rules, scratch: rules.pool.get() }
    }

    /// All rules that match around the chunk `anchor` of `tape`, in the order of the rules.
    pub fn matches(&mut self, tape: &[u8], anchor: usize) -> Vec<Match> {
        let end = (anchor + 1 + WINDOW).min(tape.len() / 2);
        let start = anchor.saturating_sub(WINDOW);
        let after = &tape[2 * anchor..2 * end];
        let (rules, scratch) = (self.rules, &mut *self.scratch);
        let Some(group) = (rules.group_of[usize::from(after[0])] as usize).checked_sub(1) else { return Vec::new() };
        if !scratch.after.search(&rules.after, group, after) {
            return Vec::new();
        }
        scratch.reversed.clear();
        scratch.reversed.extend(tape[2 * start..2 * anchor].chunks_exact(2).rev().flatten());
        let mut out = Vec::new();
        if !scratch.before.search(&rules.before, group, &scratch.reversed) {
            return out;
        }
        for variant in &rules.groups[group] {
            if !scratch.after.matched(variant.after) || !scratch.before.matched(variant.before) {
                continue;
            }
            let mut captures = Vec::new();
            // What stands before the anchor was matched backwards: chunk k there is chunk anchor - 1 - k.
            scratch.before.captures(&rules.before, variant.before, &scratch.reversed, |label, range| {
                captures.push((label, anchor - range.end..anchor - range.start));
            });
            scratch.after.captures(&rules.after, variant.after, after, |label, range| {
                captures.push((label, anchor + range.start..anchor + range.end));
            });
            captures.sort_by_key(|(_, range)| range.start);
            out.push(Match { rule: variant.rule, captures });
        }
        out
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
        let all = Matcher::new(&rules).matches(&tape, anchor);
        assert!(all.len() < 2);
        all.first().map(|m| {
            m.captures.iter().map(|(label, range)| format!("{label:?} {range:?}")).collect::<Vec<_>>().join(", ")
        })
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
