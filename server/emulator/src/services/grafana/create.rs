//! CreateWorkspace.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::{Ask, tags};
use super::{configuration, described};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Resource, Status, Workspace, World, hex_digits, token_of};

/// Workspaces in one account and region; what the seed brought may be more, and is not counted against it.
const MOST: usize = 5;
const MOST_CODE: &str = "L-2C2D5119";

/// Names in the input that are others in the description.
const RENAMED: [(&str, &str); 5] = [
    ("workspaceName", "name"),
    ("workspaceDescription", "description"),
    ("workspaceDataSources", "dataSources"),
    ("workspaceNotificationDestinations", "notificationDestinations"),
    ("workspaceOrganizationalUnits", "organizationalUnits"),
];

/// Inputs that are described under the same name.
const SAME: [&str; 10] = [
    "accountAccessType",
    "ipAddressType",
    "kmsKeyId",
    "networkAccessControl",
    "organizationRoleName",
    "permissionType",
    "stackSetName",
    "vpcConfiguration",
    "workspaceRoleArn",
    "grafanaVersion",
];

/// Host name under which a workspace answers.
pub(crate) fn endpoint(id: &str, region: &str) -> String {
    format!("{id}.grafana-workspace.{region}.amazonaws.com")
}

/// The members of a description that the input sets.
pub(super) fn members(ask: &Ask) -> Map<String, Value> {
    let same = SAME.iter().map(|name| (*name, *name));
    let given = RENAMED.iter().copied().chain(same);
    given.filter_map(|(from, to)| Some((to.to_owned(), ask.input.get(from)?.clone()))).collect()
}

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    check(ask)?;
    look_alike(world, ask)?;
    let scope = ask.scope(world);
    if ask.settings.quotas && scope.workspaces.len() >= MOST.max(scope.seeded.workspaces + MOST) {
        let message = "The number of workspaces in this account and Region has reached its quota";
        return Err(Failure::quota("workspace", "workspaces", MOST_CODE, message));
    }
    let workspace = fresh(world.next(), ask);
    let answer = described(&workspace);
    let scope = ask.scope(world);
    scope.asked.insert(parameters(ask));
    scope.workspaces.push(workspace);
    Ok(answer)
}

fn fresh(sequence: u64, ask: &Ask) -> Workspace {
    let id = format!("g-{}", hex_digits(10));
    let mut all = members(ask);
    let configuration = ask.given("configuration").unwrap_or(configuration::DEFAULT);
    all.insert("configuration".into(), configuration.into());
    all.insert("created".into(), ask.wall.into());
    all.insert("modified".into(), ask.wall.into());
    all.insert("endpoint".into(), endpoint(&id, &ask.caller.region).into());
    all.insert("freeTrialConsumed".into(), false.into());
    for (name, value) in [
        ("dataSources", json!([])),
        ("notificationDestinations", json!([])),
        ("ipAddressType", json!("IPv4")),
        ("grafanaVersion", json!(configuration::LATEST)),
    ] {
        all.entry(name).or_insert(value);
    }
    let mut resource = Resource::resting(sequence, id, all, Status::Creating);
    resource.tags = ask.map("tags");
    let end = sentinel::creation(ask.text("workspaceName"));
    let reason = (end == Status::Degraded).then(|| json!("The customer managed key cannot be used"));
    let changes = reason.map(|reason| ("degradedWorkspaceReason".to_owned(), reason)).into_iter().collect();
    resource.pass(Status::Creating, ask.due(), Ending::In(end, changes));
    let providers = ask.texts("authenticationProviders");
    let sso_client = providers.iter().any(|one| one == "AWS_SSO").then(|| Uuid::new_v4().to_string());
    let (grants, accounts, keys) = (Vec::new(), Vec::new(), Vec::new());
    Workspace { resource, providers, sso_client, saml: None, grants, accounts, keys, numbers: 0 }
}

fn check(ask: &Ask) -> Result<(), Failure> {
    tags::check(&ask.map("tags"))?;
    if ask.text("accountAccessType") == "ORGANIZATION" && ask.texts("workspaceOrganizationalUnits").is_empty() {
        let message = "Organizational units must be given for access to an organization";
        return Err(Failure::field("workspaceOrganizationalUnits", message));
    }
    if let Some(version) = ask.given("grafanaVersion").filter(|version| !configuration::VERSIONS.contains(version)) {
        return Err(Failure::field("grafanaVersion", format!("There is no version {version}")));
    }
    configuration::check(ask)?;
    network(ask)
}

/// At most five prefix lists and five endpoints. A quota where the operation knows quotas.
pub(super) fn network(ask: &Ask) -> Result<(), Failure> {
    const MOST: usize = 5;
    let access = ask.map("networkAccessControl");
    for name in ["prefixListIds", "vpceIds"] {
        let count = access.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        if !ask.settings.quotas || count <= MOST {
            continue;
        }
        let message = format!("At most {MOST} {name} are allowed");
        let quota = ask.operation.declares("ServiceQuotaExceededException");
        let field = format!("networkAccessControl.{name}");
        return Err(if quota {
            Failure::quota("networkAccessControl", &field, name, message)
        } else {
            Failure::field(&field, message)
        });
    }
    Ok(())
}

/// AWS has been seen to refuse the same parameters again, whatever became of the first workspace.
fn look_alike(world: &mut World, ask: &Ask) -> Result<(), Failure> {
    let known = ask.scope(world).asked.contains(&parameters(ask));
    if ask.settings.switches.duplicates_refused && known {
        return Err(Failure::conflict("workspace", "duplicate", "Duplicate request for workspace"));
    }
    Ok(())
}

fn parameters(ask: &Ask) -> String {
    let mut input = ask.input.clone();
    input.remove("clientToken");
    token_of(&[&Value::Object(input).to_string()])
}
