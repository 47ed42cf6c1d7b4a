//! Server functions of people and roles.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::access::{AccessHolder, AccessIndex, AccessSelection, Holder, PersonGroups};
use model::detail::Section;
use model::{Millis, ResourceKey};
use serde::{Deserialize, Serialize};

/// One page of the table: everything around it, and what the address selects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Without workspaces and holders: those are in `selection`.
    pub frame: AccessIndex,
    /// When the oldest of all workspaces that can be read was read.
    pub oldest: Option<Millis>,
    pub selection: AccessSelection,
}

/// The part of the index that is about one holder or one workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub index: AccessIndex,
    /// The holder asked for, with or without a role.
    pub this: Option<AccessHolder>,
    /// The groups of a person that hold a role; `None` for a group, and where there is no directory.
    pub groups: Option<PersonGroups>,
    /// Of a workspace where SAML alone says who has which role: how it does.
    pub mapping: Option<Section>,
}

#[cfg(feature = "ssr")]
impl Listed {
    pub fn of(mut index: AccessIndex, query: &model::access::AccessQuery) -> Self {
        let selection = model::access::select(&index, query, model::access::HOLDERS, model::access::COLUMNS);
        let oldest = index.oldest();
        index.workspaces.clear();
        index.holders.clear();
        Self { frame: index, oldest, selection }
    }
}

/// What a URL's query selects; `search` holds its decoded pairs. `access.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "access/page", input = Json, output = Json)]
pub async fn list_access(search: Vec<(String, String)>) -> Result<Listed, Failure> {
    let caller = crate::context::authorize(model::Permission::AccessRead)?;
    let index = caller.answer(caller.doors.access.index(caller.who()))?;
    let pairs = search.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(Listed::of(index, &model::access::AccessQuery::parse(pairs)))
}

/// Everything, for filtering in the browser: the server's clock, and the index unless its revision is `known`.
/// `access.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "access/index", input = Json, output = Json)]
pub async fn newer_access(known: u64) -> Result<(Millis, Option<AccessIndex>), Failure> {
    let caller = crate::context::authorize(model::Permission::AccessRead)?;
    let index = caller.answer(caller.doors.access.index(caller.who()))?;
    Ok((index.now, (index.revision != known).then_some(index)))
}

/// One person or group in all workspaces. `access.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "access/holder", input = Json, output = Json)]
pub async fn read_holder(holder: Holder) -> Result<Part, Failure> {
    use model::access::HolderKind;
    let caller = crate::context::authorize(model::Permission::AccessRead)?;
    let (door, who) = (&caller.doors.access, caller.who());
    let index = caller.answer(door.index(who))?;
    let this = caller.answer(door.look_up(who, &holder))?;
    let groups = match holder.kind {
        HolderKind::User => caller.answer(door.groups_of(who, &holder))?,
        HolderKind::Group => None,
    };
    let wanted: Vec<Holder> = std::iter::once(holder).chain(groups.iter().flat_map(|all| all.own.clone())).collect();
    Ok(Part { index: index.of_holders(&wanted), this: Some(this), groups, mapping: None })
}

#[cfg(feature = "ssr")]
fn mapping(found: model::detail::Found) -> Option<Section> {
    let model::detail::Found::Here(detail) = found else { return None };
    detail.sections.into_iter().find(|section| section.operation == "grafana:DescribeWorkspaceAuthentication")
}

/// All who hold a role in a workspace; no workspace in the answer when it is not known. `access.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "access/workspace", input = Json, output = Json)]
pub async fn read_workspace_access(key: ResourceKey) -> Result<Part, Failure> {
    let caller = crate::context::authorize(model::Permission::AccessRead)?;
    let index = caller.answer(caller.doors.access.index(caller.who()))?.of_workspace(&key);
    let mapping = match index.workspaces.iter().any(model::access::AccessWorkspace::is_saml_only) {
        true => caller.answer(caller.doors.fleet.find(caller.who(), &key).await).ok().and_then(mapping),
        false => None,
    };
    Ok(Part { index, this: None, groups: None, mapping })
}
