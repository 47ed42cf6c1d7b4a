//! Plans: what a person is asked to review, and where it is on its road. What the JSON in it means is not known here.

use crate::write::refuse_nul;
use crate::{NewAuditEvent, StepRecord, Store, StoreError};
use model::{Millis, PlanId, PlanState};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// A plan as it is kept: one row of `plans`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRecord {
    pub id: PlanId,
    /// The subject of who made it.
    pub principal: String,
    /// The version of the JSON below.
    pub schema: i32,
    pub state: PlanState,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub title: String,
    pub place: String,
    /// The form, as JSON.
    pub draft: String,
    /// The change to carry out, as JSON.
    pub change: String,
    /// The hash of every target's state, as JSON.
    pub targets: String,
    /// A `PlanView` without outcomes, as JSON.
    pub view: String,
    /// Where to go once applied.
    pub result_path: Option<String>,
}

/// What became of a plan that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    Stored,
    /// There is one that is neither `planned` nor `expired`; it was left alone.
    Kept(PlanState),
    /// There is one of another principal; it was left alone.
    Foreign,
    /// There is one that was made at this moment, which is when, or up to a minute later; it was left alone. A plan is
    /// known by the moment it was made at, so the new one has to be of a later one.
    Late(Millis),
}

/// What is older than a plan under the same id by more than this was made after the clock was set back; milliseconds.
const SET_BACK: Millis = 60_000;

impl Store {
    /// Stores a plan with its steps, in place of an earlier one of the same id that has not been applied, and puts
    /// `events` on record: all of it or nothing.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL or a step names another plan; `Unavailable`.
    pub async fn put_plan(
        &self,
        plan: &PlanRecord,
        steps: &[StepRecord],
        events: Vec<NewAuditEvent>,
    ) -> Result<Put, StoreError> {
        check(plan, steps)?;
        let mut write = self.write().await?;
        if !upsert(write.connection(), plan).await? {
            return existing(write.connection(), plan).await;
        }
        crate::steps::replace(write.connection(), &plan.id, steps).await?;
        for event in events {
            crate::audit::append(write.connection(), event).await?;
        }
        write.commit().await?;
        Ok(Put::Stored)
    }

    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn plan(&self, id: &PlanId) -> Result<Option<PlanRecord>, StoreError> {
        let query = sqlx::query("SELECT * FROM plans WHERE id = $1").bind(id.as_str());
        query.fetch_optional(&self.0.pool).await?.as_ref().map(read).transpose()
    }

    /// The newest first, of those made before `before`.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn plans(&self, before: Option<Millis>, limit: u32) -> Result<Vec<PlanRecord>, StoreError> {
        let sql = "SELECT * FROM plans WHERE created_at < $1 ORDER BY created_at DESC, id DESC LIMIT $2";
        let query = sqlx::query(sql).bind(before.unwrap_or(Millis::MAX)).bind(i64::from(limit));
        query.fetch_all(&self.0.pool).await?.iter().map(read).collect()
    }
}

fn check(plan: &PlanRecord, steps: &[StepRecord]) -> Result<(), StoreError> {
    refuse_nul(&[
        ("the principal", &plan.principal),
        ("the title", &plan.title),
        ("the place", &plan.place),
        ("the draft", &plan.draft),
        ("the change", &plan.change),
        ("the targets", &plan.targets),
        ("the view", &plan.view),
        ("the result path", plan.result_path.as_deref().unwrap_or_default()),
    ])?;
    for step in steps {
        refuse_nul(&[("the operation", &step.operation)])?;
        if step.plan != plan.id {
            return Err(StoreError::Refused(format!("step {} belongs to another plan", step.number)));
        }
    }
    Ok(())
}

/// Whether the plan is stored now.
async fn upsert(connection: &mut AnyConnection, plan: &PlanRecord) -> Result<bool, StoreError> {
    let sql = "INSERT INTO plans (id, principal, schema, state, created_at, expires_at, title, place, draft, change, \
               targets, view, result_path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
               ON CONFLICT (id) DO UPDATE SET schema = excluded.schema, state = excluded.state, \
               created_at = excluded.created_at, expires_at = excluded.expires_at, title = excluded.title, \
               place = excluded.place, draft = excluded.draft, change = excluded.change, targets = excluded.targets, \
               view = excluded.view, result_path = excluded.result_path \
               WHERE plans.principal = excluded.principal AND plans.state IN ('planned', 'expired') \
               AND (excluded.created_at > plans.created_at OR excluded.created_at + $14 < plans.created_at)";
    let query = sqlx::query(sql).bind(plan.id.as_str()).bind(&plan.principal).bind(i64::from(plan.schema));
    let query = query.bind(plan.state.slug()).bind(plan.created_at).bind(plan.expires_at).bind(&plan.title);
    let query = query.bind(&plan.place).bind(&plan.draft).bind(&plan.change).bind(&plan.targets);
    let query = query.bind(&plan.view).bind(&plan.result_path).bind(SET_BACK);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

async fn existing(connection: &mut AnyConnection, plan: &PlanRecord) -> Result<Put, StoreError> {
    let query = sqlx::query("SELECT principal, state, created_at FROM plans WHERE id = $1").bind(plan.id.as_str());
    let row = query.fetch_one(connection).await?;
    if row.try_get::<String, _>("principal")? != plan.principal {
        return Ok(Put::Foreign);
    }
    Ok(match state(&row)? {
        PlanState::Planned | PlanState::Expired => Put::Late(row.try_get("created_at")?),
        state => Put::Kept(state),
    })
}

fn read(row: &AnyRow) -> Result<PlanRecord, StoreError> {
    let schema: i64 = row.try_get("schema")?;
    Ok(PlanRecord {
        id: id(row)?,
        principal: row.try_get("principal")?,
        schema: i32::try_from(schema).map_err(|_| StoreError::Corrupt(format!("a plan has the schema {schema}")))?,
        state: state(row)?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        title: row.try_get("title")?,
        place: row.try_get("place")?,
        draft: row.try_get("draft")?,
        change: row.try_get("change")?,
        targets: row.try_get("targets")?,
        view: row.try_get("view")?,
        result_path: row.try_get("result_path")?,
    })
}

pub(crate) fn id(row: &AnyRow) -> Result<PlanId, StoreError> {
    let id: String = row.try_get("id")?;
    PlanId::parse(&id).map_err(|_| StoreError::Corrupt("a plan has an id that is none".to_owned()))
}

pub(crate) fn state(row: &AnyRow) -> Result<PlanState, StoreError> {
    let state: String = row.try_get("state")?;
    PlanState::parse(&state).ok_or_else(|| StoreError::Corrupt("a plan has a state that is none".to_owned()))
}
