//! Secrets Manager, as a place to put a secret where those who need it will look. It writes values and never reads one:
//! there is no GetSecretValue here, and no struct that a value has a field in.

mod types;

pub use types::SecretDescription;

use crate::error::Failure;
use crate::line::{Done, Line};
use crate::{Tags, Urgency};
use aws_sdk_secretsmanager::types::Tag;
use secrecy::{ExposeSecret, SecretString};

/// Secrets Manager in one scope; cheap to clone.
#[derive(Clone)]
pub struct Secrets {
    client: aws_sdk_secretsmanager::Client,
    line: Line,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Secrets").field(&self.line.scope).finish()
    }
}

impl Secrets {
    pub(crate) fn new(client: aws_sdk_secretsmanager::Client, line: Line) -> Self {
        Self { client, line }
    }

    /// DescribeSecret. `id` is a name or an ARN. A secret that is not there is `NotFound`; one that waits for its
    /// deletion is described like any other, with the day it goes.
    pub async fn describe_secret(&self, id: &str, urgency: Urgency) -> Result<SecretDescription, Failure> {
        let send = || self.client.describe_secret().secret_id(id).send();
        let answer = self.line.read("DescribeSecret", urgency, send).await?;
        types::description(answer).ok_or_else(|| Failure::hollow("the secret"))
    }

    /// CreateSecret: a new secret with its first version; answers with its ARN. `name` is 1 to 512 ASCII letters, digits
    /// and `/_+=.@-`, `value` 65,536 bytes at most, `description` 2,048 characters at most and not sent when it is empty.
    /// `kms_key` is an ARN, id or alias; without it, it is the account's `aws/secretsmanager`. `client_token`, 32 to 64
    /// characters, becomes the version's id: the same call again makes nothing, so a call whose answer was lost may be
    /// repeated. `tags`, 50 at most, are on it from the beginning; for them AWS wants `secretsmanager:TagResource`, too.
    /// The value is in no error, whatever AWS answers.
    ///
    /// # Errors
    /// `Conflict` for a name that is taken, or a key that cannot encrypt; `Invalid` for a name that waits for its
    /// deletion.
    pub async fn create_secret(
        &self,
        name: &str,
        value: &SecretString,
        client_token: &str,
        description: &str,
        kms_key: Option<&str>,
        tags: &Tags,
    ) -> Result<Done<String>, Failure> {
        let send = || {
            let call = self.client.create_secret().name(name).client_request_token(client_token);
            let call = call.set_description(Some(description.to_owned()).filter(|text| !text.is_empty()));
            let call = call.set_kms_key_id(kms_key.map(str::to_owned)).set_tags(some(tags));
            call.secret_string(value.expose_secret()).send()
        };
        let done = self.line.write("CreateSecret", send).await.map_err(|failure| failure.without(value))?;
        arn(done.map(|answer| answer.arn))
    }

    /// PutSecretValue: a new version, which is the current one (`AWSCURRENT`) at once; answers with the secret's ARN.
    /// `id` is a name or an ARN; `value` and `client_token` are as for [`Self::create_secret`]. The same call again makes
    /// no second version.
    ///
    /// # Errors
    /// `NotFound` for a secret that is not there; `Conflict` for a token that another value was written with, or a key
    /// that cannot encrypt; `Invalid` for a secret that waits for its deletion.
    pub async fn put_secret_value(
        &self,
        id: &str,
        value: &SecretString,
        client_token: &str,
    ) -> Result<Done<String>, Failure> {
        let send = || {
            let call = self.client.put_secret_value().secret_id(id).client_request_token(client_token);
            call.secret_string(value.expose_secret()).send()
        };
        let done = self.line.write("PutSecretValue", send).await.map_err(|failure| failure.without(value))?;
        arn(done.map(|answer| answer.arn))
    }

    /// TagResource: sets these tags, 1 to 50, and leaves the others. `id` is a name or an ARN. The same call again
    /// changes nothing.
    ///
    /// # Errors
    /// `NotFound` for a secret that is not there; `Invalid` for one that waits for its deletion, or that would have more
    /// than 50.
    pub async fn tag(&self, id: &str, tags: &Tags) -> Result<Done<()>, Failure> {
        let send = || self.client.tag_resource().secret_id(id).set_tags(some(tags)).send();
        Ok(self.line.write("TagResource", send).await?.map(drop))
    }
}

/// As AWS takes them; nothing where there are none.
fn some(tags: &Tags) -> Option<Vec<Tag>> {
    let tag = |(key, value): (&String, &String)| Tag::builder().key(key).value(value).build();
    (!tags.is_empty()).then(|| tags.iter().map(tag).collect())
}

fn arn(done: Done<Option<String>>) -> Result<Done<String>, Failure> {
    let value = done.value.ok_or_else(|| Failure::hollow("the secret's ARN"))?;
    Ok(Done { value, request_id: done.request_id })
}
