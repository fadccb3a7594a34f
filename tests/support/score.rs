//! Scores quotes that were found against quotes that were expected, by words.
//!
//! The measures are those by which tools for this task are compared on annotated news. A quote is found
//! where the words of its content overlap those expected to a Jaccard of 0.8, one to one; its speaker is
//! right where the words of the two mentions agree to an F1 of a half, and attributed F1 counts a quote
//! only then. Kinds are told by the words (how many stand between marks), never by labels. A name is right
//! where it holds every word of the fullest one in the article and at most two others.

#![allow(dead_code, reason = "tests and examples each use their own part")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use quotewire::Span;

/// Least overlap of a quote that counts as found.
const OVERLAP: f64 = 0.8;

/// Words that say little of who speaks.
const SMALL: [&str; 9] = ["the", "a", "an", "his", "her", "its", "their", "of", "s"];

/// Words of a name that are titles.
const TITLES: &str = "mr mrs ms miss dr sir dame lord lady prof professor president sen senator rep representative gov \
                      governor secretary minister prime chief judge justice attorney general the of and s former \
                      former-president";

/// A quote, as expected or as found.
pub struct Judged {
    pub content: Vec<Span>,
    pub speaker: Vec<Span>,
    pub name: String,
}

/// Counts of one kind of quotes, or of all.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    pub expected: u32,
    pub found: u32,
    matched_expected: u32,
    matched_found: u32,
    attributed_expected: u32,
    attributed_found: u32,
    named: u32,
    names_right: u32,
}

impl Counts {
    /// F1 of the quotes alone, 0 to 100.
    pub fn span_f1(&self) -> f64 {
        f1(self.matched_found, self.found, self.matched_expected, self.expected)
    }

    /// F1 of the quotes whose speaker is right too, 0 to 100.
    pub fn attributed_f1(&self) -> f64 {
        f1(self.attributed_found, self.found, self.attributed_expected, self.expected)
    }

    /// How many of the quotes that were found and whose speaker the article names carry that name, 0 to 100.
    pub fn names(&self) -> f64 {
        share(self.names_right, self.named)
    }
}

/// The figures of a corpus, and what went wrong.
#[derive(Default)]
pub struct Score {
    kinds: BTreeMap<&'static str, Counts>,
    /// A line each: quotes missed, quotes that should not be there, wrong speakers and names.
    pub errors: Vec<String>,
}

