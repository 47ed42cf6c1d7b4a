//! Who holds which Grafana role in which workspace: the words that reading and changing it share.

mod file;
mod holder;
mod pasted;
mod reach;

pub use file::{Imported, NamedHolder, WorkspaceHolders};
pub use holder::{GrafanaRole, Holder, HolderKind};
pub use pasted::{Pasted, PastedProblem, PastedRow};
pub use reach::wishes_to_reach;
