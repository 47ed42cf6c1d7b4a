//! A plan being made, and its targets with their writes as they are carried out.

use super::confirmation::Confirmation;
use super::diff::DiffRow;
use super::kind::Change;
use super::observation::Observation;
use super::title::PlanTitle;
use super::warning::Warning;
use model::door::Facet;
use model::{PlanOrigin, ResourceKey, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One target of a plan being made: what was seen of it, and its writes in their order.
#[derive(Debug)]
pub struct ProposedTarget {
    pub seen: Observation,
    /// The resource, where it may be that nothing is written to it.
    pub about: Option<ResourceKey>,
    /// All on the same target.
    pub changes: Vec<Change>,
    /// What of the resource is edited, where the writes bring one of its sections from one state to another.
    pub section: Option<Facet>,
    pub diff: Vec<DiffRow>,
    pub confirmations: Vec<Confirmation>,
}

/// A plan being made: what it is called, and its targets.
#[derive(Debug)]
pub struct Proposal {
    pub title: PlanTitle,
    pub origin: PlanOrigin,
    pub targets: Vec<ProposedTarget>,
}

/// What is stored of a plan for people, since schema 3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredProposal {
    #[serde(flatten)]
    pub title: PlanTitle,
    #[serde(default)]
    pub origin: PlanOrigin,
    pub targets: Vec<StoredView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
}

/// One target for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredView {
    pub label: String,
    pub scope: Scope,
    /// What its page shows, where it exists already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
    pub diff: Vec<DiffRow>,
    pub warnings: Vec<Warning>,
    /// ADMIN, EDITOR or VIEWER of the service account a token is minted for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grafana_role: String,
}

impl ProposedTarget {
    /// A target of one write, with what the kind says of itself.
    pub fn of(change: Change, seen: Observation) -> Self {
        let (diff, confirmations) = (change.diff_rows(&seen), change.asked_confirmation(&seen).into_iter().collect());
        Self { diff, confirmations, seen, about: None, changes: vec![change], section: None }
    }

    /// A resource that nothing is sent to.
    pub const fn left_out(seen: Observation, about: ResourceKey) -> Self {
        Self {
            seen,
            about: Some(about),
            changes: Vec::new(),
            section: None,
            diff: Vec::new(),
            confirmations: Vec::new(),
        }
    }

    pub fn key(&self) -> Option<&ResourceKey> {
        self.changes.first().and_then(|change| change.write_target().key()).or(self.about.as_ref())
    }

    pub fn scope(&self) -> Option<&Scope> {
        self.changes.first().map(|change| change.write_target().scope()).or(self.about.as_ref().map(|key| &key.scope))
    }
}

impl Proposal {
    /// A plan that a person asks for, with one target.
    pub fn of(title: PlanTitle, target: ProposedTarget) -> Self {
        Self { title, origin: PlanOrigin::Person, targets: vec![target] }
    }

    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.targets.iter().flat_map(|target| &target.changes)
    }

    /// What is stored of it for people.
    pub fn stored(&self) -> StoredProposal {
        let of = |target: &ProposedTarget| {
            Some(StoredView {
                label: target.seen.label.clone(),
                scope: target.scope()?.clone(),
                key: target.key().cloned(),
                diff: target.diff.clone(),
                warnings: target.seen.warnings.clone(),
                grafana_role: target.seen.grafana_role.clone(),
            })
        };
        let confirmations = self.targets.iter().flat_map(|target| target.confirmations.clone());
        StoredProposal {
            title: self.title.clone(),
            origin: self.origin.clone(),
            targets: self.targets.iter().filter_map(of).collect(),
            confirmation: Confirmation::of_plan(confirmations.collect()),
        }
    }
}

/// What is kept of a target, to be held against a fresh read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredForm")]
pub struct StoredTarget {
    /// The ARN, or the scope while there is none.
    pub name: String,
    pub hash: String,
    /// The state that was hashed.
    pub state: Value,
    /// How many of the plan's steps are its own.
    pub steps: usize,
    #[serde(rename = "facet", skip_serializing_if = "Option::is_none")]
    pub section: Option<Facet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
}

/// Rows of schema 1 hold a name and a hash alone, of the one step they have.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredForm {
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

impl From<StoredForm> for StoredTarget {
    fn from(form: StoredForm) -> Self {
        match form {
            StoredForm::First(name, hash) => {
                Self { name, hash, state: Value::Null, steps: 1, section: None, key: None }
            }
            StoredForm::Whole { name, hash, state, steps, facet, key } => {
                Self { name, hash, state, steps, section: facet, key }
            }
        }
    }
}

impl From<&ProposedTarget> for StoredTarget {
    fn from(target: &ProposedTarget) -> Self {
        let first = target.changes.first();
        Self {
            name: first
                .map(|change| change.write_target().id())
                .or(target.key().map(ResourceKey::arn))
                .unwrap_or_default(),
            hash: target.seen.hash(),
            state: target.seen.state.clone(),
            steps: target.changes.len(),
            section: target.section,
            key: target.key().cloned(),
        }
    }
}

/// A target of a claimed plan, ready to be carried out.
#[derive(Clone, Debug)]
pub struct TargetJob {
    pub target: StoredTarget,
    /// The number of its first step; steps are counted from 1 over the whole plan.
    pub first: i32,
    pub changes: Vec<Change>,
}

impl TargetJob {
    /// It mints something.
    pub fn mints(&self) -> bool {
        self.changes.iter().any(|change| change.call_policy().mint)
    }

    /// It delivers what it mints.
    pub fn delivers(&self) -> bool {
        self.changes.iter().any(|change| change.delivery_target().is_some())
    }

    /// It mints something that goes to whoever applies it.
    pub fn reveals(&self) -> bool {
        self.mints() && !self.delivers()
    }

    /// Its writes with their numbers.
    pub fn steps(&self) -> impl Iterator<Item = (i32, &Change)> {
        (self.first..).zip(&self.changes)
    }
}

/// The targets of a plan with their writes.
pub fn jobs(targets: Vec<StoredTarget>, changes: Vec<Change>) -> Vec<TargetJob> {
    let (mut rest, mut first) = (changes.into_iter(), 1);
    let mut job = |target: StoredTarget| {
        let changes: Vec<Change> = rest.by_ref().take(target.steps).collect();
        let job = TargetJob { first, target, changes };
        first += i32::try_from(job.changes.len()).unwrap_or(i32::MAX);
        job
    };
    targets.into_iter().map(&mut job).collect()
}
