//! Editing what is there: one facet of a resource, as it was when its form was opened and as it should be.

use crate::{FieldError, Millis, PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// Both states of one facet. `base` is held against a fresh read, so that nobody overwrites what they never saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit<F> {
    pub key: ResourceKey,
    /// As the form was opened.
    pub base: F,
    pub values: F,
    /// When it moved meanwhile: lay what was changed here over what is there now, instead of refusing.
    pub merge: bool,
}

/// A form that is being opened for something that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedEdit<F> {
    /// One id per opened form: sending the form twice makes one plan.
    pub id: PlanId,
    /// The name of the resource.
    pub label: String,
    /// As it is now.
    pub base: F,
    /// What to begin with: `base`, or what an earlier plan kept.
    pub values: F,
    /// Field errors AWS answered when that plan was applied.
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    /// Why AWS would refuse the change in the state the resource is in.
    pub refused: Option<String>,
    /// What else the page needs to know, by name: choices and addresses.
    pub more: Vec<(String, String)>,
}

/// An earlier state of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Names it when it is to be brought back.
    pub number: i64,
    /// When it was replaced.
    pub at: Millis,
    pub actor: String,
    pub plan: PlanId,
    /// What it said, in a few lines.
    pub lines: Vec<String>,
}
