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

/// What became of the wish to apply a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is the caller's to apply, and nobody else's.
    Claimed,
    NotPlanned(PlanState),
    /// Its time is over; whoever sees that stores it with [`Store::expire_plan`].
    Expired,
    /// It was made anew since it was seen. It stays `planned`.
    Replaced,
    Missing,
}

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

    /// Moves a plan from `planned` to `applying` and puts the decision on record, both or neither: of all who ask, one
    /// gets it. `seen` is the moment it was made at, as it was shown to whoever decides; another plan under the same id
    /// is left alone. `event.at` is the moment of the decision.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn claim_plan(&self, id: &PlanId, seen: Millis, event: NewAuditEvent) -> Result<Claim, StoreError> {
        let mut write = self.write().await?;
        let sql = "UPDATE plans SET state = 'applying' \
                   WHERE id = $1 AND state = 'planned' AND expires_at > $2 AND created_at = $3";
        let claimed = sqlx::query(sql).bind(id.as_str()).bind(event.at).bind(seen).execute(write.connection()).await?;
        if claimed.rows_affected() == 1 {
            crate::audit::append(write.connection(), event).await?;
            write.commit().await?;
            return Ok(Claim::Claimed);
        }
        let query = sqlx::query("SELECT state, created_at FROM plans WHERE id = $1").bind(id.as_str());
        let Some(row) = query.fetch_optional(write.connection()).await? else { return Ok(Claim::Missing) };
        Ok(match state(&row)? {
            PlanState::Planned if row.try_get::<Millis, _>("created_at")? != seen => Claim::Replaced,
            PlanState::Planned => Claim::Expired,
            other => Claim::NotPlanned(other),
        })
    }

    /// Ends a plan that is applying or interrupted; one that waits can only become `expired`.
    ///
    /// # Errors
    /// `Corrupt` when there is no such plan or it is over; `Refused` when the path holds NUL; `Unavailable`.
    pub async fn finish_plan(
        &self,
        id: &PlanId,
        state: PlanState,
        result_path: Option<String>,
    ) -> Result<(), StoreError> {
        refuse_nul(&[("the result path", result_path.as_deref().unwrap_or_default())])?;
        if !state.is_over() {
            return Err(StoreError::Corrupt(format!("plan {id} cannot end as {}", state.slug())));
        }
        let from = if state == PlanState::Expired { "planned" } else { "applying" };
        let sql = "UPDATE plans SET state = $1, result_path = coalesce($2, result_path) \
                   WHERE id = $3 AND state IN ($4, 'interrupted')";
        let query = sqlx::query(sql).bind(state.slug()).bind(result_path).bind(id.as_str()).bind(from);
        let mut write = self.write().await?;
        if query.execute(write.connection()).await?.rows_affected() != 1 {
            return Err(StoreError::Corrupt(format!("plan {id} is not under way, it cannot end")));
        }
        write.commit().await
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

    /// Leaves a plan that is under way for a person. One that is not is left alone.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn interrupt_plan(&self, id: &PlanId) -> Result<(), StoreError> {
        let sql = "UPDATE plans SET state = 'interrupted' WHERE id = $1 AND state = 'applying'";
        self.change(sqlx::query(sql).bind(id.as_str())).await.map(drop)
    }

    /// Takes an interrupted plan up again and puts the decision on record, both or neither: of all who ask, one gets it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn resume_plan(&self, id: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let sql = "UPDATE plans SET state = 'applying' WHERE id = $1 AND state = 'interrupted'";
        let resumed = sqlx::query(sql).bind(id.as_str()).execute(write.connection()).await?.rows_affected() == 1;
        if resumed {
            crate::audit::append(write.connection(), event).await?;
            write.commit().await?;
        }
        Ok(resumed)
    }

    /// The plans that are `applying`, in no order.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn plans_applying(&self) -> Result<Vec<PlanId>, StoreError> {
        let rows = sqlx::query("SELECT id FROM plans WHERE state = 'applying'").fetch_all(&self.0.pool).await?;
        rows.iter().map(id).collect()
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

fn id(row: &AnyRow) -> Result<PlanId, StoreError> {
    let id: String = row.try_get("id")?;
    PlanId::parse(&id).map_err(|_| StoreError::Corrupt("a plan has an id that is none".to_owned()))
}

fn state(row: &AnyRow) -> Result<PlanState, StoreError> {
    let state: String = row.try_get("state")?;
    PlanState::parse(&state).ok_or_else(|| StoreError::Corrupt("a plan has a state that is none".to_owned()))
}
