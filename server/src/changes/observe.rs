//! A fresh look at what a change would touch: whether it may, what would be lost, and the state the plan is made on.

use super::change::{Change, Replaced};
use super::draft::one_field;
use super::{facet, rights, tokens};
use aws::grafana::{ServiceAccount, Token, WorkspaceDescription};
use aws::{Aws, Urgency};
use model::{Code, Error, ResourceKey, ServiceAccountId, Status};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What was seen of the target just now.
#[derive(Clone, Debug, Default)]
pub struct Observation {
    /// The name people know the target by.
    pub label: String,
    /// What has to be the same when the plan is applied.
    pub state: Value,
    pub warnings: Vec<String>,
    /// What is lost and what stays; for deletions. Of a Grafana workspace it takes reads of its own: see `lost`.
    pub consequence: String,
    /// ADMIN, EDITOR or VIEWER of the service account a token is made for.
    pub grafana_role: String,
}

impl Observation {
    /// The hash the stored plan is held against.
    pub fn hash(&self) -> String {
        hash(&self.state)
    }
}

/// Lower-case hexadecimal SHA-256 of a state.
pub fn hash(state: &Value) -> String {
    hex::encode(Sha256::digest(state.to_string()))
}

/// Looks, at most three reads.
///
/// # Errors
/// `NotFound` when the target is gone, `Conflict` when its state refuses the change, or why it could not be read.
pub async fn observe(aws: &Aws, change: &Change) -> Result<Observation, Error> {
    match change {
        Change::CreateWorkspace { call, .. } => Ok(Observation {
            label: call.workspace_name.clone().unwrap_or_default(),
            warnings: creation_warnings(call),
            ..Observation::default()
        }),
        Change::CreatePrometheus { call, .. } => {
            Ok(Observation { label: call.alias.clone().unwrap_or_default(), ..Observation::default() })
        }
        Change::CreateDomain { scope, call } => {
            match aws.codeartifact(scope).describe_domain(&call.domain, Urgency::Read).await {
                Ok(_) => Err(one_field("name", "A domain of this name exists already in this account and region.")),
                Err(failure) if failure.error.code == Code::NotFound => {
                    Ok(Observation { label: call.domain.clone(), ..Observation::default() })
                }
                Err(failure) => Err(failure.into()),
            }
        }
        Change::DeleteWorkspace { key } => delete_workspace(aws, key).await,
        Change::DeletePrometheus { key, .. } => delete_prometheus(aws, key).await,
        Change::DeleteDomain { key } => delete_domain(aws, key).await,
        Change::CreateServiceAccount { workspace, name, .. } => {
            let (found, accounts) = accounts(aws, workspace).await?;
            if accounts.iter().any(|account| account.name == *name) {
                return Err(one_field("name", "A service account of this name exists already in this workspace."));
            }
            Ok(Observation { label: label(&found), state: json!({ "workspace": found.id }), ..Observation::default() })
        }
        Change::DeleteServiceAccount { workspace, account } => delete_account(aws, workspace, account).await,
        Change::MintToken { workspace, account, name, replaces, .. } => {
            mint(aws, (workspace, account), name, replaces.as_ref()).await
        }
        Change::MintKey { workspace, grafana_role, .. } => tokens::before_key(aws, workspace, grafana_role).await,
        // By an id or name that AWS gives once: there is nothing that could have moved.
        Change::RevokeToken { .. } | Change::RevokeKey { .. } => Ok(Observation::default()),
        Change::AssociateLicense { key, .. } | Change::DisassociateLicense { key, .. } => {
            let found = aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
            let state = json!({ "licenseType": found.license_type });
            Ok(Observation { label: label(&found), state, ..Observation::default() })
        }
        edit => match (facet::of(edit), edit.target()) {
            (Some(facet), Some(key)) => facet::look(aws, key, facet).await.map(Observation::from),
            _ => Err(Error::internal()),
        },
    }
}

fn creation_warnings(call: &aws::grafana::CreateWorkspaceCall) -> Vec<String> {
    let mut warnings = Vec::new();
    if call.authentication_providers.iter().any(|p| p == "SAML") {
        warnings.push(
            "SAML has to be configured once the workspace is active; until then nobody can sign in with it.".to_owned(),
        );
    }
    if call.permission_type == "SERVICE_MANAGED" {
        warnings.push(
            "Through the API, AWS creates no role for it: its data sources have no access until a role is set."
                .to_owned(),
        );
    } else if call.workspace_role_arn.is_none() {
        warnings.push("No role is named: the workspace will not be able to read AWS data.".to_owned());
    }
    if call.network_access_control.as_ref().is_some_and(|n| n.prefix_list_ids.is_empty() && n.vpce_ids.is_empty()) {
        warnings.push("Inbound access is restricted to two empty lists: nobody will be able to reach it.".to_owned());
    }
    warnings
}

pub fn label(found: &WorkspaceDescription) -> String {
    called(found.name.as_deref(), &found.id)
}

/// The name people know something by, where they can read and type it; its id, where they cannot.
pub fn called(name: Option<&str>, id: &str) -> String {
    name.filter(|name| model::is_typeable(name)).unwrap_or(id).to_owned()
}

fn refuse(reason: Option<String>) -> Result<(), Error> {
    reason.map_or(Ok(()), |reason| Err(Error::conflict(reason)))
}

