//! UpdatePermissions: giving and taking Grafana roles, of many holders at once. Names of people are for people alone:
//! nothing decides by them.

mod current;
mod instruction;
mod kind;
mod own_holders;
mod plan;
mod reach;
mod send;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
mod warnings;

pub use kind::UpdatePermissions;
pub use plan::plan;
pub use reach::{of_workspace, to_reach};
