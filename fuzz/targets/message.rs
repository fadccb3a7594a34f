#![no_main]

#[path = "../looks/message.rs"]
mod message;

libfuzzer_sys::fuzz_target!(|data: &[u8]| message::look(data));
