//! The workspaces a sign-in is copied to: a filter, and one tick for each.

use super::api::Target;
use super::parts::{self, button, help, stack};
use crate::pages::create::form::Check;
use leptos::ev;
use leptos::prelude::*;
use model::ResourceKey;
use ui::{CheckboxGroup, Choice, TextField, following};

/// Most workspaces of one plan.
pub const MOST: usize = 100;

/// Most that are listed at once; the filter finds the others.
const LISTED: usize = 200;

#[derive(Clone, Copy)]
pub struct Targets {
    offered: StoredValue<Vec<Target>>,
    /// Paths of those that are ticked.
    chosen: RwSignal<Vec<String>>,
    filter: RwSignal<String>,
}

impl Targets {
    pub fn of(offered: Vec<Target>, to: &[ResourceKey]) -> Self {
        let known = |key: &&ResourceKey| offered.iter().any(|target| target.key == **key);
        let chosen = to.iter().filter(known).map(ResourceKey::path).collect();
        Self { offered: StoredValue::new(offered), chosen: RwSignal::new(chosen), filter: RwSignal::new(String::new()) }
    }

    pub fn count(self) -> usize {
        self.chosen.with(Vec::len)
    }

    /// Those that are ticked, in the order in which they are listed.
    pub fn read(self) -> Vec<ResourceKey> {
        self.chosen.with(|chosen| {
            let keys = |offered: &Vec<Target>| {
                let ticked = |target: &&Target| chosen.contains(&target.key.path());
                offered.iter().filter(ticked).map(|target| target.key.clone()).collect()
            };
            self.offered.with_value(keys)
        })
    }

    /// Those the filter leaves.
    fn shown(self) -> Vec<Target> {
        let filter = self.filter.with(|filter| filter.to_lowercase());
        let words: Vec<&str> = filter.split_whitespace().collect();
        let fits = |target: &&Target| {
            let region = target.key.scope.region.as_str();
            let account = target.key.scope.account.as_str();
            let all =
                [&target.name, " ", &target.key.id, " ", &target.account, " ", account, " ", region, " ", &target.now];
            let all = all.concat().to_lowercase();
            words.iter().all(|word| all.contains(word))
        };
        self.offered.with_value(|offered| offered.iter().filter(fits).cloned().collect())
    }

    fn choose_shown(self) {
        let free = self.shown().into_iter().take(LISTED).filter(|target| target.refused.is_none());
        let paths: Vec<String> = free.map(|target| target.key.path()).collect();
        self.chosen.update(|chosen| {
            chosen.retain(|path| !paths.contains(path));
            chosen.extend(paths);
        });
    }
}

pub fn section(check: Check, targets: Targets) -> AnyView {
    // In the filter, Enter would send the form.
    let hold = |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    let list = following(move || {
        let shown = targets.shown();
        if shown.is_empty() {
            return view! { <p class="text-sm" id="to">"No workspace matches the filter."</p> }.into_any();
        }
        let more = shown.len().saturating_sub(LISTED);
        let choices: Vec<Choice> = shown.into_iter().take(LISTED).map(choice).collect();
        let (label, error) = (check.label("to"), check.error("to"));
        let more = (more > 0).then(|| help(["And ", &more.to_string(), " more: filter to see all."].concat()));
        let about = "1 to 100, in one plan with a diff for each.";
        let group = view! { <CheckboxGroup id="to" label value=targets.chosen choices help=about error /> };
        stack(std::iter::once(group.into_any()).chain(more).collect())
    });
    let none =
        Signal::derive(
            move || {
                if targets.chosen.with(Vec::is_empty) { "None is chosen".to_owned() } else { String::new() }
            },
        );
    let filter = view! {
        <div on:keydown=hold>
            <TextField id="filter" label="Filter" value=targets.filter kind="search" help="By name, id, account or region." />
        </div>
    };
    let idle = RwSignal::new(false);
    let free = Signal::stored(String::new());
    let select = button("Select all shown", None, idle, free, Callback::new(move |()| targets.choose_shown()));
    let clear = button("Clear selection", None, idle, none, Callback::new(move |()| targets.chosen.set(Vec::new())));
    let buttons = view! { <div class="flex flex-wrap gap-2">{select} {clear}</div> };
    parts::section("Copy to", vec![filter.into_any(), buttons.into_any(), list])
}

fn choice(target: Target) -> Choice {
    let Target { key, name, account, now, refused } = target;
    let place = [&account, ", ", key.scope.region.as_str(), ", ", &key.id, ". Sign-in now: ", &now, "."].concat();
    let choice = Choice::new(key.path(), name).help(place.clone());
    match refused {
        Some(reason) => choice.unavailable([&place, " ", &reason].concat()),
        None => choice,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Target, Targets};
    use leptos::prelude::*;
    use model::{Kind, ResourceKey};

    fn target(id: &str, name: &str, refused: Option<&str>) -> Target {
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", id).unwrap();
        Target {
            key,
            name: name.to_owned(),
            account: "edge".to_owned(),
            now: "SSO".to_owned(),
            refused: refused.map(str::to_owned),
        }
    }

    fn three() -> Targets {
        let offered = vec![
            target("g-0000000001", "payments-prod", None),
            target("g-0000000002", "Payments-lab", Some("It is changing.")),
            target("g-0000000003", "edge-dns", None),
        ];
        Targets::of(offered, &[])
    }

    fn names(shown: Vec<Target>) -> Vec<String> {
        shown.into_iter().map(|target| target.name).collect()
    }

    #[test]
    fn the_filter_looks_for_every_word_whatever_its_case() {
        let owner = Owner::new();
        owner.set();
        let targets = three();
        targets.filter.set("PAY eu-west".into());
        assert_eq!(untrack(|| names(targets.shown())), ["payments-prod", "Payments-lab"]);
    }

    #[test]
    fn selecting_all_shown_takes_those_that_can_be_changed_and_keeps_what_was_chosen() {
        let owner = Owner::new();
        owner.set();
        let targets = three();
        targets.filter.set("edge-dns".into());
        untrack(|| targets.choose_shown());
        targets.filter.set("payments".into());
        untrack(|| targets.choose_shown());
        let ids: Vec<String> = untrack(|| targets.read()).into_iter().map(|key| key.id).collect();
        assert_eq!(ids, ["g-0000000001", "g-0000000003"]);
    }

    #[test]
    fn a_workspace_that_is_gone_is_not_chosen_any_more() {
        let owner = Owner::new();
        owner.set();
        let gone = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-00000000ff").unwrap();
        let targets = Targets::of(vec![target("g-0000000001", "a", None)], &[gone]);
        assert_eq!(untrack(|| targets.count()), 0);
    }
}
