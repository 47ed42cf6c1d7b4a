//! AWS Identity Store: who is who in the directory of an Identity Center. It only reads. A directory answers in its own
//! region, and to its own account alone.

use serde_json::{Value, json};

use super::Ask;
use super::page::page;
use crate::wire::failure::Failure;
use crate::world::{Directory, Entry, Membership, World};

/// People or groups: what distinguishes the operations on one from those on the other.
struct Sort {
    /// As errors name it.
    title: &'static str,
    /// The list in the answer.
    list: &'static str,
    /// The attribute that a list can be filtered by.
    filter: &'static str,
    /// Paths of unique attributes, with the member each looks into.
    unique: &'static [(&'static str, &'static str)],
    entries: fn(&Directory) -> &[Entry],
}

const USERS: Sort = Sort {
    title: "USER",
    list: "Users",
    filter: "UserName",
    unique: &[("userName", "UserName"), ("emails.value", "Emails")],
    entries: |directory| &directory.users,
};

const GROUPS: Sort = Sort {
    title: "GROUP",
    list: "Groups",
    filter: "DisplayName",
    unique: &[("displayName", "DisplayName")],
    entries: |directory| &directory.groups,
};

/// Does one operation.
pub(super) fn perform(world: &World, ask: &Ask) -> Result<Value, Failure> {
    let directory = directory(world, ask)?;
    match ask.operation.name {
        "ListUsers" => list(directory, ask, &USERS),
        "ListGroups" => list(directory, ask, &GROUPS),
        "DescribeUser" => USERS.entry(directory, ask.text("UserId")).map(described),
        "DescribeGroup" => GROUPS.entry(directory, ask.text("GroupId")).map(described),
        "GetUserId" => found(directory, ask, &USERS),
        "GetGroupId" => found(directory, ask, &GROUPS),
        "ListGroupMemberships" => {
            let group = &GROUPS.entry(directory, ask.text("GroupId"))?.id;
            memberships(directory, ask, |one| one.group == *group)
        }
        "ListGroupMembershipsForMember" => {
            let member = ask.map("MemberId");
            let id = member.get("UserId").and_then(Value::as_str).unwrap_or_default();
            let user = &USERS.entry(directory, id)?.id;
            memberships(directory, ask, |one| one.user == *user)
        }
        _ => Err(Failure::unknown_operation()),
    }
}

/// The directory that the call is about.
fn directory<'w>(world: &'w World, ask: &Ask) -> Result<&'w Directory, Failure> {
    let id = last(ask.text("IdentityStoreId"));
    let (account, region, directory) = world.directory(id).ok_or_else(|| missing("IDENTITY_STORE", None))?;
    if account != ask.caller.account {
        let name = ask.operation.name;
        return Err(Failure::denied(format!("The caller is not authorized to perform: identitystore:{name}")));
    }
    if region != ask.caller.region {
        return Err(missing("IDENTITY_STORE", None));
    }
    Ok(directory)
}

/// Not there. Nothing of what was looked for is repeated but a person's or group's own id.
fn missing(kind: &str, id: Option<&str>) -> Failure {
    let members = json!({ "resourceType": kind, "resourceId": id });
    Failure { message: format!("{kind} not found."), members, ..Failure::not_found(kind, "") }
}

/// An id by itself: AWS takes ARNs in its place.
fn last(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or_default()
}

impl Sort {
    fn entry<'d>(&self, directory: &'d Directory, id: &str) -> Result<&'d Entry, Failure> {
        let mut entries = (self.entries)(directory).iter();
        let found = entries.find(|entry| entry.id.eq_ignore_ascii_case(last(id)));
        found.ok_or_else(|| missing(self.title, Some(id)))
    }
}

fn described(entry: &Entry) -> Value {
    Value::Object(entry.members.clone())
}

/// All, or the one that a filter names.
fn list(directory: &Directory, ask: &Ask, sort: &Sort) -> Result<Value, Failure> {
    let filter = ask.input.get("Filters").and_then(|filters| filters.get(0));
    let text = |name: &str| filter.and_then(|filter| filter.get(name)).and_then(Value::as_str);
    if text("AttributePath").is_some_and(|path| path != sort.filter) {
        let message = format!("{} can be filtered by {} alone", sort.list, sort.filter);
        return Err(Failure::field("Filters.0.AttributePath", message));
    }
    let wanted = text("AttributeValue");
    let fits = |entry: &&Entry| wanted.is_none_or(|wanted| entry.text(sort.filter) == Some(wanted));
    let numbered = (0..).zip((sort.entries)(directory)).filter(|(_, entry)| fits(entry));
    let items = numbered.map(|(place, entry)| (place, described(entry))).collect();
    page(ask, sort.list, items).map(Value::Object)
}

/// Whoever has the alternate identifier.
fn found(directory: &Directory, ask: &Ask, sort: &Sort) -> Result<Value, Failure> {
    let given = Value::Object(ask.map("AlternateIdentifier"));
    let at = |path: &str| given.pointer(path).and_then(Value::as_str);
    let mut entries = (sort.entries)(directory).iter();
    let found = if let Some(path) = at("/UniqueAttribute/AttributePath") {
        let member = sort.unique.iter().find(|(unique, _)| *unique == path).map(|(_, member)| *member);
        let bad =
            |part: &str, message: &str| Failure::field(&format!("AlternateIdentifier.UniqueAttribute.{part}"), message);
        let member = member.ok_or_else(|| bad("AttributePath", "The attribute is not unique"))?;
        let value = at("/UniqueAttribute/AttributeValue");
        let value = value.ok_or_else(|| bad("AttributeValue", "The value of this attribute is a text"))?;
        entries.find(|entry| entry.text(member) == Some(value) || entry.texts(member, "Value").any(|one| one == value))
    } else {
        let (issuer, id) = (at("/ExternalId/Issuer"), at("/ExternalId/Id"));
        let known = |entry: &Entry| {
            let mut pairs = entry.texts("ExternalIds", "Issuer").zip(entry.texts("ExternalIds", "Id"));
            pairs.any(|(one_issuer, one_id)| (Some(one_issuer), Some(one_id)) == (issuer, id))
        };
        entries.find(|entry| known(entry))
    };
    found.map(described).ok_or_else(|| missing(sort.title, None))
}

fn memberships(directory: &Directory, ask: &Ask, fits: impl Fn(&Membership) -> bool) -> Result<Value, Failure> {
    let numbered = (0..).zip(&directory.memberships).filter(|(_, one)| fits(one));
    let items = numbered.map(|(place, one)| (place, Value::Object(one.members.clone()))).collect();
    page(ask, "GroupMemberships", items).map(Value::Object)
}
