//! Constructs of reported speech and their false friends: the table `cases/constructs.txt`, plain and behind a
//! paragraph of multi-byte characters.
//!
//! A case is a sentence with marks for all that must be found in it; one without marks reports nothing. Behind a
//! `~` stands what the cues say beyond that, in order: `~ say FUTURE negated, add`.

use quotewire::markup::{self, Marked};
use quotewire::{Cue, Options, extract};

const BEFORE: &str = "Größe, 東京 und 😀.\n\n";

#[test]
fn every_case_of_the_table() {
    let lines = include_str!("cases/constructs.txt").lines();
    let cases: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '='])).collect();
    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(cases.len() >= 160, "only {} cases were read", cases.len());
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn check(case: &str) -> Result<(), String> {
    let (marked, said) = case.split_once(" ~ ").map_or((case, None), |(marked, said)| (marked, Some(said)));
    for before in ["", BEFORE] {
        let (text, quotes) = markup::parse(&format!("{before}{marked}"))?;
        let addressees = quotes.values().any(|quote| !quote.addressee.is_empty());
        let mut want: Vec<Marked> = quotes.into_values().collect();
        want.sort_by_key(|quote| quote.content[0].start);
        let found = extract(&text, &Options::default()).quotes;
        let got: Vec<Marked> = found.iter().map(|quote| Marked::of(quote, addressees)).collect();
        let cues: Vec<String> = found.iter().filter_map(|quote| quote.cue.as_ref()).map(show).collect();
        if got != want || said.is_some_and(|said| said != cues.join(", ")) {
            let show = |all: &[Marked]| all.iter().map(|m| format!("    {}\n", m.show(&text))).collect::<String>();
            return Err(format!("{case}\n  want\n{}  got, {}\n{}", show(&want), cues.join(", "), show(&got)));
        }
    }
    Ok(())
}

fn show(cue: &Cue) -> String {
    let modality = cue.modality.map_or(String::new(), |modality| format!(" {}", modality.name()));
    format!("{}{modality}{}", cue.lemma, if cue.negated { " negated" } else { "" })
}
