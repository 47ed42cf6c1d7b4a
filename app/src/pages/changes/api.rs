//! Server functions of plans: looking at them, and applying them. The one way anything is written.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::{Millis, PlanId, PlanSummary, PlanView, Secret};
use serde::{Deserialize, Serialize};

/// How many plans one page of the list holds.
pub const LIST_LENGTH: u32 = 50;

/// A plan and the moment it was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen<T> {
    pub now: Millis,
    pub value: T,
}

/// What a mint answers, once.
#[derive(Debug, Serialize, Deserialize)]
pub struct Revealed {
    pub secret: Secret,
    pub view: PlanView,
}

#[cfg(feature = "ssr")]
fn now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// One plan with what became of it. `changes.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "changes/view", input = Json, output = Json)]
pub async fn view_plan(id: PlanId) -> Result<Seen<PlanView>, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let value = caller.answer(caller.doors.changes.view(caller.who(), &id).await)?;
    Ok(Seen { now: now(), value })
}

/// The newest plans made before a moment. `changes.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "changes/list", input = Json, output = Json)]
pub async fn list_plans(before: Option<Millis>) -> Result<Seen<Vec<PlanSummary>>, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let value = caller.answer(caller.doors.changes.list(caller.who(), before, LIST_LENGTH).await)?;
    Ok(Seen { now: now(), value })
}

/// Applies a plan that was reviewed as it was made at `reviewed`; answers at once while the work goes on. The permission of the plan's own change, writes.
#[server(client = Wire, prefix = "/api", endpoint = "changes/apply", input = Json, output = Json)]
pub async fn apply_plan(
    id: PlanId,
    reviewed: Millis,
    typed: String,
    #[server(default)] secret: String,
) -> Result<PlanView, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let secret = Some(Secret::new(secret));
    caller.answer(caller.doors.changes.apply(caller.who(), &id, reviewed, &typed, secret).await)
}

/// Goes on with an interrupted plan, or drops what was not sent yet. The permission of the plan's own change, writes.
#[server(client = Wire, prefix = "/api", endpoint = "changes/resume", input = Json, output = Json)]
pub async fn resume_plan(id: PlanId, send: bool, #[server(default)] secret: String) -> Result<PlanView, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let rest = if send { model::door::Rest::Send } else { model::door::Rest::Drop };
    let secret = Some(Secret::new(secret));
    caller.answer(caller.doors.changes.resume(caller.who(), &id, rest, secret).await)
}

/// Plans the opposite of what a plan did, under a new form. The permission of the plan's own change, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/undo", input = Json, output = Json)]
pub async fn plan_undo(id: PlanId) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let form = caller.doors.changes.new_form();
    caller.answer(caller.doors.changes.undo(caller.who(), &id, &form).await)
}

/// Plans what of a batch was not applied, under a new form. The permission of the plan's own change, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/retry", input = Json, output = Json)]
pub async fn plan_retry(id: PlanId) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    let form = caller.doors.changes.new_form();
    caller.answer(caller.doors.changes.retry(caller.who(), &id, &form).await)
}

/// A plan as commands for the AWS command line. `changes.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "changes/commands", input = Json, output = Json)]
pub async fn plan_commands(id: PlanId) -> Result<String, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    caller.answer(caller.doors.changes.commands(caller.who(), &id).await)
}

/// Applies a mint and answers its secret, once and to this request alone. `token.mint`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "mint/reveal", input = Json, output = Json)]
pub async fn reveal(id: PlanId, reviewed: Millis, #[server(default)] typed: String) -> Result<Revealed, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    let minted = caller.answer(caller.doors.mint.mint(caller.who(), &id, reviewed, &typed).await)?;
    let (secret, view) = caller.reveal(minted);
    Ok(Revealed { secret, view })
}

/// The page of a mint has its secret; whether that was still awaited. `token.mint`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "mint/received", input = Json, output = Json)]
pub async fn confirm_received(id: PlanId) -> Result<bool, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    caller.answer(caller.doors.mint.received(caller.who(), &id).await)
}
