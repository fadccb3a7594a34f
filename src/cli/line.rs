//! One line of a batch: `{"id", "text"}` in, an answer or an error object out.
//!
//! Nothing here fails the run, and no message repeats what stood in the line.

use std::borrow::Cow;
use std::fmt;

use quotewire::service::json;
use quotewire::service::request::{self, Document, Settings, Violation};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// What became of a line.
pub struct Answer {
    /// The line to write in its place, without a line break.
    pub json: String,
    /// Why it failed, where it did.
    pub problem: Option<String>,
}

/// Answers one line, without its line break.
pub fn answer(line: &[u8], settings: &Settings, max_bytes: Option<usize>) -> Answer {
    let line = match read(line) {
        Ok(line) => line,
        Err(violation) => return failure(None, "INVALID_ARGUMENT", &violation),
    };
    let id = line.id.as_ref().and_then(Field::text);
    let (id, text) = match check(&line, max_bytes) {
        Ok(document) => document,
        Err(violation) => return failure(id, "INVALID_ARGUMENT", &violation),
    };
    // The pipeline does not panic. Should it ever, this line fails and the others do not.
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let extraction = quotewire::extract(text, &settings.options);
        json::response(id, text, &extraction, settings, json::Layout::Line)
    }));
    match found {
        Ok(json) => Answer { json, problem: None },
        Err(_) => failure(Some(id), "INTERNAL", &Violation::new("text", "met a defect of quotewire; please report it")),
    }
}

/// The fields of a line that matter; any others are passed over.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Option<Field<'a>>,
    #[serde(borrow, default)]
    text: Option<Field<'a>>,
}

/// The value of a field: a string, or the name of what stands in its place.
enum Field<'a> {
    Text(Cow<'a, str>),
    Other(&'static str),
}

impl Field<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Field::Text(text) => Some(text),
            Field::Other(_) => None,
        }
    }
}

fn read(line: &[u8]) -> Result<Line<'_>, Violation> {
    let no_object = || Violation::new("", "The line holds no JSON object with one \"id\" and one \"text\"");
    let line = std::str::from_utf8(line).map_err(|error| {
        Violation::new("", format!("The line is not UTF-8: byte {} begins no character", error.valid_up_to()))
    })?;
    match line.trim_start().chars().next() {
        None => return Err(Violation::new("", "The line is empty")),
        // An array would pass for the fields in order.
        Some(first) if first != '{' => return Err(no_object()),
        Some(_) => {}
    }
    serde_json::from_str(line).map_err(|error| match error.is_data() {
        true => no_object(),
        false => Violation::new(
            "",
            format!("The line is not JSON: it breaks off or goes wrong at column {}", error.column()),
        ),
    })
}

fn check<'l>(line: &'l Line<'_>, max_bytes: Option<usize>) -> Result<(&'l str, &'l str), Violation> {
    let id = string("id", line.id.as_ref())?;
    let text = string("text", line.text.as_ref())?;
    request::check_document("", &Document { id, text, language_code: "" }, max_bytes)?;
    Ok((id, text))
}

fn string<'l>(name: &str, field: Option<&'l Field<'_>>) -> Result<&'l str, Violation> {
    match field {
        Some(Field::Text(text)) => Ok(text),
        Some(Field::Other(what)) => Err(Violation::new(name, format!("is {what}, and it must be a string"))),
        None => Err(request::missing(name)),
    }
}

fn failure(document_id: Option<&str>, code: &'static str, violation: &Violation) -> Answer {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Failure<'a> {
        document_id: Option<&'a str>,
        error: Error<'a>,
    }
    #[derive(Serialize)]
    struct Error<'a> {
        code: &'static str,
        message: &'a str,
        field: &'a str,
    }

    let message = violation.to_string();
    let message = message.trim_start();
    let failure = Failure { document_id, error: Error { code, message, field: &violation.field } };
    let json = serde_json::to_string(&failure).expect("strings can be written");
    Answer { json, problem: Some(message.to_owned()) }
}

impl<'de: 'a, 'a> Deserialize<'de> for Field<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field<'a>, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

/// Takes whatever stands there. serde's own messages would repeat it, and with it the article.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Field<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Field<'de>, E> {
        Ok(Field::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<'de>, E> {
        Ok(Field::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Field<'de>, E> {
        Ok(Field::Other("a boolean"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Field<'de>, E> {
        Ok(Field::Other("a number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Field<'de>, E> {
        Ok(Field::Other("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Field<'de>, E> {
        Ok(Field::Other("a number"))
    }

    fn visit_unit<E>(self) -> Result<Field<'de>, E> {
        Ok(Field::Other("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Field<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Field::Other("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Field::Other("an object"))
    }
}
