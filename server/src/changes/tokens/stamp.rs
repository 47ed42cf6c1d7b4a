//! The mark of its mint in a token's name: by it a token whose answer was lost is found again.

use model::PlanId;
use sha2::{Digest, Sha256};

/// The name with a hyphen and eight hexadecimal digits: of the first mint of a plan those the plan's id begins with.
pub fn stamped(name: &str, plan: &PlanId, place: usize) -> String {
    let mark = match place {
        0 => plan.as_str().chars().take(8).collect(),
        _ => hex::encode(&Sha256::digest(format!("{plan}/{place}"))[..4]),
    };
    format!("{name}-{mark}")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::stamped;
    use model::PlanId;

    #[test]
    fn every_mint_of_a_plan_has_a_mark_of_its_own_and_the_first_is_the_plans() {
        let plan = PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap();
        assert_eq!(stamped("ci", &plan, 0), "ci-1b4e28ba");
        assert_ne!(stamped("ci", &plan, 1), stamped("ci", &plan, 2));
    }
}
