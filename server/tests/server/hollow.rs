//! Answers of AWS that say yes and leave out what was asked for: an error where it is shown, rows that were read before
//! stay, and nothing is planned from them.

use crate::edit::open;
use crate::grants::{beside, id};
use crate::mint::account;
use crate::support::{TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// From now on an operation answers so, whoever asks.
async fn answer(server: &TestServer, operation: &str, more: Value) {
    let mut order = json!({ "kind": "answer", "operation": operation });
    order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.emulator(Method::POST, "faults", &order).await;
}

async fn domain(server: &TestServer, name: &str) {
    let (status, answer) =
        server.aws("codeartifact", Method::POST, &format!("/v1/domain?domain={name}"), &json!({})).await;
    assert!(status.is_success(), "{answer}");
}

async fn behave(server: &TestServer) {
    server.emulator(Method::DELETE, "faults", &Value::Null).await;
}

async fn index(server: &TestServer, kind: &str) -> Value {
    server.ask("fleet/index", &json!({ "kind": kind })).await
}

/// The error of the one scope there is, once there is one; its rows are still shown.
async fn error_with_rows(server: &TestServer, kind: &str, rows: usize) -> String {
    let index = eventually("the scope has an error", async || {
        let index = index(server, kind).await;
        (!index["scopes"][0]["error"].is_null()).then_some(index)
    })
    .await;
    assert_eq!(index["rows"].as_array().unwrap().len(), rows, "{index}");
    assert_eq!(index["scopes"][0]["error"]["code"], "upstream", "{index}");
    index["scopes"][0]["error"]["message"].as_str().unwrap().to_owned()
}

async fn no_error(server: &TestServer, kind: &str) {
    eventually("the scope is read again", async || {
        index(server, kind).await["scopes"][0]["error"].is_null().then_some(())
    })
    .await;
}

/// A call that has to be refused because of what AWS answered.
async fn refused(server: &TestServer, path: &str, body: &Value, why: &str) {
    let (status, answer) = server.call(path, body).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY, "{path}: {answer}");
    assert!(answer["message"].as_str().unwrap().contains(why), "{path}: {answer}");
}

#[tokio::test]
async fn a_hollow_list_of_workspaces_is_an_error_of_its_scope_and_the_rows_stay() {
    let server = TestServer::start().await;
    server.workspace("payments-prod").await;
    for body in [
        json!(""),
        json!({}),
        json!({ "message": "Limit Exceeded" }),
        json!({ "workspaces": null }),
        json!({ "workspaces": [{ "status": "ACTIVE" }] }),
        json!({ "workspaces": [{ "id": "g-0123456789" }] }),
    ] {
        answer(&server, "ListWorkspaces", json!({ "service": "grafana", "body": body })).await;
        let message = error_with_rows(&server, "grafana", 1).await;
        assert!(message.contains("grafana:ListWorkspaces") && message.contains("workspaces"), "{message}");
        let (status, page) = server.page("/grafana").await;
        assert!(status == StatusCode::OK && page.contains("payments-prod"), "{body}");
        behave(&server).await;
        no_error(&server, "grafana").await;
    }
}

