//! Everything English, and nothing else.

mod abbreviations;
mod about_report;
mod apostrophes;
mod attribution;
mod behind_quote;
mod bodies;
pub mod chunk;
mod cues;
mod cursor;
mod govern;
mod inflect;
mod lists;
mod lone_verbs;
mod mend;
mod modality;
mod name_words;
mod names;
mod noun_breaks;
mod noun_phrase;
mod nouns;
mod offices;
mod particle;
mod penn;
mod retag;
mod symbols;
pub mod tagger;
mod verb_group;
mod word_hints;
mod word_key;
mod word_lists;
mod word_table;
mod words;
mod works;

use std::sync::LazyLock;

use self::cues::{CueLexicon, Cues};
use self::penn::Penn;
use self::word_lists::{List, Lists};
use super::{Classes, Language, NameHooks, ReadingHooks};
use crate::byte_set::ByteSet;
use crate::rules::RuleSet;

static CUES: LazyLock<CueLexicon> = LazyLock::new(|| CueLexicon::parse(CUE_FILE));
static ENGLISH: LazyLock<Language> = LazyLock::new(load);

const CUE_FILE: &str = include_str!("lexicon/cues.txt");

/// The rule files, in the order in which their rules are tried.
const RULE_FILES: &[(&str, &str)] = &[
    ("macros.toml", include_str!("rules/macros.toml")),
    ("quote_first.toml", include_str!("rules/quote_first.toml")),
    ("speaker_first.toml", include_str!("rules/speaker_first.toml")),
    ("content_right.toml", include_str!("rules/content_right.toml")),
    ("other_cues.toml", include_str!("rules/other_cues.toml")),
    ("transcript.toml", include_str!("rules/transcript.toml")),
];

/// The rules that say where content ends, and the macros that they use.
const END_FILES: &[(&str, &str)] =
    &[("macros.toml", include_str!("rules/macros.toml")), ("ends.toml", include_str!("rules/ends.toml"))];

/// The English language.
pub fn en() -> &'static Language {
    &ENGLISH
}

