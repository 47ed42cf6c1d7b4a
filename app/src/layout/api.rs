//! Server functions of the frame: who looks, and how they like it.

use crate::{Failure, wire::Wire};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::detail::{Preferences, Viewer};

/// Who looks at the page. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "viewer/get", input = Json, output = Json)]
pub async fn current_viewer() -> Result<Viewer, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    let index = caller.answer(caller.doors.fleet.index(caller.who(), model::Kind::Grafana))?;
    Ok(Viewer {
        subject: caller.who().subject.clone(),
        roles: caller.who().roles.clone(),
        preferences: caller.visit.preferences.clone(),
        regions: index.regions().into_iter().cloned().collect(),
        accounts: index.accounts,
        emulator: caller.doors.emulator.clone(),
    })
}

/// Keeps a person's preferences in their session. `preferences.write`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "viewer/save-preferences", input = Json, output = Json)]
pub async fn save_preferences(preferences: Preferences) -> Result<(), Failure> {
    let caller = crate::context::authorize(model::Permission::PreferencesWrite)?;
    caller.answer(caller.visit.sessions.save(caller.who(), preferences).await)
}
