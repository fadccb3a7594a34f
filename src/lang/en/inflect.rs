//! English inflection, regular but for what the lexicon says.

/// All forms of `verb`: itself, third person, past, past participle and -ing. `irregular` holds the forms
/// that regular inflection gets wrong, as `past=said part=said ing=… pres=…`; the final consonant is never
/// doubled by rule, since spelling alone does not tell (`quipped`, `visited`).
pub fn verb_forms(verb: &str, irregular: &str) -> Vec<String> {
    let mut forms = vec![verb.to_owned()];
    for (key, regular) in [("pres", third_person(verb)), ("past", past(verb)), ("part", past(verb)), ("ing", ing(verb))]
    {
        let given = irregular.split_whitespace().find_map(|entry| entry.strip_prefix(key)?.strip_prefix('='));
        // Spellings may stand side by side: `past=labelled/labeled`.
        for form in given.unwrap_or(&regular).split('/') {
            if !forms.iter().any(|f| f == form) {
                forms.push(form.to_owned());
            }
        }
    }
    forms
}

/// The regular plural of a noun.
pub fn plural(noun: &str) -> String {
    third_person(noun)
}

fn third_person(verb: &str) -> String {
    if ends_in_consonant_y(verb) {
        return format!("{}ies", &verb[..verb.len() - 1]);
    }
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end));
    format!("{verb}{}", if sibilant { "es" } else { "s" })
}

fn past(verb: &str) -> String {
    if ends_in_consonant_y(verb) {
        return format!("{}ied", &verb[..verb.len() - 1]);
    }
    format!("{verb}{}", if verb.ends_with('e') { "d" } else { "ed" })
}

fn ing(verb: &str) -> String {
    let keeps_e = ["ee", "oe", "ye"].iter().any(|end| verb.ends_with(end));
    match verb.strip_suffix('e') {
        Some(stem) if !keeps_e => format!("{stem}ing"),
        _ => format!("{verb}ing"),
    }
}

fn ends_in_consonant_y(verb: &str) -> bool {
    verb.ends_with('y') && !verb[..verb.len() - 1].ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_verbs() {
        assert_eq!(verb_forms("reply", ""), ["reply", "replies", "replied", "replying"]);
        assert_eq!(verb_forms("agree", ""), ["agree", "agrees", "agreed", "agreeing"]);
        assert_eq!(verb_forms("confess", ""), ["confess", "confesses", "confessed", "confessing"]);
        assert_eq!(verb_forms("write", "past=wrote part=written"), ["write", "writes", "wrote", "written", "writing"]);
        assert_eq!(
            verb_forms("quip", "past=quipped part=quipped ing=quipping"),
            ["quip", "quips", "quipped", "quipping"]
        );
    }
}
