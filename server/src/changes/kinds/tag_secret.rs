//! TagResource of Secrets Manager: says whose the secret is that the step before it delivered to. Looks first: a tag that
//! came meanwhile stays.

use super::secret_place::{TAG, check_place, tag};
use crate::changes::core::outcome::{Cause, Remark, SkipReason, Why};
use crate::changes::core::prelude::*;
use aws::{Certainty, Urgency};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagSecret {
    pub scope: Scope,
    pub secret: String,
    pub token: String,
    /// What its tag said when this was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagged: Option<String>,
}

const FIELDS: &[Field] = &[Field::value("SecretId").form("deliver_to"), Field::value("Tags")];

impl TagSecret {
    async fn tag(&self, cx: &Context) -> Result<Answer, CallError> {
        let secrets = cx.aws.secrets(&self.scope);
        // A look that failed says nothing of the tag, which was not sent.
        let found = secrets
            .describe_secret(&self.secret, Urgency::Write)
            .await
            .map_err(|failure| CallError { certainty: Certainty::Refused, ..CallError::from(failure) })?;
        match found.tags.get(TAG) {
            Some(there) if *there == self.token => Ok(Answer::accepted(None, None).because(Why::AlreadyTagged)),
            there if there == self.tagged.as_ref() => {
                let done = secrets.tag(&self.secret, &tag(&self.token)).await?;
                Ok(Answer::accepted(done.request_id, None).because(Why::Tagged))
            }
            _ => Err(CallError::refused(Cause::TaggedForAnother { secret: self.secret.clone() })),
        }
    }
}

impl ChangeKind for TagSecret {
    fn iam_action(&self) -> &'static str {
        "secretsmanager:TagResource"
    }

    fn needed_permission(&self) -> Permission {
        Permission::TokenMint
    }

    fn write_target(&self) -> Target<'_> {
        Target::Secret { scope: &self.scope, name: &self.secret }
    }

    fn aws_request(&self) -> Value {
        json!({ "SecretId": self.secret, "Tags": [{ "Key": TAG, "Value": self.token }] })
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy { checks_itself: true, ..Policy::plain(Repeat::SetsValues) }
    }

    fn observe_target<'a>(&'a self, _: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async { Ok(Observation::default()) })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        vec![DiffRow::tag(format!("Tags.{TAG}"), self.tagged.as_deref(), &self.token)]
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, _: &Observation) -> PlanTitle {
        PlanTitle::Change
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let tagged = self.tag(call.cx).await;
            tagged.map_err(|error| error.with(Remark::DeliveredAllTheSame { secret: self.secret.clone() }))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            match check_place(call.cx.delivery.as_ref(), &self.scope, &self.secret) {
                Ok(()) => reconcile::by_repeating(self, call, lost).await,
                Err(refusal) => Err(lost.error.with(Remark::NotSentAgain { refusal: Box::new(refusal) })),
            }
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        None
    }

    fn before_send<'a>(&'a self, cx: &'a Context, _: &'a Run, _: &'a Value) -> BoxFuture<'a, Result<(), SkipReason>> {
        let checked = check_place(cx.delivery.as_ref(), &self.scope, &self.secret);
        Box::pin(async { checked.map_err(|refusal| SkipReason::Refused { refusal }) })
    }
}
