//! What a plan is called, and what its button says.

use model::Kind;
use model::door::Facet;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "title", rename_all = "kebab-case")]
pub enum PlanTitle {
    Create {
        kind: Kind,
        name: String,
    },
    Delete {
        kind: Kind,
        name: String,
    },
    CreateAccount {
        name: String,
        workspace: String,
    },
    DeleteAccount {
        name: String,
    },
    MintToken {
        name: String,
        account: String,
    },
    MintApiKey {
        name: String,
        workspace: String,
    },
    RotateToken {
        name: String,
        account: String,
    },
    RotateTokens {
        count: usize,
    },
    Revoke {
        names: Vec<String>,
    },
    DeleteExpired {
        count: usize,
    },
    EditSection {
        section: Facet,
        name: String,
    },
    CopySignIn {
        from: String,
        count: usize,
    },
    RestoreSignIn {
        workspace: String,
    },
    AddLicense {
        name: String,
    },
    RemoveLicense {
        name: String,
    },
    UpdateVersion {
        name: String,
        version: String,
    },
    /// In one workspace, or in so many.
    ChangeRoles {
        changes: usize,
        workspace: Option<String>,
        workspaces: usize,
    },
    /// States that shall be as they were or are elsewhere, of so many resources.
    RestoreStates {
        section: Facet,
        count: usize,
    },
    /// A plan of something else that has no name of its own.
    Change,
}
