//! The permissions policy of a CodeArtifact domain. Its revision goes along, so that AWS refuses a change of another one.

use super::Look;
use crate::changes::change::Change;
use crate::changes::draft::one_field;
use aws::{Aws, Urgency};
use model::form::Policy;
use model::{Error, ResourceKey, Status};
use serde_json::{Value, json};

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let domains = aws.codeartifact(&key.scope);
    let found = domains.describe_domain(&key.id, Urgency::Read).await?;
    let policy = domains.domain_policy(&key.id, Urgency::Read).await?;
    let revision = policy.as_ref().and_then(|policy| policy.revision.clone());
    Ok(Look {
        label: found.name,
        status: Status::new(found.status.unwrap_or_default()),
        state: json!({ "policyDocument": policy.map(|policy| policy.document), "policyRevision": revision }),
        more: Vec::new(),
    })
}

pub fn values(state: &Value) -> Policy {
    let text = state["policyDocument"].as_str().unwrap_or_default();
    let parsed: Option<Value> = serde_json::from_str(text).ok();
    let indented = parsed.and_then(|value| serde_json::to_string_pretty(&value).ok());
    Policy { document: indented.unwrap_or_else(|| text.to_owned()) }
}

/// # Errors
/// `Invalid` when it is no policy.
pub fn wanted(form: &Policy, fresh: &Value) -> Result<Value, Error> {
    let text = form.document.trim();
    let mut wanted = fresh.clone();
    if text.is_empty() {
        wanted["policyDocument"] = Value::Null;
        return Ok(wanted);
    }
    documents::policy::check(text).map_err(|trouble| one_field("document", trouble.to_string()))?;
    if !is(Some(text), fresh) {
        wanted["policyDocument"] = json!(text);
    }
    Ok(wanted)
}

pub fn writes(key: ResourceKey, before: &Value, wanted: &Value) -> Vec<Change> {
    let revision = before["policyRevision"].as_str().map(str::to_owned);
    match wanted["policyDocument"].as_str() {
        _ if before["policyDocument"] == wanted["policyDocument"] => Vec::new(),
        Some(document) => vec![Change::PutPolicy { key, document: document.to_owned(), revision }],
        None => vec![Change::DeletePolicy { key, revision }],
    }
}

/// The policy says the same, however it is written.
pub fn is(document: Option<&str>, state: &Value) -> bool {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    match (document, state["policyDocument"].as_str()) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other || parse(one).is_some_and(|one| parse(other) == Some(one)),
        _ => false,
    }
}

pub fn warnings(wanted: &Value) -> Vec<String> {
    match wanted["policyDocument"].as_str() {
        None => vec!["Other accounts lose what the policy granted them.".to_owned()],
        Some(text) => {
            let findings = documents::policy::check(text).unwrap_or_default();
            findings.into_iter().map(|finding| finding.sentence).collect()
        }
    }
}
