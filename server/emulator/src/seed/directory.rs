//! The directory of Identity Center: everybody of `seed/people.txt`, or of the large fleet, who is not gone.

use serde_json::{Map, Value, json};

use super::people::{id, lines};
use super::{DAY, derived, derived_number, derived_uuid, large};
use crate::demo::DIRECTORY;
use crate::services::partition;
use crate::settings::Seed;
use crate::world::{Directory, Entry, Membership, World};

/// Where accounts come from: the issuer of all external ids.
const ISSUER: &str = "https://login.example.com/scim";

/// Puts the directory into the scope that owns it; nobody is in that of the empty seed.
pub(super) fn plant(world: &mut World, seed: Seed, wall: f64) -> Result<(), String> {
    let mut directory =
        Directory { id: DIRECTORY.id.to_owned(), users: Vec::new(), groups: Vec::new(), memberships: Vec::new() };
    if seed == Seed::Demo {
        for words in lines("group") {
            let group = group(&words, wall).ok_or_else(|| unclear(&words))?;
            directory.groups.push(group);
        }
        for words in lines("user") {
            let (user, memberships) = user(&words, wall).ok_or_else(|| unclear(&words))?;
            directory.users.push(user);
            directory.memberships.extend(memberships);
        }
    }
    if seed == Seed::Large {
        large::enrol(&mut directory, wall).ok_or("the large directory cannot be made")?;
    }
    world.scope(DIRECTORY.account, DIRECTORY.region).directory = Some(directory);
    Ok(())
}

fn unclear(words: &[&str]) -> String {
    format!("a line of a seed cannot be understood: {}", words.join(" "))
}

/// `NAME DESCRIPTION…`
pub(super) fn group(words: &[&str], wall: f64) -> Option<Entry> {
    let (&name, description) = words.split_first()?;
    let id = id("group", name)?;
    let mut members = common("group", &id, wall)?;
    members.insert("GroupId".into(), id.clone().into());
    members.insert("GroupArn".into(), arn("group", &id).into());
    members.insert("DisplayName".into(), name.into());
    members.insert("Description".into(), description.join(" ").into());
    Some(Entry { id, members })
}

/// `NAME STATUS GROUPS DISPLAY-NAME…`, with the memberships it says.
pub(super) fn user(words: &[&str], wall: f64) -> Option<(Entry, Vec<Membership>)> {
    let (&[name, status, groups], display) = words.split_first_chunk()?;
    let (given, family) = display.split_first()?;
    let user = id("user", name)?;
    let more = json!({
        "UserId": user,
        "UserArn": arn("user", &user),
        "UserName": name,
        "DisplayName": display.join(" "),
        "Name": { "Formatted": display.join(" "), "GivenName": given, "FamilyName": family.join(" ") },
        "Emails": [{ "Value": format!("{name}@example.com"), "Type": "work", "Primary": true }],
        "UserStatus": status.to_uppercase(),
    });
    let mut members = common("user", &user, wall)?;
    members.extend(more.as_object()?.clone());
    let groups = groups.split(',').filter(|group| *group != "-");
    let memberships = groups.map(|group| membership(group, &user, wall)).collect::<Option<_>>()?;
    Some((Entry { id: user, members }, memberships))
}

fn membership(group: &str, user: &str, wall: f64) -> Option<Membership> {
    lines("group").find(|words| words[0] == group)?;
    let group = id("group", group)?;
    let id = derived_uuid(&["membership", &group, user])?;
    let mut members = common("membership", &id, wall)?;
    members.insert("MembershipId".into(), id.clone().into());
    members.insert("MembershipArn".into(), arn("membership", &id).into());
    members.insert("GroupId".into(), group.clone().into());
    members.insert("MemberId".into(), json!({ "UserId": user }));
    Some(Membership { group, user: user.to_owned(), members })
}

/// What all of them have: made between one and four years ago, and changed once since.
fn common(kind: &str, id: &str, wall: f64) -> Option<Map<String, Value>> {
    let age = (365 + derived_number(&[id, "age"])? % 1095) as f64 * DAY;
    let external = derived(&[id, "external"]).get(..20)?.to_owned();
    let all = json!({
        "IdentityStoreId": DIRECTORY.id,
        "CreatedAt": wall - age,
        "UpdatedAt": wall - age / 3.0,
        "Revision": "2",
        "ExternalIds": (kind != "membership").then(|| json!([{ "Issuer": ISSUER, "Id": external }])),
    });
    all.as_object().cloned()
}

fn arn(kind: &str, id: &str) -> String {
    format!("arn:{}:identitystore:::{kind}/{id}", partition(DIRECTORY.region))
}
