//! CreateSecret and PutSecretValue: what the step before minted goes to AWS Secrets Manager, so that nobody sees it.

use super::secret_place::{FoundSecret, TAG, check_place, find, refused_name, tag};
use super::tag_secret::TagSecret;
use crate::changes::core::diff::creation;
use crate::changes::core::kind::DeliveryTo;
use crate::changes::core::outcome::{Cause, Remark, SkipReason, Why};
use crate::changes::core::policy::SecretUse;
use crate::changes::core::prelude::*;
use crate::changes::core::refusal::Since;
use aws::{Certainty, Failure, Urgency};
use model::Code;
use std::sync::Arc;

/// Puts the secret that the step before it minted into Secrets Manager.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliverSecret {
    pub scope: Scope,
    /// The secret's name there.
    pub secret: String,
    /// It was there when this was planned: it gets a new version.
    pub exists: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
    pub client_token: String,
    /// Whose it is: what the secret's tag says once it has the value. Empty in plans from before there were tags, which
    /// deliver nothing any more.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token: String,
    /// What its tag said when this was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagged: Option<String>,
}

const FIELDS: &[Field] = &[
    Field::value("Name").form("deliver_to"),
    Field::value("SecretId").form("deliver_to"),
    Field::value("KmsKeyId"),
    Field::value("Tags"),
    Field::value("ClientRequestToken"),
];

/// The writes that deliver what a mint makes to a secret of this name. Reads once, what is there.
///
/// # Errors
/// For a name outside of the prefix, or a secret that waits for its deletion or cannot be read.
pub async fn plan_delivery(
    cx: &Context,
    owner: String,
    secret: &str,
    client_token: String,
) -> Result<Vec<Change>, Refusal> {
    let delivery = cx.delivery.as_ref().ok_or(Refusal::NoDelivery)?;
    let field = || "deliver_to".to_owned();
    if let Some(reason) = refused_name(delivery, secret) {
        return Err(Refusal::Delivery { field: field(), reason });
    }
    let at_field = |refusal: Refusal| Refusal::AtField { field: field(), refusal: Box::new(refusal) };
    let found = find(cx, &delivery.scope, secret).await.map_err(at_field)?;
    let (scope, secret, kms_key) = (delivery.scope.clone(), secret.to_owned(), delivery.kms_key.clone());
    let (exists, tagged) = (found.is_some(), found.and_then(|found| found.tagged));
    let tags = (exists && tagged.as_ref() != Some(&owner)).then(|| {
        let (scope, secret) = (scope.clone(), secret.clone());
        Arc::new(TagSecret { scope, secret, token: owner.clone(), tagged: tagged.clone() }) as Change
    });
    let deliver = DeliverSecret { scope, secret, exists, kms_key, client_token, token: owner, tagged };
    Ok(std::iter::once(Arc::new(deliver) as Change).chain(tags).collect())
}

fn retagged(found: &FoundSecret, token: &str) -> Since {
    match found.tagged.as_deref() {
        None => Since::LostItsTag,
        Some(tag) if tag == token => Since::TaggedForThis,
        Some(_) => Since::TaggedForAnother,
    }
}

impl DeliverSecret {
    /// The tag says what it said when this was planned, or that the secret is for what is delivered.
    fn is_as_planned(&self, tag: Option<&String>) -> bool {
        tag == self.tagged.as_ref() || tag == Some(&self.token)
    }

    /// Before anything is minted: the secret it goes to is as it was when this was planned, or nothing goes anywhere.
    async fn check(&self, cx: &Context, beside: &[Change]) -> Result<(), Refusal> {
        let secret = self.secret.clone();
        check_place(cx.delivery.as_ref(), &self.scope, &self.secret)?;
        if !beside.iter().filter_map(|change| change.minted_credential()).any(|mint| mint.owner == self.token) {
            return Err(Refusal::SecretOwnerUnknown { secret });
        }
        let what = match (self.exists, find(cx, &self.scope, &self.secret).await?) {
            (true, None) => Since::Deleted,
            (false, Some(_)) => Since::Made,
            (true, Some(found)) if found.tagged != self.tagged => retagged(&found, &self.token),
            _ => return Ok(()),
        };
        Err(Refusal::SecretSince { secret, what })
    }

