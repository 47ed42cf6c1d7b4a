//! Holders as they are kept in files: of each workspace who holds what.

use super::{GrafanaRole, Holder};
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
