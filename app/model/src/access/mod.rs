//! Who holds which Grafana role in which workspace: the words that reading and changing it share.

mod file;
mod groups;
mod holder;
mod index;
mod pasted;
mod query;
mod reach;
mod select;

pub use file::{Imported, LeftOut, NamedHolder, WorkspaceHolders};
pub use groups::PersonGroups;
pub use holder::{GrafanaRole, Grant, Holder, HolderKind, is_id, one_spelling};
pub use index::{AccessHolder, AccessIndex, AccessWorkspace, Called, DirectoryState, HolderDetail};
pub use pasted::{Pasted, PastedProblem, PastedRow};
pub use query::{AccessOrder, AccessQuery, FILTERS};
pub use reach::wishes_to_reach;
pub use select::{AccessCounts, AccessSelection, COLUMNS, HOLDERS, select};

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
