//! CreateWorkspaceServiceAccountToken: a token of a service account, shown once or delivered.

use super::super::deliver_secret::plan_delivery;
use super::super::usable::usable_grafana;
use super::service_accounts::fetch_account;
use super::tokens::{
    Replaced, fetch_replaced, fetch_tokens, mark_name, note_of, overlap_warning, quota_warning, save_note, warn_of,
};
use crate::changes::core::diff::creation;
use crate::changes::core::kind::{Mint, ReplacedBy, is_admin};
use crate::changes::core::outcome::Remark;
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::secret_owner::{secret_of_others, token_owner};
use crate::clock::now;
use aws::Failure;
use model::form::{MintToken as MintTokenForm, TokenAt};
use model::tokens::{Note, Subject};
use model::{Code, Credential, PlanId, ServiceAccountId};
use std::sync::Arc;
use std::time::Duration;
use store::RotationRecord;
use tokio::time::Instant;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MintToken {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    pub name: String,
    pub seconds: u32,
    /// Kept with it once it exists.
    #[serde(default, skip_serializing_if = "Note::is_empty")]
    pub note: Note,
    /// The token that it takes the place of, of the same account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaced>,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("serviceAccountId"),
    Field::value("name").form("name"),
    Field::value("secondsToLive").form("seconds_to_live"),
];

/// # Errors
/// With fields; that something is not there or refuses it; or why a read failed.
pub async fn plan(cx: &Context, form: &MintTokenForm, plan: &PlanId) -> Result<Proposal, Refusal> {
    let workspace = usable_grafana(cx, &form.workspace)?;
    let (mut replaces, mut note) = (None, form.note.clone());
    if !form.replaces.is_empty() {
        let (account, token) = (form.account.clone(), form.replaces.clone());
        let at = TokenAt { workspace: workspace.clone(), account, token };
        replaces = Some(fetch_replaced(cx, &at).await?);
        if note.is_empty() {
            note = note_of(cx, &at).await;
        }
    }
    let quota = quota_warning(cx, &workspace, 1);
    let mint = MintToken {
        workspace,
        account: form.account.clone(),
        name: mark_name(&form.name, plan, 0),
        seconds: form.seconds_to_live,
        note,
        replaces: replaces.as_ref().map(Replaced::from),
    };
    let mut target = propose(cx, Arc::new(mint), &form.deliver_to, plan, 1).await?;
    target.seen.warnings.extend(quota);
    let title = match &replaces {
        Some(old) => {
            target.seen.warnings.push(overlap_warning(old));
            PlanTitle::RotateToken { name: old.name.clone(), account: target.seen.label.clone() }
        }
        None => target.changes.first().map_or(PlanTitle::Change, |mint| mint.plan_title(&target.seen)),
    };
    Ok(Proposal::of(title, target))
}

/// The writes that mint, and deliver where a secret is named. The first has number `step`.
///
/// # Errors
/// As [`plan`].
pub async fn propose(
    cx: &Context,
    mint: Change,
    secret: &str,
    plan: &PlanId,
    step: usize,
) -> Result<ProposedTarget, Refusal> {
    let seen = mint.observe_target(cx, &Value::Null).await?;
    // The role of the account is known from now on.
    let mut target = ProposedTarget::of(mint, seen);
    if secret.is_empty() {
        return Ok(target);
    }
    let owner =
        target.changes.first().and_then(|mint| mint.minted_credential().map(|mint| mint.owner)).unwrap_or_default();
    let writes = plan_delivery(cx, owner, secret, format!("{plan}-{}", step + 1)).await?;
    let replaced = writes.iter().filter_map(|write| write.delivery_target()).filter(|to| to.exists);
    let warnings: Vec<Warning> =
        replaced.map(|to| Warning::SecretGetsVersion { secret: to.secret.to_owned() }).collect();
    target.seen.warnings.extend(warnings);
    let of_secret = Observation { label: secret.to_owned(), ..Observation::default() };
    target.diff.extend(writes.iter().flat_map(|write| write.diff_rows(&of_secret)));
    target.changes.extend(writes);
    if let Some(secret) = secret_of_others(&target.changes) {
        let secret = secret.to_owned();
        target.confirmations.push(Confirmation::OthersSecret { secret, powerful: None });
    }
    Ok(target)
}

/// A mint is sent once, whatever AWS answers.
pub(super) fn not_repeated(failure: Failure) -> CallError {
    let throttled = failure.error.code == Code::Throttled;
    let error = CallError::from(failure);
    if throttled { error.with(Remark::MintNotRepeated) } else { error }
}

impl MintToken {
    /// Whether a token of the name is listed: AWS may need a moment to show what it made. `None` when it could not be
    /// read.
    async fn search(&self, cx: &Context, search: Duration) -> Option<bool> {
        let end = Instant::now() + search;
        let mut wait = Duration::from_millis(500);
        loop {
            let tokens = fetch_tokens(cx, &self.workspace, &self.account).await;
            let there = tokens.map(|tokens| tokens.iter().any(|token| token.name == self.name)).ok();
            let left = end.saturating_duration_since(Instant::now());
            if there == Some(true) || left.is_zero() {
                return there;
            }
            tokio::time::sleep(wait.min(left)).await;
            wait = (wait * 2).min(Duration::from_secs(8));
        }
    }

