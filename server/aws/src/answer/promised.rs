//! What the answer of each operation has to bring: lists, ids, names used as ids, states, and what is edited as a whole.
//! Pure. Every operation has its line; one without is not sent ([`super::guard`]).
//!
//! A path is written as in `workspaces[].status.statusCode`. `[]` after a name: it is a list, and none of its items is
//! null or empty. `{}` after a name: it is a map, which may be empty. `?` behind these or a name: what follows is asked
//! for only where that is there.

use serde_json::Value;
use std::fmt;

/// Of one operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promise {
    /// Without these the answer is none.
    pub needed: &'static [&'static str],
    /// Where these are missing the SDK fills in what is not so; they are noted, so that they can be told as unknown.
    pub told: &'static [&'static str],
    /// AWS's output has no members: an answer is empty, or `{}`.
    pub silent: bool,
}

const fn needs(needed: &'static [&'static str]) -> Option<Promise> {
    Some(Promise { needed, told: &[], silent: false })
}

const SILENCE: Option<Promise> = Some(Promise { needed: &[], told: &[], silent: true });

/// By the names that the SDK has for service and operation.
pub(super) fn by(service: &str, operation: &str) -> Option<Promise> {
    match service {
        "grafana" => grafana(operation),
        "amp" => prometheus(operation),
        "codeartifact" => codeartifact(operation),
        "identitystore" => identitystore(operation),
        "Secrets Manager" | "secretsmanager" => secretsmanager(operation),
        // It answers in XML, whose reader asks for what it needs (`crate::credential`).
        "STS" => needs(&[]),
        _ => None,
    }
}

fn grafana(operation: &str) -> Option<Promise> {
    match operation {
        "ListWorkspaces" => Some(Promise {
            needed: &["workspaces[].id", "workspaces[].status"],
            told: &["workspaces[].authentication.providers"],
            silent: false,
        }),
        // Of the network's lists, two that are empty shut everybody out.
        "DescribeWorkspace" => Some(Promise {
            needed: &[
                "workspace.id",
                "workspace.status",
                "workspace.networkAccessControl?.prefixListIds[]",
                "workspace.networkAccessControl?.vpceIds[]",
                "workspace.vpcConfiguration?.securityGroupIds[]",
                "workspace.vpcConfiguration?.subnetIds[]",
            ],
            told: &["workspace.authentication.providers", "workspace.dataSources"],
            silent: false,
        }),
        "ListPermissions" => needs(&["permissions[].user.id", "permissions[].user.type", "permissions[].role"]),
        // Accounts and tokens are found by their names when the answer of a write was lost.
        "ListWorkspaceServiceAccounts" => needs(&["serviceAccounts[].id", "serviceAccounts[].name"]),
        "ListWorkspaceServiceAccountTokens" => needs(&["serviceAccountTokens[].id", "serviceAccountTokens[].name"]),
        "ListVersions" => needs(&["grafanaVersions[]"]),
        "DescribeWorkspaceAuthentication" => needs(&["authentication.providers[]"]),
        "DescribeWorkspaceConfiguration" => needs(&["configuration"]),
        // Missing tags are none.
        "ListTagsForResource" => needs(&[]),
        "CreateWorkspace" | "UpdateWorkspace" | "DeleteWorkspace" => needs(&["workspace.id"]),
        "AssociateLicense" | "DisassociateLicense" => needs(&["workspace.id"]),
        "CreateWorkspaceServiceAccount" => needs(&["id"]),
        "CreateWorkspaceServiceAccountToken" => needs(&["serviceAccountToken.id", "serviceAccountToken.key"]),
        "CreateWorkspaceApiKey" => needs(&["keyName", "key"]),
        "DeleteWorkspaceServiceAccount" => needs(&["serviceAccountId", "workspaceId"]),
        "DeleteWorkspaceServiceAccountToken" => needs(&["tokenId", "serviceAccountId", "workspaceId"]),
        "DeleteWorkspaceApiKey" => needs(&["keyName", "workspaceId"]),
        "UpdatePermissions" => needs(&["errors[]"]),
        "UpdateWorkspaceAuthentication" => needs(&["authentication"]),
        "UpdateWorkspaceConfiguration" | "TagResource" | "UntagResource" => SILENCE,
        _ => None,
    }
}

