//! What stands behind every answer: it is left where it becomes too large, and refused when it lacks what it promises.
//!
//! The SDK fills a required member that is missing with an empty one, so an answer that says nothing would look like one
//! that says "nothing". The text itself is asked instead, before anything is made of it.

mod absent;
mod guard;
mod promised;
mod size;

pub(crate) use absent::{Absent, noting};
pub(crate) use guard::{Guard, Unpromised};
pub(crate) use promised::{Lacking, Talkative};
pub use size::MOST_OF_AN_ANSWER;
#[cfg(test)]
pub(crate) use size::count;
pub(crate) use size::{MOST_OF_A_LISTING, counted, size_so_far};
