//! Carrying out a claimed plan, target by target: check, record the intent, send, record the outcome. It names no kind and
//! decides nothing but by [`action::next_action`]; whether a plan may be applied is decided before it comes here.

mod action;
mod execute;
mod journal;
mod lock;
mod run;
mod target;

pub use action::{Decide, NextAction, RunMode, Standing, StepProgress, next_action};
pub use lock::Locks;
pub use run::{PlanExecutor, PlanRun};
