//! What is around every control, and the ids that tie it to the control.

use crate::erased::{following, maybe};
use crate::tone::{Mark, Tone};
use leptos::prelude::*;

/// What a field says besides its control.
#[derive(Clone)]
pub(super) struct Frame {
    pub id: String,
    pub label: String,
    pub help: String,
    pub optional: bool,
    pub hide_label: bool,
    pub error: Signal<Option<String>>,
}

impl Frame {
    fn help_id(&self) -> String {
        [&self.id, "-help"].concat()
    }

    fn error_id(&self) -> String {
        [&self.id, "-error"].concat()
    }

    /// Ids of the help and of the error, as far as they are there.
    pub fn described_by(&self) -> Signal<Option<String>> {
        let help = (!self.help.is_empty()).then(|| self.help_id());
        let (error_id, error) = (self.error_id(), self.error);
        Signal::derive(move || match (&help, error.with(Option::is_some)) {
            (None, false) => None,
            (Some(help), false) => Some(help.clone()),
            (None, true) => Some(error_id.clone()),
            (Some(help), true) => Some([help, " ", &error_id].concat()),
        })
    }

    /// `aria-invalid`, absent while there is no error.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some).then_some("true"))
    }

    fn mark(&self) -> AnyView {
        maybe(self.optional.then(|| view! { " " <span class="optional">"optional"</span> }))
    }

    pub fn help(&self) -> AnyView {
        maybe((!self.help.is_empty()).then(|| view! { <p class="help" id=self.help_id()>{self.help.clone()}</p> }))
    }

    pub fn error(&self) -> AnyView {
        let (id, error) = (self.error_id(), self.error);
        following(move || {
            maybe(error.get().map(|error| {
                view! {
                    <p class="error" id=id.clone()>
                        <Mark tone=Tone::Bad />
                        {error}
                    </p>
                }
            }))
        })
    }

    /// The frame around a single control.
    pub fn around(&self, control: AnyView) -> impl IntoView + use<> {
        view! {
            <div class="field">
                <label class=self.label_class() for=self.id.clone()>{self.label.clone()}{self.mark()}</label>
                {self.help()}
                {control}
                {self.error()}
            </div>
        }
        .into_any()
    }

    /// The legend of a group of controls.
    pub fn legend(&self) -> impl IntoView + use<> {
        view! { <legend class=self.label_class()>{self.label.clone()}{self.mark()}</legend> }
    }

    const fn label_class(&self) -> &'static str {
        if self.hide_label { "sr" } else { "field-label" }
    }
}
