//! What is done from this page by a press.

use super::api::{plan_delete, plan_delete_account};
use super::live::Live;
use crate::pages::planning::Planning;
use leptos::prelude::*;
use model::ServiceAccountId;
use ui::{Button, ButtonLink, IconName, VisuallyHidden, maybe};

impl Planning {
    pub fn delete(self, live: Live) {
        self.run(move |form| Box::pin(plan_delete(form, live.key())));
    }

    pub fn delete_account(self, live: Live, account: &str) {
        match ServiceAccountId::parse(account) {
            Ok(account) => self.run(move |form| Box::pin(plan_delete_account(form, live.key(), account))),
            Err(error) => self.error.set(Some(error)),
        }
    }
}

/// A link to a form, or a button that says why it is closed. `of` names its object for those who cannot see the row.
pub fn way(path: String, label: &'static str, of: &str, icon: IconName, refused: Option<String>) -> AnyView {
    let of = (!of.is_empty()).then(|| of.to_owned()).map(|of| view! { <VisuallyHidden>{of}</VisuallyHidden> });
    let of = maybe(of);
    match refused {
        None => view! {
            <ButtonLink href=path icon>
                {label}
                {of}
            </ButtonLink>
        }
        .into_any(),
        Some(reason) => view! {
            <Button icon reason>
                {label}
                {of}
            </Button>
        }
        .into_any(),
    }
}
