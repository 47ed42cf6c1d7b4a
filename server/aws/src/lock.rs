//! Locks that are held for a moment, never over an await.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is kept is whole at every moment, so a panic elsewhere does not spoil it.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
