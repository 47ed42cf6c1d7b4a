//! From who shall hold what in whole workspaces to the batch that brings them there, against what AWS has now. Reads only.

use super::held::holders_and_strangers;
use super::instruction::Held;
use super::propose::AT_A_TIME;
use crate::changes::draft;
use crate::changes::road::Road;
use crate::changes::wording::{counted, named};
use futures::future::join_all;
use model::access::{Holder, NamedHolder, WorkspaceHolders, wishes_to_reach};
use model::form::{GrantWish, WORKSPACES};
use model::{Code, Error, ResourceKey};

/// # Errors
/// `NotFound`, or why its holders could not be read; `Upstream` where some have a role that is not known here: made like
/// it, another workspace would take theirs for none.
pub async fn of_workspace(road: &Road, key: &ResourceKey) -> Result<WorkspaceHolders, Error> {
    let key = draft::checked(key)?;
    let (held, strangers) = read(road, &key).await?;
    if strangers > 0 {
        let message = format!(
            "AWS lists {} with a kind or role that Belvedere does not know, so no other workspace can be made like it.",
            counted(strangers, "holder")
        );
        return Err(Error::new(Code::Upstream, message));
    }
    let all = held.into_iter().flat_map(|(holder, roles)| roles.into_iter().map(move |role| (holder.clone(), role)));
    let named = |(holder, role): (Holder, _)| NamedHolder { holder, name: None, role };
    Ok(WorkspaceHolders { workspace: key, name: String::new(), holders: all.map(named).collect() })
}

/// # Errors
/// As [`of_workspace`], with the workspace named; `Invalid` for more workspaces than a batch may change.
pub async fn to_reach(road: &Road, wanted: &[WorkspaceHolders]) -> Result<Vec<GrantWish>, Error> {
    if wanted.len() > WORKSPACES {
        let message = format!("A batch changes at most {WORKSPACES} workspaces; this names {}.", wanted.len());
        return Err(draft::one_field("people", &message));
    }
    let mut wishes = Vec::new();
    for some in wanted.chunks(AT_A_TIME) {
        let looks = some.iter().map(|one| async {
            let key = draft::checked(&one.workspace)?;
            let (held, _) = read(road, &key).await.map_err(|error| named(&key, error))?;
            Ok::<_, Error>(wishes_to_reach(&held, &one.roles(), &key))
        });
        for found in join_all(looks).await {
            wishes.extend(found?);
        }
    }
    Ok(wishes)
}

async fn read(road: &Road, key: &ResourceKey) -> Result<(Held, usize), Error> {
    draft::grafana(key)?;
    road.fleet.require(key.kind, &key.scope)?;
    Ok(holders_and_strangers(&road.aws, key).await?)
}
