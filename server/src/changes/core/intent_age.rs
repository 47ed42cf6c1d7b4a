//! How long ago a write was sent that was left in the middle.

use super::policy::{Policy, Repeat};
use crate::clock::{self, TOLERANCE};
use model::Millis;
use store::PlanStore;

/// Whether a write that was sent at `at` may be sent again because AWS still knows its token, or what it names is still
/// the same, where it needs that.
pub async fn may_repeat(store: &dyn PlanStore, policy: &Policy, at: Millis) -> bool {
    match policy.repeat {
        Repeat::ClientToken { valid_for } | Repeat::TakesName { valid_for } => is_younger(store, at, valid_for).await,
        Repeat::SetsValues | Repeat::UniqueName | Repeat::Never => true,
    }
}

/// Whether what was sent at `at` was sent less than `age` milliseconds ago. Its age is the largest of what this clock, the
/// newest event on record since, and a clock that is known to have been set back say. One from the future was sent by a
/// clock that was ahead: how long ago nobody knows.
pub async fn is_younger(store: &dyn PlanStore, at: Millis, age: Millis) -> bool {
    let now = clock::now();
    if at.saturating_sub(now) > TOLERANCE {
        return false;
    }
    match store.last_event_since(at).await {
        Ok(late) => late.unwrap_or(now).max(now).max(before_set_back(at, now)).saturating_sub(at) < age,
        Err(error) => {
            tracing::error!(%error, "how long ago a write was sent cannot be told");
            false
        }
    }
}

/// What the time would be had nobody set the clock back, if `at` may have been before that.
fn before_set_back(at: Millis, now: Millis) -> Millis {
    let back = clock::set_back().filter(|back| at <= back.at.saturating_add(back.by));
    back.map_or(now, |back| now.saturating_add(back.by))
}
