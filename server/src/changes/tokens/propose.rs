//! Plans that mint: one token or key, shown or delivered, or successors for several tokens.

use super::stamp::stamped;
use super::whose::of_others;
use crate::changes::change::{Change, Replaced};
use crate::changes::draft::{checked, grafana, one_field};
use crate::changes::lost::day;
use crate::changes::observe::{Observation, observe};
use crate::changes::part::{Part, Proposal};
use crate::changes::planner;
use crate::changes::road::Road;
use crate::changes::wording::{counted, named};
use aws::Urgency;
use aws::grafana::Token;
use model::form::{MintKey, MintToken, PRESET_LIFE, RotateMany, TokenAt, bare_name, lifetime_of};
use model::tokens::{Note, TokenGroup};
use model::{Error, PlanId, ResourceKey};
use std::collections::{BTreeMap, BTreeSet};

/// # Errors
/// `Invalid` with fields, `NotFound`, `Conflict` (a state that refuses it), or why a read failed.
pub async fn mint_token(road: &Road, form: &MintToken, plan: &PlanId) -> Result<Proposal, Error> {
    let workspace = usable(road, &form.workspace)?;
    let (mut replaces, mut note) = (None, form.note.clone());
    if !form.replaces.is_empty() {
        let (account, token) = (form.account.clone(), form.replaces.clone());
        let at = TokenAt { workspace: workspace.clone(), account, token };
        replaces = Some(old(road, &at).await?);
        if note.is_empty() {
            note = noted(road, &at).await;
        }
    }
    let change = Change::MintToken {
        workspace,
        account: form.account.clone(),
        name: stamped(&form.name, plan, 0),
        seconds: form.seconds_to_live,
        note,
        replaces: replaces.as_ref().map(replaced),
    };
    let quota = quota(road, change.target(), 1);
    let mut part = minting(road, change, &form.deliver_to, plan, 1).await?;
    part.seen.warnings.extend(quota);
    let title = match &replaces {
        Some(old) => {
            part.seen.warnings.push(overlap(old));
            format!("Rotate token {} of {}", old.name, part.seen.label)
        }
        None => part.changes.first().map(|change| planner::words(change, &part.seen.label).1).unwrap_or_default(),
    };
    Ok(Proposal { title, action: "Mint token".to_owned(), parts: vec![part] })
}

/// # Errors
/// As [`mint_token`]; `Conflict` for a version of Grafana that has service accounts alone.
pub async fn mint_key(road: &Road, form: &MintKey, plan: &PlanId) -> Result<Proposal, Error> {
    let workspace = usable(road, &form.workspace)?;
    let change = Change::MintKey {
        workspace,
        name: stamped(&form.name, plan, 0),
        grafana_role: form.grafana_role.clone(),
        seconds: form.seconds_to_live,
        note: form.note.clone(),
    };
    let part = minting(road, change, &form.deliver_to, plan, 1).await?;
    let title = part.changes.first().map(|change| planner::words(change, &part.seen.label).1).unwrap_or_default();
    Ok(Proposal { title, action: "Mint API key".to_owned(), parts: vec![part] })
}

/// # Errors
/// As [`mint_token`], of any of them; `Invalid` where no place for secrets is configured, or two would go to one.
pub async fn rotate(road: &Road, form: &RotateMany, plan: &PlanId) -> Result<Proposal, Error> {
    if let Some(refused) = road.delivery.as_ref().and_then(|delivery| delivery.place().refuses(&form.beginning())) {
        return Err(Error { fields: one_field("folder", &refused).fields, ..Error::invalid(refused) });
    }
    let chosen: BTreeSet<&TokenAt> = form.tokens.iter().collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut step = 1;
    for (place, at) in chosen.into_iter().enumerate() {
        let part = successor(road, form, at, plan, (place, step)).await.map_err(|error| named(&at.workspace, error))?;
        step += part.changes.len();
        parts.push(part);
    }
    one_place_each(&parts)?;
    one_of_others(&parts)?;
    crowded(road, &mut parts);
    tell_apart(&mut parts);
    let count = counted(parts.len(), "token");
    Ok(Proposal { title: format!("Rotate {count}"), action: format!("Rotate {count}"), parts })
}

