//! Between messages and the crate's own types, in both directions, by hand.
//!
//! Spans leave the crate here and only here, in the unit that the caller chose. Each enum is matched in full,
//! so that a new variant does not compile before it has a name in the contract.

use super::proto;
use super::request::{Settings, Violation, check_list, check_options, join};
use crate::options::{self, Options};
use crate::quote::{self, CueClass, Extraction};
use crate::text::{OffsetEncoding, OffsetMap, Span};

/// Reads and checks the options that stand at `path`.
pub fn settings(path: &str, message: proto::ExtractOptions) -> Result<Settings, Violation> {
    let mut options = Options {
        min_confidence: message.min_confidence,
        include_rejected: message.include_rejected,
        disable_context_attribution: message.disable_context_attribution,
        known_speakers: message.known_speakers.into_iter().map(known_speaker).collect(),
        ..Options::default()
    };
    let (kinds, classes) = (join(path, "kinds"), join(path, "cue_classes"));
    check_list(&kinds, message.kinds.len())?;
    for (i, &number) in message.kinds.iter().enumerate() {
        options.kinds.push(kind(|| format!("{kinds}[{i}]"), number)?);
    }
    check_list(&classes, message.cue_classes.len())?;
    for (i, &number) in message.cue_classes.iter().enumerate() {
        options.cue_classes.push(cue_class(|| format!("{classes}[{i}]"), number)?);
    }
    for (i, cue) in message.extra_cues.into_iter().enumerate() {
        let class = cue_class(|| format!("{}[{i}].cue_class", join(path, "extra_cues")), cue.cue_class)?;
        options.extra_cues.push(options::ExtraCue { lemma: cue.lemma, class });
    }
    let offset_encoding = offset_encoding(join(path, "offset_encoding"), message.offset_encoding)?;
    check_options(path, &options)?;
    Ok(Settings { options, offset_encoding, omit_text: message.omit_text })
}

/// The answer for one document.
pub fn response(
    document_id: String,
    text: &str,
    extraction: &Extraction,
    settings: &Settings,
) -> proto::ExtractQuotesResponse {
    let out = Out { text, map: OffsetMap::new(text, settings.offset_encoding), omit_text: settings.omit_text };
    proto::ExtractQuotesResponse {
        document_id,
        quotes: extraction.quotes.iter().map(|quote| out.quote(quote)).collect(),
        speakers: extraction.speakers.iter().enumerate().map(|(i, speaker)| out.speaker(i, speaker)).collect(),
        rejected: extraction.rejected.iter().map(|rejected| out.rejected(rejected)).collect(),
        warnings: extraction.warnings.iter().map(|warning| out.warning(warning)).collect(),
        offset_encoding: match settings.offset_encoding {
            OffsetEncoding::Utf8 => proto::OffsetEncoding::Utf8,
            OffsetEncoding::Utf16 => proto::OffsetEncoding::Utf16,
            OffsetEncoding::Utf32 => proto::OffsetEncoding::Utf32,
        }
        .into(),
        ruleset_version: crate::ruleset_version().to_owned(),
    }
}

/// One text on its way out: every span is put in the caller's unit, with its text unless that is left out.
struct Out<'t> {
    text: &'t str,
    map: OffsetMap<'t>,
    omit_text: bool,
}

