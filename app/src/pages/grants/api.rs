//! Server functions of the batch of role changes.

use crate::pages::create::Opening;
use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::access::Holder;
use model::form::GrantBatch;
use model::{FieldError, PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// The batch as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedGrants {
    pub id: PlanId,
    /// What an earlier plan kept; empty otherwise.
    pub batch: GrantBatch,
    /// What the holders in it are called.
    pub names: Vec<(Holder, String)>,
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    pub offered: Vec<Offer>,
    /// Chosen by the address.
    pub chosen: Vec<ResourceKey>,
    /// A directory is configured, so that people and groups can be found by name.
    pub named: bool,
}

/// A workspace whose roles can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub key: ResourceKey,
    pub name: String,
    pub account: String,
    /// Why it cannot be changed now.
    pub refused: Option<String>,
}

/// One holder that a line leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub holder: Holder,
    /// What it is called.
    pub name: String,
    /// AWS's word for the role the line names, empty where it takes the role; `None` where it says nothing of one.
    pub role: Option<String>,
    /// The workspace the line names.
    pub workspace: Option<ResourceKey>,
}

/// What became of pasted lines; every line that says something is among the ones or the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub found: Vec<Found>,
    /// Why, line by line, it is not among the found: nobody is meant, or another line contradicts it.
    pub problems: Vec<String>,
    /// How it was read.
    pub notes: Vec<String>,
    /// The lines that are left, as they were pasted, with the header they stood under.
    pub left: String,
}

/// Opens a batch of role changes, for the workspace that `like` names, for those that the filters `among` the pairs of
/// the address find, or for none yet. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/grants", input = Json, output = Json)]
pub async fn open_grants(opening: Opening, among: Vec<(String, String)>) -> Result<OpenedGrants, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    super::opened::open(&caller, opening, &among).await
}

/// People and groups with every word of `text` in their names or addresses, with what they are called: those that begin
/// with it first, 20 at most. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/find-holders", input = Json, output = Json)]
pub async fn find_holders(text: String) -> Result<Vec<(Holder, String)>, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    super::resolve::search(&caller, &text)
}

/// Finds people and groups by e-mail address, user name, group name, id, or a name that one person alone is shown by: one
/// a line, or as CSV with a header. Or reads a file of holders, as JSON, and answers what brings its workspaces there,
/// against what AWS has now. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/resolve-holders", input = Json, output = Json)]
pub async fn resolve_holders(text: String) -> Result<Resolved, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    match text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{') {
        true => super::resolve::file(&caller, &text).await,
        false => super::resolve::list(&caller, &text).await,
    }
}

/// The holders that `source` has now, for the workspaces `targets`; with `exactly` also what takes the roles of all
/// others there. No more workspaces than a batch may change. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/like-workspace", input = Json, output = Json)]
pub async fn like_workspace(
    source: ResourceKey,
    targets: Vec<ResourceKey>,
    exactly: bool,
) -> Result<Resolved, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    super::resolve::like(&caller, &source, targets, exactly).await
}

/// Plans a batch of role changes. It has no title: that is for batches made from another plan, which go on without a
/// workspace that is gone. `grafana.grant`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/grants", input = Json, output = Json)]
pub async fn plan_grants(form: PlanId, batch: GrantBatch) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    let batch = GrantBatch { origin: model::PlanOrigin::Person, ..batch };
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::Grants(batch)).await)
}
