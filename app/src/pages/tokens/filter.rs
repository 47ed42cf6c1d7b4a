//! The filters of the tokens, and how they are grouped.

use super::board::Board;
use super::{address, words};
use crate::pages::filters::{accounts, any_or, chips, form, held, hidden, ignored, more, roles, value_of};
use crate::paths;
use leptos::prelude::*;
use model::tokens::{Grouping, TOKEN_FILTERS, TokenKind, TokenQuery};
use ui::{Choice, Select, TextField, all, counted, following, maybe};

pub fn filter(board: Board) -> AnyView {
    let values = TOKEN_FILTERS.map(|name| held(move || value_of(&board.query().filters(), name)));
    let go = move || {
        let typed = values.map(|value| value.get_untracked());
        let kept = untrack(|| kept(board));
        let kept = kept.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs = TOKEN_FILTERS.into_iter().zip(typed.iter().map(String::as_str)).chain(kept);
        board.here.stay(&address::href(&TokenQuery::parse(pairs)), false);
    };
    let open = untrack(|| board.query().filters().iter().any(|(name, _)| *name != "q" && *name != "concern"));
    let fields = all(TOKEN_FILTERS.into_iter().zip(values).skip(1).map(|(name, value)| field(board, name, value)));
    let rest = view! {
        {more(open, fields)}
        {following(move || hidden(kept(board)))}
        {following(move || set(board))}
        {following(move || ignored(&board.query().ignored))}
    };
    view! {
        {form(paths::TOKENS, "Filter by name, owner, purpose or workspace", values[0], Box::new(go), rest.into_any())}
        {following(move || groupings(&board.query()))}
    }
    .into_any()
}

/// What the form has no field for.
fn kept(board: Board) -> Vec<(&'static str, String)> {
    board.query().pairs().into_iter().filter(|(name, _)| ["concern", "group"].contains(name)).collect()
}

fn field(board: Board, name: &'static str, value: RwSignal<String>) -> AnyView {
    let choices = match name {
        "kind" => TokenKind::ALL.into_iter().map(|kind| Choice::new(kind.slug(), kind.word())).collect(),
        "role" => roles().collect(),
        "account" => accounts(board.page.with_untracked(|page| page.accounts.clone()), &value.get_untracked()),
        _ => {
            return view! { <TextField id=name label=words::label(name) value placeholder="Name or ID" maxlength=200 /> }
                .into_any();
        }
    };
    view! { <Select id=name label=words::label(name) value choices=any_or(choices) /> }.into_any()
}

/// The filters that are set.
fn set(board: Board) -> AnyView {
    let query = board.query();
    let chip = |(name, value): (&'static str, String)| (words::chip(name, &value), address::without(&query, name));
    let set: Vec<_> = query.filters().into_iter().map(chip).collect();
    let matches = Signal::derive(move || board.page.with(|page| counted(page.matches, "row")));
    maybe((!set.is_empty()).then(|| chips(set, address::cleared(&query), Some(matches))))
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
