//! AWS STS: who am I, and the credentials of another account.

use serde_json::{Value, json};

use super::Ask;
use super::arn::partition;
use crate::wire::failure::Failure;
use crate::wire::signature::Session;
use crate::world::{alphanumeric, token_of};

/// How long a session lasts that does not say, in seconds.
const LASTS: f64 = 3600.0;

/// Does one operation. STS holds nothing: a session is in its token.
pub(super) fn perform(ask: &Ask) -> Result<Value, Failure> {
    match ask.operation.name {
        "GetCallerIdentity" => Ok(identity(ask)),
        "AssumeRole" => assume(ask),
        _ => Err(Failure::unknown_operation()),
    }
}

fn identity(ask: &Ask) -> Value {
    let (account, partition) = (&ask.caller.account, partition(&ask.caller.region));
    let (id, arn) = match &ask.caller.assumed {
        Some((role, session)) => (
            format!("{}:{session}", unique_id("AROA", account, role)),
            format!("arn:{partition}:sts::{account}:assumed-role/{role}/{session}"),
        ),
        None => (unique_id("AIDA", account, "emulator"), format!("arn:{partition}:iam::{account}:user/emulator")),
    };
    json!({ "Account": account, "Arn": arn, "UserId": id })
}

fn assume(ask: &Ask) -> Result<Value, Failure> {
    let arn = ask.text("RoleArn");
    let (account, role) = role(arn).ok_or_else(|| Failure::field("RoleArn", "It is not the ARN of a role"))?;
    let name = ask.text("RoleSessionName");
    let lasts = ask.input.get("DurationSeconds").and_then(Value::as_f64).unwrap_or(LASTS);
    let expires = ask.wall + lasts;
    let access_key = format!("ASIA{}", alphanumeric(16).to_uppercase());
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds since 1970 fit")]
    let session = Session {
        account: account.to_owned(),
        role: role.to_owned(),
        name: name.to_owned(),
        access_key: access_key.clone(),
        expires: expires as i64,
    };
    let partition = partition(&ask.caller.region);
    Ok(json!({
        "AssumedRoleUser": {
            "Arn": format!("arn:{partition}:sts::{account}:assumed-role/{role}/{name}"),
            "AssumedRoleId": format!("{}:{name}", unique_id("AROA", account, role)),
        },
        "Credentials": {
            "AccessKeyId": access_key,
            "SecretAccessKey": alphanumeric(40),
            "SessionToken": session.token(),
            "Expiration": expires,
        },
        "SourceIdentity": ask.given("SourceIdentity"),
    }))
}

/// Account and name of a role's ARN.
fn role(arn: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts.as_slice() else { return None };
    let name = resource.strip_prefix("role/")?.rsplit('/').next()?;
    let good = partition.starts_with("aws") && account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (good && !name.is_empty()).then_some((*account, name))
}

fn unique_id(prefix: &str, account: &str, name: &str) -> String {
    let digest = token_of(&[account, name]).to_uppercase().replace(['-', '_'], "X");
    format!("{prefix}{}", digest.get(..17).unwrap_or_default())
}
