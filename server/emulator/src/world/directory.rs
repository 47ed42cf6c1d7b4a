//! The directory of an Identity Center: its people, its groups, and who is in which. Nothing changes it.

use serde_json::{Map, Value};

#[derive(Clone, Debug)]
pub(crate) struct Directory {
    /// `d-` and ten hexadecimal digits.
    pub(crate) id: String,
    pub(crate) users: Vec<Entry>,
    pub(crate) groups: Vec<Entry>,
    pub(crate) memberships: Vec<Membership>,
}

/// A person or a group.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    /// All members of its description, by their names on the wire.
    pub(crate) members: Map<String, Value>,
}

/// One person in one group, by their ids.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) group: String,
    pub(crate) user: String,
    /// All members of its description, by their names on the wire.
    pub(crate) members: Map<String, Value>,
}

impl Entry {
    /// A text member.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name).and_then(Value::as_str)
    }

    /// A text of each structure in a list: the values of `Emails`.
    pub(crate) fn texts(&self, list: &str, name: &str) -> impl Iterator<Item = &str> {
        let items = self.members.get(list).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(move |item| item.get(name)?.as_str())
    }
}
