//! The id of a form in the address: a reload opens the form that was left.

use crate::pages::create::api::Opening;
use crate::route::Here;
use leptos::prelude::*;
use model::fleet::search_of;
use model::{Kind, PlanId, ResourceKey};

/// What a form for a token begins with.
const BEGINNINGS: [&str; 3] = ["replaces", "name", "life"];

/// What the address says of the form, once: later changes of the address are the form's own.
pub fn opening() -> Opening {
    said(Here::get())
}

fn said(here: Here) -> Opening {
    let id = |name| untrack(|| here.param(name)).and_then(|id| PlanId::parse(&id).ok());
    let like = untrack(|| here.param("like")).and_then(|like| workspace(&like));
    Opening { form: id("form"), from: id("from"), like }
}

/// A workspace as `like` names it: account, region and id with slashes between them.
fn workspace(like: &str) -> Option<ResourceKey> {
    let (account, rest) = like.split_once('/')?;
    let (region, id) = rest.split_once('/')?;
    ResourceKey::parse(Kind::Grafana, account, region, id).ok()
}

/// Writes the form's id into the address once the page is live. Replaces, so that "back" leaves the form.
pub fn keep_in_address(id: PlanId) {
    let here = Here::get();
    Effect::new(move |_| {
        let (form, Opening { from, like, .. }) = (untrack(|| here.param("form")), said(here));
        if form.as_deref() == Some(id.as_str()) {
            return;
        }
        let mut address = [&here.path.get_untracked(), "?form=", id.as_str()].concat();
        if let Some(from) = from {
            address.push_str("&from=");
            address.push_str(from.as_str());
        }
        if let Some(ResourceKey { scope, id, .. }) = like {
            address.push_str(&["&like=", scope.account.as_str(), "/", scope.region.as_str(), "/", &id].concat());
        }
        let began = BEGINNINGS.into_iter().filter_map(|name| Some((name, untrack(|| here.param(name))?)));
        address.push_str(&search_of(began.collect()).replacen('?', "&", 1));
        here.stay(&address, true);
    });
}
