//! `quotewire debug`: any stage of the pipeline as it sees one text.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use quotewire::reading::{Reading, UNTAGGED};
use quotewire::rules::Matcher;
use quotewire::{OffsetMap, Span, lang};

use super::options::Unit;
use super::{Stop, extract};

/// Print a stage of the pipeline for one text
///
/// One line an item: its position, then what the stage made of it.
#[derive(clap::Args)]
pub struct Args {
    /// The stage
    #[arg(value_enum)]
    stage: Stage,

    /// File with the raw text of an article in UTF-8; `-` is standard input
    #[arg(default_value = "-")]
    file: PathBuf,

    /// Unit in which positions count: bytes, UTF-16 code units (JavaScript, Java), code points (Python)
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Utf8)]
    offsets: Unit,
}

#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    /// Paragraphs and their sentences; a quotation is never cut
    Sentences,
    /// Tokens with their kind
    Tokens,
    /// Quoted regions with their style and nesting, and warnings
    Marks,
    /// Tokens with their word class
    Tags,
    /// Noun phrases, verb groups and whatever else rules see
    Phrases,
    /// Every match of every rule, before they compete
    Matches,
}

/// Prints a stage.
pub fn run(args: &Args) -> Result<ExitCode, Stop> {
    let text = extract::read(&args.file)?;
    let printer = Printer { text: &text, map: OffsetMap::new(&text, args.offsets.encoding()), out: String::new() };
    super::print(&printer.stage(args.stage))?;
    Ok(ExitCode::SUCCESS)
}

struct Printer<'t> {
    text: &'t str,
    map: OffsetMap<'t>,
    out: String,
}

impl Printer<'_> {
    fn stage(mut self, stage: Stage) -> String {
        let language = lang::en();
        let reading = Reading::new(self.text, language);
        match stage {
            Stage::Sentences => self.sentences(&reading),
            Stage::Tokens => {
                for token in &reading.tokens {
                    self.line(token.span, &format!("{:?}", token.kind), token.span);
                }
            }
            Stage::Tags => {
                for (token, tag) in reading.tokens.iter().zip(&reading.tags) {
                    let name = if *tag == UNTAGGED { "untagged".into() } else { (language.tag_name)(*tag) };
                    self.line(token.span, &name, token.span);
                }
            }
            Stage::Marks => {
                for (i, region) in reading.regions.iter().enumerate() {
                    let mut what = format!("#{i} {:?} depth {}", region.style, region.depth);
                    let _ = region.continues.map(|other| write!(what, " continues #{}", other.get()));
                    what.push_str(if region.closed { "" } else { " unclosed" });
                    self.line(region.span, &what, region.span);
                }
                for warning in &reading.warnings {
                    self.line(warning.span, &format!("{:?}", warning.code), warning.span);
                }
            }
            Stage::Phrases => {
                for chunk in &language.tape(&reading).chunks {
                    let span = span_of(&reading, chunk.tokens.clone());
                    let mut what = (language.class_name)(chunk.class).to_owned();
                    let features = (language.feature_names)(chunk.class, chunk.features);
                    what.push_str(&features.iter().map(|f| format!(" {f}")).collect::<String>());
                    what.push_str(if chunk.negated { " negated" } else { "" });
                    what.push_str(&chunk.modality.map_or(String::new(), |m| format!(" {}", m.name())));
                    self.line(span, &what, span);
                }
            }
            Stage::Matches => self.matches(&reading),
        }
        self.out
    }

    fn sentences(&mut self, reading: &Reading) {
        let mut sentences = reading.sentences.outer.iter().peekable();
        for (i, paragraph) in reading.paragraphs.iter().enumerate() {
            let span = reading.span(paragraph.clone());
            self.line(span, &format!("paragraph {i}"), Span::default());
            while let Some(sentence) = sentences.next_if(|s| s.start < paragraph.end) {
                let span = reading.span(sentence.clone());
                self.line(span, "sentence", span);
            }
        }
    }

    fn matches(&mut self, reading: &Reading) {
        let language = lang::en();
        let tape = language.tape(reading);
        let mut matcher = Matcher::new(&language.rules, &tape.bytes);
        for anchor in 0..tape.chunks.len() {
            for found in matcher.matches(anchor) {
                let rule = &language.rules.rules[found.rule];
                self.line(span_of(reading, tape.chunks[anchor].tokens.clone()), rule.id.get_ref(), Span::default());
                for (label, chunks) in found.captures {
                    let span = tape.tokens(chunks.clone()).map_or(Span::default(), |tokens| reading.span(tokens));
                    self.line(span, &format!("  {label:?}"), span);
                }
            }
        }
    }

    /// One line: position, what it is, the words of `shown` on one line.
    fn line(&mut self, at: Span, what: &str, shown: Span) {
        let at = self.map.span(at);
        let words: String = shown.of(self.text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(self.out, "{:>6} {:>6}  {what:<24} {words}", at.start, at.end);
    }
}

/// The span of a range of tokens; an edge between tokens is an empty one.
fn span_of(reading: &Reading, tokens: Range<u32>) -> Span {
    if tokens.is_empty() {
        let at = reading.tokens.get(tokens.start as usize).map_or(reading.text.len(), |t| t.span.start as usize);
        return Span::new(at, at);
    }
    reading.span(tokens)
}
