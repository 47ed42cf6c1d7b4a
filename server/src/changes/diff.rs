//! Lines of a diff, each with what of it may stand in the audit record. That is decided by the field when the line is
//! made, from the value itself; nobody looks for it in a text afterwards.

use super::facet::metadata;
use super::state::{self, Difference, sealed};
use model::door::Facet;
use model::{DiffLine, Sign};
use serde_json::Value;

/// Fields whose values may stand in the record, by the beginning of their path. Role values and organizations name
/// groups of people; who may become an admin is what an auditor asks first. Every other field is told by its digest.
const OPEN: [&str; 43] = [
    "KmsKeyId",
    "Name",
    "SecretId",
    "accountAccessType",
    "alias",
    "allowedOrganizations",
    "assertionAttributes",
    "authenticationProviders",
    "configuration.plugins",
    "configuration.unifiedAlerting",
    "domain",
    "encryptionKey",
    "grafanaRole",
    "grafanaVersion",
    "idpMetadata.url",
    "ipAddressType",
    "keyName",
    "keyRole",
    "kmsKeyArn",
    "kmsKeyId",
    "licenseType",
    "loginValidityDuration",
    "name",
    "networkAccessControl",
    "organizationRoleName",
    "permissionType",
    "policyRevision",
    "roleValues",
    "samlConfiguration.allowedOrganizations",
    "samlConfiguration.assertionAttributes",
    "samlConfiguration.idpMetadata.url",
    "samlConfiguration.loginValidityDuration",
    "samlConfiguration.roleValues",
    "secondsToLive",
    "stackSetName",
    "tags",
    "vpcConfiguration",
    "workspaceDataSources",
    "workspaceDescription",
    "workspaceName",
    "workspaceNotificationDestinations",
    "workspaceOrganizationalUnits",
    "workspaceRoleArn",
];

/// A line as the plan's page shows it, and as it goes on record.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub shown: DiffLine,
    pub recorded: DiffLine,
}

impl Line {
    /// A line that an auditor may read as it is: who holds which role, names of what AWS lists to everybody.
    pub fn open(shown: DiffLine) -> Self {
        Self { recorded: shown.clone(), shown }
    }

    /// One field of something that is made.
    pub fn added(name: &str, value: &Value, text: String) -> Self {
        let shown = DiffLine { sign: Sign::Add, field: name.to_owned(), before: None, after: Some(text) };
        match is_open(name) {
            true => Self::open(shown),
            false => Self { recorded: DiffLine { after: sealed(value), ..shown.clone() }, shown },
        }
    }

    fn field(facet: Option<Facet>, found: &Difference) -> Self {
        let line = found.line();
        if metadata::is_document(&found.path) {
            return Self::open(metadata::line(line, found));
        }
        // The paths of tags are what people call them.
        if facet == Some(Facet::Tags) || is_open(&found.path) {
            return Self::open(line);
        }
        let recorded = DiffLine { before: sealed(&found.before), after: sealed(&found.after), ..line.clone() };
        Self { shown: line, recorded }
    }
}

/// What differs between two states of a resource, or of one of its facets.
pub fn between(facet: Option<Facet>, before: &Value, after: &Value) -> Vec<Line> {
    state::differences(before, after).iter().map(|found| Line::field(facet, found)).collect()
}

fn is_open(path: &str) -> bool {
    OPEN.iter().any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

#[cfg(test)]
mod tests {
    use super::between;
    use model::door::Facet;
    use serde_json::{Value, json};

    fn recorded(facet: Facet, after: &Value) -> String {
        between(Some(facet), &json!({}), after)[0].recorded.after.clone().unwrap_or_default()
    }

    #[test]
    fn what_is_not_on_the_list_is_told_by_its_digest() {
        let told = recorded(Facet::Settings, &json!({ "nameless": "edge" }));
        assert!(told.starts_with("4 characters, SHA-256 "), "{told}");
    }

    #[test]
    fn a_field_on_the_list_is_told_as_it_is() {
        assert_eq!(recorded(Facet::Settings, &json!({ "name": "edge" })), "edge");
    }

    #[test]
    fn a_text_that_speaks_of_a_digest_is_told_by_its_own() {
        let secret = json!({ "configuration": r#"{"smtp":{"password":"SHA-256 hunter2"}}"# });
        let told = recorded(Facet::Configuration, &secret);
        assert!(told.starts_with("39 characters, SHA-256 ") && !told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_long_text_is_told_by_the_digest_of_all_of_it() {
        let found = between(Some(Facet::Configuration), &json!({}), &json!({ "configuration": "x".repeat(700) }));
        assert_eq!(found[0].recorded, found[0].shown);
    }

    #[test]
    fn a_list_is_told_by_its_digest_too() {
        let told = recorded(Facet::Policy, &json!({ "statement": ["SHA-256 ", "b"] }));
        assert!(told.ends_with(&super::state::digest(r#"["SHA-256 ","b"]"#)), "{told}");
    }

    #[test]
    fn tags_are_told_as_they_are_whatever_they_are_called() {
        assert_eq!(recorded(Facet::Tags, &json!({ "team.of": "cards" })), "cards");
    }
}
