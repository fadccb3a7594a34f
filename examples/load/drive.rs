//! Callers: in a closed loop, where each calls again as soon as it is answered, or in an open one, where calls are due
//! at a fixed rate whether or not earlier ones have been answered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use quotewire::service::proto::document_result::Outcome;
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{
    BatchExtractQuotesRequest, Document, DocumentResult, ExtractQuotesRequest, StreamExtractQuotesRequest,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};

use crate::tally::Tally;

/// How documents are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A document a call.
    Unary,
    /// So many documents a call.
    Batch(usize),
    /// Documents one behind the other through as many streams as there are connections; each counts as a call.
    Stream,
}

/// When calls begin.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// So many callers, each of whom calls again as soon as it is answered.
    Closed(usize),
    /// So many calls a second.
    Open(f64),
}

/// What is sent, how and for how long.
#[derive(Clone, Debug)]
pub struct Load {
    /// Calls are spread over these.
    pub channels: Vec<Channel>,
    /// Sent again and again, in this order.
    pub documents: Arc<[Document]>,
    /// How documents are sent.
    pub mode: Mode,
    /// When calls begin.
    pub pace: Pace,
    /// How long new calls are begun. Those that are open then are waited for.
    pub lasts: Duration,
    /// The deadline of each call or stream, none unless set.
    pub timeout: Option<Duration>,
}

impl Load {
    /// Sends it all, and counts what comes back.
    pub async fn drive(&self) -> Tally {
        let driven =
            Driven { load: self.clone(), begun: Instant::now(), count: AtomicUsize::new(0), tally: Mutex::default() };
        let driven = Arc::new(driven);
        match (self.mode, self.pace) {
            (Mode::Stream, pace) => streams(&driven, pace).await,
            (_, Pace::Closed(callers)) => closed(&driven, callers).await,
            (_, Pace::Open(rate)) => open(&driven, rate).await,
        }
        let mut tally = driven.tally().clone();
        tally.lasted = driven.begun.elapsed();
        tally
    }
}

struct Driven {
    load: Load,
    begun: Instant,
    count: AtomicUsize,
    tally: Mutex<Tally>,
}

impl Driven {
    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.begun.elapsed() >= self.load.lasts
    }

    fn next_document(&self) -> &Document {
        let index = self.count.fetch_add(1, Ordering::Relaxed);
        &self.load.documents[index % self.load.documents.len()]
    }

    fn channel(&self, caller: usize) -> Channel {
        self.load.channels[caller % self.load.channels.len()].clone()
    }

    /// One call that was due at `due`.
    async fn call(&self, channel: Channel, due: Instant) {
        let outcome = match self.load.mode {
            Mode::Batch(size) => self.batch(channel, size).await,
            Mode::Unary | Mode::Stream => self.unary(channel).await,
        };
        match outcome {
            Ok((documents, bytes)) => self.tally().answered(due, documents, bytes),
            Err(status) => self.tally().failed(&as_the_server_says_it(status)),
        }
    }

    async fn unary(&self, channel: Channel) -> Result<(u64, usize), Status> {
        let document = self.next_document().clone();
        let bytes = document.text.len();
        let request = self.request(ExtractQuotesRequest { document: Some(document), options: None });
        client(channel).extract_quotes(request).await?;
        Ok((1, bytes))
    }

    async fn batch(&self, channel: Channel, size: usize) -> Result<(u64, usize), Status> {
        let mut documents: Vec<Document> = (0..size).map(|_| self.next_document().clone()).collect();
        for (index, document) in documents.iter_mut().enumerate() {
            document.id = index.to_string();
        }
        let bytes = documents.iter().map(|document| document.text.len()).sum();
        let request = self.request(BatchExtractQuotesRequest { documents, options: None });
        let results = client(channel).batch_extract_quotes(request).await?.into_inner().results;
        results.iter().try_for_each(answered)?;
        Ok((size as u64, bytes))
    }

    fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        if let Some(timeout) = self.load.timeout {
            request.set_timeout(timeout);
        }
        request
    }
}

/// tonic's own clock calls a deadline that passed CANCELLED, which every other client calls DEADLINE_EXCEEDED.
fn as_the_server_says_it(status: Status) -> Status {
    match status.code() == Code::Cancelled && status.message() == "Timeout expired" {
        true => Status::deadline_exceeded(status.message()),
        false => status,
    }
}

/// A client whose answers may be as long as they like.
pub fn client(channel: Channel) -> QuoteAttributionServiceClient<Channel> {
    QuoteAttributionServiceClient::new(channel).max_decoding_message_size(usize::MAX)
}

async fn closed(driven: &Arc<Driven>, callers: usize) {
    let mut calling = JoinSet::new();
    for caller in 0..callers {
        let driven = Arc::clone(driven);
        calling.spawn(async move {
            while !driven.is_over() {
                driven.call(driven.channel(caller), Instant::now()).await;
            }
        });
    }
    calling.join_all().await;
}

