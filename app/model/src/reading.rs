//! What was read of AWS, with its age and what went wrong last.

use crate::Error;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// A value read of AWS. A failed read keeps the value read before it and says why it is no younger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading<T> {
    pub value: Option<T>,
    /// When `value` was read.
    pub read_at: Option<Millis>,
    /// Why the newest try failed; `None` when it succeeded or none was made yet.
    pub error: Option<Error>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { value: None, read_at: None, error: None }
    }
}

impl<T> Reading<T> {
    /// Takes in the answer of one read made at `now`.
    pub fn record(&mut self, now: Millis, answer: Result<T, Error>) {
        match answer {
            Ok(value) => *self = Self { value: Some(value), read_at: Some(now), error: None },
            Err(error) => self.error = Some(error),
        }
    }

    /// Neither a value nor an error: no read has ended yet.
    pub fn is_pending(&self) -> bool {
        self.value.is_none() && self.error.is_none()
    }

    pub fn map<U>(&self, f: impl FnOnce(&T) -> U) -> Reading<U> {
        Reading { value: self.value.as_ref().map(f), read_at: self.read_at, error: self.error.clone() }
    }
}
