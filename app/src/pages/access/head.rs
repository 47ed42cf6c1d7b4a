//! Above the table: what it is, how much of it there is, how old it is, downloads, and the counts that filter.

use super::live::Live;
use super::{address, words};
use crate::layout::may;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use leptos::prelude::*;
use model::Permission;
use model::access::{AccessQuery, AccessSelection, AccessWorkspace, DirectoryState};
use ui::{
    Banner, ButtonLink, IconName, Kind, Menu, MenuLink, PageHead, Tally, TallyItem, Tone, counted, following, maybe,
};

/// Where the workspaces that could not be read stand.
pub const UNREADABLE: &str = "unreadable";

pub fn head(live: Live) -> impl IntoView {
    let count = move || live.shown.with(|shown| live.query.with(|query| count(shown, !query.filters().is_empty())));
    let extent = move || live.frame.with(|frame| words::extent(frame, live.oldest.get(), live.now.get()));
    view! {
        <PageHead title="Access" count=Signal::derive(count) actions=move || exports(live)>
            {extent}
            {move || live.oldest.get().map(|_| live.shown.with(|shown| unread(&shown.uncertain)))}
            {following(move || unreadable(live.shown.with(failing)))}
        </PageHead>
    }
}

/// How many workspaces were not read yet; nothing where all were.
pub(super) fn unread(workspaces: &[AccessWorkspace]) -> String {
    match workspaces.iter().filter(|workspace| workspace.is_unread()).count() {
        0 => String::new(),
        count => [" · ", &counted(count, "workspace"), " not read yet"].concat(),
    }
}

/// Workspaces whose newest read failed.
fn failing(shown: &AccessSelection) -> usize {
    shown.uncertain.iter().filter(|workspace| workspace.error.is_some()).count()
}

fn unreadable(failing: usize) -> AnyView {
    let label = counted(failing, "workspace") + " not readable";
    let link = || view! { " · " <a href=["#", UNREADABLE].concat()>{label}</a> };
    maybe((failing > 0).then(link))
}

/// "(5/128)" when narrowed, else "(128)"; nothing while nobody was read.
fn count(shown: &AccessSelection, narrowed: bool) -> String {
    let (matches, total) = (shown.matches.to_string(), shown.total.to_string());
    match narrowed {
        _ if shown.total == 0 => String::new(),
        true => ["(", &matches, "/", &total, ")"].concat(),
        false => ["(", &total, ")"].concat(),
    }
}

fn exports(live: Live) -> AnyView {
    let (csv, json) = live
        .query
        .with(|query| (address::export(paths::ACCESS_CSV, query), address::export(paths::ACCESS_JSON, query)));
    let href = live.query.with(|query| address::file(paths::CHANGE_ROLES, query));
    let change =
        may(Permission::GrafanaGrant).then(|| view! { <ButtonLink href kind=Kind::Main>"Change roles"</ButtonLink> });
    view! {
        {maybe(change)}
        <ButtonLink href=csv icon=IconName::Download>"Export CSV"</ButtonLink>
        <ButtonLink href=json icon=IconName::Download>"Export JSON"</ButtonLink>
        {live.query.with(as_code)}
    }
    .into_any()
}

/// Files of everybody in the workspaces of a query, to be kept and compared.
pub(super) fn as_code(query: &AccessQuery) -> AnyView {
    let [json, terraform] = [paths::HOLDERS_JSON, paths::HOLDERS_TERRAFORM].map(|path| address::file(path, query));
    view! {
        <Menu label="As code" icon=IconName::Download align_end=true>
            <MenuLink href=json>"JSON, to edit and bring back"</MenuLink>
            <MenuLink href=terraform>"Terraform"</MenuLink>
        </Menu>
    }
    .into_any()
}

/// The strip: each count is a filter, and taken away by the same link.
pub fn tally(live: Live) -> impl IntoView {
    let items = move || live.shown.with(|shown| live.query.with(|query| items(shown, query)));
    view! { <Tally label="Holders by kind" items=Signal::derive(items) /> }
}

fn items(shown: &AccessSelection, query: &AccessQuery) -> Vec<TallyItem> {
    let counts = shown.counts;
    let item = |label: &str, count, tone, name, value| {
        let current = query.filters().iter().any(|(one, held)| *one == name && held == value);
        TallyItem { tone, label: label.to_owned(), count, href: address::href(&query.toggled(name, value)), current }
    };
    vec![
        item("People", Some(counts.people), Tone::Idle, "kind", "user"),
        item("Groups", Some(counts.groups), Tone::Idle, "kind", "group"),
        item("Admins", Some(counts.admins), Tone::Idle, "role", "admin"),
        item("Not in the directory", counts.orphans, Tone::Warn, "orphans", "yes"),
    ]
}

/// What stands between the reader and the newest state: no answer, or a directory that cannot be read.
pub fn trouble(live: Live) -> AnyView {
    let directory = following(move || live.frame.with(|frame| names(&frame.directory)));
    view! {
        {following(move || maybe(live.asking.trouble.get().map(|error| view! { <ErrorPanel error /> })))}
        {directory}
    }
    .into_any()
}

fn names(directory: &DirectoryState) -> AnyView {
    let state = match (&directory.error, directory.cut) {
        (Some(error), _) => Some(("The directory could not be read the last time.", error.message.clone())),
        (None, true) => Some((
            "The directory is larger than what is read of it.",
            "Who is missing from it cannot be told; names are known of those that were read.".to_owned(),
        )),
        (None, false) => None,
    };
    maybe(state.map(|(title, text)| view! { <Banner tone=Tone::Idle title>{text}</Banner> }))
}
