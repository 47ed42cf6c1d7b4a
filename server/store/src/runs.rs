//! The runs of a plan. A claim begins the first, each resumption another; all that an earlier one still means to write is
//! refused.

use crate::plans::{id, state};
use crate::write::refuse_nul;
use crate::{NewAuditEvent, Store, StoreError};
use model::{Millis, PlanId, PlanState};
use sqlx::Row;
use sqlx::any::AnyRow;

/// One run of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunId {
    pub plan: PlanId,
    /// Counts from 1.
    pub number: i64,
}

/// What became of the wish to apply a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is the caller's to apply, and nobody else's.
    Claimed(RunId),
    NotPlanned(PlanState),
    /// Its time is over; whoever sees that stores it with [`Store::expire_plan`].
    Expired,
    /// It was made anew since it was seen. It stays `planned`.
    Replaced,
    Missing,
}

impl Store {
    /// Moves a plan from `planned` to `applying` and puts the decision on record, both or neither: of all who ask, one
    /// gets it. `seen` is the moment it was made at, as it was shown to whoever decides; another plan under the same id
    /// is left alone. `event.at` is the moment of the decision.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn claim_plan(&self, plan: &PlanId, seen: Millis, event: NewAuditEvent) -> Result<Claim, StoreError> {
        let mut write = self.write().await?;
        let sql = "UPDATE plans SET state = 'applying', run = run + 1 \
                   WHERE id = $1 AND state = 'planned' AND expires_at > $2 AND created_at = $3 RETURNING run";
        let query = sqlx::query(sql).bind(plan.as_str()).bind(event.at).bind(seen);
        if let Some(row) = query.fetch_optional(write.connection()).await? {
            let number = row.try_get("run")?;
            crate::audit::append(write.connection(), event).await?;
            write.commit().await?;
            return Ok(Claim::Claimed(RunId { plan: plan.clone(), number }));
        }
        let query = sqlx::query("SELECT state, created_at FROM plans WHERE id = $1").bind(plan.as_str());
        let Some(row) = query.fetch_optional(write.connection()).await? else { return Ok(Claim::Missing) };
        Ok(match state(&row)? {
            PlanState::Planned if row.try_get::<Millis, _>("created_at")? != seen => Claim::Replaced,
            PlanState::Planned => Claim::Expired,
            other => Claim::NotPlanned(other),
        })
    }

    /// Takes an interrupted plan up again and puts the decision on record, both or neither: of all who ask, one gets it.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn resume_plan(&self, plan: &PlanId, event: NewAuditEvent) -> Result<Option<RunId>, StoreError> {
        let mut write = self.write().await?;
        let sql =
            "UPDATE plans SET state = 'applying', run = run + 1 WHERE id = $1 AND state = 'interrupted' RETURNING run";
        let resumed = sqlx::query(sql).bind(plan.as_str()).fetch_optional(write.connection()).await?;
        let Some(row) = resumed else { return Ok(None) };
        let number = row.try_get("run")?;
        crate::audit::append(write.connection(), event).await?;
        write.commit().await?;
        Ok(Some(RunId { plan: plan.clone(), number }))
    }

    /// Ends the plan of a run that is under way.
    ///
    /// # Errors
    /// `Corrupt` when the run is under way no more, or `state` is no end; `Refused` when the path holds NUL;
    /// `Unavailable`.
    pub async fn finish_plan(
        &self,
        run: &RunId,
        state: PlanState,
        result_path: Option<String>,
    ) -> Result<(), StoreError> {
        refuse_nul(&[("the result path", result_path.as_deref().unwrap_or_default())])?;
        let plan = &run.plan;
        if !state.is_over() || state == PlanState::Expired {
            return Err(StoreError::Corrupt(format!("plan {plan} cannot end as {}", state.slug())));
        }
        let sql = "UPDATE plans SET state = $1, result_path = coalesce($2, result_path) \
                   WHERE id = $3 AND run = $4 AND state = 'applying'";
        let query = sqlx::query(sql).bind(state.slug()).bind(result_path).bind(plan.as_str()).bind(run.number);
        match self.change(query).await? {
            1 => Ok(()),
            _ => Err(StoreError::Corrupt(format!("plan {plan} is missing, over, or another run's"))),
        }
    }

    /// Leaves the plan of a run that is under way for a person. One that is not is left alone.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn interrupt_plan(&self, run: &RunId) -> Result<(), StoreError> {
        let sql = "UPDATE plans SET state = 'interrupted' WHERE id = $1 AND run = $2 AND state = 'applying'";
        self.change(sqlx::query(sql).bind(run.plan.as_str()).bind(run.number)).await.map(drop)
    }

    /// The runs that are under way, in no order.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn runs_under_way(&self) -> Result<Vec<RunId>, StoreError> {
        let rows = sqlx::query("SELECT id, run FROM plans WHERE state = 'applying'").fetch_all(&self.0.pool).await?;
        rows.iter().map(read).collect()
    }

    /// Marks what a dead process left `applying` as `interrupted`. To be called once, before anything is applied, and
    /// not while another process applies plans of the same database: the store cannot tell whose they are.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn interrupt_unfinished(&self) -> Result<Vec<PlanId>, StoreError> {
        let mut write = self.write().await?;
        let sql = "UPDATE plans SET state = 'interrupted' WHERE state = 'applying' RETURNING id";
        let rows = sqlx::query(sql).fetch_all(write.connection()).await?;
        let ids = rows.iter().map(id).collect::<Result<_, _>>()?;
        write.commit().await?;
        Ok(ids)
    }
}

fn read(row: &AnyRow) -> Result<RunId, StoreError> {
    Ok(RunId { plan: id(row)?, number: row.try_get("run")? })
}