/// # Panics
/// On a mistake in the rule files. They are part of the program, and a test loads them.
fn load() -> Language {
    let alphabet = symbols::alphabet(&CUES);
    let rules = RuleSet::compile(RULE_FILES, &alphabet).unwrap_or_else(|e| panic!("{e}"));
    let ends = RuleSet::compile(END_FILES, &alphabet).unwrap_or_else(|e| panic!("{e}"));
    let ids = |rules: &RuleSet| rules.rules.iter().map(|rule| &*rule.id.get_ref().clone().leak()).collect();
    Language {
        code: "en",
        reading: ReadingHooks {
            abbreviation: abbreviations::abbreviation,
            clitic: apostrophes::clitic,
            elision: apostrophes::elision,
            elided: apostrophes::elided,
            possessive: apostrophes::possessive,
            starts_sentence: abbreviations::starts_sentence,
            attribution_follows: attribution::attribution_follows,
        },
        tag: tagger::tag,
        tag_name: |tag| Penn::from_number(tag).name(),
        chunk: |reading, layer, extra, keep_going| chunk::chunk(reading, layer, &Cues::new(&CUES, extra), keep_going),
        class_name: symbols::class_name,
        feature_names: |class, features| symbols::feature_names(&CUES, class, features),
        classes: Classes {
            paragraph: symbols::PARAGRAPH,
            sentence: symbols::SENTENCE,
            quote: symbols::QUOTE,
            comma: symbols::COMMA,
            name: symbols::NAME,
            pronoun: symbols::PRONOUN,
            prepositions: ByteSet::of(&symbols::PREPOSITIONS),
            name_prepositions: ByteSet::of(&[symbols::OF, symbols::FOR, symbols::ON]),
            nominal: symbols::NOMINAL,
            number: symbols::NUMBER,
            who: symbols::WHO,
            which: symbols::WHICH,
            mentions: ByteSet::of(&[
                symbols::NAME,
                symbols::PRONOUN,
                symbols::NOMINAL,
                symbols::NUMBER,
                symbols::WHO,
                symbols::WHICH,
            ]),
            and: symbols::AND,
            by: symbols::BY,
            at: symbols::AT,
            with: symbols::WITH,
            as_word: symbols::AS,
            subordinator: symbols::SUBORDINATOR,
            opens_clause: ByteSet::of(&[symbols::SUBORDINATOR, symbols::WHEN, symbols::IF]),
            participles: ByteSet::of(&[symbols::CUE_ING, symbols::VERB_ING]),
            hanging: symbols::PREPOSITIONS
                .iter()
                .chain(&[
                    symbols::CUE_ING,
                    symbols::VERB_ING,
                    symbols::CUE_EN,
                    symbols::VERB_EN,
                    symbols::CUE_INFINITIVE,
                    symbols::VERB_INFINITIVE,
                    symbols::ADJECTIVE,
                    symbols::ADVERB,
                ])
                .copied()
                .collect(),
            relatives: ByteSet::of(&[symbols::WHO, symbols::WHICH, symbols::THAT]),
            parenthesis: symbols::PARENTHESIS,
            adverb: symbols::ADVERB,
            finite: ByteSet::of(&[symbols::CUE, symbols::VERB, symbols::CUE_PASSIVE, symbols::VERB_PASSIVE]),
            person: symbols::PERSON,
            plural: symbols::PLURAL,
            possessed: symbols::POSSESSED,
            first_person: symbols::FIRST_PERSON,
            object_case: symbols::OBJECT_CASE,
            title_feature: symbols::TITLE,
            comma_feature: symbols::ENDS_IN_COMMA,
            sentence_feature: symbols::ENDS_SENTENCE,
            asides: ByteSet::of(&[symbols::COMMA, symbols::DASH]),
            trailing: ByteSet::of(&[
                symbols::STOP,
                symbols::COMMA,
                symbols::COLON,
                symbols::SEMICOLON,
                symbols::DASH,
                symbols::SENTENCE,
                symbols::PARAGRAPH,
            ]),
        },
        rule_ids: ids(&rules),
        rules,
        end_ids: ids(&ends),
        ends,
        version: version(),
        names: NameHooks {
            parts: names::parts,
            is_place: names::is_place,
            is_first_person: words::is_first_person,
            gender: names::gender,
            given: names::given,
            is_particle: |word| Lists::of(word).has(List::NameParticle),
            is_generation: names::is_generation,
            introduced_as: works::introduced_as,
            is_work: works::is_work,
            introduces_terms: |word| Lists::of(word).has(List::Naming),
            noun: nouns::noun,
            role: nouns::role,
            determiner: nouns::determiner,
            body_fit: bodies::body_fit,
            is_honorific: names::is_honorific,
            is_calendar: words::is_calendar,
            is_legal_form: names::is_legal_form,
            wider_role: nouns::wider_role,
            office_field: offices::field,
            has_fields: offices::has_fields,
            is_lower_office: offices::is_lower,
            is_former: nouns::is_former,
            is_inclusion: nouns::is_inclusion,
            is_general: bodies::is_general,
            is_institution: bodies::is_institution,
            is_organization_word: lists::is_organization_word,
        },
    }
}

/// A hash of everything that decides answers: rules, lexicon, the tagger's table, and the program's version.
fn version() -> String {
    let rules = RULE_FILES.iter().chain(END_FILES).map(|(_, text)| *text);
    let texts = rules.chain(lists::FILES).chain([CUE_FILE, env!("CARGO_PKG_VERSION")]);
    let hash = texts.map(str::as_bytes).chain([tagger::TABLE]).fold(0xcbf2_9ce4_8422_2325, add_to_hash);
    format!("en-{hash:016x}")
}

/// FNV-1a over eight bytes at a time and the length: short, the same on all platforms, fast enough for megabytes at
/// each start; nobody attacks it here. The rotation brings the upper bits down, which the multiplication does not.
fn add_to_hash(hash: u64, file: &[u8]) -> u64 {
    let (words, rest) = file.as_chunks();
    let numbers = words.iter().map(|word| u64::from_le_bytes(*word)).chain(rest.iter().map(|byte| u64::from(*byte)));
    let add = |hash: u64, number: u64| (hash ^ number).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    numbers.chain([file.len() as u64]).fold(hash, add)
}
