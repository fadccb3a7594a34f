//! Any text as a rule file: refused with one sentence, or compiled to rules that match any tape.
//!
//! The text may use every name of our own rules. What stands behind its first NUL is the tape.

use std::sync::LazyLock;

use quotewire::rules::{Alphabet, Matcher, RuleSet};

const OURS: &[&str] = &[
    include_str!("../../src/lang/en/rules/macros.toml"),
    include_str!("../../src/lang/en/rules/quote_first.toml"),
    include_str!("../../src/lang/en/rules/ends.toml"),
];

/// Every word of our rules as a symbol and as a feature, each of some bytes.
static ALPHABET: LazyLock<Alphabet> = LazyLock::new(|| {
    let mut alphabet = Alphabet::default();
    let words = OURS.iter().flat_map(|file| file.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_'));
    for (number, word) in words.filter(|word| !word.is_empty()).enumerate() {
        alphabet.symbol(word, &[number as u8]);
        alphabet.feature(word, (0..=255).filter(|byte| byte & 1 << (number % 8) != 0).collect());
    }
    alphabet
});

/// Looks at one input; a panic is a finding.
pub fn look(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let Some(Ok(file)) = parts.next().map(str::from_utf8) else { return };
    match RuleSet::compile(&[("any.toml", file)], &ALPHABET) {
        Err(refusal) => assert!(!refusal.message.is_empty() && !refusal.message.contains('\n'), "{refusal}"),
        Ok(rules) => {
            let tape = parts.next().unwrap_or_default();
            let tape = &tape[..tape.len() / 2 * 2];
            let mut matcher = Matcher::new(&rules, tape);
            for anchor in 0..tape.len() / 2 {
                for found in matcher.matches(anchor) {
                    assert!(found.rule < rules.rules.len());
                    for (_, chunks) in found.captures {
                        assert!(chunks.start <= chunks.end && chunks.end <= tape.len() / 2, "{chunks:?}");
                    }
                }
            }
        }
    }
}
