//! The audit record for people and scripts: searched, one event whole, exported, verified. Writes refusals and downloads alone.

mod denials;
mod detail;
mod exports;
mod verify;

pub use denials::Denials;
pub use verify::{VerifyError, verify};

use futures::StreamExt;
use futures::stream::try_unfold;
use model::audit::{AuditEntry, AuditPage, AuditQuery};
use model::door::{Audit, AuditLink, AuditLinks, BoxFuture, Export};
use model::{Code, Error, Permission, Principal};
use std::sync::Arc;
use store::{Store, StoreError, StoredEvent};

/// Events on one page.
const PAGE: u32 = 50;
/// Events in one portion of an export.
const PORTION: u32 = 500;
/// Events that one search for parts of texts looks at: a tenth of a second.
const SPAN: u32 = 100_000;

/// Reads the record.
#[derive(Debug)]
pub struct Service {
    store: Store,
    denials: Arc<Denials>,
}

impl Service {
    pub fn new(store: Store, denials: Arc<Denials>) -> Self {
        Self { store, denials }
    }

    async fn page(&self, query: &AuditQuery) -> Result<AuditPage, StoreError> {
        let found = self.store.search_audit(query, PAGE, SPAN).await?;
        Ok(AuditPage {
            events: found.events.iter().map(|event| event.record().event).collect(),
            newest: self.store.newest_audit().await?,
            older: found.older,
            searched_to: found.searched_to,
            choices: self.store.audit_choices().await?,
        })
    }

    /// All events that match, newest first, read as they are taken.
    fn portions(&self, query: AuditQuery) -> AuditLinks {
        let portions = try_unfold(Some((self.store.clone(), query)), async |rest| {
            let Some((store, query)) = rest else { return Ok(None) };
            let found = store.search_audit(&query, PORTION, SPAN).await.map_err(|error| unreadable(&error))?;
            let rest = found.older.map(|older| (store, AuditQuery { before: Some(older), ..query }));
            Ok(Some((found.events.into_iter().map(link).collect(), rest)))
        });
        portions.boxed()
    }

    async fn entry(&self, sequence: i64) -> Result<Option<AuditEntry>, StoreError> {
        let Some(stored) = self.store.audit_event(sequence).await? else { return Ok(None) };
        let record = stored.record();
        let (diff, detail) = detail::told(record.detail);
        let StoredEvent { prev_hash, hash, .. } = stored;
        let newest = self.store.newest_audit().await?;
        Ok(Some(AuditEntry { event: record.event, diff, detail, prev_hash, hash, newest }))
    }
}

impl Audit for Service {
    fn denied(&self, who: &Principal, permission: Permission, target: &str) {
        self.denials.record(who, permission, None, target);
    }

    fn query<'a>(&'a self, who: &'a Principal, query: &'a AuditQuery) -> BoxFuture<'a, Result<AuditPage, Error>> {
        Box::pin(async move {
            who.require(Permission::AuditRead)?;
            self.page(query).await.map_err(|error| unreadable(&error))
        })
    }

    fn event<'a>(&'a self, who: &'a Principal, sequence: i64) -> BoxFuture<'a, Result<Option<AuditEntry>, Error>> {
        Box::pin(async move {
            who.require(Permission::AuditRead)?;
            self.entry(sequence).await.map_err(|error| unreadable(&error))
        })
    }

    fn export<'a>(
        &'a self,
        who: &'a Principal,
        query: AuditQuery,
        export: Export,
    ) -> BoxFuture<'a, Result<AuditLinks, Error>> {
        Box::pin(async move {
            who.require(Permission::AuditRead)?;
            let own = self.record_export(who, export).await?;
            let before = Some(query.before.map_or(own, |before| before.min(own)));
            Ok(self.portions(AuditQuery { before, ..query }))
        })
    }

    fn exported<'a>(&'a self, who: &'a Principal, export: Export) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move { self.record_export(who, export).await.map(drop) })
    }
}

fn link(stored: StoredEvent) -> AuditLink {
    let record = stored.record();
    let StoredEvent { text, prev_hash, hash, .. } = stored;
    AuditLink { event: record.event, detail: detail::text(&record.detail), record: text, prev_hash, hash }
}

/// The database cannot be read; nothing was to be written.
fn unreadable(error: &StoreError) -> Error {
    tracing::error!(%error, "audit record not readable");
    Error::new(Code::Unavailable, "Belvedere's database cannot be read just now. The record is unchanged.")
}
