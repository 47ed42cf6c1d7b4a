//! The record of what was done: appended, never changed, each event bound to the one before it by its hash.

mod chain;
mod index;
mod search;
mod verify;

use crate::{Store, StoreError};
use chain::Link;
pub(crate) use index::fill as fill_index;
use model::audit::AuditEvent;
use model::{Millis, PlanId};
pub use search::{AuditFound, StoredEvent};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
pub use verify::FirstBad;

/// An event to record. Its sequence and hash come from the store.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAuditEvent {
    pub at: Millis,
    /// `plan`, `intent`, `outcome`, `denied`
    pub event: String,
    pub actor: String,
    pub plan: Option<PlanId>,
    /// `grafana:CreateWorkspace`
    pub operation: String,
    /// The ARN, or account and region where there is none yet.
    pub target: String,
    /// `applied`, `failed`, `unknown`, or empty for an intent.
    pub outcome: String,
    pub message: String,
    pub request_id: Option<String>,
    /// Whatever else belongs to it; never a secret.
    pub detail: Value,
}

/// An event as it stands in the record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AuditRecord {
    #[serde(flatten)]
    pub event: AuditEvent,
    pub detail: Value,
}

impl Store {
    /// Appends one event and returns its sequence: 1 for the first, without gaps.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn append_audit(&self, event: NewAuditEvent) -> Result<i64, StoreError> {
        let mut write = self.write().await?;
        let sequence = append(write.connection(), event).await?;
        write.commit().await?;
        Ok(sequence)
    }

    /// The newest events first, of one plan or of all.
    ///
    /// # Errors
    /// `Corrupt` when an event cannot be read; `Unavailable`.
    pub async fn audit(&self, plan: Option<&PlanId>, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        let limit = i64::from(limit);
        let query = match plan {
            Some(plan) => sqlx::query("SELECT record FROM audit WHERE plan = $1 ORDER BY sequence DESC LIMIT $2")
                .bind(plan.as_str())
                .bind(limit),
            None => sqlx::query("SELECT record FROM audit ORDER BY sequence DESC LIMIT $1").bind(limit),
        };
        query.fetch_all(&self.0.pool).await?.iter().map(read).collect()
    }
}

/// Takes the head first: until the transaction ends nobody else can append.
pub(crate) async fn append(connection: &mut AnyConnection, event: NewAuditEvent) -> Result<i64, StoreError> {
    let sql = "UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence, hash";
    let head = sqlx::query(sql).fetch_one(&mut *connection).await?;
    let sequence = head.try_get("sequence")?;
    let plan = event.plan.as_ref().map(|plan| plan.as_str().to_owned());
    let record = record(sequence, event);
    let link = Link::new(head.try_get("hash")?, &record)?;
    let sql = "INSERT INTO audit (sequence, plan, record, prev_hash, hash) VALUES ($1, $2, $3, $4, $5)";
    let query = sqlx::query(sql).bind(sequence).bind(plan).bind(link.record).bind(link.prev_hash);
    query.bind(&link.hash).execute(&mut *connection).await?;
    index::add(&mut *connection, &record).await?;
    sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1").bind(&link.hash).execute(connection).await?;
    Ok(sequence)
}

fn record(sequence: i64, new: NewAuditEvent) -> AuditRecord {
    let NewAuditEvent { at, event, actor, plan, operation, target, outcome, message, request_id, detail } = new;
    let plan = plan.map(String::from);
    let event = AuditEvent { sequence, at, event, actor, plan, operation, target, outcome, message, request_id };
    AuditRecord { event, detail }
}

fn read(row: &AnyRow) -> Result<AuditRecord, StoreError> {
    let record: String = row.try_get("record")?;
    serde_json::from_str(&record).map_err(|_| StoreError::Corrupt("an audit event cannot be read".to_owned()))
}
