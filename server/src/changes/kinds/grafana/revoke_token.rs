//! DeleteWorkspaceServiceAccountToken. A token that is not there any more is as good as revoked.

use super::tokens::{revoked, warn_of};
use crate::changes::core::prelude::*;
use model::ServiceAccountId;
use model::tokens::Subject;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevokeToken {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    /// AWS's id of it.
    pub token: String,
    pub name: String,
}

const FIELDS: &[Field] = &[Field::value("workspaceId"), Field::value("serviceAccountId"), Field::value("tokenId")];

impl RevokeToken {
    async fn forget(&self, cx: &Context) {
        let (workspace, account) = (self.workspace.arn(), self.account.as_str());
        warn_of(cx.store.end_rotations_to(&workspace, account, &self.name).await.map(drop));
        warn_of(cx.store.end_rotations_of(&workspace, account, &self.token).await.map(drop));
        let (workspace, account) = (self.workspace.clone(), self.account.clone());
        let subject = Subject::Token { workspace, account, token: self.token.clone() };
        warn_of(cx.store.forget_notes(&subject.text()).await.map(drop));
    }
}

impl ChangeKind for RevokeToken {
    fn iam_action(&self) -> &'static str {
        "grafana:DeleteWorkspaceServiceAccountToken"
    }

    fn needed_permission(&self) -> Permission {
        Permission::TokenRevoke
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.workspace)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.workspace.id, "serviceAccountId": self.account, "tokenId": self.token })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { independent: true, ..Policy::plain(Repeat::SetsValues) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        // By an id that AWS gives once: there is nothing that could have moved.
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
            let account = self.account.as_str();
            revoked(grafana.delete_service_account_token(&self.workspace.id, account, &self.token).await)
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

    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        _: &'a Run,
        _: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            if answer.is_ok() {
                self.forget(cx).await;
            }
            answer
        })
    }
}
