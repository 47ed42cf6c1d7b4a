//! AWS Secrets Manager: a secret is made, gets another value, is tagged, is described. Of a value its digest alone is kept. A
//! client token is the id of the version that it makes, so what a repeated one means is decided here.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Ask, arn, tags};
use crate::wire::failure::Failure;
use crate::world::{Secret, World, alphanumeric, sha256};

/// Random characters at the end of an ARN.
const SUFFIX: usize = 6;

/// Does one operation.
pub(super) fn perform(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    match ask.operation.name {
        "CreateSecret" => create(world, ask),
        "PutSecretValue" => put(world, ask),
        "TagResource" => tag(world, ask),
        "DescribeSecret" => secret(world, ask).map(|secret| secret.describe()),
        _ => Err(Failure::unknown_operation()),
    }
}

fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("Name");
    let (token, digest) = (token(ask), ask.given("SecretString").map(sha256));
    let secrets = &mut ask.scope(world).secrets;
    if let Some(secret) = secrets.iter().find(|secret| secret.name == name) {
        if secret.deleted.is_some() {
            return Err(Failure::refused(format!("A secret {name} is scheduled for deletion already")));
        }
        if secret.made_with == (token, digest) {
            return Ok(made(secret));
        }
        return Err(Failure::exists(format!("There is already a secret {name}")));
    }
    let mut secret = fresh(ask, (token.clone(), digest.clone()))?;
    if let Some(digest) = digest {
        secret.advance(token, digest, ask.wall);
    }
    let answer = made(&secret);
    secrets.push(secret);
    Ok(answer)
}

/// One without a version.
fn fresh(ask: &Ask, made_with: (String, Option<String>)) -> Result<Secret, Failure> {
    let name = ask.text("Name");
    let mut tags = Map::new();
    tags::merge(ask, &mut tags, sent_tags(ask))?;
    let mut members = Map::new();
    members.insert("CreatedDate".into(), ask.wall.into());
    for optional in ["Description", "KmsKeyId"] {
        members.extend(ask.input.get(optional).map(|value| (optional.to_owned(), value.clone())));
    }
    let resource = format!("secret:{name}-{}", alphanumeric(SUFFIX));
    let arn = arn("secretsmanager", &ask.caller.region, &ask.caller.account, &resource);
    let (name, changed) = (name.to_owned(), ask.wall);
    Ok(Secret { name, arn, members, tags, changed, deleted: None, made_with, versions: Vec::new() })
}

/// What CreateSecret answers, the first time and again.
fn made(secret: &Secret) -> Value {
    let (token, digest) = &secret.made_with;
    let version = digest.as_ref().map(|_| token);
    json!({ "ARN": secret.arn, "Name": secret.name, "VersionId": version })
}

fn put(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let token = token(ask);
    let secret = secret(world, ask)?;
    if secret.deleted.is_some() {
        return Err(Failure::refused("The secret is scheduled for deletion"));
    }
    let digest = ask.given("SecretString").map(sha256);
    let digest = digest.ok_or_else(|| Failure::refused("A SecretString must be given"))?;
    match secret.version(&token) {
        Some(version) if version.digest == digest => {}
        Some(_) => return Err(Failure::exists("The client token is that of a version with another value")),
        None => secret.advance(token.clone(), digest, ask.wall),
    }
    let stage = secret.version(&token).and_then(|version| version.stage).map(|stage| [stage]);
    Ok(json!({ "ARN": secret.arn, "Name": secret.name, "VersionId": token, "VersionStages": stage }))
}

fn tag(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let secret = secret(world, ask)?;
    if secret.deleted.is_some() {
        return Err(Failure::refused("The secret is scheduled for deletion"));
    }
    tags::merge(ask, &mut secret.tags, sent_tags(ask))?;
    Ok(json!({}))
}

/// The caller's token or, without one, an id of our own.
fn token(ask: &Ask) -> String {
    ask.given("ClientRequestToken").map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// The secret that the call is about, by its name or its ARN.
fn secret<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Secret, Failure> {
    let id = ask.text("SecretId");
    let found = ask.scope(world).secrets.iter_mut().find(|secret| secret.name == id || secret.arn == id);
    found.ok_or_else(|| Failure::not_found("secret", id))
}

fn sent_tags(ask: &Ask) -> Map<String, Value> {
    let pairs = ask.input.get("Tags").and_then(Value::as_array).into_iter().flatten();
    let text = |pair: &Value, name: &str| pair[name].as_str().unwrap_or_default().to_owned();
    pairs.map(|pair| (text(pair, "Key"), text(pair, "Value").into())).collect()
}
