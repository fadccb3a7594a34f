//! Compiled rules, and the search for their matches around one chunk.
//!
//! All rules are tried at once by one automaton a side, which says which of them match; only those are then
//! asked for their captures. Nothing here allocates in the steady state but the matches themselves.

use std::ops::Range;

use regex_automata::meta::{Cache, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind, PatternID, PatternSet};

use super::compile::Alphabet;
use super::format::{LoadError, RuleFile, RuleSpec};
use super::pattern;

/// How many chunks a rule sees to each side of its anchor.
const WINDOW: usize = 96;

/// What a rule may capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The words reported.
    Content,
    /// Who says them.
    Speaker,
    /// The reporting words.
    Cue,
    /// To whom they are said.
    Addressee,
}

const LABELS: [(&str, Label); 4] =
    [("content", Label::Content), ("speaker", Label::Speaker), ("cue", Label::Cue), ("addressee", Label::Addressee)];

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
    /// Which rules match from the anchor on, and which before it (on the reversed tape).
    after: Side,
    before: Side,
}

/// One side of all rules: an automaton over all, and one regex a rule for its captures.
struct Side {
    all: Regex,
    each: Vec<Regex>,
}

impl RuleSet {
    /// Compiles the rules of `files`, given as (name, text).
    ///
    /// # Errors
    /// The first mistake, with its file and line.
    pub fn compile(files: &[(&str, &str)], alphabet: &Alphabet) -> Result<RuleSet, LoadError> {
        let parsed = files.iter().map(|(name, text)| RuleFile::parse(name, text)).collect::<Result<Vec<_>, _>>()?;
        let macros = |name: &str| parsed.iter().find_map(|file| file.macros.get(name)).map(String::as_str);
        let (mut before, mut after, mut rules): (Vec<String>, Vec<String>, Vec<RuleSpec>) = Default::default();
        for ((name, text), file) in files.iter().zip(&parsed) {
            for rule in &file.rule {
                let at = |offset: usize, message: String| LoadError::at(name, text, offset, message);
                if rules.iter().any(|other| other.id.get_ref() == rule.id.get_ref()) {
                    return Err(at(rule.id.span().start, format!("there are two rules `{}`", rule.id.get_ref())));
                }
                let parse = |source: &toml::Spanned<String>| {
                    pattern::parse(source.get_ref(), &macros)
                        .map_err(|e| at(source.span().start, format!("rule `{}`: {e}", rule.id.get_ref())))
                };
                let regex = |node: &pattern::Node| {
                    alphabet
                        .regex(node)
                        .map_err(|e| at(rule.anchor.span().start, format!("rule `{}`: {e}", rule.id.get_ref())))
                };
                before.push(regex(&parse(&rule.before)?.reversed())?);
                after.push(regex(&parse(&rule.anchor)?)? + &regex(&parse(&rule.after)?)?);
                rules.push(rule.clone());
            }
        }
        let whole = |e: String| LoadError { file: "rules".into(), line: 0, message: e };
        Ok(RuleSet { rules, after: Side::new(&after).map_err(whole)?, before: Side::new(&before).map_err(whole)? })
    }
}

impl Side {
    fn new(patterns: &[String]) -> Result<Side, String> {
        let build = |kind: MatchKind, patterns: &[&str]| {
            Regex::builder()
                .configure(Regex::config().utf8_empty(false).match_kind(kind))
                .syntax(syntax::Config::new().unicode(false).utf8(false))
                .build_many(patterns)
                .map_err(|e| e.to_string())
        };
        let all = build(MatchKind::All, &patterns.iter().map(String::as_str).collect::<Vec<_>>())?;
        let each = patterns.iter().map(|p| build(MatchKind::LeftmostFirst, &[p])).collect::<Result<Vec<_>, _>>()?;
        Ok(Side { all, each })
    }
}

/// Scratch memory for matching one tape after the other.
pub struct Matcher<'r> {
    rules: &'r RuleSet,
    reversed: Vec<u8>,
    before: SideScratch,
    after: SideScratch,
}

struct SideScratch {
    matching: PatternSet,
    all: Cache,
    each: Vec<(Cache, Captures)>,
}

impl SideScratch {
    fn new(side: &Side) -> SideScratch {
        SideScratch {
            matching: PatternSet::new(side.each.len()),
            all: side.all.create_cache(),
            each: side.each.iter().map(|regex| (regex.create_cache(), regex.create_captures())).collect(),
        }
    }

    fn search(&mut self, side: &Side, tape: &[u8]) {
        self.matching.clear();
        let input = Input::new(tape).anchored(Anchored::Yes);
        side.all.which_overlapping_matches_with(&mut self.all, &input, &mut self.matching);
    }

    /// Appends rule `rule`'s captures as chunk ranges counted from the start of `tape`.
    fn captures(&mut self, side: &Side, rule: usize, tape: &[u8], mut push: impl FnMut(Label, Range<usize>)) {
        let (cache, captures) = &mut self.each[rule];
        let input = Input::new(tape).anchored(Anchored::Yes);
        side.each[rule].search_captures_with(cache, &input, captures);
        for (name, label) in LABELS {
            if let Some(span) = captures.get_group_by_name(name) {
                push(label, span.start / 2..span.end / 2);
            }
        }
    }
}

impl<'r> Matcher<'r> {
    /// Scratch memory for `rules`.
    pub fn new(rules: &'r RuleSet) -> Matcher<'r> {
        Matcher {
            rules,
            reversed: Vec::with_capacity(2 * WINDOW),
            before: SideScratch::new(&rules.before),
            after: SideScratch::new(&rules.after),
        }
    }

    /// All rules that match around the chunk `anchor` of `tape`, in the order of the rules.
    pub fn matches(&mut self, tape: &[u8], anchor: usize) -> Vec<Match> {
        let end = (anchor + 1 + WINDOW).min(tape.len() / 2);
        let start = anchor.saturating_sub(WINDOW);
        let after = &tape[2 * anchor..2 * end];
        self.after.search(&self.rules.after, after);
        if self.after.matching.is_empty() {
            return Vec::new();
        }
        self.reversed.clear();
        self.reversed.extend(tape[2 * start..2 * anchor].chunks_exact(2).rev().flatten());
        self.before.search(&self.rules.before, &self.reversed);
        let mut out = Vec::new();
        for rule in 0..self.rules.rules.len() {
            let id = PatternID::must(rule);
            if !self.after.matching.contains(id) || !self.before.matching.contains(id) {
                continue;
            }
            let mut captures = Vec::new();
            // What stands before the anchor was matched backwards: chunk k there is chunk anchor - 1 - k.
            self.before.captures(&self.rules.before, rule, &self.reversed, |label, range| {
                captures.push((label, anchor - range.end..anchor - range.start));
            });
            self.after.captures(&self.rules.after, rule, after, |label, range| {
                captures.push((label, anchor + range.start..anchor + range.end));
            });
            captures.sort_by_key(|(_, range)| range.start);
            out.push(Match { rule, captures });
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
        assert_eq!(error(&(rule("", "") + &rule("", ""))), "r.toml:11: there are two rules `r`");
        assert!(error("[[rule]]\nids = 1\n").starts_with("r.toml:2: unknown field `ids`"));
        assert_eq!(
            error(&rule("", "").replace("['c']", "[]")),
            "r.toml:2: rule `r` needs an example and a counter-example"
        );
    }
}