async fn delete_workspace(aws: &Aws, key: &ResourceKey) -> Result<Observation, Error> {
    let found = aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    refuse(Status::new(&found.status).refuses_delete(key.kind))?;
    Ok(Observation {
        label: label(&found),
        state: json!({ "id": found.id, "name": found.name, "created": found.created, "tags": found.tags }),
        ..Observation::default()
    })
}

async fn delete_prometheus(aws: &Aws, key: &ResourceKey) -> Result<Observation, Error> {
    let found = aws.prometheus(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    refuse(Status::new(&found.status).refuses_delete(key.kind))?;
    Ok(Observation {
        label: called(found.alias.as_deref(), &found.id),
        state: json!({ "id": found.id, "alias": found.alias, "created": found.created, "tags": found.tags }),
        consequence: "Its metrics, rules and alert manager are destroyed; AWS may keep the data up to one month more. Scrapers that write to it may stay.".to_owned(),
        ..Observation::default()
    })
}

async fn delete_domain(aws: &Aws, key: &ResourceKey) -> Result<Observation, Error> {
    let found = aws.codeartifact(&key.scope).describe_domain(&key.id, Urgency::Read).await?;
    // Where AWS does not count them they are counted here: what is not told is not none.
    let repositories = match found.repository_count {
        Some(count) => usize::try_from(count).unwrap_or_default(),
        None => aws.codeartifact(&key.scope).list_repositories(&key.id, Urgency::Read).await?.len(),
    };
    if repositories > 0 {
        let reason = match repositories {
            1 => "It holds 1 repository. AWS deletes a domain only when it is empty.".to_owned(),
            n => format!("It holds {n} repositories. AWS deletes a domain only when it is empty."),
        };
        return Err(Error::conflict(reason));
    }
    Ok(Observation {
        label: called(Some(&found.name), &key.id),
        state: json!({ "name": found.name, "created": found.created, "repositories": repositories }),
        consequence: "The domain and its permissions policy are deleted. It holds no repositories.".to_owned(),
        ..Observation::default()
    })
}

/// The workspace, which has to be usable, and its service accounts.
async fn accounts(aws: &Aws, workspace: &ResourceKey) -> Result<(WorkspaceDescription, Vec<ServiceAccount>), Error> {
    let grafana = aws.grafana(&workspace.scope);
    let found = grafana.describe_workspace(&workspace.id, Urgency::Read).await?;
    refuse(Status::new(&found.status).refuses_accounts())?;
    let accounts = grafana.list_service_accounts(&workspace.id, Urgency::Read).await?;
    Ok((found, accounts))
}

/// One account of a usable workspace, with its tokens.
async fn account(
    aws: &Aws,
    workspace: &ResourceKey,
    id: &ServiceAccountId,
) -> Result<(ServiceAccount, Vec<Token>), Error> {
    let (_, accounts) = accounts(aws, workspace).await?;
    let account = accounts.into_iter().find(|account| account.id == id.as_str());
    let account = account.ok_or_else(|| Error::not_found("This service account does not exist any more."))?;
    let grafana = aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, id.as_str(), Urgency::Read).await?;
    Ok((account, tokens))
}

async fn delete_account(aws: &Aws, workspace: &ResourceKey, id: &ServiceAccountId) -> Result<Observation, Error> {
    let (account, tokens) = account(aws, workspace, id).await?;
    let mut names: Vec<&str> = tokens.iter().map(|token| token.name.as_str()).collect();
    names.sort_unstable();
    let consequence = match names.len() {
        0 => "It has no tokens.".to_owned(),
        1 => format!("Its 1 token stops working at once: {}.", names.join(", ")),
        n => format!("Its {n} tokens stop working at once: {}.", names.join(", ")),
    };
    Ok(Observation {
        label: called(Some(&account.name), &account.id),
        state: json!({ "id": account.id, "name": account.name, "tokens": names }),
        consequence,
        ..Observation::default()
    })
}

async fn mint(
    aws: &Aws,
    (workspace, id): (&ResourceKey, &ServiceAccountId),
    name: &str,
    replaces: Option<&Replaced>,
) -> Result<Observation, Error> {
    let (account, tokens) = account(aws, workspace, id).await?;
    if tokens.iter().any(|token| token.name == name) {
        return Err(one_field(
            "name",
            "This service account has a token of this name already, perhaps an expired one.",
        ));
    }
    if replaces.is_some_and(|old| tokens.iter().all(|token| token.id != old.id)) {
        return Err(Error::conflict("The token it replaces is gone. Mint a new token instead."));
    }
    let mut warnings: Vec<String> = powers(&account.grafana_role).into_iter().collect();
    if account.disabled == Some(true) {
        warnings.push(
            "The service account is disabled: the token will not work until it is enabled in Grafana.".to_owned(),
        );
    }
    Ok(Observation {
        label: called(Some(&account.name), &account.id),
        state: json!({ "id": account.id, "role": account.grafana_role }),
        warnings,
        grafana_role: account.grafana_role,
        ..Observation::default()
    })
}

/// What a token of an account with this role can do, where that is everything or not known.
fn powers(role: &str) -> Option<String> {
    let whose = match role {
        "ADMIN" => "is an admin".to_owned(),
        "" => "has a role that AWS does not say, which Belvedere takes for an admin's".to_owned(),
        _ => format!("has the role {role}, which Belvedere does not know and takes for an admin's"),
    };
    rights::is_admin(role).then(|| {
        format!("The service account {whose}: whoever holds the token can change everything in the workspace.")
    })
}
