//! How large an answer may be, and all answers of a list together.

use std::cell::Cell;

/// The most that is read of one answer, in bytes.
pub const MOST_OF_AN_ANSWER: usize = 8 << 20;
/// The most that is read of all answers of one list, in bytes.
pub(crate) const MOST_OF_A_LISTING: usize = 256 << 20;

tokio::task_local! {
    static READ: Cell<usize>;
}

/// Counts what is read of AWS's answers until `listing` ends.
pub(crate) async fn counted<T>(listing: impl Future<Output = T>) -> T {
    READ.scope(Cell::new(0), listing).await
}

/// The bytes that were read inside of [`counted`]; none outside of it.
pub(crate) fn size_so_far() -> usize {
    READ.try_with(Cell::get).unwrap_or_default()
}

pub(crate) fn count(bytes: usize) {
    // A call that is no list is counted by nobody.
    let _ = READ.try_with(|read| read.set(read.get().saturating_add(bytes)));
}
