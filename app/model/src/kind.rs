//! The three kinds of resource.

use serde::{Deserialize, Serialize};

/// A kind of resource; each has a list, a form and a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Grafana,
    Prometheus,
    CodeArtifact,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Grafana, Kind::Prometheus, Kind::CodeArtifact];

    /// The AWS service it belongs to.
    pub const fn service(self) -> &'static str {
        match self {
            Kind::Grafana => "Managed Grafana",
            Kind::Prometheus => "Managed Service for Prometheus",
            Kind::CodeArtifact => "CodeArtifact",
        }
    }

    /// The first segment of its URLs.
    pub const fn segment(self) -> &'static str {
        match self {
            Kind::Grafana => "grafana",
            Kind::Prometheus => "prometheus",
            Kind::CodeArtifact => "codeartifact",
        }
    }

    /// One of it, inside a sentence.
    pub const fn one(self) -> &'static str {
        match self {
            Kind::Grafana => "workspace",
            Kind::Prometheus => "Prometheus workspace",
            Kind::CodeArtifact => "CodeArtifact domain",
        }
    }

    /// Many of it, as a heading.
    pub const fn many(self) -> &'static str {
        match self {
            Kind::Grafana => "Grafana workspaces",
            Kind::Prometheus => "Prometheus workspaces",
            Kind::CodeArtifact => "CodeArtifact domains",
        }
    }
}
