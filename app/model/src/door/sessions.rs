//! What a session keeps of a person.

use super::BoxFuture;
use crate::detail::Preferences;
use crate::{Error, Principal};

/// What a person prefers, kept in the session of the request.
pub trait Sessions: Send + Sync {
    /// # Errors
    /// `Denied`; `Internal` when the session cannot be written.
    fn save<'a>(&'a self, who: &'a Principal, preferences: Preferences) -> BoxFuture<'a, Result<(), Error>>;
}