fn prometheus(operation: &str) -> Option<Promise> {
    match operation {
        "ListWorkspaces" => needs(&["workspaces[].workspaceId", "workspaces[].status.statusCode"]),
        "DescribeWorkspace" => needs(&["workspace.workspaceId", "workspace.status.statusCode"]),
        "CreateWorkspace" => needs(&["workspaceId"]),
        // The list is written as a whole. A label set that is missing would be read as the one of all series, `{}`.
        "DescribeWorkspaceConfiguration" => needs(&[
            "workspaceConfiguration.status.statusCode",
            "workspaceConfiguration.limitsPerLabelSet[]?.labelSet{}",
            "workspaceConfiguration.limitsPerLabelSet[]?.limits{}",
        ]),
        "UpdateWorkspaceConfiguration" => needs(&["status.statusCode"]),
        "DeleteWorkspace" | "UpdateWorkspaceAlias" | "TagResource" | "UntagResource" => SILENCE,
        _ => None,
    }
}

/// AWS's model requires none of these. What a deletion does not bring was perhaps not there; whoever looks finds that.
fn codeartifact(operation: &str) -> Option<Promise> {
    match operation {
        "ListDomains" => needs(&["domains[].name"]),
        "DescribeDomain" => {
            let told = &["domain.repositoryCount", "domain.assetSizeBytes"];
            Some(Promise { needed: &["domain.name"], told, silent: false })
        }
        "ListRepositoriesInDomain" => needs(&["repositories[].name"]),
        // Without its revision a change would overwrite another one unseen.
        "GetDomainPermissionsPolicy" => needs(&["policy.document", "policy.revision"]),
        // Missing tags are none.
        "ListTagsForResource" => needs(&[]),
        "CreateDomain" | "DeleteDomain" => needs(&["domain.name"]),
        "PutDomainPermissionsPolicy" => needs(&["policy.document"]),
        "DeleteDomainPermissionsPolicy" => needs(&["policy"]),
        "TagResource" | "UntagResource" => SILENCE,
        _ => None,
    }
}

fn identitystore(operation: &str) -> Option<Promise> {
    match operation {
        "ListUsers" => needs(&["Users[].UserId"]),
        "ListGroups" => needs(&["Groups[].GroupId"]),
        "ListGroupMemberships" => needs(&["GroupMemberships[].MemberId"]),
        "ListGroupMembershipsForMember" => needs(&["GroupMemberships[].GroupId"]),
        "DescribeUser" | "GetUserId" => needs(&["UserId"]),
        "DescribeGroup" | "GetGroupId" => needs(&["GroupId"]),
        _ => None,
    }
}

fn secretsmanager(operation: &str) -> Option<Promise> {
    match operation {
        "DescribeSecret" => needs(&["ARN", "Name"]),
        "CreateSecret" | "PutSecretValue" => needs(&["ARN"]),
        "TagResource" => SILENCE,
        _ => None,
    }
}

/// The first place that is missing, such as `workspaces[2].id`: names of AWS's and numbers, nothing of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lacking(pub String);

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer lacks {}", self.0)
    }
}

impl std::error::Error for Lacking {}

/// Something was said where AWS has nothing to say: whoever answered is not AWS, or did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Talkative;

impl fmt::Display for Talkative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer says something where there is nothing to say")
    }
}

impl std::error::Error for Talkative {}

/// Whether a body is empty, or an object of JSON with nothing in it.
pub(super) fn check_silent(body: &[u8]) -> Result<(), Talkative> {
    let nothing = |answer: Value| answer.as_object().is_some_and(serde_json::Map::is_empty);
    let silent = body.trim_ascii().is_empty() || serde_json::from_slice(body).is_ok_and(nothing);
    if silent { Ok(()) } else { Err(Talkative) }
}

