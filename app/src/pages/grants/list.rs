//! The batch as it stands, an instruction a row.

use super::Names;
use super::api::Offer;
use super::rows::{Row, Rows};
use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::access::GrafanaRole;
use ui::{Button, IconButton, IconName, Kind, Mark, Section, TableBox, Tone, all, following};

/// Rows that are shown at once; the batch holds them all.
const SHOWN: usize = 200;

pub fn section(check: Check, rows: Rows, names: Names, offered: StoredValue<Vec<Offer>>) -> AnyView {
    let error = check.error("wishes");
    let empty = Memo::new(move |_| rows.count() == 0);
    let body = following(move || match empty.get() {
        true => view! { <p class="text-sm text-ink-2" id="wishes">"Nothing yet."</p> }.into_any(),
        false => table(check, rows, names, offered),
    });
    let wrong = following(move || match error.get() {
        Some(error) => view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> }.into_any(),
        None => ().into_any(),
    });
    view! {
        <Section title="The batch">
            <div class="flex flex-col gap-3">{body} {wrong}</div>
        </Section>
    }
    .into_any()
}

fn table(check: Check, rows: Rows, names: Names, offered: StoredValue<Vec<Offer>>) -> AnyView {
    let more = following(move || {
        match rows.count().saturating_sub(SHOWN) {
        0 => ().into_any(),
        more => view! { <p class="text-sm text-ink-2">{["And ", &more.to_string(), " more, which the review shows."].concat()}</p> }.into_any(),
    }
    });
    let clear = move |_| {
        rows.0.set(Vec::new());
        check.changed("wishes");
    };
    view! {
        <div id="wishes">
            <TableBox label="Instructions of the batch">
                <thead>
                    <tr>
                        <th scope="col">"Holder"</th>
                        <th scope="col">"Workspace"</th>
                        <th scope="col">"Shall have"</th>
                        <th scope="col"><span class="sr">"Remove"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.0.with(|rows| rows.iter().take(SHOWN).cloned().collect::<Vec<_>>()) key=|row| row.number let:row>
                        {line(check, rows, names, offered, row)}
                    </For>
                </tbody>
            </TableBox>
        </div>
        {more}
        <div><Button kind=Kind::Quiet on_click=clear>"Empty the batch"</Button></div>
    }
    .into_any()
}

fn line(check: Check, rows: Rows, names: Names, offered: StoredValue<Vec<Offer>>, row: Row) -> AnyView {
    let Row { number, workspace, holder, role } = row;
    let name = names.of(&holder);
    let place = offered.with_value(|offered| {
        offered
            .iter()
            .find(|offer| offer.key == workspace)
            .map_or_else(|| workspace.id.clone(), |offer| offer.name.clone())
    });
    let about = [&name, " in ", &place].concat();
    let given = role.map_or("", GrafanaRole::aws);
    let option =
        |value: &'static str, word: &'static str| view! { <option value=value selected=value == given>{word}</option> };
    let options =
        GrafanaRole::ALL.into_iter().map(|role| option(role.aws(), role.word())).chain([option("", "No role")]);
    let change = move |event| {
        rows.give(number, GrafanaRole::parse(&event_target_value(&event)));
        check.changed("wishes");
    };
    let remove = move |_| {
        rows.remove(number);
        check.changed("wishes");
    };
    let under = (name != holder.id).then(|| holder.id.clone());
    view! {
        <tr>
            <th scope="row">
                {name}
                {under.map(|id| view! { <span class="block mono text-xs text-ink-3 font-normal">{id}</span> })}
            </th>
            <td>{place}</td>
            <td>
                <span class="select"><select class="control" aria-label=["Role of ", &about].concat() on:change=change>{all(options)}</select></span>
            </td>
            <td><IconButton icon=IconName::Trash label=["Remove ", &about].concat() on_click=remove /></td>
        </tr>
    }
    .into_any()
}