async fn open(driven: &Arc<Driven>, rate: f64) {
    let mut due = dues(driven, rate);
    let mut calling = JoinSet::new();
    let mut caller = 0;
    while let Some(due) = due.recv().await {
        let driven = Arc::clone(driven);
        caller += 1;
        calling.spawn(async move { driven.call(driven.channel(caller), due).await });
        while calling.try_join_next().is_some() {}
    }
    calling.join_all().await;
}

/// The moments at which calls are due, each as it comes. A thread of its own waits for them, since the runtime's
/// clock ticks in milliseconds, which is longer than a call takes.
fn dues(driven: &Arc<Driven>, rate: f64) -> UnboundedReceiver<Instant> {
    let (sender, receiver) = unbounded_channel();
    let (begun, lasts) = (driven.begun, driven.load.lasts);
    std::thread::spawn(move || {
        for call in 0u32.. {
            let at = Duration::from_secs_f64(f64::from(call) / rate);
            if at >= lasts {
                return;
            }
            std::thread::sleep((begun + at).saturating_duration_since(Instant::now()));
            if sender.send(begun + at).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Documents that are on their way through a stream, by id: when each was due, and its length.
type Pending = Mutex<HashMap<String, (Instant, usize)>>;

async fn streams(driven: &Arc<Driven>, pace: Pace) {
    let mut conversations = JoinSet::new();
    let mut feeds = Vec::new();
    for caller in 0..driven.load.channels.len() {
        let (feed, fed) = unbounded_channel();
        feeds.push(feed.clone());
        let channel = driven.channel(caller);
        let driven = Arc::clone(driven);
        // In a closed loop the next document is due as soon as a result has come.
        let refill = matches!(pace, Pace::Closed(_)).then_some(feed);
        conversations.spawn(async move { converse(&driven, channel, fed, refill).await });
    }
    match pace {
        Pace::Closed(callers) => {
            for caller in 0..callers {
                // A stream that has failed takes none, and is counted as failed.
                let _ = feeds[caller % feeds.len()].send(Instant::now());
            }
        }
        Pace::Open(rate) => {
            let mut due = dues(driven, rate);
            let mut turn = feeds.iter().cycle();
            while let (Some(due), Some(feed)) = (due.recv().await, turn.next()) {
                let _ = feed.send(due);
            }
        }
    }
    drop(feeds);
    conversations.join_all().await;
}

/// One stream: a document for each moment in `fed`, until there are no more.
async fn converse(
    driven: &Arc<Driven>,
    channel: Channel,
    fed: UnboundedReceiver<Instant>,
    mut refill: Option<UnboundedSender<Instant>>,
) {
    let pending: Arc<Pending> = Arc::default();
    let sending = {
        let (driven, pending) = (Arc::clone(driven), Arc::clone(&pending));
        let mut id = 0u64;
        UnboundedReceiverStream::new(fed).map(move |due| {
            id += 1;
            let document = Document { id: id.to_string(), ..driven.next_document().clone() };
            lock(&pending).insert(document.id.clone(), (due, document.text.len()));
            StreamExtractQuotesRequest { document: Some(document), options: None }
        })
    };
    let answers = client(channel).stream_extract_quotes(driven.request(sending)).await;
    let mut answers = match answers {
        Ok(answers) => answers.into_inner(),
        Err(status) => return driven.tally().failed(&status),
    };
    loop {
        let result = match answers.message().await {
            Ok(Some(answer)) => answer.result.unwrap_or_default(),
            Ok(None) => break,
            Err(status) => {
                driven.tally().failed(&status);
                break;
            }
        };
        let sent = lock(&pending).remove(&result.document_id);
        match (answered(&result), sent) {
            (Ok(()), Some((due, bytes))) => driven.tally().answered(due, 1, bytes),
            (Ok(()), None) => driven.tally().failed(&Status::data_loss("a result for a document that was not sent")),
            (Err(status), _) => driven.tally().failed(&status),
        }
        if driven.is_over() {
            refill = None;
        }
        if let Some(refill) = &refill {
            let _ = refill.send(Instant::now());
        }
    }
    let lost = lock(&pending).len();
    for _ in 0..lost {
        driven.tally().failed(&Status::data_loss("a document without a result"));
    }
}

fn lock(pending: &Pending) -> MutexGuard<'_, HashMap<String, (Instant, usize)>> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a document of a batch or stream was answered.
fn answered(result: &DocumentResult) -> Result<(), Status> {
    match &result.outcome {
        Some(Outcome::Response(_)) => Ok(()),
        Some(Outcome::Failure(failure)) => Err(Status::new(Code::from(failure.code), failure.message.clone())),
        None => Err(Status::data_loss("a result without an outcome")),
    }
}
