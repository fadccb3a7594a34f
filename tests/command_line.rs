//! The command as a user runs it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::Value;

const ARTICLE: &str = "\"We will go,\" Lee said.";

#[test]
fn extract_reads_a_file_and_standard_input_alike() {
    let file = scratch("extract_reads", "article.txt");
    std::fs::write(&file, ARTICLE).expect("a file");
    let from_file = run(&["extract", path(&file)], "");
    assert_eq!(from_file.code, 0, "{}", from_file.stderr);
    assert!(from_file.stdout.contains("DIRECT We will go"), "{}", from_file.stdout);
    assert!(from_file.stdout.contains("at       0..13"), "{}", from_file.stdout);
    assert!(from_file.stdout.contains("Lee"), "{}", from_file.stdout);
    for args in [&["extract", "-"][..], &["extract"]] {
        assert_eq!(run(args, ARTICLE).stdout, from_file.stdout);
    }
}

#[test]
fn json_is_the_protobuf_mapping() {
    let got = run(&["extract", "--format", "json"], ARTICLE);
    let answer = json(&got.stdout);
    assert_eq!(answer["offsetEncoding"], "OFFSET_ENCODING_UTF8");
    assert_eq!(answer["quotes"][0]["kind"], "QUOTE_KIND_DIRECT");
    assert_eq!(answer["quotes"][0]["content"][0]["end"], 13);
    assert_eq!(answer["quotes"][0]["content"][0]["start"], Value::Null, "defaults are left out");
    assert_eq!(answer["quotes"][0]["speaker"]["speakerId"], "s1");
}

#[test]
fn positions_count_in_the_unit_that_was_asked_for() {
    let article = "😀 é\n\n\"We will go,\" Lee said.";
    for (unit, name, start) in [
        ("utf8", "OFFSET_ENCODING_UTF8", 9),
        ("utf16", "OFFSET_ENCODING_UTF16", 6),
        ("utf32", "OFFSET_ENCODING_UTF32", 5),
    ] {
        let answer = json(&run(&["extract", "--format", "json", "--offsets", unit], article).stdout);
        assert_eq!(answer["offsetEncoding"], name);
        assert_eq!(answer["quotes"][0]["content"][0]["start"], start);
        let text = run(&["extract", "--offsets", unit], article).stdout;
        assert!(text.contains(&format!("at       {start}..{}", start + 13)), "{text}");
    }
}

#[test]
fn every_option_of_the_service_is_a_flag() {
    let flags = [
        "--kinds=direct,mixed",
        "--cue-classes=statement,claim",
        "--min-confidence=0.01",
        "--include-rejected",
        "--no-context",
        "--omit-text",
        "--known-speaker=Ana Lee=Lee,A. Lee",
        "--extra-cue=avouch=claim",
        "--language=en-GB",
        "--offsets=utf16",
    ];
    let extract = [&["extract", "--format=json"], &flags[..]].concat();
    let got = run(&extract, ARTICLE);
    assert_eq!(got.code, 0, "{}", got.stderr);
    assert_eq!(json(&got.stdout)["quotes"][0]["text"], Value::Null, "--omit-text");
    let batch = [&["batch"], &flags[..]].concat();
    assert_eq!(run(&batch, &line("a", ARTICLE)).code, 0);
}

#[test]
fn wrong_usage_is_one_sentence_and_code_2() {
    for (args, words) in [
        (&["extract", "no/such/file"][..], "cannot read no/such/file: "),
        (&["batch", "no/such/file"], "cannot read no/such/file: "),
        (&["batch", "--output", "no/such/dir/file"], "cannot write no/such/dir/file: "),
        (&["extract", "--min-confidence", "2"], "--min-confidence is 2, and it must be a number from 0 to 1"),
        (&["extract", "--language", "fr"], "--language is \"fr\", and only English is read"),
        (&["extract", "--known-speaker", " "], "--known-speaker is empty"),
        (&["extract", "--extra-cue", "=claim"], "--extra-cue is empty"),
        (&["extract", "--extra-cue", "avouch"], "a class is missing, as in avouch=claim"),
        (&["extract", "--kinds", "loud"], "the kinds are direct, indirect and mixed"),
        (&["extract", "--max-bytes", "3"], "standard input has 23 bytes, and at most 3 are allowed"),
        (&["serve", "--address", "nowhere"], "--address is 'nowhere', and it must be HOST:PORT"),
        (&["serve", "--admin-address", "x:y"], "--admin-address is 'x:y', and it must be HOST:PORT"),
        (&["serve", "--log", "a=b=c"], "--log is 'a=b=c', and it must be error, warn"),
        (&["serve", "--workers", "0"], "'0' for '--workers <COUNT>': it must be a whole number from 1 to 1024"),
        (&["serve", "--queue=-1"], "'-1' for '--queue <COUNT>': it must be a whole number from 0 to"),
        (&["serve", "--grace-seconds", "soon"], "'soon' for '--grace-seconds <SECONDS>': it must be a whole number"),
        (&["serve", "--reflection", "maybe"], "'maybe' for '--reflection <on|off>'"),
        (&["serve", "--tls-cert", "a.pem"], "--tls-key <FILE>"),
        (&["serve", "--tls-cert", "no/cert", "--tls-key", "no/key"], "cannot read no/cert: "),
        (&["serve", "--tls-cert", "Cargo.toml", "--tls-key", "Cargo.toml"], "--tls-cert must hold certificates in PEM"),
        (&["serve", "--tokens-file", "no/tokens"], "cannot read no/tokens: "),
        (&["serve", "--tokens-file", "Cargo.toml"], "--tokens-file: a token must be 16 printable ASCII characters"),
        (&["serve", "--otlp-endpoint", "no url"], "--otlp-endpoint is 'no url', and it must be a URL"),
        (&["sing"], "unrecognized subcommand 'sing'"),
    ] {
        let got = run(args, ARTICLE);
        assert_eq!((got.code, got.stdout.as_str()), (2, ""), "{args:?}");
        assert!(got.stderr.contains(words), "{args:?}: {}", got.stderr);
    }
}

