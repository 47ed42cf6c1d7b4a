//! What needs somebody, for people and for a webhook: from what the fleet last read and what only Belvedere knows.
//! Asks AWS nothing, and changes nothing but what it remembers to have told.

mod clock;
mod collect;
mod programs;
mod resources;
mod send;
mod tell;
mod webhook;
mod words;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

pub use tell::Teller;

use crate::clock::{now, set_back};
use crate::config::WebhookConfig;
use crate::{fleet, tokens};
use collect::{Collected, collect};
use model::attention::{Attention as Feed, WebhookState, sort};
use model::door::{Attention, BoxFuture};
use model::{Code, Error, Millis, Permission, Principal};
use send::Sender;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Store, StoreError};

/// Collects what needs somebody.
pub struct Service {
    store: Store,
    fleet: Arc<fleet::Service>,
    tokens: Arc<tokens::Service>,
    /// How telling goes; `None` where there is nobody to tell.
    state: Option<Mutex<WebhookState>>,
}

impl Service {
    /// `webhook`: whether one is configured.
    pub fn new(store: Store, fleet: Arc<fleet::Service>, tokens: Arc<tokens::Service>, webhook: bool) -> Self {
        Self { store, fleet, tokens, state: webhook.then(Mutex::default) }
    }

    /// Begins to tell a webhook.
    ///
    /// # Errors
    /// When this machine has no root certificates.
    pub fn start(self: Arc<Self>, webhook: WebhookConfig) -> std::io::Result<Teller> {
        Ok(Teller::start(self, Sender::new(webhook)?))
    }

    async fn collected(&self) -> Result<Collected, Error> {
        // Looked at first: what is listed meanwhile would look as if it had no tokens.
        let seen = self.fleet.seen();
        let gathered = self.tokens.unseen().await?;
        let mut collected = collect(&seen, gathered, now());
        collected.items.extend(set_back().map(clock::item));
        sort(&mut collected.items);
        Ok(collected)
    }

    /// The ids of what was told and lasts, as far as anybody knows. Also says when it was told last.
    async fn told_before(&self) -> Result<HashSet<String>, Error> {
        let told = self.store.told().await.map_err(|error| unavailable(&error))?;
        let last = told.iter().map(|(_, at)| *at).max();
        self.note(|state| state.told_at = state.told_at.or(last));
        Ok(told.into_iter().map(|(id, _)| id).collect())
    }

    async fn tell(&self, id: &str) -> Result<(), Error> {
        self.store.tell(id, now()).await.map(drop).map_err(|error| unavailable(&error))
    }

    async fn untell(&self, id: &str) -> Result<(), Error> {
        self.store.untell(id).await.map(drop).map_err(|error| unavailable(&error))
    }

    /// What became of the newest try.
    fn told(&self, outcome: Result<Millis, String>) {
        self.note(|state| match outcome {
            Ok(at) => *state = WebhookState { told_at: Some(at), error: None },
            Err(error) => state.error = Some(error),
        });
    }

    fn note(&self, change: impl FnOnce(&mut WebhookState)) {
        if let Some(state) = &self.state {
            change(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn webhook(&self) -> Option<WebhookState> {
        self.state.as_ref().map(|state| state.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Attention for Service {
    fn feed<'a>(&'a self, who: &'a Principal) -> BoxFuture<'a, Result<Feed, Error>> {
        Box::pin(async move {
            who.require(Permission::FleetRead)?;
            let Collected { items, unread, unlisted, .. } = self.collected().await?;
            Ok(Feed { now: now(), items, unread, unlisted, webhook: self.webhook() })
        })
    }
}

fn unavailable(error: &StoreError) -> Error {
    tracing::error!(%error, "store");
    Error::new(Code::Unavailable, "Belvedere's database cannot be used just now.")
}
