//! Sections: what of a resource is read and written as a whole. A form shows one, and the writes of its kinds bring it
//! from one state to another.

use super::answer::{Answer, CallError};
use super::confirmation::Confirmation;
use super::context::{Context, Run};
use super::diff::{DiffRow, between};
use super::field::Field;
use super::kind::{Call, Change, ChangeKind, Lost, Registered};
use super::observation::Observation;
use super::outcome::{Remark, RowOutcome, SkipReason};
use super::policy::{Policy, Repeat};
use super::proposal::ProposedTarget;
use super::reconcile::repeat;
use super::refusal::Refusal;
use super::target::Target;
use super::title::PlanTitle;
use super::undo::Undo;
use super::unfit::{Unfit, Wanted};
use super::warning::Warning;
use futures::future::BoxFuture;
use model::door::{Facet, Values};
use model::{Permission, PlanId, ResourceKey, Status};
use serde_json::Value;
use std::fmt::Debug;

/// A section as it was just read.
#[derive(Clone, Debug)]
pub struct SectionState {
    /// The name of the resource.
    pub label: String,
    pub status: Status,
    /// Under AWS's own names.
    pub state: Value,
    /// What else its page shows, by name.
    pub more: Vec<(String, String)>,
}

impl From<SectionState> for Observation {
    fn from(section: SectionState) -> Self {
        Self { label: section.label, state: section.state, ..Self::default() }
    }
}

/// How one section is read, shown, planned and written.
pub trait EditSection: Sync {
    fn which_section(&self) -> Facet;
    /// Every field of its states.
    fn known_fields(&self) -> &'static [Field];
    /// Reads it; three calls at most.
    fn fetch_state<'a>(&'a self, cx: &'a Context, key: &'a ResourceKey)
    -> BoxFuture<'a, Result<SectionState, Refusal>>;
    /// The state as its form shows it.
    fn form_values(&self, state: &Value) -> Values;
    /// What a form asks for, as a state: what the form does not show stays as in `fresh`.
    ///
    /// # Errors
    /// With the field that cannot be had.
    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal>;
    /// The writes that bring it from one state to another, which differ.
    ///
    /// # Errors
    /// When AWS has no way from the one to the other.
    fn planned_changes(
        &self,
        key: ResourceKey,
        before: &Value,
        desired: &Value,
        token: &str,
    ) -> Result<Vec<Change>, Refusal>;
    fn edit_warnings(&self, before: &Value, desired: &Value) -> Vec<Warning>;
    fn asked_confirmation(&self, label: &str, before: &Value, desired: &Value) -> Option<Confirmation>;
    /// A field that is never brought back: it is the present one whatever state is wanted.
    fn always_present(&self) -> Option<&'static str>;
}

/// Reads a section of a resource whose kind has it.
///
/// # Errors
/// That the kind has none, or why it could not be read.
pub async fn fetch(cx: &Context, key: &ResourceKey, section: &dyn EditSection) -> Result<SectionState, Refusal> {
    let which = section.which_section();
    if which.permission(key.kind).is_none() {
        return Err(Refusal::NoSection { kind: key.kind, section: which.word().to_owned() });
    }
    section.fetch_state(cx, key).await
}

/// The same, of a resource that is among the configured ones and in a state that can be changed.
///
/// # Errors
/// As [`fetch`]; that it cannot be changed now.
pub async fn fetch_to_edit(
    cx: &Context,
    key: &ResourceKey,
    section: &dyn EditSection,
) -> Result<SectionState, Refusal> {
    cx.fleet.require(key.kind, &key.scope)?;
    let now = fetch(cx, key, section).await?;
    Refusal::unless_allowed(Unfit::for_state(key.kind, &now.status, Wanted::Change))?;
    Ok(now)
}

/// One target brought to a state; `None` when it is so already.
///
/// # Errors
/// When AWS has no way there.
pub fn propose(
    section: &dyn EditSection,
    key: &ResourceKey,
    now: SectionState,
    desired: &Value,
    token: &str,
) -> Result<Option<ProposedTarget>, Refusal> {
    if now.state == *desired {
        return Ok(None);
    }
    let changes = section.planned_changes(key.clone(), &now.state, desired, token)?;
    if changes.is_empty() {
        return Ok(None);
    }
    let confirmations = section.asked_confirmation(&now.label, &now.state, desired).into_iter().collect();
    let diff = between(section.known_fields(), &now.state, desired);
    let warnings = section.edit_warnings(&now.state, desired);
    let seen = Observation { warnings, ..Observation::from(now) };
    Ok(Some(ProposedTarget { seen, about: None, changes, section: Some(section.which_section()), diff, confirmations }))
}

