//! CreateDomain.

use crate::changes::core::diff::creation;
use crate::changes::core::policy::Lock;
use crate::changes::core::prelude::*;
use aws::codeartifact::{CreateDomainCall, DomainTag};
use aws::{Failure, Urgency};
use model::Code;
use model::form::{self, Tag};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateDomain {
    pub scope: Scope,
    pub call: CreateDomainCall,
}

const FIELDS: &[Field] = &[
    Field::value("domain").form("name"),
    Field::value("encryptionKey").form("encryption_key"),
    Field::value("tags").form("tags"),
];

impl CreateDomain {
    /// Empty text is not sent.
    ///
    /// # Errors
    /// For a place that is none.
    pub fn from_form(form: &form::CreateDomain) -> Result<Self, Refusal> {
        let form::CreateDomain { place, name, encryption_key, tags } = form.clone();
        let tags = tags.into_iter().map(|(key, value): Tag| DomainTag { key, value }).collect();
        let encryption_key = (!encryption_key.is_empty()).then_some(encryption_key);
        Ok(Self { scope: place.scope()?, call: CreateDomainCall { domain: name, encryption_key, tags } })
    }

    /// The name of the domain, where there is one.
    async fn find(&self, cx: &Context) -> Result<Option<String>, Failure> {
        match cx.aws.codeartifact(&self.scope).describe_domain(&self.call.domain, Urgency::Read).await {
            Ok(found) => Ok(Some(found.name)),
            Err(failure) if failure.error.code == Code::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

impl ChangeKind for CreateDomain {
    fn iam_action(&self) -> &'static str {
        "codeartifact:CreateDomain"
    }

    fn needed_permission(&self) -> Permission {
        Permission::CodeArtifactCreate
    }

    fn write_target(&self) -> Target<'_> {
        Target::NewIn { scope: &self.scope, kind: Kind::CodeArtifact }
    }

    fn aws_request(&self) -> Value {
        json!(self.call)
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        let lock = Lock::Name(format!("{} {}", self.scope, self.call.domain));
        Policy { lock, ..Policy::plain(Repeat::UniqueName) }
    }

    fn observe_target<'a>(&'a self, cx: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async move {
            match self.find(cx).await? {
                Some(_) => Err(Refusal::DomainExists),
                None => Ok(Observation { label: self.call.domain.clone(), ..Observation::default() }),
            }
        })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        creation(FIELDS, &self.aws_request())
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Create { kind: Kind::CodeArtifact, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.codeartifact(&self.scope).create_domain(&self.call).await?;
            Ok(Answer::accepted(done.request_id, Some(done.value.name)))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let found = self.find(call.cx).await;
            reconcile::by_name(self, found, call, lost).await
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, answer: &Answer) -> Option<String> {
        let id = answer.made.clone()?;
        Some(ResourceKey { kind: Kind::CodeArtifact, scope: self.scope.clone(), id }.path())
    }
}
