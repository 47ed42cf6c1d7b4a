//! Server functions of the audit record.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::audit::{AuditEntry, AuditPage};
use serde::{Deserialize, Serialize};

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    pub page: AuditPage,
    /// Parts of the address that were not understood.
    pub ignored: Vec<String>,
}

/// The newest events that an address's query selects; `search` holds its decoded pairs. `audit.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "audit/page", input = Json, output = Json)]
pub async fn list_audit(search: Vec<(String, String)>) -> Result<Listed, Failure> {
    let caller = crate::context::authorize(model::Permission::AuditRead)?;
    let pairs = search.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = model::audit::AuditQuery::parse(pairs);
    let page = caller.answer(caller.doors.audit.query(caller.who(), &query).await)?;
    Ok(Listed { page, ignored: query.ignored })
}

/// One event whole. `audit.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "audit/event", input = Json, output = Json)]
pub async fn read_audit_event(sequence: i64) -> Result<AuditEntry, Failure> {
    let caller = crate::context::authorize(model::Permission::AuditRead)?;
    let found = caller.doors.audit.event(caller.who(), sequence).await;
    let none = || model::Error::not_found("The record has no event of this number.");
    caller.answer(found.and_then(|found| found.ok_or_else(none)))
}
