//! Handing a minted secret to AWS Secrets Manager, so that nobody sees it.

use crate::changes::change::Change;
use crate::changes::draft::one_field;
use crate::changes::send::{NOT_SEEN, told, unclear};
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
    /// Without it secrets are delivered as the account is opened.
    pub role_arn: Option<String>,
    /// Goes with `role_arn`.
    pub external_id: Option<String>,
}

impl Delivery {
    /// To there, as the account is opened and encrypted by its own key.
    pub const fn to(scope: Scope) -> Self {
        Self { scope, kms_key: None, role_arn: None, external_id: None }
    }

    /// The step that delivers to a secret of this name. Reads once, whether it is there.
    ///
    /// # Errors
    /// `Invalid` for one that waits for its deletion, or why it could not be read; with the field.
    pub async fn step(&self, aws: &Aws, secret: &str, client_token: String) -> Result<Change, Error> {
        let exists = is_there(aws, &self.scope, secret).await.map_err(|error| {
            let fields = one_field("deliver_to", &error.message).fields;
            Error { fields, ..error }
        })?;
        let (scope, kms_key) = (self.scope.clone(), self.kms_key.clone());
        Ok(Change::DeliverSecret { scope, secret: secret.to_owned(), exists, kms_key, client_token })
    }
}

/// Whether a secret of this name is there to take a value.
async fn is_there(aws: &Aws, scope: &Scope, secret: &str) -> Result<bool, Error> {
    match aws.secrets(scope).describe_secret(secret, Urgency::Read).await {
        Ok(found) if found.deleted_at.is_some() => Err(Error::invalid(format!(
            "The secret {secret} in {scope} is scheduled for deletion and takes no value. Restore it, or choose \
             another name."
        ))),
        Ok(_) => Ok(true),
        Err(failure) if failure.error.code == Code::NotFound => Ok(false),
        Err(failure) => {
            let error = Error::from(failure);
            let message = format!("Secrets Manager in {scope} could not be asked: {}", error.message);
            Err(Error { message, ..error })
        }
    }
}

/// Before anything is minted: the secret it goes to is as it was when this was planned, or nothing goes anywhere.
///
/// # Errors
/// `Conflict` when it was made or deleted since, or as [`Delivery::step`].
pub async fn ready(aws: &Aws, changes: &[Change]) -> Result<(), Error> {
    for change in changes {
        let Change::DeliverSecret { scope, secret, exists, .. } = change else { continue };
        match (exists, is_there(aws, scope, secret).await?) {
            (true, false) => return Err(since("was deleted", secret)),
            (false, true) => return Err(since("was made", secret)),
            _ => {}
        }
    }
    Ok(())
}

fn since(what: &str, secret: &str) -> Error {
    Error::conflict(format!("The secret {secret} {what} since the plan was made. Plan it again."))
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
            // A second refusal says nothing about the first call: that one may have been done.
            let again = deliver(aws, change, minted).await;
            again.map_err(|second| told(lost, &format!("It was sent once more: {}", second.error.message)))
        }
        Ok(_) => Err(unclear(lost, "The secret there does not have it.")),
        Err(failure) if failure.error.code == Code::NotFound => Err(unclear(lost, "There is no secret of this name.")),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}
