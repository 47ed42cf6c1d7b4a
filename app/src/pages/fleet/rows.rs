//! The table: heads that sort, one renderer for the rows of all three kinds.

use super::live::Live;
use super::{address, words};
use crate::paths;
use leptos::prelude::*;
use model::fleet::{Column, Row};
use ui::{
    AccountNumber, Cell, CellKind, Row as TableRow, RowHead, ShortId, SortHead, StatusMark, TableBox, TimeAgo, Tone,
    all, following, maybe,
};

/// One row with what it says of its state; equal lines look equal.
#[derive(Clone, PartialEq)]
struct Line {
    row: Row,
    tone: Tone,
    status: String,
}

impl Line {
    fn of(row: &Row, now: i64) -> Self {
        let (tone, status) = words::status(row, now);
        Self { row: row.clone(), tone, status }
    }
}

pub fn table(live: Live) -> AnyView {
    let keys = move || live.page.with(|page| page.selection.rows.iter().map(|row| row.key.path()).collect::<Vec<_>>());
    let heads = all(words::columns(live.kind).iter().map(|column| head(live, *column)));
    view! {
        <TableBox label=live.kind.many()>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>
                <For each=keys key=Clone::clone children=move |path| line(live, path) />
            </tbody>
        </TableBox>
    }
    .into_any()
}

fn head(live: Live, column: Column) -> AnyView {
    let href =
        Signal::derive(move || live.query.with(|query| address::href(live.kind, &address::sorted(query, column))));
    let sort = Signal::derive(move || live.query.with(|query| address::sort_of(query, column)));
    view! {
        <SortHead href sort numeric=words::is_right(column)>
            {words::heading(live.kind, column)}
        </SortHead>
    }
    .into_any()
}

/// A row keeps its element while it is shown, and with it the focus; its cells follow what is read of it.
fn line(live: Live, path: String) -> AnyView {
    let line = Memo::new(move |before: Option<&Option<Line>>| {
        live.page.with(|page| {
            let row = page.selection.rows.iter().find(|row| row.key.path() == path);
            row.map(|row| Line::of(row, page.frame.now)).or_else(|| before.cloned().flatten())
        })
    });
    let tone = move || line.with(|line| line.as_ref().map(|line| line.tone).unwrap_or_default());
    let cells = following(move || {
        let columns = words::columns(live.kind).iter();
        maybe(line.get().map(|line| all(columns.map(|column| cell(live, *column, &line)))))
    });
    view! { <TableRow tone=Signal::derive(tone)>{cells}</TableRow> }.into_any()
}

fn cell(live: Live, column: Column, line: &Line) -> AnyView {
    let row = &line.row;
    match column {
        Column::Name => name(row).into_any(),
        Column::Status => text(view! { <StatusMark tone=line.tone word=line.status.clone() /> }.into_any()),
        Column::Id => text(view! { <ShortId value=row.key.id.clone() copy_label="Copy workspace ID" /> }.into_any()),
        Column::Account => account(live, row).into_any(),
        Column::Region => mono(row.key.scope.region.to_string()),
        Column::Version => number(row.version.clone().unwrap_or_default()),
        Column::SignIn => sign_in(row),
        Column::Licence => {
            let licence = row.licence.as_ref().map(|licence| words::licence(licence, live.now.get_untracked()));
            text(licence.unwrap_or_else(|| "none".to_owned()).into_any())
        }
        Column::Created => age(live, row.created_at),
        Column::Read => age(live, Some(row.read_at)),
    }
}

fn text(content: AnyView) -> AnyView {
    view! { <Cell>{content}</Cell> }.into_any()
}

fn mono(content: String) -> AnyView {
    view! { <Cell kind=CellKind::Mono>{content}</Cell> }.into_any()
}

fn number(content: String) -> AnyView {
    view! { <Cell kind=CellKind::Number>{content}</Cell> }.into_any()
}

fn age(live: Live, at: Option<i64>) -> AnyView {
    view! { <Cell kind=CellKind::Quiet>{maybe(at.map(|at| view! { <TimeAgo at now=live.now /> }))}</Cell> }.into_any()
}

fn name(row: &Row) -> impl IntoView + use<> {
    let label = if row.name.is_empty() { "no alias".to_owned() } else { row.name.clone() };
    let class = row.name.is_empty().then_some("text-ink-3");
    let (href, title) = (paths::resource(&row.key), row.label().to_owned());
    view! {
        <RowHead>
            <a href=href class=class title=title>
                {label}
            </a>
        </RowHead>
    }
}

fn account(live: Live, row: &Row) -> impl IntoView + use<> {
    let account = &row.key.scope.account;
    let name = live.page.with_untracked(|page| page.frame.account_name(account).to_owned());
    let value = account.to_string();
    view! {
        <Cell>
            {name}
            " "
            <AccountNumber value />
        </Cell>
    }
}

fn sign_in(row: &Row) -> AnyView {
    let Some(sign_in) = &row.sign_in else { return text(().into_any()) };
    if !sign_in.is_unconfigured() {
        return text(sign_in.word().into_any());
    }
    let other = sign_in.sso.then_some("SSO, ");
    text(view! { {maybe(other)} <span class="text-warn">"SAML not configured"</span> }.into_any())
}
