//! A resource that is there: head, state with its meaning, progress, actions, facts, service accounts.

use super::live::Live;
use super::offers::offers;
use super::progress::progress;
use super::rights::Rights;
use super::{accounts, facts};
use crate::pages::fleet;
use crate::pages::planning::Planning;
use crate::paths;
use crate::route::Edited;
use leptos::prelude::*;
use model::detail::{Detail, Value};
use model::{Kind, Permission, ResourceKey, Tally};
use ui::{AccountNumber, Banner, ButtonLink, KeyValue, KeyValues, PageHead, ShortId, StatusMark, TimeAgo, maybe};

pub fn detail(live: Live, planning: Planning, detail: Detail) -> AnyView {
    let actions = offers(live, planning, &detail);
    let accounts = accounts::section(live, planning, &detail);
    let head = head(live, &detail);
    let state = state(&detail);
    let Detail { row, arn, sections, .. } = detail;
    let id = row.key.id.clone();
    let access = access(&row.key);
    let sections = sections.into_iter().map(|section| facts::section(section, live.now)).collect::<Vec<_>>();
    view! {
        {head}
        {state}
        {progress(live, row)}
        <KeyValues>
            <KeyValue label="ID">
                <ShortId value=id copy_label="Copy ID" />
            </KeyValue>
            <KeyValue label="ARN" copy=arn.clone() mono=true>
                {arn}
            </KeyValue>
            {access}
        </KeyValues>
        {actions}
        {sections}
        {accounts}
    }
    .into_any()
}

/// The way to who holds which role, for who may see it.
fn access(key: &ResourceKey) -> Option<AnyView> {
    let open = key.kind == Kind::Grafana && !Rights::of_reader().lack(Permission::AccessRead);
    let href = paths::workspace_access(key);
    open.then(|| {
        view! {
            <KeyValue label="Access">
                <a class="text-accent underline underline-offset-3" href=href>"Who holds which role"</a>
            </KeyValue>
        }
        .into_any()
    })
}

fn head(live: Live, detail: &Detail) -> AnyView {
    let own = own_address(live.kind, detail);
    let scope = &detail.row.key.scope;
    let (account, region) = (scope.account.to_string(), scope.region.to_string());
    let (name, read_at) = (detail.account_name.clone(), detail.row.read_at);
    let (tone, word) = (fleet::tone(detail.row.tally(detail.now)), detail.row.status.word());
    // The main action of a workspace nobody gets into is to set its sign-in up.
    let kind = if detail.row.admits_nobody() { ui::Kind::Plain } else { ui::Kind::Main };
    let open = move || {
        own.clone().map(|href| {
            view! {
                <ButtonLink kind href external=true>
                    "Open in Grafana"
                </ButtonLink>
            }
        })
    };
    view! {
        <PageHead title=Signal::derive(move || live.label()) actions=open>
            <span class="inline-flex flex-wrap items-center gap-x-3">
                <StatusMark tone word />
                <span>{name} " " <AccountNumber value=account /></span>
                <span class="mono">{region}</span>
                <span>"read " <TimeAgo at=read_at now=live.now /></span>
            </span>
        </PageHead>
    }
    .into_any()
}

/// A Grafana workspace's own URL, which is the one link among its facts.
fn own_address(kind: Kind, detail: &Detail) -> Option<String> {
    let read = detail.sections.iter().filter_map(|section| section.facts.value.as_ref()).flatten();
    let mut links = read.filter_map(|fact| match &fact.value {
        Value::Link(address) => Some(address),
        _ => None,
    });
    links.find(|address| kind == Kind::Grafana && facts::is_safe(address)).cloned()
}

/// What the state means. One that needs somebody stands out, with AWS's reason.
fn state(detail: &Detail) -> AnyView {
    let row = &detail.row;
    let tally = row.tally(detail.now);
    let meaning = detail.meaning.clone();
    let reason = reason(detail);
    let way = row.admits_nobody().then(|| paths::edit(&row.key, Edited::SignIn));
    if row.stale {
        let title = "Its account and region could not be read the last time.";
        return view! {
            <Banner tone=fleet::tone(tally) title>
                {meaning}
            </Banner>
        }
        .into_any();
    }
    match tally {
        Tally::Attention | Tally::Failed => view! {
            <Banner tone=fleet::tone(tally) title=fleet::status(row, detail.now).1>
                {meaning}
                {maybe(way.map(|href| view! { " " <a href=href>"Set up sign-in"</a> }))}
                {reason.map(|reason| view! { <span class="block">"AWS says: " {reason}</span> })}
            </Banner>
        }
        .into_any(),
        Tally::Active | Tally::Changing | Tally::Unknown => {
            view! { <p class="text-sm text-ink-2">{meaning}</p> }.into_any()
        }
    }
}

/// AWS's own reason for the state, where it gave one.
fn reason(detail: &Detail) -> Option<String> {
    let mut facts = detail.sections.iter().filter_map(|section| section.facts.value.as_ref()).flatten();
    facts.find_map(|fact| match &fact.value {
        Value::Reason(text) => Some(text.clone()),
        _ => None,
    })
}
