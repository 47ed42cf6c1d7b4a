//! What was read of a document that a person handed in: SAML metadata, an assertion, a workspace's configuration.
//!
//! Text taken from a document has its control, bidirectional and invisible characters written out (`\u{202E}`), so
//! that it can be shown and compared by eye. Reading documents is the server's; the browser only shows these.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It will not work like this.
    Problem,
    /// It may not work, now or soon.
    Warning,
    /// Good to know.
    Note,
}

/// One thing about a document that a person should know, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub severity: Severity,
    pub sentence: String,
}

/// Where people are sent to sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The last word of SAML's own name, `HTTP-Redirect` for one; the whole name where it is not SAML's.
    pub binding: String,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// `signing`, `encryption`, or `signing and encryption`, which is also what no word at all means.
    pub purpose: String,
    /// `C=DE, O=Example Ltd, CN=idp.example.com`
    pub subject: String,
    /// SHA-256 of the certificate, upper hex with colons.
    pub fingerprint: String,
    pub not_before: Millis,
    pub not_after: Millis,
}

/// The metadata of an identity provider. With several providers in it, this is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataReport {
    pub entity_id: Option<String>,
    /// Entity ids of every identity provider there is, when there is more than one.
    pub providers: Vec<String>,
    pub sign_on: Vec<Endpoint>,
    pub certificates: Vec<Certificate>,
    /// The provider takes signed requests alone (`WantAuthnRequestsSigned`).
    pub wants_signed_requests: bool,
    pub valid_until: Option<Millis>,
    /// The gravest first.
    pub findings: Vec<Finding>,
}

/// One attribute of an assertion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: String,
    /// SAML's `FriendlyName`, which nothing is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub friendly: Option<String>,
    /// In the order of the document.
    pub values: Vec<String>,
}

/// What of an assertion becomes what in Grafana. An empty attribute name is one that is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub name: String,
    pub login: String,
    pub email: String,
    pub groups: String,
    pub role: String,
    pub org: String,
    pub admin_values: Vec<String>,
    pub editor_values: Vec<String>,
    /// Empty: everyone may sign in.
    pub allowed_organizations: Vec<String>,
}

/// What becomes of a person who signs in with an assertion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub login: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub organization: Option<String>,
    /// The organization may sign in.
    pub allowed: bool,
    /// Why it may, or may not.
    pub why: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
    /// The list that decided the role (`admin` or `editor`) and the value found in it; `None` for a viewer.
    pub matched: Option<(String, String)>,
    pub findings: Vec<Finding>,
}

/// The two settings of a workspace's configuration that Belvedere edits, and the names of what else is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// `unifiedAlerting.enabled`; `None` where it is not set.
    pub alerting: Option<bool>,
    /// `plugins.pluginAdminEnabled`; `None` where it is not set.
    pub plugin_admin: Option<bool>,
    /// Dotted names, in the order of the document. They are kept as they are.
    pub unknown: Vec<String>,
}

impl Finding {
    pub fn problem(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Problem, sentence: sentence.into() }
    }

    pub fn warning(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, sentence: sentence.into() }
    }

    pub fn note(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Note, sentence: sentence.into() }
    }
}
