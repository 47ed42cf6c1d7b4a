//! What becomes of a minted secret: it is shown once, or delivered unseen.

use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::FieldError;
use model::form::SecretPlace;
use ui::{Choice, RadioGroup, TextField};

const SHOW: &str = "show";
const DELIVER: &str = "deliver";

#[derive(Clone, Copy)]
pub struct Way {
    chosen: RwSignal<String>,
    secret: RwSignal<String>,
}

impl Way {
    pub fn of(kept: Option<&str>) -> Self {
        let kept = kept.unwrap_or_default();
        let chosen = if kept.is_empty() { SHOW } else { DELIVER };
        Self { chosen: RwSignal::new(chosen.to_owned()), secret: RwSignal::new(kept.to_owned()) }
    }

    fn delivers(self) -> bool {
        self.chosen.with(|chosen| chosen == DELIVER)
    }

    /// The name of the secret; empty: it is shown. One that shall be delivered and has no name is a blank, which is none.
    pub fn read(self) -> String {
        let named = self.secret.with(|name| name.trim().to_owned());
        match (self.delivers(), named.is_empty()) {
            (false, _) => String::new(),
            (true, true) => " ".to_owned(),
            (true, false) => named,
        }
    }

    /// Nothing to choose where no place for secrets is configured.
    pub fn fields(self, check: Check, place: Option<SecretPlace>) -> AnyView {
        let Some(SecretPlace { scope, prefix }) = place else { return ().into_any() };
        let help = help(&prefix);
        let place = ["AWS Secrets Manager in ", &scope.to_string(), ". Nobody sees it."].concat();
        let choices = vec![
            Choice::new(SHOW, "Show it to me once").help("In a dialog, to be copied. It is kept nowhere."),
            Choice::new(DELIVER, "Deliver it").help(place),
        ];
        let delivers = Memo::new(move |_| self.delivers());
        let name = move || {
            delivers.get().then(|| {
                view! {
                    <TextField
                        id="deliver_to"
                        label=check.label("deliver_to")
                        value=self.secret
                        mono=true
                        error=check.error("deliver_to")
                        help=help.clone()
                    />
                }
            })
        };
        view! {
            <RadioGroup id="way" label=check.label("way") value=self.chosen choices />
            {name}
        }
        .into_any()
    }
}

/// Adds what is wrong with the beginning of the secret's name.
pub fn check(errors: Vec<FieldError>, place: Option<&SecretPlace>, name: &str) -> Vec<FieldError> {
    match place {
        Some(place) => place.check(errors, "deliver_to", name),
        None => errors,
    }
}

fn help(prefix: &str) -> String {
    let begins = match prefix {
        "" => String::new(),
        prefix => ["It begins with ", prefix, ". "].concat(),
    };
    [&begins, "A secret of this name gets a new version; without one it is created."].concat()
}