#[tokio::test]
async fn a_hollow_list_of_prometheus_workspaces_and_of_domains_is_an_error_of_its_scope_too() {
    let server = TestServer::start().await;
    server.aws("aps", Method::POST, "/workspaces", &json!({ "alias": "metrics" })).await;
    domain(&server, "packages").await;
    eventually("both are listed", async || {
        let count = async |kind| index(&server, kind).await["rows"].as_array().unwrap().len();
        (count("prometheus").await == 1 && count("codeartifact").await == 1).then_some(())
    })
    .await;
    answer(&server, "ListWorkspaces", json!({ "service": "aps", "body": { "workspaces": null } })).await;
    assert!(error_with_rows(&server, "prometheus", 1).await.contains("aps:ListWorkspaces"));
    server.emulator(Method::POST, "switches", &json!({ "optional_lists": false })).await;
    assert!(error_with_rows(&server, "codeartifact", 1).await.contains("codeartifact:ListDomains"));
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_an_error_of_its_scope_and_the_rows_stay() {
    let server = TestServer::start().await;
    server.workspace("payments-prod").await;
    let large = json!({ "service": "grafana", "body": { "workspaces": [] }, "pad": 9 << 20 });
    answer(&server, "ListWorkspaces", large).await;
    assert!(error_with_rows(&server, "grafana", 1).await.contains("8 MiB"));
}

#[tokio::test]
async fn a_workspace_whose_sign_in_is_not_told_is_not_shown_as_one_nobody_signs_in_to() {
    let server = TestServer::start().await;
    let one = json!({ "id": "g-0123456789", "status": "ACTIVE", "name": "bare" });
    answer(&server, "ListWorkspaces", json!({ "service": "grafana", "body": { "workspaces": [one] } })).await;
    let row = eventually("it is listed", async || {
        let mut index = index(&server, "grafana").await;
        (index["rows"][0]["name"] == "bare").then(|| index["rows"][0].take())
    })
    .await;
    assert!(row["sign_in"].is_null() && row["version"].is_null() && row["created_at"].is_null(), "{row}");
}

#[tokio::test]
async fn nobody_loses_a_role_because_the_holders_of_another_workspace_were_not_told() {
    let server = TestServer::start().await;
    let (source, target) = (server.workspace("source").await, server.workspace("target").await);
    beside(&server, &source, &[("ADD", "ADMIN", &id(1))]).await;
    beside(&server, &target, &[("ADD", "ADMIN", &id(1)), ("ADD", "VIEWER", &id(2))]).await;
    for body in [
        json!(""),
        json!({}),
        json!({ "message": "Limit Exceeded" }),
        json!({ "permissions": null }),
        json!({ "permissions": [{ "role": "ADMIN" }] }),
        json!({ "permissions": [{ "role": "ADMIN", "user": { "id": "", "type": "SSO_USER" } }] }),
    ] {
        answer(&server, "ListPermissions", json!({ "target": source["id"], "body": body })).await;
        for exactly in [true, false] {
            let ask = json!({ "source": source, "targets": [target], "exactly": exactly });
            refused(&server, "form/like-workspace", &ask, "grafana:ListPermissions").await;
        }
        behave(&server).await;
    }
}

#[tokio::test]
async fn no_role_is_planned_in_a_workspace_whose_own_holders_are_not_told() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    answer(&server, "ListPermissions", json!({ "body": {} })).await;
    let wish = json!({ "workspace": key, "holder": { "kind": "user", "id": id(1) }, "role": null });
    let batch = json!({ "form": server.form().await, "batch": { "wishes": [wish] } });
    refused(&server, "plan/grants", &batch, "permissions").await;
}

#[tokio::test]
async fn what_is_edited_as_a_whole_is_not_edited_when_it_was_not_told() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    domain(&server, "packages").await;
    let scope = &key["scope"];
    let packages = json!({ "kind": "codeartifact", "scope": scope, "id": "packages" });
    let saml = json!({ "status": "CONFIGURED", "configuration": { "roleValues": {} } });
    for (facet, key, operation, body, why) in [
        ("configuration", &key, "DescribeWorkspaceConfiguration", json!({}), "configuration"),
        ("configuration", &key, "DescribeWorkspaceConfiguration", json!({ "configuration": "" }), "configuration"),
        ("sign-in", &key, "DescribeWorkspaceAuthentication", json!({}), "authentication"),
        ("sign-in", &key, "DescribeWorkspaceAuthentication", json!({ "authentication": {} }), "authentication"),
        (
            "sign-in",
            &key,
            "DescribeWorkspaceAuthentication",
            json!({ "authentication": { "providers": ["SAML"], "saml": saml } }),
            "metadata",
        ),
        ("policy", &packages, "GetDomainPermissionsPolicy", json!({}), "policy"),
        (
            "policy",
            &packages,
            "GetDomainPermissionsPolicy",
            json!({ "policy": { "revision": "1" } }),
            "policy.document",
        ),
    ] {
        let opening = json!({ "key": key, "opening": { "form": null, "from": null } });
        let opened = open(&server, facet, key).await;
        answer(&server, operation, json!({ "body": body })).await;
        refused(&server, &format!("form/edit-{facet}"), &opening, why).await;
        let edit = json!({ "key": key, "base": opened["base"], "values": opened["values"], "merge": true });
        let plan = json!({ "form": opened["id"], "edit": edit });
        refused(&server, &format!("plan/edit-{facet}"), &plan, why).await;
        behave(&server).await;
    }
}

