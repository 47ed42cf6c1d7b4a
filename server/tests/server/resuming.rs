//! What a server left in the middle is taken up later, when AWS or the configuration is not what it was.

use crate::audit::tamper;
use crate::clock::{MINUTE, Moved, started};
use crate::deliver::delivering;
use crate::deliver_others::{delivered_to, secret_of_others};
use crate::keys::{key_values, of_version_nine};
use crate::mint::account;
use crate::support::TestServer;
use crate::tokens::{minted, planned, tokens, values};
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

/// Makes every step of the newest plan one of which nothing is known, sent or not.
async fn forget(server: &TestServer, what: &'static str) {
    tamper(&server.data, what).await;
    let plan =
        "UPDATE plans SET state = 'interrupted' WHERE id = (SELECT id FROM plans ORDER BY created_at DESC LIMIT 1)";
    tamper(&server.data, plan).await;
}

async fn events(server: &TestServer, kind: &str) -> usize {
    let page = server.ask("audit/page", &json!({ "search": [["event", kind]] })).await;
    page["page"]["events"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_mint_that_is_taken_up_says_that_nobody_has_its_secret_unless_its_page_said_so() {
    for is_received in [false, true] {
        let server = TestServer::start().await;
        let (key, account) = account(&server).await;
        minted(&server, &key, &account, "ci").await;
        let old = tokens(&server, &key, &account).await.remove(0);
        let mut form = values(&key, &account, "ci");
        form["replaces"] = old["id"].clone();
        let plan = planned(&server, "mint-token", &form).await;
        server.ask("mint/reveal", &server.decision(&plan, "").await).await;
        if is_received {
            server.ask("mint/received", &json!({ "id": plan })).await;
        }
        forget(&server, "UPDATE steps SET outcome = NULL").await;
        let view = resume(&server, &plan).await;
        assert_eq!(view["steps"][0]["outcome"]["word"], "unknown", "{view}");
        assert_eq!(events(&server, "undelivered").await, usize::from(!is_received));
        assert_eq!(view["replaced"].as_array().is_some_and(|all| !all.is_empty()), is_received, "{view}");
    }
}

#[tokio::test]
async fn a_key_of_a_plan_that_is_taken_up_late_is_not_revoked_by_its_name_though_its_call_was_never_sent() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = revocation_left_in_the_middle(&server).await;
    let sent = server.calls_of("DeleteWorkspaceApiKey").await;
    // Another step of the plan was sent then.
    let other = "INSERT INTO steps (plan, number, operation, repeatable, intended_at, outcome) \
                 SELECT plan, 9, operation, 1, intended_at, '{\"word\":\"applied\",\"message\":\"\",\"at\":1}' FROM steps \
                 WHERE plan = (SELECT id FROM plans ORDER BY created_at DESC LIMIT 1)";
    tamper(&server.data, other).await;
    tamper(&server.data, "UPDATE steps SET intended_at = NULL WHERE outcome IS NULL").await;
    clock.set(31 * MINUTE);
    let view = resume(&server, &plan).await;
    assert_eq!(view["steps"][0]["outcome"]["word"], "refused", "{view}");
    assert_eq!(server.calls_of("DeleteWorkspaceApiKey").await, sent);
}

#[tokio::test]
async fn a_delivery_is_not_repeated_to_a_secret_that_is_somebody_elses_by_now() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, "belvedere/ci", None).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", "belvedere/ci")).await;
    let other = json!({
        "Name": "belvedere/ci", "ARN": "arn:aws:secretsmanager:eu-west-1:441122338890:secret:belvedere/ci-a1B2c3",
        "VersionIdsToStages": {}, "Tags": [{ "Key": "belvedere:token", "Value": "another" }]
    });
    for fault in [
        json!({ "operation": "PutSecretValue", "kind": "cut_before", "times": 1 }),
        // The look before the mint is let pass.
        json!({ "operation": "DescribeSecret", "kind": "answer", "skip": 1, "times": 1, "body": other }),
    ] {
        server.emulator(Method::POST, "faults", &fault).await;
    }
    let view = server.apply(&plan, "belvedere/ci").await;
    let outcome = &view["steps"][1]["outcome"];
    assert_eq!(outcome["word"], "unknown", "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("It was not sent again"), "{outcome}");
    assert_eq!(server.calls_of("PutSecretValue").await, 1);
}

