//! Managed Grafana. Sends what it is told and hands out plain structs; decides nothing.

mod authentication;
mod calls;
mod convert;
mod keys;
mod permissions;
mod read;
mod types;
mod update;
mod write;

pub use authentication::{
    Authentication, AuthenticationCall, Metadata, RoleValues, Saml, SamlAttributes, SamlConfiguration,
};
pub use calls::UpdateWorkspaceCall;
pub use keys::MintedKey;
pub use permissions::{Action, Instruction, MOST_INSTRUCTIONS, Refusal};
pub use types::{
    Configuration, CreateWorkspaceCall, Holder, MintedToken, Network, ServiceAccount, Token, Vpc, WorkspaceDescription,
    WorkspaceSummary,
};

pub(crate) use convert::{millis, moment};

use crate::line::Line;

/// Managed Grafana in one scope; cheap to clone.
#[derive(Clone)]
pub struct Grafana {
    client: aws_sdk_grafana::Client,
    line: Line,
}

impl Grafana {
    pub(crate) fn new(client: aws_sdk_grafana::Client, line: Line) -> Self {
        Self { client, line }
    }
}

impl std::fmt::Debug for Grafana {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Grafana").field(&self.line.scope).finish()
    }
}
