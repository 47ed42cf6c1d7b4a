//! Refusals as the error that a person reads.

use super::super::core::field::Sensitivity;
use super::super::core::refusal::{ClashingField, MovedField, Refusal, Since};
use super::super::core::text::Text;
use super::diff::shown;
use super::unfit::describe_unfit;
use crate::words::counted;
use model::{Code, Error, FieldError};

/// One field of a form that is wrong.
pub fn field_error(field: &str, message: impl Into<String>) -> Error {
    Error { fields: vec![FieldError::new(field, message)], ..Error::invalid("One field needs your attention.") }
}

/// What gives the role ADMIN needs the right to give roles as well.
pub fn gives_admin(error: Error) -> Error {
    Error { message: format!("It gives the role ADMIN. {}", error.message), ..error }
}

pub fn describe_refusal(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Told { error } => (**error).clone(),
        Refusal::Of { key, refusal } => {
            let error = describe_refusal(refusal);
            Error { message: format!("{} in {}: {}", key.id, key.scope, error.message), ..error }
        }
        Refusal::AtField { field, refusal } => at_field(field, describe_refusal(refusal)),
        Refusal::Busy { label, reason } => Error::conflict(format!("{label}: {}", describe_unfit(reason))),
        Refusal::State { reason } => Error::conflict(describe_unfit(reason)),
        Refusal::NothingChanges => Error::invalid("Nothing would change: it is so already."),
        Refusal::ChangedSinceOpened { fields } => changed_since_opened(fields),
        Refusal::Delivery { field, reason } => at_field(field, Error::invalid(describe_unfit(reason))),
        other => {
            of_form(other).or_else(|| of_tokens(other)).or_else(|| of_secrets(other)).unwrap_or_else(|| of_state(other))
        }
    }
}

/// The message stands at the field as well.
fn at_field(field: &str, error: Error) -> Error {
    Error { fields: field_error(field, &error.message).fields, ..error }
}

fn value(value: &Option<Text>) -> String {
    value.as_ref().map_or_else(|| "not set".to_owned(), |text| shown(text, Sensitivity::Value))
}

fn changed_since_opened(fields: &[MovedField]) -> Error {
    let told = |MovedField { field, was, is }: &MovedField| {
        FieldError::new(field, format!("was {}, is {} now", value(was), value(is)))
    };
    let message = "It was changed since this form was opened. Nothing was planned, and what you entered is still here.";
    Error { fields: fields.iter().map(told).collect(), ..Error::conflict(message) }
}

fn both_changed(fields: &[ClashingField]) -> Error {
    let told = |ClashingField { field, name, theirs }: &ClashingField| {
        let what = if name.is_empty() { "It" } else { name };
        FieldError::new(field, format!("{what} was changed by somebody else as well, and is {} now.", value(theirs)))
    };
    let message = "Somebody else changed the same as you, and nothing was planned. Open the form anew to change what is \
                   there now.";
    Error { fields: fields.iter().map(told).collect(), ..Error::invalid(message) }
}

fn of_form(refusal: &Refusal) -> Option<Error> {
    Some(match refusal {
        Refusal::NotJson { problem } => field_error("configuration", format!("This is not a JSON object: {problem}.")),
        Refusal::DomainExists => {
            field_error("name", "A domain of this name exists already in this account and region.")
        }
        Refusal::AccountExists => {
            field_error("name", "A service account of this name exists already in this workspace.")
        }
        Refusal::TokenExists => {
            field_error("name", "This service account has a token of this name already, perhaps an expired one.")
        }
        Refusal::CannotBeCleared { field } => {
            field_error(field, "AWS can change this, but not clear it. Enter a value.")
        }
        Refusal::NoWayBackToServiceManaged => field_error(
            "permission_type",
            "The API has no way back to permissions managed by AWS; the AWS console has one.",
        ),
        Refusal::AliasHasBlanks => field_error("alias", "Remove the blanks before and after it: AWS trims them."),
        Refusal::InvalidConfiguration { problem } => field_error("alerting", problem.clone()),
        Refusal::InvalidPolicy { problem } => field_error("document", problem.clone()),
        Refusal::BothChanged { fields } => both_changed(fields),
        Refusal::VersionNotOffered => field_error("version", "AWS does not offer this version for this workspace."),
        Refusal::UnknownLicense => field_error("license", "Choose one of the listed values."),
        Refusal::NoLicense => field_error("license", "It has no license to take away."),
        Refusal::SameLicense => field_error("license", "It has this license already."),
        Refusal::NoOtherWorkspaces => field_error("to", "Choose 1 to 100 other workspaces."),
        Refusal::TooManyWorkspaces { most, named } => {
            field_error("people", format!("A batch changes at most {most} workspaces; this names {named}."))
        }
        Refusal::NoDelivery => field_error("deliver_to", "No place for secrets is configured."),
        _ => return None,
    })
}

