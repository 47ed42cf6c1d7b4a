//! Tokens of service accounts: create, list, delete. The secret is in the answer of create and nowhere else.

use serde_json::{Value, json};

use super::super::{Ask, page::page};
use super::accounts::{account, readable, supported};
use super::{secret, settled};
use crate::wire::failure::Failure;
use crate::world::{Token, World, sha256};

/// Per workspace; expired ones count until they are deleted.
const MOST: usize = 100;

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("name");
    let workspace = settled(world, ask)?;
    supported(workspace)?;
    let held: usize = workspace.accounts.iter().map(|account| account.tokens.len()).sum();
    let number = workspace.numbers + 1;
    let account = account(workspace, ask)?;
    if account.tokens.iter().any(|token| token.name == name) {
        return Err(Failure::conflict("serviceAccountToken", name, format!("There is already a token {name}")));
    }
    if ask.settings.quotas && held >= MOST {
        let message = format!("A workspace can have {MOST} service account tokens");
        return Err(Failure::quota("serviceAccountToken", name, "tokens-per-workspace", message));
    }
    let life = ask.input.get("secondsToLive").and_then(Value::as_f64).unwrap_or_default();
    let (created, expires) = (ask.wall, ask.wall + life);
    let key = secret::token(&ask.settings.known_secrets);
    let token = Token { number, name: name.to_owned(), created, expires, last_used: None, digest: sha256(&key) };
    let with_key = json!({ "id": token.id(), "name": name, "key": key });
    account.tokens.push(token);
    workspace.numbers = number;
    let (workspace_id, account_id) = (ask.text("workspaceId"), ask.text("serviceAccountId"));
    Ok(json!({
        "workspaceId": workspace_id, "serviceAccountId": account_id, "serviceAccountToken": with_key,
    }))
}

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let tokens = &account(readable(world, ask)?, ask)?.tokens;
    let items = tokens.iter().map(|token| (token.number, token.summary())).collect();
    let mut answer = page(ask, "serviceAccountTokens", items)?;
    answer.insert("workspaceId".into(), ask.text("workspaceId").into());
    answer.insert("serviceAccountId".into(), ask.text("serviceAccountId").into());
    Ok(Value::Object(answer))
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let id = ask.text("tokenId");
    let workspace = settled(world, ask)?;
    supported(workspace)?;
    let account = account(workspace, ask)?;
    let found = account.tokens.iter().position(|token| token.id() == id);
    account.tokens.remove(found.ok_or_else(|| Failure::not_found("serviceAccountToken", id))?);
    let (workspace_id, account_id) = (ask.text("workspaceId"), ask.text("serviceAccountId"));
    Ok(json!({ "workspaceId": workspace_id, "serviceAccountId": account_id, "tokenId": id }))
}
