//! The one write whose answer is a secret.

use super::BoxFuture;
use crate::{Error, Millis, PlanId, PlanView, Principal, Secret};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A secret on its way to the one request that waits for it.
#[derive(Debug)]
pub struct Minted {
    pub secret: Secret,
    pub view: PlanView,
    pub receipt: Receipt,
}

/// Stands for a secret until it has left the server. Dropped unsigned, it says that nobody got the secret.
pub struct Receipt(Option<Box<dyn FnOnce() + Send>>);

impl Receipt {
    /// `lost` is called, once, if this is dropped unsigned.
    pub fn new(lost: impl FnOnce() + Send + 'static) -> Self {
        Self(Some(Box::new(lost)))
    }

    /// The secret has been written to the connection of whoever waits for it.
    pub fn sign(mut self) {
        self.0 = None;
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        if let Some(lost) = self.0.take() {
            lost();
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt").field("signed", &self.0.is_none()).finish()
    }
}

/// The receipts for what one answer carries. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Receipts(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    receipts: Vec<Receipt>,
    /// Nobody waits for the answer any more.
    over: bool,
}

impl Receipts {
    /// Keeps a receipt until the answer has left; where nobody waits for it any more, its secret is lost at once.
    pub fn keep(&self, receipt: Receipt) {
        let mut kept = self.locked();
        if !kept.over {
            kept.receipts.push(receipt);
        }
    }

    /// The answer has left the server.
    pub fn sign(&self) {
        let receipts = std::mem::take(&mut self.locked().receipts);
        receipts.into_iter().for_each(Receipt::sign);
    }

    /// The answer leaves no more: what was not signed until now is lost.
    pub fn close(&self) {
        let mut kept = self.locked();
        kept.over = true;
        let lost = std::mem::take(&mut kept.receipts);
        drop(kept);
        drop(lost);
    }

    fn locked(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

    /// The page has the secret. Whether that was still awaited: else the record says already that nobody has it.
    ///
    /// # Errors
    /// `NotFound`, `Denied` for a plan of somebody else, `Unavailable`.
    fn received<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<bool, Error>>;
}