async fn successor(
    road: &Road,
    form: &RotateMany,
    at: &TokenAt,
    plan: &PlanId,
    (place, step): (usize, usize),
) -> Result<Part, Error> {
    let workspace = usable(road, &at.workspace)?;
    let old = old(road, at).await?;
    let base = bare_name(&old.name);
    let note = noted(road, at).await;
    let kept = old.created_at.zip(old.expires_at).and_then(|(from, until)| lifetime_of(from, until));
    let change = Change::MintToken {
        name: stamped(base, plan, place),
        account: at.account.clone(),
        seconds: form.seconds_to_live.or(kept).unwrap_or(PRESET_LIFE),
        note,
        replaces: Some(replaced(&old)),
        workspace,
    };
    let secret = format!("{}{}/{}/{}", form.beginning(), at.workspace.id, at.account, secret_part(base));
    let mut part = minting(road, change, &secret, plan, step).await?;
    part.seen.warnings.push(overlap(&old));
    Ok(part)
}

/// Of two successors in one secret the second would replace the first, which nobody has any more.
fn one_place_each(parts: &[Part]) -> Result<(), Error> {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for part in parts {
        let [Change::MintToken { replaces: Some(old), .. }, Change::DeliverSecret { secret, .. }, ..] =
            part.changes.as_slice()
        else {
            continue;
        };
        if let Some(other) = taken.insert(secret, &old.name) {
            let (one, label) = (&old.name, &part.seen.label);
            let message = format!(
                "The successors of {other} and {one}, both of {label}, would go to one secret, {secret}. Rotate one of \
                 them by itself."
            );
            return Err(Error { fields: one_field("tokens", &message).fields, ..Error::invalid(message) });
        }
    }
    Ok(())
}

/// The name of a secret that is not known to hold the token that is replaced is typed, and one name is typed for a plan.
fn one_of_others(parts: &[Part]) -> Result<(), Error> {
    let others: Vec<&str> = parts.iter().filter_map(|part| of_others(&part.changes)).collect();
    if others.len() < 2 {
        return Ok(());
    }
    let message = format!(
        "These secrets exist, and nothing says that they hold the tokens that are replaced: {}. One plan writes to one \
         such secret, whose name is typed. Rotate these tokens one by one.",
        others.join(", ")
    );
    Err(Error { fields: one_field("tokens", &message).fields, ..Error::invalid(message) })
}

/// Several targets are one service account: each is called by the token that is replaced, too.
fn tell_apart(parts: &mut [Part]) {
    if parts.len() < 2 {
        return;
    }
    for part in parts {
        if let Some(Change::MintToken { replaces: Some(old), .. }) = part.changes.first() {
            part.seen.label = format!("{}: {}", part.seen.label, old.name);
        }
    }
}

/// What AWS will refuse of many, told once for each workspace.
fn crowded(road: &Road, parts: &mut [Part]) {
    let mut mints: BTreeMap<ResourceKey, (usize, usize)> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(workspace) = part.changes.first().and_then(Change::target) else { continue };
        mints.entry(workspace.clone()).or_insert((at, 0)).1 += 1;
    }
    for (workspace, (first, count)) in mints {
        let warning = quota(road, Some(&workspace), count);
        if let Some(part) = parts.get_mut(first) {
            part.seen.warnings.extend(warning);
        }
    }
}

/// A name as a part of a secret's: other characters become hyphens.
fn secret_part(name: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() || "_+=.@-".contains(c) { c } else { '-' };
    name.chars().map(fits).collect()
}

/// The steps that mint, and deliver where a secret is named. The first has number `step`.
async fn minting(road: &Road, change: Change, secret: &str, plan: &PlanId, step: usize) -> Result<Part, Error> {
    let mut seen = observe(&road.aws, &change).await?;
    let mut diff = planner::diff(&change, &seen.label);
    let mut changes = vec![change.clone()];
    if !secret.is_empty() {
        let delivery = road.delivery.as_ref();
        let delivery = delivery.ok_or_else(|| one_field("deliver_to", "No place for secrets is configured."))?;
        let steps = delivery.steps(&road.aws, &change, secret, format!("{plan}-{}", step + 1)).await?;
        seen.warnings.extend(steps.iter().find_map(delivered));
        diff.extend(steps.iter().flat_map(|step| planner::diff(step, secret)));
        changes.extend(steps);
    }
    Ok(Part { seen, about: None, changes, facet: None, diff })
}

