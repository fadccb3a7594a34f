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
