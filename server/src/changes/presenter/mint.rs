//! Why a mint hands no secret over.

use super::plan_errors::made_anew;
use model::{Code, Error, OutcomeWord, PlanState, PlanView};

/// Why a plan that was claimed before mints nothing now, by what became of it.
pub fn claimed_before(view: &PlanView) -> Error {
    match view.state {
        PlanState::Applied => Error::conflict(
            "This was minted already. Its secret went to the page that asked for it and cannot be shown again.",
        ),
        PlanState::Applying => Error::conflict(
            "This is being minted just now, perhaps for another tab. Its secret goes there and cannot be shown here.",
        ),
        PlanState::Interrupted => Error::conflict(
            "This was interrupted, and it is not known whether it was minted. Go on with the plan to find out.",
        ),
        PlanState::Failed | PlanState::Unknown => {
            let Error { message, fields, request_id, .. } = mint_refusal(view);
            Error {
                fields,
                ..Error::conflict(format!("This was tried already. {message}")).with_request_id(request_id)
            }
        }
        PlanState::Planned | PlanState::Expired => made_anew(),
    }
}

/// Why there is no secret, as the plan's outcome has it.
pub fn mint_refusal(view: &PlanView) -> Error {
    let outcome = view.steps.iter().filter_map(|step| step.outcome.clone()).next_back();
    match outcome {
        None => outcome_untold(),
        Some(outcome) => {
            let code = match outcome.word {
                OutcomeWord::Unknown => Code::Unreachable,
                _ => Code::Conflict,
            };
            Error { fields: outcome.fields, ..Error::new(code, outcome.message).with_request_id(outcome.request_id) }
        }
    }
}

/// There is no secret, and the reason cannot be read.
pub fn outcome_untold() -> Error {
    let message = "What became of it cannot be told just now. Look at this plan again before you mint another.";
    Error::new(Code::Unavailable, message)
}
