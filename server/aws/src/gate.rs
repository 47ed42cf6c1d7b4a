//! What stands before every attempt of every call. The rates behind it are not known here.

use futures::future::BoxFuture;
use model::Scope;
use std::time::Duration;

/// An AWS service with rates of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    Grafana,
    Prometheus,
    CodeArtifact,
    IdentityStore,
    SecretsManager,
    Sts,
}

impl Service {
    /// Its prefix in IAM actions: `grafana`, as in `grafana:CreateWorkspace`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Service::Grafana => "grafana",
            Service::Prometheus => "aps",
            Service::CodeArtifact => "codeartifact",
            Service::IdentityStore => "identitystore",
            Service::SecretsManager => "secretsmanager",
            Service::Sts => "sts",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Service::Grafana => "Managed Grafana",
            Service::Prometheus => "Managed Prometheus",
            Service::CodeArtifact => "CodeArtifact",
            Service::IdentityStore => "Identity Center",
            Service::SecretsManager => "Secrets Manager",
            Service::Sts => "the Security Token Service",
        }
    }
}

/// Who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Urgency {
    /// It changes something a person has reviewed.
    Write,
    /// A person looks at the page.
    Read,
    /// Nobody waits.
    Background,
}

/// As whose call the question "who am I" counts, while that is not known.
pub(crate) const NOBODY: &str = "000000000000";

/// One operation in one scope: what a quota counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// For STS: the account whose credentials are asked for, in the region of the STS endpoint.
    pub scope: Scope,
    pub service: Service,
    /// AWS's name of it, such as `ListWorkspaces`.
    pub operation: &'static str,
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scope, service, operation } = self;
        write!(f, "{}:{operation} in account {} in {}", service.prefix(), scope.account, scope.region)
    }
}

pub trait Gate: Send + Sync {
    /// Returns when one attempt of `call` may be sent.
    fn enter<'a>(&'a self, call: &'a Call, urgency: Urgency) -> BoxFuture<'a, ()>;

    /// AWS refused `call` for its rate; it wants to be left alone for `wait`.
    fn throttled(&self, call: &Call, wait: Duration);
}