fn delivered(step: &Change) -> Option<String> {
    let Change::DeliverSecret { secret, exists: true, .. } = step else { return None };
    Some(format!("The secret {secret} exists: it gets a new version, which whoever reads it gets from then on."))
}

/// What AWS will refuse of so many mints in a workspace, as far as memory knows.
fn quota(road: &Road, workspace: Option<&ResourceKey>, mints: usize) -> Option<String> {
    let (tokens, expired) = road.fleet.count_tokens(workspace?, crate::clock::now());
    let refused = (tokens + mints).saturating_sub(TokenGroup::QUOTA as usize).min(mints);
    let what = match (refused, mints) {
        (0, _) => return None,
        (_, 1) => "another".to_owned(),
        (_, _) => format!("{refused} of the {mints} new ones"),
    };
    Some(format!(
        "The workspace has {tokens} tokens, {expired} of them expired, and AWS allows 100: it will refuse {what} until \
         some are deleted."
    ))
}

/// A Grafana workspace that is among the configured ones.
pub(super) fn usable(road: &Road, key: &ResourceKey) -> Result<ResourceKey, Error> {
    grafana(key)?;
    let key = checked(key)?;
    road.fleet.require(key.kind, &key.scope)?;
    Ok(key)
}

/// The token that shall be replaced, read now.
async fn old(road: &Road, at: &TokenAt) -> Result<Token, Error> {
    let workspace = usable(road, &at.workspace)?;
    let grafana = road.aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, at.account.as_str(), Urgency::Read).await?;
    let found = tokens.into_iter().find(|token| token.id == at.token);
    found.ok_or_else(|| Error::not_found("The token that shall be replaced does not exist any more."))
}

fn replaced(old: &Token) -> Replaced {
    Replaced { id: old.id.clone(), name: old.name.clone(), expires_at: old.expires_at }
}

fn overlap(old: &Token) -> String {
    let Token { name, expires_at, .. } = old;
    match expires_at.filter(|end| *end <= crate::clock::now()) {
        Some(end) => format!("{name} expired on {}; nothing that uses it works.", day(end)),
        None => {
            format!("{name} goes on working until it is revoked or ends: revoke it once nothing uses it any more.")
        }
    }
}

/// What is noted of a token goes on to its successor.
async fn noted(road: &Road, at: &TokenAt) -> Note {
    let (workspace, account, token) = (at.workspace.clone(), at.account.clone(), at.token.clone());
    let subject = model::tokens::Subject::Token { workspace, account, token }.text();
    let found = road.store.note(&subject).await.ok().flatten();
    found.map(|note| Note { owner: note.owner, purpose: note.purpose }).unwrap_or_default()
}

/// What is seen before an API key is minted.
///
/// # Errors
/// `Conflict` in a state or a version that takes none.
pub async fn before_key(aws: &aws::Aws, workspace: &ResourceKey, role: &str) -> Result<Observation, Error> {
    let found = aws.grafana(&workspace.scope).describe_workspace(&workspace.id, Urgency::Read).await?;
    if let Some(reason) = model::Status::new(&found.status).refuses_accounts() {
        return Err(Error::conflict(reason));
    }
    if !model::detail::takes_keys(&found.grafana_version) {
        return Err(Error::conflict(
            "This version of Grafana has no API keys any more. Create a service account and mint a token for it.",
        ));
    }
    let label = super::super::observe::label(&found);
    let warnings = vec![
        "AWS cannot list API keys: this one will be known from here alone, and nobody can see when it was last used. A \
         token of a service account can be listed, and says when it was used."
            .to_owned(),
    ];
    let state = serde_json::json!({ "id": found.id, "grafanaVersion": found.grafana_version });
    Ok(Observation { label, state, warnings, grafana_role: role.to_owned(), ..Observation::default() })
}
