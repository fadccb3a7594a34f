//! What `extract` prints for a reader: each quote on a line of its own, with who, how, where and why below.

use std::fmt::Write;

use quotewire::service::request::Settings;
use quotewire::{Extraction, OffsetMap, Quote, Relation, Span, Speaker};

/// The readable report on `extraction`, found in `text`.
pub fn report(text: &str, extraction: &Extraction, settings: &Settings) -> String {
    let map = OffsetMap::new(text, settings.offset_encoding);
    let place = |span: Span| {
        let span = map.span(span);
        format!("{}..{}", span.start, span.end)
    };
    let mut out = String::new();
    for (i, quote) in extraction.quotes.iter().enumerate() {
        let words = if settings.omit_text { "…".to_owned() } else { visible(&quote.text(text)) };
        line(&mut out, format_args!("{}. {} {words}", i + 1, quote.kind.name()));
        field(&mut out, "speaker", &speaker(text, quote, extraction, settings));
        field(&mut out, "cue", &cue(text, quote, settings));
        if let Some(addressee) = quote.addressee {
            field(&mut out, "to", &words_of(text, &[addressee], settings));
        }
        if let Some(parent) = quote.parent {
            let how = if parent.relation == Relation::Nested { "inside" } else { "goes on" };
            field(&mut out, how, &format!("{}", parent.quote + 1));
        }
        let pieces: Vec<String> = quote.content.iter().map(|&span| place(span)).collect();
        field(&mut out, "at", &pieces.join(" "));
        let steps: Vec<&str> = quote.evidence.iter().map(|step| step.id).collect();
        field(&mut out, "why", &format!("{}, confidence {:.2}", steps.join(" > "), quote.confidence));
        out.push('\n');
    }
    for rejected in &extraction.rejected {
        let words = words_of(text, &[rejected.span], settings);
        line(&mut out, format_args!("no quote: {} {words} at {}", rejected.reason.name(), place(rejected.span)));
    }
    for warning in &extraction.warnings {
        line(&mut out, format_args!("warning at {}: {}", place(warning.span), warning.code.message()));
    }
    let count = extraction.quotes.len();
    line(&mut out, format_args!("{count} quote{}", if count == 1 { "" } else { "s" }));
    out
}

/// `text` without what a terminal would obey: control characters become blanks or a visible stand-in.
pub fn visible(text: &str) -> String {
    let show = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().map(show).collect()
}

fn speaker(text: &str, quote: &Quote, extraction: &Extraction, settings: &Settings) -> String {
    let mention = words_of(text, &quote.speaker.spans, settings);
    let Some(speaker) = quote.speaker.speaker.and_then(|index| extraction.speakers.get(index as usize)) else {
        return if mention.is_empty() { "nobody named".to_owned() } else { mention };
    };
    let known = known_as(speaker);
    match mention.as_str() {
        "" => known,
        _ if known.is_empty() || known == mention => mention,
        _ => format!("{known}, here \"{mention}\""),
    }
}

/// The speaker's name or description, with kind and role.
fn known_as(speaker: &Speaker) -> String {
    let name = if speaker.name.is_empty() { &speaker.description } else { &speaker.name };
    let mut out = visible(name);
    if out.is_empty() {
        out = visible(&speaker.unresolved_reason);
    }
    if !speaker.role.is_empty() {
        let _ = write!(out, " ({}; {})", speaker.kind.name(), visible(&speaker.role));
    } else if !out.is_empty() {
        let _ = write!(out, " ({})", speaker.kind.name());
    }
    out
}

fn cue(text: &str, quote: &Quote, settings: &Settings) -> String {
    let Some(cue) = &quote.cue else { return "none".to_owned() };
    let words = words_of(text, &cue.spans, settings);
    let negated = if cue.negated { ", negated" } else { "" };
    let modality = cue.modality.map_or(String::new(), |modality| format!(", {}", modality.name()));
    format!("{words} ({}, {}{negated}{modality})", cue.lemma, cue.class.name()).trim_start().to_owned()
}

fn words_of(text: &str, spans: &[Span], settings: &Settings) -> String {
    if settings.omit_text {
        return String::new();
    }
    let pieces: Vec<String> = spans.iter().map(|span| visible(span.of(text))).collect();
    pieces.join(" … ")
}

fn field(out: &mut String, name: &str, value: &str) {
    line(out, format_args!("   {name:<8} {value}"));
}

fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{content}");
}
