//! The filters: a plain GET form before the page is live, the same addresses without a load after it.

use super::board::Board;
use super::{address, words};
use crate::paths;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::GrafanaRole;
use model::tokens::{Grouping, TOKEN_FILTERS, TokenKind, TokenQuery};
use ui::{Banner, Button, Chip, Choice, IconName, Select, TextField, Tone, all, following, maybe};

pub fn filter(board: Board) -> AnyView {
    let values = TOKEN_FILTERS.map(|name| held(board, name));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = values.map(|value| value.get_untracked());
        let kept = untrack(|| hidden(board));
        let kept = kept.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs = TOKEN_FILTERS.into_iter().zip(typed.iter().map(String::as_str)).chain(kept);
        board.here.stay(&address::href(&TokenQuery::parse(pairs)), false);
    };
    let open = untrack(|| board.query().filters().iter().any(|(name, _)| *name != "q" && *name != "concern"));
    view! {
        <form role="search" method="get" action=paths::TOKENS on:submit=submit class="grid grid-cols-1 gap-3">
            <div class="flex gap-2">
                <div class="min-w-0 flex-1 [&_.control]:max-w-none">
                    <TextField
                        id="q"
                        label="Filter by text"
                        hide_label=true
                        kind="search"
                        placeholder="Filter by name, owner, purpose or workspace"
                        maxlength=200
                        value=values[0]
                    />
                </div>
                <Button submit=true icon=IconName::Filter>
                    "Filter"
                </Button>
            </div>
            <details open=open>
                <summary class="w-fit text-sm text-ink-2">"More filters"</summary>
                <div class="grid grid-cols-1 gap-3 pt-2 sm:grid-cols-2 xl:grid-cols-4 [&_.control]:max-w-none">
                    {all(TOKEN_FILTERS.into_iter().zip(values).skip(1).map(|(name, value)| field(board, name, value)))}
                </div>
            </details>
            {following(move || all(hidden(board).into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> })))}
            {following(move || chips(board))}
            {following(move || ignored(board))}
        </form>
        {following(move || groupings(&board.query()))}
    }
    .into_any()
}

/// What the form has no field for and must not lose.
fn hidden(board: Board) -> Vec<(&'static str, String)> {
    board.query().pairs().into_iter().filter(|(name, _)| ["concern", "group"].contains(name)).collect()
}

/// The value of a field: as the address has it, and again when the address moves by itself.
fn held(board: Board, name: &'static str) -> RwSignal<String> {
    let there = move || {
        board.query().filters().into_iter().find(|(one, _)| *one == name).map(|(_, value)| value).unwrap_or_default()
    };
    let value = RwSignal::new(untrack(there));
    Effect::new(move |before: Option<String>| {
        let now = there();
        if before.is_some_and(|before| before != now) {
            value.set(now.clone());
        }
        now
    });
    value
}

fn field(board: Board, name: &'static str, value: RwSignal<String>) -> AnyView {
    let choices = match name {
        "kind" => TokenKind::ALL.into_iter().map(|kind| Choice::new(kind.slug(), kind.word())).collect(),
        "role" => {
            let role = |role: GrafanaRole| Choice::new(role.aws().to_ascii_lowercase(), role.word());
            GrafanaRole::ALL.into_iter().map(role).collect()
        }
        "account" => accounts(board, &value.get_untracked()),
        _ => {
            return view! { <TextField id=name label=words::label(name) value placeholder="Name or ID" maxlength=200 /> }
                .into_any();
        }
    };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Any")).chain(choices).collect();
    view! { <Select id=name label=words::label(name) value choices /> }.into_any()
}

/// The configured accounts; an address may ask for another.
fn accounts(board: Board, asked: &str) -> Vec<Choice> {
    let known = board.page.with_untracked(|page| page.accounts.clone());
    let odd = !asked.is_empty() && known.iter().all(|account| account.id.as_str() != asked);
    let known = known.into_iter().map(|account| {
        let number = account.id.to_string();
        let label = if account.name.is_empty() { number.clone() } else { [&account.name, " ", &number].concat() };
        Choice::new(number, label)
    });
    known.chain(odd.then(|| Choice::new(asked, asked))).collect()
}

fn chips(board: Board) -> AnyView {
    let query = board.query();
    let filters = query.filters();
    let chip = |(name, value): &(&'static str, String)| {
        let label = [words::label(name), ": ", value].concat();
        let remove_label = ["Remove filter ", &label].concat();
        view! {
            <li>
                <Chip label remove_href=address::without(&query, name) remove_label />
            </li>
        }
    };
    maybe((!filters.is_empty()).then(|| {
        view! {
            <ul class="flex flex-wrap items-center gap-2 text-sm" aria-label="Filters">
                {all(filters.iter().map(chip))}
                <li>
                    <a href=address::cleared(&query)>"Clear filters"</a>
                </li>
                <li class="text-ink-3">{board.page.with(|page| words::counted(page.matches, "row"))}</li>
            </ul>
        }
    }))
}

/// By workspace, or by what is left: two links, of which one is where the reader is.
fn groupings(query: &TokenQuery) -> AnyView {
    let way = |(grouping, label): (Grouping, &'static str)| {
        let current = (query.grouping == grouping).then_some("true");
        view! { <li><a class="inline-block py-1" href=address::grouped(query, grouping) aria-current=current>{label}</a></li> }
    };
    let ways = [(Grouping::Workspace, "By workspace"), (Grouping::Days, "By days left")];
    view! {
        <nav aria-label="Grouping">
            <ul class="flex gap-4 text-sm [&_[aria-current]]:font-medium [&_[aria-current]]:text-ink [&_[aria-current]]:no-underline">
                {all(ways.into_iter().map(way))}
            </ul>
        </nav>
    }
    .into_any()
}

fn ignored(board: Board) -> AnyView {
    let parts = board.query().ignored.join(", ");
    maybe((!parts.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Idle title="Some of the address was not understood and ignored.">
                <span class="mono">{parts}</span>
            </Banner>
        }
    }))
}
