//! The examples that rules carry, checked.

use super::format::RuleSpec;
use crate::extract::extract;
use crate::markup::{self, Marked};
use crate::options::Options;

/// Checks that a rule finds what `example` marks, exactly, and that nothing else is found there.
///
/// # Errors
/// What was found instead.
pub fn check_example(rule: &RuleSpec, example: &str, prefix: &str) -> Result<(), String> {
    let (text, marked) = markup::parse(&format!("{prefix}{example}"))?;
    let found = extract(&text, &Options::default());
    let wants_addressee = marked.values().any(|m| !m.addressee.is_empty());
    let got: Vec<Marked> = found.quotes.iter().map(|quote| Marked::of(quote, wants_addressee)).collect();
    let mut want: Vec<Marked> = marked.into_values().collect();
    want.sort_by_key(|m| m.content.first().map(|s| s.start));
    if got != want {
        let show = |all: &[Marked]| all.iter().map(|m| format!("  {}\n", m.show(&text))).collect::<String>();
        return Err(format!("in: {text}\nexpected:\n{}found:\n{}", show(&want), show(&got)));
    }
    if !found.quotes.iter().any(|quote| quote.evidence.iter().any(|e| e.id == rule.id.get_ref())) {
        let ids: Vec<_> = found.quotes.iter().flat_map(|q| q.evidence.iter().map(|e| e.id)).collect();
        return Err(format!("in: {text}\nfound as marked, but by {ids:?}"));
    }
    Ok(())
}

/// Checks that a rule finds nothing in a counter-example.
///
/// # Errors
/// What it found.
pub fn check_counter(rule: &RuleSpec, counter: &str, prefix: &str) -> Result<(), String> {
    let text = format!("{prefix}{counter}");
    let found = extract(&text, &Options::default());
    match found.quotes.iter().find(|quote| quote.evidence.iter().any(|e| e.id == rule.id.get_ref())) {
        Some(quote) => Err(format!("in: {text}\nit found {}", Marked::of(quote, true).show(&text))),
        None => Ok(()),
    }
}
