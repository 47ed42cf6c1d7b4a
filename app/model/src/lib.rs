//! The product's vocabulary: identifiers, readings, rows, forms, plans and errors, as types whose constructors validate.
//!
//! Pure data and pure functions. No input or output, no clock, no randomness, no framework: time and ids come in as
//! arguments, so that the browser and the server run the very same code. The `server` feature adds the [`door`] traits.

mod error;
mod ids;
mod kind;
mod path_part;
mod plan;
mod principal;
mod reading;
mod secret;
mod status;
mod typed;

pub mod access;
pub mod attention;
pub mod audit;
pub mod detail;
pub mod document;
pub mod fleet;
pub mod form;
pub mod tokens;

#[cfg(feature = "server")]
pub mod door;

pub use error::{Code, Error, FieldError};
pub use ids::{AccountId, DomainName, PlanId, PrometheusId, Region, ResourceKey, Scope, ServiceAccountId, WorkspaceId};
pub use kind::Kind;
pub use path_part::{is_path_part, percent_decoded};
pub use plan::{
    Asked, Confirmation, Credential, DiffLine, Outcome, OutcomeWord, PlanOrigin, PlanState, PlanSummary, PlanView,
    ReplacedToken, RowOutcome, RowView, Sign, StepView, Target, WarningView,
};
pub use principal::{Permission, Principal, Role};
pub use reading::{Millis, Reading};
pub use secret::Secret;
pub use status::{Status, Tally};
pub use typed::is_typeable;
