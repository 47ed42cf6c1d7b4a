//! The seam between pages and server: what a server function may ask. `server` implements these, `app` calls them.
//!
//! Every method takes the principal and checks its permission itself, so that no caller can forget it.

mod access;
mod documents;
mod facet;

use crate::audit::{AuditEntry, AuditEvent, AuditPage, AuditQuery};
use crate::detail::{Found, Preferences};
use crate::fleet::{Estate, Index, Query, Selection};
pub use crate::form::Earlier;
use crate::form::{
    CopySignIn, CreateDomain, CreatePrometheus, CreateServiceAccount, CreateWorkspace, DeleteResource,
    DeleteServiceAccount, Edit, GrantBatch, License, MintToken, Options, Upgrade,
};
use crate::{
    Error, FieldError, Kind, Millis, Permission, PlanId, PlanSummary, PlanView, Principal, ResourceKey, Secret,
};
pub use access::Access;
pub use documents::Documents;
pub use facet::{Facet, Likeness, Now, Offered, Values, Wish};
pub use futures::future::BoxFuture;
pub use futures::stream::BoxStream;
use serde::{Deserialize, Serialize};

/// Reading. Lists answer from memory; nothing here waits for AWS but [`Fleet::find`] on an id it does not know.
pub trait Fleet: Send + Sync {
    /// # Errors
    /// `Denied` without `fleet.read`.
    fn estate(&self, who: &Principal) -> Result<Estate, Error>;

    /// # Errors
    /// `Denied` without `fleet.read`.
    fn index(&self, who: &Principal, kind: Kind) -> Result<Index, Error>;

    /// # Errors
    /// `Denied` without `fleet.read`.
    fn select(&self, who: &Principal, kind: Kind, query: &Query, size: u32) -> Result<(Index, Selection), Error>;

    /// One resource. Asks for its details to be read when they are missing or old.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`.
    fn find<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Found, Error>>;

    /// What the form that creates one of `kind` lets choose from.
    ///
    /// # Errors
    /// `Denied` without `fleet.read`; `NotFound` for a kind whose service is not configured.
    fn options(&self, who: &Principal, kind: Kind) -> Result<Options, Error>;
}

/// A form a person filled in: what a plan is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum Draft {
    CreateWorkspace(Box<CreateWorkspace>),
    CreatePrometheus(CreatePrometheus),
    CreateDomain(CreateDomain),
    DeleteResource(DeleteResource),
    CreateServiceAccount(CreateServiceAccount),
    DeleteServiceAccount(DeleteServiceAccount),
    MintToken(MintToken),
    Edit(Box<Edit<Values>>),
    Upgrade(Upgrade),
    License(License),
    CopySignIn(CopySignIn),
    Grants(GrantBatch),
    /// Facets that shall be as they are written here; `title` says why. No form of a page makes it.
    Wishes {
        title: String,
        wishes: Vec<Wish>,
    },
}

impl Draft {
    /// What planning and applying it needs.
    pub fn permission(&self) -> Permission {
        match self {
            Draft::CreateWorkspace(_) => Permission::GrafanaCreate,
            Draft::CreatePrometheus(_) => Permission::PrometheusCreate,
            Draft::CreateDomain(_) => Permission::CodeArtifactCreate,
            Draft::DeleteResource(delete) => match delete.key.kind {
                Kind::Grafana => Permission::GrafanaDelete,
                Kind::Prometheus => Permission::PrometheusDelete,
                Kind::CodeArtifact => Permission::CodeArtifactDelete,
            },
            Draft::CreateServiceAccount(_) => Permission::ServiceAccountCreate,
            Draft::DeleteServiceAccount(_) => Permission::ServiceAccountDelete,
            Draft::MintToken(_) => Permission::TokenMint,
            Draft::Edit(edit) => facet_permission(edit.values.facet(), edit.key.kind),
            Draft::Upgrade(_) => Permission::GrafanaUpgrade,
            Draft::License(_) => Permission::GrafanaLicense,
            Draft::CopySignIn(_) => Permission::GrafanaSignIn,
            Draft::Grants(_) => Permission::GrafanaGrant,
            // All wishes of one plan are for one facet of one kind.
            Draft::Wishes { wishes, .. } => {
                let first = wishes.first();
                first.map_or(Permission::GrafanaSignIn, |wish| facet_permission(wish.facet, wish.key.kind))
            }
        }
    }