    /// Its client token makes a repetition harmless.
    async fn deliver(&self, call: &Call<'_>) -> Result<Answer, CallError> {
        let Some(value) = call.secrets.minted.peek() else { return Err(CallError::refused(Cause::NoMintedSecret)) };
        let secrets = call.cx.aws.secrets(&self.scope);
        let done = match self.exists {
            true => secrets.put_secret_value(&self.secret, value, &self.client_token).await?,
            false => {
                let (key, tags) = (self.kms_key.as_deref(), tag(&self.token));
                secrets.create_secret(&self.secret, value, &self.client_token, DESCRIPTION, key, &tags).await?
            }
        };
        Ok(Answer::accepted(done.request_id, None).because(Why::Delivered { arn: done.value }))
    }
}

/// What the secret says of itself in AWS's console.
const DESCRIPTION: &str = "Minted and delivered by Belvedere";

impl ChangeKind for DeliverSecret {
    fn iam_action(&self) -> &'static str {
        match self.exists {
            true => "secretsmanager:PutSecretValue",
            false => "secretsmanager:CreateSecret",
        }
    }

    fn needed_permission(&self) -> Permission {
        Permission::TokenMint
    }

    fn write_target(&self) -> Target<'_> {
        Target::Secret { scope: &self.scope, name: &self.secret }
    }

    fn aws_request(&self) -> Value {
        if self.exists {
            return json!({ "SecretId": self.secret, "ClientRequestToken": self.client_token });
        }
        let mut all = json!({ "Name": self.secret, "ClientRequestToken": self.client_token });
        if !self.token.is_empty() {
            all["Tags"] = json!([{ "Key": TAG, "Value": self.token }]);
        }
        if let Some(key) = &self.kms_key {
            all["KmsKeyId"] = json!(key);
        }
        all
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        // Its client token makes one version of the secret, however often it comes.
        Policy { secret: SecretUse::Minted, checks_itself: true, ..Policy::plain(Repeat::SetsValues) }
    }

    fn observe_target<'a>(&'a self, _: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        Box::pin(async { Ok(Observation::default()) })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        let tags = (!self.exists).then(|| DiffRow::tag(format!("Tags.{TAG}"), None, &self.token));
        creation(FIELDS, &self.aws_request()).into_iter().chain(tags).collect()
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
        Box::pin(async move { self.deliver(&call).await })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let found = call.cx.aws.secrets(&self.scope).describe_secret(&self.secret, Urgency::Read).await;
            let has_secret = lost.may_send && call.secrets.minted.peek().is_some();
            match found {
                Ok(found) if found.version_ids.contains(&self.client_token) => {
                    Ok(Answer::found_done(None).because(Why::DeliveryFound { arn: found.arn }))
                }
                // Whoever tagged it meanwhile has it for another.
                Ok(found) if has_secret && !self.is_as_planned(found.tags.get(TAG)) => {
                    let what = Since::TaggedForAnother;
                    let refusal = Box::new(Refusal::SecretSince { secret: self.secret.clone(), what });
                    Err(lost.error.with(Remark::NotSentAgain { refusal }))
                }
                // A second refusal says nothing about the first call: that one may have been done.
                Ok(_) | Err(Failure { certainty: Certainty::Refused, .. }) if has_secret => {
                    self.deliver(&call).await.map_err(|second| reconcile::refused_again(lost, &second))
                }
                Ok(_) => Err(lost.error.with(Remark::SecretLacksIt)),
                Err(failure) if failure.error.code == Code::NotFound => Err(lost.error.with(Remark::NoSuchSecret)),
                Err(_) => Err(lost.error.with(Remark::LookFailed)),
            }
        })
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, _: &Answer) -> Option<String> {
        None
    }

    fn delivery_target(&self) -> Option<DeliveryTo<'_>> {
        let Self { scope, secret, exists, tagged, .. } = self;
        Some(DeliveryTo { scope, secret, exists: *exists, tagged: tagged.as_deref() })
    }

    fn check_ready<'a>(&'a self, cx: &'a Context, beside: &'a [Change]) -> BoxFuture<'a, Result<(), Refusal>> {
        Box::pin(self.check(cx, beside))
    }

    fn before_send<'a>(&'a self, cx: &'a Context, _: &'a Run, _: &'a Value) -> BoxFuture<'a, Result<(), SkipReason>> {
        let checked = check_place(cx.delivery.as_ref(), &self.scope, &self.secret);
        Box::pin(async { checked.map_err(|refusal| SkipReason::Refused { refusal }) })
    }

    /// Somebody can have the successor's secret: the rotation of what it replaces begins.
    fn after_answer<'a>(
        &'a self,
        cx: &'a Context,
        run: &'a Run,
        beside: &'a [Change],
        answer: Result<Answer, CallError>,
    ) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            if answer.is_ok() {
                for mint in beside {
                    mint.secret_is_kept(cx, run).await;
                }
            }
            answer
        })
    }
}
