//! The rows under their headings, what stands in their place when there are none, and the ways to other pages.

use super::board::Board;
use super::chosen::{self, Chosen};
use super::{address, words};
use crate::layout::may;
use crate::paths;
use leptos::prelude::*;
use model::Permission;
use model::tokens::{TokenGroup, TokenKind, TokenPage, TokenQuery, TokenRow};
use ui::{
    Button, ButtonLink, Cell, CellKind, Empty, Head, Kind, Row, RowHead, StatusMark, TableBox, TimeAgo, Tone,
    VisuallyHidden, all, following, maybe,
};

/// Columns of the table.
const COLUMNS: &str = "9";

pub fn rows(board: Board, page: &TokenPage) -> AnyView {
    let query = untrack(|| board.query());
    if page.groups.is_empty() {
        return nothing(page, &query);
    }
    let by_days = page.groups.iter().all(|group| group.workspace.is_none());
    let groups = all(page.groups.iter().map(|group| body(board, group, by_days)));
    view! {
        <TableBox label="Service accounts, tokens and API keys">
            <thead>
                <tr>
                    <Head>"Name"</Head>
                    <Head>"Kind"</Head>
                    <Head>"Grafana role"</Head>
                    <Head>"Status"</Head>
                    <Head>"Created"</Head>
                    <Head>"Expires"</Head>
                    <Head>"Last used"</Head>
                    <Head>"Owner and purpose"</Head>
                    <Head>
                        <span class="relative">
                            <VisuallyHidden>"Actions"</VisuallyHidden>
                        </span>
                    </Head>
                </tr>
            </thead>
            {groups}
        </TableBox>
        {pages(page, &query)}
    }
    .into_any()
}

fn nothing(page: &TokenPage, query: &TokenQuery) -> AnyView {
    let (what, why) = match page.total {
        0 if page.is_whole() => {
            ("No service accounts yet.", "A program that talks to a workspace gets a service account there.")
        }
        0 if page.is_waiting() => ("Nothing was read yet.", "The workspaces are being read."),
        0 => {
            ("Nothing is known.", "What could not be read may hold service accounts. Reading is tried again by itself.")
        }
        _ => ("Nothing matches.", "All filters have to match, and every word of the text."),
    };
    let clear = address::cleared(query);
    match query.filters().is_empty() {
        true => view! { <Empty what why /> }.into_any(),
        false => view! { <Empty what why><ButtonLink href=clear>"Clear filters"</ButtonLink></Empty> }.into_any(),
    }
}

fn body(board: Board, group: &TokenGroup, by_days: bool) -> AnyView {
    let lines = all(group.rows.iter().map(|row| line(board, row, by_days)));
    view! {
        <tbody>
            {heading(board, group)}
            {lines}
        </tbody>
    }
    .into_any()
}

fn heading(board: Board, group: &TokenGroup) -> AnyView {
    let TokenGroup { title, workspace, place, tokens, expired, .. } = group.clone();
    let name = match &workspace {
        Some(key) => view! { <a href=paths::resource(key)>{title.clone()}</a> }.into_any(),
        None => title.clone().into_any(),
    };
    let quota = (tokens > 0).then(|| {
        let text = [&tokens.to_string(), " of 100 tokens"].concat();
        match group.is_nearly_full() {
            true => view! { <StatusMark tone=Tone::Warn word=[&text, ", nearly full"].concat() /> }.into_any(),
            false => text.into_any(),
        }
    });
    let purge = workspace.filter(|_| expired > 0 && may(Permission::TokenRevoke)).map(|key| {
        let label = ["Delete ", &expired.to_string(), " expired"].concat();
        let of = [" of ", &title].concat();
        view! {
            <Button kind=Kind::Quiet busy=board.planning.busy reason=board.planning.obstacle(None) on_click=move |_| board.purge(vec![key.clone()])>
                {label}
                <VisuallyHidden>{of}</VisuallyHidden>
            </Button>
        }
    });
    view! {
        <tr class="group-head">
            <th scope="rowgroup" colspan=COLUMNS>
                <span class="flex flex-wrap items-center gap-x-4 gap-y-1">
                    <span class="font-semibold">{name}</span>
                    <span class="mono text-ink-2">{place}</span>
                    <span class="text-ink-2">{maybe(quota)}</span>
                    {maybe(purge)}
                </span>
            </th>
        </tr>
    }
    .into_any()
}

