//! A secret of Secrets Manager with its versions. Values are not here: what tells one from another is their digest.

use serde_json::{Map, Value, json};

const CURRENT: &str = "AWSCURRENT";
const PREVIOUS: &str = "AWSPREVIOUS";

#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) arn: String,
    /// Members of the description that never change.
    pub(crate) members: Map<String, Value>,
    pub(crate) tags: Map<String, Value>,
    /// In seconds since 1970.
    pub(crate) changed: f64,
    /// When it goes, of one that waits for its deletion.
    pub(crate) deleted: Option<f64>,
    /// The client token and the digest of the value that it was made with.
    pub(crate) made_with: (String, Option<String>),
    /// In the order of creation.
    pub(crate) versions: Vec<Version>,
}

#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) id: String,
    /// The SHA-256 of its value in lower-case hexadecimal digits.
    pub(crate) digest: String,
    /// None for a version that two others have come after.
    pub(crate) stage: Option<&'static str>,
}

impl Version {
    fn stages(&self) -> Vec<&'static str> {
        self.stage.into_iter().collect()
    }
}

impl Secret {
    /// A new version becomes the current one, and the one that was it the previous.
    pub(crate) fn advance(&mut self, id: String, digest: String, wall: f64) {
        for version in &mut self.versions {
            version.stage = version.stage.filter(|stage| *stage == CURRENT).map(|_| PREVIOUS);
        }
        self.versions.push(Version { id, digest, stage: Some(CURRENT) });
        self.changed = wall;
    }

    pub(crate) fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// All members of the description. A version without a stage is not shown.
    pub(crate) fn describe(&self) -> Value {
        let mut members = self.members.clone();
        let tags = self.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value }));
        let staged = self.versions.iter().filter(|version| version.stage.is_some());
        let stages: Map<String, Value> = staged.map(|one| (one.id.clone(), json!(one.stages()))).collect();
        members.insert("Name".into(), self.name.clone().into());
        members.insert("ARN".into(), self.arn.clone().into());
        members.insert("LastChangedDate".into(), self.changed.into());
        members.extend(self.deleted.map(|at| ("DeletedDate".to_owned(), at.into())));
        members.insert("Tags".into(), tags.collect());
        members.insert("VersionIdsToStages".into(), stages.into());
        Value::Object(members)
    }

    /// Every version with its digest, for tests that compare what arrived with what was sent.
    pub(crate) fn digests(&self) -> Value {
        let version = |one: &Version| json!({ "id": one.id, "stages": one.stages(), "sha256": one.digest });
        let versions: Vec<Value> = self.versions.iter().map(version).collect();
        json!({ "name": self.name, "arn": self.arn, "versions": versions })
    }
}
