//! Managed Grafana: what the operations do beyond life cycles and permissions.

use serde_json::{Value, json};

use crate::support::{Bench, plain, with};

pub async fn described(bench: &Bench, id: &str) -> Value {
    bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await.is(200).body["workspace"].clone()
}

#[tokio::test]
async fn everything_given_at_creation_is_described() {
    let bench = Bench::empty().await;
    let given = json!({
        "workspaceDescription": "all of it", "grafanaVersion": "9.4", "ipAddressType": "DualStack",
        "workspaceDataSources": ["CLOUDWATCH"], "workspaceNotificationDestinations": ["SNS"],
        "workspaceOrganizationalUnits": ["ou-1"], "organizationRoleName": "role", "stackSetName": "stacks",
        "workspaceRoleArn": "arn:aws:iam::441122338890:role/grafana", "kmsKeyId": "alias/key", "tags": { "a": "b" },
        "vpcConfiguration": { "securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"] },
        "networkAccessControl": { "prefixListIds": [], "vpceIds": [] },
    });
    let answer = bench.grafana("CreateWorkspace", with(plain("a"), given.clone())).await.is(202);
    let workspace = described(&bench, &answer.text_at("/workspace/id")).await;
    for (name, value) in given.as_object().unwrap() {
        let name = name.replace("workspaceDataSources", "dataSources").replace("workspaceDescription", "description");
        let name = name.replace("workspaceNotificationDestinations", "notificationDestinations");
        let name = name.replace("workspaceOrganizationalUnits", "organizationalUnits");
        assert_eq!(workspace[&name], *value, "{name}");
    }
}

#[tokio::test]
async fn a_workspace_without_a_wish_gets_the_latest_version() {
    let bench = Bench::empty().await;
    let id = bench.creating("a").await;
    assert_eq!(described(&bench, &id).await["grafanaVersion"], "12.4");
}

#[tokio::test]
async fn rules_between_members_are_refused_by_name() {
    let bench = Bench::empty().await;
    for (more, field) in [
        (json!({ "accountAccessType": "ORGANIZATION" }), "workspaceOrganizationalUnits"),
        (json!({ "grafanaVersion": "7.5" }), "grafanaVersion"),
        (json!({ "configuration": "[]" }), "configuration"),
        (json!({ "tags": { "aws:cloudformation": "x" } }), "tags.aws:cloudformation"),
    ] {
        bench.grafana("CreateWorkspace", with(plain("a"), more)).await.refused_for(field);
    }
    let id = bench.workspace("a").await;
    let access = json!({ "prefixListIds": [], "vpceIds": [] });
    let both = json!({
        "workspaceId": id, "removeNetworkAccessConfiguration": true, "networkAccessControl": access,
    });
    bench.grafana("UpdateWorkspace", both).await.refused_for("removeNetworkAccessConfiguration");
}

#[tokio::test]
async fn a_configuration_is_asked_for_even_when_only_the_version_changes() {
    let bench = Bench::empty().await;
    let id = bench.grafana("CreateWorkspace", with(plain("a"), json!({ "grafanaVersion": "9.4" }))).await;
    let id = id.text_at("/workspace/id");
    bench.settle().await;
    let version = json!({ "workspaceId": id, "grafanaVersion": "10.4" });
    bench.grafana("UpdateWorkspaceConfiguration", version).await.refused_for("configuration");
    assert_eq!(bench.status(&id).await, "ACTIVE");
}

#[tokio::test]
async fn versions_go_up_and_never_down() {
    let bench = Bench::empty().await;
    let id = bench.grafana("CreateWorkspace", with(plain("a"), json!({ "grafanaVersion": "9.4" }))).await;
    let id = id.text_at("/workspace/id");
    bench.settle().await;
    let offered = bench.grafana("ListVersions", json!({ "workspaceId": id })).await;
    assert_eq!(offered.body["grafanaVersions"], json!(["10.4", "12.4"]));
    for version in ["8.4", "11.0"] {
        let input = json!({ "workspaceId": id, "configuration": "{}", "grafanaVersion": version });
        bench.grafana("UpdateWorkspaceConfiguration", input).await.refused_for("grafanaVersion");
    }
    let all = bench.grafana("ListVersions", json!({})).await;
    assert_eq!(all.body["grafanaVersions"], json!(["8.4", "9.4", "10.4", "12.4"]));
    bench.grafana("ListVersions", json!({ "workspaceId": "g-0000000000" })).await.is(404);
}

