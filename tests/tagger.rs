//! What the trained table must do, on sentences written for this file.

use quotewire::lang::en::tagger::TABLE;
use quotewire::tag::{Scratch, TableError, Tag, Tagger};

fn tagger() -> Tagger {
    Tagger::from_bytes(TABLE).expect("the table is of this version")
}

fn tags(sentence: &str) -> Vec<Tag> {
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    tagger().tag(sentence.split(' '), &mut scratch, &mut out);
    out
}

/// Asserts the Penn tags of a sentence whose words are written `word/TAG`.
fn check(tagged: &str) {
    let words: Vec<&str> = tagged.split(' ').filter_map(|w| w.rsplit_once('/')).map(|w| w.0).collect();
    let found: Vec<String> =
        words.iter().zip(tags(&words.join(" "))).map(|(w, t)| format!("{w}/{}", t.xpos())).collect();
    assert_eq!(found.join(" "), tagged);
}

#[test]
fn reporting_verbs_in_the_past() {
    check("“/`` The/DT bridge/NN is/VBZ closed/VBN ,/, ”/'' said/VBD Maria/NNP Keller/NNP ,/, the/DT mayor/NN ./.");
    check("He/PRP told/VBD the/DT court/NN that/IN nobody/NN had/VBD called/VBN him/PRP ./.");
    check("He/PRP added/VBD that/IN the/DT plan/NN had/VBD been/VBN rejected/VBN ./.");
}

#[test]
fn reporting_verbs_in_the_present() {
    check("The/DT minister/NN claims/VBZ that/IN prices/NNS will/MD fall/VB ./.");
    check("Critics/NNS say/VBP the/DT reports/NNS are/VBP false/JJ ./.");
}

#[test]
fn the_same_word_as_a_noun() {
    check("The/DT claims/NNS were/VBD denied/VBN by/IN the/DT company/NN ./.");
    check("The/DT report/NN was/VBD published/VBN on/IN Monday/NNP ./.");
}

#[test]
fn curly_and_straight_marks_are_the_same() {
    assert_eq!(tags("“ I don ’t know , ” she said ."), tags("\" I don 't know , \" she said ."));
}

#[test]
fn possessives_and_pronouns() {
    check("The/DT union/NN 's/POS leader/NN said/VBD his/PRP$ members/NNS would/MD wait/VB ./.");
}

#[test]
fn universal_classes_come_with_the_tag() {
    let upos: Vec<&str> = tags("She has said that they will not leave .").iter().map(|t| t.upos()).collect();
    assert_eq!(upos, ["PRON", "AUX", "VERB", "SCONJ", "PRON", "AUX", "PART", "VERB", "PUNCT"]);
}

#[test]
fn nothing_is_remembered_between_sentences() {
    let (tagger, mut scratch) = (tagger(), Scratch::default());
    let (mut first, mut other, mut again) = (vec![], vec![], vec![]);
    let sentence = "\" We were told to wait , \" the driver said";
    tagger.tag(sentence.split(' '), &mut scratch, &mut first);
    tagger.tag("He asked : \" Why ?".split(' '), &mut scratch, &mut other);
    tagger.tag(sentence.split(' '), &mut scratch, &mut again);
    assert_eq!(first, again);
    assert_eq!(first, tags(sentence));
}

#[test]
fn an_empty_sentence_empties_the_output() {
    let (mut scratch, mut out) = (Scratch::default(), tags("Some words"));
    tagger().tag([""; 0], &mut scratch, &mut out);
    assert!(out.is_empty());
}

#[test]
fn a_very_long_sentence_and_a_very_long_word() {
    let word = "x".repeat(1 << 20);
    let many = vec!["said"; 200_000];
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    tagger().tag(many.iter().copied().chain([word.as_str()]), &mut scratch, &mut out);
    assert_eq!(out.len(), 200_001);
}

#[test]
fn odd_strings_get_a_tag_each() {
    let odd = [
        "",
        " ",
        "\0",
        "\u{7}\u{1b}[0m",
        "🙂",
        "👩‍👩‍👧",
        "\u{feff}",
        "\u{202e}abc",
        "ﬁ",
        "İ",
        "ß",
        "é́́",
        "–",
        "’",
        "@",
        "@@",
        "a@b",
        "://",
        "www.",
        "-",
        "--",
        "-a",
        "a-",
        "٣",
        "𝔘",
        "\u{10ffff}",
        "￿",
    ];
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    tagger().tag(odd, &mut scratch, &mut out);
    assert_eq!(out.len(), odd.len());
    for word in odd {
        tagger().tag([word], &mut scratch, &mut out);
        assert_eq!(out.len(), 1);
    }
}

#[test]
fn a_broken_table_is_refused() {
    assert_eq!(Tagger::from_bytes(b"").err(), Some(TableError::Format));
    assert_eq!(Tagger::from_bytes(b"not a table").err(), Some(TableError::Format));
    assert_eq!(Tagger::from_bytes(&TABLE[..12]).err(), Some(TableError::Length));
    assert_eq!(Tagger::from_bytes(&TABLE[..TABLE.len() - 1]).err(), Some(TableError::Length));
}

#[test]
fn a_damaged_table_never_panics() {
    let mut bytes = TABLE.to_vec();
    // Beyond the header, any bytes at all are safe to read: only the tags are wrong.
    for (i, byte) in bytes.iter_mut().enumerate().skip(64) {
        *byte ^= ((i * 31) >> 3) as u8;
    }
    let tagger = Tagger::from_bytes(bytes.leak()).expect("the header is whole");
    let (mut scratch, mut out) = (Scratch::default(), vec![]);
    tagger.tag("The mayor said on Monday that he would not resign .".split(' '), &mut scratch, &mut out);
    assert_eq!(out.len(), 11);
}
