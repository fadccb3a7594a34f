//! Every example and counter-example of every rule is a test of its own, run plain and again behind a
//! paragraph of multi-byte characters, so that no rule can assume where a text begins.

use libtest_mimic::{Arguments, Failed, Trial};
use quotewire::rules::example::{check_counter, check_example};

const PREFIX: &str = "Übersicht — naïve 東京 😀\n\n";

fn main() {
    let mut trials = Vec::new();
    for rule in quotewire::lang::en().all_rules() {
        for (i, example) in rule.example.iter().enumerate() {
            trials.push(Trial::test(format!("{}::example_{}", rule.id.get_ref(), i + 1), move || {
                both(|prefix| check_example(rule, example, prefix))
            }));
        }
        for (i, counter) in rule.counter.iter().enumerate() {
            trials.push(Trial::test(format!("{}::counter_{}", rule.id.get_ref(), i + 1), move || {
                both(|prefix| check_counter(rule, counter, prefix))
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn both(check: impl Fn(&str) -> Result<(), String>) -> Result<(), Failed> {
    check("").and_then(|()| check(PREFIX)).map_err(Failed::from)
}
