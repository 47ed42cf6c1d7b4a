//! Who answers for what is minted, and what it is for.

use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::tokens::Note;

#[derive(Clone, Copy)]
pub struct Noted {
    owner: RwSignal<String>,
    purpose: RwSignal<String>,
}

impl Noted {
    pub fn of(kept: Option<&Note>) -> Self {
        let Note { owner, purpose } = kept.cloned().unwrap_or_default();
        Self { owner: RwSignal::new(owner), purpose: RwSignal::new(purpose) }
    }

    pub fn read(self) -> Note {
        let text = |value: RwSignal<String>| value.with(|value| value.trim().to_owned());
        Note { owner: text(self.owner), purpose: text(self.purpose) }
    }

    pub fn fields(self, check: Check) -> AnyView {
        view! {
            {check.optional_text("owner", self.owner, "The person or team that answers for it.")}
            {check.prose("purpose", self.purpose, "What it is used for, and where it is kept. Never the secret itself.")}
        }
        .into_any()
    }
}
