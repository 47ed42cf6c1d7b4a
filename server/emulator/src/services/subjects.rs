//! What a call is about, by name: the names in its input, and those of the resources it points at. Sentinel inputs
//! are looked for in them.

use serde_json::{Map, Value};

use super::arn::resource_in;
use crate::shapes::Service;
use crate::wire::signature::Caller;
use crate::world::{Scope, World};

/// Members of inputs that name something.
const NAMES: [&str; 5] = ["workspaceName", "alias", "name", "keyName", "domain"];

/// All names that the call touches.
pub(crate) fn subjects(
    world: &mut World,
    service: &Service,
    caller: &Caller,
    input: &Map<String, Value>,
) -> Vec<String> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let mut names: Vec<String> = NAMES.iter().filter_map(|name| text(name)).map(str::to_owned).collect();
    names.extend(text("RoleArn").and_then(|arn| arn.rsplit('/').next()).map(str::to_owned));
    let scope = world.scope(&caller.account, &caller.region);
    let arn = text("resourceArn")
        .and_then(|arn| resource_in(arn, service.signing, &caller.region, &caller.account).ok().flatten())
        .map(|resource| resource.rsplit('/').next().unwrap_or_default());
    match service.name {
        "grafana" => {
            if let Some(id) = text("workspaceId").or(arn) {
                in_workspace(scope, id, text("serviceAccountId"), text("tokenId"), &mut names);
            }
        }
        "prometheus" => {
            let id = text("workspaceId").or(arn);
            let found = scope.prometheus.iter().find(|resource| Some(resource.id.as_str()) == id);
            names.extend(found.map(|resource| resource.text("alias").to_owned()));
        }
        "secretsmanager" => names.extend(secret(input).map(str::to_owned)),
        "identitystore" => names.extend(searched(input).map(str::to_owned)),
        _ => names.extend(arn.map(str::to_owned)),
    }
    names
}

/// Who is looked for in a directory, by name, e-mail address or the identity provider's id.
fn searched(input: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let filters = input.get("Filters").and_then(Value::as_array).into_iter().flatten();
    let filters = filters.filter_map(|filter| filter.get("AttributeValue"));
    let other = input.get("AlternateIdentifier");
    let paths = ["/UniqueAttribute/AttributeValue", "/ExternalId/Id"];
    let other = paths.into_iter().filter_map(move |path| other?.pointer(path));
    filters.chain(other).filter_map(Value::as_str)
}

/// The last part of a secret's name, which may be a path; it ends a secret's ARN as well, with characters after it.
fn secret(input: &Map<String, Value>) -> Option<&str> {
    let id = input.get("Name").or_else(|| input.get("SecretId"))?.as_str()?;
    id.rsplit(['/', ':']).next()
}

fn in_workspace(scope: &Scope, id: &str, account: Option<&str>, token: Option<&str>, names: &mut Vec<String>) {
    let Some(workspace) = scope.workspaces.iter().find(|workspace| workspace.resource.id == id) else { return };
    names.push(workspace.resource.text("name").to_owned());
    let accounts = workspace.accounts.iter();
    let Some(account) = accounts.into_iter().find(|one| Some(one.id().as_str()) == account) else { return };
    names.push(account.name.clone());
    let found = account.tokens.iter().find(|one| Some(one.id().as_str()) == token);
    names.extend(found.map(|token| token.name.clone()));
}
