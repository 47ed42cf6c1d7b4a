//! A fresh look at what a write would touch.

use super::confirmation::Loss;
use super::json;
use super::warning::Warning;
use serde_json::Value;

/// What was seen of the target just now.
#[derive(Clone, Debug, Default)]
pub struct Observation {
    /// The name people know the target by.
    pub label: String,
    /// What has to be the same when the plan is applied, under AWS's names.
    pub state: Value,
    pub warnings: Vec<Warning>,
    /// What goes with it; of deletions.
    pub loss: Option<Loss>,
    /// ADMIN, EDITOR or VIEWER of the service account a token is made for; empty where AWS does not say.
    pub grafana_role: String,
}

impl Observation {
    /// The hash the stored plan is held against.
    pub fn hash(&self) -> String {
        json::hash(&self.state)
    }
}
