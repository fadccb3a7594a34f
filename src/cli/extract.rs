//! `quotewire extract`: the quotes of one text, for a reader or as JSON.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use quotewire::config::Colour;
use quotewire::service::json;
use quotewire::service::request::{self, Document};

use super::options::OptionFlags;
use super::{Stop, highlight, report};

/// Find the quotes of one text
///
/// Prints each quote with its speaker, verb, position, confidence and rule, and before them, where output is
/// coloured, the article with its quotes highlighted.
#[derive(clap::Args)]
pub struct Args {
    /// File with the raw text of an article in UTF-8; `-` is standard input
    #[arg(default_value = "-")]
    file: PathBuf,

    /// Text for a reader, or an ExtractQuotesResponse in protobuf JSON
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    color: Colour,

    /// Refuse a text of more bytes than this [default: no limit]
    #[arg(long, value_name = "BYTES")]
    max_bytes: Option<usize>,

    #[command(flatten)]
    options: OptionFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Reads one text and prints its quotes.
pub fn run(args: &Args) -> Result<ExitCode, Stop> {
    let settings = args.options.settings()?;
    let name = display_name(&args.file);
    let text = read(&args.file)?;
    let document = Document { text: &text, ..Document::default() };
    request::check_document("", &document, args.max_bytes)
        .map_err(|violation| Stop::Unusable(format!("{name} {}", violation.problem)))?;

    let extraction = quotewire::extract(&text, &settings.options);
    let printed = match args.format {
        Format::Json => json::response("", &text, &extraction, &settings, json::Layout::Indented) + "\n",
        Format::Text if args.color.on_stdout() => {
            highlight::article(&text, &extraction) + "\n" + &report::report(&text, &extraction, &settings)
        }
        Format::Text => report::report(&text, &extraction, &settings),
    };
    super::print(&printed)?;
    Ok(ExitCode::SUCCESS)
}

/// The text of `file`, or of standard input.
pub fn read(file: &Path) -> Result<String, Stop> {
    let name = display_name(file);
    let mut bytes = Vec::new();
    let read = match is_stdin(file) {
        true => std::io::stdin().lock().read_to_end(&mut bytes),
        false => File::open(file).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map_err(|error| Stop::Unusable(format!("cannot read {name}: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Stop::Unusable(format!("{name} is not UTF-8: byte {at} begins no character; convert it first"))
    })
}

/// Whether `file` stands for standard input or output.
pub fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn display_name(file: &Path) -> String {
    if is_stdin(file) { "standard input".to_owned() } else { file.display().to_string() }
}