#[tokio::test]
async fn a_domain_whose_repositories_are_not_counted_is_deleted_only_when_there_are_none() {
    let server = TestServer::start().await;
    domain(&server, "packages").await;
    eventually("it is listed", async || {
        (index(&server, "codeartifact").await["rows"][0]["name"] == "packages").then_some(())
    })
    .await;
    answer(&server, "DescribeDomain", json!({ "body": { "domain": { "name": "packages" } } })).await;
    let found = json!({ "body": { "repositories": [{ "name": "npm" }] } });
    answer(&server, "ListRepositoriesInDomain", found).await;
    let scope = index(&server, "codeartifact").await["rows"][0]["key"]["scope"].take();
    let key = json!({ "kind": "codeartifact", "scope": scope, "id": "packages" });
    let body = json!({ "form": server.form().await, "key": key });
    let (status, answer) = server.call("plan/delete-resource", &body).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("1 repository"), "{answer}");
}

#[tokio::test]
async fn who_deletes_a_workspace_is_told_that_what_goes_with_it_is_not_known() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    answer(&server, "ListWorkspaceServiceAccounts", json!({ "body": {} })).await;
    answer(&server, "ListPermissions", json!({ "body": {} })).await;
    let plan = server.ask("plan/delete-resource", &json!({ "form": server.form().await, "key": key })).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await.to_string();
    assert!(view.contains("which they are could not be read"), "{view}");
    assert!(view.contains("Who holds a role in it could not be read"), "{view}");
}

#[tokio::test]
async fn a_mint_that_answers_without_its_secret_says_that_the_token_exists() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let values = json!({ "workspace": key, "account": account, "name": "ci", "seconds_to_live": 3600 });
    let plan = server.ask("plan/mint-token", &json!({ "form": server.form().await, "values": values })).await;
    let order = json!({
        "kind": "answer_after", "operation": "CreateWorkspaceServiceAccountToken", "times": 1,
        "body": { "serviceAccountToken": { "id": "1", "name": "ci" } },
    });
    server.emulator(Method::POST, "faults", &order).await;
    let (status, answer) = server.call("mint/reveal", &server.decision(plan.as_str().unwrap(), "").await).await;
    assert_ne!(status, StatusCode::OK, "{answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("serviceAccountToken.key") && message.contains("exists now"), "{message}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn a_workspace_whose_making_answers_without_an_id_is_made_once() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let order = json!({ "kind": "answer_after", "operation": "CreateWorkspace", "times": 1, "body": {} });
    server.emulator(Method::POST, "faults", &order).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    let id = eventually("it is listed", async || {
        let mut rows = index(&server, "grafana").await["rows"].take();
        (rows.as_array().unwrap().len() == 1).then(|| rows[0]["key"]["id"].take())
    })
    .await;
    let path = view["result_path"].as_str().unwrap();
    assert_eq!(path.rsplit('/').next(), id.as_str(), "the plan leads to it: {view}");
}

/// A workspace whose sign-in by SAML is configured.
async fn with_saml(server: &TestServer, name: &str) -> Value {
    let key = server.workspace(name).await;
    let saml = json!({
        "providers": ["AWS_SSO", "SAML"], "metadata_url": "https://idp.example.com/metadata", "attribute_role": "role",
        "admin_values": ["Platform Admins"], "login_minutes": "480"
    });
    let plan = crate::edit::plan(server, "sign-in", &key, &saml).await;
    crate::edit::apply(server, &key, &plan).await;
    key
}

