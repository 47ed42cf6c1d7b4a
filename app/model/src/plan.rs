//! A plan as a person sees it: generic, so that the browser knows no kind of change.

use crate::form::TokenAt;
use crate::{FieldError, Millis, PlanId};
use serde::{Deserialize, Serialize};

/// What a line of a diff does: `+` adds, `-` removes, `~` changes, `=` stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    #[serde(rename = "+")]
    Add,
    #[serde(rename = "-")]
    Remove,
    #[serde(rename = "~")]
    Change,
    #[serde(rename = "=")]
    Keep,
}

/// One field of a target: what it is and what it will be. `before` is absent of what is added, `after` of what is
/// removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    pub sign: Sign,
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What the plan is about, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its name, or the name it will have.
    pub label: String,
    pub account: String,
    pub account_name: String,
    pub region: String,
    /// The page of the resource, where it exists already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    pub diff: Vec<DiffLine>,
}

/// What became of a step, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeWord {
    /// AWS took it.
    Applied,
    /// AWS took it and a later read agrees.
    Verified,
    /// Not tried: the target moved since the plan was made, or an earlier step did not succeed.
    Refused,
    /// AWS refused it; nothing changed.
    Failed,
    /// No answer: it may or may not have happened.
    Unknown,
}

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub word: OutcomeWord,
    pub message: String,
    pub at: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// AWS's field errors, under the names of the form the plan came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// What moved since the plan was made, where that is why it was not tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<DiffLine>,
    /// What became of each of its rows, where one call carries several; in the order of [`StepView::rows`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowOutcome>,
}

impl Outcome {
    /// Something of it is done: the whole, or one of its rows.
    pub fn is_done_in_part(&self) -> bool {
        let done = |word| matches!(word, OutcomeWord::Applied | OutcomeWord::Verified);
        done(self.word) || self.rows.iter().any(|row| done(row.word))
    }
}

/// What became of one row of a call that carries several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOutcome {
    pub word: OutcomeWord,
    /// Why, where it was not verified.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// One AWS call of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// `grafana:CreateWorkspace`
    pub operation: String,
    /// The place of its target among the plan's targets.
    #[serde(default)]
    pub target: u32,
    /// The parameters that will be sent, as indented JSON.
    pub request: String,
    /// What its rows do, where one call carries several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// One row of a call that carries several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// Whom it is about: rows of one holder in one target belong together.
    pub holder: String,
    /// "Ada Lovelace: add ADMIN"
    pub text: String,
}

/// What a person should know before they agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningView {
    /// The name of its kind; empty in plans of earlier versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What it is about, by name, where a plan has several targets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    pub text: String,
    /// The places of these among the plan's targets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<u32>,
}

/// Where a plan comes from. One made from another plan is called by that one's title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum PlanOrigin {
    #[default]
    Person,
    Undo {
        plan: PlanId,
        title: String,
    },
    Retry {
        plan: PlanId,
        title: String,
    },
    /// An earlier state that was kept is brought back.
    Restore,
    /// As an earlier version of Belvedere wrote it.
    Earlier {
        title: String,
    },
}

impl PlanOrigin {
    /// As an earlier version wrote it: a title, or none where a person wrote the form.
    pub fn of_title(title: String) -> Self {
        if title.is_empty() { Self::Person } else { Self::Earlier { title } }
    }
}

/// Where a plan is on its road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlanState {
    /// Waits for a person.
    Planned,
    /// Its steps are being sent.
    Applying,
    /// Every step was applied.
    Applied,
    /// A step was refused or failed.
    Failed,
    /// A step has no known outcome.
    Unknown,
    /// The server stopped in the middle; a person decides what becomes of the rest.
    Interrupted,
    /// Too old to be applied.
    Expired,
}

impl PlanState {
    pub const fn slug(self) -> &'static str {
        match self {
            PlanState::Planned => "planned",
            PlanState::Applying => "applying",
            PlanState::Applied => "applied",
            PlanState::Failed => "failed",
            PlanState::Unknown => "unknown",
            PlanState::Interrupted => "interrupted",
            PlanState::Expired => "expired",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        use PlanState as S;
        [S::Planned, S::Applying, S::Applied, S::Failed, S::Unknown, S::Interrupted, S::Expired]
            .into_iter()
            .find(|state| state.slug() == slug)
    }

    pub const fn word(self) -> &'static str {
        match self {
            PlanState::Planned => "Waiting for review",
            PlanState::Applying => "Applying",
            PlanState::Applied => "Applied",
            PlanState::Failed => "Not applied",
            PlanState::Unknown => "Outcome unknown",
            PlanState::Interrupted => "Interrupted",
            PlanState::Expired => "Expired",
        }
    }

    /// Nothing more happens to it by itself or by "apply".
    pub const fn is_over(self) -> bool {
        !matches!(self, PlanState::Planned | PlanState::Applying)
    }
}

/// What a person must type before the plan can be applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The text to type, exactly: the name of what will be gone.
    pub text: String,
    /// What is lost and what stays, or what is given.
    pub consequence: String,
    /// Nothing is lost: something powerful is made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gives: bool,
}

/// What a mint will hand over, described before it exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    pub name: String,
    /// ADMIN, EDITOR or VIEWER in the workspace.
    pub grafana_role: String,
    pub seconds_to_live: u32,
    /// An API key, and not a token of a service account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_key: bool,
    /// The secret of AWS Secrets Manager it goes to, instead of being shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_to: Option<String>,
}

/// A secret that is entered when the plan is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub label: String,
    pub help: String,
}

/// A token that another one takes the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedToken {
    pub name: String,
    pub at: TokenAt,
    /// Not known where an earlier version planned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Millis>,
}

/// The whole plan as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    pub id: PlanId,
    /// "Create workspace payments-prod"
    pub title: String,
    /// The verb and object on the button: "Create workspace"
    pub action: String,
    pub state: PlanState,
    pub created_at: Millis,
    pub created_by: String,
    pub expires_at: Millis,
    pub targets: Vec<Target>,
    pub warnings: Vec<WarningView>,
    pub steps: Vec<StepView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// Present when the answer is a secret: the plan is applied through the mint's own door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<Credential>,
    /// Present when a secret of the person's own has to be entered to apply it; it lives in memory alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<Asked>,
    /// Its opposite can be planned, once something of it was applied. Of a plan that mints: something may be there whose
    /// secret nobody has.
    #[serde(default)]
    pub undoable: bool,
    /// What was rotated and is still there, where somebody has the secret of its successor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<ReplacedToken>,
    /// Some of its rows were not applied and can be planned again.
    #[serde(default)]
    pub retryable: bool,
    /// The form it came from, to plan again with other values; `None` where there is no form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_path: Option<String>,
    /// Where to go once applied: the resource's page, or its list after a deletion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_path: Option<String>,
}

/// One line of the list of plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    pub id: PlanId,
    pub title: String,
    pub state: PlanState,
    /// Something of it was applied, whatever became of the rest.
    #[serde(default)]
    pub partly: bool,
    pub created_at: Millis,
    pub created_by: String,
    /// The target's account and region, for the list.
    pub place: String,
    /// What became of it, in a sentence; empty while nothing has.
    pub outcome: String,
}
