//! DeleteDomain. AWS deletes an empty one alone.

use crate::changes::core::confirmation::Loss;
use crate::changes::core::prelude::*;
use aws::Urgency;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteDomain {
    pub key: ResourceKey,
}

const FIELDS: &[Field] = &[Field::value("domain")];

impl ChangeKind for DeleteDomain {
    fn iam_action(&self) -> &'static str {
        "codeartifact:DeleteDomain"
    }

    fn needed_permission(&self) -> Permission {
        Permission::CodeArtifactDelete
    }

    fn write_target(&self) -> Target<'_> {
        Target::Resource(&self.key)
    }

    fn aws_request(&self) -> Value {
        json!({ "domain": self.key.id })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(Repeat::Never)
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            let domains = cx.aws.codeartifact(&self.key.scope);
            let found = domains.describe_domain(&self.key.id, Urgency::Read).await?;
            // Where AWS does not count them they are counted here: what is not told is not none.
            let repositories = match found.repository_count {
                Some(count) => usize::try_from(count).unwrap_or_default(),
                None => domains.list_repositories(&self.key.id, Urgency::Read).await?.len(),
            };
            if repositories > 0 {
                return Err(Refusal::DomainHolds { repositories });
            }
            let state = json!({ "name": found.name, "created": found.created, "repositories": repositories });
            let label = crate::changes::kinds::usable::label(Some(&found.name), &self.key.id);
            Ok(Observation { label, state, loss: Some(Loss::Domain), ..Observation::default() })
        })
    }

    fn diff_rows(&self, seen: &Observation) -> Vec<DiffRow> {
        vec![DiffRow::Deleted { id: self.key.id.clone(), name: seen.label.clone() }]
    }

    fn asked_confirmation(&self, seen: &Observation) -> Option<Confirmation> {
        Some(Confirmation::Delete { name: seen.label.clone(), loss: seen.loss.clone()? })
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Delete { kind: Kind::CodeArtifact, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.codeartifact(&self.key.scope).delete_domain(&self.key.id).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let domains = call.cx.aws.codeartifact(&self.key.scope);
            let found = domains.describe_domain(&self.key.id, Urgency::Read).await;
            reconcile::by_absence(found.map(|domain| domain.status.unwrap_or_default()), lost)
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        Some(format!("/{}", Kind::CodeArtifact.segment()))
    }
}
