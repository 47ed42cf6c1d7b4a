//! One person or group: the role it holds in each workspace, by itself and through its groups.

use super::api::{Part, read_holder};
use super::fresh::Fresh;
use super::{address, apart, head, words};
use crate::layout::may;
use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::Permission;
use model::access::{AccessHolder, AccessWorkspace, GrafanaRole, Holder, HolderDetail, HolderKind, PersonGroups};
use ui::{
    Breadcrumbs, ButtonLink, Cell, Crumb, Empty, Head, KeyValue, KeyValues, Kind, PageHead, RowHead, Section, Skeleton,
    TableBox, ago, all, following, maybe,
};

pub fn page(holder: Holder) -> AnyView {
    let asked = holder.clone();
    let first = Resource::new(|| (), move |()| read_holder(asked.clone()));
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the roles" /> }>
            {move || {
                let holder = holder.clone();
                Suspend::new(async move {
                    match first.await {
                        Ok(part) => board(holder, part),
                        Err(Failure(error)) => super::whole::failed(error, Callback::new(move |()| first.refetch())),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

pub(super) fn board(holder: Holder, first: Part) -> AnyView {
    let asked = holder.clone();
    let name = first.this.as_ref().map_or(holder.id.clone(), |this| this.label().to_owned());
    let fresh = Fresh::begin(first, move || Box::pin(read_holder(asked.clone())));
    let body = following(move || fresh.part.with(|part| whole(&holder, part, fresh)));
    view! {
        <Title text=[&name, " - Access - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::link("Access", paths::ACCESS), Crumb::here(name)] />
            {following(move || maybe(fresh.asking.trouble.get().map(|error| view! { <ErrorPanel error /> })))}
            {body}
        </div>
    }
    .into_any()
}

fn whole(holder: &Holder, part: &Part, fresh: Fresh) -> AnyView {
    let lines = lines(holder, part);
    let uncertain: Vec<_> = part.index.workspaces.iter().filter(|one| one.is_uncertain()).cloned().collect();
    let Some(this) = part.this.clone() else { return ().into_any() };
    if lines.is_empty() && this.known != Some(true) && uncertain.is_empty() {
        return nowhere(holder);
    }
    let read = move || fresh.oldest.get().map(|at| [" · read ", &ago(at, fresh.now.get())].concat());
    let groups = part.groups.as_ref().map(|groups| (groups.read_at, groups.is_unread()));
    let groups_read = move || match groups {
        Some((Some(at), _)) => [" · groups read ", &ago(at, fresh.now.get())].concat(),
        Some((None, true)) => " · groups not read yet".to_owned(),
        _ => String::new(),
    };
    let unread = head::unread(&uncertain);
    let (kind, summary, orphan) = (words::kind(holder.kind), summary(&lines), words::orphan(&this));
    let failing: Vec<_> = uncertain.iter().filter(|one| one.error.is_some()).cloned().collect();
    let roles = roles(holder, part, &lines, !uncertain.is_empty());
    let holds = lines.iter().any(|line| line.direct.is_some()) && may(Permission::GrafanaGrant);
    let href = paths::change_roles_of_holder(holder).filter(|_| holds);
    let change = move || {
        let link = |href| view! { <ButtonLink href kind=Kind::Main>"Change roles"</ButtonLink> };
        maybe(href.clone().map(link))
    };
    view! {
        <PageHead title=this.label().to_owned() actions=change>
            {kind} " · " {summary} {read} {groups_read} {unread} {orphan}
        </PageHead>
        {facts(&this)}
        {roles}
        {apart::unreadable(failing, fresh.now)}
    }
    .into_any()
}

/// A workspace with everything that gives the holder a role there.
struct Line {
    workspace: AccessWorkspace,
    direct: Option<GrafanaRole>,
    through: Vec<(AccessHolder, GrafanaRole)>,
}

impl Line {
    /// Of several roles the greatest counts.
    fn highest(&self) -> Option<GrafanaRole> {
        self.through.iter().map(|(_, role)| *role).chain(self.direct).max()
    }
}

fn lines(holder: &Holder, part: &Part) -> Vec<Line> {
    let (own, groups): (Vec<_>, Vec<_>) = part.index.holders.iter().partition(|one| one.holder == *holder);
    let line = |(place, workspace): (u32, &AccessWorkspace)| Line {
        workspace: workspace.clone(),
        direct: own.iter().find_map(|one| one.role_in(place)),
        through: groups.iter().filter_map(|group| Some(((*group).clone(), group.role_in(place)?))).collect(),
    };
    (0..).zip(&part.index.workspaces).map(line).filter(|line| line.highest().is_some()).collect()
}

/// "Admin in 2, Viewer in 5 workspaces"
fn summary(lines: &[Line]) -> String {
    let count = |role| lines.iter().filter(|line| line.highest() == Some(role)).count();
    let parts: Vec<String> = GrafanaRole::ALL
        .into_iter()
        .filter(|role| count(*role) > 0)
        .map(|role| [role.word(), " in ", &count(role).to_string()].concat())
        .collect();
    match (parts.is_empty(), lines.len()) {
        (true, _) => "no role".to_owned(),
        (false, 1) => parts.join(", ") + " workspace",
        (false, _) => parts.join(", ") + " workspaces",
    }
}

fn facts(this: &AccessHolder) -> AnyView {
    let id = this.holder.id.clone();
    let detail = this.detail.clone().map(|detail| {
        let (label, text) = match detail {
            HolderDetail::Email(text) => ("E-mail", text),
            HolderDetail::UserName(text) => ("User name", text),
        };
        view! { <KeyValue label copy=text.clone()>{text}</KeyValue> }
    });
    let directory = match this.known {
        Some(true) => None,
        Some(false) => Some("It has nobody of this id: gone from it, or of another directory."),
        None => Some("Not known: no directory is configured, or it was not read yet."),
    };
    view! {
        <KeyValues>
            <KeyValue label="ID" copy=id.clone() mono=true>{id}</KeyValue>
            {maybe(detail)}
            {maybe(directory.map(|text| view! { <KeyValue label="Directory">{text}</KeyValue> }))}
        </KeyValues>
    }
    .into_any()
}

fn roles(holder: &Holder, part: &Part, lines: &[Line], uncertain: bool) -> AnyView {
    let person = holder.kind == HolderKind::User;
    let groups = part.groups.is_some();
    let note = match (person, groups) {
        (true, true) => "Of the role held directly and those that come through groups the highest counts.",
        (true, false) => {
            "Which groups this person is in is not known here: roles that come through a group are not shown."
        }
        (false, _) => "Everybody in this group has these roles.",
    };
    let unknown = maybe(part.groups.as_ref().filter(|groups| !groups.unknown.is_empty()).map(unknown));
    let body = match (lines.is_empty(), uncertain) {
        (true, true) => {
            view! { <Empty what="No role is known." why="Not every workspace could be read yet." /> }.into_any()
        }
        (true, false) => {
            view! { <Empty what="No role in any workspace." why="Every workspace was read." /> }.into_any()
        }
        (false, _) => table(lines, person && groups),
    };
    view! {
        <Section title="Roles">
            <p class="text-sm text-ink-2">{note}</p>
            {unknown}
            {body}
        </Section>
    }
    .into_any()
}

fn table(lines: &[Line], through: bool) -> AnyView {
    let rows = all(lines.iter().map(|line| row(line, through)).collect::<Vec<_>>());
    view! {
        <TableBox label="Roles by workspace">
            <thead>
                <tr>
                    <Head>"Workspace"</Head>
                    <Head>"Account and region"</Head>
                    <Head>"Grafana role"</Head>
                    {maybe(through.then(|| view! { <Head>"Comes from"</Head> }))}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

fn row(line: &Line, through: bool) -> AnyView {
    let source = through.then(|| source(line));
    let role = maybe(line.highest().map(words::role));
    let (place, href) = (words::place(&line.workspace), paths::workspace_access(&line.workspace.key));
    let label = line.workspace.label().to_owned();
    let stale = line.workspace.error.is_some().then_some(" (as read before)");
    view! {
        <tr>
            <RowHead>
                <a href=href>{label}</a>
            </RowHead>
            <Cell>{place}</Cell>
            <Cell>{role} {stale}</Cell>
            {maybe(source.map(|source| view! { <Cell>{source}</Cell> }))}
        </tr>
    }
    .into_any()
}

/// "Direct: Viewer · through operators: Admin"
fn source(line: &Line) -> AnyView {
    let direct = line.direct.map(|role| view! { <li>"Held directly: " {role.word()}</li> }.into_any());
    let through = line
        .through
        .iter()
        .map(|(group, role)| view! { <li>"Through " {named(group)} ": " {role.word()}</li> }.into_any());
    view! { <ul>{all(direct.into_iter().chain(through).collect::<Vec<_>>())}</ul> }.into_any()
}

/// Its name, which leads to its page.
fn named(group: &AccessHolder) -> AnyView {
    let label = group.label().to_owned();
    match paths::holder(&group.holder) {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    }
}

/// Groups that may give the person more roles, by name.
fn unknown(groups: &PersonGroups) -> AnyView {
    let why = groups.error.as_ref().map(|error| [" ", &error.message].concat());
    let names = groups.unknown.iter().map(|group| view! { <li>{named(group)}</li> });
    view! {
        <p class="text-sm text-ink-2">
            "It is not known whether this person is in these groups; roles that come through them are not shown." {why}
        </p>
        <ul class="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2 xl:grid-cols-3">{all(names.collect::<Vec<_>>())}</ul>
    }
    .into_any()
}

fn nowhere(holder: &Holder) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    let what = ["No ", holder.kind.word(), " of this ID holds a role."].concat();
    let href = address::only(&[("kind", holder.kind.word())]);
    view! {
        <PageHead title=holder.id.clone() />
        <Empty what why="Every workspace was read, and the directory does not know it.">
            <ButtonLink href>"See who holds roles"</ButtonLink>
        </Empty>
    }
    .into_any()
}
