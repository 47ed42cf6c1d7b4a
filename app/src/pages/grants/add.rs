//! Adding to the batch: in which workspaces, who, and with which role.

use super::Names;
use super::api::{Found, Offer, Resolved, resolve_holders};
use super::rows::Rows;
use crate::Failure;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ResourceKey;
use model::access::GrafanaRole;
use ui::{Banner, Button, CheckboxGroup, Choice, RadioGroup, Section, TextArea, TextField, Tone, all, following};

/// Most workspaces that are listed at once; the filter finds the others.
const LISTED: usize = 60;

/// What is asked for.
#[derive(Clone, Copy)]
struct Asked {
    /// Paths of workspaces.
    chosen: RwSignal<Vec<String>>,
    people: RwSignal<String>,
    role: RwSignal<String>,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<String>>,
}

pub fn section(
    check: Check,
    rows: Rows,
    names: Names,
    offered: StoredValue<Vec<Offer>>,
    chosen: Option<&ResourceKey>,
) -> AnyView {
    let asked = Asked {
        chosen: RwSignal::new(chosen.into_iter().map(ResourceKey::path).collect()),
        people: RwSignal::new(String::new()),
        role: RwSignal::new("VIEWER".to_owned()),
        busy: RwSignal::new(false),
        problems: RwSignal::new(Vec::new()),
    };
    let filter = RwSignal::new(String::new());
    let places = following(move || places(check, asked, &filter.get(), offered));
    let reason = Signal::derive(move || match asked.people.with(|text| text.trim().is_empty()) {
        true => "Nobody is named".to_owned(),
        false => String::new(),
    });
    let add = move |_| add(check, asked, rows, names, offered);
    let roles = GrafanaRole::ALL.into_iter().map(|role| Choice::new(role.aws(), role.word()));
    let roles = roles.chain([Choice::new("", "No role").help("Takes whatever they have there.")]).collect::<Vec<_>>();
    let wrong = following(move || problems(&asked.problems.get()));
    view! {
        <Section title="Add to the batch">
            <div class="flex flex-col gap-5">
                <TextField id="filter" name="" label="Filter workspaces" value=filter kind="search" help="By name, id, account or region." />
                {places}
                <TextArea id="people" name="" label="People and groups" value=asked.people rows=5 mono=true
                    help="One a line: an e-mail address, a user name, a group's name, or an id of Identity Center; user: or group: before it where that is not clear. Or CSV with a header: who, and perhaps type, role and workspace, which then count instead of what is chosen here." />
                {wrong}
                <RadioGroup id="role" name="" label="Role" value=asked.role choices=roles />
                <div><Button busy=asked.busy reason on_click=add>"Add to the batch"</Button></div>
            </div>
        </Section>
    }
    .into_any()
}

fn places(check: Check, asked: Asked, filter: &str, offered: StoredValue<Vec<Offer>>) -> AnyView {
    let filter = filter.to_lowercase();
    let words: Vec<&str> = filter.split_whitespace().collect();
    let fits = |offer: &&Offer| {
        let scope = &offer.key.scope;
        let text = [
            &offer.name,
            " ",
            &offer.key.id,
            " ",
            &offer.account,
            " ",
            scope.account.as_str(),
            " ",
            scope.region.as_str(),
        ];
        let text = text.concat().to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let shown: Vec<Offer> = offered.with_value(|offered| offered.iter().filter(fits).cloned().collect());
    if shown.is_empty() {
        return view! { <p class="text-sm" id="workspaces">"No workspace matches the filter."</p> }.into_any();
    }
    let help = match shown.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => ["There are ", &more.to_string(), " more: filter to see them."].concat(),
    };
    let choices = shown.into_iter().take(LISTED).map(choice).collect();
    let error = check.error("workspaces");
    view! { <div class="max-h-80 overflow-y-auto"><CheckboxGroup id="workspaces" name="" label="Workspaces" value=asked.chosen choices help error /></div> }
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

/// Looks the people up and puts them into the batch; lines that lead to nobody stay in the field, with the reason.
fn add(check: Check, asked: Asked, rows: Rows, names: Names, offered: StoredValue<Vec<Offer>>) {
    let text = asked.people.get_untracked();
    asked.busy.set(true);
    asked.problems.set(Vec::new());
    spawn_local(async move {
        let answer = resolve_holders(text).await;
        // Gone meanwhile.
        if asked.busy.try_set(false).is_some() {
            return;
        }
        let Resolved { found, mut problems, mut left } = match answer {
            Ok(resolved) => resolved,
            Err(Failure(error)) => {
                let why = error.fields.into_iter().next().map_or(error.message, |field| field.message);
                return asked.problems.set(vec![why]);
            }
        };
        let chosen = asked.chosen.get_untracked();
        let keys: Vec<ResourceKey> = offered.with_value(|offered| {
            offered.iter().map(|offer| offer.key.clone()).filter(|key| chosen.contains(&key.path())).collect()
        });
        if keys.is_empty() && found.iter().any(|one| one.workspace.is_none()) {
            // Nothing is taken by halves: which lines name no workspace is the reader's to see.
            problems.push("Choose a workspace above: not every line names one. Nothing was added.".to_owned());
            left = asked.people.get_untracked();
        } else {
            put(check, asked, rows, names, &keys, found);
        }
        asked.people.set(left);
        asked.problems.set(problems);
    });
}

/// Puts what was found into the batch: where and with which role its line says, else as chosen.
fn put(check: Check, asked: Asked, rows: Rows, names: Names, keys: &[ResourceKey], found: Vec<Found>) {
    let chosen = GrafanaRole::parse(&asked.role.get_untracked());
    names.learn(found.iter().map(|one| (one.holder.clone(), one.name.clone())).collect());
    for Found { holder, role, workspace, .. } in found {
        let role = role.map_or(chosen, |role| GrafanaRole::parse(&role));
        for key in workspace.as_ref().map_or(keys, std::slice::from_ref) {
            rows.set(key, &holder, role);
        }
    }
    check.changed("wishes");
}

fn problems(problems: &[String]) -> AnyView {
    if problems.is_empty() {
        return ().into_any();
    }
    let title = match problems.len() {
        1 => "1 line needs your attention and is still in the field.".to_owned(),
        n => [&n.to_string(), " lines need your attention and are still in the field."].concat(),
    };
    let lines = all(problems.iter().cloned().map(|line| view! { <li>{line}</li> }));
    view! { <Banner tone=Tone::Warn title live=true><ul class="list-disc pl-4 wrap-anywhere">{lines}</ul></Banner> }
        .into_any()
}
