//! Who speaks: the table `cases/speakers.txt`, plain and behind a paragraph of multi-byte characters.

use quotewire::{Extraction, Options, Pronouns, Speaker, extract};

const BEFORE: &str = "Größe, 東京 und 😀.\n\n";

#[test]
fn every_case_of_the_table() {
    let cases = cases(include_str!("cases/speakers.txt"));
    let mut failures = Vec::new();
    for case in &cases {
        for before in ["", BEFORE] {
            let found = extract(&format!("{before}{}", case.text), &Options::default());
            if let Some(failure) = case.failure(&found) {
                failures.push(format!("{}: {failure}", case.title));
                break;
            }
        }
    }
    assert!(cases.len() >= 120, "only {} cases were read", cases.len());
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// A text, and what is said of each of its speakers.
#[derive(Default)]
struct Case {
    title: &'static str,
    text: String,
    speakers: Vec<Vec<&'static str>>,
    count: Option<usize>,
}

/// Reads the table, whose head explains it.
fn cases(table: &'static str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case { title, ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a title comes first");
        if let Some(speaker) = line.strip_prefix("-> ") {
            case.speakers.push(speaker.split(" | ").collect());
        } else if let Some(count) = line.strip_prefix("= ") {
            case.count = Some(count.parse().expect("a number"));
        } else {
            let gap = if case.text.is_empty() { "" } else { "\n\n" };
            case.text.extend([gap, line]);
        }
    }
    cases
}

impl Case {
    /// What is wrong with an answer, if anything.
    fn failure(&self, found: &Extraction) -> Option<String> {
        if found.quotes.len() != self.speakers.len() {
            return Some(format!("{} quotes instead of {}", found.quotes.len(), self.speakers.len()));
        }
        let count = self.count.filter(|count| *count != found.speakers.len());
        if let Some(count) = count {
            return Some(format!("{} speakers instead of {count}", found.speakers.len()));
        }
        found.quotes.iter().zip(&self.speakers).find_map(|(quote, wanted)| {
            let speaker = quote.speaker.speaker.map(|index| &found.speakers[index as usize]);
            let Some(speaker) = speaker else { return Some(format!("nobody instead of {}", wanted[0])) };
            let sieve = quote.evidence.last().map_or("", |step| step.id);
            let wrong = wanted.iter().find(|wanted| !is(speaker, sieve, wanted))?;
            Some(format!("«{wrong}» is not so of {speaker:?}, by {sieve}"))
        })
    }
}

/// Whether something said of a speaker is so.
fn is(speaker: &Speaker, sieve: &str, wanted: &str) -> bool {
    if let Some(description) = wanted.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return speaker.name.is_empty() && speaker.description == description;
    }
    let (word, rest) = wanted.split_once(' ').unwrap_or((wanted, ""));
    match word {
        "by" => sieve == rest,
        "role" => speaker.role == rest,
        "PERSON" | "ORGANIZATION" | "GROUP" | "UNNAMED" | "DOCUMENT" if rest.is_empty() => speaker.kind.name() == word,
        "NONE" => speaker.pronouns == Pronouns::Unknown,
        "HE" => speaker.pronouns == Pronouns::He,
        "SHE" => speaker.pronouns == Pronouns::She,
        "THEY" => speaker.pronouns == Pronouns::They,
        _ => speaker.name == wanted,
    }
}

/// Texts of names, pronouns and descriptions without end: what each would cost if every mention looked at all others.
const CROWDS: &[&str] = &[
    "“Go,” said Ana Cruz. ",
    "Ana Cruz and Ben Cruz said so. “Go,” Cruz said. ",
    "“Go,” she said. ",
    "Mr. Cruz met Mrs. Cruz. “Go,” he told her. ",
    "The mayor, Ana Cruz, spoke. “Go,” the mayor said. ",
    "A spokesman for the Harbour Board said no. The board said yes. ",
    "Cruz’s Dole’s Pike’s plan, the report by Pike said, was late. ",
    "The Board of Trade for Skerrow on Housing said so. ",
    "Ana Ben Carl Dora Emma Fred said so. ",
    "“Ana Cruz met Ben Dole and Carl Pike,” he said. ",
];

#[test]
fn time_is_linear_in_the_number_of_mentions() {
    let time = |unit: &str, bytes: usize, rounds: usize| {
        let text = unit.repeat(bytes / unit.len());
        let run = |_| {
            let begun = std::time::Instant::now();
            std::hint::black_box(extract(&text, &Options::default()));
            begun.elapsed().as_secs_f64()
        };
        (0..rounds).map(run).fold(f64::INFINITY, f64::min)
    };
    const LONG: usize = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 19 };
    // As in `invariants.rs`: four times the text, four times the time, and eight lies between four and sixteen.
    let ratio = |unit: &str, rounds| time(unit, LONG, rounds) / time(unit, LONG / 4, rounds).max(1e-2);
    // Names that are all different, too: two hundred people of one surname.
    let numbered: String = (0..200)
        .map(|n| {
            format!(
                "“Go,” said Ana{}a Cruz. ",
                "bcdfghjklm".chars().nth(n % 10).unwrap().to_string().repeat(n / 10 + 1)
            )
        })
        .collect();
    extract("The rules are loaded once.", &Options::default());
    let units = CROWDS.iter().copied().chain([numbered.as_str()]);
    let slow: Vec<String> = units
        .filter(|unit| ratio(unit, 1) > 8.0)
        .map(|unit| (unit, ratio(unit, 5)))
        .filter(|(_, again)| *again > 8.0)
        .map(|(unit, again)| format!("{unit:?} repeated: four times the text takes {again:.1} times the time"))
        .collect();
    assert!(slow.is_empty(), "{slow:#?}");
}
