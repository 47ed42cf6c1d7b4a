//! UpdateWorkspace, and what all changes of a workspace have in common.

use serde_json::{Value, json};

use crate::grafana::described;
use crate::support::{Bench, plain, with};

#[tokio::test]
async fn an_update_keeps_what_it_leaves_out_and_clears_what_it_is_told_to() {
    let bench = Bench::empty().await;
    let access = json!({ "prefixListIds": [], "vpceIds": ["vpce-1"] });
    let input = with(plain("a"), json!({ "networkAccessControl": access, "workspaceDescription": "kept" }));
    let id = bench.grafana("CreateWorkspace", input).await.text_at("/workspace/id");
    bench.settle().await;
    let clear = json!({ "workspaceId": id, "removeNetworkAccessConfiguration": true, "workspaceName": "b" });
    bench.grafana("UpdateWorkspace", clear).await.is(202);
    bench.settle().await;
    let workspace = described(&bench, &id).await;
    assert_eq!((&workspace["name"], &workspace["description"]), (&json!("b"), &json!("kept")));
    assert_eq!(workspace.get("networkAccessControl"), None);
}

#[tokio::test]
async fn access_to_an_organization_needs_units_that_are_sent_or_were_there() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let change = |more: Value| with(json!({ "workspaceId": id, "accountAccessType": "ORGANIZATION" }), more);
    bench.grafana("UpdateWorkspace", change(json!({}))).await.refused_for("workspaceOrganizationalUnits");
    let units = json!({ "workspaceOrganizationalUnits": ["ou-1"] });
    bench.grafana("UpdateWorkspace", change(units)).await.is(202);
    bench.settle().await;
    bench.grafana("UpdateWorkspace", change(json!({}))).await.is(202);
    bench.settle().await;
    let none = json!({ "workspaceOrganizationalUnits": [] });
    bench.grafana("UpdateWorkspace", change(none)).await.refused_for("workspaceOrganizationalUnits");
}

#[tokio::test]
async fn lists_sent_empty_are_empty_and_a_flag_with_its_value_changes_nothing() {
    let bench = Bench::empty().await;
    let vpc = json!({ "securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"] });
    let given = json!({ "workspaceNotificationDestinations": ["SNS"], "vpcConfiguration": vpc });
    let id = bench.grafana("CreateWorkspace", with(plain("a"), given)).await.text_at("/workspace/id");
    bench.settle().await;
    let both = json!({ "workspaceId": id, "removeVpcConfiguration": true, "vpcConfiguration": vpc });
    bench.grafana("UpdateWorkspace", both).await.refused_for("removeVpcConfiguration");
    assert_eq!(described(&bench, &id).await["vpcConfiguration"], vpc);
    let access = json!({ "prefixListIds": [], "vpceIds": [] });
    let change = json!({
        "workspaceId": id, "removeVpcConfiguration": true, "workspaceNotificationDestinations": [],
        "networkAccessControl": access, "removeNetworkAccessConfiguration": false,
    });
    bench.grafana("UpdateWorkspace", change).await.is(202);
    bench.settle().await;
    let workspace = described(&bench, &id).await;
    assert_eq!(workspace.get("vpcConfiguration"), None);
    assert_eq!((&workspace["notificationDestinations"], &workspace["networkAccessControl"]), (&json!([]), &access));
}

#[tokio::test]
async fn modified_rises_with_every_change_that_works_and_with_no_other() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let one = json!({ "workspaceId": id });
    let modified = async || described(&bench, &id).await["modified"].as_f64().unwrap();
    let mut before = modified().await;
    let licence = json!({ "licenseType": "ENTERPRISE", "grafanaToken": "t" });
    for (operation, more) in [
        ("UpdateWorkspace", json!({ "workspaceDescription": "new" })),
        ("UpdateWorkspaceAuthentication", json!({ "authenticationProviders": [] })),
        ("UpdateWorkspaceConfiguration", json!({ "configuration": "{}" })),
        ("AssociateLicense", licence.clone()),
        ("DisassociateLicense", licence),
    ] {
        let answer = bench.grafana(operation, with(one.clone(), more)).await;
        assert!(answer.status < 300, "{operation}: {}", answer.text);
        bench.settle().await;
        let after = modified().await;
        assert!(after > before, "{operation}");
        before = after;
    }
    bench.grafana("UpdateWorkspaceConfiguration", with(one, json!({ "configuration": "[]" }))).await.is(400);
    assert_eq!(modified().await, before);
}

#[tokio::test]
async fn a_degraded_workspace_is_degraded_after_a_change_as_well() {
    let bench = Bench::empty().await;
    let id = bench.workspace("degrades-a").await;
    bench.grafana("UpdateWorkspace", json!({ "workspaceId": id, "workspaceDescription": "new" })).await.is(202);
    assert_eq!(bench.passes(&id).await, ["UPDATING", "DEGRADED"]);
    assert_eq!(described(&bench, &id).await["description"], "new");
}

#[tokio::test]
async fn the_way_back_to_service_managed_is_closed() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let change = |to: &str| json!({ "workspaceId": id, "permissionType": to });
    bench.grafana("UpdateWorkspace", change("CUSTOMER_MANAGED")).await.is(202);
    bench.settle().await;
    bench.grafana("UpdateWorkspace", change("SERVICE_MANAGED")).await.refused_for("permissionType");
}
