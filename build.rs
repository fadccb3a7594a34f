//! Compiles the contract, with nothing but crates: `protox` reads the `.proto` file in place of `protoc`.
//!
//! Three things land in `OUT_DIR`: the messages with their client and server, their protobuf JSON mapping,
//! and the descriptor set that reflection serves. The server's methods answer with encoded messages, for which
//! `src/service/encoded.rs` has the reason.

use std::error::Error;
use std::path::PathBuf;

use prost::Message;
use prost_build::{Service, ServiceGenerator};

const CONTRACT: &str = "quotewire/v1/quotewire.proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");

    let files = protox::compile([CONTRACT], ["proto"])?;
    let encoded = files.encode_to_vec();
    let out_dir = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out_dir.join("quotewire.v1.descriptor.bin"), &encoded)?;

    // The well-known types come from pbjson-types, since those of prost-types have no JSON mapping.
    prost_build::Config::new()
        .compile_well_known_types()
        .extern_path(".google.protobuf", "::pbjson_types")
        .service_generator(Box::new(ClientAndServer::new()))
        .compile_fds(files)?;

    pbjson_build::Builder::new().register_descriptors(&encoded)?.build(&[".quotewire.v1"])?;
    Ok(())
}

/// What calls the service, and what is called.
struct ClientAndServer {
    client: Box<dyn ServiceGenerator>,
    server: Box<dyn ServiceGenerator>,
}

impl ClientAndServer {
    fn new() -> ClientAndServer {
        let encoded = "crate::service::encoded::EncodedCodec";
        ClientAndServer {
            client: tonic_prost_build::configure().build_server(false).service_generator(),
            server: tonic_prost_build::configure().build_client(false).codec_path(encoded).service_generator(),
        }
    }
}

impl ServiceGenerator for ClientAndServer {
    fn generate(&mut self, mut service: Service, code: &mut String) {
        self.client.generate(service.clone(), code);
        for method in &mut service.methods {
            method.output_type = format!("crate::service::encoded::Encoded<super::{}>", method.output_type);
        }
        self.server.generate(service, code);
    }
}
