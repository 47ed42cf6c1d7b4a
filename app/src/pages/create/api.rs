//! Server functions of the create forms: opening one, and planning what it says.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::form::{CreateDomain, CreatePrometheus, CreateWorkspace, Opened, SecretPlace};
use model::{FieldError, PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// What the URL of a form says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The form's own id, once it has one: a reload opens the same form.
    pub form: Option<PlanId>,
    /// An earlier plan whose values to begin with.
    pub from: Option<PlanId>,
    /// A workspace to begin like; of the form that creates one.
    pub like: Option<ResourceKey>,
}

/// A form as it is opened: with the values its own plan or an earlier one kept, else with none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun<F> {
    pub id: PlanId,
    pub values: Option<F>,
    /// Field errors AWS answered when the plan was applied that the values are of.
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    /// Where a minted secret could be delivered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivers_to: Option<SecretPlace>,
}

#[cfg(feature = "ssr")]
pub use opened::begin;

#[cfg(feature = "ssr")]
mod opened {
    use super::{Begun, Opening};
    use crate::Failure;
    use crate::context::Caller;
    use model::door::{Draft, Kept, Likeness};
    use model::form::{Opened, Place};
    use model::{Kind, PlanId};

    /// What is kept of a form; `take` picks its values out of a draft.
    pub async fn begin<F>(
        caller: &Caller,
        opening: Opening,
        take: impl Fn(Draft) -> Option<F>,
    ) -> Result<Begun<F>, Failure> {
        let own = kept(caller, opening.form.as_ref()).await?;
        let earlier = match &own {
            Some(_) => None,
            None => kept(caller, opening.from.as_ref()).await?,
        };
        let id = opening.form.unwrap_or_else(|| caller.doors.changes.new_form());
        let sent = own.as_ref().filter(|kept| kept.sent).map(|_| crate::paths::change(&id));
        let (values, errors) = own.or(earlier).map(|kept| (take(kept.draft), kept.errors)).unwrap_or_default();
        Ok(Begun { id, values, errors, sent, delivers_to: caller.doors.tokens.delivers_to() })
    }

    /// Opens a form for a place that is still to be chosen.
    pub async fn open<F>(
        caller: &Caller,
        kind: Kind,
        opening: Opening,
        fresh: impl FnOnce(Place) -> F,
        take: impl Fn(Draft) -> Option<F>,
    ) -> Result<Opened<F>, Failure> {
        let options = caller.answer(caller.doors.fleet.options(caller.who(), kind))?;
        let Begun { id, values, errors, sent, .. } = begin(caller, opening, take).await?;
        let only = if options.places.len() == 1 { options.places[0].place.clone() } else { Place::default() };
        Ok(Opened { id, values: values.unwrap_or_else(|| fresh(only)), errors, sent, options, like: None })
    }

    /// What the form begins like; `None` where nothing was named, or an earlier plan has other values.
    pub async fn likeness(caller: &Caller, opening: &Opening) -> Result<Option<Likeness>, Failure> {
        let Some(key) = &opening.like else { return Ok(None) };
        let own = kept(caller, opening.form.as_ref()).await?;
        match own.or(kept(caller, opening.from.as_ref()).await?) {
            Some(_) => Ok(None),
            None => caller.answer(caller.doors.changes.like(caller.who(), key).await).map(Some),
        }
    }

    async fn kept(caller: &Caller, id: Option<&PlanId>) -> Result<Option<Kept>, Failure> {
        match id {
            Some(id) => caller.answer(caller.doors.changes.kept(caller.who(), id).await),
            None => Ok(None),
        }
    }
}

/// Opens the form for a Grafana workspace, perhaps like one that is there. `grafana.create`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/create-workspace", input = Json, output = Json)]
pub async fn open_create_workspace(opening: Opening) -> Result<Opened<CreateWorkspace>, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaCreate)?;
    let likeness = opened::likeness(&caller, &opening).await?;
    let (like, first) = likeness.map(|likeness| (likeness.like, likeness.values)).unzip();
    let fresh = |place| first.unwrap_or_else(|| CreateWorkspace::fresh(place));
    let opened = opened::open(&caller, model::Kind::Grafana, opening, fresh, |draft| match draft {
        model::door::Draft::CreateWorkspace(form) => Some(*form),
        _ => None,
    })
    .await?;
    Ok(Opened { like, ..opened })
}

/// Opens the form for a Prometheus workspace. `prometheus.create`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/create-prometheus", input = Json, output = Json)]
pub async fn open_create_prometheus(opening: Opening) -> Result<Opened<CreatePrometheus>, Failure> {
    let caller = crate::context::authorize(model::Permission::PrometheusCreate)?;
    let fresh = |place| CreatePrometheus { place, ..Default::default() };
    opened::open(&caller, model::Kind::Prometheus, opening, fresh, |draft| match draft {
        model::door::Draft::CreatePrometheus(form) => Some(form),
        _ => None,
    })
    .await
}

/// Opens the form for a CodeArtifact domain. `codeartifact.create`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/create-domain", input = Json, output = Json)]
pub async fn open_create_domain(opening: Opening) -> Result<Opened<CreateDomain>, Failure> {
    let caller = crate::context::authorize(model::Permission::CodeArtifactCreate)?;
    let fresh = |place| CreateDomain { place, ..Default::default() };
    opened::open(&caller, model::Kind::CodeArtifact, opening, fresh, |draft| match draft {
        model::door::Draft::CreateDomain(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans a Grafana workspace. `grafana.create`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/create-workspace", input = Json, output = Json)]
pub async fn plan_create_workspace(form: PlanId, values: CreateWorkspace) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaCreate)?;
    let draft = model::door::Draft::CreateWorkspace(Box::new(values));
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans a Prometheus workspace. `prometheus.create`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/create-prometheus", input = Json, output = Json)]
pub async fn plan_create_prometheus(form: PlanId, values: CreatePrometheus) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::PrometheusCreate)?;
    let draft = model::door::Draft::CreatePrometheus(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans a CodeArtifact domain. `codeartifact.create`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/create-domain", input = Json, output = Json)]
pub async fn plan_create_domain(form: PlanId, values: CreateDomain) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::CodeArtifactCreate)?;
    let draft = model::door::Draft::CreateDomain(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}
