//! The batch as it stands, an instruction a row.

use super::asked::Asked;
use super::many::{self, Many};
use super::rows::Row;
use leptos::prelude::*;
use model::access::GrafanaRole;
use ui::{IconButton, IconName, Mark, Section, TableBox, Tone, all, following, maybe};

/// Rows that are shown at once; the batch holds them all.
const SHOWN: usize = 100;

pub fn section(asked: Asked) -> AnyView {
    let error = asked.check.error("wishes");
    let empty = Memo::new(move |_| asked.rows.count() == 0);
    let body = following(move || match empty.get() {
        true => nothing(),
        false => table(asked),
    });
    let wrong = following(move || {
        maybe(error.get().map(|error| view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> }))
    });
    view! {
        <Section title="The batch">
            <div class="flex flex-col gap-4">{body} {wrong}</div>
        </Section>
    }
    .into_any()
}

/// Nobody takes a batch without rows for one that removes roles.
fn nothing() -> AnyView {
    view! {
        <p class="text-sm text-ink-2" id="wishes">
            "Nothing yet. An empty batch changes nothing: every user and group keeps their roles. To remove roles, add users or groups with \u{201c}No role\u{201d}."
        </p>
    }
    .into_any()
}

fn table(asked: Asked) -> AnyView {
    let many = Many::of(asked);
    let more = following(move || {
        let text = match many.found.with(Vec::len) {
            0 => "No instruction matches the filter.".to_owned(),
            n if n <= SHOWN => return ().into_any(),
            n => ["And ", &(n - SHOWN).to_string(), " more: filter to see all."].concat(),
        };
        view! { <p class="text-sm text-ink-2">{text}</p> }.into_any()
    });
    view! {
        {many::bar(asked, many)}
        <div id="wishes">
            <TableBox label="Instructions of the batch">
                <thead>
                    <tr>
                        <th scope="col">"Holder"</th>
                        <th scope="col">"Workspace"</th>
                        <th scope="col">"Shall have"</th>
                        <th scope="col"><span class="sr">"Leave out of the batch"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || many.found.with(|rows| rows.iter().take(SHOWN).cloned().collect::<Vec<_>>()) key=|row| row.number let:row>
                        {line(asked, row)}
                    </For>
                </tbody>
            </TableBox>
        </div>
        {more}
    }
    .into_any()
}

fn line(asked: Asked, row: Row) -> AnyView {
    let Row { number, workspace, holder, role } = row;
    let (name, place) = (asked.names.of(&holder), asked.place(&workspace));
    let about = [&name, " in ", &place].concat();
    let first = role.map_or("", GrafanaRole::aws);
    let option =
        |value: &'static str, word: &'static str| view! { <option value=value selected=value == first>{word}</option> };
    // Many rows at once may get another one.
    let given = Memo::new(move |_| asked.rows.role_of(number).map_or("", GrafanaRole::aws));
    let options =
        GrafanaRole::ALL.into_iter().map(|role| option(role.aws(), role.word())).chain([option("", "No role")]);
    let change = move |event| {
        asked.rows.give(&[number], GrafanaRole::parse(&event_target_value(&event)));
        asked.check.changed("wishes");
    };
    let remove = move |_| {
        asked.rows.remove(&[number]);
        asked.check.changed("wishes");
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
                <span class="select"><select class="control" aria-label=["Role of ", &about].concat() prop:value=given on:change=change>{all(options)}</select></span>
            </td>
            <td><IconButton icon=IconName::Trash label=["Leave ", &about, " out of the batch"].concat() on_click=remove /></td>
        </tr>
    }
    .into_any()
}