fn line(board: Board, row: &TokenRow, by_days: bool) -> AnyView {
    let TokenRow { kind, name, created_at, expires_at, last_used_at, created_by, .. } = row.clone();
    let now = board.now;
    let (of_tone, of_word) = (row.clone(), row.clone());
    let tone = Signal::derive(move || words::status(&of_tone, now.get()).0);
    let status = following(move || {
        let (tone, word) = words::status(&of_word, now.get());
        view! { <StatusMark tone word /> }.into_any()
    });
    let time = move |at: Option<i64>| maybe(at.map(|at| view! { <TimeAgo at now /> }));
    let used = match (kind, last_used_at) {
        (TokenKind::Token, None) => "never".into_any(),
        (TokenKind::Key, _) => view! { <span class="text-ink-3">"not told by AWS"</span> }.into_any(),
        (_, at) => time(at),
    };
    let about = match kind {
        TokenKind::Token if by_days => Some(["of ", &row.account_name].concat()),
        TokenKind::Key => Some(["known to us only, minted by ", &created_by].concat()),
        _ => None,
    };
    let under: Vec<String> = about.into_iter().chain(by_days.then(|| row.place.clone())).collect();
    let under = (!under.is_empty()).then(|| under.join(" · "));
    let inset = if kind == TokenKind::Token && !by_days { "pl-5 font-normal" } else { "" };
    let (tick, rotation, noted, actions) = (chosen::tick(board, row), rotation(row), noted(row), actions(board, row));
    let role = words::role(&row.grafana_role).to_owned();
    view! {
        <Row tone>
            <RowHead>
                <span class=["flex items-start gap-2 ", inset].concat()>
                    {tick}
                    <span class="min-w-0">
                        {name}
                        {maybe(under.map(|text| view! { <span class="block text-sm font-normal text-ink-2">{text}</span> }))}
                    </span>
                </span>
            </RowHead>
            <Cell>{kind.word()}</Cell>
            <Cell>{role}</Cell>
            <Cell>{status}{rotation}</Cell>
            <Cell>{time(created_at)}</Cell>
            <Cell>{time(expires_at)}</Cell>
            <Cell>{used}</Cell>
            <Cell>{noted}</Cell>
            <Cell kind=CellKind::Actions>{actions}</Cell>
        </Row>
    }
    .into_any()
}

/// The successor that stands ready.
fn rotation(row: &TokenRow) -> AnyView {
    maybe(row.rotation.clone().map(|rotation| {
        view! {
            <span class="block text-sm text-ink-2">
                "Successor "<a href=paths::change(&rotation.plan)>{rotation.successor}</a>
            </span>
        }
    }))
}

fn noted(row: &TokenRow) -> AnyView {
    let owner = match (row.note.owner.as_str(), row.account_owner.as_str()) {
        ("", "") => view! { <span class="text-ink-3">"nobody noted"</span> }.into_any(),
        ("", account) => view! { {account.to_owned()}<span class="text-ink-3">" (of the account)"</span> }.into_any(),
        (own, _) => own.to_owned().into_any(),
    };
    let purpose = row.note.purpose.clone();
    let purpose = (!purpose.is_empty()).then(
        || view! { <span class="block max-w-60 text-sm whitespace-normal text-ink-2 wrap-anywhere">{purpose}</span> },
    );
    view! { {owner} {maybe(purpose)} }.into_any()
}

fn actions(board: Board, row: &TokenRow) -> AnyView {
    let of = [" ", row.kind.word(), " ", &row.name].concat();
    let hidden = move || view! { <VisuallyHidden>{of.clone()}</VisuallyHidden> };
    let note = may(Permission::TokenNote).then(|| {
        let (row, hidden) = (row.clone(), hidden.clone());
        let ready = board.planning.obstacle(None);
        view! { <Button kind=Kind::Quiet reason=ready on_click=move |_| board.noting.set(Some(row.clone()))>"Note"{hidden()}</Button> }
    });
    let rotate = (row.kind == TokenKind::Token && may(Permission::TokenMint) && row.rotation.is_none())
        .then(|| paths::rotate_token(row))
        .flatten()
        .map(|href| {
            let hidden = hidden.clone();
            view! { <ButtonLink href>"Rotate"{hidden()}</ButtonLink> }
        });
    let mints = may(Permission::TokenMint) && (row.grafana_role != "ADMIN" || may(Permission::GrafanaGrant));
    let mint = (row.kind == TokenKind::Account && mints).then(|| row.account.clone()).flatten().map(|account| {
        let hidden = hidden.clone();
        let href = paths::mint_token(&row.workspace, account.as_str());
        view! { <ButtonLink href>"Mint token"{hidden()}</ButtonLink> }
    });
    let revoke = Chosen::of(row).filter(|_| may(Permission::TokenRevoke)).map(|chosen| {
        let hidden = hidden.clone();
        view! {
            <Button busy=board.planning.busy reason=board.planning.obstacle(None) on_click=move |_| chosen::revoke(board, vec![chosen.clone()])>
                "Revoke"
                {hidden()}
            </Button>
        }
    });
    view! { <span class="inline-flex gap-2">{maybe(note)} {maybe(mint)} {maybe(rotate)} {maybe(revoke)}</span> }
        .into_any()
}

fn pages(page: &TokenPage, query: &TokenQuery) -> AnyView {
    let before = (page.page > 1).then(|| address::paged(query, page.page - 1));
    let after = (page.page < page.pages).then(|| address::paged(query, page.page + 1));
    maybe((page.pages > 1).then(|| {
        view! {
            <nav class="flex items-center gap-2" aria-label="Pages">
                {maybe(before.map(|href| view! { <ButtonLink href>"Previous page"</ButtonLink> }))}
                <span class="text-sm text-ink-2">{["Page ", &page.page.to_string(), " of ", &page.pages.to_string()].concat()}</span>
                {maybe(after.map(|href| view! { <ButtonLink href>"Next page"</ButtonLink> }))}
            </nav>
        }
    }))
}
