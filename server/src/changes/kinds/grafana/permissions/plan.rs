//! From a batch to what is reviewed: for each workspace what is added, taken, changed and already so, and the calls.

use super::current::{fetch_roles, state, state_name};
use super::instruction::{RolesByHolder, admins, calls, roles};
use super::kind::UpdatePermissions;
use super::own_holders::find_own_holders;
use super::warnings::warnings;
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::unfit::{Unfit, Wanted};
use crate::changes::core::warning::Reason;
use crate::changes::kinds::usable::{label_of, usable_grafana};
use aws::Urgency;
use aws::grafana::MOST_INSTRUCTIONS;
use futures::future::{join, join_all};
use model::access::{GrafanaRole, Holder};
use model::form::{GrantBatch, GrantWish};
use model::{PlanOrigin, Principal, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Workspaces that are read at a time; the budget decides how fast.
pub const AT_A_TIME: usize = 8;

/// # Errors
/// With fields; that a workspace is not there; or why it could not be read.
pub async fn plan(cx: &Context, who: &Principal, batch: &GrantBatch) -> Result<Proposal, Refusal> {
    let mut by_workspace: BTreeMap<String, (ResourceKey, Vec<&GrantWish>)> = BTreeMap::new();
    for wish in &batch.wishes {
        let key = usable_grafana(cx, &wish.workspace)?;
        by_workspace.entry(key.path()).or_insert_with(|| (key, Vec::new())).1.push(wish);
    }
    let all: Vec<(ResourceKey, Vec<&GrantWish>)> = by_workspace.into_values().collect();
    let groups = batch.wishes.iter().map(|wish| &wish.holder).filter(|holder| holder.is_group());
    let groups = groups.map(|group| group.id.as_str()).collect();
    let (own, ()) = join(find_own_holders(cx, who), cx.directory.read_members(groups)).await;
    let (mut targets, mut gone, mut busy) = (Vec::new(), None, Vec::new());
    for some in all.chunks(AT_A_TIME) {
        let looks = some.iter().map(|(key, wishes)| propose_target(cx, &own, key, wishes));
        for (made, (key, _)) in join_all(looks).await.into_iter().zip(some) {
            match made.map_err(|refusal| Refusal::of(key, refusal)) {
                // What was made from another plan goes on without what is gone meanwhile; a person who wrote it is told.
                Err(refusal) if refusal.is_not_found() && batch.origin != PlanOrigin::Person => {
                    targets.push(left_out(key, &refusal));
                    gone = gone.or(Some(refusal));
                }
                made => {
                    let (target, refused) = made?;
                    let label = target.seen.label.clone();
                    busy.extend(refused.map(|reason| Refusal::Busy { label, reason }));
                    targets.push(target);
                }
            }
        }
    }
    if targets.iter().filter(|target| !target.changes.is_empty()).count() == busy.len() {
        return Err(gone.or(busy.into_iter().next()).unwrap_or(Refusal::NothingChanges));
    }
    Ok(Proposal { title: title(&targets), origin: batch.origin.clone(), targets })
}

fn title(targets: &[ProposedTarget]) -> PlanTitle {
    let sent = targets.iter().filter(|target| !target.changes.is_empty());
    let changes = sent.flat_map(|target| &target.diff).filter(|row| !row.is_unchanged()).count();
    let workspace = match targets {
        [one] => Some(one.seen.label.clone()),
        _ => None,
    };
    PlanTitle::ChangeRoles { changes, workspace, workspaces: targets.len() }
}

/// A workspace that is not there any more.
fn left_out(key: &ResourceKey, refusal: &Refusal) -> ProposedTarget {
    let warnings = vec![Warning::LeftOut { reason: Reason::Refused { refusal: Box::new(refusal.clone()) } }];
    let seen = Observation { label: key.id.clone(), warnings, ..Observation::default() };
    ProposedTarget::left_out(seen, key.clone())
}

/// One workspace, planned by somebody whom the directory knows as `own`, and why AWS would refuse its calls now. Without
/// calls where everything is so already.
async fn propose_target(
    cx: &Context,
    own: &[Holder],
    key: &ResourceKey,
    wishes: &[&GrantWish],
) -> Result<(ProposedTarget, Option<Unfit>), Refusal> {
    let grafana = cx.aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let held = fetch_roles(&cx.aws, key).await?;
    let label = label_of(&found);
    let changes = calls(&held, wishes, MOST_INSTRUCTIONS);
    // Its calls stay in the plan, so that each of their rows is told, counted and tried again.
    let unfit = Unfit::for_state(key.kind, &Status::new(&found.status), Wanted::Change);
    let refused = unfit.filter(|_| !changes.is_empty());
    let busy = refused.clone().map(|reason| Warning::WorkspaceRefusesNow { reason });
    let saml_only = found.providers.as_ref().is_some_and(|all| !all.iter().any(|provider| provider == "AWS_SSO"));
    let after = wished(&held, wishes);
    let more = warnings(&cx.directory, own, &held, &after, wishes);
    let warnings = busy.into_iter().chain(saml_only.then_some(Warning::SamlOnly)).chain(more).collect();
    let guard = !locks_out(&held, &after);
    let write = |instructions| Arc::new(UpdatePermissions { key: key.clone(), instructions, guard }) as Change;
    let changes: Vec<Change> = changes.into_iter().map(write).collect();
    let last_admin = !guard && !changes.is_empty();
    let confirmations = last_admin.then(|| Confirmation::LastAdmin { labels: vec![label.clone()] });
    let state = state(&held, wishes.iter().map(|wish| &wish.holder));
    let seen = Observation { label, state, warnings, ..Observation::default() };
    let diff = diff(&held, wishes);
    let confirmations = confirmations.into_iter().collect();
    Ok((ProposedTarget { seen, about: Some(key.clone()), changes, section: None, diff, confirmations }, refused))
}

/// The holders once everything was carried out.
pub fn wished(held: &RolesByHolder, wishes: &[&GrantWish]) -> RolesByHolder {
    let mut after = held.clone();
    for wish in wishes {
        after.insert(wish.holder.clone(), BTreeSet::from_iter(wish.role));
    }
    after
}

/// Whether it takes the last admin, which a person confirms.
pub fn locks_out(held: &RolesByHolder, after: &RolesByHolder) -> bool {
    admins(held) > 0 && admins(after) == 0
}

/// What takes something away comes first.
fn diff(held: &RolesByHolder, wishes: &[&GrantWish]) -> Vec<DiffRow> {
    let row = |wish: &&GrantWish| {
        // The strongest first.
        let before: Vec<GrafanaRole> = roles(held, &wish.holder).into_iter().rev().collect();
        (order(&before, wish.role), wish.holder.clone(), before, wish.role)
    };
    let mut rows: Vec<(u8, Holder, Vec<GrafanaRole>, Option<GrafanaRole>)> = wishes.iter().map(row).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| state_name(&a.1).cmp(&state_name(&b.1))));
    rows.into_iter().map(|(_, holder, before, after)| DiffRow::Role { holder, before, after }).collect()
}

fn order(before: &[GrafanaRole], after: Option<GrafanaRole>) -> u8 {
    match (before, after) {
        (before, after) if before == after.as_slice() => 3,
        (_, None) => 0,
        ([], Some(_)) => 2,
        (_, Some(_)) => 1,
    }
}
