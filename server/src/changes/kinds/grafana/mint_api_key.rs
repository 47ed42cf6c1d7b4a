//! CreateWorkspaceApiKey: a key that AWS cannot list, so that it is written down before it is made.

use super::super::usable::{label_of, usable_grafana};
use super::mint_token::{confirm_power, not_repeated, propose};
use super::tokens::{mark_name, save_note, warn_of};
use crate::changes::core::diff::creation;
use crate::changes::core::kind::{Mint, is_admin};
use crate::changes::core::outcome::{Remark, SkipReason};
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::Proposal;
use crate::changes::core::secret_owner::key_owner;
use crate::changes::core::unfit::Wanted;
use crate::clock::now;
use aws::Urgency;
use model::form::MintKey as MintKeyForm;
use model::tokens::{Note, Subject};
use model::{Credential, Millis, PlanId};
use std::sync::Arc;
use store::KeyRecord;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MintKey {
    pub workspace: ResourceKey,
    pub name: String,
    pub grafana_role: String,
    pub seconds: u32,
    /// Kept with it once it exists.
    #[serde(default, skip_serializing_if = "Note::is_empty")]
    pub note: Note,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("keyName").form("name"),
    Field::value("keyRole").form("grafana_role"),
    Field::value("secondsToLive").form("seconds_to_live"),
];

/// # Errors
/// With fields; that a state or a version takes none; or why a read failed.
pub async fn plan(cx: &Context, form: &MintKeyForm, plan: &PlanId) -> Result<Proposal, Refusal> {
    let mint = MintKey {
        workspace: usable_grafana(cx, &form.workspace)?,
        name: mark_name(&form.name, plan, 0),
        grafana_role: form.grafana_role.clone(),
        seconds: form.seconds_to_live,
        note: form.note.clone(),
    };
    let target = propose(cx, Arc::new(mint), &form.deliver_to, plan, 1).await?;
    let title = target.changes.first().map_or(PlanTitle::Change, |mint| mint.plan_title(&target.seen));
    Ok(Proposal::of(title, target))
}

async fn observe(mint: &MintKey, cx: &Context) -> Result<Observation, Refusal> {
    let found = cx.aws.grafana(&mint.workspace.scope).describe_workspace(&mint.workspace.id, Urgency::Read).await?;
    Refusal::unless_fit(Kind::Grafana, &found.status, Wanted::Accounts)?;
    if !model::detail::takes_keys(&found.grafana_version) {
        return Err(Refusal::NoApiKeys);
    }
    let state = json!({ "id": found.id, "grafanaVersion": found.grafana_version });
    let (label, grafana_role) = (label_of(&found), mint.grafana_role.clone());
    let warnings = vec![Warning::ApiKeysUnlisted];
    Ok(Observation { label, state, warnings, grafana_role, ..Observation::default() })
}

impl MintKey {
    fn record(&self, run: &Run) -> KeyRecord {
        let created_at = now();
        KeyRecord {
            workspace: self.workspace.arn(),
            name: self.name.clone(),
            grafana_role: self.grafana_role.clone(),
            created_at,
            expires_at: created_at.saturating_add(Millis::from(self.seconds) * 1_000),
            created_by: run.actor.clone(),
            plan: run.plan().clone(),
            certain: false,
        }
    }
}

impl ChangeKind for MintKey {
    fn iam_action(&self) -> &'static str {
        "grafana:CreateWorkspaceApiKey"
    }

    fn needed_permission(&self) -> Permission {
        Permission::TokenMint
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.workspace)
    }

    fn aws_request(&self) -> Value {
        json!({
            "workspaceId": self.workspace.id,
            "keyName": self.name,
            "keyRole": self.grafana_role,
            "secondsToLive": self.seconds,
        })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { mint: true, ..Policy::plain(Repeat::Never) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(observe(self, cx))
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        creation(FIELDS, &self.aws_request())
    }

    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation> {
        confirm_power(&self.minted_credential()?, seen)
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::MintApiKey { name: self.name.clone(), workspace: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        is_admin(&self.grafana_role)
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            let minting = grafana.create_api_key(&self.workspace.id, &self.name, &self.grafana_role, self.seconds);
            let done = minting.await.map_err(not_repeated)?;
            call.secrets.minted.put(done.value.secret);
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, _: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        let (name, unseen) = (self.name.clone(), lost.may_send);
        Box::pin(async move { Err(lost.error.with(Remark::KeyCannotBeListed { name, unseen })) })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::RevokeKey { workspace: self.workspace.clone(), name: self.name.clone() }
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.workspace.path())
    }

    fn minted_credential(&self) -> Option<Mint<'_>> {
        let credential = Credential {
            name: self.name.clone(),
            grafana_role: self.grafana_role.clone(),
            seconds_to_live: self.seconds,
            is_key: true,
            delivered_to: None,
        };
        Some(Mint { credential, owner: key_owner(&self.workspace, &self.name), replaces: None })
    }

    fn before_send<'a>(&'a self, cx: &'a Context, run: &'a Run, _: &'a Value) -> BoxFuture<'a, Result<(), SkipReason>> {
        Box::pin(async move {
            cx.store.expect_key(&self.record(run)).await.map_err(|error| {
                tracing::error!(%error, plan = %run.plan(), "ledger not written");
                SkipReason::LedgerNotWritten
            })
        })
    }

    fn was_not_done<'a>(&'a self, cx: &'a Context, run: &'a Run) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let forgotten = cx.store.forget_unmade_key(&self.workspace.arn(), &self.name, run.plan()).await;
            warn_of(forgotten.map(drop));
        })
    }

    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        run: &'a Run,
        _: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            if answer.is_ok() {
                warn_of(cx.store.confirm_key(&self.workspace.arn(), &self.name, run.plan()).await.map(drop));
                let subject = Subject::Key { workspace: self.workspace.clone(), name: self.name.clone() };
                save_note(cx, &run.actor, &subject, &self.note).await;
            }
            answer
        })
    }
}
