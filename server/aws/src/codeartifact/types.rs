//! What CodeArtifact knows of domains, as plain data. AWS may leave out any part but the name.

use crate::answer::Absent;
use crate::grafana::millis;
use aws_sdk_codeartifact::types as sdk;
use model::Millis;
use serde::{Deserialize, Serialize};

/// ListDomains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainSummary {
    pub name: String,
    /// The account that owns it.
    pub owner: Option<String>,
    pub arn: Option<String>,
    /// Active or Deleted.
    pub status: Option<String>,
    pub created: Option<Millis>,
    pub encryption_key: Option<String>,
}

/// DescribeDomain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainDescription {
    pub name: String,
    /// The account that owns it.
    pub owner: Option<String>,
    pub arn: Option<String>,
    /// Active or Deleted.
    pub status: Option<String>,
    pub created: Option<Millis>,
    pub encryption_key: Option<String>,
    /// `None` where AWS does not say.
    pub repository_count: Option<i32>,
    /// `None` where AWS does not say.
    pub asset_size_bytes: Option<i64>,
    pub s3_bucket_arn: Option<String>,
}

/// ListRepositoriesInDomain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repository {
    pub name: String,
    pub administrator_account: Option<String>,
    pub description: Option<String>,
    pub arn: Option<String>,
    pub created: Option<Millis>,
}

/// GetDomainPermissionsPolicy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// JSON text.
    pub document: String,
    pub revision: Option<String>,
}

/// CodeArtifact sends tags as a list of pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainTag {
    pub key: String,
    pub value: String,
}

/// CreateDomain: its inputs under the names they have on the wire. What is `None` or empty is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateDomainCall {
    pub domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<DomainTag>,
}

/// `None` never: key and value are both set, and that is all the builder asks for.
pub(super) fn tag(from: &DomainTag) -> Option<sdk::Tag> {
    sdk::Tag::builder().key(&from.key).value(&from.value).build().ok()
}

impl DomainDescription {
    /// Without what AWS did not say.
    pub(super) fn without(self, absent: &Absent) -> Self {
        Self {
            repository_count: self.repository_count.filter(|_| !absent.has("domain.repositoryCount")),
            asset_size_bytes: self.asset_size_bytes.filter(|_| !absent.has("domain.assetSizeBytes")),
            ..self
        }
    }
}

pub(super) fn policy(from: sdk::ResourcePolicy) -> Option<Policy> {
    Some(Policy { document: from.document?, revision: from.revision })
}

impl From<sdk::DomainSummary> for DomainSummary {
    fn from(from: sdk::DomainSummary) -> Self {
        Self {
            name: from.name.unwrap_or_default(),
            owner: from.owner,
            arn: from.arn,
            status: from.status.map(|status| status.as_str().to_owned()),
            created: from.created_time.map(millis),
            encryption_key: from.encryption_key,
        }
    }
}

impl From<sdk::DomainDescription> for DomainDescription {
    fn from(from: sdk::DomainDescription) -> Self {
        Self {
            name: from.name.unwrap_or_default(),
            owner: from.owner,
            arn: from.arn,
            status: from.status.map(|status| status.as_str().to_owned()),
            created: from.created_time.map(millis),
            encryption_key: from.encryption_key,
            repository_count: Some(from.repository_count),
            asset_size_bytes: Some(from.asset_size_bytes),
            s3_bucket_arn: from.s3_bucket_arn,
        }
    }
}

impl From<sdk::RepositorySummary> for Repository {
    fn from(from: sdk::RepositorySummary) -> Self {
        Self {
            name: from.name.unwrap_or_default(),
            administrator_account: from.administrator_account,
            description: from.description,
            arn: from.arn,
            created: from.created_time.map(millis),
        }
    }
}
