//! Passing states are seen, end in the right one, and refuse what they must.

use std::time::Duration;

use emulator::{Seed, Settings};
use serde_json::json;

use crate::support::{Bench, eventually, plain, settings, with};

#[tokio::test]
async fn a_workspace_is_created_changed_and_deleted_through_the_real_states() {
    let bench = Bench::empty().await;
    let id = bench.creating("orders").await;
    assert_eq!(bench.passes(&id).await, ["CREATING", "ACTIVE"]);

    bench.grafana("UpdateWorkspace", json!({ "workspaceId": id, "workspaceDescription": "new" })).await.is(202);
    assert_eq!(bench.passes(&id).await, ["UPDATING", "ACTIVE"]);
    let described = bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await;
    assert_eq!(described.text_at("/workspace/description"), "new");

    bench.grafana("DeleteWorkspace", json!({ "workspaceId": id })).await.is(202);
    assert_eq!(bench.passes(&id).await, ["DELETING", "gone"]);
}

#[tokio::test]
async fn a_version_update_raises_the_version_when_it_is_over() {
    let bench = Bench::empty().await;
    let id = bench.grafana("CreateWorkspace", with(plain("a"), json!({ "grafanaVersion": "9.4" }))).await;
    let id = id.text_at("/workspace/id");
    bench.settle().await;
    let input = json!({ "workspaceId": id, "configuration": "{}", "grafanaVersion": "10.4" });
    bench.grafana("UpdateWorkspaceConfiguration", input).await.is(202);
    let during = bench.grafana("DescribeWorkspaceConfiguration", json!({ "workspaceId": id })).await;
    assert_eq!(during.text_at("/grafanaVersion"), "9.4");
    assert_eq!(bench.passes(&id).await, ["VERSION_UPDATING", "ACTIVE"]);
    let after = bench.grafana("DescribeWorkspaceConfiguration", json!({ "workspaceId": id })).await;
    assert_eq!((after.text_at("/grafanaVersion"), after.text_at("/configuration")), ("10.4".into(), "{}".into()));
}

#[tokio::test]
async fn a_licence_is_associated_and_removed() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let licence = json!({ "workspaceId": id, "licenseType": "ENTERPRISE", "grafanaToken": "t" });
    bench.grafana("AssociateLicense", licence.clone()).await.is(202);
    assert_eq!(bench.passes(&id).await, ["UPGRADING", "ACTIVE"]);
    let described = bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await;
    assert_eq!(described.text_at("/workspace/licenseType"), "ENTERPRISE");
    assert!(
        described.body["workspace"]["licenseExpiration"].as_f64() > described.body["workspace"]["created"].as_f64()
    );

    bench.grafana("DisassociateLicense", licence).await.is(202);
    bench.settle().await;
    let described = bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await;
    assert_eq!(described.body["workspace"].get("licenseType"), None);
}

#[tokio::test]
async fn changes_in_a_passing_state_are_refused_as_the_operation_declares() {
    let bench = Bench::empty().await;
    let id = bench.creating("slowly").await;
    let one = json!({ "workspaceId": id });
    for (operation, more) in [
        ("DeleteWorkspace", json!({})),
        ("UpdateWorkspace", json!({})),
        ("UpdateWorkspaceConfiguration", json!({ "configuration": "{}" })),
        ("UpdateWorkspaceAuthentication", json!({ "authenticationProviders": ["AWS_SSO"] })),
        ("CreateWorkspaceServiceAccount", json!({ "name": "a", "grafanaRole": "ADMIN" })),
        ("CreateWorkspaceApiKey", json!({ "keyName": "a", "keyRole": "ADMIN", "secondsToLive": 1 })),
        ("ListWorkspaceServiceAccounts", json!({})),
    ] {
        let answer = bench.grafana(operation, with(one.clone(), more)).await.failed(409, "ConflictException");
        assert_eq!((answer.text_at("/resourceId"), answer.text_at("/resourceType")), (id.clone(), "workspace".into()));
    }
    for (operation, more) in [
        ("AssociateLicense", json!({ "licenseType": "ENTERPRISE", "grafanaToken": "t" })),
        ("DisassociateLicense", json!({ "licenseType": "ENTERPRISE" })),
        ("UpdatePermissions", json!({ "updateInstructionBatch": [] })),
    ] {
        let answer = bench.grafana(operation, with(one.clone(), more)).await.failed(400, "ValidationException");
        assert_eq!(answer.text_at("/reason"), "OTHER");
    }
    bench.grafana("DescribeWorkspaceAuthentication", one).await.is(200);
}

