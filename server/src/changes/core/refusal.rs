//! Why a plan is not made, or a call is not sent. `presenter` makes the error of it that a person reads.

use super::unfit::{Unfit, Wanted};
use aws::Failure;
use model::{Error, Kind, ResourceKey, Scope, Status};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Refusal {
    /// As AWS, the store or another part of the server told it.
    Told {
        error: Box<Error>,
    },
    /// One of several resources.
    Of {
        key: ResourceKey,
        refusal: Box<Refusal>,
    },
    /// At one field of the form.
    AtField {
        field: String,
        refusal: Box<Refusal>,
    },
    /// The state the resource is in refuses it.
    State {
        reason: Unfit,
    },
    NothingChanges,
    /// One of several workspaces, whose state refuses it.
    Busy {
        label: String,
        reason: Unfit,
    },
    // Fields.
    NotJson {
        problem: String,
    },
    DomainExists,
    AccountExists,
    TokenExists,
    CannotBeCleared {
        field: String,
    },
    /// Both this person and somebody else changed these fields of a form.
    BothChanged {
        fields: Vec<ClashingField>,
    },
    NoWayBackToServiceManaged,
    AliasHasBlanks,
    InvalidConfiguration {
        problem: String,
    },
    InvalidPolicy {
        problem: String,
    },
    VersionNotOffered,
    UnknownLicense,
    NoLicense,
    SameLicense,
    NoOtherWorkspaces,
    TooManyWorkspaces {
        most: usize,
        named: usize,
    },
    NoDelivery,
    Delivery {
        field: String,
        reason: Unfit,
    },
    // What is there.
    NotGrafana,
    NoAccountsThere,
    NoSection {
        kind: Kind,
        section: String,
    },
    AccountGone,
    AccountsNotRead,
    ReplacedTokenGone,
    ReplacedTokenUnlisted,
    NoApiKeys,
    DomainHolds {
        repositories: usize,
    },
    ChangedSinceOpened {
        fields: Vec<MovedField>,
    },
    ConfigurationUnknown,
    TagsUnknown,
    SamlUntold,
    SamlWithoutMetadata,
    LimitsUnknown,
    HoldersNotUnderstood {
        count: usize,
    },
    // Tokens.
    TooManyTokens {
        tokens: usize,
        most: usize,
    },
    OneSecretForTwo {
        secret: String,
        one: String,
        other: String,
        label: String,
    },
    SecretsOfOthers {
        secrets: Vec<String>,
    },
    NothingMintedListed,
    NameMayBeAnothers {
        name: String,
    },
    // Secrets Manager.
    SecretBeingDeleted {
        secret: String,
        scope: Scope,
    },
    OtherSecretAnswered {
        secret: String,
        scope: Scope,
        answered: String,
    },
    SecretsUnread {
        scope: Scope,
        error: Box<Error>,
    },
    NotDeliveredThere {
        scope: Scope,
    },
    SecretOwnerUnknown {
        secret: String,
    },
    SecretSince {
        secret: String,
        what: Since,
    },
    // Plans.
    NothingToUndo,
    NothingToRetry,
    NoSuchVersion,
}

/// What became of a secret since a plan was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    Deleted,
    Made,
    LostItsTag,
    TaggedForThis,
    TaggedForAnother,
}

/// A field that somebody else changed since a form was opened, as it was and as it is; `None` where it is not set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedField {
    pub field: String,
    pub was: Option<super::text::Text>,
    pub is: Option<super::text::Text>,
}

/// What two people gave different values: the field of the form, the name of one of several that it holds, such as a
/// tag's, and the other's value; `None` where it is not set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClashingField {
    pub field: String,
    pub name: String,
    pub theirs: Option<super::text::Text>,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Told { error: Box::new(error) }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::from(failure.error)
    }
}

impl Refusal {
    /// The same, of one resource among several.
    pub fn of(key: &ResourceKey, refusal: Self) -> Self {
        Self::Of { key: key.clone(), refusal: Box::new(refusal) }
    }

    /// Something takes no write as it is, where there is a reason.
    ///
    /// # Errors
    /// `State` with the reason.
    pub fn unless_allowed(reason: Option<Unfit>) -> Result<(), Self> {
        reason.map_or(Ok(()), |reason| Err(Self::State { reason }))
    }

    /// AWS's state of a resource, as it was just read, allows what is wanted.
    ///
    /// # Errors
    /// `State`, where it does not.
    pub fn unless_fit(kind: Kind, status: &str, wanted: Wanted) -> Result<(), Self> {
        Self::unless_allowed(Unfit::for_state(kind, &Status::new(status), wanted))
    }

    /// What it is about is not there.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Told { error } => error.code == model::Code::NotFound,
            Self::Of { refusal, .. } => refusal.is_not_found(),
            Self::NotGrafana | Self::AccountGone | Self::ReplacedTokenUnlisted | Self::NoSuchVersion => true,
            _ => false,
        }
    }
}
