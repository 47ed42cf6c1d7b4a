//! DeleteWorkspace of Managed Prometheus.

use crate::changes::core::confirmation::Loss;
use crate::changes::core::prelude::*;
use crate::changes::core::unfit::Wanted;
use aws::Urgency;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletePrometheus {
    pub key: ResourceKey,
    pub client_token: String,
}

const FIELDS: &[Field] = &[Field::value("workspaceId"), Field::value("clientToken")];

impl ChangeKind for DeletePrometheus {
    fn iam_action(&self) -> &'static str {
        "aps:DeleteWorkspace"
    }

    fn needed_permission(&self) -> Permission {
        Permission::PrometheusDelete
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        json!({ "workspaceId": self.key.id, "clientToken": self.client_token })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(CLIENT_TOKEN)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let found = cx.aws.prometheus(&self.key.scope).describe_workspace(&self.key.id, Urgency::Read).await?;
            Refusal::unless_fit(self.key.kind, &found.status, Wanted::Deletion)?;
            Ok(Observation {
                label: crate::changes::kinds::usable::label(found.alias.as_deref(), &found.id),
                state: json!({ "id": found.id, "alias": found.alias, "created": found.created, "tags": found.tags }),
                loss: Some(Loss::PrometheusWorkspace),
                ..Observation::default()
            })
        })
    }

    fn diff_rows(&self, seen: &Observation) -> Vec<DiffRow> {
        vec![DiffRow::Deleted { id: self.key.id.clone(), name: seen.label.clone() }]
    }

    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation> {
        Some(Confirmation::Delete { name: seen.label.clone(), loss: seen.loss.clone()? })
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Delete { kind: Kind::Prometheus, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let prometheus = call.cx.aws.prometheus(&self.key.scope);
            let done = prometheus.delete_workspace(&self.key.id, &self.client_token).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(reconcile::by_repeating(self, call, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(format!("/{}", Kind::Prometheus.segment()))
    }
}
