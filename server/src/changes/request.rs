//! The parameters of a write under AWS's names: what the plan shows, what the command line takes.

use super::change::Change;
use super::grants::Instruction;
use super::tokens::TAG;
use model::{Kind, ResourceKey};
use serde_json::{Map, Value, json};

/// What is sent. A secret that is entered when the plan is applied is not in it.
pub fn request(change: &Change) -> Value {
    match change {
        Change::CreateWorkspace { call, .. } => json!(call),
        Change::CreatePrometheus { call, .. } => json!(call),
        Change::CreateDomain { call, .. } => json!(call),
        Change::DeleteWorkspace { key } => json!({ "workspaceId": key.id }),
        Change::DeletePrometheus { key, client_token } => json!({ "workspaceId": key.id, "clientToken": client_token }),
        Change::DeleteDomain { key } => json!({ "domain": key.id }),
        Change::CreateServiceAccount { workspace, name, grafana_role } => {
            json!({ "workspaceId": workspace.id, "name": name, "grafanaRole": grafana_role })
        }
        Change::DeleteServiceAccount { workspace, account } => {
            json!({ "workspaceId": workspace.id, "serviceAccountId": account })
        }
        Change::MintToken { workspace, account, name, seconds, .. } => {
            json!({ "workspaceId": workspace.id, "serviceAccountId": account, "name": name, "secondsToLive": seconds })
        }
        Change::MintKey { workspace, name, grafana_role, seconds, .. } => {
            json!({ "workspaceId": workspace.id, "keyName": name, "keyRole": grafana_role, "secondsToLive": seconds })
        }
        Change::DeliverSecret { secret, exists: true, client_token, .. } => {
            json!({ "SecretId": secret, "ClientRequestToken": client_token })
        }
        Change::DeliverSecret { secret, kms_key, client_token, token, .. } => {
            let mut all = json!({ "Name": secret, "ClientRequestToken": client_token });
            if !token.is_empty() {
                all["Tags"] = tags(token);
            }
            if let Some(key) = kms_key {
                all["KmsKeyId"] = json!(key);
            }
            all
        }
        Change::TagSecret { secret, token, .. } => json!({ "SecretId": secret, "Tags": tags(token) }),
        Change::RevokeToken { workspace, account, token, .. } => {
            json!({ "workspaceId": workspace.id, "serviceAccountId": account, "tokenId": token })
        }
        Change::RevokeKey { workspace, name } => json!({ "workspaceId": workspace.id, "keyName": name }),
        _ => edit(change),
    }
}

/// What tells whose a secret is.
fn tags(token: &str) -> Value {
    json!([{ "Key": TAG, "Value": token }])
}

fn edit(change: &Change) -> Value {
    match change {
        Change::UpdateWorkspace { key, call } => of(key, json!(call)),
        Change::UpdateAuthentication { key, call } => of(key, json!(call)),
        Change::UpdateConfiguration { key, configuration, version } => {
            let version = version.as_ref().map_or_else(|| json!({}), |version| json!({ "grafanaVersion": version }));
            let mut all = of(key, version);
            all["configuration"] = json!(configuration);
            all
        }
        Change::AssociateLicense { key, license } | Change::DisassociateLicense { key, license } => {
            json!({ "workspaceId": key.id, "licenseType": license })
        }
        Change::Tag { key, tags } if key.kind == Kind::CodeArtifact => {
            let tags: Vec<Value> = tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
            json!({ "resourceArn": key.arn(), "tags": tags })
        }
        Change::Tag { key, tags } => json!({ "resourceArn": key.arn(), "tags": tags }),
        Change::Untag { key, names } => json!({ "resourceArn": key.arn(), "tagKeys": names }),
        Change::UpdateAlias { key, alias, client_token } => {
            let mut all = of(key, json!({ "clientToken": client_token }));
            if let Some(alias) = alias {
                all["alias"] = json!(alias);
            }
            all
        }
        Change::PutPolicy { key, document, revision } => {
            let mut all = json!({ "domain": key.id, "policyDocument": document });
            if let Some(revision) = revision {
                all["policyRevision"] = json!(revision);
            }
            all
        }
        Change::UpdatePermissions { key, instructions, .. } => {
            let one = |one: &Instruction| {
                let user = json!({ "id": one.holder.id, "type": one.holder.kind.aws() });
                json!({ "action": one.action.as_str(), "role": one.role.aws(), "users": [user] })
            };
            json!({ "workspaceId": key.id, "updateInstructionBatch": instructions.iter().map(one).collect::<Vec<_>>() })
        }
        Change::DeletePolicy { key, revision } => match revision {
            Some(revision) => json!({ "domain": key.id, "policyRevision": revision }),
            None => json!({ "domain": key.id }),
        },
        _ => Value::Null,
    }
}

/// The fields of a call on a workspace, with the workspace.
fn of(key: &ResourceKey, fields: Value) -> Value {
    let mut all = Map::from_iter([("workspaceId".to_owned(), json!(key.id))]);
    if let Value::Object(fields) = fields {
        all.extend(fields);
    }
    Value::Object(all)
}
