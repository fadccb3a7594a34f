//! Calls a running `quotewire serve`: `cargo run --example caller -- http://127.0.0.1:50051 article.txt`

use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{Document, ExtractQuotesRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(server), Some(file)) = (args.next(), args.next()) else { return Err("usage: caller URL FILE".into()) };
    let article = std::fs::read_to_string(file)?;

    let mut service = QuoteAttributionServiceClient::connect(server).await?;
    let document = Document { id: "article-1".into(), text: article.clone(), language_code: "en".into() };
    let request = ExtractQuotesRequest { document: Some(document), options: None };
    let answer = service.extract_quotes(request).await?.into_inner();

    for quote in &answer.quotes {
        let id = quote.speaker.as_ref().and_then(|mention| mention.speaker_id.as_deref());
        let speaker = answer.speakers.iter().find(|speaker| Some(speaker.id.as_str()) == id);
        let name = speaker.map_or("somebody", |speaker| speaker.name.as_str());
        // Offsets are bytes unless asked for otherwise, so they index a `str`.
        let first = &quote.content[0];
        println!("{name}: {}", &article[first.start as usize..first.end as usize]);
    }
    Ok(())
}
