//! What holds for every answer.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeSet;

use quotewire::{Extraction, Options, Span, Step, extract};

/// An answer with everything in it.
pub fn answer(text: &str) -> Extraction {
    extract(text, &Options { include_rejected: true, ..Options::default() })
}

/// An answer with everything in it, after a look at all that holds for any of them.
pub fn check(text: &str) -> Extraction {
    check_with(text, &Options { include_rejected: true, ..Options::default() })
}

/// An answer to a caller who wants it so, after the same look.
pub fn check_with(text: &str, options: &Options) -> Extraction {
    let found = extract(text, options);
    for span in spans(&found) {
        let words = text.get(span.range());
        assert!(words.is_some_and(|words| !words.is_empty()), "{span:?} is no stretch of {text:?}");
    }
    let starts: Vec<u32> = found.quotes.iter().map(|quote| quote.content[0].start).collect();
    assert!(starts.is_sorted(), "quotes in disorder: {starts:?} in {text:?}");
    for (i, quote) in found.quotes.iter().enumerate() {
        let pieces = &quote.content;
        assert!(pieces.windows(2).all(|two| two[0].end <= two[1].start), "pieces in disorder: {pieces:?} in {text:?}");
        assert!((0.0..=1.0).contains(&quote.confidence), "{}", quote.confidence);
        assert!(quote.speaker.speaker.is_none_or(|index| (index as usize) < found.speakers.len()));
        assert!(
            quote
                .parent
                .is_none_or(|parent| (parent.quote as usize) < found.quotes.len() && parent.quote as usize != i)
        );
        assert!(quote.cue.as_ref().is_none_or(|cue| !cue.spans.is_empty() && !cue.lemma.is_empty()));
        assert!(!quote.evidence.is_empty(), "nothing says why {pieces:?} is a quote in {text:?}");
        for step in &quote.evidence {
            let known = match step.step {
                Step::Rule => rule_ids().contains(step.id),
                Step::Sieve => !step.id.is_empty(),
            };
            assert!(known, "no rule or sieve is called {:?}", step.id);
        }
    }
    for speaker in &found.speakers {
        let said = [&speaker.name, &speaker.description, &speaker.unresolved_reason];
        assert!(said.iter().any(|words| !words.is_empty()), "a speaker without a word in {text:?}");
        assert!(speaker.mentions.is_sorted(), "mentions in disorder: {:?} in {text:?}", speaker.mentions);
    }
    found
}

fn rule_ids() -> BTreeSet<&'static str> {
    quotewire::lang::en().rules.rules.iter().map(|rule| rule.id.get_ref().as_str()).collect()
}

/// Every span of an answer.
pub fn spans(found: &Extraction) -> Vec<Span> {
    let mut found = found.clone();
    let mut out = Vec::new();
    each_span(&mut found, |span| out.push(*span));
    out
}

/// Hands out every span of an answer.
pub fn each_span(found: &mut Extraction, mut visit: impl FnMut(&mut Span)) {
    for quote in &mut found.quotes {
        quote.content.iter_mut().for_each(&mut visit);
        quote.speaker.spans.iter_mut().for_each(&mut visit);
        quote.cue.iter_mut().flat_map(|cue| &mut cue.spans).for_each(&mut visit);
        quote.addressee.iter_mut().for_each(&mut visit);
        quote.evidence.iter_mut().flat_map(|step| &mut step.spans).for_each(&mut visit);
    }
    found.speakers.iter_mut().flat_map(|speaker| &mut speaker.mentions).for_each(&mut visit);
    found.rejected.iter_mut().for_each(|rejected| visit(&mut rejected.span));
    found.warnings.iter_mut().for_each(|warning| visit(&mut warning.span));
}
