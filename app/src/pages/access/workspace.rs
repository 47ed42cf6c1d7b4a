//! One workspace: all who hold a role in it, by role.

use super::api::{Part, read_workspace_access};
use super::fresh::Fresh;
use super::head::as_code;
use super::{address, words};
use crate::layout::may;
use crate::pages::resource::section;
use crate::pages::trouble::ErrorPanel;
use crate::route::Edited;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::access::{AccessHolder, AccessQuery, AccessWorkspace, GrafanaRole};
use model::{Kind, Permission, ResourceKey};
use ui::{
    Banner, Breadcrumbs, ButtonLink, Cell, Crumb, Empty, Head, Kind as ButtonKind, PageHead, Row, RowHead, Skeleton,
    TableBox, Tally, TallyItem, Tone, ago, all, following, maybe,
};

pub fn page(key: ResourceKey) -> AnyView {
    let asked = key.clone();
    let first = Resource::new(|| (), move |()| read_workspace_access(asked.clone()));
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading who holds a role" /> }>
            {move || {
                let key = key.clone();
                Suspend::new(async move {
                    match first.await {
                        Ok(part) => board(key, part),
                        Err(Failure(error)) => super::whole::failed(error, Callback::new(move |()| first.refetch())),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

pub(super) fn board(key: ResourceKey, first: Part) -> AnyView {
    let asked = key.clone();
    let name = first.index.workspaces.first().map_or(key.id.clone(), |workspace| workspace.label().to_owned());
    let fresh = Fresh::begin(first, move || Box::pin(read_workspace_access(asked.clone())));
    let crumbs = vec![
        Crumb::link(Kind::Grafana.many(), paths::list(Kind::Grafana)),
        Crumb::link(name.clone(), paths::resource(&key)),
        Crumb::here("Access"),
    ];
    let body = following(move || {
        fresh.part.with(|part| match part.index.workspaces.first() {
            Some(workspace) => whole(workspace, part, fresh),
            None => nowhere(&key),
        })
    });
    view! {
        <Title text=["Access to ", &name, " - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=crumbs />
            {following(move || maybe(fresh.asking.trouble.get().map(|error| view! { <ErrorPanel error /> })))}
            {body}
        </div>
    }
    .into_any()
}

fn whole(workspace: &AccessWorkspace, part: &Part, fresh: Fresh) -> AnyView {
    let holders = &part.index.holders;
    let place = words::place(workspace);
    let read = move || match fresh.oldest.get() {
        Some(at) => [" · read ", &ago(at, fresh.now.get())].concat(),
        None => " · not read yet".to_owned(),
    };
    let holds = !workspace.has_no_holders();
    let count = if holds && workspace.read_at.is_some() {
        ["(", &holders.len().to_string(), ")"].concat()
    } else {
        String::new()
    };
    let href = paths::change_roles_of(&workspace.key);
    let only = AccessQuery { workspace: workspace.key.id.clone(), ..AccessQuery::default() };
    let known = holds && !workspace.is_uncertain();
    let actions = move || {
        let link = || view! { <ButtonLink href=href.clone() kind=ButtonKind::Main>"Change roles"</ButtonLink> };
        let files = known.then(|| as_code(&only));
        view! {
            {maybe(may(Permission::GrafanaGrant).then(link))}
            {maybe(files)}
        }
        .into_any()
    };
    view! {
        <PageHead title=["Access to ", workspace.label()].concat() count actions>
            {place} {holds.then_some(read)}
        </PageHead>
        {stale(workspace)}
        {body(workspace, holders)}
        {maybe(part.mapping.clone().map(|mapping| section(mapping, fresh.now)))}
    }
    .into_any()
}

/// What is shown is older than it should be, or not all of it.
fn stale(workspace: &AccessWorkspace) -> AnyView {
    let before = workspace.error.clone().filter(|_| workspace.read_at.is_some() && !workspace.has_no_holders());
    let skipped = (workspace.skipped > 0).then(|| {
        let title = entries(workspace.skipped);
        view! { <Banner tone=Tone::Idle title>"Left out below."</Banner> }
    });
    view! {
        {maybe(before.map(|error| view! {
            <Banner tone=Tone::Warn title="The holders could not be read the last time.">
                {error.message} " What was read before is shown; reading is tried again by itself."
            </Banner>
        }))}
        {maybe(skipped)}
    }
    .into_any()
}

fn body(workspace: &AccessWorkspace, holders: &[AccessHolder]) -> AnyView {
    let sign_in = paths::edit(&workspace.key, Edited::SignIn);
    match (&workspace.error, workspace.read_at) {
        _ if workspace.is_saml_only() => view! {
            <Empty
                what="Roles come from the assertion."
                why="People sign in to this workspace by SAML alone: the identity provider says who has which role, and what Identity Center says has no effect."
            >
                <ButtonLink href=sign_in>"See its sign-in"</ButtonLink>
            </Empty>
        }
        .into_any(),
        _ if workspace.has_no_holders() => view! {
            <Empty what="Nobody can sign in." why="Neither Identity Center nor SAML is switched on for this workspace.">
                <ButtonLink href=sign_in>"See its sign-in"</ButtonLink>
            </Empty>
        }
        .into_any(),
        (Some(error), None) => view! {
            <Empty what="Who holds a role here could not be read." why=error.message.clone() />
        }
        .into_any(),
        (None, None) => view! { <Skeleton rows=8 label="Reading who holds a role for the first time" /> }.into_any(),
        _ if holders.is_empty() => view! {
            <Empty what="Nobody holds a role here." why="Nobody of Identity Center can sign in to this workspace." />
        }
        .into_any(),
        _ => view! { <div class="grid max-w-[60rem] grid-cols-1 gap-4">{tally(workspace, holders)} {table(holders)}</div> }.into_any(),
    }
}

/// How many hold each role; a count leads to them among all holders.
fn tally(workspace: &AccessWorkspace, holders: &[AccessHolder]) -> AnyView {
    let item = |role: GrafanaRole| {
        let count = holders.iter().filter(|holder| holder.highest() == Some(role)).count();
        let pairs = [("role", role.aws()), ("workspace", &workspace.key.id)];
        TallyItem {
            tone: Tone::Idle,
            label: [role.word(), "s"].concat(),
            count: u32::try_from(count).ok(),
            href: address::only(&pairs),
            current: false,
        }
    };
    let items = GrafanaRole::ALL.map(item).to_vec();
    view! { <Tally label="Holders by role" items=Signal::stored(items) /> }.into_any()
}

fn table(holders: &[AccessHolder]) -> AnyView {
    let row = |holder: &AccessHolder| {
        let (who, role) = (words::who(holder), maybe(holder.highest().map(words::role)));
        view! {
            <Row tone=words::tone(holder)>
                <RowHead>{who}</RowHead>
                <Cell>{role}</Cell>
            </Row>
        }
        .into_any()
    };
    let rows = all(holders.iter().map(row).collect::<Vec<_>>());
    view! {
        <TableBox label="Holders of a role">
            <thead>
                <tr>
                    <Head>"Person or group"</Head>
                    <Head>"Grafana role"</Head>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

fn nowhere(key: &ResourceKey) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    let (href, why) =
        (paths::resource(key), "It does not exist, or its account and region were not read yet. This page follows.");
    view! {
        <PageHead title=["Access to ", &key.id].concat() />
        <Empty what="This workspace is not among those that were read." why>
            <ButtonLink href>"Go to its page"</ButtonLink>
        </Empty>
    }
    .into_any()
}

fn entries(skipped: u32) -> String {
    match skipped {
        1 => "1 entry of AWS's list is of a kind or role that is not known here.".to_owned(),
        n => [&n.to_string(), " entries of AWS's list are of a kind or role that is not known here."].concat(),
    }
}