    /// # Errors
    /// `Invalid`, with the fields that are wrong.
    pub fn validate(&self) -> Result<(), Error> {
        Error::check(match self {
            Draft::CreateWorkspace(form) => form.validate(),
            Draft::CreatePrometheus(form) => form.validate(),
            Draft::CreateDomain(form) => form.validate(),
            Draft::CreateServiceAccount(form) => form.validate(),
            Draft::MintToken(form) => form.validate(),
            Draft::Edit(edit) => edit.values.validate(edit.key.kind),
            Draft::Grants(batch) => batch.validate(),
            Draft::DeleteResource(_)
            | Draft::DeleteServiceAccount(_)
            | Draft::Upgrade(_)
            | Draft::License(_)
            | Draft::CopySignIn(_)
            | Draft::Wishes { .. } => Vec::new(),
        })
    }
}

/// A facet the kind does not have is refused while planning; until then it needs the most there is.
fn facet_permission(facet: Facet, kind: Kind) -> Permission {
    facet.permission(kind).unwrap_or(Permission::GrafanaSignIn)
}

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

/// A secret on its way to the one request that waits for it.
#[derive(Debug)]
pub struct Minted {
    pub secret: Secret,
    pub view: PlanView,
}

/// Applying a reviewed mint plan.
pub trait Mint: Send + Sync {
    /// Mints once. The secret is dropped when the caller is gone; asking again never shows it again.
    ///
    /// # Errors
    /// As [`Changes::apply`]; `Conflict` when it was minted before.
    fn mint<'a>(&'a self, who: &'a Principal, id: &'a PlanId, reviewed: Millis)
    -> BoxFuture<'a, Result<Minted, Error>>;
}

/// One event as it stands in the record, for who computes its hash again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLink {
    pub event: AuditEvent,
    /// The rest of the event, as JSON.
    pub detail: String,
    /// The very text that was hashed.
    pub record: String,
    /// 64 hexadecimal digits each.
    pub prev_hash: String,
    pub hash: String,
}

/// Events in portions, newest first.
pub type AuditLinks = BoxStream<'static, Result<Vec<AuditLink>, Error>>;

/// The record of what was done.
pub trait Audit: Send + Sync {
    /// Puts a refusal on record; nobody waits for it.
    fn denied(&self, who: &Principal, permission: Permission);

    /// The newest 50 events that match, of those before `query.before`.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; `Unavailable`.
    fn query<'a>(&'a self, who: &'a Principal, query: &'a AuditQuery) -> BoxFuture<'a, Result<AuditPage, Error>>;

    /// One event with all its detail; `None` when there is none of this sequence.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; `Unavailable`.
    fn event<'a>(&'a self, who: &'a Principal, sequence: i64) -> BoxFuture<'a, Result<Option<AuditEntry>, Error>>;

    /// All events that match, as they stand in the record. What is appended meanwhile is not among them.
    ///
    /// # Errors
    /// `Denied` without `audit.read`; the stream ends with the first error of the database.
    fn export(&self, who: &Principal, query: AuditQuery) -> Result<AuditLinks, Error>;
}

/// What a person prefers, kept in the session of the request.
pub trait Sessions: Send + Sync {
    /// # Errors
    /// `Denied`; `Internal` when the session cannot be written.
    fn save<'a>(&'a self, who: &'a Principal, preferences: Preferences) -> BoxFuture<'a, Result<(), Error>>;
}
