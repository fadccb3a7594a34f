#![no_main]

#[path = "../looks/text.rs"]
mod text;

libfuzzer_sys::fuzz_target!(|data: &[u8]| text::look(data));
