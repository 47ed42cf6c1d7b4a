//! Who holds which Grafana role in which workspace: the words that reading and changing it share.

mod holder;

pub use holder::{GrafanaRole, Holder, HolderKind};
