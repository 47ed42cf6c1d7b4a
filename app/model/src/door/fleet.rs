//! The fleet as it was last read.

use super::BoxFuture;
use crate::detail::Found;
use crate::fleet::{Estate, Index, Query, Selection};
use crate::form::Options;
use crate::{Error, Kind, Principal, ResourceKey};

/// Reading. Lists answer from memory; nothing here waits for AWS but [`Fleet::find`] on an id it does not know.
pub trait Fleet: Send + Sync {
    /// # Errors
    /// `Denied` without `fleet.read`.
    fn estate(&self, who: &Principal) -> Result<Estate, Error>;

    /// # Errors
    /// `Denied` without `fleet.read`.
    fn index(&self, who: &Principal, kind: Kind) -> Result<Index, Error>;

    /// # Errors
    /// `Denied` without `fleet.read`.
    fn select(&self, who: &Principal, kind: Kind, query: &Query, size: u32) -> Result<(Index, Selection), Error>;

    /// One resource. Asks for its details to be read when they are missing or old.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`.
    fn find<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Found, Error>>;

    /// What the form that creates one of `kind` lets choose from.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`; `NotFound` for a kind whose service is not configured.
    fn options(&self, who: &Principal, kind: Kind) -> Result<Options, Error>;
}