/// The name AWS knows a plan's step by; the same for every try.
pub fn client_token(plan: &PlanId, step: usize) -> String {
    format!("{plan}-{step}")
}

/// A write that sets the values of a section. It is a kind of write by what it says here and by what its section does.
pub trait SetsSection: Registered + Debug + Send + Sync {
    fn edited_section(&self) -> &'static dyn EditSection;
    fn edited_key(&self) -> &ResourceKey;
    /// The operation as IAM writes it.
    fn section_action(&self) -> &'static str;
    fn section_permission(&self) -> Permission;
    /// The parameters under AWS's names.
    fn section_request(&self) -> Value;
    fn repeat_rule(&self) -> Repeat;
    /// Whether the state is what it would have made of it.
    fn is_done(&self, state: &Value) -> bool;
    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>>;

    /// What the plan found can be set again.
    fn is_restorable(&self) -> bool {
        true
    }

    /// The state it leaves for the next write on the same section.
    fn values_after(&self, state: Value) -> Value {
        state
    }

    /// What has to be on record before it is sent; `on` is the state that is replaced.
    fn before_values<'a>(
        &'a self,
        _cx: &'a Context,
        _run: &'a Run,
        _on: &'a Value,
    ) -> BoxFuture<'a, Result<(), SkipReason>> {
        Box::pin(async { Ok(()) })
    }
}

impl<T: SetsSection> ChangeKind for T {
    fn iam_action(&self) -> &'static str {
        self.section_action()
    }

    fn needed_permission(&self) -> Permission {
        self.section_permission()
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(self.edited_key())
    }

    fn aws_request(&self) -> Value {
        self.section_request()
    }

    fn known_fields(&self) -> &'static [Field] {
        self.edited_section().known_fields()
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(self.repeat_rule())
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let seen = self.edited_section().fetch_state(cx, self.edited_key()).await?;
            // What is under way there may be somebody else's change, which cannot be seen yet.
            Refusal::unless_allowed(Unfit::for_state(self.edited_key().kind, &seen.status, Wanted::Change))?;
            Ok(Observation::from(seen))
        })
    }

    /// The section tells what differs.
    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        Vec::new()
    }

    /// The section asks, where there is something to confirm.
    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::EditSection { section: self.edited_section().which_section(), name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        self.send_values(call)
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(reconcile_by_state(self, call, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        match self.is_restorable() {
            true => Undo::Restore { key: self.edited_key().clone(), section: self.edited_section().which_section() },
            false => Undo::Nothing,
        }
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.edited_key().path())
    }

    fn state_after(&self, state: Value) -> Value {
        self.values_after(state)
    }

    fn before_send<'a>(
        &'a self,
        cx: &'a Context,
        run: &'a Run,
        on: &'a Value,
    ) -> BoxFuture<'a, Result<(), SkipReason>> {
        self.before_values(cx, run, on)
    }
}

/// Done when its values are there. Where they are not, and the target is not as it was either, somebody else has been
/// there: what they did is not overwritten unseen.
async fn reconcile_by_state<T: SetsSection>(kind: &T, call: Call<'_>, lost: Lost) -> Result<Answer, CallError> {
    match kind.edited_section().fetch_state(call.cx, kind.edited_key()).await {
        Ok(seen) if kind.is_done(&seen.state) => Ok(Answer::found_done(None)),
        Ok(seen) if seen.state != *call.on => Err(lost.error.with(Remark::Neither)),
        Ok(seen) => {
            let open = seen.status.refuses_change(kind.edited_key().kind).is_none();
            match lost.may_send && kind.call_policy().is_repeatable() && open {
                true => repeat(kind, call, lost).await,
                false => Err(lost.error.with(Remark::NotFoundDone)),
            }
        }
        Err(_) => Err(lost.error.with(Remark::LookFailed)),
    }
}
