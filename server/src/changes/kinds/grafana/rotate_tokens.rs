//! Successors for several tokens, each delivered to a secret of its own.

use super::super::usable::usable_grafana;
use super::mint_token::{MintToken, propose};
use super::tokens::{Replaced, fetch_replaced, mark_name, note_of, overlap_warning, quota_warning};
use crate::changes::core::context::Context;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::refusal::Refusal;
use crate::changes::core::secret_owner::secret_of_others;
use crate::changes::core::title::PlanTitle;
use crate::changes::kinds::secret_place::refused_name;
use model::form::{PRESET_LIFE, RotateMany, TokenAt, bare_name, lifetime_of};
use model::{PlanId, PlanOrigin, ResourceKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// # Errors
/// As of minting any of them; where no place for secrets is configured, or two would go to one.
pub async fn plan(cx: &Context, form: &RotateMany, plan: &PlanId) -> Result<Proposal, Refusal> {
    if let Some(reason) = cx.delivery.as_ref().and_then(|delivery| refused_name(delivery, &form.beginning())) {
        return Err(Refusal::Delivery { field: "folder".to_owned(), reason });
    }
    let chosen: BTreeSet<&TokenAt> = form.tokens.iter().collect();
    let mut targets: Vec<ProposedTarget> = Vec::new();
    let mut step = 1;
    for (place, at) in chosen.into_iter().enumerate() {
        let successor = propose_successor(cx, form, at, plan, (place, step)).await;
        let target = successor.map_err(|refusal| Refusal::of(&at.workspace, refusal))?;
        step += target.changes.len();
        targets.push(target);
    }
    check_one_secret_each(&targets)?;
    check_one_of_others(&targets)?;
    warn_of_quotas(cx, &mut targets);
    let title = PlanTitle::RotateTokens { count: targets.len() };
    tell_apart(&mut targets);
    Ok(Proposal { title, origin: PlanOrigin::Person, targets })
}

async fn propose_successor(
    cx: &Context,
    form: &RotateMany,
    at: &TokenAt,
    plan: &PlanId,
    (place, step): (usize, usize),
) -> Result<ProposedTarget, Refusal> {
    let workspace = usable_grafana(cx, &at.workspace)?;
    let old = fetch_replaced(cx, at).await?;
    let base = bare_name(&old.name);
    let lifetime = old.created_at.zip(old.expires_at).and_then(|(from, until)| lifetime_of(from, until));
    let mint = MintToken {
        name: mark_name(base, plan, place),
        account: at.account.clone(),
        seconds: form.seconds_to_live.or(lifetime).unwrap_or(PRESET_LIFE),
        note: note_of(cx, at).await,
        replaces: Some(Replaced::from(&old)),
        workspace,
    };
    let secret = format!("{}{}/{}/{}", form.beginning(), at.workspace.id, at.account, secret_part(base));
    let mut target = propose(cx, Arc::new(mint), &secret, plan, step).await?;
    target.seen.warnings.push(overlap_warning(&old));
    Ok(target)
}

/// The token that a target replaces, and the secret its successor goes to.
fn rotation(target: &ProposedTarget) -> Option<(&str, &str)> {
    let mint = target.changes.iter().find_map(|change| change.minted_credential())?;
    let to = target.changes.iter().find_map(|change| change.delivery_target())?;
    Some((mint.replaces?.name, to.secret))
}

/// Of two successors in one secret the second would replace the first, which nobody has any more.
fn check_one_secret_each(targets: &[ProposedTarget]) -> Result<(), Refusal> {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for target in targets {
        let Some((one, secret)) = rotation(target) else { continue };
        if let Some(other) = taken.insert(secret, one) {
            let label = target.seen.label.clone();
            let (secret, one, other) = (secret.to_owned(), one.to_owned(), other.to_owned());
            return Err(Refusal::OneSecretForTwo { secret, one, other, label });
        }
    }
    Ok(())
}

/// The name of a secret that is not known to be its token's own is typed, and one name is typed for a plan.
fn check_one_of_others(targets: &[ProposedTarget]) -> Result<(), Refusal> {
    let secrets = targets.iter().filter_map(|target| secret_of_others(&target.changes));
    let secrets: Vec<String> = secrets.map(str::to_owned).collect();
    if secrets.len() < 2 { Ok(()) } else { Err(Refusal::SecretsOfOthers { secrets }) }
}

/// What AWS will refuse of many, told once for each workspace.
fn warn_of_quotas(cx: &Context, targets: &mut [ProposedTarget]) {
    let mut mints: BTreeMap<ResourceKey, (usize, usize)> = BTreeMap::new();
    for (at, target) in targets.iter().enumerate() {
        let Some(workspace) = target.key() else { continue };
        mints.entry(workspace.clone()).or_insert((at, 0)).1 += 1;
    }
    for (workspace, (first, count)) in mints {
        let warning = quota_warning(cx, &workspace, count);
        if let Some(target) = targets.get_mut(first) {
            target.seen.warnings.extend(warning);
        }
    }
}

/// Several targets are one service account: each is called by the token that is replaced, too.
fn tell_apart(targets: &mut [ProposedTarget]) {
    if targets.len() < 2 {
        return;
    }
    for target in targets {
        if let Some((replaced, _)) = rotation(target) {
            target.seen.label = format!("{}: {replaced}", target.seen.label);
        }
    }
}

/// A name as a part of a secret's: other characters become hyphens.
fn secret_part(name: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() || "_+=.@-".contains(c) { c } else { '-' };
    name.chars().map(fits).collect()
}
