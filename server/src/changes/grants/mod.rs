//! Giving and taking Grafana roles: from a batch to the calls of each workspace, sending them, and the batch that undoes
//! or repeats. Names of people come from the directory and are for people alone: nothing decides by them.

mod again;
mod cautions;
mod held;
mod instruction;
mod names;
mod oneself;
mod propose;
mod reach;
mod send;

pub use again::{any_done, opposite, unfinished};
pub use held::observe;
pub use instruction::{Instruction, row};
pub use names::named;
pub use propose::propose;
pub use reach::{of_workspace, to_reach};
pub use send::{Batch, send, told};

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
