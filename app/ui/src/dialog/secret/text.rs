//! A text with the secret in it: the secret alone, or a snippet. It is put together only to be copied or shown.

use super::held::Held;
use super::overwrite;
use crate::browser;
use crate::copy::CopyButton;
use crate::erased::{following, maybe};
use crate::flash::Banner;
use crate::tone::Tone;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

/// Stands for a secret of any length.
const MASK: &str = "••••••••••••••••••••••••••••••••";
/// Lines that a text of one line is given where a field does not grow with its text.
const LINES: usize = 3;

/// What a secret may be pasted into: the text before it, and the text after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub label: &'static str,
    pub before: String,
    pub after: String,
    /// What to know before using it; empty for nothing.
    pub note: &'static str,
}

impl Snippet {
    /// One allocation, so that no smaller copy is left behind.
    fn around(&self, value: &str) -> String {
        [self.before.as_str(), value, self.after.as_str()].concat()
    }

    fn rows(&self) -> usize {
        LINES + self.before.matches('\n').count() + self.after.matches('\n').count()
    }
}

#[derive(Clone, Copy)]
pub struct Text {
    held: Held,
    label: &'static str,
    snippet: StoredValue<Snippet>,
    node: NodeRef<html::Textarea>,
}

impl Text {
    pub fn new(held: Held, snippet: Snippet) -> Self {
        let text = Self { held, label: snippet.label, snippet: StoredValue::new(snippet), node: NodeRef::new() };
        text.reflect();
        text
    }

    /// The field that shows it. `note` is the id of what describes it.
    pub fn field(self, id: String, note: Option<String>) -> AnyView {
        let rows = self.snippet.with_value(Snippet::rows).to_string();
        view! {
            <textarea
                id=id
                class="secret-value"
                rows=rows
                readonly
                aria-label=self.label
                aria-describedby=note
                autocomplete="off"
                spellcheck="false"
                node_ref=self.node
                on:copy=move |_| self.copied_by_hand()
            ></textarea>
        }
        .into_any()
    }

    pub fn button(self, label: String, wide: bool) -> AnyView {
        let value = Signal::derive(move || {
            self.snippet.with_value(|snippet| self.held.secret.with_untracked(|secret| snippet.around(secret)))
        });
        let on_copied = Callback::new(move |()| {
            self.held.refused.set(None);
            self.held.copied.set(true);
        });
        let on_refused = Callback::new(move |()| self.select());
        view! { <CopyButton value label wide on_copied on_refused /> }.into_any()
    }

    /// What to do when the browser does not copy.
    pub fn refusal(self) -> AnyView {
        following(move || {
            maybe((self.held.refused.get() == Some(self.label)).then(|| view! {
                <Banner tone=Tone::Warn title="The browser refused to copy.">"The value is selected: press Ctrl+C or Cmd+C."</Banner>
            }))
        })
    }

    fn select(self) {
        self.held.show();
        self.held.refused.set(Some(self.label));
        // The value is in the field only after its effect has run.
        request_animation_frame(move || {
            if let Some(field) = self.node.try_get_untracked().flatten() {
                browser::focus(&field);
                field.select();
            }
        });
    }

    fn copied_by_hand(self) {
        if self.held.shown.get_untracked() && self.node.get_untracked().is_some_and(|field| is_selected_whole(&field)) {
            self.held.copied.set(true);
        }
    }

    /// Puts the text, with the secret or the mask, into the field as a property. An attribute or a child would be text
    /// in the document.
    fn reflect(self) {
        let Self { held, snippet, node, .. } = self;
        Effect::new(move |_| {
            let Some(field) = node.get() else { return };
            let shown = held.shown.get();
            let mut text = held.secret.with(|secret| match (secret.is_empty(), shown) {
                (true, _) => String::new(),
                (false, true) => snippet.with_value(|snippet| snippet.around(secret)),
                (false, false) => snippet.with_value(|snippet| snippet.around(MASK)),
            });
            field.set_value(&text);
            overwrite(&mut text);
        });
        on_cleanup(move || {
            if let Some(field) = node.try_get_untracked().flatten() {
                field.set_value("");
            }
        });
    }
}

fn is_selected_whole(field: &HtmlTextAreaElement) -> bool {
    let (start, end) = (field.selection_start(), field.selection_end());
    matches!((start, end), (Ok(Some(0)), Ok(Some(end))) if end == field.text_length())
}
