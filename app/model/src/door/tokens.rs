//! Tokens, keys and notes of them: what is known, from memory and from our own store.

use super::BoxFuture;
use crate::form::SecretPlace;
use crate::tokens::{Note, Subject, TokenPage, TokenQuery};
use crate::{Error, Principal};

/// Reading service accounts, tokens and API keys of the whole fleet. Nothing here waits for AWS.
pub trait Tokens: Send + Sync {
    /// One page of them. Asking is looking: what is old is read again soon.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`; `NotFound` where Managed Grafana is not looked after; `Unavailable`.
    fn page<'a>(&'a self, who: &'a Principal, query: &'a TokenQuery) -> BoxFuture<'a, Result<TokenPage, Error>>;

    /// Keeps a note, or removes it where it is empty. It goes on record.
    ///
    /// # Errors
    /// `Denied` without `token.note`; `Invalid` with fields; `Unavailable`.
    fn note<'a>(&'a self, who: &'a Principal, subject: &'a Subject, note: &'a Note)
    -> BoxFuture<'a, Result<(), Error>>;

    /// Where secrets are delivered to; `None` where no place is configured.
    fn delivers_to(&self) -> Option<SecretPlace>;
}