#[tokio::test]
async fn no_sign_in_is_planned_from_an_answer_that_leaves_out_what_saml_has() {
    let server = TestServer::start().await;
    let (from, to) = (with_saml(&server, "source").await, with_saml(&server, "target").await);
    let hollow = [
        json!({ "providers": ["AWS_SSO", "SAML"] }),
        json!({ "providers": ["AWS_SSO", "SAML"], "saml": null }),
        json!({ "providers": ["AWS_SSO", "SAML"], "saml": {} }),
        json!({ "providers": ["AWS_SSO", "SAML"], "saml": { "configuration": { "roleValues": { "admin": ["x"] } } } }),
        json!({ "providers": ["AWS_SSO", "SAML"], "saml": { "status": "NOT_CONFIGURED" } }),
        json!({ "providers": ["AWS_SSO"] }),
    ];
    for authentication in &hollow {
        let order = json!({ "target": from["id"], "body": { "authentication": authentication } });
        answer(&server, "DescribeWorkspaceAuthentication", order).await;
        let copy = json!({ "form": server.form().await, "values": { "from": from, "to": [to] } });
        let why = "so no change can be planned";
        refused(&server, "plan/copy-sign-in", &copy, why).await;
        let opening = json!({ "key": from, "opening": { "form": null, "from": null } });
        refused(&server, "form/edit-sign-in", &opening, why).await;
        behave(&server).await;
    }
    // Where neither answer says whether SAML is configured, it may be.
    let described = json!({ "id": from["id"], "name": "source", "status": "ACTIVE" });
    answer(&server, "DescribeWorkspace", json!({ "target": from["id"], "body": { "workspace": described } })).await;
    answer(&server, "DescribeWorkspaceAuthentication", json!({ "body": { "authentication": hollow[0] } })).await;
    let opening = json!({ "key": from, "opening": { "form": null, "from": null } });
    refused(&server, "form/edit-sign-in", &opening, "whether it is configured").await;
}

#[tokio::test]
async fn a_workspace_whose_saml_nobody_configured_yet_can_be_set_up_though_one_answer_leaves_it_out() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let path = format!("/workspaces/{}/authentication", key["id"].as_str().unwrap());
    let bare = json!({ "authenticationProviders": ["SAML"] });
    assert!(server.aws("grafana", Method::POST, &path, &bare).await.0.is_success());
    crate::edit::settled(&server, &key).await;
    let order = json!({ "body": { "authentication": { "providers": ["SAML"] } } });
    answer(&server, "DescribeWorkspaceAuthentication", order).await;
    let opened = open(&server, "sign-in", &key).await;
    assert_eq!(opened["values"]["providers"], json!(["SAML"]), "{opened}");
}

#[tokio::test]
async fn a_token_whose_end_aws_does_not_know_is_not_deleted_with_those_that_expired() {
    for end in [json!({ "expiresAt": 0 }), json!({ "expiresAt": null }), json!({})] {
        Box::pin(without_an_end(end)).await;
    }
}

/// It is shown and can be revoked and replaced, and nothing is deleted for its end.
async fn without_an_end(end: Value) {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let mut token = json!({ "id": "7", "name": "forever", "createdAt": 1_700_000_000 });
    token.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
    answer(
        &server,
        "ListWorkspaceServiceAccountTokens",
        json!({ "body": {
        "serviceAccountTokens": [token], "serviceAccountId": account, "workspaceId": key["id"]
    } }),
    )
    .await;
    let at = json!({ "workspace": key, "account": account, "token": "7" });
    let form = json!({ "form": server.form().await, "values": { "tokens": [at], "keys": [] } });
    let plan = server.ask("plan/revoke", &form).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    assert_eq!(view["confirmation"]["text"], "forever", "what may still work is typed: {view}");
    // A change of ours has them read again at once.
    let values = json!({ "workspace": key, "name": "other", "grafana_role": "VIEWER" });
    let other = json!({ "form": server.form().await, "values": values });
    let other = server.ask("plan/create-service-account", &other).await;
    server.apply(other.as_str().unwrap(), "").await;
    eventually("it is read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["q", "forever"]] })).await;
        (page["page"]["matches"] != 0).then_some(())
    })
    .await;
    let (_, page) = server.page("/tokens?q=forever&group=days").await;
    assert!(page.contains("End not known") && page.contains("Not known"), "{page}");
    let values =
        json!({ "workspace": key, "account": account, "name": "next", "seconds_to_live": 60, "replaces": "7" });
    let rotation = json!({ "form": server.form().await, "values": values });
    let (status, plan) = server.call("plan/mint-token", &rotation).await;
    assert!(status.is_success(), "it can be replaced: {plan}");
    let purge = json!({ "form": server.form().await, "workspaces": [key] });
    let (status, refused) = server.call("plan/purge", &purge).await;
    assert!(status.is_client_error(), "{refused}");
}

