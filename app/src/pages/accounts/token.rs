//! Minting a token: name, lifetime, what becomes of its secret. The secret comes only when the plan is applied.

use super::api::{open_mint_token, plan_mint_token};
use super::around::{Around, Holder, WorkspacePage};
use super::grant;
use super::life::Life;
use super::note::Noted;
use super::way::{self, Way};
use crate::pages::create::Begun;
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use crate::route::Here;
use leptos::prelude::*;
use model::form::{LONGEST_LIFE, MintToken, bare_name};
use model::{ResourceKey, ServiceAccountId};
use std::sync::Arc;
use ui::{Banner, KeyValue, KeyValues, Section, Tone, maybe};

const LABELS: Labels = &[
    ("name", "Name"),
    ("lifetime", "Lifetime"),
    ("seconds_to_live", "Seconds"),
    ("way", "Secret"),
    ("deliver_to", "Name of the secret"),
    ("owner", "Owner"),
    ("purpose", "Purpose"),
];

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
    let withheld = grant::withheld(&account, &around.holders);
    let Begun { id, values, errors, sent, delivers_to } = around.form;
    let (fields, old) = Fields::of(values.as_ref(), Here::get());
    let cancel = paths::resource(&workspace);
    let read = move || fields.read(workspace.clone(), account.clone());
    let planned = read.clone();
    let place = delivers_to.clone();
    let check = Check::new(LABELS, errors, move || {
        let form = read();
        way::check(form.validate(), place.as_ref(), &form.deliver_to)
    });
    let renews = old.is_some() && delivers_to.is_some();
    let refused = match around.no_token.is_empty() && withheld && !renews {
        true => grant::refusal(),
        false => around.no_token,
    };
    let planner: Planner = Arc::new(move |id| Box::pin(plan_mint_token(id, untrack(&planned))));
    view! {
        <FormFrame check id sent refused planner label="Mint token" cancel>
            <Section title="Service account">{holder}</Section>
            {maybe(old.map(replaces))}
            {maybe((withheld && renews).then(grant::rotation))}
            <Section title="Token">
                <div class="flex flex-col gap-4">
                    {check.text("name", fields.name, "1 to 119 characters. Name the place that will hold it. A mark of eight digits is added, so that it can always be found again.")}
                    {fields.life.fields(check)}
                    {fields.way.fields(check, delivers_to)}
                </div>
            </Section>
            <Section title="Kept by Belvedere">
                <div class="flex flex-col gap-4">{fields.note.fields(check)}</div>
            </Section>
        </FormFrame>
    }
    .into_any()
}

/// The token whose place it takes.
fn replaces(name: String) -> AnyView {
    view! {
        <Banner tone=Tone::Idle title="It takes the place of another token.">
            <b class="wrap-anywhere">{name}</b>
            " stays beside it, and works until it ends. Once nothing uses that one any more, revoke it on the page of tokens, which reminds of it until then."
        </Banner>
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

/// The lifetime that the address begins the form with: that of the token it replaces.
fn lifetime(seconds: &str) -> Option<u32> {
    seconds.parse().ok().filter(|seconds| (1..=LONGEST_LIFE).contains(seconds))
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    life: Life,
    way: Way,
    note: Noted,
    /// The id of the token it takes the place of; empty: of none.
    replaces: StoredValue<String>,
}

impl Fields {
    /// As they were planned before, or as the address begins them; and what the replaced token is called.
    fn of(kept: Option<&MintToken>, here: Here) -> (Self, Option<String>) {
        let said = |name| untrack(|| here.param(name)).unwrap_or_default();
        let replaces = kept.map_or_else(|| said("replaces"), |kept| kept.replaces.clone());
        let first = if replaces.is_empty() { String::new() } else { said("name") };
        let old = if first.is_empty() { replaces.clone() } else { first.clone() };
        let name = kept.map_or_else(|| bare_name(&first).to_owned(), |kept| kept.name.clone());
        let fields = Self {
            name: RwSignal::new(name),
            life: Life::of(kept.map(|kept| kept.seconds_to_live).or_else(|| lifetime(&said("life")))),
            way: Way::of(kept.map(|kept| kept.deliver_to.as_str())),
            note: Noted::of(kept.map(|kept| &kept.note)),
            replaces: StoredValue::new(replaces),
        };
        (fields, Some(old).filter(|old| !old.is_empty()))
    }

    fn read(self, workspace: ResourceKey, account: ServiceAccountId) -> MintToken {
        MintToken {
            workspace,
            account,
            name: self.name.with(|name| name.trim().to_owned()),
            seconds_to_live: self.life.read(),
            deliver_to: self.way.read(),
            note: self.note.read(),
            replaces: self.replaces.get_value(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Fields;
    use crate::route::Here;
    use leptos::prelude::*;
    use model::ResourceKey;
    use model::tokens::{Note, TokenKind, TokenRow};
    use model::{Kind, ServiceAccountId};

    /// The lifetime in the form that the link of a token leads to.
    fn lifetime(created_at: Option<i64>, expires_at: Option<i64>) -> u32 {
        let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
        let account = ServiceAccountId::parse("7").unwrap();
        let row = TokenRow {
            kind: TokenKind::Token,
            workspace: workspace.clone(),
            place: "payments-prod".into(),
            account: Some(account.clone()),
            account_name: "deployer".into(),
            id: "12".into(),
            name: "ci-1b4e28ba".into(),
            grafana_role: "EDITOR".into(),
            disabled: Some(false),
            created_at,
            expires_at,
            last_used_at: None,
            created_by: String::new(),
            unsure: false,
            note: Note::default(),
            account_owner: String::new(),
            rotation: None,
        };
        Owner::new().with(|| {
            let here = Here::begin(&crate::paths::rotate_token(&row).unwrap(), crate::pages::show::load);
            let (fields, old) = Fields::of(None, here);
            assert_eq!(old.as_deref(), Some("ci-1b4e28ba"));
            untrack(|| fields.read(workspace.clone(), account.clone())).seconds_to_live
        })
    }

    #[test]
    fn a_successor_begins_with_the_lifetime_of_what_it_replaces() {
        assert_eq!(lifetime(Some(1_000), Some(2_592_001_000)), 2_592_000);
        assert_eq!(lifetime(Some(1_000), Some(7_202_000)), 7_201);
        assert_eq!(lifetime(None, Some(2_592_001_000)), 86_400, "what is not known is the form's own");
    }
}
