//! GetRuleset: the rules in force and their version.

use super::proto;
use crate::lang;

/// Lists the rules.
pub fn ruleset() -> proto::GetRulesetResponse {
    let rule = |rule: &crate::rules::RuleSpec| proto::Rule {
        id: rule.id.get_ref().clone(),
        description: rule.why.clone(),
        confidence: rule.confidence,
        examples: rule.example.clone(),
        counter_examples: rule.counter.clone(),
    };
    proto::GetRulesetResponse {
        version: crate::ruleset_version().to_owned(),
        rules: lang::en().all_rules().map(rule).collect(),
    }
}
