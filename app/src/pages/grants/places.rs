//! Choosing workspaces: one by one, or all that a filter finds.

use super::api::Offer;
use super::asked::Asked;
use leptos::prelude::*;
use ui::{Button, CheckboxGroup, Choice, Kind, TextField, following};

/// Most workspaces that are listed at once; the filter finds the others.
const LISTED: usize = 60;

pub fn places(asked: Asked) -> AnyView {
    let filter = RwSignal::new(String::new());
    let shown = Memo::new(move |_| fitting(asked, &filter.get()));
    let list = following(move || shown.with(|shown| list(asked, shown)));
    let count = move || match asked.chosen.with(Vec::len) {
        0 => "None is chosen.".to_owned(),
        1 => "1 is chosen.".to_owned(),
        n => [&n.to_string(), " are chosen."].concat(),
    };
    let free = move || shown.with(|shown| shown.iter().filter(|offer| offer.refused.is_none()).count());
    let all = move |_| {
        let paths: Vec<String> = shown.with_untracked(|shown| {
            shown.iter().filter(|one| one.refused.is_none()).map(|one| one.key.path()).collect()
        });
        asked.chosen.update(|chosen| {
            chosen.retain(|path| !paths.contains(path));
            chosen.extend(paths);
        });
    };
    let none = move |_| asked.chosen.set(Vec::new());
    view! {
        <div class="flex flex-col gap-3">
            <TextField id="filter" name="" label="Filter workspaces" value=filter kind="search" help="By name, id, account or region." />
            {list}
            <div class="flex flex-wrap items-center gap-2">
                <span class="text-sm text-ink-2" role="status">{count}</span>
                <Button kind=Kind::Quiet on_click=all>{move || ["Choose all ", &free().to_string()].concat()}</Button>
                <Button kind=Kind::Quiet on_click=none>"Choose none"</Button>
            </div>
        </div>
    }
    .into_any()
}

fn fitting(asked: Asked, filter: &str) -> Vec<Offer> {
    let filter = filter.to_lowercase();
    let words: Vec<&str> = filter.split_whitespace().collect();
    let fits = |offer: &&Offer| {
        let scope = &offer.key.scope;
        let parts = [&offer.name, &offer.key.id, &offer.account, scope.account.as_str(), scope.region.as_str()];
        let text = parts.join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    asked.offered.with_value(|offered| offered.iter().filter(fits).cloned().collect())
}

fn list(asked: Asked, shown: &[Offer]) -> AnyView {
    if shown.is_empty() {
        return view! { <p class="text-sm" id="workspaces">"No workspace matches the filter."</p> }.into_any();
    }
    let help = match shown.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => ["And ", &more.to_string(), " more: filter to see all."].concat(),
    };
    let choices = shown.iter().take(LISTED).cloned().map(choice).collect();
    let error = Signal::derive(move || {
        let missed = asked.missed.get() && asked.chosen.with(Vec::is_empty);
        missed.then(|| "Choose a workspace first: nobody was added.".to_owned())
    });
    view! {
        <div class="max-h-80 overflow-y-auto">
            <CheckboxGroup id="workspaces" name="" label="Workspaces" value=asked.chosen choices help error />
        </div>
    }
    .into_any()
}

fn choice(offer: Offer) -> Choice {
    let Offer { key, name, account, refused } = offer;
    let place = [&account, ", ", key.scope.region.as_str(), ", ", &key.id].concat();
    let choice = Choice::new(key.path(), name).help(place.clone());
    match refused {
        Some(reason) => choice.unavailable([&place, ". ", &reason].concat()),
        None => choice,
    }
}
