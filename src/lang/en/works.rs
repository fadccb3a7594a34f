//! What the words beside quoted words say that these are, where they are nobody's speech: a title, a term, a
//! nickname. The words are those of `lexicon/works.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::word_lists::{List, Lists};
use super::{inflect, lists};
use crate::quote::RejectReason;

/// How many words a phrase of the list may have.
const LONGEST: usize = 4;

/// What stands before quoted words, with what they are then and whether it is a noun that may follow them too.
static WORKS: LazyLock<FxHashMap<String, (RejectReason, bool)>> = LazyLock::new(read);

fn read() -> FxHashMap<String, (RejectReason, bool)> {
    let mut works = FxHashMap::default();
    for [phrase, class, ..] in lists::rows(lists::WORKS) {
        let reason = match class {
            "term" => RejectReason::Term,
            "nickname" => RejectReason::Nickname,
            _ => RejectReason::Title,
        };
        let noun = class == "work";
        works.insert(phrase.to_owned(), (reason, noun));
        if noun {
            works.entry(inflect::plural(phrase)).or_insert((reason, noun));
        }
    }
    works
}

/// What quoted words are that stand behind `before`, if those words tell.
pub fn introduced_as(before: &[&str]) -> Option<RejectReason> {
    let article = before.last().is_some_and(|word| Lists::of(word).has(List::Article));
    let before = &before[..before.len() - usize::from(article)];
    let phrases = (1..=LONGEST.min(before.len())).rev().map(|count| before[before.len() - count..].join(" "));
    phrases.map(|phrase| phrase.to_lowercase()).find_map(|phrase| WORKS.get(&phrase)).map(|(reason, _)| *reason)
}

/// Whether a noun names a work or what bears a name as works do: `film`, `ferry`, `bill`.
pub fn is_work(noun: &str) -> bool {
    WORKS.get(&noun.to_lowercase()).is_some_and(|(_, noun)| *noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_articles_and_plurals_are_known() {
        assert_eq!(introduced_as(&["her", "novel"]), Some(RejectReason::Title));
        assert_eq!(introduced_as(&["is", "known", "locally", "as", "the"]), Some(RejectReason::Nickname));
        assert_eq!(introduced_as(&["the", "words"]), Some(RejectReason::Term));
        assert_eq!(introduced_as(&["she", "said"]), None);
        assert!(is_work("films") && is_work("Ferry") && !is_work("bridge"));
    }
}