impl Out<'_> {
    fn quote(&self, quote: &quote::Quote) -> proto::Quote {
        proto::Quote {
            kind: match quote.kind {
                quote::Kind::Direct => proto::QuoteKind::Direct,
                quote::Kind::Indirect => proto::QuoteKind::Indirect,
                quote::Kind::Mixed => proto::QuoteKind::Mixed,
            }
            .into(),
            content: self.spans(&quote.content),
            text: if self.omit_text { String::new() } else { quote.text(self.text) },
            speaker: Some(self.mention(&quote.speaker)),
            cue: quote.cue.as_ref().map(|cue| self.cue(cue)),
            addressee: quote.addressee.map(|span| self.span(span)),
            confidence: quote.confidence,
            evidence: quote.evidence.iter().map(|evidence| self.evidence(evidence)).collect(),
            paragraph: quote.paragraph as i32,
            sentence: quote.sentence as i32,
            parent: quote.parent.map(parent),
        }
    }

    fn mention(&self, mention: &quote::Mention) -> proto::Mention {
        proto::Mention {
            spans: self.spans(&mention.spans),
            kind: match mention.kind {
                quote::MentionKind::Name => proto::MentionKind::Name,
                quote::MentionKind::Pronoun => proto::MentionKind::Pronoun,
                quote::MentionKind::Nominal => proto::MentionKind::Nominal,
                quote::MentionKind::None => proto::MentionKind::None,
            }
            .into(),
            speaker_id: mention.speaker.map(|index| speaker_id(index as usize)),
        }
    }

    fn cue(&self, cue: &quote::Cue) -> proto::Cue {
        proto::Cue {
            spans: self.spans(&cue.spans),
            lemma: cue.lemma.clone(),
            cue_class: cue_class_message(cue.class).into(),
            negated: cue.negated,
            modality: cue.modality.map_or(proto::Modality::Unspecified, modality).into(),
        }
    }

    fn evidence(&self, evidence: &quote::Evidence) -> proto::Evidence {
        proto::Evidence {
            step: match evidence.step {
                quote::Step::Rule => proto::EvidenceStep::Rule,
                quote::Step::Sieve => proto::EvidenceStep::Sieve,
            }
            .into(),
            id: evidence.id.to_owned(),
            spans: self.spans(&evidence.spans),
        }
    }

    fn speaker(&self, index: usize, speaker: &quote::Speaker) -> proto::Speaker {
        proto::Speaker {
            id: speaker_id(index),
            name: speaker.name.clone(),
            description: speaker.description.clone(),
            kind: match speaker.kind {
                quote::SpeakerKind::Person => proto::SpeakerKind::Person,
                quote::SpeakerKind::Organization => proto::SpeakerKind::Organization,
                quote::SpeakerKind::Group => proto::SpeakerKind::Group,
                quote::SpeakerKind::Unnamed => proto::SpeakerKind::Unnamed,
                quote::SpeakerKind::Document => proto::SpeakerKind::Document,
            }
            .into(),
            role: speaker.role.clone(),
            aliases: speaker.aliases.clone(),
            pronouns: match speaker.pronouns {
                quote::Pronouns::Unknown => proto::Pronouns::Unknown,
                quote::Pronouns::He => proto::Pronouns::He,
                quote::Pronouns::She => proto::Pronouns::She,
                quote::Pronouns::They => proto::Pronouns::They,
            }
            .into(),
            mentions: self.spans(&speaker.mentions),
            unresolved_reason: speaker.unresolved_reason.clone(),
        }
    }

    fn rejected(&self, rejected: &quote::Rejected) -> proto::Rejected {
        proto::Rejected {
            span: Some(self.span(rejected.span)),
            reason: match rejected.reason {
                quote::RejectReason::ScareQuote => proto::RejectReason::ScareQuote,
                quote::RejectReason::Title => proto::RejectReason::Title,
                quote::RejectReason::Nickname => proto::RejectReason::Nickname,
                quote::RejectReason::Term => proto::RejectReason::Term,
                quote::RejectReason::NoSpeech => proto::RejectReason::NoSpeech,
            }
            .into(),
        }
    }

    fn warning(&self, warning: &quote::Warning) -> proto::Warning {
        proto::Warning {
            code: match warning.code {
                quote::WarningCode::UnclosedMark => proto::WarningCode::UnclosedMark,
                quote::WarningCode::UnopenedMark => proto::WarningCode::UnopenedMark,
                quote::WarningCode::MixedMarks => proto::WarningCode::MixedMarks,
                quote::WarningCode::TextTooLong => proto::WarningCode::TextTooLong,
            }
            .into(),
            span: Some(self.position(warning.span)),
            message: warning.code.message().to_owned(),
        }
    }

    fn spans(&self, spans: &[Span]) -> Vec<proto::Span> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    fn span(&self, span: Span) -> proto::Span {
        let text = if self.omit_text { String::new() } else { span.of(self.text).to_owned() };
        proto::Span { text, ..self.position(span) }
    }

    /// The span without its text. Offsets fit, since no more than 2 GiB of a text are read.
    fn position(&self, span: Span) -> proto::Span {
        let span = self.map.span(span);
        proto::Span { start: span.start as i32, end: span.end as i32, text: String::new() }
    }
}

/// Speakers are numbered from 1 in the order of the answer.
fn speaker_id(index: usize) -> String {
    format!("s{}", index + 1)
}

