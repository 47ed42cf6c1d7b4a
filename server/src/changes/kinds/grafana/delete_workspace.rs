//! DeleteWorkspace of Managed Grafana, and what goes with a workspace. What could not be read is said to be so, and never
//! counted as nothing.

use super::super::usable::label_of;
use crate::changes::core::confirmation::{Loss, LostPrograms, LostToken};
use crate::changes::core::prelude::*;
use crate::changes::core::unfit::Wanted;
use aws::Urgency;
use aws::grafana::{Holder, ServiceAccount};
use std::cmp::Reverse;

/// Service accounts whose tokens are read.
const ACCOUNTS: usize = 10;
/// Tokens that are named.
const NAMED: usize = 10;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteWorkspace {
    pub key: ResourceKey,
}

const FIELDS: &[Field] = &[Field::value("workspaceId")];

impl ChangeKind for DeleteWorkspace {
    fn iam_action(&self) -> &'static str {
        "grafana:DeleteWorkspace"
    }

    fn needed_permission(&self) -> Permission {
        Permission::GrafanaDelete
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.key.id })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(Repeat::Never)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, on: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let found = cx.aws.grafana(&self.key.scope).describe_workspace(&self.key.id, Urgency::Read).await?;
            Refusal::unless_fit(self.key.kind, &found.status, Wanted::Deletion)?;
            let state = json!({ "id": found.id, "name": found.name, "created": found.created, "tags": found.tags });
            // Held against a plan, only its state counts.
            let loss = if on.is_null() { Some(loss(cx, &self.key).await) } else { None };
            Ok(Observation { label: label_of(&found), state, loss, ..Observation::default() })
        })
    }

    fn diff_rows(&self, seen: &Observation) -> Vec<DiffRow> {
        vec![DiffRow::Deleted { id: self.key.id.clone(), name: seen.label.clone() }]
    }

    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation> {
        Some(Confirmation::Delete { name: seen.label.clone(), loss: seen.loss.clone()? })
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Delete { kind: Kind::Grafana, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.grafana(&self.key.scope).delete_workspace(&self.key.id).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.key.scope);
            let found = grafana.describe_workspace(&self.key.id, Urgency::Read).await;
            reconcile::by_absence(found.map(|workspace| workspace.status), lost)
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(format!("/{}", Kind::Grafana.segment()))
    }
}

/// At most twelve reads.
async fn loss(cx: &Context, key: &ResourceKey) -> Loss {
    let grafana = cx.aws.grafana(&key.scope);
    let (accounts, holders) = futures::join!(
        grafana.list_service_accounts(&key.id, Urgency::Read),
        grafana.list_permissions(&key.id, Urgency::Read)
    );
    let programs = match accounts {
        Ok(accounts) => Some(programs(cx, key, accounts).await),
        Err(_) => None,
    };
    Loss::Workspace { programs, holders: holders.ok().map(|holders| count_holders(&holders)) }
}

async fn programs(cx: &Context, key: &ResourceKey, accounts: Vec<ServiceAccount>) -> LostPrograms {
    let grafana = cx.aws.grafana(&key.scope);
    let asked = accounts.iter().take(ACCOUNTS);
    let read = asked.map(|account| grafana.list_service_account_tokens(&key.id, &account.id, Urgency::Read));
    let answers = futures::future::join_all(read).await;
    let left_out = accounts.len().saturating_sub(ACCOUNTS);
    let mut programs = LostPrograms { accounts: accounts.len(), left_out, ..LostPrograms::default() };
    for (account, answer) in accounts.iter().zip(answers) {
        match answer {
            Ok(tokens) => programs.tokens.extend(tokens.into_iter().map(|token| LostToken {
                account: account.name.clone(),
                name: token.name,
                last_used_at: token.last_used_at,
            })),
            Err(_) => programs.unread += 1,
        }
    }
    programs.tokens.sort_by_key(|token| Reverse(token.last_used_at));
    programs.more = programs.tokens.len().saturating_sub(NAMED);
    programs.tokens.truncate(NAMED);
    programs
}

/// People and groups.
fn count_holders(holders: &[Holder]) -> (usize, usize) {
    let groups = holders.iter().filter(|holder| holder.kind == "SSO_GROUP").count();
    (holders.len() - groups, groups)
}
