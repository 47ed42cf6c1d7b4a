//! Tags as rows of key and value.

use super::check::Check;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use model::form::Tag;
use ui::{Button, IconButton, IconName, Mark, Section, TextField, Tone};

#[derive(Clone, Copy)]
struct TagRow {
    /// Tells rows apart while they come and go.
    number: u32,
    key: RwSignal<String>,
    value: RwSignal<String>,
}

/// The rows of one form.
#[derive(Clone, Copy)]
pub struct TagRows(RwSignal<Vec<TagRow>>);

impl TagRows {
    pub fn of(tags: &[Tag]) -> Self {
        let row = |(number, (key, value)): (u32, &Tag)| TagRow {
            number,
            key: RwSignal::new(key.clone()),
            value: RwSignal::new(value.clone()),
        };
        Self(RwSignal::new((0..).zip(tags).map(row).collect()))
    }

    /// The tags as they stand, without rows that are still empty.
    pub fn read(self) -> Vec<Tag> {
        self.0.with(|rows| {
            let tags = rows.iter().map(|row| (row.key.get().trim().to_owned(), row.value.get().trim().to_owned()));
            tags.filter(|(key, value)| !key.is_empty() || !value.is_empty()).collect()
        })
    }

    fn add(self) -> u32 {
        let number = self.0.with_untracked(|rows| rows.iter().map(|row| row.number + 1).max().unwrap_or(0));
        let (key, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        self.0.update(|rows| rows.push(TagRow { number, key, value }));
        number
    }

    fn remove(self, number: u32) {
        self.0.update(|rows| rows.retain(|row| row.number != number));
    }
}

/// The section that edits tags. `help` tells the limits of the service.
#[component]
pub fn TagField(check: Check, rows: TagRows, help: &'static str) -> impl IntoView {
    let error = check.error("tags");
    // Rows are made long after the form; their signals have to end with it.
    let owner = Owner::current().unwrap_or_default();
    let add = move |_| {
        let number = owner.with(|| rows.add());
        focus_soon(key_id(number));
    };
    view! {
        <Section title="Tags">
            <fieldset id="tags" class="flex flex-col gap-3" aria-describedby="tags-help tags-error">
                <legend class="sr">"Tags"</legend>
                <p class="help" id="tags-help">{help}</p>
                <For each=move || rows.0.get() key=|row| row.number let:row>
                    <TagLine check row rows />
                </For>
                <div id="tags-error">
                    {move || error.get().map(|error| view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> })}
                </div>
                <div><Button id="tags-add" icon=IconName::Plus on_click=add>"Add tag"</Button></div>
            </fieldset>
        </Section>
    }
}

#[component]
fn TagLine(check: Check, row: TagRow, rows: TagRows) -> impl IntoView {
    let TagRow { number, key, value } = row;
    let at = number + 1;
    let remove = move |_| {
        rows.remove(number);
        check.changed("tags");
        focus_soon("tags-add".to_owned());
    };
    view! {
        <div class="flex items-end gap-2">
            <div class="grow">
                <TextField id=key_id(number) name="tags" label=format!("Key of tag {at}") value=key />
            </div>
            <div class="grow">
                <TextField id=format!("tag-value-{number}") name="tags" label=format!("Value of tag {at}") value=value optional=true />
            </div>
            <IconButton icon=IconName::Trash label=format!("Remove tag {at}") on_click=remove />
        </div>
    }
}

fn key_id(number: u32) -> String {
    format!("tag-key-{number}")
}

/// Moves the focus to an element that is on the page only after this turn.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(element) = found {
            // An element that cannot take the focus leaves it where it is.
            drop(element.focus());
        }
    });
}
