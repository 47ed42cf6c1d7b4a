//! Ending plans whose time is over. What was seen to be over is stored, and stays so: a clock that is set back revives
//! nothing.

use super::presenter::{PlanLimit, too_many_plans, unavailable};
use super::service::Service;
use crate::clock::moment;
use model::{Error, PlanId, PlanState, Principal};
use store::{OpenCount, OpenPlan, PlanRecord, StoreError};

/// Plans of one principal that may wait to be applied.
const OWN: i64 = 1_000;
/// Plans of everybody.
const ALL: i64 = 5_000;

impl Service {
    /// Ends every plan that waits and whose time is over.
    ///
    /// # Errors
    /// The store's.
    pub async fn expire_plans(&self) -> Result<(), StoreError> {
        let open = self.cx.store.open_plans().await?;
        self.deadlines.forget_all_but(&open);
        for plan in open {
            if self.deadlines.is_over(&plan, moment()) {
                self.cx.store.expire_plan(&plan.id, plan.created_at).await?;
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
        match self.cx.store.expire_plan(&record.id, created_at).await {
            // Somebody was faster: it was claimed or made anew.
            Ok(false) => {
                let found = self.cx.store.plan(&record.id).await.map_err(|e| unavailable(&e))?;
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
        if check_room(self.count_open(who, form).await?).is_err() {
            self.expire_plans().await.map_err(|e| unavailable(&e))?;
        }
        check_room(self.count_open(who, form).await?)
    }

    async fn count_open(&self, who: &Principal, form: &PlanId) -> Result<OpenCount, Error> {
        self.cx.store.count_open_plans(&who.subject, form).await.map_err(|e| unavailable(&e))
    }
}

fn check_room(open: OpenCount) -> Result<(), Error> {
    match open {
        OpenCount { own, .. } if own >= OWN => Err(too_many_plans(PlanLimit::OfOne(OWN))),
        OpenCount { all, .. } if all >= ALL => Err(too_many_plans(PlanLimit::OfAll(ALL))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, OWN, check_room};
    use store::OpenCount;

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let room = |own, all| check_room(OpenCount { own, all }).is_ok();
        assert!(room(OWN - 1, ALL - 1) && !room(OWN, OWN) && !room(0, ALL));
    }
}
