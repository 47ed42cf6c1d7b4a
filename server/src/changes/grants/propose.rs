//! From a batch to what is reviewed: for each workspace what is added, taken, changed and already so, and the calls.

use super::cautions::cautions;
use super::held::{holders, state};
use super::instruction::{Held, admins, calls, roles, words};
use super::oneself::own;
use crate::changes::change::Change;
use crate::changes::diff::Line;
use crate::changes::draft;
use crate::changes::observe::{self, Observation};
use crate::changes::part::{Part, Proposal};
use crate::changes::road::Road;
use crate::changes::wording::{counted, named, nothing};
use aws::Urgency;
use aws::grafana::MOST_INSTRUCTIONS;
use futures::future::{join, join_all};
use model::access::Holder;
use model::form::{GrantBatch, GrantWish};
use model::{Code, DiffLine, Error, Principal, ResourceKey, Sign, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Workspaces that are read at a time; the budget decides how fast.
pub const AT_A_TIME: usize = 8;

/// # Errors
/// `Invalid` with fields, `NotFound`, or why a workspace could not be read.
pub async fn propose(road: &Road, who: &Principal, batch: &GrantBatch) -> Result<Proposal, Error> {
    let mut by_workspace: BTreeMap<String, (ResourceKey, Vec<&GrantWish>)> = BTreeMap::new();
    for wish in &batch.wishes {
        let key = draft::checked(&wish.workspace)?;
        draft::grafana(&key)?;
        road.fleet.require(key.kind, &key.scope)?;
        by_workspace.entry(key.path()).or_insert_with(|| (key, Vec::new())).1.push(wish);
    }
    let all: Vec<(ResourceKey, Vec<&GrantWish>)> = by_workspace.into_values().collect();
    let groups = batch.wishes.iter().map(|wish| &wish.holder).filter(|holder| holder.is_group());
    let groups = groups.map(|group| group.id.as_str()).collect();
    let (own, ()) = join(own(road, who), road.directory.read_members(groups)).await;
    let (mut parts, mut gone, mut busy) = (Vec::new(), None, Vec::new());
    for some in all.chunks(AT_A_TIME) {
        let looks = some.iter().map(|(key, wishes)| part(road, &own, key, wishes));
        for (made, (key, _)) in join_all(looks).await.into_iter().zip(some) {
            match made.map_err(|error| named(key, error)) {
                // What was made from another plan goes on without what is gone meanwhile; a person who wrote it is told.
                Err(error) if error.code == Code::NotFound && !batch.title.is_empty() => {
                    parts.push(Part::left_out(key, &error));
                    gone = gone.or(Some(error));
                }
                made => {
                    let (part, refused) = made?;
                    busy.extend(refused.map(|reason| Error::conflict(format!("{}: {reason}", part.seen.label))));
                    parts.push(part);
                }
            }
        }
    }
    if parts.iter().filter(|part| !part.changes.is_empty()).count() == busy.len() {
        return Err(gone.or(busy.into_iter().next()).unwrap_or_else(nothing));
    }
    let sent = parts.iter().filter(|part| !part.changes.is_empty());
    let count = sent.flat_map(|part| &part.diff).filter(|line| line.shown.sign != Sign::Keep).count();
    let places = parts.len();
    let change = counted(count, "role change");
    let title = match (batch.title.as_str(), parts.first()) {
        ("", Some(one)) if places == 1 => format!("{change} in {}", one.seen.label),
        ("", _) => format!("{change} in {}", counted(places, "workspace")),
        (given, _) => given.to_owned(),
    };
    Ok(Proposal { title, action: format!("Apply {change}"), parts })
}

/// One workspace, planned by somebody whom the directory knows as `own`, and why AWS would refuse its calls now. Without
/// calls where everything is so already.
async fn part(
    road: &Road,
    own: &[Holder],
    key: &ResourceKey,
    wishes: &[&GrantWish],
) -> Result<(Part, Option<String>), Error> {
    let grafana = road.aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let held = holders(&road.aws, key).await?;
    let label = observe::label(&found);
    let mut warnings = Vec::new();
    let changes = calls(&held, wishes, MOST_INSTRUCTIONS);
    // Its calls stay in the plan, so that each of their rows is told, counted and tried again.
    let refused = Status::new(&found.status).refuses_change(key.kind).filter(|_| !changes.is_empty());
    if let Some(reason) = &refused {
        warnings.push(format!("{reason} If that is still so when this is applied, nothing is sent to it."));
    }
    if found.providers.as_ref().is_some_and(|all| !all.iter().any(|provider| provider == "AWS_SSO")) {
        warnings.push(SAML_ONLY.to_owned());
    }
    let after = wished(&held, wishes);
    warnings.extend(cautions(&road.directory, own, &held, &after, wishes));
    let guard = !locks_out(&held, &after);
    let write = |instructions| Change::UpdatePermissions { key: key.clone(), instructions, guard };
    let seen = Observation {
        label,
        state: state(&held, wishes.iter().map(|wish| &wish.holder)),
        warnings,
        ..Observation::default()
    };
    let mut diff: Vec<DiffLine> = wishes.iter().map(|wish| line(&held, wish)).collect();
    diff.sort_by(|a, b| (order(a.sign), &a.field).cmp(&(order(b.sign), &b.field)));
    let diff = diff.into_iter().map(Line::open).collect();
    let changes = changes.into_iter().map(write).collect();
    Ok((Part { seen, about: Some(key.clone()), changes, facet: None, diff }, refused))
}

const SAML_ONLY: &str = "Nobody signs in to it by IAM Identity Center: people's roles come from what SAML asserts, and these are without effect.";

/// The holders once everything was carried out.
pub fn wished(held: &Held, wishes: &[&GrantWish]) -> Held {
    let mut after = held.clone();
    for wish in wishes {
        after.insert(wish.holder.clone(), BTreeSet::from_iter(wish.role));
    }
    after
}

/// Whether it takes the last admin, which a person confirms.
pub fn locks_out(held: &Held, after: &Held) -> bool {
    admins(held) > 0 && admins(after) == 0
}

fn line(held: &Held, wish: &GrantWish) -> DiffLine {
    let now = roles(held, &wish.holder);
    let before = (!now.is_empty()).then(|| words(&now));
    let after = wish.role.map(|role| role.aws().to_owned());
    let sign = match (&before, &after) {
        _ if before == after => Sign::Keep,
        (None, _) => Sign::Add,
        (_, None) => Sign::Remove,
        _ => Sign::Change,
    };
    let before = before.filter(|_| sign != Sign::Keep);
    let after = after.or_else(|| (sign == Sign::Keep).then(|| "no role".to_owned()));
    DiffLine { sign, field: super::held::name(&wish.holder), before, after }
}

/// What takes something away comes first.
const fn order(sign: Sign) -> u8 {
    match sign {
        Sign::Remove => 0,
        Sign::Change => 1,
        Sign::Add => 2,
        Sign::Keep => 3,
    }
}
