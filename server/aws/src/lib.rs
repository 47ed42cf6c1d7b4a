//! AWS: the one place that names an SDK type. Plain structs come out, and failures that say what is known.
//!
//! Owns the clients, the credentials, paging, retrying and the mapping of errors. Every attempt of every call passes
//! the [`Gate`], whose owner decides when it may go. Nothing here keeps what it reads, and nothing here logs a request
//! or an answer.

mod answer;
mod attempts;
mod client;
mod connect;
mod credential;
mod endpoint;
mod error;
mod gate;
mod line;
mod lock;
mod log;
mod pages;
mod paths;
mod settings;
mod wire;

pub mod codeartifact;
pub mod grafana;
pub mod identity;
pub mod prometheus;
pub mod secrets;

pub use answer::MOST_OF_AN_ANSWER;
pub use codeartifact::CodeArtifact;
pub use connect::Aws;
pub use credential::Caller;
pub use error::{Certainty, Failure, InputError, Said};
pub use gate::{Call, Gate, Service, Urgency};
pub use grafana::Grafana;
pub use identity::Directory;
pub use line::Done;
pub use log::may_log;
pub use prometheus::Prometheus;
pub use secrets::Secrets;
pub use settings::{AccountAccess, DeliveryAccess, DirectoryAccess, DirectoryAt, Keys, Settings};
pub use wire::Wire;

/// The order of tags is that of their keys.
pub type Tags = std::collections::BTreeMap<String, String>;
