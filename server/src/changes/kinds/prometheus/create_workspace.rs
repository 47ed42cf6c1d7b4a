//! CreateWorkspace of Managed Prometheus.

use crate::changes::core::diff::creation;
use crate::changes::core::prelude::*;
use aws::prometheus::CreatePrometheusCall;
use model::form;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreatePrometheus {
    pub scope: Scope,
    pub call: CreatePrometheusCall,
}

const FIELDS: &[Field] = &[
    Field::value("alias").form("alias"),
    Field::value("kmsKeyArn").form("kms_key_arn"),
    Field::value("tags").form("tags"),
    Field::value("clientToken"),
];

impl CreatePrometheus {
    /// Empty text is not sent.
    ///
    /// # Errors
    /// For a place that is none.
    pub fn from_form(form: &form::CreatePrometheus, client_token: String) -> Result<Self, Refusal> {
        let form::CreatePrometheus { place, alias, kms_key_arn, tags } = form.clone();
        let some = |text: String| (!text.is_empty()).then_some(text);
        let tags = tags.into_iter().collect();
        let call = CreatePrometheusCall { alias: some(alias), kms_key_arn: some(kms_key_arn), tags, client_token };
        Ok(Self { scope: place.scope()?, call })
    }
}

impl ChangeKind for CreatePrometheus {
    fn iam_action(&self) -> &'static str {
        "aps:CreateWorkspace"
    }

    fn needed_permission(&self) -> Permission {
        Permission::PrometheusCreate
    }

    fn write_target(&self) -> Target<'_> {
        Target::NewIn { scope: &self.scope, kind: Kind::Prometheus }
    }

    fn aws_request(&self) -> Value {
        json!(self.call)
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(CLIENT_TOKEN)
    }

    fn observe_target<'a>(&'a self, _: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        let label = self.call.alias.clone().unwrap_or_default();
        Box::pin(async { Ok(Observation { label, ..Observation::default() }) })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        creation(FIELDS, &self.aws_request())
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Create { kind: Kind::Prometheus, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.prometheus(&self.scope).create_workspace(&self.call).await?;
            Ok(Answer::accepted(done.request_id, Some(done.value.id)))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(reconcile::by_repeating(self, call, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, answer: &Answer) -> Option<String> {
        let id = answer.made.clone()?;
        Some(ResourceKey { kind: Kind::Prometheus, scope: self.scope.clone(), id }.path())
    }
}