fn of_tokens(refusal: &Refusal) -> Option<Error> {
    Some(match refusal {
        Refusal::TooManyTokens { tokens, most } => Error::invalid(format!(
            "These are {tokens} tokens; one plan deletes {most}. Narrow the list, to one account say."
        )),
        Refusal::OneSecretForTwo { secret, one, other, label } => {
            let message = format!(
                "The successors of {other} and {one}, both of {label}, would go to one secret, {secret}. Rotate one of \
                 them by itself."
            );
            at_field("tokens", Error::invalid(message))
        }
        Refusal::SecretsOfOthers { secrets } => {
            let message = format!(
                "These secrets exist, and nothing says that they hold the tokens that are replaced: {}. One plan writes to \
                 one such secret, whose name is typed. Rotate these tokens one by one.",
                secrets.join(", ")
            );
            at_field("tokens", Error::invalid(message))
        }
        Refusal::AccountGone => Error::not_found("This service account does not exist any more."),
        Refusal::AccountsNotRead => Error::conflict("Not all of its service accounts could be read lately."),
        Refusal::ReplacedTokenGone => Error::conflict("The token it replaces is gone. Mint a new token instead."),
        Refusal::ReplacedTokenUnlisted => Error::not_found("The token that shall be replaced does not exist any more."),
        Refusal::NameMayBeAnothers { name } => Error::conflict(format!(
            "This plan was begun more than 30 minutes ago, and AWS does not say which key is named {name} by now. Plan it \
             again."
        )),
        Refusal::NothingMintedListed => Error::conflict("Nothing that this plan minted is listed any more."),
        Refusal::NoApiKeys => Error::conflict(
            "This version of Grafana has no API keys any more. Create a service account and mint a token for it.",
        ),
        _ => return None,
    })
}

fn of_secrets(refusal: &Refusal) -> Option<Error> {
    Some(match refusal {
        Refusal::SecretBeingDeleted { secret, scope } => Error::invalid(format!(
            "The secret {secret} in {scope} is scheduled for deletion and takes no value. Restore it, or choose another \
             name."
        )),
        Refusal::OtherSecretAnswered { secret, scope, answered } => Error::conflict(format!(
            "Secrets Manager in {scope} was asked for the secret {secret} and answered with {answered}."
        )),
        Refusal::SecretsUnread { scope, error } => {
            let message = format!("Secrets Manager in {scope} could not be asked: {}", error.message);
            Error { message, ..(**error).clone() }
        }
        Refusal::NotDeliveredThere { scope } => {
            Error::conflict(format!("The configuration does not deliver secrets to {scope} any more. Plan it again."))
        }
        Refusal::SecretOwnerUnknown { secret } => Error::conflict(format!(
            "This plan was made by an earlier version of Belvedere, which looked less closely whose the secret {secret} \
             is. Plan it again."
        )),
        Refusal::SecretSince { secret, what } => {
            let what = match what {
                Since::Deleted => "was deleted",
                Since::Made => "was made",
                Since::LostItsTag => "lost its tag",
                Since::TaggedForThis => "was tagged for this token",
                Since::TaggedForAnother => "was tagged for another token",
            };
            Error::conflict(format!("The secret {secret} {what} since the plan was made. Plan it again."))
        }
        _ => return None,
    })
}