fn parent(parent: quote::Parent) -> proto::Parent {
    let relation = match parent.relation {
        quote::Relation::Nested => proto::QuoteRelation::Nested,
        quote::Relation::Continues => proto::QuoteRelation::Continues,
    };
    proto::Parent { quote: parent.quote as i32, relation: relation.into() }
}

fn modality(modality: quote::Modality) -> proto::Modality {
    match modality {
        quote::Modality::Conditional => proto::Modality::Conditional,
        quote::Modality::Possible => proto::Modality::Possible,
        quote::Modality::Necessary => proto::Modality::Necessary,
        quote::Modality::Future => proto::Modality::Future,
        quote::Modality::Hearsay => proto::Modality::Hearsay,
    }
}

fn known_speaker(message: proto::KnownSpeaker) -> options::KnownSpeaker {
    options::KnownSpeaker { name: message.name, aliases: message.aliases }
}

fn offset_encoding(field: String, number: i32) -> Result<OffsetEncoding, Violation> {
    match proto::OffsetEncoding::try_from(number) {
        Ok(proto::OffsetEncoding::Unspecified | proto::OffsetEncoding::Utf8) => Ok(OffsetEncoding::Utf8),
        Ok(proto::OffsetEncoding::Utf16) => Ok(OffsetEncoding::Utf16),
        Ok(proto::OffsetEncoding::Utf32) => Ok(OffsetEncoding::Utf32),
        Err(_) => {
            let allowed = "1 (OFFSET_ENCODING_UTF8), 2 (OFFSET_ENCODING_UTF16) and 3 (OFFSET_ENCODING_UTF32)";
            Err(Violation::new(field, format!("is {number}, and only {allowed} are allowed; 0 or left out means 1")))
        }
    }
}

fn kind(field: impl Fn() -> String, number: i32) -> Result<quote::Kind, Violation> {
    match proto::QuoteKind::try_from(number) {
        Ok(proto::QuoteKind::Direct) => Ok(quote::Kind::Direct),
        Ok(proto::QuoteKind::Indirect) => Ok(quote::Kind::Indirect),
        Ok(proto::QuoteKind::Mixed) => Ok(quote::Kind::Mixed),
        Ok(proto::QuoteKind::Unspecified) | Err(_) => {
            let allowed = "1 (QUOTE_KIND_DIRECT), 2 (QUOTE_KIND_INDIRECT) and 3 (QUOTE_KIND_MIXED)";
            Err(Violation::new(field(), format!("is {number}, and only {allowed} are allowed")))
        }
    }
}

fn cue_class(field: impl Fn() -> String, number: i32) -> Result<CueClass, Violation> {
    let class = proto::CueClass::try_from(number).ok().and_then(cue_class_inner);
    class.ok_or_else(|| {
        let last = CueClass::ALL.last().map_or(0, |&class| cue_class_message(class) as i32);
        let allowed = format!("the numbers of CueClass from 1 (CUE_CLASS_STATEMENT) to {last}");
        Violation::new(field(), format!("is {number}, and only {allowed} are allowed"))
    })
}

/// Declares both directions of the cue classes from one list.
macro_rules! cue_classes {
    ($($variant:ident)*) => {
        fn cue_class_message(class: CueClass) -> proto::CueClass {
            match class { $(CueClass::$variant => proto::CueClass::$variant,)* }
        }

        fn cue_class_inner(class: proto::CueClass) -> Option<CueClass> {
            match class {
                proto::CueClass::Unspecified => None,
                $(proto::CueClass::$variant => Some(CueClass::$variant),)*
            }
        }
    };
}

cue_classes! {
    Statement Writing Announcement Claim Denial Refusal Admission Agreement Question Answer Request Promise
    Warning Prediction Accusation Criticism Praise Description Document Manner Attitude
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modalities_have_the_same_names_inside_and_in_the_contract() {
        for &inside in quote::Modality::ALL {
            assert_eq!(modality(inside).as_str_name(), format!("MODALITY_{}", inside.name()));
        }
    }

    #[test]
    fn cue_classes_have_the_same_names_inside_and_in_the_contract() {
        for &class in CueClass::ALL {
            let message = cue_class_message(class);
            assert_eq!(message.as_str_name(), format!("CUE_CLASS_{}", class.name()));
            assert_eq!(cue_class_inner(message), Some(class));
        }
    }
}
