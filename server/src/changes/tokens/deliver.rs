//! Handing a minted secret to AWS Secrets Manager, so that nobody sees it.

use super::whose::{TAG, owner};
use crate::changes::change::Change;
use crate::changes::draft::one_field;
use crate::changes::send::{NOT_SEEN, told, unclear};
use crate::changes::sent::Sent;
use aws::{Aws, Certainty, Failure, Tags, Urgency};
use model::form::SecretPlace;
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
    /// What the name of every secret begins with that takes a minted one; empty: any name will do.
    pub prefix: String,
}

impl Delivery {
    /// The prefix where none is configured.
    pub const PREFIX: &str = "belvedere/";

    /// To there, below the usual prefix, as the account is opened and encrypted by its own key.
    pub fn to(scope: Scope) -> Self {
        Self { scope, kms_key: None, role_arn: None, external_id: None, prefix: Self::PREFIX.to_owned() }
    }

    pub fn place(&self) -> SecretPlace {
        SecretPlace { scope: self.scope.clone(), prefix: self.prefix.clone() }
    }

    /// The steps that deliver what a write mints to a secret of this name; one that is there is tagged anew then. Reads once, what is there.
    ///
    /// # Errors
    /// `Invalid` for a name outside of the prefix or a secret that waits for its deletion, or why it could not be read;
    /// with the field.
    pub async fn steps(
        &self,
        aws: &Aws,
        mint: &Change,
        secret: &str,
        client_token: String,
    ) -> Result<Vec<Change>, Error> {
        let at_field = |error: Error| Error { fields: one_field("deliver_to", &error.message).fields, ..error };
        if let Some(refused) = self.place().refuses(secret) {
            return Err(at_field(Error::invalid(refused)));
        }
        let found = look(aws, &self.scope, secret).await.map_err(at_field)?;
        let (scope, secret) = (self.scope.clone(), secret.to_owned());
        let token = owner(mint).ok_or_else(Error::internal)?;
        let (exists, tagged) = (found.is_some(), found.and_then(|found| found.tagged));
        let tag = (exists && tagged.as_ref() != Some(&token)).then(|| Change::TagSecret {
            scope: scope.clone(),
            secret: secret.clone(),
            token: token.clone(),
            tagged: tagged.clone(),
        });
        let kms_key = self.kms_key.clone();
        let deliver = Change::DeliverSecret { scope, secret, exists, kms_key, client_token, token, tagged };
        Ok([deliver].into_iter().chain(tag).collect())
    }
}

/// A secret that can take a value.
struct Found {
    /// What its tag says of whose it is.
    tagged: Option<String>,
}

/// The secret of this name; `None` where there is none.
async fn look(aws: &Aws, scope: &Scope, secret: &str) -> Result<Option<Found>, Error> {
    match aws.secrets(scope).describe_secret(secret, Urgency::Read).await {
        Ok(found) if found.deleted_at.is_some() => Err(Error::invalid(format!(
            "The secret {secret} in {scope} is scheduled for deletion and takes no value. Restore it, or choose \
             another name."
        ))),
        Ok(found) if found.name != secret => Err(Error::conflict(format!(
            "Secrets Manager in {scope} was asked for the secret {secret} and answered with {}.",
            found.name
        ))),
        Ok(found) => Ok(Some(Found { tagged: found.tags.get(TAG).cloned() })),
        Err(failure) if failure.error.code == Code::NotFound => Ok(None),
        Err(failure) => {
            let error = Error::from(failure);
            let message = format!("Secrets Manager in {scope} could not be asked: {}", error.message);
            Err(Error { message, ..error })
        }
    }
}