#[test]
fn a_variable_is_read_and_refused_as_its_flag_is_and_the_flag_wins() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    let got = command.arg("serve").env("QUOTEWIRE_MAX_CALLS", "many").output().expect("it runs");
    let refusal = String::from_utf8(got.stderr).expect("UTF-8");
    assert_eq!(got.status.code(), Some(2));
    assert!(refusal.contains("'many' for '--max-calls <COUNT>': it must be a whole number from 1 to"), "{refusal}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    let command = command.args(["serve", "--max-calls", "1", "--address", "nowhere"]);
    let got = command.env("QUOTEWIRE_MAX_CALLS", "many").output().expect("it runs");
    assert!(String::from_utf8(got.stderr).expect("UTF-8").contains("--address"), "the flag wins");
}

#[test]
fn text_that_is_not_utf8_is_refused_with_the_position() {
    let file = scratch("not_utf8", "latin1.txt");
    std::fs::write(&file, b"caf\xe9").expect("a file");
    let got = run(&["extract", path(&file)], "");
    assert_eq!(got.code, 2);
    assert!(got.stderr.contains("is not UTF-8: byte 3 begins no character"), "{}", got.stderr);
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    assert!(!run(&["extract"], ARTICLE).stdout.contains('\u{1b}'));
    let coloured = run(&["extract", "--color", "always"], ARTICLE).stdout;
    assert!(coloured.contains("\u{1b}[32m") && coloured.contains("said"), "{coloured:?}");
    let hostile = run(&["extract", "--color", "always"], "\"Go \u{1b}[2J\u{7}now,\" Lee said.").stdout;
    assert!(!hostile.contains("\u{1b}[2J") && !hostile.contains('\u{7}'), "the text must not steer the terminal");
}

#[test]
fn a_batch_answers_every_line_in_its_place() {
    let input = [
        line("good", ARTICLE).as_bytes(),
        b"\r\n",
        b"{\"id\": 7, \"text\": \"a\"}\n",
        b"{\"id\": \"no text\"}\n",
        b"{\"text\": \"no id\"}\n",
        b"{\"id\": \"broken\", \"text\": \"secret\n",
        b"[\"secret\", \"secret\"]\n",
        b"{\"id\": \"latin\", \"text\": \"secret \xe9\"}\n",
        b"{\"id\": \"more\", \"text\": \"\", \"url\": {\"a\": [1]}, \"n\": null}\r\n",
        line("no break at the end", ARTICLE).as_bytes().strip_suffix(b"\n").expect("a line"),
    ]
    .concat();
    let got = run_bytes(&["batch"], &input);
    assert_eq!(got.code, 1);

    let answers: Vec<Value> = got.stdout.lines().map(json).collect();
    let outcome = |answer: &Value| match &answer["error"] {
        Value::Null => (answer["documentId"].clone(), "ok".to_owned(), String::new()),
        error => (
            answer["documentId"].clone(),
            error["code"].as_str().expect("a code").to_owned(),
            error["field"].as_str().expect("a field").to_owned(),
        ),
    };
    let bad = |id: Value, field: &str| (id, "INVALID_ARGUMENT".to_owned(), field.to_owned());
    let ok = |id: &str| (Value::from(id), "ok".to_owned(), String::new());
    let want = [
        ok("good"),
        bad(Value::Null, ""),
        bad(Value::Null, "id"),
        bad("no text".into(), "text"),
        bad(Value::Null, "id"),
        bad(Value::Null, ""),
        bad(Value::Null, ""),
        bad(Value::Null, ""),
        ok("more"),
        ok("no break at the end"),
    ];
    assert_eq!(answers.iter().map(outcome).collect::<Vec<_>>(), want);
    for number in 2..=8 {
        assert!(got.stderr.contains(&format!("quotewire: line {number}: ")), "{}", got.stderr);
    }
    assert_eq!(got.stderr.lines().count(), 7, "no progress bar off a terminal: {}", got.stderr);
    assert!(!got.stderr.contains("secret") && !got.stdout.contains("secret"), "text of bad lines is not repeated");
}

