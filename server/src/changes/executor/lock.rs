//! One writer a target, and one a secret: plans on the same one run one after the other.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::OwnedMutexGuard;

/// The locks that somebody holds or waits for.
#[derive(Debug, Default)]
pub struct Locks(Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>);

impl Locks {
    /// Waits until nobody else writes to any of these. Everybody takes theirs in the order of the names, so that no two
    /// wait for each other.
    pub async fn take(&self, names: BTreeSet<String>) -> Vec<OwnedMutexGuard<()>> {
        let mut taken = Vec::with_capacity(names.len());
        for name in names {
            taken.push(self.of(name).lock_owned().await);
        }
        taken
    }

    fn of(&self, name: String) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = locks.get(&name).and_then(Weak::upgrade).unwrap_or_default();
        locks.insert(name, Arc::downgrade(&lock));
        lock
    }
}
