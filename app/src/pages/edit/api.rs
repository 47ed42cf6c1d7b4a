//! Server functions of the edit forms: opening one on what is there now, and planning what it says.

use crate::pages::create::Opening;
use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::form::{
    Alias, Configuration, CopySignIn, Edit, License, OpenedEdit, Policy, PrometheusConfigurationForm, Settings, SignIn,
    TagSet, Upgrade,
};
use model::{PlanId, ResourceKey};

#[cfg(feature = "ssr")]
mod opened {
    use crate::Failure;
    use crate::context::Caller;
    use crate::pages::create::{Begun, Opening, begin};
    use model::door::{Draft, Facet, Offered, Values};
    use model::form::{Edit, OpenedEdit};
    use model::{Error, PlanId, ResourceKey};

    /// A form on what is there now, with the values its own plan or an earlier one kept.
    pub async fn open<F: Clone>(
        caller: &Caller,
        key: ResourceKey,
        opening: Opening,
        facet: Facet,
        take: fn(Values) -> Option<F>,
    ) -> Result<OpenedEdit<F>, Failure> {
        let now = caller.answer(caller.doors.changes.now(caller.who(), &key, facet).await)?;
        let base = take(now.values).ok_or_else(|| Failure(Error::internal()))?;
        let kept = |draft| match draft {
            Draft::Edit(edit) if edit.key == key => take(edit.values),
            _ => None,
        };
        let Begun { id, values, errors, sent, .. } = begin(caller, opening, kept).await?;
        let values = values.unwrap_or_else(|| base.clone());
        Ok(OpenedEdit { id, label: now.label, base, values, errors, sent, refused: now.refused, more: now.more })
    }

    /// A form that says what shall be done, and nothing of what is there.
    pub async fn offer<F>(
        caller: &Caller,
        opening: Opening,
        offered: Offered,
        base: F,
        take: impl Fn(Draft) -> Option<F>,
    ) -> Result<OpenedEdit<F>, Failure>
    where
        F: Clone,
    {
        let Begun { id, values, errors, sent, .. } = begin(caller, opening, take).await?;
        let values = values.unwrap_or_else(|| base.clone());
        let Offered { label, refused, more } = offered;
        Ok(OpenedEdit { id, label, base, values, errors, sent, refused, more })
    }

    /// Plans an edit of one facet.
    pub async fn plan<F>(
        caller: &Caller,
        form: &PlanId,
        edit: Edit<F>,
        wrap: fn(F) -> Values,
    ) -> Result<PlanId, Failure> {
        let Edit { key, base, values, merge } = edit;
        let edit = Edit { key, base: wrap(base), values: wrap(values), merge };
        caller.answer(caller.doors.changes.plan(caller.who(), form, Draft::Edit(Box::new(edit))).await)
    }
}

/// Opens the form for the settings of a workspace. `grafana.update`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-settings", input = Json, output = Json)]
pub async fn open_settings(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<Settings>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::GrafanaUpdate)?;
    opened::open(&caller, key, opening, Facet::Settings, |values| match values {
        Values::Settings(form) => Some(*form),
        _ => None,
    })
    .await
}

/// Plans other settings of a workspace. `grafana.update`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-settings", input = Json, output = Json)]
pub async fn plan_settings(form: PlanId, edit: Edit<Settings>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaUpdate)?;
    opened::plan(&caller, &form, edit, |form| model::door::Values::Settings(Box::new(form))).await
}

/// Opens the form for how people sign in to a workspace. `grafana.signin`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-sign-in", input = Json, output = Json)]
pub async fn open_sign_in(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<SignIn>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    opened::open(&caller, key, opening, Facet::SignIn, |values| match values {
        Values::SignIn(form) => Some(*form),
        _ => None,
    })
    .await
}

/// Plans another way to sign in to a workspace. `grafana.signin`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-sign-in", input = Json, output = Json)]
pub async fn plan_sign_in(form: PlanId, edit: Edit<SignIn>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.documents.accept(caller.who(), &edit.base, &edit.values))?;
    opened::plan(&caller, &form, edit, |form| model::door::Values::SignIn(Box::new(form))).await
}

/// Plans to give the sign-in of one workspace to others. `grafana.signin`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/copy-sign-in", input = Json, output = Json)]
pub async fn plan_copy_sign_in(form: PlanId, values: CopySignIn) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaSignIn)?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::CopySignIn(values)).await)
}

