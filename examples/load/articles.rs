//! What is sent: documents with an id and a text.

use std::path::Path;

use quotewire::service::proto::Document;

use crate::corpus;

/// The articles of `file`, JSON Lines with `id` and `text` such as `quotewire batch` takes; without a file those of
/// `tests/corpus`.
///
/// # Errors
///
/// One sentence about the file that cannot be used.
pub fn read(file: Option<&Path>) -> Result<Vec<Document>, String> {
    let Some(file) = file else {
        return Ok(corpus::read().into_iter().map(|article| document(article.id, article.text)).collect());
    };
    let lines = std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let documents: Result<Vec<Document>, String> = lines.lines().enumerate().map(|(i, line)| parse(i, line)).collect();
    let documents = documents.map_err(|why| format!("{}: {why}", file.display()))?;
    if documents.is_empty() { Err(format!("{} holds no line", file.display())) } else { Ok(documents) }
}

fn parse(index: usize, line: &str) -> Result<Document, String> {
    let number = index + 1;
    let parsed: serde_json::Value =
        serde_json::from_str(line).map_err(|error| format!("line {number} is not JSON: {error}"))?;
    let text = parsed["text"].as_str().ok_or_else(|| format!("line {number} has no text"))?;
    Ok(document(number.to_string(), text.to_owned()))
}

/// A document in a language that is left open.
pub fn document(id: String, text: String) -> Document {
    Document { id, text, language_code: String::new() }
}

/// A text of at least `bytes` bytes: articles of `tests/corpus`, as often as need be.
pub fn long(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    for article in corpus::read().iter().cycle() {
        if text.len() >= bytes {
            break;
        }
        text += &article.text;
        text += "\n\n";
    }
    text
}
