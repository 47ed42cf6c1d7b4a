//! The record of what was done.

use super::{BoxFuture, BoxStream};
use crate::audit::{AuditEntry, AuditEvent, AuditPage, AuditQuery};
use crate::{Error, Permission, Principal};

/// One event as it stands in the record, for who computes its hash again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLink {
    pub event: AuditEvent,
    /// The rest of the event, as JSON.
    pub detail: String,
    /// The very text that was hashed.
    pub record: String,
    /// 64 hexadecimal digits each.
    pub prev_hash: String,
    pub hash: String,
}

/// Events in portions, newest first.
pub type AuditLinks = BoxStream<'static, Result<Vec<AuditLink>, Error>>;

/// The record of what was done.
pub trait Audit: Send + Sync {
    /// Puts a refusal on record; nobody waits for it.
    fn denied(&self, who: &Principal, permission: Permission);

    /// The newest 50 events that match, of those before `query.before`.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; `Unavailable`.
    fn query<'a>(&'a self, who: &'a Principal, query: &'a AuditQuery) -> BoxFuture<'a, Result<AuditPage, Error>>;

    /// One event with all its detail; `None` when there is none of this sequence.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; `Unavailable`.
    fn event<'a>(&'a self, who: &'a Principal, sequence: i64) -> BoxFuture<'a, Result<Option<AuditEntry>, Error>>;

    /// All events that match, as they stand in the record. What is appended meanwhile is not among them.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; the stream ends with the first error of the database.
    fn export(&self, who: &Principal, query: AuditQuery) -> Result<AuditLinks, Error>;
}