/// Opens the form for the configuration of a workspace. `grafana.update`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-configuration", input = Json, output = Json)]
pub async fn open_configuration(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<Configuration>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::GrafanaUpdate)?;
    opened::open(&caller, key, opening, Facet::Configuration, |values| match values {
        Values::Configuration(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans another configuration of a workspace. `grafana.update`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-configuration", input = Json, output = Json)]
pub async fn plan_configuration(form: PlanId, edit: Edit<Configuration>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaUpdate)?;
    opened::plan(&caller, &form, edit, model::door::Values::Configuration).await
}

/// Opens the form for the tags of any resource. The update permission of its kind, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-tags", input = Json, output = Json)]
pub async fn open_tags(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<TagSet>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(update_of(key.kind))?;
    opened::open(&caller, key, opening, Facet::Tags, |values| match values {
        Values::Tags(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans other tags of any resource. The update permission of its kind, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-tags", input = Json, output = Json)]
pub async fn plan_tags(form: PlanId, edit: Edit<TagSet>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(update_of(edit.key.kind))?;
    opened::plan(&caller, &form, edit, model::door::Values::Tags).await
}

#[cfg(feature = "ssr")]
const fn update_of(kind: model::Kind) -> model::Permission {
    match kind {
        model::Kind::Grafana => model::Permission::GrafanaUpdate,
        model::Kind::Prometheus => model::Permission::PrometheusUpdate,
        model::Kind::CodeArtifact => model::Permission::CodeArtifactUpdate,
    }
}

/// Opens the form for the alias of a Prometheus workspace. `prometheus.update`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-alias", input = Json, output = Json)]
pub async fn open_alias(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<Alias>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::PrometheusUpdate)?;
    opened::open(&caller, key, opening, Facet::Alias, |values| match values {
        Values::Alias(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans another alias of a Prometheus workspace. `prometheus.update`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-alias", input = Json, output = Json)]
pub async fn plan_alias(form: PlanId, edit: Edit<Alias>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::PrometheusUpdate)?;
    opened::plan(&caller, &form, edit, model::door::Values::Alias).await
}

/// Opens the form for the configuration of a Prometheus workspace. `prometheus.update`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-workspace-configuration", input = Json, output = Json)]
pub async fn open_workspace_configuration(
    key: ResourceKey,
    opening: Opening,
) -> Result<OpenedEdit<PrometheusConfigurationForm>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::PrometheusUpdate)?;
    opened::open(&caller, key, opening, Facet::WorkspaceConfiguration, |values| match values {
        Values::WorkspaceConfiguration(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans another configuration of a Prometheus workspace. `prometheus.update`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-workspace-configuration", input = Json, output = Json)]
pub async fn plan_workspace_configuration(
    form: PlanId,
    edit: Edit<PrometheusConfigurationForm>,
) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::PrometheusUpdate)?;
    opened::plan(&caller, &form, edit, model::door::Values::WorkspaceConfiguration).await
}

/// Opens the form for the permissions policy of a domain. `codeartifact.update`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/edit-policy", input = Json, output = Json)]
pub async fn open_policy(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<Policy>, Failure> {
    use model::door::{Facet, Values};
    let caller = crate::context::authorize(model::Permission::CodeArtifactUpdate)?;
    opened::open(&caller, key, opening, Facet::Policy, |values| match values {
        Values::Policy(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans another permissions policy of a domain. `codeartifact.update`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/edit-policy", input = Json, output = Json)]
pub async fn plan_policy(form: PlanId, edit: Edit<Policy>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::CodeArtifactUpdate)?;
    opened::plan(&caller, &form, edit, model::door::Values::Policy).await
}

/// The versions of Grafana AWS offers a workspace, the newest first, and the one it has. `grafana.upgrade`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/upgrade", input = Json, output = Json)]
pub async fn open_upgrade(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<Upgrade>, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaUpgrade)?;
    let offered = caller.answer(caller.doors.changes.offered(caller.who(), &key).await)?;
    let base = Upgrade { key: key.clone(), version: String::new() };
    let kept = |draft| match draft {
        model::door::Draft::Upgrade(form) if form.key == key => Some(form),
        _ => None,
    };
    opened::offer(&caller, opening, offered, base, kept).await
}

/// Opens the form for the license of a workspace. `base` has the license it has. `grafana.license`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/license", input = Json, output = Json)]
pub async fn open_license(key: ResourceKey, opening: Opening) -> Result<OpenedEdit<License>, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaLicense)?;
    let offered = caller.answer(caller.doors.changes.licensed(caller.who(), &key).await)?;
    let present = offered.more.iter().find(|(name, _)| name == "license").map(|(_, license)| license.clone());
    let base = License { key: key.clone(), license: present.unwrap_or_default() };
    let kept = |draft| match draft {
        model::door::Draft::License(form) if form.key == key => Some(form),
        _ => None,
    };
    opened::offer(&caller, opening, offered, base, kept).await
}

/// Plans another version of Grafana for a workspace. `grafana.upgrade`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/upgrade", input = Json, output = Json)]
pub async fn plan_upgrade(form: PlanId, values: Upgrade) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaUpgrade)?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::Upgrade(values)).await)
}

/// Plans to add a license to a workspace, or to remove the one it has. `grafana.license`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/license", input = Json, output = Json)]
pub async fn plan_license(form: PlanId, values: License) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaLicense)?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::License(values)).await)
}
