//! CodeArtifact's domains and Managed Prometheus's workspaces.

use super::{UNKNOWN, code, tag_fact, text, time};
use aws::codeartifact::{DomainDescription, Policy, Repository};
use aws::prometheus::PrometheusDescription;
use model::detail::{Fact, Value};

pub(in crate::fleet) fn prometheus(found: &PrometheusDescription) -> Vec<Fact> {
    let PrometheusDescription { id, alias, arn, status: _, endpoint, created, kms_key_arn, tags } = found;
    vec![
        code("Workspace id", Some(id), ""),
        text("Alias", alias.as_deref(), "none"),
        code("ARN", Some(arn), UNKNOWN),
        code("Endpoint", endpoint.as_deref(), "none until it is active"),
        time("Created", *created, UNKNOWN),
        code("KMS key", kms_key_arn.as_deref(), "a key AWS owns"),
        tag_fact(tags),
    ]
}

pub(in crate::fleet) fn domain(found: &DomainDescription) -> Vec<Fact> {
    let DomainDescription {
        name,
        owner,
        arn,
        status: _,
        created,
        encryption_key,
        repository_count,
        asset_size_bytes,
        s3_bucket_arn,
    } = found;
    vec![
        text("Name", Some(name), ""),
        code("Owner", owner.as_deref(), "not given"),
        code("ARN", arn.as_deref(), "not given"),
        time("Created", *created, "not given"),
        code("Encryption key", encryption_key.as_deref(), "not given"),
        text("Repositories", repository_count.map(|count| count.to_string()).as_deref(), UNKNOWN),
        text("Assets", asset_size_bytes.map(|bytes| format!("{bytes} bytes")).as_deref(), UNKNOWN),
        code("Bucket", s3_bucket_arn.as_deref(), "not given"),
    ]
}

pub(in crate::fleet) fn repositories(found: &[Repository]) -> Vec<Fact> {
    let fact = |repository: &Repository| text(&repository.name, repository.description.as_deref(), "no description");
    match found.is_empty() {
        true => vec![Fact::new("Repositories", Value::Absent("none".into()))],
        false => found.iter().map(fact).collect(),
    }
}

pub(in crate::fleet) fn policy(found: Option<&Policy>) -> Vec<Fact> {
    let Some(Policy { document, revision }) = found else {
        return vec![Fact::new("Policy", Value::Absent("none: only its own account may use it".into()))];
    };
    let pretty =
        serde_json::from_str::<serde_json::Value>(document).and_then(|json| serde_json::to_string_pretty(&json));
    vec![
        code("Revision", revision.as_deref(), "not given"),
        Fact::new("Document", Value::Code(pretty.unwrap_or_else(|_| document.clone()))),
    ]
}