    async fn begin_rotation(&self, cx: &Context, run: &Run) {
        let Some(old) = &self.replaces else { return };
        let rotation = RotationRecord {
            plan: run.plan().clone(),
            workspace: self.workspace.arn(),
            account: self.account.to_string(),
            old_id: old.id.clone(),
            old_name: old.name.clone(),
            new_name: self.name.clone(),
            begun_at: now(),
            begun_by: run.actor.clone(),
        };
        warn_of(cx.store.begin_rotation(&rotation).await);
    }

    async fn save(&self, cx: &Context, run: &Run, token: String, is_delivered: bool) {
        let (workspace, account) = (self.workspace.clone(), self.account.clone());
        save_note(cx, &run.actor, &Subject::Token { workspace, account, token }, &self.note).await;
        // A rotation begins once somebody can have the successor's secret.
        if !is_delivered {
            self.begin_rotation(cx, run).await;
        }
    }
}

async fn observe(mint: &MintToken, cx: &Context) -> Result<Observation, Refusal> {
    let (account, tokens) = fetch_account(cx, &mint.workspace, &mint.account).await?;
    if tokens.iter().any(|token| token.name == mint.name) {
        return Err(Refusal::TokenExists);
    }
    if mint.replaces.as_ref().is_some_and(|old| tokens.iter().all(|token| token.id != old.id)) {
        return Err(Refusal::ReplacedTokenGone);
    }
    let role = account.grafana_role;
    let power = match role.as_str() {
        "ADMIN" => Some(Warning::AccountIsAdmin),
        role if is_admin(role) => Some(Warning::AccountRoleUnknown { role: role.to_owned() }),
        _ => None,
    };
    let disabled = (account.disabled == Some(true)).then_some(Warning::AccountDisabled);
    Ok(Observation {
        label: super::super::usable::label(Some(&account.name), &account.id),
        state: json!({ "id": account.id, "role": role }),
        warnings: power.into_iter().chain(disabled).collect(),
        grafana_role: role,
        ..Observation::default()
    })
}

/// What a person confirms of a mint with this role and life.
pub(super) fn confirm_power(mint: &Mint<'_>, seen: &Observation) -> Option<Confirmation> {
    let grafana_role = seen.grafana_role.clone();
    let credential = Credential { grafana_role, ..mint.credential.clone() };
    let power = Mint { credential, ..mint.clone() }.power();
    (power.admin || power.longest_life).then(|| Confirmation::Powerful { labels: vec![seen.label.clone()], power })
}

impl ChangeKind for MintToken {
    fn iam_action(&self) -> &'static str {
        "grafana:CreateWorkspaceServiceAccountToken"
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
            "serviceAccountId": self.account,
            "name": self.name,
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
        PlanTitle::MintToken { name: self.name.clone(), account: seen.label.clone() }
    }

    fn gives_admin(&self, on: &Value) -> bool {
        is_admin(on["role"].as_str().unwrap_or_default())
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.workspace.scope);
            let (workspace, account) = (&self.workspace.id, self.account.as_str());
            let minting = grafana.create_service_account_token(workspace, account, &self.name, self.seconds);
            let done = minting.await.map_err(not_repeated)?;
            call.secrets.minted.put(done.value.secret);
            Ok(Answer::accepted(done.request_id, Some(done.value.id)))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            // A plan that was interrupted may have handed its secret over before its database could be written.
            let (name, unseen) = (self.name.clone(), lost.may_send);
            let remark = match self.search(call.cx, lost.search).await {
                Some(true) => Remark::TokenExists { name, unseen },
                Some(false) => Remark::TokenNotListed { name },
                None => Remark::TokensUnread { name },
            };
            Err(lost.error.with(remark))
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::RevokeToken { workspace: self.workspace.clone(), account: self.account.clone(), name: self.name.clone() }
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.workspace.path())
    }

    fn minted_credential(&self) -> Option<Mint<'_>> {
        let (workspace, account) = (&self.workspace, &self.account);
        let replaces = self.replaces.as_ref().map(|old| ReplacedBy {
            workspace,
            account,
            id: &old.id,
            name: &old.name,
            expires_at: old.expires_at,
            owner: token_owner(workspace, account, &old.name),
        });
        let credential = Credential {
            name: self.name.clone(),
            grafana_role: String::new(),
            seconds_to_live: self.seconds,
            is_key: false,
            delivered_to: None,
        };
        Some(Mint { credential, owner: token_owner(workspace, account, &self.name), replaces })
    }

    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        run: &'a Run,
        beside: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            if let Ok(Answer { made: Some(token), .. }) = &answer {
                let is_delivered = beside.iter().any(|change| change.delivery_target().is_some());
                self.save(cx, run, token.clone(), is_delivered).await;
            }
            answer
        })
    }

    fn secret_is_kept<'a>(&'a self, cx: &'a Context, run: &'a Run) -> BoxFuture<'a, ()> {
        Box::pin(self.begin_rotation(cx, run))
    }
}
