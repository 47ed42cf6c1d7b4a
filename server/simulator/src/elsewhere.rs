//! Somebody changes what a plan is about, at AWS's own console.

use crate::calls::{category_of, id_of};
use crate::far::Far;
use crate::fault::Fault;
use crate::fleet::{outside, outside_answer};
use crate::people::Desk;
use model::PlanId;
use serde_json::{Value, json};
use std::time::Duration;

const MINT: &str = "grafana:CreateWorkspaceServiceAccountToken";

/// How long a twin is there before anything is minted: longer than clocks may differ.
const TWIN: Duration = Duration::from_secs(6 * 60);

/// Somebody makes a token of the name that a plan is to give, minutes before that plan is applied, and the mint itself is
/// lost: what the plan made is not there, and something that looks like it is.
async fn make_twin(desk: &Desk, plan: &PlanId, aws: &Far) -> bool {
    let change = desk.world.lock().tables.plans.get(plan).map(|plan| plan.change.clone()).unwrap_or_default();
    let change: Value = serde_json::from_str(&change).unwrap_or_default();
    let mint = &change[0];
    let (workspace, account) = (mint["workspace"]["id"].as_str(), mint["account"].as_str());
    let (Some(workspace), Some(account), Some(name)) = (workspace, account, mint["name"].as_str()) else {
        return false;
    };
    let path = format!("/workspaces/{workspace}/serviceaccounts/{account}/tokens");
    let body = json!({ "name": name, "secondsToLive": 86_400 });
    let made = outside_answer(aws, "grafana", "POST", &path, &body).await;
    let Some(id) = made["serviceAccountToken"]["id"].as_str().map(str::to_owned) else { return false };
    {
        let mut state = desk.world.lock();
        let elapsed = state.elapsed();
        state.fire(Fault::Moved);
        state.checks.twins.push((format!("{workspace}/{account}/{id}"), elapsed));
        state.checks.loses_mint = true;
    }
    desk.script().faults.insert(Fault::Undo);
    tokio::time::sleep(TWIN).await;
    true
}

/// One target of a plan, or where there is none yet something beside it.
pub async fn move_target(desk: &Desk, plan: &PlanId) {
    let (aws, step, targets) = {
        let state = desk.world.lock();
        let Some(record) = state.tables.plans.get(plan) else { return };
        (state.aws.clone(), state.tables.steps_of(plan).into_iter().next(), record.targets.clone())
    };
    let targets: Value = serde_json::from_str(&targets).unwrap_or_default();
    let named = targets.as_array().into_iter().flatten().filter_map(|target| target["name"].as_str());
    let mut arns: Vec<String> = named.filter(|name| name.starts_with("arn:")).map(str::to_owned).collect();
    if arns.is_empty() {
        arns = desk.fleet.grafana.iter().map(model::ResourceKey::arn).collect();
    }
    let (arn, text) = {
        let mut script = desk.script();
        (arns[script.random.usize(..arns.len())].clone(), format!("moved-{:08x}", script.random.u32(..)))
    };
    if step.as_ref().is_some_and(|step| step.operation == MINT) && make_twin(desk, plan, &aws).await {
        return;
    }
    let category = step.and_then(|step| category_of(&step.operation)).unwrap_or_default();
    if let Some(category) = change(&aws, &arn, category, &text).await {
        let mut state = desk.world.lock();
        let elapsed = state.elapsed();
        state.fire(Fault::Moved);
        state.checks.moved.insert((id_of(&arn).to_owned(), category), elapsed);
    }
}

/// What was changed: what the plan is about, where that is easily done, and the tags otherwise.
async fn change(aws: &Far, arn: &str, category: &'static str, text: &str) -> Option<&'static str> {
    let id = id_of(arn);
    let done = match category {
        "settings" => {
            let body = json!({ "workspaceDescription": text });
            outside(aws, "grafana", "PUT", &format!("/workspaces/{id}"), &body).await
        }
        "alias" => outside(aws, "aps", "POST", &format!("/workspaces/{id}/alias"), &json!({ "alias": text })).await,
        _ => return tag(aws, arn, text).await.then_some("tags"),
    };
    done.then_some(category)
}

async fn tag(aws: &Far, arn: &str, text: &str) -> bool {
    match arn.split(':').nth(2) {
        Some("codeartifact") => {
            let body = json!({ "tags": [{ "key": "moved", "value": text }] });
            outside(aws, "codeartifact", "POST", &format!("/v1/tag?resourceArn={arn}"), &body).await
        }
        Some(service) => {
            let path = format!("/tags/{}", arn.replace(':', "%3A").replace('/', "%2F"));
            outside(aws, service, "POST", &path, &json!({ "tags": { "moved": text } })).await
        }
        None => false,
    }
}