#[tokio::test]
async fn no_role_is_taken_because_another_one_is_not_known() {
    let server = TestServer::start().await;
    let (from, to) = (server.workspace("source").await, server.workspace("target").await);
    let listed = json!({ "permissions": [{ "role": "OWNER", "user": { "id": id(1), "type": "SSO_USER" } }] });
    answer(&server, "ListPermissions", json!({ "target": from["id"], "body": listed })).await;
    let like = json!({ "source": from, "targets": [to], "exactly": true });
    refused(&server, "form/like-workspace", &like, "does not know").await;
}

#[tokio::test]
async fn a_deletion_is_not_planned_from_an_answer_about_another_workspace() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let other = json!({ "body": { "workspace": { "id": "g-ffffffffff", "status": "ACTIVE" } } });
    answer(&server, "DescribeWorkspace", other).await;
    let delete = json!({ "form": server.form().await, "key": key });
    refused(&server, "plan/delete-resource", &delete, "answered about g-ffffffffff").await;
}

/// What is no answer of AWS's to a write.
fn nothing_said() -> [Value; 3] {
    [json!({ "message": "Limit Exceeded" }), json!({ "body": null }), json!("<html>sign in</html>")]
}

#[tokio::test]
async fn an_api_key_whose_revoking_was_not_answered_stays_in_the_ledger() {
    let server = TestServer::start().await;
    let key = crate::keys::of_version_nine(&server).await;
    let values = json!({ "workspace": key, "name": "exporter", "grafana_role": "ADMIN", "seconds_to_live": 3600 });
    let plan = crate::tokens::planned(&server, "mint-key", &values).await;
    let typed = server.ask("changes/view", &json!({ "id": plan })).await["value"]["confirmation"]["text"].take();
    server.ask("mint/reveal", &server.decision(&plan, typed.as_str().unwrap_or_default()).await).await;
    let name = crate::tokens::row(&server, "exporter").await["name"].as_str().unwrap().to_owned();
    let revoke = json!({ "keys": [{ "workspace": key, "name": name }] });
    for body in nothing_said() {
        answer(&server, "DeleteWorkspaceApiKey", json!({ "body": body })).await;
        let plan = crate::tokens::planned(&server, "revoke", &revoke).await;
        let view = server.apply(&plan, &name).await;
        assert_eq!(view["state"], "unknown", "{body}: {view}");
        assert_eq!(crate::tokens::row(&server, "exporter").await["name"], name.as_str(), "{body}");
        behave(&server).await;
    }
}

#[tokio::test]
async fn a_token_whose_revoking_was_not_answered_is_not_said_to_be_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let values = json!({ "workspace": key, "account": account, "name": "ci", "seconds_to_live": 3600 });
    let plan = crate::tokens::planned(&server, "mint-token", &values).await;
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let row = crate::tokens::row(&server, "ci").await;
    let (name, id) = (row["name"].as_str().unwrap(), &row["id"]);
    for body in nothing_said() {
        answer(&server, "DeleteWorkspaceServiceAccountToken", json!({ "body": body })).await;
        let at = json!({ "workspace": key, "account": account, "token": id });
        let plan = crate::tokens::planned(&server, "revoke", &json!({ "tokens": [at] })).await;
        let view = server.apply(&plan, name).await;
        assert_eq!(view["state"], "unknown", "{body}: {view}");
        behave(&server).await;
    }
}