/// What is configured now lets a write to a secret happen, whatever was when it was planned.
///
/// # Errors
/// `Conflict` for another place or a name outside of the prefix.
pub fn within(delivery: Option<&Delivery>, change: &Change) -> Result<(), Error> {
    let (Change::DeliverSecret { scope, secret, .. } | Change::TagSecret { scope, secret, .. }) = change else {
        return Ok(());
    };
    let Some(delivery) = delivery.filter(|delivery| delivery.scope == *scope) else {
        let message = format!("The configuration does not deliver secrets to {scope} any more. Plan it again.");
        return Err(Error::conflict(message));
    };
    delivery.place().refuses(secret).map_or(Ok(()), |refused| Err(Error::conflict(refused)))
}

/// Before anything is minted: the secret it goes to is as it was when this was planned, or nothing goes anywhere.
///
/// # Errors
/// `Conflict` when it was made, deleted or tagged since, when the plan does not know whose it will be, or as [`within`]; or
/// why it could not be read.
pub async fn ready(delivery: Option<&Delivery>, aws: &Aws, changes: &[Change]) -> Result<(), Error> {
    for change in changes {
        let Change::DeliverSecret { scope, secret, exists, token, tagged, .. } = change else { continue };
        within(delivery, change)?;
        if !changes.iter().filter_map(owner).any(|own| own == *token) {
            return Err(Error::conflict(format!(
                "This plan was made by an earlier version of Belvedere, which looked less closely whose the secret \
                 {secret} is. Plan it again."
            )));
        }
        match (exists, look(aws, scope, secret).await?) {
            (true, None) => return Err(since("was deleted", secret)),
            (false, Some(_)) => return Err(since("was made", secret)),
            (true, Some(found)) if found.tagged != *tagged => return Err(since(retagged(&found, token), secret)),
            _ => {}
        }
    }
    Ok(())
}

fn retagged(found: &Found, token: &str) -> &'static str {
    match found.tagged.as_deref() {
        None => "lost its tag",
        Some(tag) if tag == token => "was tagged for this token",
        Some(_) => "was tagged for another token",
    }
}

fn since(what: &str, secret: &str) -> Error {
    Error::conflict(format!("The secret {secret} {what} since the plan was made. Plan it again."))
}

/// The tag that says whose a secret is.
fn tags(token: &str) -> Tags {
    Tags::from([(TAG.to_owned(), token.to_owned())])
}

/// Puts it there. Its client token makes a repetition harmless.
pub async fn deliver(aws: &Aws, change: &Change, minted: Option<&SecretString>) -> Result<Sent, Failure> {
    let Change::DeliverSecret { scope, secret, exists, kms_key, client_token, token, .. } = change else {
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
            let tags = tags(token);
            secrets.create_secret(secret, value, client_token, description, kms_key.as_deref(), &tags).await?
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

/// Tags the secret that was delivered to, unless somebody tagged it for another token meanwhile.
pub async fn tag_secret(aws: &Aws, change: &Change) -> Result<Sent, Failure> {
    let Change::TagSecret { scope, secret, token, tagged } = change else {
        return Err(Failure::unsent("This step tags nothing."));
    };
    let delivered = |failure: Failure| {
        let more = format!(
            "What was minted is delivered to {secret} all the same. Without the tag its name is typed before it takes the \
             next value."
        );
        told(failure, &more)
    };
    let secrets = aws.secrets(scope);
    // A look that failed says nothing of the tag, which was not sent.
    let unsent = |mut failure: Failure| {
        failure.certainty = Certainty::Refused;
        failure
    };
    let found = secrets.describe_secret(secret, Urgency::Write).await.map_err(unsent).map_err(delivered)?;
    match found.tags.get(TAG) {
        Some(there) if there == token => Ok(Sent::answered(None, None).saying("The secret has this tag.")),
        there if there == tagged.as_ref() => {
            let done = secrets.tag(secret, &tags(token)).await.map_err(delivered)?;
            Ok(Sent::answered(done.request_id, None).saying("The secret is known as this token's from now on."))
        }
        _ => {
            let message = format!("The secret {secret} was tagged for another token meanwhile, and keeps that tag.");
            Err(delivered(Failure::unsent(message)))
        }
    }
}
