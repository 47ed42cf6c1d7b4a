//! Everything the product can do to AWS, as one closed enum. Each variant is one step; the compiler lists the places a
//! new one has to be handled in.

use super::grants::Instruction;
use aws::Tags;
use aws::codeartifact::CreateDomainCall;
use aws::grafana::{AuthenticationCall, CreateWorkspaceCall, UpdateWorkspaceCall};
use aws::prometheus::CreatePrometheusCall;
use model::tokens::Note;
use model::{Kind, Millis, ResourceKey, Scope, ServiceAccountId};
use serde::{Deserialize, Serialize};

/// The version of the stored form; a row written by a newer one is not applied.
pub const SCHEMA: i32 = 2;

/// One AWS call that changes something, whole: whoever holds it can send it without asking anybody else. What is
/// stored of it stays readable (`golden.rs`), so fields are only added, with a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    CreateWorkspace {
        scope: Scope,
        call: Box<CreateWorkspaceCall>,
    },
    DeleteWorkspace {
        key: ResourceKey,
    },
    CreatePrometheus {
        scope: Scope,
        call: CreatePrometheusCall,
    },
    DeletePrometheus {
        key: ResourceKey,
        client_token: String,
    },
    CreateDomain {
        scope: Scope,
        call: CreateDomainCall,
    },
    DeleteDomain {
        key: ResourceKey,
    },
    CreateServiceAccount {
        workspace: ResourceKey,
        name: String,
        grafana_role: String,
    },
    DeleteServiceAccount {
        workspace: ResourceKey,
        account: ServiceAccountId,
    },
    MintToken {
        workspace: ResourceKey,
        account: ServiceAccountId,
        name: String,
        seconds: u32,
        /// Kept with it once it exists.
        #[serde(default, skip_serializing_if = "Note::is_empty")]
        note: Note,
        /// The token that it takes the place of, of the same account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<Replaced>,
    },
    MintKey {
        workspace: ResourceKey,
        name: String,
        grafana_role: String,
        seconds: u32,
        #[serde(default, skip_serializing_if = "Note::is_empty")]
        note: Note,
    },
    /// Puts the secret that the step before it minted into Secrets Manager.
    DeliverSecret {
        scope: Scope,
        /// The secret's name there.
        secret: String,
        /// It was there when this was planned: it gets a new version.
        exists: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kms_key: Option<String>,
        client_token: String,
        /// Whose it is: what the secret's tag says once it has the value. Empty in plans from before there were tags,
        /// which deliver nothing any more.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        token: String,
        /// What its tag said when this was planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tagged: Option<String>,
    },
    /// Tags the secret that the step before it delivered to. Looks first: a tag that came meanwhile stays.
    TagSecret {
        scope: Scope,
        secret: String,
        token: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tagged: Option<String>,
    },
    RevokeToken {
        workspace: ResourceKey,
        account: ServiceAccountId,
        /// AWS's id of it.
        token: String,
        name: String,
    },
    RevokeKey {
        workspace: ResourceKey,
        name: String,
    },
    UpdateWorkspace {
        key: ResourceKey,
        call: Box<UpdateWorkspaceCall>,
    },
    UpdateAuthentication {
        key: ResourceKey,
        call: Box<AuthenticationCall>,
    },
    /// AWS wants the configuration even where only the version changes, so it is always the current one with its edits.
    UpdateConfiguration {
        key: ResourceKey,
        configuration: String,
        version: Option<String>,
    },
    AssociateLicense {
        key: ResourceKey,
        license: String,
    },
    DisassociateLicense {
        key: ResourceKey,
        license: String,
    },
    /// TagResource merges: it sets these and leaves the others.
    Tag {
        key: ResourceKey,
        tags: Tags,
    },
    Untag {
        key: ResourceKey,
        names: Vec<String>,
    },
    UpdateAlias {
        key: ResourceKey,
        alias: Option<String>,
        client_token: String,
    },
    PutPolicy {
        key: ResourceKey,
        document: String,
        revision: Option<String>,
    },
    DeletePolicy {
        key: ResourceKey,
        revision: Option<String>,
    },
    /// With `guard` nothing is taken that would leave the workspace without an admin.
    UpdatePermissions {
        key: ResourceKey,
        instructions: Vec<Instruction>,
        guard: bool,
    },
}

/// A token that has a successor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    pub id: String,
    pub name: String,
    /// Not known of one that an earlier version stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Millis>,
}

