//! What the service allows, in numbers. Each refusal names the limit that it stands on.

/// Room in a message for everything but the texts: ids, known speakers, extra cues.
const ROOM_BESIDE_TEXT: usize = 1 << 20;

/// How much a call may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest text of a document, in bytes.
    pub max_text_bytes: usize,
    /// The most documents of a batch.
    pub max_batch_documents: usize,
    /// The most bytes that the texts of a batch may have together.
    pub max_batch_bytes: usize,
    /// How many documents of one stream are worked on at once; the next is not received before one is done.
    pub stream_in_flight: usize,
}

impl Limits {
    /// The largest message that is received, counted after decompression.
    pub fn max_message_bytes(&self) -> usize {
        self.max_text_bytes.max(self.max_batch_bytes).saturating_add(ROOM_BESIDE_TEXT)
    }
}
