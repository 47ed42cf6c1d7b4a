//! Who holds which role in a demo workspace.

use super::{derived_number, derived_uuid};
use crate::world::{Grant, World};

const ROLES: [&str; 3] = ["ADMIN", "EDITOR", "VIEWER"];

/// `group+group/COUNT`: the groups hold ADMIN, EDITOR and VIEWER in turn, and so many single people, chosen by the
/// workspace's name, hold mostly VIEWER.
pub(super) fn grants(world: &mut World, text: &str, workspace: &str) -> Option<Vec<Grant>> {
    if text == "-" {
        return Some(Vec::new());
    }
    let (groups, count) = text.split_once('/')?;
    let mut holders = Vec::new();
    for (place, group) in groups.split('+').enumerate() {
        known("group", group)?;
        holders.push(("SSO_GROUP", derived_uuid(&["group", group])?, ROLES[place.min(2)]));
    }
    let users = names("user");
    let first = derived_number(&[workspace, "people"])?;
    for place in 0..count.parse().ok()? {
        let user = users.get((first + place) % users.len().max(1))?;
        let role = ROLES[[2, 1, 2, 0][place % 4]];
        holders.push(("SSO_USER", derived_uuid(&["user", user])?, role));
    }
    let first = world.reserve(holders.len() as u64);
    let numbered = (first..).zip(holders);
    Some(
        numbered
            .map(|(sequence, (kind, id, role))| Grant { sequence, id, kind: kind.into(), role: role.into() })
            .collect(),
    )
}

fn names(kind: &str) -> Vec<&'static str> {
    let lines = include_str!("../../seed/people.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).filter(|(one, _)| *one == kind).map(|(_, name)| name).collect()
}

/// A name that is not in the list is a slip of the pen.
fn known(kind: &str, name: &str) -> Option<()> {
    names(kind).contains(&name).then_some(())
}
