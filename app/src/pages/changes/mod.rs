//! Plans: their list, and the one page on which a plan is reviewed, applied, followed and kept.
//!
//! Generic over what is changed: it knows [`model::PlanView`] and no kind of change.

mod api;
mod decide;
mod list;
mod live;
mod mint;
mod onward;
mod outcome;
mod page;
mod replaced;
mod review;
mod snippets;
mod steps;
mod words;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

pub use list::ChangesPage;
pub use page::ChangePage;
