//! DeleteWorkspaceServiceAccount.

use super::super::usable::label;
use super::service_accounts::fetch_account;
use super::tokens::warn_of;
use crate::changes::core::confirmation::Loss;
use crate::changes::core::outcome::Remark;
use crate::changes::core::prelude::*;
use aws::Urgency;
use model::ServiceAccountId;
use model::tokens::Subject;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteServiceAccount {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
}

const FIELDS: &[Field] = &[Field::value("workspaceId"), Field::value("serviceAccountId")];

impl ChangeKind for DeleteServiceAccount {
    fn iam_action(&self) -> &'static str {
        "grafana:DeleteWorkspaceServiceAccount"
    }

    fn needed_permission(&self) -> Permission {
        Permission::ServiceAccountDelete
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.workspace)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.workspace.id, "serviceAccountId": self.account })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(Repeat::Never)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let (account, tokens) = fetch_account(cx, &self.workspace, &self.account).await?;
            let mut tokens: Vec<String> = tokens.into_iter().map(|token| token.name).collect();
            tokens.sort_unstable();
            let state = json!({ "id": account.id, "name": account.name, "tokens": tokens });
            let loss = Some(Loss::ServiceAccount { tokens });
            let label = label(Some(&account.name), &account.id);
            Ok(Observation { label, state, loss, ..Observation::default() })
        })
    }

    fn diff_rows(&self, seen: &Observation) -> Vec<DiffRow> {
        vec![DiffRow::Deleted { id: self.account.to_string(), name: seen.label.clone() }]
    }

    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation> {
        Some(Confirmation::Delete { name: seen.label.clone(), loss: seen.loss.clone()? })
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::DeleteAccount { name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            let done = grafana.delete_service_account(&self.workspace.id, self.account.as_str()).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            match grafana.list_service_accounts(&self.workspace.id, Urgency::Read).await {
                Ok(accounts) if accounts.iter().any(|account| account.id == self.account.as_str()) => {
                    Err(lost.error.with(Remark::NotFoundDone))
                }
                Ok(_) => Ok(Answer::found_done(None)),
                Err(_) => Err(lost.error.with(Remark::LookFailed)),
            }
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.workspace.path())
    }

    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        _: &'a Run,
        _: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            if answer.is_ok() {
                let subject = Subject::Account { workspace: self.workspace.clone(), account: self.account.clone() };
                warn_of(cx.store.forget_notes(&subject.text()).await.map(drop));
            }
            answer
        })
    }
}
