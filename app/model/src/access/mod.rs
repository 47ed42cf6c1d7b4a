//! Who holds which Grafana role in which workspace: the words that reading and changing it share.

mod holder;
mod index;
mod query;
mod select;

pub use holder::{GrafanaRole, Grant, Holder, HolderKind, is_id};
pub use index::{AccessHolder, AccessIndex, AccessWorkspace, DirectoryState};
pub use query::{AccessOrder, AccessQuery, FILTERS};
pub use select::{AccessCounts, AccessSelection, COLUMNS, HOLDERS, select};

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
