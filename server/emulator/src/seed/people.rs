//! The people and groups of the demo, and who holds which role in a workspace.

use super::{derived_number, derived_uuid};
use crate::world::{Grant, World};

const ROLES: [&str; 3] = ["ADMIN", "EDITOR", "VIEWER"];

/// `group+group/COUNT/gone+gone`: the groups hold ADMIN, EDITOR and VIEWER in turn, so many single people, chosen by
/// the workspace's name, hold mostly VIEWER, and so does whoever is gone from the directory.
pub(super) fn grants(world: &mut World, text: &str, workspace: &str) -> Option<Vec<Grant>> {
    if text == "-" {
        return Some(Vec::new());
    }
    let mut parts = text.split('/');
    let (groups, count, gone) = (parts.next()?, parts.next()?, parts.next());
    let mut holders = Vec::new();
    for (place, group) in groups.split('+').enumerate() {
        known("group", group)?;
        holders.push(("SSO_GROUP", id("group", group)?, ROLES[place.min(2)]));
    }
    let users: Vec<&str> = lines("user").map(|words| words[0]).collect();
    let first = derived_number(&[workspace, "people"])?;
    for place in 0..count.parse().ok()? {
        let user = users.get((first + place) % users.len().max(1))?;
        let role = ROLES[[2, 1, 2, 0][place % 4]];
        holders.push(("SSO_USER", id("user", user)?, role));
    }
    for name in gone.into_iter().flat_map(|gone| gone.split('+')) {
        let (kind, id) = departed(name)?;
        holders.push((kind, id, "VIEWER"));
    }
    let first = world.reserve(holders.len() as u64);
    let numbered = (first..).zip(holders);
    Some(
        numbered
            .map(|(sequence, (kind, id, role))| Grant { sequence, id, kind: kind.into(), role: role.into() })
            .collect(),
    )
}

/// The lines of `seed/people.txt` of a kind, in words without the kind; at least one each.
pub(super) fn lines(kind: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = include_str!("../../seed/people.txt").lines();
    lines.filter_map(move |line| {
        let mut words = line.split_whitespace();
        words.next().filter(|first| *first == kind)?;
        Some(words.collect()).filter(|words: &Vec<_>| !words.is_empty())
    })
}

/// The id of a person or group of the directory.
pub(super) fn id(kind: &str, name: &str) -> Option<String> {
    derived_uuid(&[kind, name])
}

/// Grafana's word for the kind, and the id, of somebody who is gone.
fn departed(name: &str) -> Option<(&'static str, String)> {
    let line = lines("gone").find(|words| words.get(1) == Some(&name))?;
    let kind = if line[0] == "group" { "SSO_GROUP" } else { "SSO_USER" };
    let id = line.get(2).map_or_else(|| id(line[0], name), |id| Some((*id).to_owned()))?;
    Some((kind, id))
}

/// A name that is not in the list is a slip of the pen.
fn known(kind: &str, name: &str) -> Option<()> {
    lines(kind).any(|words| words[0] == name).then_some(())
}
