//! Identifiers, parsed once. A value of these types is safe in a path, in an ARN and in a call to AWS.

use crate::{Error, Kind};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $what:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// `Invalid` when the text does not have the documented form.
            pub fn parse(text: &str) -> Result<Self, Error> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) } else { Err(Error::invalid(concat!("This is not ", $what, "."))) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self, Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn lower_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn uuid(text: &str) -> bool {
    let groups = text.split('-').map(str::len);
    groups.eq([8, 4, 4, 4, 12]) && text.split('-').all(lower_hex)
}

identifier!(
    /// An AWS account: twelve digits.
    AccountId, "an AWS account number (12 digits)",
    |t| t.len() == 12 && t.bytes().all(|b| b.is_ascii_digit())
);
identifier!(
    /// An AWS region such as `eu-west-1`: two to four lower-case groups and a number, at most 25 characters.
    Region, "an AWS region (such as eu-west-1)",
    |t| {
        let parts: Vec<&str> = t.split('-').collect();
        let Some((number, words)) = parts.split_last() else { return false };
        t.len() <= 25
            && (2..=4).contains(&words.len())
            && words.iter().all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()))
            && (1..=2).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    }
);
identifier!(
    /// A Managed Grafana workspace: `g-` and ten lower-case hexadecimal digits.
    WorkspaceId, "a Grafana workspace id (g- and ten hexadecimal digits)",
    |t| t.len() == 12 && t.starts_with("g-") && lower_hex(&t[2..])
);
identifier!(
    /// A Prometheus workspace: `ws-` and a UUID.
    PrometheusId, "a Prometheus workspace id (ws- and a UUID)",
    |t| t.strip_prefix("ws-").is_some_and(uuid)
);
identifier!(
    /// A CodeArtifact domain: 2 to 50 of `a-z`, `0-9` and `-`, beginning with a letter, not ending with `-`.
    DomainName, "a CodeArtifact domain name",
    |t| {
        (2..=50).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && t.starts_with(|c: char| c.is_ascii_lowercase())
            && !t.ends_with('-')
    }
);
identifier!(
    /// A service account inside a workspace: Grafana's own id, 1 to 64 letters, digits, `-` and `_`.
    ServiceAccountId, "a service account id",
    |t| (1..=64).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
);
identifier!(
    /// A plan, and the form it came from: a UUID minted by the server when the form was opened.
    PlanId, "a plan id", uuid
);

impl Region {
    /// The partition an ARN of this region begins with: `aws`, `aws-cn`, `aws-us-gov`, …
    pub fn partition(&self) -> &'static str {
        match self.0.split('-').next() {
            Some("cn") => "aws-cn",
            Some("us") if self.0.starts_with("us-gov-") => "aws-us-gov",
            Some("us") if self.0.starts_with("us-iso-") => "aws-iso",
            Some("us") if self.0.starts_with("us-isob-") => "aws-iso-b",
            Some("eusc") => "aws-eusc",
            _ => "aws",
        }
    }
}

/// One account in one region: what AWS answers for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    pub account: AccountId,
    pub region: Region,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.account, self.region)
    }
}

/// What names one resource for the whole product: its kind, its scope and its id there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ResourceKey {
    pub kind: Kind,
    pub scope: Scope,
    /// A [`WorkspaceId`], a [`PrometheusId`] or a [`DomainName`], as `kind` says.
    pub id: String,
}

impl ResourceKey {
    /// # Errors
    /// `Invalid` when account, region or id do not have the documented form.
    pub fn parse(kind: Kind, account: &str, region: &str, id: &str) -> Result<Self, Error> {
        let id = match kind {
            Kind::Grafana => WorkspaceId::parse(id)?.into(),
            Kind::Prometheus => PrometheusId::parse(id)?.into(),
            Kind::CodeArtifact => DomainName::parse(id)?.into(),
        };
        Ok(Self { kind, scope: Scope { account: AccountId::parse(account)?, region: Region::parse(region)? }, id })
    }

    /// Managed Grafana does not return ARNs; the resource part begins with a slash there (AWS's tagging documents).
    pub fn arn(&self) -> String {
        let Scope { account, region } = &self.scope;
        let partition = region.partition();
        match self.kind {
            Kind::Grafana => format!("arn:{partition}:grafana:{region}:{account}:/workspaces/{}", self.id),
            Kind::Prometheus => format!("arn:{partition}:aps:{region}:{account}:workspace/{}", self.id),
            Kind::CodeArtifact => format!("arn:{partition}:codeartifact:{region}:{account}:domain/{}", self.id),
        }
    }

    /// The path of its page, the same on server and in the browser.
    pub fn path(&self) -> String {
        format!("/{}/{}/{}/{}", self.kind.segment(), self.scope.account, self.scope.region, self.id)
    }
}
