//! Plans that revoke chosen tokens and keys, or all tokens that expired.

use super::super::usable::{label, usable_grafana};
use super::tokens::fetch_tokens;
use super::{RevokeKey, RevokeToken};
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::unfit::{Unfit, Wanted};
use crate::changes::core::warning::Reason;
use crate::clock::now;
use aws::grafana::Token;
use futures::future::join_all;
use model::form::{KeyAt, PURGED_AT_ONCE, Purge, Revoke, TokenAt};
use model::{PlanOrigin, ServiceAccountId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
        let status = cx.fleet.status(&workspace);
        match status.and_then(|status| Unfit::for_state(workspace.kind, &status, Wanted::Change)) {
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
    /// Keys whose names nobody can type.
    unnamed: usize,
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
        match model::is_typeable(name) {
            true => self.typed.push(name.to_owned()),
            false => self.unnamed += 1,
        }
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
            first.confirmations.push(Confirmation::Revoke {
                names: self.typed,
                unnamed: self.unnamed,
                working: self.working,
            });
        }
        Ok(Proposal { title, origin: PlanOrigin::Person, targets })
    }
}
