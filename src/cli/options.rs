//! The flags that say how to read a document: every field of ExtractOptions, for every command that reads.

use clap::ValueEnum;
use quotewire::service::request::{self, Document, Settings, Violation};
use quotewire::{CueClass, ExtraCue, Kind, KnownSpeaker, OffsetEncoding, Options};

use super::Stop;

/// Flags that `extract` and `batch` share.
#[derive(clap::Args)]
#[command(next_help_heading = "Reading options")]
pub struct OptionFlags {
    /// Unit in which positions count: bytes, UTF-16 code units (JavaScript, Java), code points (Python)
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Unit::Utf8)]
    offsets: Unit,

    /// Return only these kinds of quotes: direct, indirect, mixed
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = kind)]
    kinds: Vec<Kind>,

    /// Return only these classes of cues, such as statement,claim,attitude
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',', value_parser = cue_class)]
    cue_classes: Vec<CueClass>,

    /// Return only quotes of at least this confidence, 0 to 1
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0)]
    min_confidence: f32,

    /// Also return quoted stretches that report nobody, each with its reason
    #[arg(long)]
    include_rejected: bool,

    /// Leave out quotes whose speaker would only come from the context
    #[arg(long)]
    no_context: bool,

    /// Leave the text out of spans and quotes
    #[arg(long)]
    omit_text: bool,

    /// A speaker to expect, with other forms of the name; may be repeated
    #[arg(long, value_name = "NAME[=ALIAS,…]", value_parser = known_speaker)]
    known_speaker: Vec<KnownSpeaker>,

    /// A reporting verb to know beside the built-in ones; may be repeated
    #[arg(long, value_name = "LEMMA=CLASS", value_parser = extra_cue)]
    extra_cue: Vec<ExtraCue>,

    /// BCP-47 tag of the text's language; only English is read
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

/// A unit of positions, as a flag names it.
#[derive(Clone, Copy, ValueEnum)]
pub enum Unit {
    Utf8,
    Utf16,
    Utf32,
}

impl Unit {
    /// The unit, as the library names it.
    pub fn encoding(self) -> OffsetEncoding {
        match self {
            Unit::Utf8 => OffsetEncoding::Utf8,
            Unit::Utf16 => OffsetEncoding::Utf16,
            Unit::Utf32 => OffsetEncoding::Utf32,
        }
    }
}

impl OptionFlags {
    /// The checked settings.
    pub fn settings(&self) -> Result<Settings, Stop> {
        let options = Options {
            kinds: self.kinds.clone(),
            cue_classes: self.cue_classes.clone(),
            min_confidence: self.min_confidence,
            include_rejected: self.include_rejected,
            disable_context_attribution: self.no_context,
            known_speakers: self.known_speaker.clone(),
            extra_cues: self.extra_cue.clone(),
        };
        request::check_options("", &options).map_err(|violation| refused_flag(&violation))?;
        let document = Document { language_code: &self.language, ..Document::default() };
        request::check_document("", &document, None).map_err(|violation| refused_flag(&violation))?;
        Ok(Settings { options, offset_encoding: self.offsets.encoding(), omit_text: self.omit_text })
    }
}

/// The violation in terms of the flag that was given in place of the field.
fn refused_flag(violation: &Violation) -> Stop {
    let field = violation.field.split(['.', '[']).next().unwrap_or_default();
    let flag = match field {
        "known_speakers" => "--known-speaker",
        "extra_cues" => "--extra-cue",
        "language_code" => "--language",
        "min_confidence" => "--min-confidence",
        other => other,
    };
    Stop::Unusable(format!("{flag} {}", violation.problem))
}

fn kind(name: &str) -> Result<Kind, String> {
    let found = Kind::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name.trim()));
    found.ok_or_else(|| "the kinds are direct, indirect and mixed".to_owned())
}

fn cue_class(name: &str) -> Result<CueClass, String> {
    CueClass::from_name(&name.trim().to_ascii_uppercase()).ok_or_else(|| {
        let names: Vec<String> = CueClass::ALL.iter().map(|class| class.name().to_ascii_lowercase()).collect();
        format!("the classes are {}", names.join(", "))
    })
}

fn known_speaker(value: &str) -> Result<KnownSpeaker, String> {
    let (name, aliases) = value.split_once('=').unwrap_or((value, ""));
    let aliases = aliases.split(',').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned);
    Ok(KnownSpeaker { name: name.trim().to_owned(), aliases: aliases.collect() })
}

fn extra_cue(value: &str) -> Result<ExtraCue, String> {
    let (lemma, class) = value.split_once('=').ok_or("a class is missing, as in avouch=claim")?;
    Ok(ExtraCue { lemma: lemma.trim().to_owned(), class: cue_class(class)? })
}
