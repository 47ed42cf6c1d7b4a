//! Who holds which role: what is known of it, from memory.

use super::BoxFuture;
use crate::access::{AccessHolder, AccessIndex, Called, Holder, PersonGroups};
use crate::{Error, Principal};

/// Reading people and roles. Nothing here waits for AWS but [`Access::look_for`] on whom it does not know.
pub trait Access: Send + Sync {
    /// Every workspace and every holder. Asking is looking: what is old is read again soon.
    ///
    /// # Errors
    /// `Denied` without `access.read`; `NotFound` where Managed Grafana is not looked after.
    fn index(&self, who: &Principal) -> Result<AccessIndex, Error>;

    /// The groups with a role somewhere that a person is in, and those of which that is not known; `None` where there is
    /// no directory. Asking is looking: which groups the person is in is read soon (ListGroupMembershipsForMember).
    ///
    /// # Errors
    /// `Denied` without `access.read`.
    fn groups_of(&self, who: &Principal, person: &Holder) -> Result<Option<PersonGroups>, Error>;

    /// What the directory tells of one id, whether it holds a role or not; without grants.
    ///
    /// # Errors
    /// `Denied` without `access.read`.
    fn look_up(&self, who: &Principal, holder: &Holder) -> Result<AccessHolder, Error>;

    /// People and groups of the directory with every word of `text` in their names or addresses: those that begin with
    /// it first, 20 at most; without grants.
    ///
    /// # Errors
    /// `Denied` without `access.read`.
    fn search(&self, who: &Principal, text: &str) -> Result<Vec<AccessHolder>, Error>;

    /// Whose e-mail address, user name, group name or id in the directory is exactly `text`, whatever the case: one, or
    /// several where the directory has it twice.
    ///
    /// # Errors
    /// `Denied` without `access.read`.
    fn resolve(&self, who: &Principal, text: &str) -> Result<Vec<Holder>, Error>;

    /// The people whom the directory shows as exactly `text`, whatever the case: how many they are, the first three of
    /// them, and how the directory was read. Nobody but a person can decide by such a name who of several is meant.
    ///
    /// # Errors
    /// `Denied` without `access.read`.
    fn called(&self, who: &Principal, text: &str) -> Result<Called, Error>;

    /// As [`Access::resolve`]; and where what was read has nobody, the directory itself is asked for whoever came since
    /// (GetUserId, GetGroupId). Whom it has is known from then on. An id is not asked for.
    ///
    /// # Errors
    /// As [`Access::resolve`], or why the directory could not be asked.
    fn look_for<'a>(&'a self, who: &'a Principal, text: &'a str) -> BoxFuture<'a, Result<Vec<Holder>, Error>>;
}
