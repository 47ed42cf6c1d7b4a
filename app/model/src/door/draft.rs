//! What is handed through the door to be planned.

use super::{Facet, Values, Wish};
use crate::form::{
    CopySignIn, CreateDomain, CreatePrometheus, CreateServiceAccount, CreateWorkspace, DeleteResource,
    DeleteServiceAccount, Edit, GrantBatch, License, MintKey, MintToken, Purge, Revoke, RotateMany, Upgrade,
};
use crate::{Error, Kind, Permission, PlanOrigin};
use serde::{Deserialize, Serialize};

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
    MintKey(MintKey),
    Revoke(Revoke),
    Purge(Purge),
    RotateMany(RotateMany),
    Edit(Box<Edit<Values>>),
    Upgrade(Upgrade),
    License(License),
    CopySignIn(CopySignIn),
    Grants(GrantBatch),
    /// Sections that shall be as they are written here. No form of a page makes it.
    Wishes(Wishes),
}

/// States that sections of resources shall have, all of one section of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredWishes")]
pub struct Wishes {
    pub origin: PlanOrigin,
    pub wishes: Vec<Wish>,
}

/// As it was ever stored: earlier versions wrote a title in place of the origin.
#[derive(Deserialize)]
struct StoredWishes {
    #[serde(default)]
    origin: Option<PlanOrigin>,
    #[serde(default)]
    title: String,
    wishes: Vec<Wish>,
}

impl From<StoredWishes> for Wishes {
    fn from(stored: StoredWishes) -> Self {
        let origin = stored.origin.unwrap_or_else(|| PlanOrigin::of_title(stored.title));
        Self { origin, wishes: stored.wishes }
    }
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
            Draft::MintToken(_) | Draft::MintKey(_) | Draft::RotateMany(_) => Permission::TokenMint,
            Draft::Revoke(_) | Draft::Purge(_) => Permission::TokenRevoke,
            Draft::Edit(edit) => facet_permission(edit.values.facet(), edit.key.kind),
            Draft::Upgrade(_) => Permission::GrafanaUpgrade,
            Draft::License(_) => Permission::GrafanaLicense,
            Draft::CopySignIn(_) => Permission::GrafanaSignIn,
            Draft::Grants(_) => Permission::GrafanaGrant,
            // All wishes of one plan are for one facet of one kind.
            Draft::Wishes(Wishes { wishes, .. }) => {
                let first = wishes.first();
                first.map_or(Permission::GrafanaSignIn, |wish| facet_permission(wish.facet, wish.key.kind))
            }
        }
    }

    /// It gives the role ADMIN, as far as the form says, which needs `grafana.grant` as well. Of a token the role is its
    /// service account's: AWS tells it while it is planned.
    pub fn gives_admin(&self) -> bool {
        match self {
            Draft::CreateServiceAccount(form) => form.grafana_role == "ADMIN",
            Draft::MintKey(form) => form.grafana_role == "ADMIN",
            _ => false,
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
            Draft::MintKey(form) => form.validate(),
            Draft::RotateMany(form) => form.validate(),
            Draft::Revoke(form) => form.validate(),
            Draft::Edit(edit) => edit.values.validate(edit.key.kind),
            Draft::Grants(batch) => batch.validate(),
            Draft::DeleteResource(_)
            | Draft::DeleteServiceAccount(_)
            | Draft::Purge(_)
            | Draft::Upgrade(_)
            | Draft::License(_)
            | Draft::CopySignIn(_)
            | Draft::Wishes(_) => Vec::new(),
        })
    }
}

/// A facet the kind does not have is refused while planning; until then it needs the most there is.
fn facet_permission(facet: Facet, kind: Kind) -> Permission {
    facet.permission(kind).unwrap_or(Permission::GrafanaSignIn)
}
