//! Compiles the contract, with nothing but crates: `protox` reads the `.proto` file in place of `protoc`.
//!
//! Three things land in `OUT_DIR`: the messages with their client and server, their protobuf JSON mapping,
//! and the descriptor set that reflection serves.

use std::error::Error;
use std::path::PathBuf;

use prost::Message;

const CONTRACT: &str = "quotewire/v1/quotewire.proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");

    let files = protox::compile([CONTRACT], ["proto"])?;
    let encoded = files.encode_to_vec();
    let out_dir = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out_dir.join("quotewire.v1.descriptor.bin"), &encoded)?;

    // The well-known types come from pbjson-types, since those of prost-types have no JSON mapping.
    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_fds(files)?;

    pbjson_build::Builder::new().register_descriptors(&encoded)?.build(&[".quotewire.v1"])?;
    Ok(())
}
