//! From what a person asks for to a plan: what is there is read, what shall be is laid over it, and the writes between the
//! two are what the plan sends. Reads only.

use super::core::context::Context;
use super::core::json::differences;
use super::core::kind::Change;
use super::core::merge::{Clash, merged};
use super::core::observation::Observation;
use super::core::proposal::{Proposal, ProposedTarget};
use super::core::refusal::{ClashingField, MovedField, Refusal};
use super::core::section::{SectionState, client_token, fetch_to_edit, propose};
use super::core::text::Text;
use super::core::title::PlanTitle;
use super::core::warning::{Reason, Warning};
use super::kinds::codeartifact::{CreateDomain, DeleteDomain};
use super::kinds::grafana::{
    CreateServiceAccount, CreateWorkspace, DeleteServiceAccount, DeleteWorkspace, license, mint_api_key, mint_token,
    permissions, revoke_tokens, rotate_tokens, version,
};
use super::kinds::prometheus::{CreatePrometheus, DeletePrometheus};
use super::kinds::sections::section_for;
use super::kinds::usable::{checked_key, grafana_key};
use futures::future::join_all;
use model::door::{Draft, Facet, Values, Wish, Wishes};
use model::form::{CopySignIn, Edit};
use model::{Error, Kind, PlanId, PlanOrigin, Principal, ResourceKey};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most workspaces that one plan copies to.
const COPIES: usize = 100;

/// # Errors
/// Why it cannot be planned: fields, a state that refuses it, what moved, or why a read failed.
pub async fn plan(cx: &Context, who: &Principal, draft: &Draft, id: &PlanId) -> Result<Proposal, Refusal> {
    draft.validate()?;
    let client_token = client_token(id, 1);
    match draft {
        Draft::CreateWorkspace(form) => plan_one(cx, Arc::new(CreateWorkspace::from_form(form, client_token)?)).await,
        Draft::CreatePrometheus(form) => plan_one(cx, Arc::new(CreatePrometheus::from_form(form, client_token)?)).await,
        Draft::CreateDomain(form) => plan_one(cx, Arc::new(CreateDomain::from_form(form)?)).await,
        Draft::DeleteResource(form) => plan_one(cx, deletion(checked_key(&form.key)?, client_token)).await,
        Draft::CreateServiceAccount(form) => {
            let workspace = account_workspace(&form.workspace)?;
            let (name, grafana_role) = (form.name.clone(), form.grafana_role.clone());
            plan_one(cx, Arc::new(CreateServiceAccount { workspace, name, grafana_role })).await
        }
        Draft::DeleteServiceAccount(form) => {
            let (workspace, account) = (account_workspace(&form.workspace)?, form.account.clone());
            plan_one(cx, Arc::new(DeleteServiceAccount { workspace, account })).await
        }
        Draft::MintToken(form) => mint_token::plan(cx, form, id).await,
        Draft::MintKey(form) => mint_api_key::plan(cx, form, id).await,
        Draft::RotateMany(form) => rotate_tokens::plan(cx, form, id).await,
        Draft::Revoke(form) => revoke_tokens::plan(cx, form).await,
        Draft::Purge(form) => revoke_tokens::plan_expired(cx, form).await,
        Draft::Edit(form) => plan_edit(cx, form, id).await,
        Draft::Upgrade(form) => version::plan(cx, form).await,
        Draft::License(form) => license::plan(cx, form).await,
        Draft::CopySignIn(form) => plan_copy(cx, form, id).await,
        Draft::Grants(batch) => permissions::plan(cx, who, batch).await,
        Draft::Wishes(wishes) => plan_states(cx, wishes, id).await,
    }
}

fn account_workspace(key: &ResourceKey) -> Result<ResourceKey, Refusal> {
    grafana_key(key).map_err(|_| Refusal::NoAccountsThere)
}

fn deletion(key: ResourceKey, client_token: String) -> Change {
    match key.kind {
        Kind::Grafana => Arc::new(DeleteWorkspace { key }),
        Kind::Prometheus => Arc::new(DeletePrometheus { key, client_token }),
        Kind::CodeArtifact => Arc::new(DeleteDomain { key }),
    }
}

/// A plan of one write.
async fn plan_one(cx: &Context, change: Change) -> Result<Proposal, Refusal> {
    let target = change.write_target();
    cx.fleet.require(target.kind(), target.scope())?;
    let seen = change.observe_target(cx, &Value::Null).await?;
    let title = change.plan_title(&seen);
    Ok(Proposal::of(title, ProposedTarget::of(change, seen)))
}

/// What the form was opened with is held against what is there now, so that nobody overwrites what they never saw.
async fn plan_edit(cx: &Context, form: &Edit<Values>, id: &PlanId) -> Result<Proposal, Refusal> {
    let key = checked_key(&form.key)?;
    let section = form.values.facet();
    let now = fetch_to_edit(cx, &key, section_for(section)).await?;
    let fresh = section_for(section).form_values(&now.state);
    let values = match (fresh == form.base, form.merge) {
        (true, _) => form.values.clone(),
        (false, true) => merged_form(form, &fresh)?,
        (false, false) => return Err(moved(&form.base, &fresh)),
    };
    let desired = section_for(section).desired_state(&values, &now.state)?;
    let title = PlanTitle::EditSection { section, name: now.label.clone() };
    let target = propose(section_for(section), &key, now, &desired, &client_token(id, 1))?;
    Ok(Proposal::of(title, target.ok_or(Refusal::NothingChanges)?))
}

