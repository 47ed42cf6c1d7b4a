//! Messages in the flow of the page: banners that stay, flashes that tell the result of one's own action.

use crate::erased::maybe;
use crate::icon::{Icon, IconName};
use crate::tone::{Mark, Tone};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

const SHOWN: usize = 3;
const SUCCESS_STAYS: Duration = Duration::from_secs(6);

/// A message with rail and soft tint. `live` reads it out when it appears: at once when it is bad, politely otherwise.
#[component]
pub fn Banner(
    tone: Tone,
    #[prop(into)] title: String,
    #[prop(optional)] live: bool,
    #[prop(optional, into)] on_dismiss: Option<Callback<()>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Bad { "alert" } else { "status" });
    view! {
        <div class=banner_class(tone) role=role>
            <Mark tone />
            <div class="banner-text">
                <span class="banner-title">{title}</span>
                {maybe(children.map(|children| view! { " " <span class="banner-body">{children()}</span> }))}
            </div>
            {maybe(
                on_dismiss.map(|on_dismiss| {
                    view! {
                        <button type="button" class="btn-copy" aria-label="Dismiss" title="Dismiss" on:click=move |_| on_dismiss.run(())>
                            <Icon name=IconName::Close />
                        </button>
                    }
                }),
            )}
        </div>
    }
    .into_any()
}

const fn banner_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "banner tone-ok",
        Tone::Busy => "banner tone-busy",
        Tone::Warn => "banner tone-warn",
        Tone::Bad => "banner tone-bad",
        Tone::Idle => "banner tone-idle",
    }
}

/// The result of something the reader did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    id: u32,
    tone: Tone,
    title: String,
    body: String,
}

impl Flash {
    /// `id` tells flashes apart; one that replaces another keeps its id.
    pub fn new(id: u32, tone: Tone, title: impl Into<String>) -> Self {
        Self { id, tone, title: title.into(), body: String::new() }
    }

    /// Adds what is unchanged and what to do.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }
}

/// The newest three flashes and how many more there are. Successes go after six seconds, unless they are pointed at
/// or hold the focus; everything else stays until it is dismissed.
#[component]
pub fn FlashList(flashes: RwSignal<Vec<Flash>>) -> impl IntoView {
    let shown = move || flashes.with(|all| all.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = move || flashes.with(Vec::len).saturating_sub(SHOWN);
    view! {
        <div class="flashes" role="status">
            <For each=shown key=|flash| (flash.id, flash.tone, flash.title.clone()) let:flash>
                <FlashItem flash flashes />
            </For>
            {move || (more() > 0).then(|| view! { <p class="flash-more">{more()}" more"</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn FlashItem(flash: Flash, flashes: RwSignal<Vec<Flash>>) -> impl IntoView {
    let Flash { id, tone, title, body } = flash;
    let dismiss = move || {
        flashes.try_update(|all| all.retain(|flash| flash.id != id));
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let hold = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    let release = move || {
        hold();
        if tone == Tone::Ok {
            timer.try_update_value(|timer| *timer = set_timeout_with_handle(dismiss, SUCCESS_STAYS).ok());
        }
    };
    Effect::new(move |_| release());
    on_cleanup(hold);
    view! {
        <div
            on:mouseenter=move |_| hold()
            on:mouseleave=move |_| release()
            on:focusin=move |_| hold()
            on:focusout=move |_| release()
        >
            <Banner tone title on_dismiss=Callback::new(move |()| dismiss())>{body}</Banner>
        </div>
    }
    .into_any()
}
