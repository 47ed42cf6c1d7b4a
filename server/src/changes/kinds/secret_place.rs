//! The secrets of Secrets Manager that minted ones go to.

use crate::changes::core::context::Context;
use crate::changes::core::delivery::Delivery;
use crate::changes::core::refusal::Refusal;
use crate::changes::core::unfit::Unfit;
use aws::{Tags, Urgency};
use model::{Code, Error, Scope};

/// The key of the tag that says whose a secret is.
pub const TAG: &str = "belvedere:token";

/// The tag that says whose a secret is.
pub fn tag(token: &str) -> Tags {
    Tags::from([(TAG.to_owned(), token.to_owned())])
}

/// A secret that can take a value.
pub struct FoundSecret {
    /// What its tag says of whose it is.
    pub tagged: Option<String>,
}

/// The secret of this name; `None` where there is none.
///
/// # Errors
/// For one that waits for its deletion, or why it could not be read.
pub async fn find(cx: &Context, scope: &Scope, secret: &str) -> Result<Option<FoundSecret>, Refusal> {
    match cx.aws.secrets(scope).describe_secret(secret, Urgency::Read).await {
        Ok(found) if found.deleted_at.is_some() => {
            Err(Refusal::SecretBeingDeleted { secret: secret.to_owned(), scope: scope.clone() })
        }
        Ok(found) if found.name != secret => {
            Err(Refusal::OtherSecretAnswered { secret: secret.to_owned(), scope: scope.clone(), answered: found.name })
        }
        Ok(found) => Ok(Some(FoundSecret { tagged: found.tags.get(TAG).cloned() })),
        Err(failure) if failure.error.code == Code::NotFound => Ok(None),
        Err(failure) => Err(Refusal::SecretsUnread { scope: scope.clone(), error: Box::new(Error::from(failure)) }),
    }
}

/// Why a secret of this name takes nothing.
pub fn refused_name(delivery: &Delivery, secret: &str) -> Option<Unfit> {
    let refused = delivery.place().refuses(secret);
    refused.map(|_| Unfit::Prefix { prefix: delivery.prefix.clone() })
}

/// What is configured now lets a write to a secret happen, whatever was when it was planned.
///
/// # Errors
/// For another place, or a name outside of the prefix.
pub fn check_place(delivery: Option<&Delivery>, scope: &Scope, secret: &str) -> Result<(), Refusal> {
    let delivery = delivery.filter(|delivery| delivery.scope == *scope);
    let delivery = delivery.ok_or_else(|| Refusal::NotDeliveredThere { scope: scope.clone() })?;
    Refusal::unless_allowed(refused_name(delivery, secret))
}
