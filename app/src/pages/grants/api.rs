//! Server functions of the batch of role changes.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::PlanId;
use model::form::GrantBatch;

/// Plans a batch of role changes. `grafana.grant`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/grants", input = Json, output = Json)]
pub async fn plan_grants(form: PlanId, batch: GrantBatch) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::Grants(batch)).await)
}
