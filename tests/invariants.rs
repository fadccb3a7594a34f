//! What holds for any text whatever: the invariants of ARCHITECTURE.md, on arbitrary strings and on news
//! sentences in any order.
//!
//! The strings are rich in what breaks offsets and pairing: quote marks of every style, apostrophes, emoji,
//! combining characters, marks of direction, control characters, every line break.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use quotewire::{Extraction, OffsetEncoding, OffsetMap, Options, Span, extract};

#[path = "support/sound.rs"]
mod sound;

use sound::{answer, check, each_span, spans};

/// A paragraph that shifts whatever follows by multi-byte characters and says nothing itself.
const PREFIX: &str = "é — 東京 😀\n\n";

const MARKS: &[&str] =
    &["\"", "“", "”", "„", "‘", "’", "'", "«", "»", "‹", "›", "`", "``", "''", "「", "」", "＂", "&quot;"];

const ODDITIES: &[&str] = &[
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{9b}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{200f}",
    "\u{202e}",
    "\u{2067}",
    "e\u{301}",
    "\u{301}",
    "\u{20dd}",
    "😀",
    "👩‍👩‍👧",
    "🇰🇷",
    "\u{10ffff}",
    "ß",
    "ﬁ",
    "İ",
    "東京",
    "שלום",
    ".",
    ",",
    ":",
    ";",
    "—",
    "–",
    "-",
    "…",
    "...",
    "?",
    "!",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "$5",
    "1,000",
    "%",
    "@lee",
    "#go",
];

const WORDS: &[&str] = &[
    "said",
    "says",
    "told",
    "Lee",
    "Ana",
    "Cruz",
    "Mr.",
    "Dr",
    "she",
    "he",
    "it",
    "they",
    "who",
    "the",
    "a",
    "mayor",
    "board",
    "that",
    "adding",
    "according",
    "to",
    "asked",
    "whether",
    "not",
    "n't",
    "don't",
    "voters'",
    "O'Neill",
    "'90s",
    "rock",
    "'n'",
    "roll",
    "on",
    "Friday",
    "U.S.",
    "and",
    "but",
    "I",
    "We",
    "will",
    "go",
    "reporters",
    "wrote",
];

/// Sentences as newspapers write them; no two belong together.
const SENTENCES: &[&str] = &[
    "“We will go,” said Ana Cruz.",
    "\"We will go,\" Ana Cruz, the mayor of Port Ellery, told reporters. \"All of us.\"",
    "Lee said the plan was “reckless” and too late.",
    "She said that nobody had asked her.",
    "According to the harbour board, two of the five berths will close.",
    "‘It’s over,’ he told the Ellery Post’s editor.",
    "Mr. Dell, 46, asked whether the U.S. firm would pay.",
    "The “reform” was dropped in the '90s, rock 'n' roll or not.",
    "“If it rains,” Cruz said, “we’ll stay. If not, we’ll go.”",
    "“This one goes on.",
    "“And ends here,” Tom Pike said, adding: “Or here.”",
    "Tom Pike: “No.”",
    "The sea wall is five feet 6\" high.",
    "The minister denied on Tuesday that he “knew” of it, saying, “I did not.”",
    "“‘Go,’ she said, and I went,” Pike recalled.",
    "«Non», répond Zoë Müller à 東京.",
    "The board met again.",
    "\"Nobody wanted this,\" a union official said on condition of anonymity",
    "Q: How does it feel? A: Cold.",
    "The report, which cost €2m, found “serious failings” 😀.",
];

/// Text of any sort: fragments of the three lists, and characters out of all of Unicode.
fn soup() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        3 => select(MARKS).prop_map(str::to_owned),
        2 => select(ODDITIES).prop_map(str::to_owned),
        4 => select(WORDS).prop_map(|word| format!("{word} ")),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(fragment, 0..60).prop_map(|fragments| fragments.concat())
}

