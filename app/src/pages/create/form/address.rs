//! The id of a form in the address: a reload opens the form that was left.

use crate::pages::create::api::Opening;
use crate::route::Here;
use leptos::prelude::*;
use model::PlanId;

/// What the address says of the form, once: later changes of the address are the form's own.
pub fn opening() -> Opening {
    let here = Here::get();
    let id = |name| untrack(|| here.param(name)).and_then(|id| PlanId::parse(&id).ok());
    Opening { form: id("form"), from: id("from") }
}

/// Writes the form's id into the address once the page is live. Replaces, so that "back" leaves the form.
pub fn keep_in_address(id: PlanId) {
    let here = Here::get();
    Effect::new(move |_| {
        let (form, from) = untrack(|| (here.param("form"), here.param("from")));
        if form.as_deref() == Some(id.as_str()) {
            return;
        }
        let mut address = [&here.path.get_untracked(), "?form=", id.as_str()].concat();
        if let Some(from) = from.filter(|from| PlanId::parse(from).is_ok()) {
            address.push_str("&from=");
            address.push_str(&from);
        }
        here.stay(&address, true);
    });
}
