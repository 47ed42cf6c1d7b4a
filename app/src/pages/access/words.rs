//! Words of these pages, and how a holder is named everywhere.

use crate::paths;
use leptos::prelude::*;
use model::Millis;
use model::access::{AccessHolder, AccessIndex, AccessOrder, AccessWorkspace, DirectoryState, GrafanaRole, HolderKind};
use ui::{StatusMark, Tone, ago, counted, maybe};

pub const fn kind(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::User => "Person",
        HolderKind::Group => "Group",
    }
}

pub const fn heading(order: AccessOrder) -> &'static str {
    match order {
        AccessOrder::Name => "Person or group",
        AccessOrder::Workspaces => "Workspaces",
        AccessOrder::Role => "Highest role",
    }
}

pub fn label(filter: &str) -> &'static str {
    match filter {
        "kind" => "People or groups",
        "role" => "Grafana role",
        "workspace" => "Workspace",
        "account" => "Account",
        "tag" => "Tag of the workspace",
        _ => "Text",
    }
}

/// The value of a filter, as its chip says it.
pub fn chip(name: &str, value: &str) -> String {
    match (name, value) {
        ("orphans", _) => "not in the directory".to_owned(),
        ("kind", "user") => "people".to_owned(),
        ("kind", _) => "groups".to_owned(),
        ("q", text) => ["text = ", text].concat(),
        _ => [name, " = ", value].concat(),
    }
}

/// The weight of a role: the word says which it is, the weight helps to find it.
pub const fn role_class(role: GrafanaRole) -> &'static str {
    match role {
        GrafanaRole::Admin => "role role-admin",
        GrafanaRole::Editor => "role",
        GrafanaRole::Viewer => "role role-viewer",
    }
}

pub fn role(role: GrafanaRole) -> AnyView {
    view! { <span class=role_class(role)>{role.word()}</span> }.into_any()
}

/// What the directory says of a holder, as the rail of its row.
pub const fn tone(holder: &AccessHolder) -> Tone {
    match holder.known {
        Some(true) => Tone::Ok,
        Some(false) => Tone::Warn,
        None => Tone::Idle,
    }
}

/// Name with address, and kind and id beneath. The name leads to the holder's page.
pub fn who(holder: &AccessHolder) -> AnyView {
    let (label, id) = (holder.label().to_owned(), holder.holder.id.clone());
    let title = [&label, ", ", &id].concat();
    let class = holder.name.is_none().then_some("mono");
    let name = match paths::holder(&holder.holder) {
        Some(href) => view! { <a href=href class=class title=title>{label}</a> }.into_any(),
        None => view! { <span class=class title=title>{label}</span> }.into_any(),
    };
    let detail = holder
        .detail
        .clone()
        .map(|detail| view! { " " <span class="holder-detail">{detail.as_str().to_owned()}</span> });
    let id = holder.name.is_some().then(|| view! { " · " <span class="mono">{id}</span> });
    view! {
        {name}
        {maybe(detail)}
        <span class="holder-line">{kind(holder.holder.kind)} {maybe(id)} {orphan(holder)}</span>
    }
    .into_any()
}

pub fn orphan(holder: &AccessHolder) -> AnyView {
    maybe(holder.is_orphan().then(|| view! { " · " <StatusMark tone=Tone::Warn word="Not in the directory" /> }))
}

/// An account's name, or its number where it has none.
pub fn account(workspace: &AccessWorkspace) -> &str {
    match workspace.account_name.as_str() {
        "" => workspace.key.scope.account.as_str(),
        name => name,
    }
}

/// "prod-observability, eu-west-1"
pub fn place(workspace: &AccessWorkspace) -> String {
    [account(workspace), ", ", workspace.key.scope.region.as_str()].concat()
}

/// "120 workspaces, read 14 s ago · names read 2 min ago"
pub fn extent(frame: &AccessIndex, oldest: Option<Millis>, now: Millis) -> String {
    let read = oldest.map_or_else(|| "not read yet".to_owned(), |at| ["read ", &ago(at, now)].concat());
    let workspaces = counted(frame.total, "workspace");
    [&workspaces, ", ", &read, " · ", &names(&frame.directory, now)].concat()
}

fn names(directory: &DirectoryState, now: Millis) -> String {
    match directory.read_at {
        _ if !directory.configured => "no directory is configured, so names are not known".to_owned(),
        Some(at) => ["names read ", &ago(at, now)].concat(),
        None => "names not read yet".to_owned(),
    }
}
