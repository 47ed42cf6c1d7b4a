//! PutDomainPermissionsPolicy and DeleteDomainPermissionsPolicy. The revision goes along, so that AWS refuses a change of
//! another one.

use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use model::Status;
use model::door::{Facet, Values};
use model::form;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutPolicy {
    pub key: ResourceKey,
    pub document: String,
    pub revision: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletePolicy {
    pub key: ResourceKey,
    pub revision: Option<String>,
}

const FIELDS: &[Field] = &[
    Field::value("domain"),
    Field::digest("policyDocument").form("document"),
    Field::value("policyRevision").form("revision"),
];

/// The permissions policy of a domain.
#[derive(Debug)]
pub struct DomainPolicy;

/// The policy says the same, however it is written.
fn is_same(document: Option<&str>, state: &Value) -> bool {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    match (document, state["policyDocument"].as_str()) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other || parse(one).is_some_and(|one| parse(other) == Some(one)),
        _ => false,
    }
}

fn with_revision(mut request: Value, revision: Option<&String>) -> Value {
    if let Some(revision) = revision {
        request["policyRevision"] = json!(revision);
    }
    request
}

impl EditSection for DomainPolicy {
    fn which_section(&self) -> Facet {
        Facet::Policy
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn fetch_state<'a>(
        &'a self,
        cx: &'a Context,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<SectionState, Refusal>> {
        Box::pin(async move {
            let domains = cx.aws.codeartifact(&key.scope);
            let found = domains.describe_domain(&key.id, Urgency::Read).await?;
            let policy = domains.domain_policy(&key.id, Urgency::Read).await?;
            let revision = policy.as_ref().and_then(|policy| policy.revision.clone());
            let document = policy.map(|policy| policy.document);
            Ok(SectionState {
                label: found.name,
                status: Status::new(found.status.unwrap_or_default()),
                state: json!({ "policyDocument": document, "policyRevision": revision }),
                more: Vec::new(),
            })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        let text = state["policyDocument"].as_str().unwrap_or_default();
        let parsed: Option<Value> = serde_json::from_str(text).ok();
        let indented = parsed.and_then(|value| serde_json::to_string_pretty(&value).ok());
        Values::Policy(form::Policy { document: indented.unwrap_or_else(|| text.to_owned()) })
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::Policy(form) = form else { return Err(Refusal::NothingChanges) };
        let text = form.document.trim();
        let mut desired = fresh.clone();
        if text.is_empty() {
            desired["policyDocument"] = Value::Null;
            return Ok(desired);
        }
        documents::policy::check(text).map_err(|error| Refusal::InvalidPolicy { problem: error.to_string() })?;
        if !is_same(Some(text), fresh) {
            desired["policyDocument"] = json!(text);
        }
        Ok(desired)
    }

    fn planned_changes(
        &self,
        key: ResourceKey,
        before: &Value,
        desired: &Value,
        _: &str,
    ) -> Result<Vec<Change>, Refusal> {
        let revision = before["policyRevision"].as_str().map(str::to_owned);
        Ok(match desired["policyDocument"].as_str() {
            _ if before["policyDocument"] == desired["policyDocument"] => Vec::new(),
            Some(document) => vec![std::sync::Arc::new(PutPolicy { key, document: document.to_owned(), revision })],
            None => vec![std::sync::Arc::new(DeletePolicy { key, revision })],
        })
    }

    fn edit_warnings(&self, _: &Value, desired: &Value) -> Vec<Warning> {
        let Some(text) = desired["policyDocument"].as_str() else { return vec![Warning::PolicyGrantsLost] };
        let findings = documents::policy::check(text).unwrap_or_default();
        findings.into_iter().map(|finding| Warning::PolicyFinding { finding: finding.sentence }).collect()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        Some("policyRevision")
    }
}

impl SetsSection for PutPolicy {
    fn edited_section(&self) -> &'static dyn EditSection {
        &DomainPolicy
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "codeartifact:PutDomainPermissionsPolicy"
    }

    fn section_permission(&self) -> Permission {
        Permission::CodeArtifactUpdate
    }

    fn section_request(&self) -> Value {
        let request = json!({ "domain": self.key.id, "policyDocument": self.document });
        with_revision(request, self.revision.as_ref())
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::Never
    }

    fn is_done(&self, state: &Value) -> bool {
        is_same(Some(&self.document), state)
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let domains = call.cx.aws.codeartifact(&self.key.scope);
            let revision = self.revision.as_deref();
            let done = domains.put_domain_policy(&self.key.id, &self.document, revision).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }
}

impl SetsSection for DeletePolicy {
    fn edited_section(&self) -> &'static dyn EditSection {
        &DomainPolicy
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "codeartifact:DeleteDomainPermissionsPolicy"
    }

    fn section_permission(&self) -> Permission {
        Permission::CodeArtifactUpdate
    }

    fn section_request(&self) -> Value {
        with_revision(json!({ "domain": self.key.id }), self.revision.as_ref())
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::Never
    }

    fn is_done(&self, state: &Value) -> bool {
        is_same(None, state)
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let domains = call.cx.aws.codeartifact(&self.key.scope);
            let done = domains.delete_domain_policy(&self.key.id, self.revision.as_deref()).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }
}
