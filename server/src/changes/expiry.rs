//! When a plan's time is over. What was seen to be over is stored, and stays so: a clock that is set back revives nothing.

use super::{Service, unavailable};
use crate::clock::{self, Moment, TOLERANCE, moment};
use model::{Error, Millis, PlanId, PlanState, Principal};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use store::{OpenCount, OpenPlan, PlanRecord, Store, StoreError};

/// Plans of one principal that may wait to be applied.
const OWN: i64 = 1_000;
/// How far back a clock that was set back is looked for on record, and how long that is told.
const DAY: Millis = 24 * 60 * 60 * 1_000;
/// Plans of everybody.
const ALL: i64 = 5_000;

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
    fn is_over(&self, plan: &OpenPlan, now: Moment) -> bool {
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

    fn forget_all_but(&self, open: &[OpenPlan]) {
        let open: HashSet<&PlanId> = open.iter().map(|plan| &plan.id).collect();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|id, _| open.contains(id));
    }
}

/// At the start: ends what an earlier process left waiting and is over, by this clock or by the newest event on record,
/// which shows how late it was already. A plan that was made in the future was made by a clock that was ahead; how old it
/// is nobody knows. Answers when the others are over.
pub async fn begin(store: &Store) -> Result<Deadlines, StoreError> {
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

impl Service {
    /// Ends every plan that waits and whose time is over.
    ///
    /// # Errors
    /// The store's.
    pub async fn expire_plans(&self) -> Result<(), StoreError> {
        let open = self.road.store.open_plans().await?;
        self.deadlines.forget_all_but(&open);
        for plan in open {
            if self.deadlines.is_over(&plan, moment()) {
                self.road.store.expire_plan(&plan.id, plan.created_at).await?;
            }
        }
        Ok(())
    }

    /// The plan as it is now that somebody looks at it: over, where its time is.
    pub(super) async fn settle(&self, record: PlanRecord) -> Result<PlanRecord, Error> {
        let PlanRecord { created_at, expires_at, .. } = record;
        let open = OpenPlan { id: record.id.clone(), created_at, expires_at };
        if record.state != PlanState::Planned || !self.deadlines.is_over(&open, moment()) {
            return Ok(record);
        }
        match self.road.store.expire_plan(&record.id, created_at).await {
            // Somebody was faster: it was claimed or made anew.
            Ok(false) => {
                let found = self.road.store.plan(&record.id).await.map_err(|e| unavailable(&e))?;
                return Ok(found.unwrap_or(record));
            }
            Ok(true) => {}
            // It can be looked at all the same.
            Err(error) => tracing::warn!(%error, plan = %record.id, "an expired plan was not stored as such"),
        }
        Ok(PlanRecord { state: PlanState::Expired, ..record })
    }

    /// There may be one more plan that waits, besides the one of `form`.
    pub(super) async fn require_room(&self, who: &Principal, form: &PlanId) -> Result<(), Error> {
        if is_room(self.count_open(who, form).await?).is_err() {
            self.expire_plans().await.map_err(|e| unavailable(&e))?;
        }
        is_room(self.count_open(who, form).await?)
    }

    async fn count_open(&self, who: &Principal, form: &PlanId) -> Result<OpenCount, Error> {
        self.road.store.count_open_plans(&who.subject, form).await.map_err(|e| unavailable(&e))
    }
}

fn is_room(open: OpenCount) -> Result<(), Error> {
    let whose = match open {
        OpenCount { own, .. } if own >= OWN => "1,000 plans of yours",
        OpenCount { all, .. } if all >= ALL => "5,000 plans",
        _ => return Ok(()),
    };
    let rest = " wait to be applied, and there cannot be more. Apply some of them, or wait: each expires 30 minutes after it was made.";
    Err(Error::conflict([whose, rest].concat()))
}

/// Its time is over.
pub fn over() -> Error {
    Error::conflict("This plan is older than 30 minutes. Plan it again from fresh values.")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{ALL, Deadlines, OWN, is_room};
    use crate::clock::Moment;
    use model::PlanId;
    use store::{OpenCount, OpenPlan};

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

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let room = |own, all| is_room(OpenCount { own, all }).is_ok();
        assert!(room(OWN - 1, ALL - 1) && !room(OWN, OWN) && !room(0, ALL));
    }
}
