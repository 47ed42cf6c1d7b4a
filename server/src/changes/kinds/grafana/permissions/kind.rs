//! UpdatePermissions as a kind of write.

use super::current::{self, roles_in_state};
use super::instruction::Instruction;
use super::send::{Batch, send};
use crate::changes::core::outcome::{Cause, Remark};
use crate::changes::core::prelude::*;
use model::access::Holder;
use model::form::GrantWish;
use std::collections::BTreeSet;

/// Roles that are given to, or taken from, holders of one workspace. With `guard` nothing is taken that would leave it
/// without an admin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdatePermissions {
    pub key: ResourceKey,
    pub instructions: Vec<Instruction>,
    pub guard: bool,
}

const FIELDS: &[Field] = &[Field::value("workspaceId"), Field::value("updateInstructionBatch")];

impl UpdatePermissions {
    /// `sends`: false only looks.
    fn batch<'a>(&'a self, on: &'a Value, sends: bool) -> Batch<'a> {
        Batch { key: &self.key, instructions: &self.instructions, on, guard: self.guard, sends }
    }
}

impl ChangeKind for UpdatePermissions {
    fn iam_action(&self) -> &'static str {
        "grafana:UpdatePermissions"
    }

    fn needed_permission(&self) -> Permission {
        Permission::GrafanaGrant
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        let row = |one: &Instruction| {
            let user = json!({ "id": one.holder.id, "type": one.holder.kind.aws() });
            json!({ "action": one.action.as_str(), "role": one.role.aws(), "users": [user] })
        };
        let batch: Vec<Value> = self.instructions.iter().map(row).collect();
        json!({ "workspaceId": self.key.id, "updateInstructionBatch": batch })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { checks_itself: true, ..Policy::plain(Repeat::Never) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, on: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(current::observe(cx, &self.key, on))
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        let (changes, workspace) = (self.instructions.len(), Some(seen.label.clone()));
        PlanTitle::ChangeRoles { changes, workspace, workspaces: 1 }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move { send(&call.cx.aws, self.batch(call.on, true)).await })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            match send(&call.cx.aws, self.batch(call.on, lost.may_send)).await {
                // Who cannot look knows nothing of the call that was sent before.
                Err(error) if matches!(error.cause, Cause::HoldersUnread { .. }) => {
                    Err(lost.error.with(Remark::LookFailed))
                }
                // AWS may list late what the first call did: that the second was refused says nothing of it.
                Err(error) => Err(reconcile::refused_again(lost, &error)),
                answer => answer,
            }
        })
    }

    fn opposite_step(&self, before: &Value, rows: &[RowOutcome]) -> Undo {
        let before = roles_in_state(before);
        let done = self.instructions.iter().zip(rows).filter(|(_, row)| row.is_done());
        let holders: BTreeSet<&Holder> = done.map(|(instruction, _)| &instruction.holder).collect();
        let wish = |holder: &Holder| GrantWish {
            workspace: self.key.clone(),
            holder: holder.clone(),
            role: before.get(holder).and_then(|roles| roles.last().copied()),
        };
        Undo::Roles(holders.into_iter().map(wish).collect())
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.key.path())
    }

    fn step_rows(&self) -> Vec<crate::changes::core::role_change::StepRow> {
        self.instructions.iter().map(Into::into).collect()
    }
}
