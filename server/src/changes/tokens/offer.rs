//! What the outcome of a mint offers to revoke: what it replaced, where somebody has the successor's secret; what it
//! made, where nobody has or where that is not known.

use super::revoke::{is_doubtful, is_lost};
use crate::changes::change::Change;
use crate::changes::part::Job;
use crate::changes::{stored, unavailable};
use model::audit::AuditQuery;
use model::form::TokenAt;
use model::{Error, PlanId, PlanView, ReplacedToken};
use store::{PlanRecord, RotationRecord, StepRecord, Store};

/// Completes the view of a plan that is over.
///
/// # Errors
/// `Unavailable`.
pub async fn offer(store: &Store, record: &PlanRecord, view: &mut PlanView) -> Result<(), Error> {
    if !record.state.is_over() || !stored::names_a_mint(record) {
        return Ok(());
    }
    let jobs = stored::work(record)?;
    // The names of operations stand in texts of other plans, too.
    if !jobs.iter().flat_map(|job| &job.changes).any(Change::is_mint) {
        return Ok(());
    }
    let steps = store.steps(&record.id).await.map_err(|error| unavailable(&error))?;
    view.undoable = has_lost(store, &record.id, &jobs, &steps).await?;
    let open = store.rotations().await.map_err(|error| unavailable(&error))?;
    view.replaced =
        jobs.iter().flat_map(|job| &job.changes).filter_map(|change| old(&record.id, &open, change)).collect();
    Ok(())
}

/// Something may be there whose secret nobody has, or of which nobody knows whether it arrived.
async fn has_lost(store: &Store, plan: &PlanId, jobs: &[Job], steps: &[StepRecord]) -> Result<bool, Error> {
    if jobs.iter().any(|job| is_lost(job, steps) || is_doubtful(job, steps)) {
        return Ok(true);
    }
    let undelivered = AuditQuery { plan: Some(plan.clone()), event: "undelivered".to_owned(), ..AuditQuery::default() };
    let found = store.search_audit(&undelivered, 1, 1).await.map_err(|error| unavailable(&error))?;
    Ok(!found.events.is_empty())
}

/// What a mint replaces, as long as that is to be revoked.
fn old(plan: &PlanId, open: &[RotationRecord], change: &Change) -> Option<ReplacedToken> {
    let Change::MintToken { workspace, account, replaces: Some(old), .. } = change else { return None };
    let own = |rotation: &&RotationRecord| {
        rotation.plan == *plan
            && rotation.workspace == workspace.arn()
            && rotation.account == account.as_str()
            && rotation.old_id == old.id
    };
    open.iter().find(own)?;
    let at = TokenAt { workspace: workspace.clone(), account: account.clone(), token: old.id.clone() };
    Some(ReplacedToken { name: old.name.clone(), at, expires_at: old.expires_at })
}
