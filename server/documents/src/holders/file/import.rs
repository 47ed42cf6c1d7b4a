//! The file, read back.

use super::VERSION;
use super::place::Place;
use crate::holders::limits::{MAX_FILE_BYTES, MAX_HOLDERS, MAX_NAME, MAX_WORKSPACES};
use crate::{Trouble, json, text};
use model::access::{GrafanaRole, Holder, HolderKind, Imported, NamedHolder, WorkspaceHolders};
use model::{AccountId, Error, Kind, Region, ResourceKey, Scope, WorkspaceId};
use serde_json::Value;
use std::collections::HashSet;

/// Reads a file as [`export_json`](super::export_json) writes it, or as somebody edited it. What is not understood is
/// refused, not left out: a holder that was overlooked would lose its role.
///
/// # Errors
/// The first thing that is wrong, with its path: no JSON, another version, an unknown or a missing key, an id or a role
/// that is none, a workspace or a holder twice; more than [limits](crate::holders::limits) allow.
pub fn import_json(text: &str) -> Result<Imported, Trouble> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Trouble::new(format!("This file is too long: at most {MAX_FILE_BYTES} bytes are read.")));
    }
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return Err(Trouble::new("There is no text. Paste a file of holders as it is exported here."));
    }
    json::well_formed(text)?;
    let value: Value = serde_json::from_str(text).map_err(|_| Trouble::new("This is not valid JSON."))?;
    let file = Place::root(&value);
    check_version(&file.required("version")?)?;
    file.check_keys(&["version", "workspaces", "left_out"])?;
    workspaces(&file.required("workspaces")?).map(|workspaces| Imported { workspaces })
}

fn check_version(version: &Place<'_>) -> Result<(), Trouble> {
    match version.number() {
        Some(VERSION) => Ok(()),
        Some(other) => {
            Err(version.trouble(&format!("this file is of version {other}; only version {VERSION} is understood.")))
        }
        None => Err(version.trouble("this is not a version, such as 1.")),
    }
}

fn workspaces(list: &Place<'_>) -> Result<Vec<WorkspaceHolders>, Trouble> {
    let places = list.items()?;
    if places.len() > MAX_WORKSPACES {
        return Err(list.trouble(&format!("at most {MAX_WORKSPACES} workspaces are read.")));
    }
    let (mut seen, mut left) = (HashSet::new(), MAX_HOLDERS);
    places
        .map(|place| {
            let read = workspace(&place, &mut left)?;
            if !seen.insert(read.workspace.clone()) {
                return Err(place.trouble("this workspace stands here twice."));
            }
            Ok(read)
        })
        .collect()
}

fn workspace(place: &Place<'_>, left: &mut usize) -> Result<WorkspaceHolders, Trouble> {
    place.check_keys(&["account", "region", "id", "name", "holders"])?;
    let scope = Scope { account: id(place, "account", AccountId::parse)?, region: id(place, "region", Region::parse)? };
    let workspace = ResourceKey { kind: Kind::Grafana, scope, id: id(place, "id", WorkspaceId::parse)?.into() };
    let name = name(place)?.unwrap_or_default();
    let list = place.required("holders")?;
    let places = list.items()?;
    let Some(rest) = left.checked_sub(places.len()) else {
        return Err(list.trouble(&format!("at most {MAX_HOLDERS} holders are read, of all workspaces together.")));
    };
    *left = rest;
    let mut seen = HashSet::new();
    let holders = places.map(|place| {
        let read = holder(&place)?;
        if seen.insert(read.holder.clone()) { Ok(read) } else { Err(place.trouble("this holder stands here twice.")) }
    });
    Ok(WorkspaceHolders { workspace, name, holders: holders.collect::<Result<_, Trouble>>()? })
}

fn holder(place: &Place<'_>) -> Result<NamedHolder, Trouble> {
    place.check_keys(&["type", "id", "name", "role"])?;
    let kind = word(place, "type", "no type of holder; use user or group", HolderKind::of_word)?;
    let role = word(place, "role", "no Grafana role; use ADMIN, EDITOR or VIEWER", GrafanaRole::parse)?;
    let holder = id(place, "id", |id| Holder::new(kind, id).checked())?;
    Ok(NamedHolder { holder, name: name(place)?, role })
}

fn id<T>(of: &Place<'_>, key: &str, parse: impl Fn(&str) -> Result<T, Error>) -> Result<T, Trouble> {
    let place = of.required(key)?;
    parse(place.text()?).map_err(|error| place.trouble(&error.message))
}

fn word<T>(of: &Place<'_>, key: &str, none: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Trouble> {
    let place = of.required(key)?;
    let word = place.text()?;
    parse(word).ok_or_else(|| place.trouble(&format!("{} is {none}.", text::quoted(word))))
}

fn name(of: &Place<'_>) -> Result<Option<String>, Trouble> {
    let Some(place) = of.optional("name")? else { return Ok(None) };
    let name = place.text()?;
    if name.chars().count() > MAX_NAME {
        return Err(place.trouble(&format!("a name has at most {MAX_NAME} characters.")));
    }
    Ok(Some(name.to_owned()))
}
