//! Writing: plan → review → apply → outcome. The one way anything is sent to AWS that changes it.
//!
//! `core` holds the types, `kinds` one file a kind of write, `registry` the closed list of them, `presenter` makes
//! sentences, `executor` carries claimed plans out. Imports point that way and never back.

mod audit;
mod awaited;
mod background;
mod claim;
mod core;
mod deadlines;
mod executor;
mod expiry;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod golden;
mod handover;
mod kinds;
mod load;
mod mint;
mod offers;
mod plan;
mod presenter;
mod registry;
mod request;
mod running;
mod service;
mod stored;
mod strays;
mod undo;

pub use core::context::Refresh;
pub use core::delivery::Delivery;
pub use core::outcome::SkipReason;
pub use core::policy::{Policy, Repeat, SecretUse};
pub use executor::{Decide, NextAction, RunMode, Standing, StepProgress, next_action};
pub use service::{Parts, Service};
