//! GetRuleset: the rules in force and their version.

use tonic::{Response, Status};

use super::{QuoteAttribution, proto, status};

/// Says that the ruleset is not served yet.
pub async fn get_ruleset(
    _service: &QuoteAttribution,
    _request: proto::GetRulesetRequest,
) -> Result<Response<proto::GetRulesetResponse>, Status> {
    Err(status::not_yet("GetRuleset"))
}