#[tokio::test]
async fn tags_that_nobody_says_were_set_are_not_said_to_be_set() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = crate::edit::plan(&server, "tags", &key, &json!({ "tags": [["team", "checkout"]] })).await;
    answer(&server, "TagResource", json!({ "body": "<html>sign in</html>" })).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "unknown", "{view}");
}

#[tokio::test]
async fn a_key_that_somebody_refused_who_is_not_aws_is_in_the_ledger_as_perhaps_there() {
    let server = TestServer::start().await;
    let key = crate::keys::of_version_nine(&server).await;
    for status in [400, 403, 404, 409, 429] {
        let name = format!("proxied{status}");
        let values = json!({ "workspace": key, "name": name, "grafana_role": "VIEWER", "seconds_to_live": 3600 });
        let plan = crate::tokens::planned(&server, "mint-key", &values).await;
        let order = json!({
            "kind": "answer_after", "operation": "CreateWorkspaceApiKey", "times": 1, "status": status,
            "headers": { "content-type": "text/html" }, "body": "<h1>Refused by a proxy</h1>",
        });
        server.emulator(Method::POST, "faults", &order).await;
        let (_, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
        let message = answer["message"].as_str().unwrap();
        assert!(!message.contains("Nothing was"), "{status}: {message}");
        assert_eq!(crate::tokens::row(&server, &name).await["unsure"], true, "{status}: {message}");
    }
}

#[tokio::test]
async fn what_aws_says_of_a_configuration_is_not_on_record() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = crate::edit::plan(&server, "configuration", &key, &json!({ "plugin_admin": true })).await;
    let order = json!({
        "status": 400, "headers": { "x-amzn-errortype": "ValidationException" },
        "body": { "message": "The value 'hush1' of smtp.password is not allowed", "reason": "OTHER" },
    });
    answer(&server, "UpdateWorkspaceConfiguration", order).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "failed", "{view}");
    assert!(!view.to_string().contains("hush1"), "{view}");
    let (_, record) = server.page("/audit/export.jsonl").await;
    assert!(record.contains("UpdateWorkspaceConfiguration") && !record.contains("hush1"));
}

#[tokio::test]
async fn a_holder_whose_id_is_written_in_capitals_is_the_holder() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1)), ("ADD", "VIEWER", &id(2))]).await;
    let wish = |number, role| json!({ "workspace": key, "holder": { "kind": "user", "id": id(number).to_uppercase() }, "role": role });
    let plan = crate::grants::plan(&server, &[wish(1, "ADMIN"), wish(2, "EDITOR")]).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert!(!view["steps"].to_string().contains(&id(1)), "the admin keeps what it has: {view}");
    let held = crate::grants::held(&server, &key).await;
    assert_eq!(held, [(id(1), "ADMIN".to_owned()), (id(2), "EDITOR".to_owned())].into());
}

#[tokio::test]
async fn a_holder_that_aws_writes_in_capitals_is_told_to_it_in_capitals() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let user = json!({ "id": id(1).to_uppercase(), "type": "SSO_USER" });
    let listed = json!({ "permissions": [{ "role": "VIEWER", "user": user }] });
    answer(&server, "ListPermissions", json!({ "target": key["id"], "body": listed })).await;
    let wish = json!({ "workspace": key, "holder": { "kind": "user", "id": id(1) }, "role": null });
    let plan = crate::grants::plan(&server, &[wish]).await;
    let refused = json!({ "errors": [{
        "code": 403, "message": "no",
        "causedBy": { "action": "REVOKE", "role": "VIEWER", "users": [user] },
    }] });
    answer(&server, "UpdatePermissions", json!({ "body": refused })).await;
    let view = server.apply(&plan, "").await;
    let row = &view["steps"][0]["outcome"]["rows"][0];
    assert_eq!(row["word"], "failed", "AWS's refusal is of what was sent: {view}");
}

