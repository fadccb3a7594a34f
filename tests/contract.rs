//! The contract, through a real client over a real port. No sleeps: ports are bound before anyone connects.

mod support;

use quotewire::config::ServeConfig;
use quotewire::service::proto::quote_attribution_service_client::QuoteAttributionServiceClient;
use quotewire::service::proto::{
    Document, ExtractOptions, ExtractQuotesRequest, ExtractQuotesResponse, GetRulesetRequest, OffsetEncoding,
    QuoteKind, Span,
};
use support::{document, request, start};
use tonic::codec::CompressionEncoding;
use tonic::{Code, Status};
use tonic_types::StatusExt;

const ARTICLE: &str = "\"We will go,\" Lee said.";

#[tokio::test]
async fn a_quote_comes_back_with_its_speaker() {
    let server = start(ServeConfig::default()).await;
    let answer = server.extract(request(ARTICLE)).await.expect("an answer");

    assert_eq!(answer.document_id, "article-1");
    assert_eq!(answer.offset_encoding(), OffsetEncoding::Utf8);
    assert!(!answer.ruleset_version.is_empty());
    let [quote] = answer.quotes.as_slice() else { panic!("one quote, not {}", answer.quotes.len()) };
    assert_eq!(quote.kind(), QuoteKind::Direct);
    assert_eq!(quote.content, [Span { start: 0, end: 13, text: "\"We will go,\"".into() }]);
    let speaker = quote.speaker.as_ref().expect("a mention").speaker_id.clone().expect("somebody is meant");
    assert!(answer.speakers.iter().any(|known| known.id == speaker && known.name == "Lee"), "{:?}", answer.speakers);
}

#[tokio::test]
async fn spans_count_in_the_unit_that_the_caller_chose() {
    let server = start(ServeConfig::default()).await;
    let article = "Zoë Lee left – 😀 – early.\n\n\"We’ll 😀 go,\" Lee said.";
    for unit in [OffsetEncoding::Utf8, OffsetEncoding::Utf16, OffsetEncoding::Utf32] {
        let mut asked = request(article);
        asked.options = Some(ExtractOptions { offset_encoding: unit.into(), ..Default::default() });
        let answer = server.extract(asked).await.expect("an answer");
        assert_eq!(answer.offset_encoding(), unit);
        assert_eq!(answer.quotes[0].content[0].text, "\"We’ll 😀 go,\"");
        for span in all_spans(&answer) {
            assert_eq!(slice(article, unit, span), span.text, "{unit:?} {span:?}");
        }
    }
}

#[tokio::test]
async fn omitted_text_leaves_positions() {
    let server = start(ServeConfig::default()).await;
    let mut asked = request(ARTICLE);
    asked.options = Some(ExtractOptions { omit_text: true, ..Default::default() });
    let answer = server.extract(asked).await.expect("an answer");
    assert_eq!(answer.quotes[0].content, [Span { start: 0, end: 13, text: String::new() }]);
    assert_eq!(answer.quotes[0].text, "");
    assert!(all_spans(&answer).iter().all(|span| span.text.is_empty()));
}

#[tokio::test]
async fn odd_texts_are_answered() {
    let server = start(ServeConfig::default()).await;
    for text in ["", " \r\n\t", "\"", "”", "\0\u{1}\u{7f}", "\u{202e}\"a\u{202c}", "“\"‘'„«»\r\n\"", "Lee said: \""]
    {
        let answer = server.extract(request(text)).await;
        assert!(answer.is_ok(), "{text:?}: {answer:?}");
    }
}

#[tokio::test]
async fn languages_are_english_in_any_spelling() {
    let server = start(ServeConfig::default()).await;
    for code in ["", "en", "EN", "en-GB", "en_us"] {
        let document = Document { language_code: code.into(), ..document(ARTICLE) };
        let asked = ExtractQuotesRequest { document: Some(document), options: None };
        assert!(server.extract(asked).await.is_ok(), "{code}");
    }
}

#[tokio::test]
async fn a_text_of_exactly_the_limit_is_read() {
    let server = start(ServeConfig { max_text_bytes: 100, ..ServeConfig::default() }).await;
    let longest = format!("{ARTICLE}{}", " ".repeat(100 - ARTICLE.len()));
    assert_eq!(server.extract(request(&longest)).await.expect("an answer").quotes.len(), 1);
    let refusal = server.extract(request(&format!("{longest} "))).await.expect_err("one byte over");
    check_refusal(&refusal, "document.text", "has 101 bytes, and at most 100 are allowed");
}

