//! The record of what was done.

use super::{BoxFuture, BoxStream};
use crate::audit::{AuditEntry, AuditEvent, AuditPage, AuditQuery};
use crate::{Error, Permission, PlanId, Principal};

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

/// A download as it goes on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The path it was asked for with.
    pub path: String,
    /// The parameters that narrowed it.
    pub filters: Vec<(String, String)>,
    /// The plan it is of.
    pub plan: Option<PlanId>,
    /// How many rows it has, where that is known before it is sent.
    pub rows: Option<usize>,
}

/// Events in portions, newest first.
pub type AuditLinks = BoxStream<'static, Result<Vec<AuditLink>, Error>>;

/// The record of what was done.
pub trait Audit: Send + Sync {
    /// Puts a refusal on record; nobody waits for it.
    /// `target` is what was asked for where that has an address of its own, such as a download; empty otherwise.
    fn denied(&self, who: &Principal, permission: Permission, target: &str);

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

    /// All events that match, as they stand in the record, once `export` is a part of it: neither that nor what is
    /// appended later is among them.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; `Unavailable` when it cannot be recorded; the stream ends with the first error of
    /// the database.
    fn export<'a>(
        &'a self,
        who: &'a Principal,
        query: AuditQuery,
        export: Export,
    ) -> BoxFuture<'a, Result<AuditLinks, Error>>;

    /// Puts a download of something else on record, before it is given.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be recorded: then it is not given.
    fn exported<'a>(&'a self, who: &'a Principal, export: Export) -> BoxFuture<'a, Result<(), Error>>;
}
