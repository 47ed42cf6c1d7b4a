//! What a person should know before they agree to a plan.

use super::holder_list::HolderList;
use super::refusal::Refusal;
use super::unfit::Unfit;
use model::Millis;
use serde::{Deserialize, Serialize};

/// `code` names each for the browser, which groups by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Warning {
    // Creating a Grafana workspace.
    SamlNotConfiguredYet,
    NoRoleForDataSources,
    NoRoleNamed,
    NetworkListsEmpty,
    // Settings.
    InboundOpen,
    InboundLocked,
    InboundRestricted,
    VpcUnreachable,
    NoWayBackToServiceManaged,
    // Authentication.
    IdentityCenterRemoved,
    SamlRemoved,
    NobodyCanSignIn,
    SamlOnlyLeft,
    NoAdminValue { saml_only: bool },
    AllOrganizationsAllowed,
    // Configuration.
    AlertingSwitched,
    PluginAdminGiven,
    GrafanaRestarts,
    // Version.
    NoOlderVersion,
    BlockedWhileUpdating,
    // License.
    LicenseRemoved,
    LicenseCharged,
    // Permissions policy: what reading it found, in that reader's words.
    PolicyGrantsLost,
    PolicyFinding { finding: String },
    // Prometheus workspace configuration.
    LimitsReplaced { removed: usize },
    // Tokens and API keys.
    AccountIsAdmin,
    AccountRoleUnknown { role: String },
    AccountDisabled,
    ApiKeysUnlisted,
    ReplacedTokenExpired { name: String, at: Millis },
    ReplacedTokenWorks { name: String },
    SecretGetsVersion { secret: String },
    TokenQuota { tokens: usize, expired: usize, refused: usize, mints: usize },
    ExpiredTokensStay { reason: Reason },
    SomeExpiredTokensStay { reason: Reason },
    // Roles.
    OwnRole { holders: HolderList },
    OwnRoleThroughGroup { holders: HolderList },
    HoldersUnknown { holders: HolderList },
    RoleTwice { holders: HolderList },
    MembersUnknown { holders: HolderList },
    WorkspaceRefusesNow { reason: Unfit },
    SamlOnly,
    LeftOut { reason: Reason },
}

/// Why something is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Reason {
    AccountsNotRead,
    State { reason: Unfit },
    Refused { refusal: Box<Refusal> },
}

impl Warning {
    /// The name of its kind.
    pub fn code(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The holders it is about.
    pub const fn holders(&self) -> Option<&HolderList> {
        match self {
            Self::OwnRole { holders }
            | Self::OwnRoleThroughGroup { holders }
            | Self::HoldersUnknown { holders }
            | Self::RoleTwice { holders }
            | Self::MembersUnknown { holders } => Some(holders),
            _ => None,
        }
    }
}
