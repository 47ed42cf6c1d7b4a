//! The road of every write: plan, review, apply, outcome.

use super::{BoxFuture, Draft, Facet, Likeness, Now, Offered};
use crate::access::WorkspaceHolders;
use crate::form::{Earlier, GrantWish};
use crate::{Error, FieldError, Millis, PlanId, PlanSummary, PlanView, Principal, ResourceKey, Secret};

/// What becomes of the rest of an interrupted plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    Send,
    Drop,
}

/// What is kept of a form that was planned before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub draft: Draft,
    /// AWS's field errors from applying it.
    pub errors: Vec<FieldError>,
    /// It was applied, or is being applied.
    pub sent: bool,
}

/// Writing: plan, review, apply, outcome.
pub trait Changes: Send + Sync {
    /// An id for a form being opened.
    fn new_form(&self) -> PlanId;

    /// Holds the draft against a fresh read and stores the plan under `form`. The same form planned again replaces a
    /// plan that was not applied yet, and finds the one that was.
    ///
    /// # Errors
    /// `Denied`, `Invalid` with fields, `NotFound`, `Conflict` (a state that refuses it), or why the read failed.
    fn plan<'a>(&'a self, who: &'a Principal, form: &'a PlanId, draft: Draft) -> BoxFuture<'a, Result<PlanId, Error>>;

    /// Starts applying and answers at once; a plan that was applied before is answered as it is.
    /// `reviewed` is the `created_at` of the plan as the person saw it, `typed` what they typed where it asks for a
    /// confirmation, `secret` what they entered where it asks for a secret.
    ///
    /// # Errors
    /// `Denied`, `NotFound`, `Conflict` (made anew meanwhile, expired, or a mint), `Invalid` (wrong confirmation), `Internal` when the intent cannot be recorded.
    fn apply<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
        secret: Option<Secret>,
    ) -> BoxFuture<'a, Result<PlanView, Error>>;

    /// Goes on with an interrupted plan, or drops what was not sent yet. Steps of unknown outcome are looked up first,
    /// and never repeated where that could do them twice. Answers at once.
    ///
    /// # Errors
    /// As [`Changes::apply`]; `Conflict` when it is not interrupted.
    fn resume<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        rest: Rest,
        secret: Option<Secret>,
    ) -> BoxFuture<'a, Result<PlanView, Error>>;

    /// Plans the opposite of what was applied of a plan, under `form`.
    ///
    /// # Errors
    /// As [`Changes::plan`]; `Conflict` when nothing of it can be undone.
    fn undo<'a>(&'a self, who: &'a Principal, id: &'a PlanId, form: &'a PlanId)
    -> BoxFuture<'a, Result<PlanId, Error>>;

    /// Plans what of a batch of role changes was not applied, under `form`.
    ///
    /// # Errors
    /// As [`Changes::plan`]; `Conflict` when nothing of it is left.
    fn retry<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>>;

    /// A plan as commands for the AWS command line, one a step.
    ///
    /// # Errors
    /// `Denied`, `NotFound`.
    fn commands<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<String, Error>>;

    /// A facet of a resource, read now.
    ///
    /// # Errors
    /// `Denied` without the permission to change it, `NotFound`, or why it could not be read.
    fn now<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey, facet: Facet) -> BoxFuture<'a, Result<Now, Error>>;

    /// The versions a workspace can be updated to, read now.
    ///
    /// # Errors
    /// As [`Changes::now`].
    fn offered<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>>;

    /// The license a workspace has, read now.
    ///
    /// # Errors
    /// As [`Changes::now`].
    fn licensed<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Offered, Error>>;

    /// What a workspace is like, read now, to create another.
    ///
    /// # Errors
    /// `Denied` without `grafana.create`, `NotFound`, or why it could not be read.
    fn like<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Likeness, Error>>;

    /// Who holds which role in a workspace, read now.
    ///
    /// # Errors
    /// `Denied` without `grafana.grant`, `NotFound`, or why it could not be read.
    fn holders<'a>(
        &'a self,
        who: &'a Principal,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<WorkspaceHolders, Error>>;

    /// The wishes that bring each of these workspaces to exactly the holders it is given here, against what AWS has now:
    /// whoever is not named loses the role. Empty where all is so already.
    ///
    /// # Errors
    /// As [`Changes::holders`], of any of them; `Invalid` for more than 200 workspaces.
    fn to_reach<'a>(
        &'a self,
        who: &'a Principal,
        wanted: &'a [WorkspaceHolders],
    ) -> BoxFuture<'a, Result<Vec<GrantWish>, Error>>;

    /// The earlier sign-in configurations of a workspace that this server replaced, the newest first, at most 50.
    ///
    /// # Errors
    /// `Denied`.
    fn history<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Vec<Earlier>, Error>>;

    /// Plans to bring one of them back, under `form`.
    ///
    /// # Errors
    /// As [`Changes::plan`].
    fn restore<'a>(
        &'a self,
        who: &'a Principal,
        key: &'a ResourceKey,
        number: i64,
        form: &'a PlanId,
    ) -> BoxFuture<'a, Result<PlanId, Error>>;

    /// # Errors
    /// `Denied`, `NotFound`.
    fn view<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<PlanView, Error>>;

    /// The newest plans first, at most `limit`, of those made before `before`.
    ///
    /// # Errors
    /// `Denied`.
    fn list<'a>(
        &'a self,
        who: &'a Principal,
        before: Option<Millis>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<PlanSummary>, Error>>;

    /// The draft a plan was made of, to open its form again; `None` when there is no such plan of this principal.
    ///
    /// # Errors
    /// `Denied`.
    fn kept<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<Option<Kept>, Error>>;
}