impl Change {
    pub fn scope(&self) -> &Scope {
        match self.place() {
            Ok(key) => &key.scope,
            Err(scope) => scope,
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            Change::CreatePrometheus { .. } => Kind::Prometheus,
            Change::CreateDomain { .. } => Kind::CodeArtifact,
            _ => self.target().map_or(Kind::Grafana, |key| key.kind),
        }
    }

    /// The resource it touches; `None` while AWS has not made it yet.
    pub fn target(&self) -> Option<&ResourceKey> {
        self.place().ok()
    }

    /// The resource it touches, or the scope where it makes one.
    const fn place(&self) -> Result<&ResourceKey, &Scope> {
        match self {
            Change::CreateWorkspace { scope, .. }
            | Change::CreatePrometheus { scope, .. }
            | Change::CreateDomain { scope, .. }
            | Change::DeliverSecret { scope, .. }
            | Change::TagSecret { scope, .. } => Err(scope),
            Change::CreateServiceAccount { workspace: key, .. }
            | Change::DeleteServiceAccount { workspace: key, .. }
            | Change::MintToken { workspace: key, .. }
            | Change::MintKey { workspace: key, .. }
            | Change::RevokeToken { workspace: key, .. }
            | Change::RevokeKey { workspace: key, .. }
            | Change::DeleteWorkspace { key }
            | Change::DeletePrometheus { key, .. }
            | Change::DeleteDomain { key }
            | Change::UpdateWorkspace { key, .. }
            | Change::UpdateAuthentication { key, .. }
            | Change::UpdateConfiguration { key, .. }
            | Change::AssociateLicense { key, .. }
            | Change::DisassociateLicense { key, .. }
            | Change::Tag { key, .. }
            | Change::Untag { key, .. }
            | Change::UpdateAlias { key, .. }
            | Change::PutPolicy { key, .. }
            | Change::DeletePolicy { key, .. }
            | Change::UpdatePermissions { key, .. } => Ok(key),
        }
    }

    /// Sending it twice does what sending it once does: AWS knows its client token, or it sets values and nothing else.
    pub const fn is_repeatable(&self) -> bool {
        matches!(
            self,
            Change::CreateWorkspace { .. }
                | Change::CreatePrometheus { .. }
                | Change::DeletePrometheus { .. }
                | Change::UpdateAlias { .. }
                | Change::UpdateWorkspace { .. }
                | Change::UpdateAuthentication { .. }
                | Change::UpdateConfiguration { version: None, .. }
                | Change::Tag { .. }
                | Change::Untag { .. }
                | Change::TagSecret { .. }
                | Change::RevokeToken { .. }
                | Change::RevokeKey { .. }
        )
    }

    /// Whether it succeeds says nothing of the steps after it.
    pub const fn stands_alone(&self) -> bool {
        matches!(self, Change::RevokeToken { .. } | Change::RevokeKey { .. })
    }

    /// It carries what the step before it minted.
    pub const fn delivers(&self) -> bool {
        matches!(self, Change::DeliverSecret { .. })
    }

    /// It is about a secret of Secrets Manager, which it looks at by itself.
    pub const fn is_of_secret(&self) -> bool {
        matches!(self, Change::DeliverSecret { .. } | Change::TagSecret { .. })
    }

    /// Nothing but its client token keeps AWS from doing it twice.
    pub const fn has_token(&self) -> bool {
        matches!(
            self,
            Change::CreateWorkspace { .. } | Change::CreatePrometheus { .. } | Change::DeletePrometheus { .. }
        )
    }

    /// A person enters a secret for it when it is applied.
    pub const fn needs_secret(&self) -> bool {
        matches!(self, Change::AssociateLicense { .. })
    }

    /// Every call of it looks at its target first and sends what is still due, row by row, so that the whole target need
    /// not be held against an earlier state.
    pub const fn looks_first(&self) -> bool {
        matches!(self, Change::UpdatePermissions { .. })
    }

    pub const fn is_mint(&self) -> bool {
        matches!(self, Change::MintToken { .. } | Change::MintKey { .. })
    }

    /// What the audit calls the target: its ARN, or the scope while there is none.
    pub fn target_name(&self) -> String {
        match self {
            Change::DeliverSecret { scope, secret, .. } | Change::TagSecret { scope, secret, .. } => {
                format!("secret {secret} in {scope}")
            }
            _ => self.target().map_or_else(|| self.scope().to_string(), ResourceKey::arn),
        }
    }

    /// Plans with the same lock run one after the other.
    pub fn lock(&self) -> String {
        match self {
            Change::CreateDomain { scope, call } => format!("{scope} {}", call.domain),
            _ => self.target_name(),
        }
    }
}
