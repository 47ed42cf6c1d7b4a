//! Holders in the one order in which they are written, whatever order they came in.

use model::ResourceKey;
use model::access::{GrafanaRole, Holder, WorkspaceHolders};
use std::collections::BTreeMap;

/// Something about each holder, by type and id.
pub(super) type Holders<'a, T> = BTreeMap<&'a Holder, T>;

pub(super) struct Workspace<'a> {
    pub key: &'a ResourceKey,
    pub name: &'a str,
    /// The names of those who hold each role, the weakest role first.
    pub roles: BTreeMap<GrafanaRole, Holders<'a, Option<&'a str>>>,
}

/// Each workspace once, by account, region and id. Of two names, of a workspace or of a holder, the greater by its
/// characters stays, so that it is always the same one; none is less than any.
pub(super) fn ordered(workspaces: &[WorkspaceHolders]) -> BTreeMap<&ResourceKey, Workspace<'_>> {
    let mut ordered = BTreeMap::new();
    for WorkspaceHolders { workspace: key, name, holders } in workspaces {
        let entry = ordered.entry(key).or_insert_with(|| Workspace { key, name, roles: BTreeMap::new() });
        entry.name = entry.name.max(name);
        for named in holders {
            let names = entry.roles.entry(named.role).or_default();
            let name = names.entry(&named.holder).or_default();
            *name = (*name).max(named.name.as_deref());
        }
    }
    ordered
}
