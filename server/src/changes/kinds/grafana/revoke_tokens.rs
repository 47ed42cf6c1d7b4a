//! DeleteWorkspaceServiceAccountToken and DeleteWorkspaceApiKey: chosen tokens and keys, or all that expired. What is not
//! there any more is as good as revoked.

use super::super::usable::{label, usable_grafana};
use super::tokens::{fetch_tokens, warn_of};
use crate::changes::core::outcome::{Cause, Why};
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::warning::Reason;
use crate::clock::now;
use aws::grafana::Token;
use aws::{Done, Failure};
use futures::future::join_all;
use model::form::{KeyAt, PURGED_AT_ONCE, Purge, Revoke, TokenAt};
use model::tokens::Subject;
use model::{Code, Millis, PlanOrigin, ServiceAccountId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How long a key whose making was not answered may still appear at AWS.
const APPEARS: Millis = 5 * 60 * 1_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevokeToken {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    /// AWS's id of it.
    pub token: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevokeKey {
    pub workspace: ResourceKey,
    pub name: String,
}

const FIELDS: &[Field] =
    &[Field::value("workspaceId"), Field::value("serviceAccountId"), Field::value("tokenId"), Field::value("keyName")];

/// What is typed in place of the name of a key that nobody can type.
const A_KEY: &str = "1 API key";

type Chosen = BTreeMap<(ResourceKey, ServiceAccountId), BTreeSet<String>>;

/// Revokes chosen tokens and keys.
///
/// # Errors
/// When none of them is there any more, or why one could not be read.
pub async fn plan(cx: &Context, form: &Revoke) -> Result<Proposal, Refusal> {
    let mut chosen = Chosen::new();
    for TokenAt { workspace, account, token } in &form.tokens {
        chosen.entry((usable_grafana(cx, workspace)?, account.clone())).or_default().insert(token.clone());
    }
    let mut targets = Targets::default();
    for ((workspace, account), ids) in &chosen {
        let tokens = fetch_tokens(cx, workspace, account).await?;
        for token in tokens.into_iter().filter(|token| ids.contains(&token.id)) {
            targets.add_token(cx, workspace, account, &token);
        }
    }
    for KeyAt { workspace, name } in form.keys.iter().collect::<BTreeSet<_>>() {
        targets.add_key(cx, &usable_grafana(cx, workspace)?, name);
    }
    let title = PlanTitle::Revoke { names: targets.names.clone() };
    targets.proposal(title)
}

/// All expired tokens of some workspaces, as AWS lists them now, of the accounts that had any when they were last read.
/// A workspace whose state takes no change, or that cannot be read, is left out, and said to be.
///
/// # Errors
/// When there are none or too many, or why nothing could be read.
pub async fn plan_expired(cx: &Context, form: &Purge) -> Result<Proposal, Refusal> {
    let mut scopes: BTreeMap<Scope, Vec<ResourceKey>> = BTreeMap::new();
    let (mut targets, mut left, mut unread) = (Targets::default(), Vec::new(), None);
    for workspace in form.workspaces.iter().collect::<BTreeSet<_>>() {
        let workspace = usable_grafana(cx, workspace)?;
        match cx.fleet.refuses_change(&workspace) {
            Some(reason) => {
                left.push(left_out(cx, workspace, Warning::ExpiredTokensStay { reason: Reason::State { reason } }));
            }
            None => scopes.entry(workspace.scope.clone()).or_default().push(workspace),
        }
    }
    // All scopes at once: each has a budget of its own.
    let reads = scopes.values().map(|workspaces| fetch_expired(cx, workspaces));
    for Expired { workspace, tokens, missing } in join_all(reads).await.into_iter().flatten() {
        for (account, token) in &tokens {
            targets.add_token(cx, &workspace, account, token);
        }
        let Some(missing) = missing else { continue };
        let reason = missing.reason();
        match targets.by_workspace.get_mut(&workspace) {
            Some(target) => target.seen.warnings.push(Warning::SomeExpiredTokensStay { reason }),
            None => left.push(left_out(cx, workspace, Warning::ExpiredTokensStay { reason })),
        }
        unread = unread.or(Some(missing));
    }
    if let (Some(missing), true) = (unread, targets.names.is_empty()) {
        return Err(missing.refusal());
    }
    let title = PlanTitle::DeleteExpired { count: targets.names.len() };
    let mut proposal = targets.proposal(title)?;
    proposal.targets.extend(left);
    Ok(proposal)
}

/// What expired in a workspace, and why there may be more.
struct Expired {
    workspace: ResourceKey,
    tokens: Vec<(ServiceAccountId, Token)>,
    missing: Option<Missing>,
}

/// Why not all tokens are known.
enum Missing {
    AccountsNotRead,
    Refused(Refusal),
}

impl Missing {
    fn refusal(self) -> Refusal {
        match self {
            Self::AccountsNotRead => Refusal::AccountsNotRead,
            Self::Refused(refusal) => refusal,
        }
    }

    fn reason(&self) -> Reason {
        match self {
            Self::AccountsNotRead => Reason::AccountsNotRead,
            Self::Refused(refusal) => Reason::Refused { refusal: Box::new(refusal.clone()) },
        }
    }
}

/// Of workspaces of one scope, one account after the other.
async fn fetch_expired(cx: &Context, workspaces: &[ResourceKey]) -> Vec<Expired> {
    let mut all = Vec::with_capacity(workspaces.len());
    for workspace in workspaces {
        let missing = cx.fleet.lacks_tokens(workspace).then_some(Missing::AccountsNotRead);
        let mut found = Expired { workspace: workspace.clone(), tokens: Vec::new(), missing };
        for account in cx.fleet.accounts_with_expired(workspace, now()) {
            match fetch_tokens(cx, workspace, &account).await {
                Ok(tokens) => {
                    let gone = tokens.into_iter().filter(|token| token.has_ended(now()));
                    found.tokens.extend(gone.map(|token| (account.clone(), token)));
                }
                Err(refusal) => found.missing = Some(Missing::Refused(refusal)),
            }
        }
        all.push(found);
    }
    all
}

/// A workspace nothing is sent to, and why.
fn left_out(cx: &Context, workspace: ResourceKey, warning: Warning) -> ProposedTarget {
    let seen = Observation { label: cx.fleet.label(&workspace), warnings: vec![warning], ..Observation::default() };
    ProposedTarget::left_out(seen, workspace)
}

/// The targets of a plan being made, a workspace each.
#[derive(Default)]
struct Targets {
    by_workspace: BTreeMap<ResourceKey, ProposedTarget>,
    names: Vec<String>,
    /// The names where a person can type them.
    typed: Vec<String>,
    /// How many did not expire yet.
    working: usize,
}

impl Targets {
    fn add_token(&mut self, cx: &Context, workspace: &ResourceKey, account: &ServiceAccountId, token: &Token) {
        let Token { id, name, expires_at, last_used_at, .. } = token.clone();
        let has_ended = token.has_ended(now());
        self.working += usize::from(!has_ended);
        self.names.push(name.clone());
        self.typed.push(label(Some(&name), &id));
        let row = DiffRow::Token { name: name.clone(), has_ended, expires_at, last_used_at };
        let revoke = RevokeToken { workspace: workspace.clone(), account: account.clone(), token: id, name };
        self.add(cx, workspace, Arc::new(revoke), row);
    }

    fn add_key(&mut self, cx: &Context, workspace: &ResourceKey, name: &str) {
        self.working += 1;
        self.names.push(name.to_owned());
        self.typed.push(label(Some(name), A_KEY));
        let revoke = RevokeKey { workspace: workspace.clone(), name: name.to_owned() };
        self.add(cx, workspace, Arc::new(revoke), DiffRow::ApiKey { name: name.to_owned() });
    }

    fn add(&mut self, cx: &Context, workspace: &ResourceKey, change: Change, row: DiffRow) {
        let target = self.by_workspace.entry(workspace.clone()).or_insert_with(|| {
            let seen = Observation { label: cx.fleet.label(workspace), ..Observation::default() };
            ProposedTarget { about: None, ..ProposedTarget::left_out(seen, workspace.clone()) }
        });
        target.changes.push(change);
        target.diff.push(row);
    }

    fn proposal(self, title: PlanTitle) -> Result<Proposal, Refusal> {
        let tokens = self.names.len();
        match tokens {
            0 => return Err(Refusal::NothingChanges),
            _ if tokens > PURGED_AT_ONCE => return Err(Refusal::TooManyTokens { tokens, most: PURGED_AT_ONCE }),
            _ => {}
        }
        let mut targets: Vec<ProposedTarget> = self.by_workspace.into_values().collect();
        if let (Some(first), 1..) = (targets.first_mut(), self.working) {
            first.confirmations.push(Confirmation::Revoke { names: self.typed, working: self.working });
        }
        Ok(Proposal { title, origin: PlanOrigin::Person, targets })
    }
}

/// What is not there any more is as good as revoked.
fn revoked(answer: Result<Done<()>, Failure>) -> Result<Answer, CallError> {
    match answer {
        Ok(done) => Ok(Answer::accepted(done.request_id, None)),
        Err(failure) if failure.error.code == Code::NotFound => {
            Ok(Answer::accepted(failure.error.request_id, None).because(Why::AlreadyGone))
        }
        Err(failure) => Err(failure.into()),
    }
}

const fn may_appear(certain: bool, created_at: Millis, now: Millis) -> bool {
    !certain && now - created_at < APPEARS
}

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
        Policy { independent: true, ..Policy::plain(Repeat::SetsValues) }
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
