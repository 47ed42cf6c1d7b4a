//! The audit record as people look at it: one event, a page of them, one of them whole. What can be asked of the record
//! is in [`AuditQuery`], which the server alone reads.

#[cfg(feature = "server")]
mod query;

use crate::{DiffLine, Millis};
#[cfg(feature = "server")]
pub use query::AuditQuery;
use serde::{Deserialize, Serialize};

/// The filters of the record as they stand in a URL, in the order of the form. `before` beside them pages.
pub const FILTERS: [&str; 9] = ["q", "actor", "event", "operation", "target", "outcome", "plan", "from", "to"];

/// One line of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Gapless, from 1.
    pub sequence: i64,
    pub at: Millis,
    /// `plan`, `intent`, `outcome`, `denied`, …
    pub event: String,
    pub actor: String,
    pub plan: Option<String>,
    /// `grafana:CreateWorkspace`
    pub operation: String,
    /// The ARN, or account and region where there is none yet.
    pub target: String,
    /// `applied`, `failed`, `unknown`, or empty for an intent.
    pub outcome: String,
    pub message: String,
    pub request_id: Option<String>,
}

/// What the record holds of the values one chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChoices {
    pub events: Vec<String>,
    pub operations: Vec<String>,
    pub outcomes: Vec<String>,
}

/// Some of the record, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub events: Vec<AuditEvent>,
    /// The sequence of the newest event of all, which is how many there are; 0 for none.
    pub newest: i64,
    /// Go on with the events before this one; `None` at the end.
    pub older: Option<i64>,
    /// The search was not finished: events before this one were not looked at.
    pub searched_to: Option<i64>,
    pub choices: AuditChoices,
}

/// One event with everything the record has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub event: AuditEvent,
    pub diff: Vec<DiffLine>,
    /// Whatever else belongs to it: name and value, nested names joined by a full stop.
    pub detail: Vec<(String, String)>,
    /// 64 hexadecimal digits each.
    pub prev_hash: String,
    pub hash: String,
    /// The sequence of the newest event of all.
    pub newest: i64,
}
