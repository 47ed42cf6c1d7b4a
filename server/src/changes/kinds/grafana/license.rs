//! AssociateLicense and DisassociateLicense: what a workspace may do, and costs.

use super::super::usable::{label_of, usable, usable_grafana};
use crate::changes::core::diff::between;
use crate::changes::core::outcome::Remark;
use crate::changes::core::policy::SecretUse;
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::unfit::Wanted;
use aws::Urgency;
use model::Status;
use model::door::Offered;
use model::form::License;
use std::sync::Arc;

const LICENSES: [&str; 2] = ["ENTERPRISE", "ENTERPRISE_FREE_TRIAL"];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssociateLicense {
    pub key: ResourceKey,
    pub license: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisassociateLicense {
    pub key: ResourceKey,
    pub license: String,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("licenseType").form("license"),
    Field::digest("grafanaToken").form("token"),
];

/// # Errors
/// For a license that does not exist, is there already or is not there.
pub async fn plan(cx: &Context, form: &License) -> Result<Proposal, Refusal> {
    let key = usable(cx, &form.key)?;
    let found = cx.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    Refusal::unless_fit(key.kind, &found.status, Wanted::Change)?;
    let (name, present) = (label_of(&found), found.license_type.clone());
    let before = json!({ "licenseType": present });
    let (change, after, title, warning): (Change, _, _, _) = match (form.license.as_str(), present) {
        ("", None) => return Err(Refusal::NoLicense),
        ("", Some(license)) => {
            let title = PlanTitle::RemoveLicense { name: name.clone() };
            (Arc::new(DisassociateLicense { key, license }), json!({}), title, Warning::LicenseRemoved)
        }
        (license, Some(present)) if present == license => return Err(Refusal::SameLicense),
        (license, _) if LICENSES.contains(&license) => {
            let (license, after) = (license.to_owned(), json!({ "licenseType": license }));
            let title = PlanTitle::AddLicense { name: name.clone() };
            (Arc::new(AssociateLicense { key, license }), after, title, Warning::LicenseCharged)
        }
        _ => return Err(Refusal::UnknownLicense),
    };
    let diff = between(FIELDS, &before, &after);
    let seen = Observation { label: name, state: before, warnings: vec![warning], ..Observation::default() };
    Ok(Proposal::of(title, ProposedTarget { diff, ..ProposedTarget::of(change, seen) }))
}

/// The license a workspace has.
///
/// # Errors
/// Why it could not be read.
pub async fn offered(cx: &Context, key: &ResourceKey) -> Result<Offered, Refusal> {
    let key = usable_grafana(cx, key)?;
    let found = cx.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    let license = found.license_type.clone().map(|license| ("license".to_owned(), license));
    let expires = found.license_expiration.map(|at| ("expires".to_owned(), at.to_string()));
    Ok(Offered {
        label: label_of(&found),
        refused: Status::new(&found.status).refuses_change(key.kind),
        more: license.into_iter().chain(expires).collect(),
    })
}

async fn observe(cx: &Context, key: &ResourceKey) -> Result<Observation, Refusal> {
    let found = cx.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    let state = json!({ "licenseType": found.license_type });
    Ok(Observation { label: label_of(&found), state, ..Observation::default() })
}

/// It is done when the workspace has the license that is wanted, or none.
async fn by_license(call: Call<'_>, key: &ResourceKey, wanted: Option<&str>, lost: Lost) -> Result<Answer, CallError> {
    match observe(call.cx, key).await {
        Ok(seen) if seen.state["licenseType"].as_str() == wanted => Ok(Answer::found_done(None)),
        Ok(_) => Err(lost.error.with(Remark::NotFoundDone)),
        Err(_) => Err(lost.error.with(Remark::LookFailed)),
    }
}

impl ChangeKind for AssociateLicense {
    fn iam_action(&self) -> &'static str {
        "grafana:AssociateLicense"
    }

    fn needed_permission(&self) -> Permission {
        Permission::GrafanaLicense
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.key.id, "licenseType": self.license })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { secret: SecretUse::Entered, ..Policy::plain(Repeat::Never) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(observe(cx, &self.key))
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::AddLicense { name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let grafana = call.cx.aws.grafana(&self.key.scope);
            let done = grafana.associate_license(&self.key.id, &self.license, call.secrets.entered.peek()).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(by_license(call, &self.key, Some(&self.license), lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.key.path())
    }
}

impl ChangeKind for DisassociateLicense {
    fn iam_action(&self) -> &'static str {
        "grafana:DisassociateLicense"
    }

    fn needed_permission(&self) -> Permission {
        Permission::GrafanaLicense
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.key.id, "licenseType": self.license })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(Repeat::Never)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(observe(cx, &self.key))
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::RemoveLicense { name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.grafana(&self.key.scope).disassociate_license(&self.key.id, &self.license).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(by_license(call, &self.key, None, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(self.key.path())
    }
}