fn of_state(refusal: &Refusal) -> Error {
    match refusal {
        Refusal::NotGrafana => Error::not_found("Only Grafana workspaces have this."),
        Refusal::NoAccountsThere => Error::invalid("Service accounts live in Grafana workspaces."),
        Refusal::NoSection { kind, section } => Error::invalid(format!("A {} has no {section}.", kind.one())),
        Refusal::DomainHolds { repositories } => Error::conflict(format!(
            "It holds {} {}. AWS deletes a domain only when it is empty.",
            repositories,
            if *repositories == 1 { "repository" } else { "repositories" }
        )),
        Refusal::ConfigurationUnknown => {
            Error::conflict("Its configuration is not known, so no change of it can be planned. Read it again.")
        }
        Refusal::LimitsUnknown => field_error(
            "limits",
            "AWS does not say which label sets there are now, and would replace them all. Read it again.",
        ),
        Refusal::TagsUnknown => Error::conflict("Its tags are not known, so no change of them can be planned."),
        Refusal::SamlUntold => hollow("AWS lists SAML as a way to sign in and does not say whether it is configured"),
        Refusal::SamlWithoutMetadata => hollow("AWS says that SAML is configured and answers without its metadata"),
        Refusal::HoldersNotUnderstood { count } => Error::new(
            Code::Upstream,
            format!(
                "AWS lists {} with a kind or role that Belvedere does not know, so no other workspace can be made like it.",
                counted(*count, "holder")
            ),
        ),
        Refusal::NothingToUndo => Error::conflict("Nothing of this plan was applied that can be undone."),
        Refusal::NothingToRetry => Error::conflict("Nothing of this plan is left to be tried again."),
        Refusal::NoSuchVersion => Error::not_found("There is no such earlier configuration."),
        // Told above: see `describe_refusal`. A new one has to be told somewhere.
        Refusal::Told { .. }
        | Refusal::Of { .. }
        | Refusal::AtField { .. }
        | Refusal::Busy { .. }
        | Refusal::State { .. }
        | Refusal::NothingChanges
        | Refusal::ChangedSinceOpened { .. }
        | Refusal::Delivery { .. }
        | Refusal::NotJson { .. }
        | Refusal::DomainExists
        | Refusal::AccountExists
        | Refusal::TokenExists
        | Refusal::CannotBeCleared { .. }
        | Refusal::BothChanged { .. }
        | Refusal::NoWayBackToServiceManaged
        | Refusal::AliasHasBlanks
        | Refusal::InvalidConfiguration { .. }
        | Refusal::InvalidPolicy { .. }
        | Refusal::VersionNotOffered
        | Refusal::UnknownLicense
        | Refusal::NoLicense
        | Refusal::SameLicense
        | Refusal::NoOtherWorkspaces
        | Refusal::TooManyWorkspaces { .. }
        | Refusal::NoDelivery
        | Refusal::TooManyTokens { .. }
        | Refusal::OneSecretForTwo { .. }
        | Refusal::SecretsOfOthers { .. }
        | Refusal::AccountGone
        | Refusal::AccountsNotRead
        | Refusal::ReplacedTokenGone
        | Refusal::ReplacedTokenUnlisted
        | Refusal::NothingMintedListed
        | Refusal::NameMayBeAnothers { .. }
        | Refusal::NoApiKeys
        | Refusal::SecretBeingDeleted { .. }
        | Refusal::OtherSecretAnswered { .. }
        | Refusal::SecretsUnread { .. }
        | Refusal::NotDeliveredThere { .. }
        | Refusal::SecretOwnerUnknown { .. }
        | Refusal::SecretSince { .. } => Error::internal(),
    }
}

fn hollow(what: &str) -> Error {
    let message = format!("{what}, so no change can be planned: it could take the configuration away.");
    Error::new(Code::Upstream, message)
}
