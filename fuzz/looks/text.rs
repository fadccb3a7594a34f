//! Any text, read with any options: the answer is sound.
//!
//! The first four bytes choose the options, what follows is the text.

use quotewire::{CueClass, ExtraCue, Kind, KnownSpeaker, Options};

#[path = "../../tests/support/sound.rs"]
mod sound;

/// Looks at one input; a panic is a finding.
pub fn look(data: &[u8]) {
    let Some((choices, text)) = data.split_first_chunk::<4>() else { return };
    let text = String::from_utf8_lossy(text);
    sound::check_with(&text, &options(choices, &text));
}

fn options([flags, kinds, confidence, words]: &[u8; 4], text: &str) -> Options {
    let is_set = |bit: u8| flags & 1 << bit != 0;
    let wanted = Kind::ALL.iter().enumerate().filter(|(bit, _)| kinds & 1 << bit != 0).map(|(_, kind)| *kind);
    // Words of the text itself, from as far in as its last choice says: names and verbs that it holds.
    let mut own = text.split_whitespace().skip(usize::from(words / 8)).map(str::to_owned);
    let mut options = Options {
        include_rejected: is_set(0),
        disable_context_attribution: is_set(1),
        min_confidence: f32::from(*confidence) / 512.0,
        kinds: wanted.collect(),
        ..Options::default()
    };
    if is_set(2) {
        options.cue_classes = CueClass::ALL.iter().copied().skip(usize::from(words % 8)).collect();
    }
    if is_set(6) {
        let (name, aliases) = (own.next().unwrap_or_default(), own.by_ref().take(2).collect());
        options.known_speakers.push(KnownSpeaker { name, aliases });
    }
    if is_set(7) {
        options.extra_cues.extend(own.take(2).map(|lemma| ExtraCue { lemma, class: CueClass::Claim }));
    }
    options
}
