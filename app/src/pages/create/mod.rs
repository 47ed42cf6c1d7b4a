//! Creating a resource of each kind: the forms, and what opens and plans them.
//!
//! A form ends in a plan, never in a call to AWS; what is sent is decided on the plan's page.

mod api;
mod domain;
mod prometheus;
mod workspace;

pub mod form;
pub mod settings;

#[cfg(feature = "ssr")]
pub use api::begin;
pub use api::{Begun, Opening};
pub use domain::CreateDomainPage;
pub use prometheus::CreatePrometheusPage;
pub use workspace::CreateWorkspacePage;