#[test]
fn a_batch_keeps_the_order_however_many_work() {
    // Long and short documents by turns, so that the short ones finish first.
    let filler = "The board met on Monday and heard nobody. ".repeat(400);
    let text = |i: usize| if i.is_multiple_of(7) { format!("{filler}\n\n{ARTICLE}") } else { ARTICLE.to_owned() };
    let input: String = (0..1500).map(|i| line(&i.to_string(), &text(i))).collect();
    let dir = scratch("order", "in.jsonl");
    std::fs::write(&dir, &input).expect("a file");

    let alone = run(&["batch", path(&dir), "--jobs", "1"], "");
    assert_eq!((alone.code, alone.stderr.as_str()), (0, ""));
    let ids: Vec<String> = alone.stdout.lines().map(|line| json(line)["documentId"].as_str().unwrap().into()).collect();
    assert_eq!(ids, (0..1500).map(|i| i.to_string()).collect::<Vec<_>>());

    let output = dir.with_file_name("out.jsonl");
    let many = run(&["batch", path(&dir), "--output", path(&output), "--jobs", "8"], "");
    assert_eq!((many.code, many.stdout.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&output).expect("the output") == alone.stdout, "jobs must not change a byte");
}

#[test]
fn a_batch_does_not_overwrite_its_input() {
    let file = scratch("same_file", "in.jsonl");
    std::fs::write(&file, line("a", ARTICLE)).expect("a file");
    let got = run(&["batch", path(&file), "--output", path(&file)], "");
    assert_eq!(got.code, 2);
    assert!(got.stderr.contains("is input and output at once"), "{}", got.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("the input"), line("a", ARTICLE));
}

#[test]
fn a_batch_limits_texts_only_when_asked() {
    let got = run(&["batch", "--max-bytes", "5"], &(line("short", "12345") + &line("long", "123456")));
    assert_eq!(got.code, 1);
    let answers: Vec<Value> = got.stdout.lines().map(json).collect();
    assert_eq!(answers[0]["error"], Value::Null);
    assert_eq!(answers[1]["error"]["field"], "text");
    let huge = line("huge", &"word ".repeat(500_000));
    assert_eq!(run(&["batch"], &huge).code, 0);
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let mut batch = spawn(&["batch"]);
    let mut stdin = batch.stdin.take().expect("stdin");
    let feeder = std::thread::spawn(move || while stdin.write_all(line("a", ARTICLE).as_bytes()).is_ok() {});
    let mut stdout = BufReader::new(batch.stdout.take().expect("stdout"));
    let mut first = String::new();
    stdout.read_line(&mut first).expect("a line");
    assert_eq!(json(&first)["documentId"], "a");
    drop(stdout);
    let end = batch.wait_with_output().expect("an end");
    assert!(end.status.success() && end.stderr.is_empty(), "{end:?}");
    feeder.join().expect("the feeder ends with the pipe");
}

#[cfg(unix)]
#[test]
fn serve_prints_its_port_and_ends_cleanly_on_either_signal() {
    for signal in ["-TERM", "-INT"] {
        let mut server = spawn(&["serve", "--address", "127.0.0.1:0", "--log-format", "json"]);
        let mut printed = String::new();
        BufReader::new(server.stdout.take().expect("stdout")).read_line(&mut printed).expect("a line");
        let address = printed.trim_end().strip_prefix("listening on ").expect("the address").to_owned();
        std::net::TcpStream::connect(&address).expect("an open port");
        let status = Command::new("kill").args([signal, &server.id().to_string()]).status().expect("kill");
        assert!(status.success());
        let end = server.wait_with_output().expect("an end");
        assert_eq!(end.status.code(), Some(0), "{end:?}");
        let log = String::from_utf8(end.stderr).expect("UTF-8");
        let messages: Vec<Value> = log.lines().map(|line| json(line)["message"].clone()).collect();
        assert_eq!(messages, ["draining", "stopped"]);
    }
}

struct Got {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(args: &[&str], stdin: &str) -> Got {
    run_bytes(args, stdin.as_bytes())
}

fn run_bytes(args: &[&str], stdin: &[u8]) -> Got {
    let mut child = spawn(args);
    let mut pipe = child.stdin.take().expect("stdin");
    let stdin = stdin.to_vec();
    // A command that refuses its arguments leaves without reading.
    let feeder = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
    let output = child.wait_with_output().expect("an end");
    feeder.join().expect("the feeder ends");
    Got {
        code: ExitStatus::code(&output.status).expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn spawn(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quotewire"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the command starts")
}

fn line(id: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "text": text }).to_string() + "\n"
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect(text)
}

/// A file of this test alone, in the build directory.
fn scratch(test: &str, file: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&dir).expect("a directory");
    dir.join(file)
}

fn path(path: &std::path::Path) -> &str {
    path.to_str().expect("UTF-8")
}
