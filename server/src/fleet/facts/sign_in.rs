//! DescribeWorkspaceAuthentication of Managed Grafana.

use super::{UNKNOWN, code, list, text};
use aws::grafana::{Authentication, Metadata, SamlConfiguration};
use model::detail::{Fact, Value};

pub(in crate::fleet) fn sign_in(found: &Authentication) -> Vec<Fact> {
    let mut facts = vec![
        list("Providers", &found.providers, "none: nobody can sign in"),
        code("Identity Center client", found.sso_client_id.as_deref(), "not used"),
    ];
    match &found.saml {
        None => facts.push(Fact::new("SAML", Value::Absent("not used".into()))),
        Some(saml) => {
            let words = match saml.status.as_str() {
                "NOT_CONFIGURED" => "Not configured: nobody can sign in with SAML",
                "CONFIGURED" => "Configured",
                other => other,
            };
            facts.push(text("SAML", Some(words), UNKNOWN));
            facts.extend(saml.configuration.iter().flat_map(configuration));
        }
    }
    facts
}

fn configuration(saml: &SamlConfiguration) -> Vec<Fact> {
    let attributes = saml.assertion_attributes.clone().unwrap_or_default();
    let roles = saml.role_values.clone().unwrap_or_default();
    let metadata = match &saml.idp_metadata {
        None => Fact::new("Metadata", Value::Absent("not given".into())),
        Some(Metadata::Url(url)) => code("Metadata URL", Some(url), ""),
        Some(Metadata::Xml(xml)) => code("Metadata XML", Some(xml), "empty"),
    };
    let minutes = saml.login_validity_duration.map(|minutes| format!("{minutes} minutes"));
    vec![
        metadata,
        text("Attribute for the name", attributes.name.as_deref(), "not mapped"),
        text("Attribute for the login", attributes.login.as_deref(), "not mapped"),
        text("Attribute for the e-mail", attributes.email.as_deref(), "not mapped"),
        text("Attribute for the groups", attributes.groups.as_deref(), "not mapped"),
        text("Attribute for the role", attributes.role.as_deref(), "not mapped"),
        text("Attribute for the organization", attributes.org.as_deref(), "not mapped"),
        list("Admin values", roles.admin.as_deref().unwrap_or_default(), "none: nobody becomes admin"),
        list("Editor values", roles.editor.as_deref().unwrap_or_default(), "none"),
        list("Allowed organizations", saml.allowed_organizations.as_deref().unwrap_or_default(), "everyone"),
        text("Login valid for", minutes.as_deref(), "AWS's default"),
    ]
}
