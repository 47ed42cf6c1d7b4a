//! Minting: the plan whose answer is a secret. The secret lives in one signal of this file while its dialog is open,
//! and nowhere else; it is overwritten when the reader is done, leaves, or the page is put away.

use super::api::{Revealed, confirm_received, reveal};
use super::live::Live;
use super::outcome::lost_token;
use super::snippets;
use crate::route::Here;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::form::GRAFANA_ROLES;
use model::{Credential, Millis, PlanId, PlanState, Target};
use std::time::Duration;
use ui::{Banner, KeyValue, KeyValues, SecretDialog, Section, Snippet, Tone, exact, maybe, span};

#[derive(Clone, Copy)]
pub struct Minting {
    live: Live,
    credential: StoredValue<Credential>,
    secret: RwSignal<String>,
    open: RwSignal<bool>,
    /// The answer that held the secret never came.
    lost: RwSignal<bool>,
    /// The record says, or will say, that nobody received the secret.
    unconfirmed: RwSignal<bool>,
}

/// How often, and how soon again, the server is told that the secret is here. It waits two minutes to hear of it.
const TRIES: u8 = 20;
const PAUSE: Duration = Duration::from_secs(5);

impl Minting {
    pub fn new(live: Live, credential: Credential) -> Self {
        let minting = Self {
            live,
            credential: StoredValue::new(credential),
            secret: RwSignal::new(String::new()),
            open: RwSignal::new(false),
            lost: RwSignal::new(false),
            unconfirmed: RwSignal::new(false),
        };
        minting.forget_when_put_away();
        Here::get().hold_fast(minting.open.into());
        minting
    }

    /// Mints, once: the server refuses a second time.
    pub fn reveal(self, typed: String) {
        let Some((id, reviewed)) = self.live.reviewed().filter(|_| self.live.begin()) else { return };
        spawn_local(async move {
            match reveal(id.clone(), reviewed, typed).await {
                Ok(Revealed { secret, view }) => {
                    self.live.plan.try_set(view);
                    match self.secret.try_set(secret.reveal()) {
                        None => {
                            self.open.try_set(true);
                            self.confirm(id, TRIES);
                        }
                        // The page is gone, so nobody waits for it any more.
                        Some(mut unseen) => overwrite(&mut unseen),
                    }
                }
                Err(failure) => {
                    self.lost.try_set(failure.is_silence());
                    self.live.fail(failure);
                }
            }
            self.live.busy.try_set(false);
        });
    }

    /// Tells the server that the secret is on this page.
    fn confirm(self, id: PlanId, tries: u8) {
        spawn_local(async move {
            match confirm_received(id.clone()).await {
                Ok(true) => {}
                Err(_) if tries > 1 => set_timeout(move || self.confirm(id, tries - 1), PAUSE),
                Ok(false) | Err(_) => drop(self.unconfirmed.try_set(true)),
            }
        });
    }

    /// What the token will be able to do, before and after it exists.
    pub fn description(self) -> impl IntoView {
        let way = self.live.plan.with_untracked(|plan| plan.targets.iter().find_map(|target| target.path.clone()));
        let state = self.live.state();
        // A look knows better: that the request never arrived, or what AWS said. One that finds the token minted says
        // that its secret went to this page, which never got it.
        let in_doubt = move || self.lost.get() && (self.live.doubt.get() || state.get() == PlanState::Applied);
        let lost = move || {
            let way = way.clone();
            in_doubt().then(|| {
                let lost_token = self.live.plan.with_untracked(lost_token);
                view! {
                    <Banner tone=Tone::Warn title="The server did not answer." live=true>
                        {lost_token}" "{way.map(|href| view! { <a href=href>"Go to the workspace"</a> })}
                    </Banner>
                }
            })
        };
        let (sent, shown) = (self.live.is_sent(), self.credential.with_value(|minted| minted.delivered_to.is_none()));
        let under_way = move || {
            (shown && sent.get()).then(|| {
                view! {
                    <Banner tone=Tone::Busy title="It is being minted." live=true>
                        "Stay on this page: its secret is shown here, once."
                    </Banner>
                }
            })
        };
        view! {
            {under_way}
            {lost}
            <Section title="What it can do">{self.facts()}</Section>
        }
    }

