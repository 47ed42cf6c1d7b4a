//! Server functions of the lists.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::Kind;
use model::fleet::{Index, Selection};
use serde::{Deserialize, Serialize};

/// One page of a list: everything around the rows, and the rows asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListPage {
    /// Without rows: those are in `selection`.
    pub frame: Index,
    pub selection: Selection,
    /// Rows a page where the URL says nothing of it.
    pub preferred: u32,
    /// Why this principal cannot create one; `None` when they can.
    pub create_refused: Option<String>,
}

/// Every row of a kind, for filtering in the browser. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "fleet/index", input = Json, output = Json)]
pub async fn fleet_index(kind: Kind) -> Result<Index, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    caller.answer(caller.doors.fleet.index(caller.who(), kind))
}

/// The rows a URL's query selects; `search` holds its decoded pairs. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "fleet/page", input = Json, output = Json)]
pub async fn fleet_page(kind: Kind, search: Vec<(String, String)>) -> Result<ListPage, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    let query = model::fleet::Query::parse(search.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let preferred = caller.visit.preferences.page_size.unwrap_or(model::fleet::PAGE_SIZES[0]);
    let answer = caller.doors.fleet.select(caller.who(), kind, &query, query.size.unwrap_or(preferred));
    let (frame, selection) = caller.answer(answer)?;
    let allowed = caller.who().require(create_permission(kind));
    let estate = caller.answer(caller.doors.fleet.estate(caller.who()))?;
    let create_refused = estate.require(kind).and(allowed).err().map(|error| error.message);
    Ok(ListPage { frame, selection, preferred, create_refused })
}

#[cfg(feature = "ssr")]
const fn create_permission(kind: Kind) -> model::Permission {
    match kind {
        Kind::Grafana => model::Permission::GrafanaCreate,
        Kind::Prometheus => model::Permission::PrometheusCreate,
        Kind::CodeArtifact => model::Permission::CodeArtifactCreate,
    }
}
