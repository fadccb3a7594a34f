//! The article with its quotes in colour: content, speaker, cue and addressee each in its own.

use anstyle::{AnsiColor, Style};
use quotewire::{Extraction, Span};

use super::report::visible;

/// What a byte of the article belongs to. A later one wins where two overlap, as a cue does that stands
/// inside a piece of content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Plain,
    Content,
    Addressee,
    Speaker,
    Cue,
}

impl Part {
    fn style(self) -> Style {
        match self {
            Part::Plain => Style::new(),
            Part::Content => AnsiColor::Green.on_default(),
            Part::Addressee => AnsiColor::Magenta.on_default(),
            Part::Speaker => AnsiColor::Cyan.on_default().bold(),
            Part::Cue => AnsiColor::Yellow.on_default(),
        }
    }
}

/// The article with escape sequences around what was found; control characters of its own are made harmless.
pub fn article(text: &str, extraction: &Extraction) -> String {
    let parts = parts(text, extraction);
    let mut out = String::with_capacity(text.len() * 2);
    let mut start = 0;
    while start < text.len() {
        let length = parts[start..].iter().take_while(|&&part| part == parts[start]).count();
        let style = parts[start].style();
        for line in text[start..start + length].split_inclusive('\n') {
            // Colours end with their line, so that a pager or a cut shows each line as it is.
            let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
            out.push_str(&format!("{style}{}{style:#}{end}", visible(words)));
        }
        start += length;
    }
    if !text.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn parts(text: &str, extraction: &Extraction) -> Vec<Part> {
    let mut parts = vec![Part::Plain; text.len()];
    let mut paint = |spans: &[Span], part: Part| {
        for span in spans {
            for byte in &mut parts[span.range()] {
                *byte = part.max(*byte);
            }
        }
    };
    for quote in &extraction.quotes {
        paint(&quote.content, Part::Content);
        paint(quote.addressee.as_slice(), Part::Addressee);
        paint(&quote.speaker.spans, Part::Speaker);
        if let Some(cue) = &quote.cue {
            paint(&cue.spans, Part::Cue);
        }
    }
    parts
}