/// The fields of a form.
fn fields(values: &Values) -> Value {
    json!(values)["values"].take()
}

fn merged_form(form: &Edit<Values>, fresh: &Values) -> Result<Values, Refusal> {
    let mut all = json!(form.values);
    let merged = merged(&fields(&form.base), &fields(&form.values), &fields(fresh));
    all["values"] = merged.map_err(clashing)?;
    serde_json::from_value(all).map_err(|_| Error::internal().into())
}

fn clashing(clashes: Vec<Clash>) -> Refusal {
    let told = |Clash { field, name, theirs }: Clash| ClashingField { field, name, theirs: Text::of(&theirs) };
    Refusal::BothChanged { fields: clashes.into_iter().map(told).collect() }
}

fn moved(base: &Values, fresh: &Values) -> Refusal {
    let differences = differences(&fields(base), &fields(fresh));
    let told = differences.into_iter().map(|found| MovedField {
        was: Text::of(&found.before),
        is: Text::of(&found.after),
        field: found.path,
    });
    Refusal::ChangedSinceOpened { fields: told.collect() }
}

/// Sections that shall be as they are written down: of one resource or of many.
async fn plan_states(cx: &Context, Wishes { origin, wishes }: &Wishes, id: &PlanId) -> Result<Proposal, Refusal> {
    let looks = wishes.iter().map(|wish| fetch_to_edit(cx, &wish.key, section_for(wish.facet)));
    let (mut targets, mut left_out, mut step) = (Vec::new(), Vec::new(), 1);
    for (wish, now) in wishes.iter().zip(join_all(looks).await) {
        match now.map_err(|refusal| Refusal::of(&wish.key, refusal)) {
            // What was made from another plan goes on without what is gone meanwhile.
            Err(refusal) if refusal.is_not_found() && is_from_plan(origin) => left_out.push((&wish.key, refusal)),
            now => {
                let target = propose_state(wish, now?, &client_token(id, step))?;
                step += target.as_ref().map_or(0, |target| target.changes.len());
                targets.extend(target);
            }
        }
    }
    if targets.is_empty() {
        return Err(left_out.into_iter().next().map_or(Refusal::NothingChanges, |(_, refusal)| refusal));
    }
    let section = wishes.first().map_or(Facet::SignIn, |wish| wish.facet);
    let title = match (origin, wishes.first()) {
        (PlanOrigin::Restore, Some(wish)) => PlanTitle::RestoreSignIn { workspace: wish.key.id.clone() },
        _ => PlanTitle::RestoreStates { section, count: targets.len() },
    };
    targets.extend(left_out.into_iter().map(|(key, refusal)| leave_out(key, refusal)));
    Ok(Proposal { title, origin: origin.clone(), targets })
}

const fn is_from_plan(origin: &PlanOrigin) -> bool {
    matches!(origin, PlanOrigin::Undo { .. } | PlanOrigin::Retry { .. } | PlanOrigin::Earlier { .. })
}

fn leave_out(key: &ResourceKey, refusal: Refusal) -> ProposedTarget {
    let warnings = vec![Warning::LeftOut { reason: Reason::Refused { refusal: Box::new(refusal) } }];
    ProposedTarget::left_out(Observation { label: key.id.clone(), warnings, ..Observation::default() }, key.clone())
}

fn propose_state(wish: &Wish, now: SectionState, token: &str) -> Result<Option<ProposedTarget>, Refusal> {
    let section = section_for(wish.facet);
    let mut desired: Value = serde_json::from_str(&wish.state).map_err(|_| Error::internal())?;
    // The revision and the version are never brought back.
    if let Some(present) = section.always_present() {
        desired[present] = now.state[present].clone();
    }
    propose(section, &wish.key, now, &desired, token)
}

async fn plan_copy(cx: &Context, copy: &CopySignIn, id: &PlanId) -> Result<Proposal, Refusal> {
    // Each once, in the order of the form.
    let mut seen = BTreeSet::new();
    let to: Vec<&ResourceKey> = copy.to.iter().filter(|key| seen.insert(*key)).collect();
    if to.is_empty() || to.len() > COPIES || seen.contains(&copy.from) {
        return Err(Refusal::NoOtherWorkspaces);
    }
    let from = fetch_to_edit(cx, &checked_key(&copy.from)?, section_for(Facet::SignIn)).await?;
    let wish = |key: &ResourceKey| {
        let key = checked_key(key)?;
        Ok(Wish { key, facet: Facet::SignIn, state: from.state.to_string() })
    };
    let wishes = to.into_iter().map(wish).collect::<Result<Vec<_>, Refusal>>()?;
    let title = PlanTitle::CopySignIn { from: from.label.clone(), count: wishes.len() };
    let plan = plan_states(cx, &Wishes { origin: PlanOrigin::Person, wishes }, id).await?;
    Ok(Proposal { title, ..plan })
}
