//! Writes to Amazon Managed Service for Prometheus.

mod alias;
mod create_workspace;
mod delete_workspace;
mod workspace_configuration;

pub use alias::{Alias, UpdateAlias};
pub use create_workspace::CreatePrometheus;
pub use delete_workspace::DeletePrometheus;
pub use workspace_configuration::{UpdatePrometheusConfiguration, WorkspaceConfiguration};
