//! The journal of a plan: which of its AWS calls were meant to be sent, and what became of each.

use crate::handovers::{Handover, track};
use crate::{NewAuditEvent, RunId, Store, StoreError};
use model::{Millis, PlanId};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// One AWS call of a plan: one row of `steps`, numbered from 1 in the order they are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    pub plan: PlanId,
    pub number: i32,
    /// `grafana:CreateWorkspace`
    pub operation: String,
    /// It may be sent again when nothing is known of its outcome.
    pub repeatable: bool,
    /// When it was recorded that it is about to be sent; set by [`Store::intend`] alone.
    pub intended_at: Option<Millis>,
    /// What became of it, as JSON that is not known here; set by [`Store::conclude`] alone.
    pub outcome: Option<String>,
}

impl StepRecord {
    /// A step nobody has begun.
    pub fn new(plan: PlanId, number: i32, operation: impl Into<String>, repeatable: bool) -> Self {
        Self { plan, number, operation: operation.into(), repeatable, intended_at: None, outcome: None }
    }
}

impl Store {
    /// The steps of a plan in their order; none when there is no such plan.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn steps(&self, plan: &PlanId) -> Result<Vec<StepRecord>, StoreError> {
        let sql =
            "SELECT number, operation, repeatable, intended_at, outcome FROM steps WHERE plan = $1 ORDER BY number";
        let rows = sqlx::query(sql).bind(plan.as_str()).fetch_all(&self.0.pool).await?;
        rows.iter().map(|row| read(plan, row)).collect()
    }

    /// Records that a step of a run is about to be sent, in the journal and in the audit record. AWS may be called only when
    /// this has succeeded. A step that is not repeatable can be intended once. Returns the event's sequence; `None` where
    /// the run is under way no more.
    ///
    /// # Errors
    /// `Corrupt` when the step is over, was intended and is not repeatable, or does not exist; `Unavailable`.
    pub async fn intend(
        &self,
        run: &RunId,
        number: i32,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        let plan = &run.plan;
        let mut write = self.write().await?;
        if !is_under_way(write.connection(), run).await? {
            return Ok(None);
        }
        let sql = "UPDATE steps SET intended_at = $1 WHERE plan = $2 AND number = $3 AND outcome IS NULL \
                   AND (intended_at IS NULL OR repeatable = 1)";
        let query = sqlx::query(sql).bind(event.at).bind(plan.as_str()).bind(i64::from(number));
        if query.execute(write.connection()).await?.rows_affected() != 1 {
            return Err(StoreError::Corrupt(format!("step {number} of plan {plan} may not be sent (again)")));
        }
        track(write.connection(), plan, handover).await?;
        let sequence = crate::audit::append(write.connection(), event).await?;
        write.commit().await?;
        Ok(Some(sequence))
    }

    /// Records what became of a step, once and for ever, in the journal and in the audit record: both or neither.
    /// Returns the event's sequence; `None` where this very outcome is there already, as it is when the answer of a commit
    /// was lost.
    ///
    /// # Errors
    /// `Corrupt` when it has another outcome already or there is no such step; `Unavailable`.
    pub async fn conclude(
        &self,
        plan: &PlanId,
        number: i32,
        outcome: &str,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        let mut write = self.write().await?;
        if !settle(write.connection(), plan, number, outcome).await? {
            return Ok(None);
        }
        track(write.connection(), plan, handover).await?;
        let sequence = crate::audit::append(write.connection(), event).await?;
        write.commit().await?;
        Ok(Some(sequence))
    }
}

/// Puts these steps in the place of the plan's earlier ones.
pub(crate) async fn replace(
    connection: &mut AnyConnection,
    plan: &PlanId,
    steps: &[StepRecord],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM steps WHERE plan = $1").bind(plan.as_str()).execute(&mut *connection).await?;
    for step in steps {
        let sql = "INSERT INTO steps (plan, number, operation, repeatable) VALUES ($1, $2, $3, $4)";
        let query = sqlx::query(sql).bind(plan.as_str()).bind(i64::from(step.number));
        query.bind(&step.operation).bind(i64::from(step.repeatable)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Postgres holds the plan until the transaction ends, so that no interruption comes between.
async fn is_under_way(connection: &mut AnyConnection, run: &RunId) -> Result<bool, StoreError> {
    let sql = "UPDATE plans SET run = run WHERE id = $1 AND run = $2 AND state = 'applying'";
    let query = sqlx::query(sql).bind(run.plan.as_str()).bind(run.number);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// Whether the step has this outcome from now on, and had none before.
async fn settle(connection: &mut AnyConnection, plan: &PlanId, number: i32, outcome: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE steps SET outcome = $1 WHERE plan = $2 AND number = $3 AND outcome IS NULL";
    let query = sqlx::query(sql).bind(outcome).bind(plan.as_str()).bind(i64::from(number));
    if query.execute(&mut *connection).await?.rows_affected() == 1 {
        return Ok(true);
    }
    let sql = "SELECT 1 FROM steps WHERE plan = $1 AND number = $2 AND outcome = $3";
    let query = sqlx::query(sql).bind(plan.as_str()).bind(i64::from(number)).bind(outcome);
    match query.fetch_optional(connection).await? {
        Some(_) => Ok(false),
        None => Err(StoreError::Corrupt(format!("step {number} of plan {plan} is missing or has another outcome"))),
    }
}

fn read(plan: &PlanId, row: &AnyRow) -> Result<StepRecord, StoreError> {
    let unreadable = || StoreError::Corrupt(format!("a step of plan {plan} cannot be read"));
    Ok(StepRecord {
        plan: plan.clone(),
        number: i32::try_from(row.try_get::<i64, _>("number")?).map_err(|_| unreadable())?,
        operation: row.try_get("operation")?,
        repeatable: row.try_get::<i64, _>("repeatable")? == 1,
        intended_at: row.try_get("intended_at")?,
        outcome: row.try_get("outcome")?,
    })
}
