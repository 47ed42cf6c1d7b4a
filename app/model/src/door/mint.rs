//! The one write whose answer is a secret.

use super::BoxFuture;
use crate::{Error, Millis, PlanId, PlanView, Principal, Secret};

/// A secret on its way to the one request that waits for it.
#[derive(Debug)]
pub struct Minted {
    pub secret: Secret,
    pub view: PlanView,
}

/// Applying a reviewed mint plan.
pub trait Mint: Send + Sync {
    /// Mints once. The secret is dropped when the caller is gone; asking again never shows it again.
    ///
    /// # Errors
    /// As [`super::Changes::apply`]; `Conflict` when it was minted before.
    fn mint<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
    ) -> BoxFuture<'a, Result<Minted, Error>>;
}