#[tokio::test]
async fn each_failed_end_is_reached_by_its_name() {
    let bench = Bench::empty().await;
    for (name, end) in [("fails-a", "CREATION_FAILED"), ("breaks-a", "FAILED"), ("degrades-a", "DEGRADED")] {
        let id = bench.creating(name).await;
        assert_eq!(bench.passes(&id).await, ["CREATING", end]);
        bench.grafana("DeleteWorkspace", json!({ "workspaceId": id })).await.is(202);
        assert_eq!(bench.passes(&id).await[1], "gone");
    }
    let one = |id: &str| json!({ "workspaceId": id });
    let version = json!({ "configuration": "{}", "grafanaVersion": "12.4" });
    let licence = json!({ "licenseType": "ENTERPRISE", "grafanaToken": "t" });
    for (name, operation, more, end) in [
        ("delete-fails-a", "DeleteWorkspace", json!({}), "DELETION_FAILED"),
        ("update-fails-a", "UpdateWorkspace", json!({ "workspaceDescription": "x" }), "UPDATE_FAILED"),
        ("upgrade-fails-a", "UpdateWorkspaceConfiguration", version, "VERSION_UPDATE_FAILED"),
        ("upgrade-fails-b", "AssociateLicense", licence.clone(), "UPGRADE_FAILED"),
    ] {
        let id = bench.grafana("CreateWorkspace", with(plain(name), json!({ "grafanaVersion": "10.4" }))).await;
        let id = id.text_at("/workspace/id");
        bench.settle().await;
        bench.grafana(operation, with(one(&id), more)).await.is(202);
        assert_eq!(bench.passes(&id).await[1], end);
        let described = bench.grafana("DescribeWorkspace", one(&id)).await;
        assert_eq!(described.body["workspace"].get("description"), None, "{end} leaves things as they were");
        assert_eq!(described.text_at("/workspace/grafanaVersion"), "10.4");
    }
    let id = bench.workspace("license-fails-a").await;
    bench.grafana("AssociateLicense", with(one(&id), licence)).await.is(202);
    bench.settle().await;
    bench.grafana("DisassociateLicense", with(one(&id), json!({ "licenseType": "ENTERPRISE" }))).await.is(202);
    assert_eq!(bench.passes(&id).await[1], "LICENSE_REMOVAL_FAILED");
}

#[tokio::test]
async fn a_failed_workspace_can_only_be_deleted() {
    let bench = Bench::empty().await;
    let id = bench.creating("breaks-a").await;
    assert_eq!(bench.passes(&id).await[1], "FAILED");
    bench.grafana("UpdateWorkspace", json!({ "workspaceId": id })).await.failed(409, "ConflictException");
    bench.grafana("DeleteWorkspace", json!({ "workspaceId": id })).await.is(202);
}

#[tokio::test]
async fn a_prometheus_workspace_goes_through_its_states() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "alias": "a" })).await;
    assert_eq!(made.text_at("/status/statusCode"), "CREATING");
    let one = json!({ "workspaceId": made.text_at("/workspaceId") });
    bench.call("prometheus", "DeleteWorkspace", one.clone()).await.failed(409, "ConflictException");
    bench.settle().await;
    assert_eq!(prometheus_status(&bench, &one).await, "ACTIVE");
    bench.call("prometheus", "UpdateWorkspaceAlias", with(one.clone(), json!({ "alias": "b" }))).await.is(204);
    assert_eq!(prometheus_status(&bench, &one).await, "UPDATING");
    bench.settle().await;
    assert_eq!(prometheus_status(&bench, &one).await, "ACTIVE");
    bench.call("prometheus", "DeleteWorkspace", one.clone()).await.is(202);
    assert_eq!(prometheus_status(&bench, &one).await, "DELETING");
    bench.settle().await;
    assert_eq!(prometheus_status(&bench, &one).await, "gone");
}

#[tokio::test]
async fn a_prometheus_workspace_can_end_in_creation_failed() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "alias": "fails-a" })).await;
    let one = json!({ "workspaceId": made.text_at("/workspaceId") });
    bench.settle().await;
    assert_eq!(prometheus_status(&bench, &one).await, "CREATION_FAILED");
    bench.call("prometheus", "DeleteWorkspace", one).await.is(202);
}

async fn prometheus_status(bench: &Bench, one: &serde_json::Value) -> String {
    let answer = bench.call("prometheus", "DescribeWorkspace", one.clone()).await;
    if answer.status == 404 { "gone".into() } else { answer.text_at("/workspace/status/statusCode") }
}

#[tokio::test]
async fn a_passing_state_ends_by_itself() {
    let bench = Bench::with(Settings { life_cycle: Duration::from_millis(20), ..settings(Seed::Empty) }).await;
    let id = bench.creating("a").await;
    eventually(async || bench.status(&id).await == "ACTIVE").await;
}