/// News sentences in any order, with odd marks and characters between them.
fn news() -> impl Strategy<Value = String> {
    let separator = select(&[" ", " ", "\n\n", "\r\n\r\n", "\n", "  ", "\u{a0}", "\u{200f}"][..]);
    let between = prop_oneof![6 => Just(""), 1 => select(MARKS), 1 => select(ODDITIES)];
    let part = (select(SENTENCES), separator, between);
    prop::collection::vec(part, 0..10).prop_map(|parts| {
        parts.into_iter().map(|(sentence, separator, odd)| format!("{odd}{sentence}{separator}")).collect()
    })
}

/// Paragraphs of news sentences, all of which blank lines part: nothing here looks hard-wrapped.
fn paragraphs() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(select(SENTENCES), 1..4).prop_map(|sentences| sentences.join(" "));
    prop::collection::vec(paragraph, 1..5).prop_map(|paragraphs| paragraphs.join("\n\n"))
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_gives_a_sound_answer(text in soup()) {
        check(&text);
    }

    #[test]
    fn any_news_gives_a_sound_answer(text in news()) {
        check(&text);
    }

    #[test]
    fn the_same_text_gives_the_same_answer(text in news()) {
        prop_assert_eq!(answer(&text), answer(&text));
    }

    #[test]
    fn every_unit_finds_the_same_words(text in prop_oneof![soup(), news()]) {
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let utf32: Vec<char> = text.chars().collect();
        let maps = [OffsetEncoding::Utf16, OffsetEncoding::Utf32].map(|unit| OffsetMap::new(&text, unit));
        for span in spans(&answer(&text)) {
            let [by_16, by_32] = [0, 1].map(|map: usize| maps[map].span(span).range());
            prop_assert_eq!(String::from_utf16(&utf16[by_16]).expect("whole characters"), span.of(&text));
            prop_assert_eq!(utf32[by_32].iter().collect::<String>(), span.of(&text));
        }
    }

    #[test]
    fn a_paragraph_before_it_shifts_an_answer_and_changes_nothing_else(text in paragraphs()) {
        let mut shifted = answer(&text);
        move_by(&mut shifted, PREFIX.len() as u32);
        prop_assert_eq!(answer(&format!("{PREFIX}{text}")), shifted);
    }
}

#[test]
fn texts_with_nothing_in_them_have_no_quotes() {
    for text in ["", " ", "\n", "\r\n\r\n", "\t \u{a0}\u{3000}\n\n ", "\u{feff}", "\u{200f}\u{202e}", "\0"] {
        assert_eq!(check(text).quotes, [], "{text:?}");
    }
}

#[test]
fn a_lone_mark_is_no_quote() {
    for mark in MARKS {
        for text in [mark.to_string(), format!(" {mark}\n"), format!("{mark}{mark}"), format!("Ana Cruz said {mark}")] {
            assert_eq!(check(&text).quotes, [], "{text:?}");
        }
    }
}

#[test]
fn a_quotation_may_be_the_last_thing_in_a_text() {
    for text in ["They read the “Salt,”", "They read the “Salt,", "“Salt,”", "“Salt”,", "They read: “"]
    {
        check(text);
    }
}

#[test]
fn line_breaks_of_every_system_give_the_same_quotes() {
    let text = SENTENCES.join("\n\n");
    let words = |text: &str| {
        let found = check(text);
        let content = |quote: &quotewire::Quote| quote.content.iter().map(|span| span.of(text).to_owned()).collect();
        found.quotes.iter().map(content).collect::<Vec<Vec<String>>>()
    };
    assert!(words(&text).len() >= 10, "{:?}", words(&text));
    for line_break in ["\r\n", "\r", "\u{2028}"] {
        assert_eq!(words(&text.replace('\n', line_break)), words(&text), "{line_break:?}");
    }
}

