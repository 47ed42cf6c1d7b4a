//! The scope switcher: narrows the list in view to one account or one region.

use super::Viewing;
use crate::paths;
use crate::route::Here;
use leptos::prelude::*;
use model::Kind;
use model::fleet::{Filter, Property, Query};
use ui::{Menu, MenuLink, SectionLabel, all, following, maybe};

#[component]
pub fn ScopeMenu() -> impl IntoView {
    let Some(Viewing(viewer)) = use_context::<Viewing>() else { return ().into_any() };
    let here = Here::get();
    let list = move || {
        let first = here.path.with(|path| path.trim_start_matches('/').split('/').next().map(str::to_owned));
        Kind::ALL.into_iter().find(|kind| Some(kind.segment()) == first.as_deref()).unwrap_or(Kind::Grafana)
    };
    let chosen = move |property: Property, value: &str| here.param(property.slug()).as_deref() == Some(value);
    let entries = following(move || {
        let (accounts, regions) = viewer.with(|v| v.clone().map(|v| (v.accounts, v.regions)).unwrap_or_default());
        let accounts: Vec<_> = accounts.into_iter().map(|a| (a.id.to_string(), a.name)).collect();
        let regions: Vec<_> = regions.into_iter().map(|region| (region.to_string(), String::new())).collect();
        let entry = move |property: Property, (value, name): (String, String)| {
            let href = narrowed(list(), property, &value);
            let current = value.clone();
            view! {
                <MenuLink href current=Signal::derive(move || chosen(property, &current))>
                    {maybe((!name.is_empty()).then(|| view! { <span class="pr-2">{name}</span> }))}
                    <span class="font-mono text-xs">{value}</span>
                </MenuLink>
            }
        };
        view! {
            <MenuLink href=paths::list(list())>"All accounts and regions"</MenuLink>
            <li class="px-3 pt-2"><SectionLabel>"Account"</SectionLabel></li>
            {all(accounts.into_iter().map(|value| entry(Property::Account, value)))}
            <li class="px-3 pt-2"><SectionLabel>"Region"</SectionLabel></li>
            {all(regions.into_iter().map(|value| entry(Property::Region, value)))}
        }
        .into_any()
    });
    view! { <Menu label="Accounts and regions">{entries}</Menu> }.into_any()
}

/// The list of `kind` narrowed to one value of one property.
fn narrowed(kind: Kind, property: Property, value: &str) -> String {
    let filters = vec![Filter { property, negated: false, value: value.to_owned() }];
    let mut path = paths::list(kind).to_owned();
    path.push_str(&Query { filters, ..Query::default() }.to_search());
    path
}
