//! Lists and single resources as rows.

use crate::clock::now;
use aws::codeartifact::{DomainDescription, DomainSummary};
use aws::grafana::{WorkspaceDescription, WorkspaceSummary};
use aws::prometheus::{PrometheusDescription, PrometheusSummary};
use aws::{Aws, Failure, Tags, Urgency};
use model::fleet::{Licence, Row, SignIn};
use model::{Kind, Millis, ResourceKey, Scope, Status};

/// Every resource of one kind in one scope.
pub(super) async fn all(aws: &Aws, kind: Kind, scope: &Scope, urgency: Urgency) -> Result<Vec<Row>, Failure> {
    Ok(match kind {
        Kind::Grafana => {
            let found = aws.grafana(scope).list_workspaces(urgency).await?;
            found.into_iter().map(|summary| workspace(scope, summary)).collect()
        }
        Kind::Prometheus => {
            let found = aws.prometheus(scope).list_workspaces(urgency).await?;
            found.into_iter().map(|summary| prometheus(scope, summary)).collect()
        }
        Kind::CodeArtifact => {
            let found = aws.codeartifact(scope).list_domains(urgency).await?;
            found.into_iter().map(|summary| domain(scope, summary)).collect()
        }
    })
}

/// One resource, read by itself.
pub(super) async fn one(aws: &Aws, key: &ResourceKey, urgency: Urgency) -> Result<Row, Failure> {
    Ok(match key.kind {
        Kind::Grafana => described(&key.scope, aws.grafana(&key.scope).describe_workspace(&key.id, urgency).await?),
        Kind::Prometheus => {
            let PrometheusDescription { id, alias, arn, status, created, kms_key_arn, tags, .. } =
                aws.prometheus(&key.scope).describe_workspace(&key.id, urgency).await?;
            prometheus(&key.scope, PrometheusSummary { id, alias, arn, status, created, kms_key_arn, tags })
        }
        Kind::CodeArtifact => {
            let DomainDescription { name, owner, arn, status, created, encryption_key, .. } =
                aws.codeartifact(&key.scope).describe_domain(&key.id, urgency).await?;
            domain(&key.scope, DomainSummary { name, owner, arn, status, created, encryption_key })
        }
    })
}

fn row(kind: Kind, scope: &Scope, id: String, name: Option<String>, status: String) -> Row {
    Row {
        key: ResourceKey { kind, scope: scope.clone(), id },
        name: name.unwrap_or_default(),
        status: Status::new(status),
        version: None,
        sign_in: None,
        licence: None,
        created_at: None,
        tags: Vec::new(),
        read_at: now(),
        stale: false,
    }
}

fn tags(tags: &Tags) -> Vec<String> {
    tags.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

/// `None` where AWS does not say how people sign in.
fn sign_in(providers: Option<&[String]>, saml_status: Option<&str>) -> Option<SignIn> {
    let providers = providers?;
    let has = |provider: &str| providers.iter().any(|p| p == provider);
    Some(SignIn { sso: has("AWS_SSO"), saml: has("SAML"), saml_configured: saml_status == Some("CONFIGURED") })
}

fn version(version: String) -> Option<String> {
    Some(version).filter(|version| !version.is_empty())
}

fn licence(kind: Option<String>, expires_at: Option<Millis>) -> Option<Licence> {
    kind.map(|kind| Licence { kind, expires_at })
}

fn workspace(scope: &Scope, summary: WorkspaceSummary) -> Row {
    Row {
        version: version(summary.grafana_version),
        sign_in: sign_in(summary.providers.as_deref(), summary.saml_status.as_deref()),
        licence: licence(summary.license_type, None),
        created_at: summary.created,
        tags: tags(&summary.tags),
        ..row(Kind::Grafana, scope, summary.id, summary.name, summary.status)
    }
}

/// The row of a workspace that was described.
pub(super) fn described(scope: &Scope, description: WorkspaceDescription) -> Row {
    Row {
        version: version(description.grafana_version),
        sign_in: sign_in(description.providers.as_deref(), description.saml_status.as_deref()),
        licence: licence(description.license_type, description.license_expiration),
        created_at: description.created,
        tags: tags(&description.tags),
        ..row(Kind::Grafana, scope, description.id, description.name, description.status)
    }
}

fn prometheus(scope: &Scope, summary: PrometheusSummary) -> Row {
    Row {
        created_at: summary.created,
        tags: tags(&summary.tags),
        ..row(Kind::Prometheus, scope, summary.id, summary.alias, summary.status)
    }
}

fn domain(scope: &Scope, summary: DomainSummary) -> Row {
    Row {
        created_at: summary.created,
        ..row(Kind::CodeArtifact, scope, summary.name.clone(), Some(summary.name), summary.status.unwrap_or_default())
    }
}
