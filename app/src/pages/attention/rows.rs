//! What needs somebody as a table, and what stands in its place when nothing does.

use super::board::Board;
use super::words;
use crate::paths;
use leptos::prelude::*;
use model::attention::{Attention, AttentionItem, AttentionKind};
use ui::{ButtonLink, Cell, CellKind, Empty, Head, Row, RowHead, StatusMark, TableBox, TimeAgo, all, maybe};

pub fn rows(board: Board, feed: &Attention, chosen: Option<AttentionKind>) -> AnyView {
    let shown: Vec<&AttentionItem> =
        feed.items.iter().filter(|item| chosen.is_none_or(|kind| item.kind == kind)).collect();
    if shown.is_empty() {
        return nothing(feed, chosen.is_some());
    }
    let lines = all(shown.into_iter().map(|item| line(board, item)));
    view! {
        <TableBox label="What needs somebody" stacked=true>
            <thead>
                <tr>
                    <Head>"What"</Head>
                    <Head>"Urgency"</Head>
                    <Head>"Kind"</Head>
                    <Head>"Where"</Head>
                    <Head numeric=true>"Ends"</Head>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableBox>
    }
    .into_any()
}

fn line(board: Board, item: &AttentionItem) -> AnyView {
    let AttentionItem { kind, severity, title, detail, path, place, until, .. } = item.clone();
    let (tone, now) = (words::tone(severity), board.now);
    view! {
        <Row tone>
            <RowHead>
                <span class="block max-w-120 min-w-26 whitespace-normal wrap-anywhere"><a href=path>{title}</a></span>
                <span class="block max-w-120 text-sm font-normal whitespace-normal text-ink-2">{detail}</span>
            </RowHead>
            <Cell><StatusMark tone word=severity.word() /></Cell>
            <Cell>{kind.word()}</Cell>
            <Cell kind=CellKind::Mono>{place}</Cell>
            <Cell kind=CellKind::Quiet>{maybe(until.map(|at| view! { <span class="when-stacked">"Ends "</span> <TimeAgo at now /> }))}</Cell>
        </Row>
    }
    .into_any()
}

fn nothing(feed: &Attention, narrowed: bool) -> AnyView {
    let unread = words::unread(feed).is_some();
    let (what, why) = match (narrowed, unread) {
        (true, _) => ("Nothing of this kind needs you.", ""),
        (false, true) => ("Nothing of what was read needs you.", "What was not read yet may."),
        (false, false) => {
            ("Nothing needs you.", "States, networks, licenses, certificates, tokens and API keys are fine.")
        }
    };
    match narrowed {
        true => view! { <Empty what why><ButtonLink href=paths::ATTENTION>"Show everything"</ButtonLink></Empty> }
            .into_any(),
        false => view! { <Empty what why /> }.into_any(),
    }
}
