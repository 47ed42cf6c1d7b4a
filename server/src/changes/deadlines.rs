//! When a plan's time is over by either clock.

use crate::clock::{self, Moment, TOLERANCE, moment};
use model::{Millis, PlanId};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use store::{OpenPlan, PlanStore, StoreError};

/// How far back a clock that was set back is looked for on record, and how long that is told.
const DAY: Millis = 24 * 60 * 60 * 1_000;

/// When each plan that waits is over by the monotonic clock, whatever becomes of the other.
#[derive(Debug, Default)]
pub struct Deadlines(Mutex<HashMap<PlanId, Deadline>>);

#[derive(Debug)]
struct Deadline {
    /// Which of those made of this form.
    created_at: Millis,
    /// By the monotonic clock.
    ends: Millis,
}

impl Deadlines {
    /// A plan that is seen for the first time has from now on what is left of its time, and never more than all of it.
    pub fn is_over(&self, plan: &OpenPlan, now: Moment) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = plan.expires_at.saturating_sub(plan.created_at).max(0);
        let left = plan.expires_at.saturating_sub(now.wall).clamp(0, whole);
        let fresh = || Deadline { created_at: plan.created_at, ends: now.monotonic.saturating_add(left) };
        let known = all.entry(plan.id.clone()).or_insert_with(fresh);
        if known.created_at != plan.created_at {
            *known = fresh();
        }
        now.wall >= plan.expires_at || now.monotonic >= known.ends
    }

    pub fn forget_all_but(&self, open: &[OpenPlan]) {
        let open: HashSet<&PlanId> = open.iter().map(|plan| &plan.id).collect();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|id, _| open.contains(id));
    }
}

/// At the start: ends what an earlier process left waiting and is over, by this clock or by the newest event on record,
/// which shows how late it was already. A plan that was made in the future was made by a clock that was ahead; how old it
/// is nobody knows. Answers when the others are over.
pub async fn begin(store: &dyn PlanStore) -> Result<Deadlines, StoreError> {
    let (deadlines, now) = (Deadlines::default(), moment());
    let late = store.last_event_at().await?.unwrap_or(now.wall);
    // The newest event may be from after the clock was set back.
    let latest = store.latest_event_after(now.wall.saturating_sub(DAY)).await?.unwrap_or(late).max(late);
    let behind = latest.saturating_sub(now.wall);
    if behind > TOLERANCE {
        clock::is_behind(behind);
    }
    let seen = Moment { wall: now.wall.max(late), ..now };
    for plan in store.open_plans().await? {
        if plan.created_at.saturating_sub(now.wall) > TOLERANCE || deadlines.is_over(&plan, seen) {
            store.expire_plan(&plan.id, plan.created_at).await?;
        }
    }
    Ok(deadlines)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Deadlines;
    use crate::clock::Moment;
    use model::PlanId;
    use store::OpenPlan;

    const LIFE: i64 = 30 * 60_000;
    const HOUR: i64 = 60 * 60_000;

    fn plan(created_at: i64) -> OpenPlan {
        let id = PlanId::parse("00000000-0000-4000-8000-000000000001").unwrap();
        OpenPlan { id, created_at, expires_at: created_at + LIFE }
    }

    const fn at(wall: i64, monotonic: i64) -> Moment {
        Moment { wall, steady: 0, monotonic }
    }

    #[test]
    fn a_plan_is_over_when_either_clock_says_so() {
        let deadlines = Deadlines::default();
        let plan = plan(HOUR);
        assert!(!deadlines.is_over(&plan, at(HOUR, 5)));
        assert!(!deadlines.is_over(&plan, at(0, LIFE + 4)) && deadlines.is_over(&plan, at(0, LIFE + 5)));
        assert!(deadlines.is_over(&plan, at(HOUR + LIFE, 6)));
    }

    #[test]
    fn a_plan_first_seen_late_has_what_is_left_and_one_from_the_future_no_more_than_its_time() {
        let late = Deadlines::default();
        assert!(!late.is_over(&plan(0), at(LIFE - 10, 0)));
        assert!(late.is_over(&plan(0), at(LIFE - 10, 10)));
        let future = Deadlines::default();
        assert!(!future.is_over(&plan(9 * HOUR), at(0, 0)));
        assert!(future.is_over(&plan(9 * HOUR), at(0, LIFE)));
    }

    #[test]
    fn a_plan_made_anew_has_its_whole_time_again() {
        let deadlines = Deadlines::default();
        assert!(!deadlines.is_over(&plan(0), at(0, 0)));
        assert!(!deadlines.is_over(&plan(LIFE), at(LIFE, LIFE)));
    }
}
