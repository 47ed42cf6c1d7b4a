//! Opening the batch.

use super::api::{Offer, OpenedGrants};
use super::resolve::called;
use crate::Failure;
use crate::context::Caller;
use crate::pages::create::{Opening, begin};
use model::access::{AccessHolder, AccessIndex, AccessQuery, GrafanaRole, Holder, HolderKind};
use model::door::Draft;
use model::fleet::Row;
use model::form::{GrantBatch, GrantWish};
use model::{Kind, ResourceKey};
use std::collections::BTreeSet;

pub async fn open(caller: &Caller, opening: Opening, among: &[(String, String)]) -> Result<OpenedGrants, Failure> {
    let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
    let access = caller.answer(caller.doors.access.index(caller.who()))?;
    let named = access.directory.configured;
    let offer = |row: &Row| Offer {
        key: row.key.clone(),
        name: row.label().to_owned(),
        account: index.account_name(&row.key.scope.account).to_owned(),
        refused: row.status.refuses_change(Kind::Grafana),
    };
    let offered: Vec<Offer> = index.rows.iter().map(offer).collect();
    let mut chosen = opening.like.clone().map_or_else(|| filtered(&access, among), |key| vec![key]);
    chosen.retain(|key| offered.iter().any(|offer| offer.key == *key && offer.refused.is_none()));
    let kept = |draft| match draft {
        Draft::Grants(batch) => Some(batch),
        _ => None,
    };
    let begun = begin(caller, opening, kept).await?;
    let batch = begun.values.unwrap_or_else(|| present(&access, among));
    let holders: BTreeSet<&Holder> = batch.wishes.iter().map(|wish| &wish.holder).collect();
    let names = holders
        .into_iter()
        .map(|holder| Ok((holder.clone(), called(caller, holder)?)))
        .collect::<Result<_, Failure>>()?;
    Ok(OpenedGrants { id: begun.id, batch, names, errors: begun.errors, sent: begun.sent, offered, chosen, named })
}

/// The roles that the holder of the address has, as instructions to be changed; none without one.
fn present(access: &AccessIndex, among: &[(String, String)]) -> GrantBatch {
    let named = among.iter().find(|(name, _)| name == "holder").and_then(|(_, value)| value.split_once('/'));
    let asked = named.and_then(|(kind, id)| Some(Holder::new(HolderKind::of_word(kind)?, id)));
    let held = asked.and_then(|asked| access.holders.iter().find(|one| one.holder == asked));
    let wish = |holder: &AccessHolder, (place, role): (u32, GrafanaRole)| {
        let workspace = access.workspace(place)?.key.clone();
        Some(GrantWish { workspace, holder: holder.holder.clone(), role: Some(role) })
    };
    let wishes = held.into_iter().flat_map(|one| one.grants.iter().filter_map(|grant| wish(one, *grant)));
    GrantBatch { origin: model::PlanOrigin::Person, wishes: wishes.collect() }
}

/// The workspaces that the filters of the table of holders leave; none without such a filter.
fn filtered(access: &AccessIndex, among: &[(String, String)]) -> Vec<ResourceKey> {
    let query = AccessQuery::parse(among.iter().map(|(name, value)| (name.as_str(), value.as_str()))).of_workspaces();
    if query.filters().is_empty() {
        return Vec::new();
    }
    access.workspaces_of(&query).map(|(_, workspace)| workspace.key.clone()).collect()
}
