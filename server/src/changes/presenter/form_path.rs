//! The page of the form a plan came from, to go back to it with its values.

use model::door::{Draft, Facet};
use model::{Kind, ResourceKey};

/// `None` where there is no such form.
pub fn form_path(draft: &Draft) -> Option<String> {
    let under = |key: &ResourceKey, page: &str| Some(format!("{}/{page}", key.path()));
    match draft {
        Draft::CreateWorkspace(_) => Some(format!("/{}/create", Kind::Grafana.segment())),
        Draft::CreatePrometheus(_) => Some(format!("/{}/create", Kind::Prometheus.segment())),
        Draft::CreateDomain(_) => Some(format!("/{}/create", Kind::CodeArtifact.segment())),
        Draft::CreateServiceAccount(form) => under(&form.workspace, "service-accounts/create"),
        Draft::MintToken(form) => under(&form.workspace, &format!("service-accounts/{}/mint", form.account)),
        Draft::MintKey(form) => under(&form.workspace, "api-keys/create"),
        Draft::Edit(edit) => under(&edit.key, page(edit.values.facet())),
        Draft::Upgrade(form) => under(&form.key, "version"),
        Draft::License(form) => under(&form.key, "license"),
        Draft::CopySignIn(form) => under(&form.from, "copy-sign-in"),
        Draft::Grants(_) => Some("/access/edit".to_owned()),
        Draft::DeleteResource(_)
        | Draft::DeleteServiceAccount(_)
        | Draft::Revoke(_)
        | Draft::Purge(_)
        | Draft::RotateMany(_)
        | Draft::Wishes(_) => None,
    }
}

const fn page(facet: Facet) -> &'static str {
    match facet {
        Facet::Settings => "settings",
        Facet::SignIn => "sign-in",
        Facet::Configuration => "configuration",
        Facet::Tags => "tags",
        Facet::Alias => "alias",
        Facet::Policy => "policy",
        Facet::WorkspaceConfiguration => "workspace-configuration",
    }
}
