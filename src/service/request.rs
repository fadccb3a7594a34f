//! What a request may hold, checked once for the service and the command line.
//!
//! The checks work on plain values, so that messages and flags pass through the same ones; reading enum
//! numbers is left to `convert`. A violation never holds article text, and no more of a value than a
//! reader needs to recognise it.

use std::fmt;

use crate::options::Options;
use crate::text::OffsetEncoding;

/// The longest document id, in bytes.
pub const MAX_ID_BYTES: usize = 1024;
/// The most entries of a list of the options.
pub const MAX_LIST: usize = 1000;
/// The most aliases of one known speaker.
pub const MAX_ALIASES: usize = 100;
/// The longest name, alias or lemma, in bytes.
pub const MAX_NAME_BYTES: usize = 1024;
/// No registered language tag is longer than this many bytes; what is longer is not repeated to the caller.
const MAX_LANGUAGE_BYTES: usize = 35;

/// How to read a document and how to put the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What to look for.
    pub options: Options,
    /// The unit in which spans of the answer count.
    pub offset_encoding: OffsetEncoding,
    /// Whether spans and quotes come without their text.
    pub omit_text: bool,
}

/// A document as it came in, unchecked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document<'a> {
    /// The caller's own id.
    pub id: &'a str,
    /// The raw text.
    pub text: &'a str,
    /// BCP-47 language tag, or empty.
    pub language_code: &'a str,
}

/// A field that is wrong, and how. Displayed, it is one sentence that starts with the field's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field, such as `options.kinds[2]`.
    pub field: String,
    /// What is wrong and what is allowed, as the rest of a sentence that the field's path begins.
    pub problem: String,
}

impl Violation {
    /// The violation of `field` by what `problem` says.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Violation {
        Violation { field: field.into(), problem: problem.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}.", self.field, self.problem)
    }
}

/// The violation of a field that is not there.
pub fn missing(field: impl Into<String>) -> Violation {
    Violation::new(field, "is missing, and it is required")
}

/// The violation of a list that is there and empty.
pub fn empty(field: impl Into<String>) -> Violation {
    Violation::new(field, "is empty, and at least one entry is required")
}

/// Checks a document that stands at `path`; no `max_text_bytes` means no limit.
pub fn check_document(path: &str, document: &Document<'_>, max_text_bytes: Option<usize>) -> Result<(), Violation> {
    check_length(|| join(path, "id"), document.id.len(), "bytes", MAX_ID_BYTES)?;
    check_text(join(path, "text"), document.text, max_text_bytes)?;
    check_language(join(path, "language_code"), document.language_code)
}

/// Checks the options that stand at `path`.
pub fn check_options(path: &str, options: &Options) -> Result<(), Violation> {
    let confidence = options.min_confidence;
    if !(0.0..=1.0).contains(&confidence) {
        let problem = format!("is {confidence}, and it must be a number from 0 to 1");
        return Err(Violation::new(join(path, "min_confidence"), problem));
    }

    let speakers = join(path, "known_speakers");
    check_list(&speakers, options.known_speakers.len())?;
    for (i, speaker) in options.known_speakers.iter().enumerate() {
        check_name(|| format!("{speakers}[{i}].name"), &speaker.name)?;
        check_length(|| format!("{speakers}[{i}].aliases"), speaker.aliases.len(), "entries", MAX_ALIASES)?;
        for (j, alias) in speaker.aliases.iter().enumerate() {
            check_name(|| format!("{speakers}[{i}].aliases[{j}]"), alias)?;
        }
    }

    let cues = join(path, "extra_cues");
    check_list(&cues, options.extra_cues.len())?;
    for (i, cue) in options.extra_cues.iter().enumerate() {
        check_name(|| format!("{cues}[{i}].lemma"), &cue.lemma)?;
    }
    Ok(())
}

/// The path of a field inside what stands at `path`; the outermost path is empty.
pub fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

fn check_text(field: String, text: &str, max_text_bytes: Option<usize>) -> Result<(), Violation> {
    match max_text_bytes {
        Some(limit) if text.len() > limit => {
            let problem = format!(
                "has {} bytes, and at most {limit} are allowed; nothing was read, so split the text and send its parts",
                text.len()
            );
            Err(Violation::new(field, problem))
        }
        _ => Ok(()),
    }
}

fn check_language(field: String, code: &str) -> Result<(), Violation> {
    let mut subtags = code.split(['-', '_']);
    let is_english = subtags.next().is_some_and(|language| language.eq_ignore_ascii_case("en"));
    let is_subtag = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    if code.is_empty() || (is_english && code.len() <= MAX_LANGUAGE_BYTES && subtags.all(is_subtag)) {
        return Ok(());
    }
    // A caller may have put the text into the wrong field: repeat only what looks like a tag.
    let is_tag_like = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let shown = code.len() <= MAX_LANGUAGE_BYTES && code.bytes().all(is_tag_like);
    let what = if shown { format!("is \"{code}\"") } else { "holds no language tag".to_owned() };
    let problem = format!("{what}, and only English is read: \"en\", a region of it such as \"en-GB\", or empty");
    Err(Violation::new(field, problem))
}

/// Checks how many entries a list of the options has; asked before they are read.
pub fn check_list(field: &str, length: usize) -> Result<(), Violation> {
    check_length(|| field.to_owned(), length, "entries", MAX_LIST)
}

fn check_length(field: impl Fn() -> String, length: usize, of: &str, most: usize) -> Result<(), Violation> {
    if length <= most {
        return Ok(());
    }
    Err(Violation::new(field(), format!("has {length} {of}, and at most {most} are allowed")))
}

fn check_name(field: impl Fn() -> String, value: &str) -> Result<(), Violation> {
    if value.trim().is_empty() {
        return Err(Violation::new(field(), "is empty, and it must hold a word"));
    }
    check_length(field, value.len(), "bytes", MAX_NAME_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_language_code(code: &str) -> Option<String> {
        let document = Document { language_code: code, ..Document::default() };
        check_document("document", &document, None).err().map(|violation| violation.to_string())
    }

    #[test]
    fn english_passes_in_every_spelling_of_its_tag() {
        for code in ["", "en", "EN", "en-GB", "en_us", "En-Latn-GB", "en-001"] {
            assert_eq!(check_language_code(code), None, "{code}");
        }
    }

    #[test]
    fn other_languages_are_named_and_anything_else_is_not_repeated() {
        let refusal = check_language_code("fr-CA").expect("French is refused");
        assert!(refusal.starts_with("document.language_code is \"fr-CA\", and only English"), "{refusal}");
        for code in ["english", "e", "en-", "en--GB", "en-toolongsubtag"] {
            assert!(check_language_code(code).expect("refused").contains(code), "{code}");
        }
        for code in ["The mayor said", "fr\n", "x-very-long-tag-that-goes-on-and-on-and-on"] {
            assert!(!check_language_code(code).expect("refused").contains(code), "{code}");
        }
    }

    #[test]
    fn paths_name_the_very_entry() {
        let mut options = Options::default();
        options.known_speakers.resize(3, crate::KnownSpeaker { name: "Ana Cruz".into(), aliases: vec![] });
        options.known_speakers[2].aliases = vec!["Cruz".into(), " ".into()];
        let violation = check_options("options", &options).expect_err("an alias is blank");
        assert_eq!(violation.field, "options.known_speakers[2].aliases[1]");
    }
}
