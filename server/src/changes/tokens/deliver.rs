//! Handing a minted secret to AWS Secrets Manager, so that nobody sees it.

use crate::changes::change::Change;
use crate::changes::draft::one_field;
use crate::changes::send::{NOT_SEEN, unclear};
use crate::changes::sent::Sent;
use aws::{Aws, Certainty, Failure, Urgency};
use model::{Code, Error, Scope};
use secrecy::SecretString;

/// Where secrets are delivered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub scope: Scope,
    /// An ARN, id or alias; `None`: the account's own key for secrets.
    pub kms_key: Option<String>,
}

impl Delivery {
    /// The step that delivers to a secret of this name. Reads once, whether it is there.
    ///
    /// # Errors
    /// Why that could not be read.
    pub async fn step(&self, aws: &Aws, secret: &str, client_token: String) -> Result<Change, Error> {
        let found = aws.secrets(&self.scope).describe_secret(secret, Urgency::Read).await;
        let exists = match found {
            Ok(_) => true,
            Err(failure) if failure.error.code == Code::NotFound => false,
            Err(failure) => {
                let error = Error::from(failure);
                let message = format!("Secrets Manager in {} could not be asked: {}", self.scope, error.message);
                return Err(Error {
                    fields: one_field("deliver_to", &error.message).fields,
                    ..Error { message, ..error }
                });
            }
        };
        let (scope, kms_key) = (self.scope.clone(), self.kms_key.clone());
        Ok(Change::DeliverSecret { scope, secret: secret.to_owned(), exists, kms_key, client_token })
    }
}

/// Puts it there. Its client token makes a repetition harmless.
pub async fn deliver(aws: &Aws, change: &Change, minted: Option<&SecretString>) -> Result<Sent, Failure> {
    let Change::DeliverSecret { scope, secret, exists, kms_key, client_token } = change else {
        return Err(Failure::unsent("This step delivers nothing."));
    };
    let Some(value) = minted else {
        let message = "Nobody has the secret any more, so it cannot be delivered. Revoke the token and mint another.";
        return Err(Failure::unsent(message));
    };
    let secrets = aws.secrets(scope);
    let done = match exists {
        true => secrets.put_secret_value(secret, value, client_token).await?,
        false => {
            let description = "Minted and delivered by Belvedere.";
            secrets.create_secret(secret, value, client_token, description, kms_key.as_deref()).await?
        }
    };
    let said = format!("Delivered to {}. Nobody has seen it.", done.value);
    Ok(Sent::answered(done.request_id, None).saying(said))
}

/// Its answer was lost: the version is there, or it is sent once more.
pub async fn settle(aws: &Aws, change: &Change, minted: Option<&SecretString>, lost: Failure) -> Result<Sent, Failure> {
    let Change::DeliverSecret { scope, secret, client_token, .. } = change else { return Err(lost) };
    match aws.secrets(scope).describe_secret(secret, Urgency::Read).await {
        Ok(found) if found.version_ids.contains(client_token) => {
            Ok(Sent::found(None).saying(format!("Delivered to {}: looking again found it there.", found.arn)))
        }
        Ok(_) | Err(Failure { certainty: Certainty::Refused, .. }) if minted.is_some() => {
            deliver(aws, change, minted).await
        }
        Ok(_) => Err(unclear(lost, "The secret there does not have it.")),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}
