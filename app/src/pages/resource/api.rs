//! Server functions of a resource's page.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::detail::Found;
use model::{PlanId, ResourceKey, ServiceAccountId};

/// One resource. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "resource/find", input = Json, output = Json)]
pub async fn find_resource(key: ResourceKey) -> Result<Found, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    let key =
        caller.answer(ResourceKey::parse(key.kind, key.scope.account.as_str(), key.scope.region.as_str(), &key.id))?;
    caller.answer(caller.doors.fleet.find(caller.who(), &key).await)
}

/// Plans a deletion and answers its plan. Permission by kind (`grafana.delete`, …), writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/delete-resource", input = Json, output = Json)]
pub async fn plan_delete(form: PlanId, key: ResourceKey) -> Result<PlanId, Failure> {
    let draft = model::door::Draft::DeleteResource(model::form::DeleteResource { key });
    let caller = crate::context::authorize(draft.permission())?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans the deletion of a service account and answers its plan. `serviceaccount.delete`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/delete-service-account", input = Json, output = Json)]
pub async fn plan_delete_account(
    form: PlanId,
    workspace: ResourceKey,
    account: ServiceAccountId,
) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::ServiceAccountDelete)?;
    let draft = model::door::Draft::DeleteServiceAccount(model::form::DeleteServiceAccount { workspace, account });
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// An id for a form about to be opened: sending it twice makes one plan. `changes.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/new", input = Json, output = Json)]
pub async fn new_form() -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::ChangesRead)?;
    Ok(caller.doors.changes.new_form())
}
