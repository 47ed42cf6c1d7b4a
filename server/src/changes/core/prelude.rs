//! What every file of a kind imports.

pub use super::answer::{Answer, CallError};
pub use super::confirmation::Confirmation;
pub use super::context::{Context, Run};
pub use super::diff::DiffRow;
pub use super::field::Field;
pub use super::kind::{Call, Change, ChangeKind, Lost};
pub use super::observation::Observation;
pub use super::outcome::RowOutcome;
pub use super::policy::{CLIENT_TOKEN, Policy, Repeat};
pub use super::reconcile;
pub use super::refusal::Refusal;
pub use super::target::Target;
pub use super::title::PlanTitle;
pub use super::undo::Undo;
pub use super::warning::Warning;
pub use futures::future::BoxFuture;
pub use model::{Kind, Permission, ResourceKey, Scope};
pub use serde::{Deserialize, Serialize};
pub use serde_json::{Value, json};
