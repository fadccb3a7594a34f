//! Time and memory are linear up to 8 MiB of the worst text, measured on a binary that is built for release.
//!
//! `QUOTEWIRE_BINARY=target/release/quotewire cargo test --test worst -- --nocapture` prints a row for each time that a
//! text is measured; without the variable the test says that it was skipped. `invariants.rs` holds the same for smaller
//! texts in any build, and more sorts of them.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MIB: usize = 1 << 20;
/// Eight times the text may take this many times the time: half as much again as a straight line, for the noise.
const MOST: f64 = 12.0;
/// How often a short text is read: time is counted in hundredths of a second, of which it takes a few.
const SHORT_RUNS: u32 = 8;
/// How often a text is measured before it counts as too slow, each length by the lowest of its times: a machine that
/// slows down for a second adds to a time and never takes from it.
const ATTEMPTS: u32 = 3;
/// Slower than this many megabytes a second no text may be read, answer included.
const SLOWEST: f64 = 1.0;
/// Address space for one text of 8 MiB with its answer, whose every span repeats its words.
const MEMORY_KIB: usize = 4 << 20;

/// Pieces that are repeated: marks alone, sentences and paragraphs without end, reports in reports, quotes beside
/// quotes, names, verbs.
const PIECES: &[&str] = &[
    "\"",
    "“‘",
    "'",
    "word ",
    "word\n\n",
    "“word\n\n",
    "Ana Cruz ",
    "said ",
    "she said ",
    "Lee said ",
    "Lee said that ",
    "Lee said “",
    "“Go,” Lee said. ",
    "“Go,” said Lee. Cruz said that she left. ",
    "Lee: “Go.”\n\n",
    "Lee: going to the town now\n\n",
    "the dog, the company claims, ",
    "the storm hit the ",
    "the mayor, who ",
    "5' 6\" ",
];

#[test]
fn eight_times_the_text_takes_eight_times_the_time() {
    let Some(binary) = std::env::var_os("QUOTEWIRE_BINARY").map(PathBuf::from) else {
        eprintln!("skipped: QUOTEWIRE_BINARY names no binary to measure");
        return;
    };
    let repeated = |piece: &'static str| (piece, Box::new(|bytes| piece.repeat(bytes / piece.len())) as Make);
    let mut texts: Vec<(&str, Make)> = PIECES.iter().map(|piece| repeated(piece)).collect();
    texts.push(("“‘( … )’”, nested", Box::new(nested)));
    texts.push(("names, none twice", Box::new(|bytes| unlike(bytes, |name| format!("{name}, ")))));
    texts.push(("speakers, none twice", Box::new(|bytes| unlike(bytes, |name| format!("“Go,” said {name}. ")))));

    let start = seconds(&binary, "", SHORT_RUNS);
    let mut failures = Vec::new();
    for (what, make) in texts {
        let cost = |bytes, runs| (seconds(&binary, &make(bytes), runs) - start).max(0.01);
        let (mut one, mut eight) = (f64::MAX, f64::MAX);
        let is_linear = |_| {
            (one, eight) = (one.min(cost(MIB, SHORT_RUNS)), eight.min(cost(8 * MIB, 1)));
            let (ratio, speed) = (eight / one, 8.0 * MIB as f64 / eight / 1e6);
            let what = format!("{what:?}");
            println!("{what:24} 1 MiB {one:5.2} s, 8 MiB {eight:5.2} s, {ratio:4.1} times, {speed:5.1} MB/s");
            ratio <= MOST && speed >= SLOWEST
        };
        if !(0..ATTEMPTS).any(is_linear) {
            failures.push(what);
        }
    }
    assert!(failures.is_empty(), "too slow, as the rows above say: {failures:?}");
}

type Make = Box<dyn Fn(usize) -> String>;

fn nested(bytes: usize) -> String {
    let depth = bytes / "“‘()’”".len();
    "“‘(".repeat(depth) + &")’”".repeat(depth)
}

/// Sentences about people of whom each is named once.
fn unlike(bytes: usize, sentence: fn(&str) -> String) -> String {
    let word = |mut number: usize| {
        let mut word = String::from("Q");
        while number > 0 {
            word.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        word
    };
    let mut text = String::with_capacity(bytes + 64);
    for number in 1.. {
        if text.len() >= bytes {
            break;
        }
        text += &sentence(&format!("{} {}", word(number), word(7 * number)));
    }
    text
}

/// Processor time that the binary takes for a text, in seconds. Whatever else runs here does not count.
fn seconds(binary: &Path, text: &str, runs: u32) -> f64 {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("worst.txt");
    std::fs::write(&file, text).expect("a file");
    let before = children();
    for _ in 0..runs {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {MEMORY_KIB}; exec \"$@\""), "sh"]);
        command.arg(binary).args(["extract", "--format", "json"]).arg(&file).stdout(Stdio::null());
        assert!(command.status().expect("sh").success(), "{} bytes that begin {:?}", text.len(), text.get(..20));
    }
    (children() - before) / f64::from(runs)
}

/// Processor time of all children of this process that have ended, in seconds. What the system takes to find them
/// memory is left out: on a virtual machine it varies by seconds, and memory has a limit of its own here.
fn children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("procfs");
    // Behind the name, which may hold anything, the 14th field in hundredths of a second.
    let fields: Vec<&str> = stat.rsplit(')').next().expect("a part").split_whitespace().collect();
    fields[13].parse::<f64>().expect("ticks") / 100.0
}