#[tokio::test]
async fn the_free_trial_is_over_and_enterprise_needs_a_token() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let trial = json!({ "workspaceId": id, "licenseType": "ENTERPRISE_FREE_TRIAL", "grafanaToken": "t" });
    bench.grafana("AssociateLicense", trial).await.refused_for("licenseType");
    let without = json!({ "workspaceId": id, "licenseType": "ENTERPRISE" });
    bench.grafana("AssociateLicense", without.clone()).await.refused_for("grafanaToken");
    bench.grafana("DisassociateLicense", without).await.refused_for("licenseType");
}

#[tokio::test]
async fn duplicates_on_a_workspace_are_conflicts() {
    let bench = Bench::empty().await;
    let one = json!({ "workspaceId": bench.workspace("a").await });
    let account = with(one.clone(), json!({ "name": "ci", "grafanaRole": "VIEWER" }));
    let id = bench.grafana("CreateWorkspaceServiceAccount", account.clone()).await.text_at("/id");
    let token = with(one.clone(), json!({ "serviceAccountId": id, "name": "t", "secondsToLive": 60 }));
    bench.grafana("CreateWorkspaceServiceAccountToken", token.clone()).await.is(200);
    let key = with(one, json!({ "keyName": "k", "keyRole": "VIEWER", "secondsToLive": 60 }));
    bench.grafana("CreateWorkspaceApiKey", key.clone()).await.is(200);
    for (operation, input, kind) in [
        ("CreateWorkspaceServiceAccount", account, "serviceAccount"),
        ("CreateWorkspaceServiceAccountToken", token, "serviceAccountToken"),
        ("CreateWorkspaceApiKey", key, "apiKey"),
    ] {
        let answer = bench.grafana(operation, input).await.failed(409, "ConflictException");
        assert_eq!(answer.text_at("/resourceType"), kind);
    }
}

#[tokio::test]
async fn deleting_a_service_account_deletes_its_tokens() {
    let bench = Bench::empty().await;
    let one = json!({ "workspaceId": bench.workspace("a").await });
    let account = with(one.clone(), json!({ "name": "ci", "grafanaRole": "VIEWER" }));
    let id = bench.grafana("CreateWorkspaceServiceAccount", account).await.text_at("/id");
    let at = with(one, json!({ "serviceAccountId": id }));
    let token = with(at.clone(), json!({ "name": "t", "secondsToLive": 2_592_000 }));
    bench.grafana("CreateWorkspaceServiceAccountToken", token).await.is(200);
    let listed = bench.grafana("ListWorkspaceServiceAccountTokens", at.clone()).await;
    let listed = &listed.list_at("/serviceAccountTokens")[0];
    assert_eq!(listed["expiresAt"].as_f64().unwrap() - listed["createdAt"].as_f64().unwrap(), 2_592_000.0);
    bench.grafana("DeleteWorkspaceServiceAccount", at.clone()).await.is(200);
    bench.grafana("ListWorkspaceServiceAccountTokens", at).await.failed(404, "ResourceNotFoundException");
}

#[tokio::test]
async fn old_grafana_has_no_service_accounts() {
    let bench = Bench::empty().await;
    let id = bench.grafana("CreateWorkspace", with(plain("a"), json!({ "grafanaVersion": "8.4" }))).await;
    let id = id.text_at("/workspace/id");
    bench.settle().await;
    let answer = bench.grafana("ListWorkspaceServiceAccounts", json!({ "workspaceId": id })).await;
    assert_eq!(answer.failed(400, "ValidationException").text_at("/reason"), "OTHER");
}

#[tokio::test]
async fn tags_merge_up_to_fifty() {
    let bench = Bench::empty().await;
    let arn = format!("arn:aws:grafana:eu-west-1:441122338890:/workspaces/{}", bench.workspace("a").await);
    let tags = |from: usize, to: usize| -> Value { (from..to).map(|n| (format!("k{n}"), json!("v"))).collect() };
    let tag = |tags: Value| json!({ "resourceArn": arn, "tags": tags });
    bench.grafana("TagResource", tag(tags(0, 49))).await.is(200);
    bench.grafana("TagResource", tag(tags(40, 50))).await.is(200);
    bench.grafana("TagResource", tag(tags(50, 51))).await.refused_for("tags");
    bench.grafana("TagResource", tag(json!({ "k1": "changed" }))).await.is(200);
    bench.grafana("UntagResource", json!({ "resourceArn": arn, "tagKeys": ["k0", "k2"] })).await.is(200);
    let held = bench.grafana("ListTagsForResource", json!({ "resourceArn": arn })).await;
    let held = held.body["tags"].as_object().unwrap().clone();
    assert_eq!((held.len(), &held["k1"]), (48, &json!("changed")));
    bench
        .grafana("ListTagsForResource", json!({ "resourceArn": "arn:aws:s3:::bucket" }))
        .await
        .refused_for("resourceArn");
}
