//! CreateWorkspaceServiceAccount.

use super::super::usable::label_of;
use super::service_accounts::fetch_accounts;
use crate::changes::core::diff::creation;
use crate::changes::core::kind::is_admin;
use crate::changes::core::outcome::Remark;
use crate::changes::core::prelude::*;
use aws::Urgency;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateServiceAccount {
    pub workspace: ResourceKey,
    pub name: String,
    pub grafana_role: String,
}

const FIELDS: &[Field] =
    &[Field::value("workspaceId"), Field::value("name").form("name"), Field::value("grafanaRole").form("grafana_role")];

impl ChangeKind for CreateServiceAccount {
    fn iam_action(&self) -> &'static str {
        "grafana:CreateWorkspaceServiceAccount"
    }

    fn needed_permission(&self) -> Permission {
        Permission::ServiceAccountCreate
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.workspace)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.workspace.id, "name": self.name, "grafanaRole": self.grafana_role })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(Repeat::UniqueName)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let (found, accounts) = fetch_accounts(cx, &self.workspace).await?;
            if accounts.iter().any(|account| account.name == self.name) {
                return Err(Refusal::AccountExists);
            }
            let state = json!({ "workspace": found.id });
            Ok(Observation { label: label_of(&found), state, ..Observation::default() })
        })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        creation(FIELDS, &self.aws_request())
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::CreateAccount { name: self.name.clone(), workspace: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        is_admin(&self.grafana_role)
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            let done = grafana.create_service_account(&self.workspace.id, &self.name, &self.grafana_role).await?;
            Ok(Answer::accepted(done.request_id, Some(done.value.id)))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            let accounts = grafana.list_service_accounts(&self.workspace.id, Urgency::Read).await;
            let named = |account: &aws::grafana::ServiceAccount| account.name == self.name;
            let found = accounts.map(|all| all.into_iter().find(named));
            if let Ok(Some(other)) = &found
                && other.grafana_role != self.grafana_role
            {
                return Err(lost.error.with(Remark::AnotherHasTheName { name: self.name.clone() }));
            }
            reconcile::by_name(self, found.map(|found| found.map(|account| account.id)), call, lost).await
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.workspace.path())
    }
}
