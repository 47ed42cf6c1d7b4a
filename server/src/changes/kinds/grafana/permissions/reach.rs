//! From who shall hold what in whole workspaces to the batch that brings them there, against what AWS has now. Reads only.

use super::current::fetch_roles_and_unknown;
use super::instruction::RolesByHolder;
use super::plan::AT_A_TIME;
use crate::changes::core::context::Context;
use crate::changes::core::refusal::Refusal;
use crate::changes::kinds::usable::usable_grafana;
use futures::future::join_all;
use model::ResourceKey;
use model::access::{Holder, NamedHolder, WorkspaceHolders, wishes_to_reach};
use model::form::{GrantWish, WORKSPACES};

/// # Errors
/// Why its holders could not be read; where some have a role that is not known here: made like
/// it, another workspace would take theirs for none.
pub async fn of_workspace(cx: &Context, key: &ResourceKey) -> Result<WorkspaceHolders, Refusal> {
    let (key, held, count) = fetch(cx, key).await?;
    if count > 0 {
        return Err(Refusal::HoldersNotUnderstood { count });
    }
    let all = held.into_iter().flat_map(|(holder, roles)| roles.into_iter().map(move |role| (holder.clone(), role)));
    let named = |(holder, role): (Holder, _)| NamedHolder { holder, name: None, role };
    Ok(WorkspaceHolders { workspace: key, name: String::new(), holders: all.map(named).collect() })
}

/// # Errors
/// As [`of_workspace`], with the workspace named; for more workspaces than a batch may change.
pub async fn to_reach(cx: &Context, wanted: &[WorkspaceHolders]) -> Result<Vec<GrantWish>, Refusal> {
    if wanted.len() > WORKSPACES {
        return Err(Refusal::TooManyWorkspaces { most: WORKSPACES, named: wanted.len() });
    }
    let mut wishes = Vec::new();
    for some in wanted.chunks(AT_A_TIME) {
        let looks = some.iter().map(|one| async {
            let found = fetch(cx, &one.workspace).await;
            let (key, held, _) = found.map_err(|refusal| Refusal::of(&one.workspace, refusal))?;
            Ok::<_, Refusal>(wishes_to_reach(&held, &one.roles(), &key))
        });
        for found in join_all(looks).await {
            wishes.extend(found?);
        }
    }
    Ok(wishes)
}

async fn fetch(cx: &Context, key: &ResourceKey) -> Result<(ResourceKey, RolesByHolder, usize), Refusal> {
    let key = usable_grafana(cx, key)?;
    let (held, unknown) = fetch_roles_and_unknown(&cx.aws, &key).await?;
    Ok((key, held, unknown))
}
