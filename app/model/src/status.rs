//! The states AWS gives its resources, what they mean, and the five tallies they fall into.

use crate::Kind;
use serde::{Deserialize, Serialize};

/// The five counts above each list; each is a filter and the legend of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tally {
    Active,
    Changing,
    Attention,
    Failed,
    Unknown,
}

impl Tally {
    pub const ALL: [Tally; 5] = [Tally::Active, Tally::Changing, Tally::Attention, Tally::Failed, Tally::Unknown];

    pub const fn slug(self) -> &'static str {
        match self {
            Tally::Active => "active",
            Tally::Changing => "changing",
            Tally::Attention => "attention",
            Tally::Failed => "failed",
            Tally::Unknown => "unknown",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Tally::Active => "Active",
            Tally::Changing => "Changing",
            Tally::Attention => "Needs attention",
            Tally::Failed => "Failed",
            Tally::Unknown => "Unknown",
        }
    }
}

/// A state word exactly as AWS sent it; words AWS adds later are kept and count as unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Status(String);

/// (AWS's word, tally, what it means and what can be done in it)
type Meaning = (&'static str, Tally, &'static str);

const GRAFANA: [Meaning; 14] = [
    ("ACTIVE", Tally::Active, "Ready to use. Everything about it can be changed."),
    ("CREATING", Tally::Changing, "AWS is creating it. It cannot be changed until it is active."),
    ("UPDATING", Tally::Changing, "AWS is applying a change. Further changes wait until it is active again."),
    ("UPGRADING", Tally::Changing, "AWS is changing its license. Further changes wait until it is active again."),
    ("VERSION_UPDATING", Tally::Changing, "Grafana is being updated. No change is possible until that has ended."),
    ("DELETING", Tally::Changing, "AWS is deleting it with its dashboards and alerts. This cannot be stopped."),
    (
        "DEGRADED",
        Tally::Attention,
        "It runs, but not fully. AWS gives the reason below; it can be changed and deleted.",
    ),
    ("FAILED", Tally::Failed, "It cannot be used or repaired. The only thing left to do is to delete it."),
    ("CREATION_FAILED", Tally::Failed, "It was never usable. Delete it, then create it again."),
    (
        "UPDATE_FAILED",
        Tally::Failed,
        "The last change failed. Look at its settings, then try the change again or delete it.",
    ),
    ("UPGRADE_FAILED", Tally::Failed, "The license could not be added. Try again or delete it."),
    (
        "VERSION_UPDATE_FAILED",
        Tally::Failed,
        "The Grafana version could not be updated. It may still run on the old one.",
    ),
    ("LICENSE_REMOVAL_FAILED", Tally::Failed, "The license could not be removed and may still cost money. Try again."),
    ("DELETION_FAILED", Tally::Failed, "It was not deleted and may still cost money. Delete it again."),
];

const PROMETHEUS: [Meaning; 5] = [
    ("ACTIVE", Tally::Active, "Ready to ingest and to query. It can be changed and deleted."),
    ("CREATING", Tally::Changing, "AWS is creating it. It cannot be changed until it is active."),
    ("UPDATING", Tally::Changing, "AWS is applying a change. Further changes wait until it is active again."),
    ("DELETING", Tally::Changing, "AWS is deleting it. Its data may be kept up to one month more."),
    ("CREATION_FAILED", Tally::Failed, "It was never usable. Delete it, then create it again."),
];

const CODEARTIFACT: [Meaning; 2] = [
    ("Active", Tally::Active, "Ready to use. It can be deleted once it holds no repositories."),
    ("Deleted", Tally::Unknown, "It is deleted. AWS still lists it for a while."),
];

impl Status {
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The word as AWS writes it.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Sentence case: `CREATION_FAILED` reads "Creation failed".
    pub fn word(&self) -> String {
        let lower = self.0.to_ascii_lowercase().replace('_', " ");
        let mut letters = lower.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
    }

    fn known(&self, kind: Kind) -> Option<&'static Meaning> {
        let table: &'static [Meaning] = match kind {
            Kind::Grafana => &GRAFANA,
            Kind::Prometheus => &PROMETHEUS,
            Kind::CodeArtifact => &CODEARTIFACT,
        };
        table.iter().find(|(word, ..)| *word == self.0)
    }

    pub fn tally(&self, kind: Kind) -> Tally {
        self.known(kind).map_or(Tally::Unknown, |(_, tally, _)| *tally)
    }

    /// What the state means and what can be done in it, in one or two sentences.
    pub fn meaning(&self, kind: Kind) -> &'static str {
        self.known(kind)
            .map_or("AWS sent a state this version does not know. Nothing is assumed about it.", |(.., m)| m)
    }

    /// AWS is at work and will change this state by itself.
    pub fn is_changing(&self, kind: Kind) -> bool {
        self.tally(kind) == Tally::Changing
    }

    /// Why it cannot be deleted now; `None` when it can. AWS has the last word (409).
    pub fn refuses_delete(&self, kind: Kind) -> Option<String> {
        let refused = match kind {
            Kind::Prometheus => self.0 != "ACTIVE" && self.0 != "CREATION_FAILED",
            Kind::Grafana | Kind::CodeArtifact => self.is_changing(kind) || self.0 == "Deleted",
        };
        refused.then(|| format!("Its state is \"{}\". {}", self.word(), self.meaning(kind)))
    }

    /// Why its settings cannot be changed now; `None` when they can. AWS has the last word (409).
    pub fn refuses_change(&self, kind: Kind) -> Option<String> {
        let refused = match kind {
            Kind::Prometheus => self.0 != "ACTIVE",
            Kind::Grafana => {
                let lost = matches!(self.0.as_str(), "FAILED" | "CREATION_FAILED" | "DELETION_FAILED");
                lost || self.is_changing(kind)
            }
            Kind::CodeArtifact => self.0 == "Deleted",
        };
        refused.then(|| match self.is_changing(kind) {
            true => format!("Its state is \"{}\". {}", self.word(), self.meaning(kind)),
            // What is left to do in it stands beside the state already.
            false => format!("Its state is \"{}\", in which AWS takes no change.", self.word()),
        })
    }

    /// Why service accounts and tokens cannot be changed now; `None` when they can.
    pub fn refuses_accounts(&self) -> Option<String> {
        let usable = matches!(self.0.as_str(), "ACTIVE" | "DEGRADED");
        (!usable).then(|| format!("Service accounts need an active workspace; this one is \"{}\".", self.word()))
    }
}
