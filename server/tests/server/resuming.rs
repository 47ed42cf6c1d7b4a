//! What a server left in the middle is taken up later, when AWS or the configuration is not what it was.

use crate::audit::tamper;
use crate::clock::{MINUTE, Moved, started};
use crate::deliver::delivering;
use crate::deliver_others::{delivered_to, secret_of_others};
use crate::keys::{key_values, of_version_nine};
use crate::mint::account;
use crate::support::TestServer;
use crate::tokens::planned;
use http::Method;
use serde_json::{Value, json};

/// Makes the last step of an applied plan one that was sent and never answered.
async fn forget_last_step(server: &TestServer) {
    let last = "UPDATE steps SET outcome = NULL WHERE number = (SELECT max(number) FROM steps s WHERE s.plan = steps.plan) \
                AND plan = (SELECT id FROM plans ORDER BY created_at DESC LIMIT 1)";
    tamper(&server.data, last).await;
    let plan =
        "UPDATE plans SET state = 'interrupted' WHERE id = (SELECT id FROM plans ORDER BY created_at DESC LIMIT 1)";
    tamper(&server.data, plan).await;
}

async fn resume(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
    server.over(plan).await
}

#[tokio::test]
async fn a_creation_that_aws_lists_late_is_not_told_to_have_failed() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let values = json!({ "workspace": key, "name": "deployer", "grafana_role": "EDITOR" });
    let plan = planned(&server, "create-service-account", &values).await;
    let path = format!("/workspaces/{}/serviceaccounts", key["id"].as_str().unwrap());
    let none = json!({ "serviceAccounts": [], "workspaceId": key["id"] });
    for fault in [
        json!({ "operation": "CreateWorkspaceServiceAccount", "kind": "cut_after", "times": 1 }),
        // The look before it is sent is let pass.
        json!({ "operation": "ListWorkspaceServiceAccounts", "kind": "answer", "skip": 1, "times": 1, "body": none }),
    ] {
        server.emulator(Method::POST, "faults", &fault).await;
    }
    let view = server.apply(&plan, "").await;
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!((&view["state"], &outcome["word"]), (&json!("unknown"), &json!("unknown")), "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("It was sent once more"), "{outcome}");
    let (_, accounts) = server.aws("grafana", Method::GET, &path, &json!({})).await;
    assert_eq!(accounts["serviceAccounts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_tag_left_in_the_middle_is_not_sent_where_the_configuration_allows_it_no_more() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, "belvedere/ci", None).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", "belvedere/ci")).await;
    let denied = json!({ "operation": "TagResource", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    assert_eq!(server.apply(&plan, "belvedere/ci").await["state"], "failed");
    forget_last_step(&server).await;
    // The emulator begins anew, too: nothing that it is asked from here on is of the first server's.
    let server = server.restart(|_| ()).await;
    let view = resume(&server, &plan).await;
    let outcome = &view["steps"][2]["outcome"];
    assert_eq!(outcome["word"], "unknown", "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("It was not sent again"), "{outcome}");
    assert_eq!((server.calls_of("DescribeSecret").await, server.calls_of("TagResource").await), (0, 0));
}

/// The revocation of a key that was sent and never answered.
async fn revocation_left_in_the_middle(server: &TestServer) -> String {
    let key = of_version_nine(server).await;
    let mint = planned(server, "mint-key", &key_values(&key, "exporter")).await;
    server.ask("mint/reveal", &server.decision(&mint, "").await).await;
    let name = crate::tokens::row(server, "exporter").await["name"].as_str().unwrap().to_owned();
    let plan = planned(server, "revoke", &json!({ "keys": [{ "workspace": key, "name": name }] })).await;
    let denied = json!({ "operation": "DeleteWorkspaceApiKey", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    assert_eq!(server.apply(&plan, &name).await["state"], "failed");
    forget_last_step(server).await;
    plan
}

#[tokio::test]
async fn a_key_is_revoked_by_its_name_on_a_resumption_while_the_name_still_means_it() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = revocation_left_in_the_middle(&server).await;
    clock.set(2 * MINUTE);
    assert_eq!(resume(&server, &plan).await["steps"][0]["outcome"]["word"], "verified");
}

#[tokio::test]
async fn a_key_is_not_revoked_by_a_name_that_may_be_another_keys_by_now() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = revocation_left_in_the_middle(&server).await;
    let sent = server.calls_of("DeleteWorkspaceApiKey").await;
    clock.set(6 * MINUTE);
    let view = resume(&server, &plan).await;
    assert_eq!(view["steps"][0]["outcome"]["word"], "unknown", "{view}");
    assert_eq!(server.calls_of("DeleteWorkspaceApiKey").await, sent);
}
