//! Server functions of the sign-in pages that no other form has: documents looked at, the history, and whom to copy to.

use crate::pages::create::Opening;
use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::document::{Mapping, MetadataReport, Verdict};
use model::form::Earlier;
use model::{FieldError, PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// The form that copies a sign-in, as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCopy {
    pub id: PlanId,
    /// The workspace whose sign-in is copied.
    pub label: String,
    /// What is copied, in a few lines of name and value.
    pub copied: Vec<(String, String)>,
    /// Chosen before, when the form is opened again.
    pub to: Vec<ResourceKey>,
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    /// Why AWS would not let the workspace be read for this in the state it is in.
    pub refused: Option<String>,
    pub offered: Vec<Target>,
}

/// A workspace that could take the sign-in of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub key: ResourceKey,
    pub name: String,
    pub account: String,
    /// How people sign in to it now, in a word or two.
    pub now: String,
    /// Why it cannot be changed now.
    pub refused: Option<String>,
}

/// What an identity provider's metadata says, and what is wrong with it. `grafana.signin`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/check-metadata", input = Json, output = Json)]
pub async fn check_metadata(xml: String) -> Result<MetadataReport, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.documents.metadata(caller.who(), &xml))
}

/// What becomes of a person who signs in with what was pasted. `grafana.signin`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/try-sign-in", input = Json, output = Json)]
pub async fn try_sign_in(mapping: Mapping, pasted: String) -> Result<Verdict, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.documents.try_sign_in(caller.who(), &mapping, &pasted))
}

/// Configurations of a workspace that this server replaced, the newest first. `grafana.signin`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/sign-in-history", input = Json, output = Json)]
pub async fn sign_in_history(key: ResourceKey) -> Result<Vec<Earlier>, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.changes.history(caller.who(), &key).await)
}

/// Plans to bring an earlier sign-in back. `grafana.signin`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/restore-sign-in", input = Json, output = Json)]
pub async fn plan_restore_sign_in(form: PlanId, key: ResourceKey, number: i64) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.changes.restore(caller.who(), &key, number, &form).await)
}

/// Opens the form that copies the sign-in of a workspace. `grafana.signin`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/copy-sign-in", input = Json, output = Json)]
pub async fn open_copy_sign_in(key: ResourceKey, opening: Opening) -> Result<OpenedCopy, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    opened::open(&caller, key, opening).await
}

#[cfg(feature = "ssr")]
mod opened {
    use super::{OpenedCopy, Target};
    use crate::Failure;
    use crate::context::Caller;
    use crate::pages::create::{Opening, begin};
    use model::door::{Draft, Facet, Values};
    use model::fleet::{Index, Row};
    use model::form::SignIn;
    use model::{Error, Kind, ResourceKey};

    pub async fn open(caller: &Caller, key: ResourceKey, opening: Opening) -> Result<OpenedCopy, Failure> {
        let now = caller.answer(caller.doors.changes.now(caller.who(), &key, Facet::SignIn).await)?;
        let Values::SignIn(form) = now.values else { return Err(Failure(Error::internal())) };
        let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
        let kept = |draft| match draft {
            Draft::CopySignIn(copy) if copy.from == key => Some(copy.to),
            _ => None,
        };
        let begun = begin(caller, opening, kept).await?;
        Ok(OpenedCopy {
            id: begun.id,
            label: now.label,
            copied: told(&form),
            to: begun.values.unwrap_or_default(),
            errors: begun.errors,
            sent: begun.sent,
            refused: now.refused,
            offered: index.rows.iter().filter(|row| row.key != key).map(|row| target(&index, row)).collect(),
        })
    }

    fn target(index: &Index, row: &Row) -> Target {
        Target {
            key: row.key.clone(),
            name: row.label().to_owned(),
            account: index.account_name(&row.key.scope.account).to_owned(),
            now: row.sign_in.as_ref().map_or("not read yet", |sign_in| sign_in.word()).to_owned(),
            refused: row.status.refuses_change(Kind::Grafana),
        }
    }

    fn told(form: &SignIn) -> Vec<(String, String)> {
        let list = |list: &[String], none: &str| if list.is_empty() { none.to_owned() } else { list.join(", ") };
        let mut told = vec![("Ways in".to_owned(), list(&form.providers, "none"))];
        if form.has_metadata() {
            let metadata = match form.metadata_url.as_str() {
                "" => format!("a document of {} characters", form.metadata_xml.chars().count()),
                url => url.to_owned(),
            };
            told.push(("Metadata".to_owned(), metadata));
            told.push(("Values that make an admin".to_owned(), list(&form.admin_values, "none")));
            told.push(("Values that make an editor".to_owned(), list(&form.editor_values, "none")));
            told.push(("Allowed organizations".to_owned(), list(&form.organizations, "all")));
        }
        told
    }
}
