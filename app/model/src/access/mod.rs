//! Who holds which Grafana role in which workspace: the words that reading and changing it share.

mod holder;
mod pasted;

pub use holder::{GrafanaRole, Holder, HolderKind};
pub use pasted::{Pasted, PastedProblem, PastedRow};
