//! What the outcome of a mint offers to revoke: what it replaced, where somebody has the successor's secret; what it made,
//! where nobody has or where that is not known.

use super::audit;
use super::core::kind::{Change, ReplacedBy};
use super::core::proposal::TargetJob;
use super::presenter::unavailable;
use super::service::Service;
use super::stored::StoredPlan;
use super::undo::{is_doubtful, is_lost};
use model::form::TokenAt;
use model::{Error, PlanId, PlanView, ReplacedToken};
use store::RotationRecord;

impl Service {
    /// Completes the view of a plan that is over.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(super) async fn offer_revocations(&self, plan: &StoredPlan, view: &mut PlanView) -> Result<(), Error> {
        if !plan.record.state.is_over() || !plan.jobs.iter().any(TargetJob::mints) {
            return Ok(());
        }
        view.undoable = self.has_lost(plan).await?;
        let open = self.cx.store.rotations().await.map_err(|error| unavailable(&error))?;
        let changes = plan.jobs.iter().flat_map(|job| &job.changes);
        view.replaced = changes.filter_map(|change| still_there(&plan.record.id, &open, change)).collect();
        Ok(())
    }

    /// Something may be there whose secret nobody has, or of which nobody knows whether it arrived.
    async fn has_lost(&self, plan: &StoredPlan) -> Result<bool, Error> {
        if plan.jobs.iter().any(|job| is_lost(job, &plan.steps) || is_doubtful(job, &plan.steps)) {
            return Ok(true);
        }
        self.cx.store.has_event(&plan.record.id, audit::UNDELIVERED).await.map_err(|error| unavailable(&error))
    }
}

/// What a mint replaces, as long as that is to be revoked.
fn still_there(plan: &PlanId, open: &[RotationRecord], change: &Change) -> Option<ReplacedToken> {
    let ReplacedBy { workspace, account, id, name, expires_at, .. } = change.minted_credential()?.replaces?;
    let own = |rotation: &&RotationRecord| {
        rotation.plan == *plan
            && rotation.workspace == workspace.arn()
            && rotation.account == account.as_str()
            && rotation.old_id == id
    };
    open.iter().find(own)?;
    let at = TokenAt { workspace: workspace.clone(), account: account.clone(), token: id.to_owned() };
    Some(ReplacedToken { name: name.to_owned(), at, expires_at })
}
