//! Messages of the contract written by hand, as `document { text: "a" * 1025 } options { kinds: 7 }`, and put into
//! the bytes that go over the wire.
//!
//! Everything can be written that a client could get wrong: numbers that no enum has, strings that are not UTF-8
//! (`"\xff"`), values of another type than the field's (`text: 7`), fields that do not exist (`99: 1`). `"a" * N` is a
//! longer string, and `times N` behind a field repeats that.

#![allow(dead_code, reason = "each test file uses its own part")]

use prost::Message;
use prost::encoding::{WireType, encode_key, encode_varint};
use prost_types::field_descriptor_proto::Type;
use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use quotewire::service::proto::DESCRIPTOR_SET;

/// The bytes of a message of the type `name`, such as `ExtractQuotesRequest`.
///
/// # Panics
///
/// Where the notation is wrong.
pub fn encode(name: &str, written: &str) -> Vec<u8> {
    let files = FileDescriptorSet::decode(DESCRIPTOR_SET).expect("the compiled contract");
    let types: Vec<DescriptorProto> = files.file.into_iter().flat_map(|file| file.message_type).collect();
    let mut writer = Writer { types: &types, rest: written };
    let bytes = writer.message(name);
    assert!(writer.peek().is_none(), "what is `{}` in `{written}`?", writer.rest);
    bytes
}

struct Writer<'w> {
    types: &'w [DescriptorProto],
    rest: &'w str,
}

impl Writer<'_> {
    fn message(&mut self, name: &str) -> Vec<u8> {
        let fields = self.types.iter().find(|known| known.name() == name).map_or(&[][..], |known| &known.field);
        let mut bytes = Vec::new();
        while self.peek().is_some_and(|next| next != '}') {
            let word = self.word();
            let field = fields.iter().find(|field| field.name() == word);
            let number = field.map_or_else(|| word.parse().expect("a field's name or number"), |field| field.number());
            let one = self.value(number as u32, field);
            let count = if self.eat_word("times") { self.number() } else { 1 };
            (0..count).for_each(|_| bytes.extend_from_slice(&one));
        }
        bytes
    }

    /// One field with its key.
    fn value(&mut self, number: u32, field: Option<&FieldDescriptorProto>) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.eat('{') {
            let name = field.map_or("", |field| field.type_name());
            let inner = self.message(name.rsplit('.').next().expect("a part"));
            assert!(self.eat('}'), "a brace is not closed before `{}`", self.rest);
            return delimited(number, &inner);
        }
        assert!(self.eat(':'), "a field needs a colon or braces before `{}`", self.rest);
        if self.eat('"') {
            let text = self.string();
            let count = if self.eat('*') { self.number() } else { 1 };
            return delimited(number, &text.repeat(count));
        }
        let word = self.word();
        if field.is_some_and(|field| field.r#type() == Type::Float) {
            encode_key(number, WireType::ThirtyTwoBit, &mut bytes);
            bytes.extend(word.parse::<f32>().expect("a number").to_le_bytes());
        } else {
            let value = match word.as_str() {
                "true" => 1,
                "false" => 0,
                number => number.parse::<i64>().expect("a whole number"),
            };
            encode_key(number, WireType::Varint, &mut bytes);
            encode_varint(value as u64, &mut bytes);
        }
        bytes
    }

    /// The rest of a string whose first mark was eaten.
    fn string(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next().expect("the end of a string") {
                '"' => break,
                '\\' => match chars.next().expect("what is escaped") {
                    'n' => bytes.push(b'\n'),
                    't' => bytes.push(b'\t'),
                    'x' => {
                        let hex: String = chars.by_ref().take(2).collect();
                        bytes.push(u8::from_str_radix(&hex, 16).expect("two digits behind \\x"));
                    }
                    other => bytes.extend(other.to_string().bytes()),
                },
                other => bytes.extend(other.to_string().bytes()),
            }
        }
        self.rest = chars.as_str();
        bytes
    }

    fn number(&mut self) -> usize {
        self.word().parse().expect("a count")
    }

    fn word(&mut self) -> String {
        self.peek();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn eat_word(&mut self, word: &str) -> bool {
        self.peek();
        let rest = self.rest.strip_prefix(word).filter(|rest| rest.starts_with(' '));
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.rest = &self.rest[c.len_utf8()..];
        }
        found
    }

    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }
}

fn delimited(number: u32, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_key(number, WireType::LengthDelimited, &mut bytes);
    encode_varint(content.len() as u64, &mut bytes);
    bytes.extend_from_slice(content);
    bytes
}