impl Score {
    /// The counts of `direct`, `mixed`, `indirect` or `all`.
    pub fn of(&self, kind: &str) -> Counts {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    /// Adds an article.
    pub fn add(&mut self, id: &str, text: &str, expected: &[Judged], found: &[Judged]) {
        let words = Words::new(text);
        let ids = |quotes: &[Judged]| quotes.iter().map(|q| words.ids(&q.content)).collect::<Vec<_>>();
        let (expected_ids, found_ids) = (ids(expected), ids(found));
        let expected_kinds: Vec<_> = expected_ids.iter().map(|ids| words.kind(ids)).collect();
        let found_kinds: Vec<_> = found_ids.iter().map(|ids| words.kind(ids)).collect();
        expected_kinds.iter().for_each(|kind| self.count(kind, |c| c.expected += 1));
        found_kinds.iter().for_each(|kind| self.count(kind, |c| c.found += 1));

        let pairs = pair(&expected_ids, &found_ids);
        for &(e, f) in &pairs {
            let (want, got) = (&expected[e], &found[f]);
            let speaker_right = words.same_speaker(&want.speaker, &got.speaker);
            let name_right = name_right(&want.name, &got.name);
            self.count(expected_kinds[e], |c| {
                c.matched_expected += 1;
                c.attributed_expected += u32::from(speaker_right);
                c.named += u32::from(!want.name.is_empty());
                c.names_right += u32::from(!want.name.is_empty() && name_right);
            });
            self.count(found_kinds[f], |c| {
                c.matched_found += 1;
                c.attributed_found += u32::from(speaker_right);
            });
            if !speaker_right {
                let (want, got) = (show(text, &want.speaker), show(text, &got.speaker));
                let content = show(text, &expected[e].content);
                self.errors.push(format!("{id}: speaker «{got}» instead of «{want}» of «{content}»"));
            } else if !name_right {
                let content = show(text, &want.content);
                self.errors.push(format!("{id}: name «{}» instead of «{}» of «{content}»", got.name, want.name));
            }
        }
        for (e, quote) in expected.iter().enumerate().filter(|(e, _)| pairs.iter().all(|p| p.0 != *e)) {
            let (content, speaker) = (show(text, &quote.content), show(text, &quote.speaker));
            self.errors.push(format!("{id}: missed {} «{content}» of «{speaker}»", expected_kinds[e]));
        }
        for (f, quote) in found.iter().enumerate().filter(|(f, _)| pairs.iter().all(|p| p.1 != *f)) {
            let (content, speaker) = (show(text, &quote.content), show(text, &quote.speaker));
            self.errors.push(format!("{id}: spurious {} «{content}» of «{speaker}»", found_kinds[f]));
        }
    }

    fn count(&mut self, kind: &'static str, add: impl Fn(&mut Counts)) {
        add(self.kinds.entry(kind).or_default());
        add(self.kinds.entry("all").or_default());
    }
}

/// Whether each quote that was found is right: words and speaker.
pub fn right(text: &str, expected: &[Judged], found: &[Judged]) -> Vec<bool> {
    let words = Words::new(text);
    let ids = |quotes: &[Judged]| quotes.iter().map(|q| words.ids(&q.content)).collect::<Vec<_>>();
    let mut right = vec![false; found.len()];
    for (e, f) in pair(&ids(expected), &ids(found)) {
        right[f] = words.same_speaker(&expected[e].speaker, &found[f].speaker);
    }
    right
}

/// One-to-one matches of expected and found, best overlap first.
fn pair(expected: &[BTreeSet<usize>], found: &[BTreeSet<usize>]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (e, want) in expected.iter().enumerate() {
        for (f, got) in found.iter().enumerate() {
            let both = want.intersection(got).count() as f64;
            let overlap = both / want.union(got).count() as f64;
            if both > 0.0 && overlap >= OVERLAP - 1e-9 {
                candidates.push((overlap, e, f));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, e, f) in candidates {
        if pairs.iter().all(|p| p.0 != e && p.1 != f) {
            pairs.push((e, f));
        }
    }
    pairs
}

/// A text as words, each with whether it stands between quote marks.
struct Words {
    words: Vec<(Range<usize>, String)>,
    quoted: Vec<bool>,
}

impl Words {
    fn new(text: &str) -> Words {
        let mask = quoted(text);
        let words: Vec<_> = words(text).into_iter().map(|span| (span.clone(), text[span].to_lowercase())).collect();
        let quoted = words.iter().map(|(span, _)| mask[span.start]).collect();
        Words { words, quoted }
    }

    /// The words that share a character with any of `spans`.
    fn ids(&self, spans: &[Span]) -> BTreeSet<usize> {
        let of = |span: &Span| {
            let (start, end) = (span.start as usize, span.end as usize);
            let first = self.words.partition_point(|(word, _)| word.end <= start);
            first..self.words.partition_point(|(word, _)| word.start < end).max(first)
        };
        spans.iter().flat_map(of).collect()
    }

    fn kind(&self, ids: &BTreeSet<usize>) -> &'static str {
        let inside = ids.iter().filter(|id| self.quoted[**id]).count();
        match inside {
            0 => "indirect",
            _ if inside as f64 / ids.len() as f64 >= 0.9 => "direct",
            _ => "mixed",
        }
    }

    fn same_speaker(&self, want: &[Span], got: &[Span]) -> bool {
        let big = |spans: &[Span]| {
            let all = self.ids(spans);
            let big: BTreeSet<usize> =
                all.iter().copied().filter(|id| !SMALL.contains(&self.words[*id].1.as_str())).collect();
            if big.is_empty() { all } else { big }
        };
        let (want, got) = (big(want), big(got));
        if want.is_empty() || got.is_empty() {
            return want.is_empty() && got.is_empty();
        }
        want.intersection(&got).count() * 4 >= want.len() + got.len()
    }
}

/// Whether each byte of `text` stands between quote marks, straight single ones aside.
fn quoted(text: &str) -> Vec<bool> {
    let mut mask = vec![false; text.len()];
    let mut start_of_line = 0;
    for line in text.split_inclusive('\n') {
        double_quoted(line, &mut mask[start_of_line..start_of_line + line.len()]);
        start_of_line += line.len();
    }
    single_quoted(text, &mut mask);
    mask
}

fn double_quoted(line: &str, mask: &mut [bool]) {
    let mut open = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let behind = line[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        match (c, open) {
            ('"', None) if !before.is_alphanumeric() || behind.is_alphanumeric() => open = Some(at),
            ('“' | '„' | '«', None) => open = Some(at),
            ('"' | '”' | '»', Some(start)) => {
                mask[start..at + c.len_utf8()].fill(true);
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    // A quotation that the next paragraph goes on with.
    if let Some(start) = open {
        mask[start..].fill(true);
    }
}

fn single_quoted(text: &str, mask: &mut [bool]) {
    let mut from = 0;
    while let Some(found) = text[from..].find('‘') {
        let start = from + found;
        from = start + '‘'.len_utf8();
        let inner = &text[from..];
        let reach = inner.find(['‘', '“', '”', '"', '\n']).unwrap_or(inner.len());
        let closes = |at: usize| {
            let (before, behind) = (inner[..at].chars().next_back(), inner[at + '’'.len_utf8()..].chars().next());
            before.is_some_and(|c| !c.is_whitespace()) && !behind.is_some_and(is_word)
        };
        let end = inner[..reach].match_indices('’').map(|(at, _)| at).find(|at| closes(*at));
        if let Some(at) = end.filter(|_| !inner.starts_with(char::is_whitespace)) {
            let end = from + at + '’'.len_utf8();
            mask[start..end].fill(true);
            from = end;
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of a text; apostrophes, full stops and hyphens inside one belong to it.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut glue = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if is_word(c) && (last.end == at || glue == Some(last.end)) => last.end = end,
            _ if is_word(c) => out.push(at..end),
            _ => {}
        }
        glue = None;
        if matches!(c, '\'' | '’' | '.' | '-') && out.last().is_some_and(|last| last.end == at) {
            // Goes on with the word if the very next character does.
            glue = Some(at);
        }
    }
    out
}

/// The words of a name that tell people apart.
fn name_words(name: &str) -> BTreeSet<String> {
    let name = name.replace('’', "'").to_lowercase();
    let words = words(&name).into_iter().map(|span| name[span].trim_end_matches('.').to_owned());
    let words = words.map(|word| word.strip_suffix("'s").map(str::to_owned).unwrap_or(word));
    words.filter(|word| TITLES.split(' ').all(|title| title != word)).collect()
}

fn name_right(want: &str, got: &str) -> bool {
    let have = name_words(got);
    if want.is_empty() {
        return got.is_empty();
    }
    let wanted: Vec<_> = want.split(';').map(name_words).collect();
    let others = have.iter().filter(|word| wanted.iter().all(|name| !name.contains(*word))).count();
    others <= 2 && wanted.iter().all(|name| !name.is_empty() && name.is_subset(&have))
}

fn show(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ").replace('\n', " ")
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) * 100.0 / f64::from(whole) }
}

fn f1(right_found: u32, found: u32, right_expected: u32, expected: u32) -> f64 {
    let (precision, recall) = (share(right_found, found), share(right_expected, expected));
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}
