//! A Managed Grafana workspace with what hangs on it. Secrets of tokens and keys are not here: they are made, given
//! out once and forgotten but for their digests.

use serde_json::{Map, Value, json};

use super::{Resource, Status};

/// The least that AWS's times differ by, in seconds.
const MOMENT: f64 = 0.001;

/// A workspace. Its resource's members hold the description, and `configuration`.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    pub(crate) resource: Resource,
    /// AWS_SSO, SAML.
    pub(crate) providers: Vec<String>,
    pub(crate) sso_client: Option<String>,
    /// The SAML configuration as it was sent, if there is one.
    pub(crate) saml: Option<Value>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) accounts: Vec<ServiceAccount>,
    pub(crate) keys: Vec<ApiKey>,
    /// The last number given to a service account or token.
    pub(crate) numbers: u64,
}

/// A role that a person or group holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) sequence: u64,
    pub(crate) id: String,
    /// SSO_USER, SSO_GROUP.
    pub(crate) kind: String,
    pub(crate) role: String,
}

#[derive(Clone, Debug)]
pub(crate) struct ServiceAccount {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) disabled: bool,
    pub(crate) tokens: Vec<Token>,
}

/// A token's record; times in seconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) created: f64,
    pub(crate) expires: f64,
    pub(crate) last_used: Option<f64>,
    /// The SHA-256 of its secret in lower-case hexadecimal digits; empty for one that the seed brought.
    pub(crate) digest: String,
}

#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    pub(crate) name: String,
    /// As a token's.
    pub(crate) digest: String,
}

impl Workspace {
    /// All members of the description; the table cuts it to a summary where one is wanted.
    pub(crate) fn describe(&self) -> Value {
        let mut members = self.resource.members.clone();
        members.insert("id".into(), self.resource.id.clone().into());
        members.insert("status".into(), json!(self.resource.status));
        members.insert("tags".into(), Value::Object(self.resource.tags.clone()));
        members.insert("authentication".into(), self.authentication_summary());
        Value::Object(members)
    }

    fn authentication_summary(&self) -> Value {
        json!({ "providers": self.providers, "samlConfigurationStatus": self.saml_status() })
    }

    /// Sign-in in full.
    pub(crate) fn authentication(&self) -> Value {
        let mut all = Map::new();
        all.insert("providers".into(), json!(self.providers));
        if self.uses("AWS_SSO") {
            all.insert("awsSso".into(), json!({ "ssoClientId": self.sso_client }));
        }
        if let Some(status) = self.saml_status() {
            all.insert("saml".into(), json!({ "status": status, "configuration": self.saml }));
        }
        Value::Object(all)
    }

    pub(crate) fn uses(&self, provider: &str) -> bool {
        self.providers.iter().any(|one| one == provider)
    }

    fn saml_status(&self) -> Option<&'static str> {
        let complete = self.saml.as_ref().is_some_and(|saml| saml.get("idpMetadata").is_some());
        let status = if complete { "CONFIGURED" } else { "NOT_CONFIGURED" };
        self.uses("SAML").then_some(status)
    }

    /// What `modified` becomes when something changes at this moment: later than before, however fast changes follow
    /// each other.
    pub(crate) fn modified(&self, wall: f64) -> Value {
        let before = self.resource.members.get("modified").and_then(Value::as_f64).unwrap_or_default();
        wall.max(before + MOMENT).into()
    }

    /// Where a change that works ends: what is wrong with a degraded workspace stays wrong.
    pub(crate) fn rest(&self) -> Status {
        if self.resource.members.contains_key("degradedWorkspaceReason") { Status::Degraded } else { Status::Active }
    }

    /// Every token and API key that was minted here, with its secret's digest.
    pub(crate) fn digests(&self) -> Vec<Value> {
        let tokens = self.accounts.iter().flat_map(|account| &account.tokens).map(|one| (&one.name, &one.digest));
        let all = tokens.chain(self.keys.iter().map(|one| (&one.name, &one.digest)));
        let digest = |(name, digest)| json!({ "workspace": self.resource.id, "name": name, "sha256": digest });
        all.filter(|(_, digest)| !digest.is_empty()).map(digest).collect()
    }

    pub(crate) fn next_number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// The first number of the version: 10 of 10.4.
    pub(crate) fn major(&self) -> u32 {
        major(self.resource.text("grafanaVersion"))
    }
}

impl ServiceAccount {
    pub(crate) fn id(&self) -> String {
        self.number.to_string()
    }

    pub(crate) fn summary(&self) -> Value {
        let disabled = self.disabled.to_string();
        json!({ "id": self.id(), "name": self.name, "grafanaRole": self.role, "isDisabled": disabled })
    }
}

impl Token {
    pub(crate) fn id(&self) -> String {
        self.number.to_string()
    }

    pub(crate) fn summary(&self) -> Value {
        json!({
            "id": self.id(),
            "name": self.name,
            "createdAt": self.created,
            "expiresAt": self.expires,
            "lastUsedAt": self.last_used,
        })
    }
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|text| text.parse().ok()).unwrap_or_default()
}
