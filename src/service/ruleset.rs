//! GetRuleset: the rules in force and their version.

use tonic::{Response, Status};

use super::{QuoteAttribution, proto};
use crate::lang;

/// Lists the rules.
pub async fn get_ruleset(
    _service: &QuoteAttribution,
    _request: proto::GetRulesetRequest,
) -> Result<Response<proto::GetRulesetResponse>, Status> {
    let rule = |rule: &crate::rules::RuleSpec| proto::Rule {
        id: rule.id.get_ref().clone(),
        description: rule.why.clone(),
        confidence: rule.confidence,
        examples: rule.example.clone(),
        counter_examples: rule.counter.clone(),
    };
    Ok(Response::new(proto::GetRulesetResponse {
        version: crate::ruleset_version().to_owned(),
        rules: lang::en().all_rules().map(rule).collect(),
    }))
}
