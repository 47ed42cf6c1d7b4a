//! Holders as they are kept in files: of each workspace who holds what.

use super::{AccessIndex, AccessQuery, AccessWorkspace, GrafanaRole, Holder};
use crate::ResourceKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The holders of one Grafana workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceHolders {
    pub workspace: ResourceKey,
    /// For people alone; empty where there is none.
    pub name: String,
    /// In any order. Who holds several roles stands here once for each.
    pub holders: Vec<NamedHolder>,
}

/// One holder with one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedHolder {
    pub holder: Holder,
    /// For people alone: nothing is decided by it.
    pub name: Option<String>,
    pub role: GrafanaRole,
}

/// What a file says that shall be. Workspaces it does not name are not spoken of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub workspaces: Vec<WorkspaceHolders>,
}

/// A workspace whose holders are in no file, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub workspace: ResourceKey,
    /// Empty where there is none.
    pub name: String,
    /// A sentence.
    pub reason: String,
}

impl AccessIndex {
    /// The workspaces that a query leaves, with everybody who holds a role there, whatever else it narrows; and those
    /// whose holders are not known, so that nobody takes them for empty.
    pub fn as_file(&self, query: &AccessQuery) -> (Vec<WorkspaceHolders>, Vec<LeftOut>) {
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for (place, workspace) in self.workspaces_of(query) {
            let (key, name) = (workspace.key.clone(), workspace.name.clone());
            match unknown(workspace) {
                Some(reason) => left_out.push(LeftOut { workspace: key, name, reason }),
                None => kept.push(WorkspaceHolders { workspace: key, name, holders: self.named_in(place) }),
            }
        }
        (kept, left_out)
    }

    fn named_in(&self, place: u32) -> Vec<NamedHolder> {
        let named = |one: &super::AccessHolder| {
            let role = one.role_in(place)?;
            Some(NamedHolder { holder: one.holder.clone(), name: one.name.clone(), role })
        };
        self.holders.iter().filter_map(named).collect()
    }
}

/// Why it cannot be said who holds a role.
fn unknown(workspace: &AccessWorkspace) -> Option<String> {
    if workspace.has_no_holders() {
        return Some("Nobody signs in to it by IAM Identity Center.".to_owned());
    }
    match (&workspace.error, workspace.read_at) {
        (Some(error), _) => Some(["It could not be read. ", &error.message].concat()),
        (None, None) => Some("It was not read yet.".to_owned()),
        (None, Some(_)) if workspace.skipped > 0 => {
            Some("AWS lists holders of it with a kind or role that Belvedere does not know.".to_owned())
        }
        (None, Some(_)) => None,
    }
}

impl WorkspaceHolders {
    /// Each holder with the role that counts: of several the greatest.
    pub fn roles(&self) -> BTreeMap<Holder, GrafanaRole> {
        let mut roles = BTreeMap::new();
        for named in &self.holders {
            let role = roles.entry(named.holder.clone()).or_insert(named.role);
            *role = (*role).max(named.role);
        }
        roles
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::access::HolderKind;

    #[test]
    fn of_several_roles_the_greatest_counts() {
        let held = |id: &str, role| NamedHolder { holder: Holder::new(HolderKind::User, id), name: None, role };
        let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
        let holders = vec![
            held("a", GrafanaRole::Viewer),
            held("b", GrafanaRole::Editor),
            held("a", GrafanaRole::Admin),
            held("b", GrafanaRole::Viewer),
        ];
        let roles = WorkspaceHolders { workspace, name: String::new(), holders }.roles();
        let told: Vec<_> = roles.into_iter().map(|(holder, role)| (holder.id, role)).collect();
        assert_eq!(told, [("a".to_owned(), GrafanaRole::Admin), ("b".to_owned(), GrafanaRole::Editor)]);
    }
}
