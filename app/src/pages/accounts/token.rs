//! Minting a token: name and lifetime. The secret comes only when the plan is applied.

use super::api::{open_mint_token, plan_mint_token};
use super::around::{Around, Holder, WorkspacePage};
use crate::pages::create::Begun;
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use leptos::prelude::*;
use model::form::{LIFETIMES, MintToken};
use model::{ResourceKey, ServiceAccountId};
use std::sync::Arc;
use ui::{Choice, KeyValue, KeyValues, NumberField, RadioGroup, Section};

const LABELS: Labels = &[("name", "Name"), ("lifetime", "Lifetime"), ("seconds_to_live", "Seconds")];
const CUSTOM: &str = "custom";
const PRESET: &str = "86400";

#[component]
pub fn MintTokenPage(workspace: ResourceKey, account: ServiceAccountId) -> impl IntoView {
    let line = "A token acts with the role of its service account until it expires.";
    let open = |opening| Box::pin(open_mint_token(opening)) as _;
    let body = move |workspace, around| form(workspace, &account, around);
    view! { <WorkspacePage key=workspace title="Mint token" line open body /> }
}

fn form(workspace: ResourceKey, account: &ServiceAccountId, around: Around<MintToken>) -> AnyView {
    let account = account.clone();
    let holder = holder(&account, &around.holders);
    let Begun { id, values, errors, sent } = around.form;
    let fields = Fields::of(values.as_ref());
    let cancel = paths::resource(&workspace);
    let read = move || fields.read(workspace.clone(), account.clone());
    let planned = read.clone();
    let check = Check::new(LABELS, errors, move || read().validate());
    let planner: Planner = Arc::new(move |id| Box::pin(plan_mint_token(id, untrack(&planned))));
    view! {
        <FormFrame check id sent refused=around.no_token planner label="Mint token" cancel>
            <Section title="Service account">{holder}</Section>
            <Section title="Token">
                <div class="flex flex-col gap-4">
                    {check.text("name", fields.name, "1 to 128 characters, unique in the service account. Name the place that will hold it.")}
                    {lifetime(check, fields)}
                </div>
            </Section>
        </FormFrame>
    }
    .into_any()
}

/// Which account the token will belong to, as far as it was read.
fn holder(account: &ServiceAccountId, holders: &[Holder]) -> impl IntoView + use<> {
    let known = holders.iter().find(|holder| holder.id == account.as_str());
    let name = known.map_or_else(|| account.to_string(), |holder| holder.name.clone());
    let role = known.map_or_else(|| "Not read yet".to_owned(), |holder| holder.grafana_role.clone());
    view! {
        <KeyValues>
            <KeyValue label="Name">{name}</KeyValue>
            <KeyValue label="Grafana role">{role}</KeyValue>
        </KeyValues>
    }
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    /// Seconds of one of the offered lifetimes, or [`CUSTOM`].
    lifetime: RwSignal<String>,
    seconds: RwSignal<String>,
}

impl Fields {
    /// As they were planned before, or as they begin.
    fn of(kept: Option<&MintToken>) -> Self {
        let text = |value: &str| RwSignal::new(value.to_owned());
        let Some(MintToken { name, seconds_to_live, .. }) = kept else {
            return Self { name: text(""), lifetime: text(PRESET), seconds: text("") };
        };
        let seconds = seconds_to_live.to_string();
        match LIFETIMES.iter().any(|(offered, _)| offered == seconds_to_live) {
            true => Self { name: text(name), lifetime: text(&seconds), seconds: text("") },
            false => Self { name: text(name), lifetime: text(CUSTOM), seconds: text(&seconds) },
        }
    }

    fn is_custom(self) -> bool {
        self.lifetime.with(|lifetime| lifetime == CUSTOM)
    }

    fn read(self, workspace: ResourceKey, account: ServiceAccountId) -> MintToken {
        let chosen = if self.is_custom() { self.seconds } else { self.lifetime };
        MintToken {
            workspace,
            account,
            name: self.name.with(|name| name.trim().to_owned()),
            // Nothing, and anything that is no number, is as wrong as 0 and told the same.
            seconds_to_live: chosen.with(|seconds| seconds.trim().parse().unwrap_or(0)),
        }
    }
}

fn lifetime(check: Check, fields: Fields) -> impl IntoView {
    let offered = LIFETIMES.iter().map(|(seconds, words)| Choice::new(seconds.to_string(), *words));
    let custom = Choice::new(CUSTOM, "Other").help("In seconds, up to 30 days.");
    let choices: Vec<Choice> = offered.chain(std::iter::once(custom)).collect();
    let asked = Memo::new(move |_| fields.is_custom());
    let seconds = move || {
        asked.get().then(|| {
            view! {
                <NumberField
                    id="seconds_to_live"
                    label=check.label("seconds_to_live")
                    value=fields.seconds
                    help="1 to 2,592,000. A day has 86,400."
                    unit="seconds"
                    min=1
                    max=i64::from(MintToken::LONGEST)
                    error=check.error("seconds_to_live")
                />
            }
        })
    };
    view! {
        <RadioGroup id="lifetime" label=check.label("lifetime") value=fields.lifetime choices help="AWS gives no token more than 30 days, and none can be prolonged." />
        {seconds}
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{CUSTOM, Fields, PRESET};
    use leptos::prelude::*;
    use model::form::{LIFETIMES, MintToken};
    use model::{Kind, ResourceKey, ServiceAccountId};

    fn read(fields: Fields) -> MintToken {
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
        untrack(|| fields.read(key, ServiceAccountId::parse("7").unwrap()))
    }

    #[test]
    fn the_lifetime_chosen_first_is_one_of_those_offered() {
        assert!(LIFETIMES.iter().any(|(seconds, _)| seconds.to_string() == PRESET));
    }

    #[test]
    fn what_was_planned_comes_back_as_it_was_chosen() {
        let owner = Owner::new();
        owner.set();
        for seconds_to_live in [86_400, 7_201] {
            let kept = MintToken { name: "ci".into(), seconds_to_live, ..read(Fields::of(None)) };
            assert_eq!(read(Fields::of(Some(&kept))), kept);
        }
    }

    #[test]
    fn a_custom_lifetime_counts_only_while_it_is_asked_for() {
        let owner = Owner::new();
        owner.set();
        let fields = Fields::of(None);
        fields.seconds.set("90".into());
        assert_eq!(read(fields).seconds_to_live, 86_400);
        fields.lifetime.set(CUSTOM.into());
        assert_eq!(read(fields).seconds_to_live, 90);
    }

    #[test]
    fn a_lifetime_that_is_no_number_is_a_field_error() {
        let owner = Owner::new();
        owner.set();
        let fields = Fields::of(None);
        fields.name.set("ci".into());
        fields.lifetime.set(CUSTOM.into());
        for wrong in ["", "soon", "-1", "2592001"] {
            fields.seconds.set(wrong.into());
            let errors = read(fields).validate();
            assert_eq!(errors.len(), 1, "{wrong}");
            assert_eq!(errors[0].field, "seconds_to_live");
        }
    }
}