pub(super) fn check(needed: &[&str], answer: &Value) -> Result<(), Lacking> {
    needed
        .iter()
        .find_map(|path| missing(answer, path, "").into_iter().next())
        .map_or(Ok(()), |path| Err(Lacking(path)))
}

/// The places of a path that are not there, each as it is told: `at` is how far it got.
pub(super) fn missing(value: &Value, path: &str, at: &str) -> Vec<String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let name = first.trim_end_matches(['?', ']', '[', '{', '}']);
    let at = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    let found = match value.get(name) {
        None | Some(Value::Null) if first.ends_with('?') => return Vec::new(),
        Some(Value::Object(_)) if first.ends_with("{}") => return Vec::new(),
        // Of an object it is told what is missing in it.
        Some(found) if found.is_object() && !rest.is_empty() => found,
        Some(found) if is_there(found) => found,
        _ => return vec![at],
    };
    match (first.trim_end_matches('?').ends_with("[]"), found) {
        (false, _) if rest.is_empty() => Vec::new(),
        (false, found) => missing(found, rest, &at),
        (true, Value::Array(items)) => {
            let of = |(number, item): (usize, &Value)| {
                let at = format!("{at}[{number}]");
                match rest {
                    "" if is_there(item) => Vec::new(),
                    "" => vec![at],
                    rest => missing(item, rest, &at),
                }
            };
            items.iter().enumerate().flat_map(of).collect()
        }
        (true, _) => vec![at],
    }
}

/// Whether something is said: not null, no text of blanks, no object of such.
fn is_there(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Object(members) => members.values().any(is_there),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lacking, check};
    use serde_json::{Value, json};

    fn lacks(needed: &str, answer: &Value) -> Option<String> {
        check(&[needed], answer).err().map(|Lacking(path)| path)
    }

    #[test]
    fn what_is_missing_null_empty_or_blank_is_told_by_its_place() {
        let path = "list[].user.id";
        assert_eq!(lacks(path, &json!({ "list": [] })), None);
        assert_eq!(lacks(path, &json!({ "list": [{ "user": { "id": "a" } }] })), None);
        for (list, told) in [
            (Value::Null, "list"),
            (json!({}), "list"),
            (json!([{ "user": { "id": "a" } }, null]), "list[1].user"),
            (json!([{ "user": { "id": null } }]), "list[0].user.id"),
            (json!([{ "user": { "id": " ", "type": "b" } }]), "list[0].user.id"),
        ] {
            assert_eq!(lacks(path, &json!({ "list": list })).as_deref(), Some(told));
        }
    }

    #[test]
    fn what_may_be_missing_is_asked_for_only_where_it_is_there() {
        let path = "a?.list[]";
        assert_eq!(lacks(path, &json!({})), None);
        assert_eq!(lacks(path, &json!({ "a": { "list": [] } })), None);
        assert_eq!(lacks(path, &json!({ "a": null })), None);
        for hollow in [json!({ "other": [] }), json!({}), json!({ "list": null })] {
            assert_eq!(lacks(path, &json!({ "a": hollow })).as_deref(), Some("a.list"));
        }
    }

    #[test]
    fn a_list_may_be_missing_and_a_map_in_it_may_be_empty() {
        let path = "list[]?.map{}";
        assert_eq!(lacks(path, &json!({})), None);
        assert_eq!(lacks(path, &json!({ "list": null })), None);
        assert_eq!(lacks(path, &json!({ "list": [{ "map": {} }, { "map": { "a": "b" } }] })), None);
        for (list, told) in [
            (json!({}), "list"),
            (json!([null]), "list[0].map"),
            (json!([{ "map": {} }, {}]), "list[1].map"),
            (json!([{ "map": null }]), "list[0].map"),
            (json!([{ "map": "" }]), "list[0].map"),
        ] {
            assert_eq!(lacks(path, &json!({ "list": list })).as_deref(), Some(told));
        }
    }

    #[test]
    fn a_list_of_texts_has_none_that_is_empty() {
        assert_eq!(lacks("list[]", &json!({ "list": ["a", ""] })).as_deref(), Some("list[1]"));
    }
}
