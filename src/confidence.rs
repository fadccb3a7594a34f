//! How sure an answer is beyond what its rule says: what holds for quotes of any rule, measured on annotated news.
//!
//! A rule states its share of right answers, and a sieve that cuts or joins may lower it. Who was found to speak and
//! what the quote looks like then shift its odds. `examples/measure_rules.rs` takes the shift back before it counts.

use crate::quote::{CueClass, Evidence, MentionKind, Quote};

/// Contents of fewer words are wrong more often, those of more less often.
const SHORT: usize = 5;
const LONG: usize = 40;

/// How sure a quote can be at most whose speaker was found by this step, or by none.
pub fn limit(step: Option<&Evidence>) -> f32 {
    match step.map(|step| step.id) {
        None => 0.10,
        Some("relative-pronoun") => 0.41,
        Some("no-antecedent") => 0.37,
        Some(_) => 1.0,
    }
}

/// By how much what is known of a quote multiplies its odds of being right; its content has so many `words`, by the white
/// space between them.
pub fn odds(quote: &Quote, words: usize) -> f32 {
    let statement = quote.cue.as_ref().is_some_and(|cue| cue.class == CueClass::Statement);
    let mut odds = 1.0;
    odds *= if quote.speaker.kind == MentionKind::Nominal { 0.74 } else { 1.0 };
    odds *= if statement { 1.38 } else { 1.0 };
    odds *= match words {
        ..SHORT => 0.80,
        LONG.. => 1.26,
        _ => 1.0,
    };
    odds
}

/// A confidence with its odds multiplied.
///
/// ```
/// use quotewire::confidence::shift;
///
/// assert_eq!(shift(0.5, 3.0), 0.75);
/// assert_eq!(shift(shift(0.5, 3.0), 1.0 / 3.0), 0.5);
/// ```
pub fn shift(confidence: f32, odds: f32) -> f32 {
    let shifted = confidence * odds;
    shifted / (shifted + 1.0 - confidence)
}
