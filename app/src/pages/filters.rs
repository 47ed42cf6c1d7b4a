//! What stands above every list: a plain GET form before the page is live, the same addresses without a load after it.
//! Which filters there are and where they lead is each page's own.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::GrafanaRole;
use model::fleet::AccountName;
use ui::{Banner, Button, Chip, Choice, IconName, TextField, Tone, all, counted, maybe};

/// The form: one box for text that is always there, named `q`, and `rest` below it.
///
/// `action` is the list's path, `about` says what the text is looked for in, and `go` leads to what was typed.
pub fn form(
    action: &'static str,
    about: &'static str,
    typed: RwSignal<String>,
    go: Box<dyn Fn()>,
    rest: AnyView,
) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go();
    };
    view! {
        <form role="search" method="get" action=action on:submit=submit class="grid grid-cols-1 gap-3">
            <div class="flex gap-2">
                <div class="min-w-0 flex-1 [&_.control]:max-w-none">
                    <TextField
                        id="q"
                        label=about
                        hide_label=true
                        kind="search"
                        placeholder=about
                        maxlength=200
                        value=typed
                    />
                </div>
                <Button submit=true icon=IconName::Filter>
                    "Filter"
                </Button>
            </div>
            {rest}
        </form>
    }
    .into_any()
}

/// The fields that are folded away until one of them is used.
pub fn more(open: bool, fields: AnyView) -> AnyView {
    view! {
        <details open=open>
            <summary class="w-fit text-sm text-ink-2">"More filters"</summary>
            <div class="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3 pt-2 [&_.control]:max-w-none">{fields}</div>
        </details>
    }
    .into_any()
}

/// What the form has no field for and must not lose.
pub fn hidden(pairs: Vec<(&'static str, String)>) -> AnyView {
    all(pairs.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }))
}

/// The value of a filter; empty when it is not set.
pub fn value_of(filters: &[(&'static str, String)], name: &str) -> String {
    filters.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone()).unwrap_or_default()
}

/// The value of a field: as the address has it, and again when the address moves by itself.
pub fn held(there: impl Fn() -> String + 'static) -> RwSignal<String> {
    let value = RwSignal::new(untrack(&there));
    Effect::new(move |before: Option<String>| {
        let now = there();
        if before.is_some_and(|before| before != now) {
            value.set(now.clone());
        }
        now
    });
    value
}

/// The choices of a filter, and that it may be none of them.
pub fn any_or(choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any")).chain(choices).collect()
}

/// Grafana's roles.
pub fn roles() -> impl Iterator<Item = Choice> {
    GrafanaRole::ALL.into_iter().map(|role| Choice::new(role.slug(), role.word()))
}

/// The configured accounts; an address may ask for one by its name, or for another.
pub fn accounts(known: Vec<AccountName>, asked: &str) -> Vec<Choice> {
    let odd = !asked.is_empty() && known.iter().all(|account| account.id.as_str() != asked);
    let known = known.into_iter().map(|account| {
        let number = account.id.to_string();
        let label = if account.name.is_empty() { number.clone() } else { [&account.name, " ", &number].concat() };
        Choice::new(number, label)
    });
    known.chain(odd.then(|| Choice::new(asked, asked))).collect()
}

/// What the list is narrowed to: a chip for each filter with the address without it, the address without any, and
/// how many of what is listed match.
pub fn chips(filters: Vec<(String, String)>, clear: String, matches: Option<Signal<String>>) -> AnyView {
    let chip = |(label, remove_href): (String, String)| {
        let remove_label = ["Remove filter ", &label].concat();
        view! {
            <li>
                <Chip label remove_href remove_label />
            </li>
        }
    };
    view! {
        <ul class="flex flex-wrap items-center gap-2 text-sm" aria-label="Filters">
            {all(filters.into_iter().map(chip))}
            <li>
                <a href=clear>"Clear filters"</a>
            </li>
            {maybe(matches.map(|matches| view! { <li class="text-ink-3">{move || matches.get()}</li> }))}
        </ul>
    }
    .into_any()
}

/// Says which parts of an address mean nothing here.
pub fn ignored(parts: &[String]) -> AnyView {
    let was = if parts.len() == 1 { "was" } else { "were" };
    let title = [&counted(parts.len(), "part"), " of the address ", was, " not understood and ignored."].concat();
    let parts = (!parts.is_empty()).then(|| parts.join(", "));
    maybe(parts.map(|parts| {
        view! {
            <Banner tone=Tone::Idle title>
                <span class="mono">{parts}</span>
            </Banner>
        }
    }))
}
