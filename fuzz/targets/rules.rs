#![no_main]

#[path = "../looks/rules.rs"]
mod rules;

libfuzzer_sys::fuzz_target!(|data: &[u8]| rules::look(data));