#[tokio::test]
async fn a_mebibyte_of_marks_is_answered_and_a_byte_more_is_not() {
    let server = start(ServeConfig::default()).await;
    assert!(server.extract(request(&"“".repeat((1 << 20) / 3))).await.is_ok());
    let refusal = server.extract(request(&"\"".repeat((1 << 20) + 1))).await.expect_err("one byte over");
    check_refusal(&refusal, "document.text", "has 1048577 bytes, and at most 1048576 are allowed");
}

/// An answer is compressed as its request was, and one whose request was not is not, whatever its caller accepts.
#[tokio::test]
async fn requests_and_answers_may_be_compressed() {
    let server = start(ServeConfig::default()).await;
    let text = "\"We will go,\" Lee said. ".repeat(500);
    let plain = server.extract(request(&text)).await.expect("an answer");
    for (encoding, name) in [(CompressionEncoding::Gzip, "gzip"), (CompressionEncoding::Zstd, "zstd")] {
        let client = || {
            server.client().accept_compressed(CompressionEncoding::Gzip).accept_compressed(CompressionEncoding::Zstd)
        };
        let before = server.metric("quotewire_received_bytes_total").await;
        let answer = client().send_compressed(encoding).extract_quotes(request(&text)).await.expect("an answer");
        assert_eq!(answer.metadata().get("grpc-encoding").expect("compressed"), name);
        assert_eq!(answer.into_inner(), plain);
        server.until("quotewire_calls_in_flight", 0).await;
        let received = server.metric("quotewire_received_bytes_total").await - before;
        assert!(received < text.len() as u64 / 10, "{received} bytes came over the wire");
        let answer = client().extract_quotes(request(&text)).await.expect("an answer");
        assert!(answer.metadata().get("grpc-encoding").is_none());
    }
}

#[tokio::test]
async fn the_ruleset_is_the_one_that_answers_name() {
    let server = start(ServeConfig::default()).await;
    let mut client = QuoteAttributionServiceClient::new(server.channel.clone());
    let ruleset = client.get_ruleset(GetRulesetRequest {}).await.expect("a ruleset").into_inner();
    let answer = server.extract(request(ARTICLE)).await.expect("an answer");
    assert_eq!(ruleset.version, answer.ruleset_version);
    let rule = answer.quotes[0].evidence.first().expect("evidence").id.clone();
    let listed = ruleset.rules.iter().find(|r| r.id == rule).expect("the rule that answered");
    assert!(!listed.description.is_empty() && !listed.examples.is_empty() && !listed.counter_examples.is_empty());
}

fn check_refusal(refusal: &Status, field: &str, words: &str) {
    assert_eq!(refusal.code(), Code::InvalidArgument, "{field}: {refusal}");
    let details = refusal.get_details_bad_request().expect("a BadRequest detail");
    let fields: Vec<&str> = details.field_violations.iter().map(|violation| violation.field.as_str()).collect();
    assert_eq!(fields, [field], "{refusal}");
    assert!(refusal.message().starts_with(field) && refusal.message().ends_with('.'), "{refusal}");
    assert!(refusal.message().contains(words), "{words:?} is not in {:?}", refusal.message());
}

fn all_spans(answer: &ExtractQuotesResponse) -> Vec<&Span> {
    let mut spans = Vec::new();
    for quote in &answer.quotes {
        spans.extend(&quote.content);
        spans.extend(quote.speaker.iter().flat_map(|mention| &mention.spans));
        spans.extend(quote.cue.iter().flat_map(|cue| &cue.spans));
        spans.extend(&quote.addressee);
        spans.extend(quote.evidence.iter().flat_map(|evidence| &evidence.spans));
    }
    spans.extend(answer.speakers.iter().flat_map(|speaker| &speaker.mentions));
    spans.extend(answer.rejected.iter().filter_map(|rejected| rejected.span.as_ref()));
    spans
}

/// What a caller who counts in `unit` cuts out of the article.
fn slice(article: &str, unit: OffsetEncoding, span: &Span) -> String {
    let range = span.start as usize..span.end as usize;
    match unit {
        OffsetEncoding::Utf16 => {
            let units: Vec<u16> = article.encode_utf16().collect();
            String::from_utf16(&units[range]).expect("spans end between characters")
        }
        OffsetEncoding::Utf32 => article.chars().skip(range.start).take(range.len()).collect(),
        _ => article[range].to_owned(),
    }
}
