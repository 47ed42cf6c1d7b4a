//! Service accounts, tokens and API keys for people: what the fleet last read, with what only Belvedere knows of it: the
//! ledger of API keys, notes, rotations. From memory and the database; nothing here asks AWS or decides anything.

mod gather;

use crate::changes::Delivery;
use crate::clock::now;
use crate::fleet;
pub use gather::Gathered;
use gather::{Known, gather};
use model::door::{BoxFuture, Tokens};
use model::form::SecretPlace;
use model::tokens::{Note, ROWS, Subject, TokenPage, TokenQuery, TokenSelection, select_tokens};
use model::{Code, Error, Kind, Permission, Principal};
use serde_json::json;
use std::sync::Arc;
use store::{NewAuditEvent, NoteRecord, Store, StoreError};

/// Reads tokens and keeps notes.
pub struct Service {
    store: Store,
    fleet: Arc<fleet::Service>,
    delivery: Option<Delivery>,
}

impl Service {
    pub fn new(store: Store, fleet: Arc<fleet::Service>, delivery: Option<Delivery>) -> Self {
        Self { store, fleet, delivery }
    }

    /// Every row, for who is no person: nothing is read any sooner.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn unseen(&self) -> Result<Gathered, Error> {
        let known = self.known().await?;
        Ok(gather(self.fleet.programs_unseen(), known, now()))
    }

    async fn known(&self) -> Result<Known, Error> {
        let read = async {
            let (keys, notes) = (self.store.keys().await?, self.store.notes().await?);
            Ok(Known { keys, notes, rotations: self.store.rotations().await? })
        };
        read.await.map_err(|error| unavailable(&error))
    }
}

impl Tokens for Service {
    fn page<'a>(&'a self, who: &'a Principal, query: &'a TokenQuery) -> BoxFuture<'a, Result<TokenPage, Error>> {
        Box::pin(async move {
            who.require(Permission::FleetRead)?;
            // Looked at first: what is listed meanwhile would look as if it had no tokens.
            let unlisted = self.fleet.unlisted(Kind::Grafana);
            let (programs, accounts) = self.fleet.programs()?;
            let now = now();
            let oldest =
                programs.iter().filter(|one| one.accounts.error.is_none()).filter_map(|one| one.accounts.read_at);
            let oldest = oldest.min();
            let gathered = gather(programs, self.known().await?, now);
            let total = u32::try_from(gathered.rows.len()).unwrap_or(u32::MAX);
            let TokenSelection { groups, matches, counts, expired_in } = select_tokens(gathered.rows, query, now);
            let pages = matches.div_ceil(u32::try_from(ROWS).unwrap_or(u32::MAX)).max(1);
            Ok(TokenPage {
                now,
                groups,
                matches,
                total,
                pages,
                page: query.page.max(1),
                counts,
                expired_in,
                unread: gathered.unread,
                unlisted,
                accounts,
                oldest,
                ignored: query.ignored.clone(),
            })
        })
    }

    fn note<'a>(
        &'a self,
        who: &'a Principal,
        subject: &'a Subject,
        note: &'a Note,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            who.require(Permission::TokenNote)?;
            Error::check(note.validate())?;
            Error::check(subject.validate())?;
            self.fleet.require(Kind::Grafana, &subject.workspace().scope)?;
            let Note { owner, purpose } = note.clone();
            let (at, text) = (now(), subject.text());
            let event = NewAuditEvent {
                at,
                event: "note".to_owned(),
                actor: who.subject.clone(),
                plan: None,
                operation: String::new(),
                target: text.clone(),
                outcome: String::new(),
                message: String::new(),
                request_id: None,
                detail: json!({ "owner": owner, "purpose": purpose }),
            };
            let record = NoteRecord { subject: text, owner, purpose, changed_at: at, changed_by: who.subject.clone() };
            self.store.write_note(&record, event).await.map_err(|error| unavailable(&error))
        })
    }

    fn delivers_to(&self) -> Option<SecretPlace> {
        self.delivery.as_ref().map(Delivery::place)
    }
}

fn unavailable(error: &StoreError) -> Error {
    tracing::error!(%error, "store");
    match error {
        StoreError::Refused(_) => Error::invalid("The text is too long or holds a character that cannot be kept."),
        _ => Error::new(Code::Unavailable, "Belvedere's database cannot be used just now."),
    }
}
