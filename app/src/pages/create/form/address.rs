//! The id of a form in the address: a reload opens the form that was left.

use crate::pages::create::api::Opening;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use model::PlanId;

/// What the address says of the form, once: later changes of the address are the form's own.
pub fn opening() -> Opening {
    let query = use_query_map().get_untracked();
    let id = |name| query.get(name).and_then(|id| PlanId::parse(&id).ok());
    Opening { form: id("form"), from: id("from") }
}

/// Writes the form's id into the address once the page is live. Replaces, so that "back" leaves the form.
pub fn keep_in_address(id: PlanId) {
    let (navigate, location) = (use_navigate(), use_location());
    Effect::new(move |_| {
        let query = location.query.get_untracked();
        if query.get("form").as_deref() == Some(id.as_str()) {
            return;
        }
        let mut address = [&location.pathname.get_untracked(), "?form=", id.as_str()].concat();
        if let Some(from) = query.get("from").filter(|from| PlanId::parse(from).is_ok()) {
            address.push_str("&from=");
            address.push_str(&from);
        }
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
}