#[test]
fn what_cannot_be_seen_leaves_offsets_right() {
    let quote = "“We will go,” said Ana Cruz.";
    for before in
        ["\u{feff}", "\0\0\n\n", "\u{1}\u{2}\u{1b}[31m\n\n", "\u{200f}", "\u{202e}\u{2067}\n\n", "\u{ad}\u{200b}\n\n"]
    {
        let text = format!("{before}{quote}");
        let found = check(&text);
        let [found] = found.quotes.as_slice() else { panic!("{text:?}: {:?}", found.quotes) };
        assert_eq!(found.content[0].of(&text), "“We will go,”", "{text:?}");
        assert_eq!(found.speaker.spans[0].of(&text), "Ana Cruz", "{text:?}");
    }
    for inside in ["\0", "\u{7f}", "\u{200f}", "\u{202e}", "e\u{301}", "\u{feff}", "\u{ad}"] {
        let text = format!("“We {inside} will go,” said Ana Cruz.");
        let found = check(&text);
        assert_eq!(found.quotes.len(), 1, "{text:?}");
        assert_eq!(found.quotes[0].content[0].of(&text), format!("“We {inside} will go,”"));
    }
}

/// Beside marks, what may belong to everything around it when it is repeated.
const ADVERSARIES: &[&str] = &[
    "word",
    "word ",
    "“a ",
    "a” ",
    "'a ",
    "“‘“‘",
    "”’”’",
    "said ",
    "“a” said ",
    "Lee said “",
    "Lee, ",
    "Ana Cruz ",
    "she said ",
    "the mayor, who ",
    "(",
    ". ",
    "…",
    "\n",
    "\n\n“",
    "“a\n\n",
    "“Go,” Lee said. ",
    "Lee: “Go.”\n\n",
    "according to ",
    "that that ",
    "😀",
    "e\u{301}",
    "\u{301}",
    "\0",
    "U.S. ",
    "- ",
    "5' 6\" ",
    "the plan of ",
];

#[test]
fn a_megabyte_of_marks_is_answered_in_time() {
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 80 } else { 5 });
    for unit in ["\"", "“", "'", "“a ", "word"] {
        // A sixteenth comes first, so that what is not linear fails before it takes an hour.
        for sixteenths in [1, 16] {
            let text = unit.repeat(sixteenths * (1 << 16) / unit.len());
            let begun = Instant::now();
            extract(&text, &Options::default());
            let (took, limit) = (begun.elapsed(), limit * sixteenths as u32 / 16);
            assert!(took < limit, "{unit:?}, {} bytes: {took:?}", text.len());
        }
    }
}

#[test]
fn time_grows_no_faster_than_the_text() {
    let time = |unit: &str, bytes: usize, rounds: usize| {
        let text = unit.repeat(bytes / unit.len());
        let run = |_| {
            let begun = Instant::now();
            std::hint::black_box(extract(&text, &Options::default()));
            begun.elapsed().as_secs_f64()
        };
        (0..rounds).map(run).fold(f64::INFINITY, f64::min)
    };
    // Four times the text takes four times the time, and sixteen times where something is quadratic; eight lies
    // as far from the one as from the other. What a
    // noisy moment made slow is measured again before it counts.
    let ratio = |unit: &str, rounds| time(unit, LONG, rounds) / time(unit, LONG / 4, rounds).max(1e-2);
    extract("The rules are loaded once.", &Options::default());
    let slow: Vec<String> = MARKS
        .iter()
        .chain(ADVERSARIES)
        .filter(|unit| ratio(unit, 1) > 8.0)
        .map(|unit| (unit, ratio(unit, 5)))
        .filter(|(_, again)| *again > 8.0)
        .map(|(unit, again)| format!("{unit:?} repeated: four times the text takes {again:.1} times the time"))
        .collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

/// The longer text of a comparison; builds without optimization take a shorter one.
const LONG: usize = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 20 };

/// What the answer is where a paragraph of one sentence and `bytes` bytes stands before the text.
fn move_by(found: &mut Extraction, bytes: u32) {
    each_span(found, |span| *span = Span { start: span.start + bytes, end: span.end + bytes });
    for quote in &mut found.quotes {
        quote.paragraph += 1;
        quote.sentence += 1;
    }
}