#[tokio::test]
async fn a_deletion_is_typed_however_hollow_the_name_is() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let id = key["id"].as_str().unwrap();
    for name in ["", " ", "\u{200b}", "two\nlines", "one\u{202e}way"] {
        let workspace = json!({ "id": id, "status": "ACTIVE", "name": name, "created": 1_700_000_000 });
        answer(&server, "DescribeWorkspace", json!({ "target": id, "body": { "workspace": workspace } })).await;
        let delete = json!({ "form": server.form().await, "key": key });
        let plan = server.ask("plan/delete-resource", &delete).await;
        let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
        assert_eq!(view["confirmation"]["text"], id, "{name:?}: {view}");
        assert!(view["title"].as_str().unwrap().contains(id), "{name:?}: {view}");
        behave(&server).await;
    }
}

#[tokio::test]
async fn a_deletion_of_a_prometheus_workspace_without_an_alias_is_typed_by_its_id() {
    let server = TestServer::start().await;
    let (_, made) = server.aws("aps", Method::POST, "/workspaces", &json!({ "alias": "metrics" })).await;
    let id = made["workspaceId"].as_str().unwrap();
    let listed = eventually("it is listed", async || {
        let mut index = index(&server, "prometheus").await;
        (index["rows"][0]["status"] == "ACTIVE").then(|| index["rows"][0]["key"].take())
    })
    .await;
    for alias in ["", "  ", "a\nb"] {
        let workspace = json!({ "workspaceId": id, "alias": alias, "status": { "statusCode": "ACTIVE" } });
        answer(&server, "DescribeWorkspace", json!({ "service": "aps", "body": { "workspace": workspace } })).await;
        let delete = json!({ "form": server.form().await, "key": listed });
        let plan = server.ask("plan/delete-resource", &delete).await;
        let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
        assert_eq!(view["confirmation"]["text"], id, "{alias:?}: {view}");
        behave(&server).await;
    }
}

#[tokio::test]
async fn a_token_that_has_no_name_to_type_is_revoked_by_its_id() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    for name in ["two\nlines", "\u{200b}"] {
        let token = json!({ "id": "77", "name": name, "createdAt": 1_700_000_000 });
        let body = json!({ "serviceAccountTokens": [token], "serviceAccountId": account, "workspaceId": key["id"] });
        answer(&server, "ListWorkspaceServiceAccountTokens", json!({ "body": body })).await;
        let at = json!({ "workspace": key, "account": account, "token": "77" });
        let plan = crate::tokens::planned(&server, "revoke", &json!({ "tokens": [at] })).await;
        let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
        assert_eq!(view["confirmation"]["text"], "77", "{name:?}: {view}");
        behave(&server).await;
    }
}

#[tokio::test]
async fn a_name_that_nobody_could_type_again_is_not_given() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    for name in ["two\nlines", "\u{200b}", " ", "one\u{2028}two", " ci", "one\u{202e}way"] {
        for (what, values) in [
            ("create-service-account", json!({ "workspace": key, "name": name, "grafana_role": "VIEWER" })),
            ("mint-token", crate::tokens::values(&key, &account, name)),
            ("create-prometheus", json!({ "place": "441122338890/eu-west-1", "alias": name, "tags": [] })),
        ] {
            let body = json!({ "form": server.form().await, "values": values });
            let (status, answer) = server.call(&format!("plan/{what}"), &body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what} {name:?}: {answer}");
        }
    }
}

#[tokio::test]
async fn of_two_plans_of_one_form_none_is_applied_for_the_other() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let form = server.form().await;
    let plan = async |name: &str| {
        let values = json!({ "workspace": key, "name": name, "grafana_role": "VIEWER" });
        server.ask("plan/create-service-account", &json!({ "form": form, "values": values })).await;
        let view = server.ask("changes/view", &json!({ "id": form })).await["value"].take();
        (view["created_at"].as_i64().unwrap(), view["title"].as_str().unwrap().to_owned())
    };
    let mut reviewed = std::collections::BTreeMap::new();
    for round in 0..20 {
        let names: Vec<String> = (0..8).map(|n| format!("account-{round}-{n}")).collect();
        for (at, title) in futures::future::join_all(names.iter().map(|name| plan(name))).await {
            assert_eq!(*reviewed.entry(at).or_insert_with(|| title.clone()), title, "made at {at}");
        }
    }
}
