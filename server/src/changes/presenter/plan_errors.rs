//! Refusals that are about a plan as a whole.

use super::refusal::field_error;
use crate::words::grouped;
use model::{Code, Error};
use store::StoreError;

/// What the record says of a secret that nobody took.
pub const fn undelivered_text() -> &'static str {
    "Delivered: unknown. No page confirmed that it received the secret, and nobody can be shown it again."
}

/// Nobody but its owner is told anything of a plan's form.
pub fn foreign() -> Error {
    Error::new(Code::Denied, "This plan belongs to somebody else. Plan the change yourself.")
}

/// The plan under this id is not the one that was shown.
pub fn made_anew() -> Error {
    Error::conflict("This plan was made anew since it was shown here, perhaps in another tab. Review it as it is now.")
}

/// Its time is over.
pub fn over() -> Error {
    Error::conflict("This plan is older than 30 minutes. Plan it again from fresh values.")
}

pub fn missing_plan() -> Error {
    Error::not_found("There is no such plan.")
}

pub fn newer_version() -> Error {
    Error::conflict("This plan was made by a newer version of Belvedere. Plan it again.")
}

pub fn wrong_door() -> Error {
    Error::conflict("A mint is applied where its secret can be shown, and nowhere else.")
}

pub fn not_interrupted() -> Error {
    Error::conflict("This plan is not interrupted any more. Look at it as it is now.")
}

/// How many plans may wait.
#[derive(Clone, Copy, Debug)]
pub enum PlanLimit {
    OfOne(i64),
    OfAll(i64),
}

/// There may be no more plans that wait.
pub fn too_many_plans(limit: PlanLimit) -> Error {
    let whose = match limit {
        PlanLimit::OfOne(most) => [&grouped(most), " plans of yours"].concat(),
        PlanLimit::OfAll(most) => [&grouped(most), " plans"].concat(),
    };
    let rest = " wait to be applied, and there cannot be more. Apply some of them, or wait: each expires 30 minutes after it was made.";
    Error::conflict([whose.as_str(), rest].concat())
}

/// The typed confirmation is another one.
pub fn type_exactly() -> Error {
    field_error("typed", "Type it exactly as it is shown.")
}

/// It is being carried out, and cannot be read.
pub fn under_way_unseen() -> Error {
    let message = "It is being carried out, and what becomes of it cannot be told just now. Look at the plan again.";
    Error::new(Code::Unavailable, message)
}

pub fn no_page() -> Error {
    Error::not_found("There is no such page.")
}

/// What is stored cannot be read; why stands in the log.
pub fn unreadable(error: &serde_json::Error) -> Error {
    tracing::error!(%error, "stored plan not readable");
    Error::internal()
}

/// The database cannot be used; nothing was called.
pub fn unavailable(error: &StoreError) -> Error {
    tracing::error!(%error, "store");
    match error {
        StoreError::Refused(_) => Error::invalid("The text holds a character that cannot be kept."),
        _ => Error::new(Code::Unavailable, "Belvedere's database cannot be used just now. Nothing was sent to AWS."),
    }
}
