//! What a plan is made of: its targets, each with the writes that change it. In memory while it is planned, and as it
//! is kept.

use super::change::Change;
use super::diff::Line;
use super::observe::Observation;
use model::door::Facet;
use model::{Error, ResourceKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One target of a plan being made: what was seen of it, and its writes in their order.
#[derive(Debug)]
pub struct Part {
    pub seen: Observation,
    /// The resource, where it may be that nothing is written to it.
    pub about: Option<ResourceKey>,
    /// All on the same target.
    pub changes: Vec<Change>,
    /// What of the resource is edited, where the writes bring one of its facets from one state to another.
    pub facet: Option<Facet>,
    pub diff: Vec<Line>,
}

impl Part {
    /// A target that is not there any more, and to which nothing is sent.
    pub fn left_out(key: &ResourceKey, error: &Error) -> Self {
        let warnings = vec![format!("It is left out: {}", error.message)];
        let seen = Observation { label: key.id.clone(), warnings, ..Observation::default() };
        Self { seen, about: Some(key.clone()), changes: Vec::new(), facet: None, diff: Vec::new() }
    }
}

/// A plan being made: what it is called, and its targets.
#[derive(Debug)]
pub struct Proposal {
    /// "Create workspace payments-prod"
    pub title: String,
    /// The verb and object on the button.
    pub action: String,
    pub parts: Vec<Part>,
}

impl Proposal {
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.parts.iter().flat_map(|part| &part.changes)
    }
}

/// What is kept of a target, to be held against a fresh read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct KeptTarget {
    /// The ARN, or the scope while there is none.
    pub name: String,
    pub hash: String,
    /// The state that was hashed.
    pub state: Value,
    /// How many of the plan's steps are its own.
    pub steps: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facet: Option<Facet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
}

/// Rows of schema 1 hold a name and a hash alone, of the one step they have.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    First(String, String),
    Whole {
        name: String,
        hash: String,
        state: Value,
        steps: usize,
        #[serde(default)]
        facet: Option<Facet>,
        #[serde(default)]
        key: Option<ResourceKey>,
    },
}

impl From<Kept> for KeptTarget {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::First(name, hash) => Self { name, hash, state: Value::Null, steps: 1, facet: None, key: None },
            Kept::Whole { name, hash, state, steps, facet, key } => Self { name, hash, state, steps, facet, key },
        }
    }
}

impl From<&Part> for KeptTarget {
    fn from(part: &Part) -> Self {
        let first = part.changes.first();
        Self {
            name: first.map(Change::target_name).or(part.about.as_ref().map(ResourceKey::arn)).unwrap_or_default(),
            hash: part.seen.hash(),
            state: part.seen.state.clone(),
            steps: part.changes.len(),
            facet: part.facet,
            key: first.and_then(Change::target).cloned().or(part.about.clone()),
        }
    }
}

/// A target of a claimed plan, ready to be carried out.
#[derive(Clone, Debug)]
pub struct Job {
    pub target: KeptTarget,
    /// The number of its first step; steps are counted from 1 over the whole plan.
    pub first: i32,
    pub changes: Vec<Change>,
}

impl Job {
    /// It mints something that goes to whoever applies it.
    pub fn reveals(&self) -> bool {
        self.changes.iter().any(Change::is_mint) && !self.changes.iter().any(Change::delivers)
    }
}

/// The targets of a plan with their writes.
pub fn jobs(targets: Vec<KeptTarget>, changes: Vec<Change>) -> Vec<Job> {
    let (mut rest, mut first) = (changes.into_iter(), 1);
    let mut job = |target: KeptTarget| {
        let changes: Vec<Change> = rest.by_ref().take(target.steps).collect();
        let job = Job { first, target, changes };
        first += i32::try_from(job.changes.len()).unwrap_or(i32::MAX);
        job
    };
    targets.into_iter().map(&mut job).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{KeptTarget, jobs};
    use crate::changes::change::Change;
    use model::{Kind, ResourceKey};

    fn delete(id: &str) -> Change {
        let key = ResourceKey::parse(Kind::CodeArtifact, "441122338890", "eu-west-1", id).unwrap();
        Change::DeleteDomain { key }
    }

    fn target(steps: usize) -> KeptTarget {
        let text = format!(r#"{{"name": "a", "hash": "b", "state": 1, "steps": {steps}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn steps_are_counted_over_all_targets() {
        let all = jobs(vec![target(2), target(1)], vec![delete("aa"), delete("ab"), delete("ac")]);
        let found: Vec<(i32, usize)> = all.iter().map(|job| (job.first, job.changes.len())).collect();
        assert_eq!(found, [(1, 2), (3, 1)]);
    }

    #[test]
    fn a_target_of_the_first_schema_is_read_with_its_one_step() {
        let kept: Vec<KeptTarget> = serde_json::from_str(r#"[["arn:aws:x", "00ff"]]"#).unwrap();
        assert_eq!((kept[0].name.as_str(), kept[0].hash.as_str(), kept[0].steps), ("arn:aws:x", "00ff", 1));
    }
}
