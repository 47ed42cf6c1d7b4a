//! The door to what needs somebody.

use super::BoxFuture;
use crate::{Error, Principal};

/// One list of everything that needs somebody. From memory and our own store; nothing here waits for AWS.
pub trait Attention: Send + Sync {
    /// All of it, sorted.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`; `Unavailable`.
    fn feed<'a>(&'a self, who: &'a Principal) -> BoxFuture<'a, Result<crate::attention::Attention, Error>>;
}