    fn facts(self) -> impl IntoView + use<> {
        let Credential { name, grafana_role, seconds_to_live, is_key, delivered_to } = self.credential.get_value();
        let role = GRAFANA_ROLES.iter().find(|role| role.value == grafana_role);
        let can = match grafana_role.as_str() {
            "ADMIN" => {
                "Everything in the workspace: dashboards, alerts, data sources, plugins, people and other service accounts."
            }
            "EDITOR" => "Read, query, and change dashboards and alerts.",
            "VIEWER" => "Read dashboards and query data; change nothing.",
            _ => "What this role allows in the workspace.",
        };
        let label = role.map_or(grafana_role.clone(), |role| role.label.to_owned());
        let life = i64::from(seconds_to_live) * 1_000;
        let kind = if is_key { "API key" } else { "Token" };
        view! {
            <KeyValues>
                <KeyValue label=kind>{name}</KeyValue>
                <KeyValue label="Role">{label}</KeyValue>
                <KeyValue label="May">{can}</KeyValue>
                <KeyValue label="Lives">{move || self.until(life)}</KeyValue>
                {maybe(delivered_to.map(|place| view! { <KeyValue label="Goes to" mono=true>{place}</KeyValue> }))}
            </KeyValues>
        }
    }

    /// How long it lives: from its minting, or as if that were now.
    fn until(self, life: Millis) -> String {
        let minted = self.live.plan.with(|plan| plan.steps.iter().find_map(|step| step.outcome.as_ref().map(|o| o.at)));
        let end = |from: Millis| exact(from.saturating_add(life));
        match minted {
            Some(at) => format!("{}, until {}", span(life), end(at)),
            None => format!("{}, until {} if minted now", span(life), end(self.live.now.get_untracked())),
        }
    }

    /// The dialog that shows the secret once.
    pub fn dialog(self) -> impl IntoView {
        let title = self.credential.with_value(|credential| {
            [if credential.is_key { "API key " } else { "Token " }, &credential.name].concat()
        });
        let done = Callback::new(move |()| {
            ui::announce("The secret is gone from this page.");
            // The button that opened the dialog is gone.
            ui::focus_title();
        });
        view! {
            <SecretDialog id="minted" title open=self.open secret=self.secret snippets=self.snippets() on_done=done>
                {move || self.unconfirmed.get().then(unconfirmed)}
                {self.facts()}
            </SecretDialog>
        }
    }

    fn snippets(self) -> Vec<Snippet> {
        let of = |target: &Target| target.path.as_deref().and_then(snippets::endpoint);
        let endpoint = self.live.plan.with_untracked(|plan| plan.targets.iter().find_map(of));
        snippets::of(endpoint.as_deref())
    }

    /// A page that is put away may be kept whole by the browser and come back: without the secret.
    fn forget_when_put_away(self) {
        Effect::new(move |_| {
            let listener = window_event_listener_untyped("pagehide", move |_| {
                self.secret.try_update(overwrite);
                self.open.try_set(false);
            });
            on_cleanup(move || listener.remove());
        });
    }
}

fn unconfirmed() -> impl IntoView {
    view! {
        <Banner tone=Tone::Warn title="The record will say that nobody received this." live=true>
            "This page has the secret and could not tell the server in time. You can store and use it; whoever reads the \
             record takes it for lost, and may revoke it."
        </Banner>
    }
}

/// Overwrites the text where it lies before letting it go.
fn overwrite(secret: &mut String) {
    let length = secret.len();
    secret.clear();
    secret.extend(std::iter::repeat_n('\0', length));
    secret.clear();
}
