//! A CodeArtifact domain with its policy and its repositories.

use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub(crate) struct Domain {
    pub(crate) sequence: u64,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) arn: String,
    /// Members of the description that never change.
    pub(crate) members: Map<String, Value>,
    pub(crate) tags: Map<String, Value>,
    pub(crate) policy: Option<Policy>,
    /// Summaries as ListRepositoriesInDomain gives them.
    pub(crate) repositories: Vec<Map<String, Value>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) document: String,
    pub(crate) revision: String,
}

impl Domain {
    /// All members of the description. `status` is Active or Deleted.
    pub(crate) fn describe(&self, status: &str) -> Value {
        let mut members = self.members.clone();
        members.insert("name".into(), self.name.clone().into());
        members.insert("owner".into(), self.owner.clone().into());
        members.insert("arn".into(), self.arn.clone().into());
        members.insert("status".into(), status.into());
        members.insert("repositoryCount".into(), self.repositories.len().into());
        Value::Object(members)
    }

    /// The policy as the three policy operations give it.
    pub(crate) fn policy(&self) -> Option<Value> {
        let policy = self.policy.as_ref()?;
        let inner = json!({ "resourceArn": self.arn, "document": policy.document, "revision": policy.revision });
        Some(json!({ "policy": inner }))
    }
}
