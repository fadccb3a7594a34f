//! The messages, client and server that `build.rs` generates from `proto/quotewire/v1/quotewire.proto`,
//! and their protobuf JSON mapping. Nothing here is written by hand.

#![allow(missing_docs, clippy::all, clippy::pedantic, rustdoc::all)]

include!(concat!(env!("OUT_DIR"), "/quotewire.v1.rs"));
include!(concat!(env!("OUT_DIR"), "/quotewire.v1.serde.rs"));

/// The compiled contract, as server reflection sends it.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/quotewire.v1.descriptor.bin"));
