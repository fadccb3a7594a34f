//! What the server and a method tell each other about the call at hand, beside its messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::Instant;

/// Put into a request's extensions by the server before a method sees it.
#[derive(Clone, Debug, Default)]
pub struct CallContext {
    /// When the caller stops waiting. The server ends methods that answer once; streams look for themselves.
    pub deadline: Option<Instant>,
    /// What the method leaves behind for log and traces.
    pub facts: Arc<CallFacts>,
}

/// What a call did: counts, and never a word of the text.
#[derive(Debug, Default)]
pub struct CallFacts {
    documents: AtomicUsize,
    text_bytes: AtomicUsize,
    quotes: AtomicUsize,
}

impl CallFacts {
    /// Counts a document that was read.
    pub fn add(&self, text_bytes: usize, quotes: usize) {
        self.documents.fetch_add(1, Ordering::Relaxed);
        self.text_bytes.fetch_add(text_bytes, Ordering::Relaxed);
        self.quotes.fetch_add(quotes, Ordering::Relaxed);
    }

    /// Number of documents that were read.
    pub fn documents(&self) -> usize {
        self.documents.load(Ordering::Relaxed)
    }

    /// Length of their texts, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.text_bytes.load(Ordering::Relaxed)
    }

    /// Number of quotes that were found in them.
    pub fn quotes(&self) -> usize {
        self.quotes.load(Ordering::Relaxed)
    }
}
