//! Answers as bytes: a message is encoded, and taken apart again, on the thread that made it.
//!
//! An answer is hundreds of strings. Were it handed over as a message, an async thread would have to fetch each from
//! another core to encode it, and give each back to the memory of another thread.

use std::marker::PhantomData;

use bytes::BufMut;
use prost::Message;
use tonic::Status;
use tonic::codec::{BufferSettings, Codec, EncodeBuf, Encoder};
use tonic_prost::{ProstCodec, ProstDecoder};

/// An encoded message of the type `M`.
#[derive(Debug)]
pub struct Encoded<M> {
    bytes: Vec<u8>,
    message: PhantomData<fn() -> M>,
}

impl<M: Message> Encoded<M> {
    /// Encodes a message.
    pub fn new(message: &M) -> Encoded<M> {
        Encoded { bytes: message.encode_to_vec(), message: PhantomData }
    }

    /// The message's encoding.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<M> Default for Encoded<M> {
    /// The message in which nothing is set, which has no bytes.
    fn default() -> Self {
        Encoded { bytes: Vec::new(), message: PhantomData }
    }
}

/// Messages one behind the other are, in protobuf, one message: its lists are theirs one behind the other, and of what
/// it has only once the last one counts.
impl<M> Extend<Encoded<M>> for Encoded<M> {
    fn extend<I: IntoIterator<Item = Encoded<M>>>(&mut self, messages: I) {
        messages.into_iter().for_each(|message| self.bytes.extend(message.bytes));
    }
}

/// Receives requests `U` as every service does, and sends [`Encoded`] answers `M` as they are.
#[derive(Debug)]
pub struct EncodedCodec<M, U>(PhantomData<fn() -> (M, U)>);

impl<M, U> Default for EncodedCodec<M, U> {
    fn default() -> Self {
        EncodedCodec(PhantomData)
    }
}

impl<M, U> Codec for EncodedCodec<M, U>
where
    M: Message + Send + 'static,
    U: Message + Default + Send + 'static,
{
    type Encode = Encoded<M>;
    type Decode = U;
    type Encoder = Copier<M>;
    type Decoder = ProstDecoder<U>;

    fn encoder(&mut self) -> Copier<M> {
        Copier(PhantomData)
    }

    fn decoder(&mut self) -> ProstDecoder<U> {
        ProstCodec::<M, U>::raw_decoder(BufferSettings::default())
    }
}

/// Copies what is encoded behind its length.
#[derive(Debug)]
pub struct Copier<M>(PhantomData<fn() -> M>);

impl<M> Encoder for Copier<M> {
    type Item = Encoded<M>;
    type Error = Status;

    fn encode(&mut self, message: Encoded<M>, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put_slice(&message.bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::proto::{BatchExtractQuotesResponse, DocumentResult};
    use super::*;

    #[test]
    fn results_one_behind_the_other_are_one_batch() {
        let result = |id: &str| DocumentResult { document_id: id.to_owned(), outcome: None };
        let one = |id: &str| BatchExtractQuotesResponse { results: vec![result(id)] };
        let mut both = Encoded::default();
        both.extend([one("a"), one("b")].iter().map(Encoded::new));
        let both = BatchExtractQuotesResponse::decode(both.as_bytes()).expect("it is whole");
        assert_eq!(both.results, [result("a"), result("b")]);
    }
}
