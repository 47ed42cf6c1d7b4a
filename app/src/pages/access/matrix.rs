//! Holders down, workspaces across, the role where they meet. Scrolls inside its own box; narrow screens have a list.

use super::live::Live;
use super::{address, words};
use crate::paths;
use leptos::prelude::*;
use model::access::{AccessHolder, AccessOrder, AccessSelection, AccessWorkspace};
use ui::{Cell, CellKind, Row, RowHead, Sort, SortHead, TableBox, all, following, maybe};

pub fn matrix(live: Live) -> AnyView {
    let heads = all([AccessOrder::Name, AccessOrder::Role, AccessOrder::Workspaces].map(|order| head(live, order)));
    let columns = following(move || {
        live.shown.with(|shown| all(columns(shown).map(|(_, workspace)| column(workspace)).collect::<Vec<_>>()))
    });
    let rows = following(move || {
        live.shown.with(|shown| all(shown.holders.iter().map(|holder| row(shown, holder)).collect::<Vec<_>>()))
    });
    view! {
        <div class="min-w-0 max-sm:hidden">
            <TableBox label="Who holds which role">
                <thead>
                    <tr>{heads} {columns}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableBox>
        </div>
    }
    .into_any()
}

fn columns(shown: &AccessSelection) -> impl Iterator<Item = (u32, &AccessWorkspace)> {
    shown.columns.iter().filter_map(|place| shown.workspaces.get(*place as usize).map(|workspace| (*place, workspace)))
}

fn head(live: Live, order: AccessOrder) -> AnyView {
    let href = Signal::derive(move || live.query.with(|query| address::href(&query.sorted(order))));
    let sort = Signal::derive(move || {
        live.query.with(|query| match (query.order == order, query.descending) {
            (false, _) => Sort::None,
            (true, false) => Sort::Ascending,
            (true, true) => Sort::Descending,
        })
    });
    view! {
        <SortHead href sort numeric=order == AccessOrder::Workspaces>
            {words::heading(order)}
        </SortHead>
    }
    .into_any()
}

fn column(workspace: &AccessWorkspace) -> AnyView {
    let (label, place) = (workspace.label().to_owned(), words::place(workspace));
    let title = [&label, ", ", &place].concat();
    let under = if workspace.is_uncertain() { "not readable".to_owned() } else { words::account(workspace).to_owned() };
    view! {
        <th scope="col" class="matrix-head">
            <a href=paths::workspace_access(&workspace.key) title=title>{label}</a>
            <span class="matrix-place">{under}</span>
        </th>
    }
    .into_any()
}

fn row(shown: &AccessSelection, holder: &AccessHolder) -> AnyView {
    let cells = columns(shown).map(|(place, workspace)| cell(holder, place, workspace)).collect::<Vec<_>>();
    let (who, highest) = (words::who(holder), maybe(holder.highest().map(words::role)));
    let count = holder.grants.len().to_string();
    view! {
        <Row tone=words::tone(holder)>
            <RowHead>{who}</RowHead>
            <Cell>{highest}</Cell>
            <Cell kind=CellKind::Number>{count}</Cell>
            {all(cells)}
        </Row>
    }
    .into_any()
}

/// The role as a word. Nothing where there is none, unless that is not known.
fn cell(holder: &AccessHolder, place: u32, workspace: &AccessWorkspace) -> AnyView {
    let inside = match holder.role_in(place) {
        Some(role) => words::role(role),
        None => maybe(
            workspace
                .is_uncertain()
                .then(|| view! { <span class="sr">"not known"</span><span aria-hidden="true">"?"</span> }),
        ),
    };
    view! { <td class="matrix-cell">{inside}</td> }.into_any()
}
