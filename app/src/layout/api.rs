//! Server functions of the frame: who looks, and how they like it.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::detail::{Preferences, Viewer};

/// Who looks at the page. `fleet.read`. Not a server function: the server's first rendering knows it already, and the
/// browser keeps that for as long as the page lives.
#[cfg(feature = "ssr")]
fn current_viewer() -> Result<Viewer, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    let model::fleet::Estate { kinds, accounts, regions } = caller.answer(caller.doors.fleet.estate(caller.who()))?;
    Ok(Viewer {
        subject: caller.who().subject.clone(),
        roles: caller.who().roles.clone(),
        preferences: caller.visit.preferences.clone(),
        kinds,
        accounts,
        regions,
        emulator: caller.doors.emulator.clone(),
    })
}

/// The viewer as the server rendered the page for; handed to the browser with the page.
pub fn viewer() -> Option<Viewer> {
    SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return current_viewer().ok();
        #[cfg(not(feature = "ssr"))]
        None
    })
    .into_inner()
}

/// Keeps a person's preferences in their session. `preferences.write`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "viewer/save-preferences", input = Json, output = Json)]
pub async fn save_preferences(preferences: Preferences) -> Result<(), Failure> {
    let caller = crate::context::authorize(model::Permission::PreferencesWrite)?;
    caller.answer(caller.visit.sessions.save(caller.who(), preferences).await)
}
