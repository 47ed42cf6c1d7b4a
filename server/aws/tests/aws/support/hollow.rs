//! What each operation has to bring, as a whole answer and the places in it that may not be missing.

use super::{directory_at, home, workspace};
use aws::Urgency::Read;
use aws::grafana::{Action, AuthenticationCall, Holder, Instruction, UpdateWorkspaceCall};
use aws::prometheus::{CreatePrometheusCall, UpdatePrometheusConfigurationCall};
use aws::{Aws, Failure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub struct Promise {
    pub operation: &'static str,
    pub writes: bool,
    pub lists: bool,
    /// A whole answer.
    pub body: Value,
    /// How much of it there is.
    pub count: usize,
    /// JSON pointers; of a list the first is the list itself.
    pub pointers: &'static [&'static str],
}

/// The last part of a pointer.
pub fn rest(pointer: &'static str) -> &'static str {
    pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or(pointer)
}

/// `body` with the place taken away, null, empty and of blanks alone.
pub fn without(body: &Value, pointer: &str) -> Vec<String> {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let mut bodies = Vec::new();
    let mut put = |value: Value| {
        let mut body = body.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        bodies.push(body.to_string());
    };
    put(Value::Null);
    let text = body.pointer(pointer).unwrap().is_string();
    for empty in ["", "  "].into_iter().filter(|_| text) {
        put(empty.into());
    }
    if let Some(object) = body.clone().pointer_mut(parent).and_then(Value::as_object_mut) {
        object.remove(name);
        let mut body = body.clone();
        *body.pointer_mut(parent).unwrap() = Value::Object(object.clone());
        bodies.push(body.to_string());
    }
    bodies
}

fn list(operation: &'static str, body: Value, pointers: &'static [&'static str]) -> Promise {
    Promise { operation, writes: false, lists: true, body, count: 1, pointers }
}

fn read(operation: &'static str, body: Value, pointers: &'static [&'static str]) -> Promise {
    Promise { operation, writes: false, lists: false, body, count: 1, pointers }
}

fn write(operation: &'static str, body: Value, pointers: &'static [&'static str]) -> Promise {
    Promise { operation, writes: true, lists: false, body, count: 1, pointers }
}

pub fn promises() -> Vec<Promise> {
    [lists(), reads(), writes()].into_iter().flatten().collect()
}

fn lists() -> Vec<Promise> {
    let workspace = json!({ "id": "g-0123456789", "status": "ACTIVE" });
    let user = json!({ "id": "00aa0001-1111-4a4a-8b8b-000000000001", "type": "SSO_USER" });
    let account = json!({ "id": "1", "name": "ci", "grafanaRole": "ADMIN", "isDisabled": "false" });
    let prometheus = json!({ "workspaceId": "ws-1", "status": { "statusCode": "ACTIVE" } });
    let member = json!({ "GroupId": "g", "MemberId": { "UserId": "u" } });
    vec![
        list(
            "grafana:ListWorkspaces",
            json!({ "workspaces": [workspace] }),
            &["/workspaces", "/workspaces/0", "/workspaces/0/id", "/workspaces/0/status"],
        ),
        list(
            "grafana:ListPermissions",
            json!({ "permissions": [{ "user": user, "role": "ADMIN" }] }),
            &[
                "/permissions",
                "/permissions/0",
                "/permissions/0/user",
                "/permissions/0/user/id",
                "/permissions/0/user/type",
                "/permissions/0/role",
            ],
        ),
        list(
            "grafana:ListWorkspaceServiceAccounts",
            json!({ "serviceAccounts": [account], "workspaceId": "g-1" }),
            &["/serviceAccounts", "/serviceAccounts/0/id", "/serviceAccounts/0/name"],
        ),
        list(
            "grafana:ListWorkspaceServiceAccountTokens",
            json!({ "serviceAccountTokens": [{ "id": "1", "name": "ci", "createdAt": 1, "expiresAt": 2 }] }),
            &["/serviceAccountTokens", "/serviceAccountTokens/0/id", "/serviceAccountTokens/0/name"],
        ),
        list(
            "grafana:ListVersions",
            json!({ "grafanaVersions": ["10.4"] }),
            &["/grafanaVersions", "/grafanaVersions/0"],
        ),
        list(
            "aps:ListWorkspaces",
            json!({ "workspaces": [prometheus] }),
            &["/workspaces", "/workspaces/0/workspaceId", "/workspaces/0/status", "/workspaces/0/status/statusCode"],
        ),
        list("codeartifact:ListDomains", json!({ "domains": [{ "name": "a" }] }), &["/domains", "/domains/0/name"]),
        list(
            "codeartifact:ListRepositoriesInDomain",
            json!({ "repositories": [{ "name": "a" }] }),
            &["/repositories", "/repositories/0/name"],
        ),
        list("identitystore:ListUsers", json!({ "Users": [{ "UserId": "u" }] }), &["/Users", "/Users/0/UserId"]),
        list("identitystore:ListGroups", json!({ "Groups": [{ "GroupId": "g" }] }), &["/Groups", "/Groups/0/GroupId"]),
        list(
            "identitystore:ListGroupMemberships",
            json!({ "GroupMemberships": [member] }),
            &["/GroupMemberships", "/GroupMemberships/0/MemberId"],
        ),
        list(
            "identitystore:ListGroupMembershipsForMember",
            json!({ "GroupMemberships": [member] }),
            &["/GroupMemberships", "/GroupMemberships/0/GroupId"],
        ),
    ]
}

fn reads() -> Vec<Promise> {
    let network = json!({ "prefixListIds": [], "vpceIds": [] });
    let vpc = json!({ "securityGroupIds": [], "subnetIds": [] });
    let workspace =
        json!({ "id": "g-1", "status": "ACTIVE", "networkAccessControl": network, "vpcConfiguration": vpc });
    let limit = json!({ "labelSet": {}, "limits": { "maxSeries": 0 } });
    let configuration = json!({ "status": { "statusCode": "ACTIVE" }, "limitsPerLabelSet": [limit] });
    vec![
        read(
            "grafana:DescribeWorkspace",
            json!({ "workspace": workspace }),
            &["/workspace", "/workspace/id", "/workspace/status"],
        ),
        read(
            "grafana:DescribeWorkspaceAuthentication",
            json!({ "authentication": { "providers": ["AWS_SSO"] } }),
            &["/authentication", "/authentication/providers"],
        ),
        read("grafana:DescribeWorkspaceConfiguration", json!({ "configuration": "{}" }), &["/configuration"]),
        read(
            "aps:DescribeWorkspace",
            json!({ "workspace": { "workspaceId": "ws-1", "status": { "statusCode": "ACTIVE" } } }),
            &["/workspace", "/workspace/workspaceId", "/workspace/status/statusCode"],
        ),
        read(
            "aps:DescribeWorkspaceConfiguration",
            json!({ "workspaceConfiguration": configuration }),
            &[
                "/workspaceConfiguration",
                "/workspaceConfiguration/status",
                "/workspaceConfiguration/status/statusCode",
                "/workspaceConfiguration/limitsPerLabelSet/0/labelSet",
                "/workspaceConfiguration/limitsPerLabelSet/0/limits",
            ],
        ),
        read("codeartifact:DescribeDomain", json!({ "domain": { "name": "a" } }), &["/domain", "/domain/name"]),
        read(
            "codeartifact:GetDomainPermissionsPolicy",
            json!({ "policy": { "document": "{}", "revision": "1" } }),
            &["/policy", "/policy/document", "/policy/revision"],
        ),
        read("identitystore:DescribeUser", json!({ "UserId": "u" }), &["/UserId"]),
        read("identitystore:DescribeGroup", json!({ "GroupId": "g" }), &["/GroupId"]),
        read("identitystore:GetUserId", json!({ "UserId": "u" }), &["/UserId"]),
        read("identitystore:GetGroupId", json!({ "GroupId": "g" }), &["/GroupId"]),
        read("secretsmanager:DescribeSecret", json!({ "ARN": "arn", "Name": "n" }), &["/ARN", "/Name"]),
    ]
}

fn writes() -> Vec<Promise> {
    let token = json!({ "serviceAccountToken": { "id": "1", "name": "ci", "key": "glsa_1" } });
    let workspace = json!({ "workspace": { "id": "g-1", "status": "CREATING" } });
    vec![
        write("grafana:CreateWorkspace", workspace.clone(), &["/workspace", "/workspace/id"]),
        write("grafana:UpdateWorkspace", workspace.clone(), &["/workspace", "/workspace/id"]),
        write("grafana:AssociateLicense", workspace.clone(), &["/workspace", "/workspace/id"]),
        write("grafana:DisassociateLicense", workspace.clone(), &["/workspace", "/workspace/id"]),
        write("grafana:DeleteWorkspace", workspace, &["/workspace", "/workspace/id"]),
        write("grafana:CreateWorkspaceServiceAccount", json!({ "id": "1", "name": "ci" }), &["/id"]),
        write(
            "grafana:DeleteWorkspaceServiceAccount",
            json!({ "serviceAccountId": "1", "workspaceId": "g-1" }),
            &["/serviceAccountId", "/workspaceId"],
        ),
        write(
            "grafana:DeleteWorkspaceServiceAccountToken",
            json!({ "tokenId": "1", "serviceAccountId": "1", "workspaceId": "g-1" }),
            &["/tokenId", "/serviceAccountId", "/workspaceId"],
        ),
        write(
            "grafana:DeleteWorkspaceApiKey",
            json!({ "keyName": "k", "workspaceId": "g-1" }),
            &["/keyName", "/workspaceId"],
        ),
        write(
            "grafana:CreateWorkspaceServiceAccountToken",
            token,
            &["/serviceAccountToken", "/serviceAccountToken/id", "/serviceAccountToken/key"],
        ),
        write("grafana:CreateWorkspaceApiKey", json!({ "keyName": "k", "key": "s" }), &["/keyName", "/key"]),
        write("grafana:UpdatePermissions", json!({ "errors": [] }), &["/errors"]),
        write(
            "grafana:UpdateWorkspaceAuthentication",
            json!({ "authentication": { "providers": [] } }),
            &["/authentication"],
        ),
        write("aps:CreateWorkspace", json!({ "workspaceId": "ws-1" }), &["/workspaceId"]),
        write(
            "aps:UpdateWorkspaceConfiguration",
            json!({ "status": { "statusCode": "UPDATING" } }),
            &["/status", "/status/statusCode"],
        ),
        write("codeartifact:CreateDomain", json!({ "domain": { "name": "a" } }), &["/domain", "/domain/name"]),
        write(
            "codeartifact:PutDomainPermissionsPolicy",
            json!({ "policy": { "document": "{}" } }),
            &["/policy", "/policy/document"],
        ),
        write("codeartifact:DeleteDomain", json!({ "domain": { "name": "a" } }), &["/domain", "/domain/name"]),
        write(
            "codeartifact:DeleteDomainPermissionsPolicy",
            json!({ "policy": { "document": "{}", "revision": "1" } }),
            &["/policy"],
        ),
        write("secretsmanager:CreateSecret", json!({ "ARN": "arn" }), &["/ARN"]),
        write("secretsmanager:PutSecretValue", json!({ "ARN": "arn" }), &["/ARN"]),
    ]
}

/// The writes that AWS answers with nothing.
pub const SILENT: &[&str] = &[
    "grafana:UpdateWorkspaceConfiguration",
    "grafana:TagResource",
    "grafana:UntagResource",
    "aps:DeleteWorkspace",
    "aps:UpdateWorkspaceAlias",
    "aps:TagResource",
    "aps:UntagResource",
    "codeartifact:TagResource",
    "codeartifact:UntagResource",
    "secretsmanager:TagResource",
];

/// Makes the call; answers how much came.
pub async fn call(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    match operation.split_once(':').unwrap() {
        ("grafana", operation) => grafana(aws, operation).await,
        ("aps", operation) => prometheus(aws, operation).await,
        ("codeartifact", operation) => codeartifact(aws, operation).await,
        ("identitystore", operation) => identity(aws, operation).await,
        (_, operation) => secrets(aws, operation).await,
    }
}

async fn grafana(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    let grafana = aws.grafana(&home());
    let id = "g-1";
    Ok(match operation {
        "ListWorkspaces" => grafana.list_workspaces(Read).await?.len(),
        // As plans read them.
        "ListPermissions" => grafana.list_permissions(id, aws::Urgency::Write).await?.len(),
        "ListWorkspaceServiceAccounts" => grafana.list_service_accounts(id, Read).await?.len(),
        "ListWorkspaceServiceAccountTokens" => grafana.list_service_account_tokens(id, "1", Read).await?.len(),
        "ListVersions" => grafana.list_versions(None, Read).await?.len(),
        "DescribeWorkspace" => one(grafana.describe_workspace(id, Read).await?),
        "DescribeWorkspaceAuthentication" => one(grafana.describe_authentication(id, Read).await?),
        "DescribeWorkspaceConfiguration" => one(grafana.describe_configuration(id, Read).await?),
        "CreateWorkspace" => one(grafana.create_workspace(&workspace("a")).await?),
        "DeleteWorkspace" => one(grafana.delete_workspace(id).await?),
        "CreateWorkspaceServiceAccount" => one(grafana.create_service_account(id, "ci", "VIEWER").await?),
        "CreateWorkspaceServiceAccountToken" => one(grafana.create_service_account_token(id, "1", "ci", 60).await?),
        "CreateWorkspaceApiKey" => one(grafana.create_api_key(id, "k", "VIEWER", 60).await?),
        "UpdateWorkspaceAuthentication" => {
            one(grafana.update_authentication(id, &AuthenticationCall::default()).await?)
        }
        "UpdatePermissions" => {
            let holder = Holder { id: "u".into(), kind: "SSO_USER".into(), grafana_role: "ADMIN".into() };
            one(grafana.update_permissions(id, &[Instruction { action: Action::Add, holder }]).await?)
        }
        "UpdateWorkspace" => one(grafana.update_workspace(id, &UpdateWorkspaceCall::default()).await?),
        "UpdateWorkspaceConfiguration" => one(grafana.update_configuration(id, "{}", None).await?),
        "AssociateLicense" => one(grafana.associate_license(id, "ENTERPRISE_FREE_TRIAL", None).await?),
        "DisassociateLicense" => one(grafana.disassociate_license(id, "ENTERPRISE_FREE_TRIAL").await?),
        "DeleteWorkspaceServiceAccount" => one(grafana.delete_service_account(id, "1").await?),
        "DeleteWorkspaceServiceAccountToken" => one(grafana.delete_service_account_token(id, "1", "1").await?),
        "DeleteWorkspaceApiKey" => one(grafana.delete_api_key(id, "k").await?),
        "TagResource" => one(grafana.tag("arn", &tags()).await?),
        "UntagResource" => one(grafana.untag("arn", &["a".to_owned()]).await?),
        other => panic!("{other}"),
    })
}

fn tags() -> BTreeMap<String, String> {
    [("a".to_owned(), "b".to_owned())].into()
}

fn one<T>(_: T) -> usize {
    1
}

async fn prometheus(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    let prometheus = aws.prometheus(&home());
    Ok(match operation {
        "ListWorkspaces" => prometheus.list_workspaces(Read).await?.len(),
        "DescribeWorkspace" => one(prometheus.describe_workspace("ws-1", Read).await?),
        "DescribeWorkspaceConfiguration" => one(prometheus.describe_workspace_configuration("ws-1", Read).await?),
        "UpdateWorkspaceConfiguration" => {
            let call = UpdatePrometheusConfigurationCall { client_token: "t".into(), ..Default::default() };
            one(prometheus.update_workspace_configuration("ws-1", &call).await?)
        }
        "DeleteWorkspace" => one(prometheus.delete_workspace("ws-1", "t").await?),
        "UpdateWorkspaceAlias" => one(prometheus.update_alias("ws-1", Some("a"), "t").await?),
        "TagResource" => one(prometheus.tag("arn", &tags()).await?),
        "UntagResource" => one(prometheus.untag("arn", &["a".to_owned()]).await?),
        _ => {
            let call = CreatePrometheusCall { client_token: "t".into(), ..CreatePrometheusCall::default() };
            one(prometheus.create_workspace(&call).await?)
        }
    })
}

async fn codeartifact(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    let domains = aws.codeartifact(&home());
    Ok(match operation {
        "ListDomains" => domains.list_domains(Read).await?.len(),
        "ListRepositoriesInDomain" => domains.list_repositories("a", Read).await?.len(),
        "DescribeDomain" => one(domains.describe_domain("a", Read).await?),
        "GetDomainPermissionsPolicy" => one(domains.domain_policy("a", Read).await?),
        "PutDomainPermissionsPolicy" => one(domains.put_domain_policy("a", "{}", None).await?),
        "DeleteDomainPermissionsPolicy" => one(domains.delete_domain_policy("a", None).await?),
        "DeleteDomain" => one(domains.delete_domain("a").await?),
        "TagResource" => one(domains.tag("arn", &tags()).await?),
        "UntagResource" => one(domains.untag("arn", &["a".to_owned()]).await?),
        _ => {
            let call = aws::codeartifact::CreateDomainCall { domain: "a".into(), ..Default::default() };
            one(domains.create_domain(&call).await?)
        }
    })
}

async fn identity(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    let directory = aws.directory(&directory_at());
    Ok(match operation {
        "ListUsers" => directory.list_users(Read).await?.entries.len(),
        "ListGroups" => directory.list_groups(Read).await?.entries.len(),
        "ListGroupMemberships" => directory.members_of_group("g", Read).await?.entries.len(),
        "ListGroupMembershipsForMember" => directory.memberships_of_user("u", Read).await?.entries.len(),
        "DescribeUser" => one(directory.describe_user("u", Read).await?),
        "DescribeGroup" => one(directory.describe_group("g", Read).await?),
        "GetUserId" => one(directory.user_id_by_name("u", Read).await?),
        _ => one(directory.group_id_by_name("g", Read).await?),
    })
}

async fn secrets(aws: &Aws, operation: &str) -> Result<usize, Failure> {
    let (secrets, token) = (aws.secrets(&home()), "01234567-89ab-cdef-0123-456789abcdef");
    Ok(match operation {
        "DescribeSecret" => one(secrets.describe_secret("n", Read).await?),
        "TagResource" => one(secrets.tag("n", &tags()).await?),
        "CreateSecret" => one(secrets.create_secret("n", &"hush".into(), token, "", None, &BTreeMap::new()).await?),
        _ => one(secrets.put_secret_value("n", &"hush".into(), token).await?),
    })
}
