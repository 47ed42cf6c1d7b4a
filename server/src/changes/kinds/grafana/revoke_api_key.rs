//! DeleteWorkspaceApiKey. A key that is not there any more is as good as revoked, unless it may still appear.

use super::tokens::{revoked, warn_of};
use crate::changes::core::intent_age::is_younger;
use crate::changes::core::outcome::{Cause, SkipReason, Why};
use crate::changes::core::prelude::*;
use crate::clock::now;
use model::Millis;
use model::tokens::Subject;

/// How long a key whose making was not answered may still appear at AWS, and how long after a call the name it had means
/// the same key.
const APPEARS: Millis = 5 * 60 * 1_000;

/// How long after the first call of a plan the names that were reviewed still mean the same keys: as long as a plan waits.
const REVIEWED: Millis = 30 * 60 * 1_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevokeKey {
    pub workspace: ResourceKey,
    pub name: String,
}

const FIELDS: &[Field] = &[Field::value("workspaceId"), Field::value("keyName")];

const fn may_appear(certain: bool, created_at: Millis, now: Millis) -> bool {
    !certain && now - created_at < APPEARS
}

impl RevokeKey {
    /// A key that is not there, though its making was sent minutes ago and never answered, may still appear: it is not
    /// called revoked, and stays in the ledger.
    async fn may_still_appear(&self, cx: &Context) -> bool {
        let keys = match cx.store.keys().await {
            Ok(keys) => keys,
            Err(error) => {
                warn_of(Err(error));
                return false;
            }
        };
        let arn = self.workspace.arn();
        let known = keys.iter().find(|key| key.workspace == arn && key.name == self.name);
        known.is_some_and(|key| may_appear(key.certain, key.created_at, now()))
    }

    async fn forget(&self, cx: &Context) {
        warn_of(cx.store.forget_key(&self.workspace.arn(), &self.name).await.map(drop));
        let subject = Subject::Key { workspace: self.workspace.clone(), name: self.name.clone() };
        warn_of(cx.store.forget_notes(&subject.text()).await.map(drop));
    }
}

impl ChangeKind for RevokeKey {
    fn iam_action(&self) -> &'static str {
        "grafana:DeleteWorkspaceApiKey"
    }

    fn needed_permission(&self) -> Permission {
        Permission::TokenRevoke
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.workspace)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.workspace.id, "keyName": self.name })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { independent: true, ..Policy::plain(Repeat::TakesName { valid_for: APPEARS }) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        let label = cx.fleet.label(&self.workspace);
        Box::pin(async { Ok(Observation { label, ..Observation::default() }) })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, _: &Observation) -> PlanTitle {
        PlanTitle::Revoke { names: vec![self.name.clone()] }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            revoked(grafana.delete_api_key(&self.workspace.id, &self.name).await)
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(reconcile::by_repeating(self, call, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.workspace.path())
    }

    /// Of a plan that is taken up late, a name may be another key's by now: AWS lists none.
    fn before_send<'a>(&'a self, cx: &'a Context, run: &'a Run, _: &'a Value) -> BoxFuture<'a, Result<(), SkipReason>> {
        Box::pin(async move {
            let steps = cx.store.steps(run.plan()).await.unwrap_or_default();
            let begun = steps.iter().filter_map(|step| step.intended_at).min();
            match begun {
                Some(at) if !is_younger(&*cx.store, at, REVIEWED).await => {
                    let refusal = Refusal::NameMayBeAnothers { name: self.name.clone() };
                    Err(SkipReason::Refused { refusal })
                }
                _ => Ok(()),
            }
        })
    }

    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        _: &'a Run,
        _: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let answer = answer?;
            if answer.why == Why::AlreadyGone && self.may_still_appear(cx).await {
                return Err(CallError::unknown(Cause::KeyMayStillAppear { name: self.name.clone() }));
            }
            self.forget(cx).await;
            Ok(answer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{APPEARS, may_appear};

    #[test]
    fn a_key_may_appear_for_minutes_after_a_call_that_was_not_answered() {
        assert!(may_appear(false, 1_000, 999 + APPEARS));
        assert!(!may_appear(false, 1_000, 1_000 + APPEARS) && !may_appear(true, 1_000, 1_001));
    }
}