#[tokio::test]
async fn an_account_that_somebody_else_made_under_the_same_name_is_not_taken_for_the_plans() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let values = json!({ "workspace": key, "name": "deployer", "grafana_role": "VIEWER" });
    let plan = planned(&server, "create-service-account", &values).await;
    let others = json!({ "workspaceId": key["id"], "serviceAccounts": [
        { "id": "7", "name": "deployer", "grafanaRole": "ADMIN", "isDisabled": "false" }
    ] });
    for fault in [
        json!({ "operation": "CreateWorkspaceServiceAccount", "kind": "cut_before", "times": 1 }),
        json!({ "operation": "ListWorkspaceServiceAccounts", "kind": "answer", "skip": 1, "times": 1, "body": others }),
    ] {
        server.emulator(Method::POST, "faults", &fault).await;
    }
    let view = server.apply(&plan, "").await;
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!(outcome["word"], "unknown", "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("somebody else made it"), "{outcome}");
}

#[tokio::test]
async fn roles_that_aws_lists_late_are_not_told_to_have_failed() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = crate::grants::plan(&server, &crate::grants_midway::viewers(&key, 1)).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    forget(&server, "UPDATE steps SET outcome = NULL").await;
    for fault in [
        json!({ "operation": "ListPermissions", "kind": "answer", "body": { "permissions": [] } }),
        json!({ "operation": "UpdatePermissions", "kind": "denied", "times": 1 }),
    ] {
        server.emulator(Method::POST, "faults", &fault).await;
    }
    let view = resume(&server, &plan).await;
    assert_eq!(view["state"], "unknown", "{view}");
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

#[tokio::test]
async fn an_api_key_that_was_never_asked_for_leaves_the_ledger_with_its_plan() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "exporter")).await;
    // A server ended between the ledger and the intent.
    let ledger = "INSERT INTO api_keys (workspace, name, grafana_role, created_at, expires_at, created_by, plan, certain) \
                  SELECT json_extract(targets, '$[0].name'), json_extract(change, '$[0].name'), 'VIEWER', created_at, \
                  created_at + 3600000, principal, id, 0 FROM plans ORDER BY created_at DESC LIMIT 1";
    tamper(&server.data, ledger).await;
    forget(&server, "UPDATE steps SET outcome = NULL WHERE FALSE").await;
    assert!(crate::tokens::row(&server, "exporter").await["unsure"] == true);
    server.ask("changes/resume", &json!({ "id": plan, "send": false, "secret": "" })).await;
    server.over(&plan).await;
    let page = server.ask("tokens/page", &json!({ "search": [["kind", "key"]] })).await;
    assert_eq!((&page["page"]["matches"], server.calls_of("CreateWorkspaceApiKey").await), (&json!(0), 0));
}

#[tokio::test]
async fn a_plan_that_is_carried_out_and_cannot_be_read_is_not_said_to_have_sent_nothing() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let decision = server.decision(&plan, "").await;
    let spoilt = "CREATE TRIGGER spoilt AFTER UPDATE OF state ON plans WHEN NEW.state = 'applying' \
                  BEGIN UPDATE plans SET view = '{' WHERE id = NEW.id; END";
    tamper(&server.data, spoilt).await;
    let (status, answer) = server.call("changes/apply", &decision).await;
    assert_eq!(status, http::StatusCode::SERVICE_UNAVAILABLE, "{answer}");
    assert!(answer["message"].as_str().unwrap().starts_with("It is being carried out"), "{answer}");
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
