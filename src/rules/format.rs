//! Rule files: TOML, one family of rules a file.
//!
//! ```toml
//! [[rule]]
//! id = "quote-cue-speaker"
//! why = "The attribution follows, verb first."
//! anchor = "content:QUOTE"
//! before = "EDGE"
//! after = "COMMA? cue:CUE[quote] speaker:{source}"
//! confidence = 0.97
//! example = ['''{q "We will go,"} {c said} {s Ana Cruz}.''']
//! counter = ['''She held a sign, "Go," said to be hers.''']
//! ```
//!
//! Keys that are not known, rules without an example and a counter-example, ids that stand twice and
//! patterns that do not parse are refused with file and line.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

/// One rule, as its file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Names the rule in evidence, tests and listings.
    pub id: Spanned<String>,
    /// What it matches and why it exists.
    pub why: String,
    /// The chunk that it looks from.
    pub anchor: Spanned<String>,
    /// For a rule about a verb in several forms: their names in [`RuleFile::forms`]. `FORM` in the anchor
    /// stands for the form's symbol, and what the form says stands before the anchor.
    #[serde(default)]
    pub forms: Vec<String>,
    /// What must stand before the anchor, in reading order; empty for anything.
    #[serde(default = "anything")]
    pub before: Spanned<String>,
    /// What must stand behind the anchor; empty for anything.
    #[serde(default = "anything")]
    pub after: Spanned<String>,
    /// Whether a single match in a text is none: the turns of a transcript come several at a time.
    #[serde(default)]
    pub recurs: bool,
    /// Whether it counts only where its speaker's name stands beside a reporting verb elsewhere in the text: before the colon of
    /// a headline may stand a topic as well.
    #[serde(default)]
    pub quoted_elsewhere: bool,
    /// Whether what it finds is speech word for word though no marks say so, as in a transcript.
    #[serde(default)]
    pub verbatim: bool,
    /// Whether what it finds is a phrase rather than a clause; of a rule about ends: whether it ends phrases only.
    #[serde(default)]
    pub phrase: bool,
    /// Where two rules want the same words, the one of the higher rank has them; within a rank, the surer.
    #[serde(default)]
    pub rank: i8,
    /// Measured share of right answers among those that it proposed.
    pub confidence: f32,
    /// Texts with marks for what the rule must find, exactly.
    pub example: Vec<String>,
    /// Texts in which it must find nothing.
    pub counter: Vec<String>,
}

fn anything() -> Spanned<String> {
    Spanned::new(0..0, String::new())
}

/// A verb form that rules may be about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The symbol of a reporting verb in this form.
    pub symbol: String,
    /// What stands before it.
    pub before: String,
}

/// One file of rules.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Patterns that rules of every file insert by `{name}`.
    #[serde(default)]
    pub macros: BTreeMap<String, String>,
    /// Verb forms, and how each finds whose words it reports.
    #[serde(default)]
    pub forms: BTreeMap<String, Form>,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<RuleSpec>,
}

/// Why a rule file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, in one sentence.
    pub message: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for LoadError {}

impl LoadError {
    pub(super) fn at(file: &str, text: &str, offset: usize, message: impl Into<String>) -> LoadError {
        let line = text.as_bytes()[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
        LoadError { file: file.to_owned(), line, message: message.into() }
    }
}

impl RuleFile {
    /// Reads one file and checks what can be checked without the other ones.
    ///
    /// # Errors
    /// Text that is no TOML, unknown or missing keys, an id that is no word, a confidence outside 0 to 1, no example or counter-example.
    pub fn parse(file: &str, text: &str) -> Result<RuleFile, LoadError> {
        let rules: RuleFile = toml::from_str(text).map_err(|e| {
            LoadError::at(file, text, e.span().map_or(0, |span| span.start), e.message().replace('\n', " "))
        })?;
        for rule in &rules.rule {
            let refuse = |message: String| Err(LoadError::at(file, text, rule.id.span().start, message));
            let id = rule.id.get_ref();
            // It stands in evidence, metrics and messages as it is.
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                return refuse("the id of a rule must be of small letters, digits and hyphens".to_owned());
            }
            if !(0.0..=1.0).contains(&rule.confidence) {
                return refuse(format!("the confidence of rule `{id}` is not between 0 and 1"));
            }
            if rule.example.is_empty() || rule.counter.is_empty() {
                return refuse(format!("rule `{id}` needs an example and a counter-example"));
            }
        }
        Ok(rules)
    }
}
