//! What every kind of write says of itself. Nothing has a default whose absence would be dangerous.

use super::answer::{Answer, CallError};
use super::confirmation::{Confirmation, Power};
use super::context::{Context, Run};
use super::diff::DiffRow;
use super::field::Field;
use super::observation::Observation;
use super::outcome::{RowOutcome, SkipReason};
use super::policy::Policy;
use super::refusal::Refusal;
use super::role_change::StepRow;
use super::secret::Secrets;
use super::target::Target;
use super::title::PlanTitle;
use super::undo::Undo;
use futures::future::BoxFuture;
use model::{Credential, Millis, Permission, ResourceKey, Scope, ServiceAccountId};
use serde_json::Value;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

/// One AWS call that changes something, whole: whoever holds it can send it without asking anybody else.
pub type Change = Arc<dyn ChangeKind>;

/// What the registry gives every kind that it lists.
#[diagnostic::on_unimplemented(message = "`{Self}` is not listed in server/src/changes/registry.rs")]
pub trait Registered {
    /// The name it is stored by.
    fn tag(&self) -> &'static str;
    /// Its stored form, without the tag.
    fn params(&self) -> Value;
}

/// A kind of write. One file owns everything about its AWS call.
pub trait ChangeKind: Registered + Debug + Send + Sync {
    /// The operation as IAM writes it: `grafana:UpdateWorkspace`.
    fn iam_action(&self) -> &'static str;
    /// What planning and applying it needs, but for `grafana.grant` where it gives the role ADMIN.
    fn needed_permission(&self) -> Permission;
    fn write_target(&self) -> Target<'_>;
    /// The parameters under AWS's names; never a secret.
    fn aws_request(&self) -> Value;
    /// Every parameter of [`ChangeKind::aws_request`] and every field of the state it changes.
    fn known_fields(&self) -> &'static [Field];
    fn call_policy(&self) -> Policy;
    /// Looks at the target, and refuses where its state forbids the write: it is asked again before anything is sent. `on`
    /// is the state that the plan was made on, of which a part may be enough, and null while it is planned. Warnings count
    /// while it is planned alone.
    fn observe_target<'a>(&'a self, cx: &'a Context, on: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>>;
    /// What it does to the target, where no section of it is edited.
    fn diff_rows(&self, seen: &Observation) -> Vec<DiffRow>;
    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation>;
    /// What a plan of this one write is called.
    fn plan_title(&self, seen: &Observation) -> PlanTitle;
    /// Whether it gives somebody what an admin may do; `on` is the state the plan was made on.
    fn gives_admin(&self, on: &Value) -> bool;
    /// Sends it once.
    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>>;
    /// Finds out what became of a call whose answer is lost, and sends it again where that cannot do it twice.
    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>>;
    /// The opposite; `before` is the state the plan found, `rows` what became of each of its rows.
    fn opposite_step(&self, before: &Value, rows: &[RowOutcome]) -> Undo;
    /// Where to go once it is done.
    fn result_path(&self, answer: &Answer) -> Option<String>;

    /// The state it leaves for the next write on the same target.
    fn state_after(&self, state: Value) -> Value {
        state
    }

    /// What its rows do, where it carries several.
    fn step_rows(&self) -> Vec<StepRow> {
        Vec::new()
    }

    /// What it mints, described before it exists; of every kind whose policy says that it mints.
    fn minted_credential(&self) -> Option<Mint<'_>> {
        None
    }

    /// Where it puts what the step before it minted.
    fn delivery_target(&self) -> Option<DeliveryTo<'_>> {
        None
    }

    /// Why the first step of its target must not be sent, though the target is as it was.
    fn check_ready<'a>(&'a self, _cx: &'a Context, _beside: &'a [Change]) -> BoxFuture<'a, Result<(), Refusal>> {
        Box::pin(async { Ok(()) })
    }

    /// Why it must not be sent now; and what has to be on record first is put there. `on` is the state that is replaced.
    fn before_send<'a>(
        &'a self,
        _cx: &'a Context,
        _run: &'a Run,
        _on: &'a Value,
    ) -> BoxFuture<'a, Result<(), SkipReason>> {
        Box::pin(async { Ok(()) })
    }

    /// What was put on record for it goes: it was not sent after all, or AWS refused it.
    fn was_not_done<'a>(&'a self, _cx: &'a Context, _run: &'a Run) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// What is remembered of it beside AWS's answer, and what that answer is worth.
    fn after_answer<'a>(
        &'a self,
        _cx: &'a Context,
        _run: &'a Run,
        _beside: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async { answer })
    }

    /// What it minted is where somebody can have it.
    fn secret_is_kept<'a>(&'a self, _cx: &'a Context, _run: &'a Run) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

/// What a call has at hand.
#[derive(Debug)]
pub struct Call<'a> {
    pub cx: &'a Context,
    /// The state of the target that the write was made for.
    pub on: &'a Value,
    pub secrets: &'a mut Secrets,
}

/// A call whose answer is lost.
#[derive(Debug)]
pub struct Lost {
    pub error: CallError,
    /// It may be sent again, where that cannot do it twice.
    pub may_send: bool,
    /// How long a mint is looked for.
    pub search: Duration,
}

/// What a mint makes.
#[derive(Clone, Debug)]
pub struct Mint<'a> {
    pub credential: Credential,
    /// The tag of a secret that is its own.
    pub owner: String,
    pub replaces: Option<ReplacedBy<'a>>,
}

/// The token that a mint takes the place of.
#[derive(Clone, Debug)]
pub struct ReplacedBy<'a> {
    pub workspace: &'a ResourceKey,
    pub account: &'a ServiceAccountId,
    pub id: &'a str,
    pub name: &'a str,
    /// Not known of one that an earlier version stored, and where AWS does not say.
    pub expires_at: Option<Millis>,
    /// The tag of a secret that is its own.
    pub owner: String,
}

/// A secret of Secrets Manager that takes what was minted.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryTo<'a> {
    pub scope: &'a Scope,
    pub secret: &'a str,
    /// It was there when this was planned.
    pub exists: bool,
    /// What its tag said when this was planned.
    pub tagged: Option<&'a str>,
}

impl Mint<'_> {
    /// What makes it powerful.
    pub fn power(&self) -> Power {
        Power {
            admin: is_admin(&self.credential.grafana_role),
            longest_life: self.credential.seconds_to_live >= model::form::LONGEST_LIFE,
        }
    }
}

/// A role of Grafana that is not known may do anything: it is taken for ADMIN.
pub fn is_admin(grafana_role: &str) -> bool {
    !matches!(grafana_role, "VIEWER" | "EDITOR")
}
