//! What gives the role ADMIN of a workspace needs the right to give roles as well; renewing what a program has already
//! does not.

use crate::audit::tamper;
use crate::deliver::{delivering, delivering_for, name_of, secrets, tags};
use crate::deliver_others::{delivered_to, own_tag, refused, secret_of_others, view};
use crate::keys::of_version_nine;
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use crate::tokens::{planned, tokens, values};
use http::{Method, StatusCode};
use model::Role;
use serde_json::{Value, json};

const MINT: &str = "CreateWorkspaceServiceAccountToken";

/// A server that an operator uses, who may read the record; a workspace there, and a service account with this role.
async fn operated(role: &str) -> (TestServer, Value, String) {
    let server = delivering_for(vec![Role::Operator, Role::Auditor]).await;
    let key = workspace_beside(&server).await;
    let path = format!("/workspaces/{}/serviceaccounts", key["id"].as_str().unwrap());
    let body = json!({ "name": "deployer", "grafanaRole": role });
    let (_, made) = server.aws("grafana", Method::POST, &path, &body).await;
    (server, key, made["id"].as_str().unwrap().to_owned())
}

/// An operator creates no workspace: somebody else did.
async fn workspace_beside(server: &TestServer) -> Value {
    let body = json!({
        "accountAccessType": "CURRENT_ACCOUNT", "authenticationProviders": ["AWS_SSO"],
        "permissionType": "CUSTOMER_MANAGED", "workspaceName": "payments-prod",
    });
    let (_, made) = server.aws("grafana", Method::POST, "/workspaces", &body).await;
    let key = json!({
        "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": made["workspace"]["id"],
    });
    eventually("the workspace is active", async || {
        let found = server.ask("resource/find", &json!({ "key": key })).await;
        (found["Here"]["row"]["status"] == "ACTIVE").then_some(())
    })
    .await;
    key
}

/// A token that was made beside the console.
async fn token_beside(server: &TestServer, key: &Value, account: &str, name: &str) -> Value {
    living(server, (key, account), name, 3600).await
}

/// A token that was made beside the console and is over.
pub async fn expired_beside(server: &TestServer, key: &Value, account: &str, name: &str) -> Value {
    let token = living(server, (key, account), name, 1).await;
    let ends = token["expiresAt"].as_f64().unwrap();
    eventually("it is over", async || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        (since.as_secs_f64() > ends + 0.1).then_some(())
    })
    .await;
    token
}

async fn living(server: &TestServer, (key, account): (&Value, &str), name: &str, seconds: u32) -> Value {
    let path = format!("/workspaces/{}/serviceaccounts/{account}/tokens", key["id"].as_str().unwrap());
    server.aws("grafana", Method::POST, &path, &json!({ "name": name, "secondsToLive": seconds })).await;
    tokens(server, key, account).await.into_iter().find(|token| token["name"] == name).unwrap()
}

async fn lacks_the_grant(server: &TestServer, what: &str, form: &Value) {
    let (status, answer) = refused(server, what, form).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{what}: {answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains("grafana.grant") && message.contains("ADMIN"), "{what}: {answer}");
}

#[tokio::test]
async fn who_may_not_give_roles_creates_no_admin_account() {
    let (server, key, _) = operated("EDITOR").await;
    let form = |role: &str| json!({ "workspace": key, "name": "robot", "grafana_role": role });
    lacks_the_grant(&server, "create-service-account", &form("ADMIN")).await;
    planned(&server, "create-service-account", &form("EDITOR")).await;
}

#[tokio::test]
async fn who_may_not_give_roles_mints_no_token_of_an_admin_whatever_the_form_was_shown() {
    let (server, key, account) = operated("ADMIN").await;
    lacks_the_grant(&server, "mint-token", &values(&key, &account, "ci")).await;
    lacks_the_grant(&server, "mint-token", &delivered_to(&key, &account, "ci", "belvedere/ci")).await;
    assert_eq!(server.calls_of(MINT).await, 0);
    let (server, key, account) = operated("EDITOR").await;
    planned(&server, "mint-token", &values(&key, &account, "ci")).await;
}

#[tokio::test]
async fn who_may_not_give_roles_mints_no_admin_api_key() {
    let admin = delivering().await;
    let key = of_version_nine(&admin).await;
    let form = |key: &Value, role: &str| json!({ "workspace": key, "name": "exporter", "grafana_role": role, "seconds_to_live": 3600 });
    planned(&admin, "mint-key", &form(&key, "ADMIN")).await;
    let (server, key, _) = operated("EDITOR").await;
    lacks_the_grant(&server, "mint-key", &form(&key, "ADMIN")).await;
}

#[tokio::test]
async fn a_refusal_to_give_admin_is_on_record() {
    let (server, key, account) = operated("ADMIN").await;
    lacks_the_grant(&server, "mint-token", &values(&key, &account, "ci")).await;
    let event = eventually("the refusal is on record", async || {
        let page = server.ask("audit/page", &json!({ "search": [["event", "denied"]] })).await;
        page["page"]["events"].as_array().and_then(|events| events.first().cloned())
    })
    .await;
    let entry = server.ask("audit/event", &json!({ "sequence": event["sequence"] })).await;
    assert_eq!(entry["detail"], json!([["permission", "grafana.grant"]]), "{event}");
}

#[tokio::test]
async fn an_admins_token_is_rotated_into_its_own_secret_without_the_right_to_give_roles() {
    let (server, key, account) = operated("ADMIN").await;
    let old = token_beside(&server, &key, &account, "ci").await;
    secret_of_others(&server, "belvedere/own", Some(&own_tag(&key, &account, "ci"))).await;
    secret_of_others(&server, "belvedere/other", Some(&own_tag(&key, &account, "deploy"))).await;
    let rotating = |secret: &str| {
        let mut form = delivered_to(&key, &account, "ci", secret);
        form["replaces"] = old["id"].clone();
        form
    };
    for secret in ["", "belvedere/new", "belvedere/other"] {
        lacks_the_grant(&server, "mint-token", &rotating(secret)).await;
    }
    lacks_the_grant(&server, "mint-token", &delivered_to(&key, &account, "ci", "belvedere/own")).await;
    let plan = planned(&server, "mint-token", &rotating("belvedere/own")).await;
    let typed = view(&server, &plan).await["confirmation"]["text"].as_str().unwrap().to_owned();
    assert_eq!(server.apply(&plan, &typed).await["state"], "applied");
}

#[tokio::test]
async fn admins_tokens_are_rotated_together_into_their_own_secrets_alone() {
    let (server, key, account) = operated("ADMIN").await;
    let old = token_beside(&server, &key, &account, "ci").await;
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    let form = json!({ "tokens": [at], "seconds_to_live": 7200, "folder": "belvedere/grafana" });
    lacks_the_grant(&server, "rotate", &form).await;
    let secret = format!("belvedere/grafana/{}/{account}/ci", key["id"].as_str().unwrap());
    secret_of_others(&server, &secret, Some(&own_tag(&key, &account, "ci"))).await;
    let plan = planned(&server, "rotate", &form).await;
    let typed = view(&server, &plan).await["confirmation"]["text"].as_str().unwrap().to_owned();
    assert_eq!(server.apply(&plan, &typed).await["state"], "applied");
}

#[tokio::test]
async fn an_admins_token_that_is_over_is_not_rotated_without_the_right_to_give_roles() {
    let (server, key, account) = operated("ADMIN").await;
    let old = expired_beside(&server, &key, &account, "ci").await;
    let folder = format!("belvedere/grafana/{}/{account}", key["id"].as_str().unwrap());
    for secret in ["belvedere/own", &format!("{folder}/ci")] {
        secret_of_others(&server, secret, Some(&own_tag(&key, &account, "ci"))).await;
    }
    let mut form = delivered_to(&key, &account, "ci", "belvedere/own");
    form["replaces"] = old["id"].clone();
    lacks_the_grant(&server, "mint-token", &form).await;
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    let form = json!({ "tokens": [at], "seconds_to_live": 7200, "folder": "belvedere/grafana" });
    lacks_the_grant(&server, "rotate", &form).await;
}

/// A plan of an operator's that rotates an admin's token into its own secret, and the name that is typed for it.
async fn renewing() -> (TestServer, Value, String, String) {
    let (server, key, account) = operated("ADMIN").await;
    let old = token_beside(&server, &key, &account, "ci").await;
    secret_of_others(&server, "belvedere/own", Some(&own_tag(&key, &account, "ci"))).await;
    let mut form = delivered_to(&key, &account, "ci", "belvedere/own");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    (server, key, account, plan)
}

/// The first step was refused for this, and the account has so many tokens.
async fn renews_nothing(server: &TestServer, plan: &str, why: &str) {
    let typed = view(server, plan).await["confirmation"]["text"].as_str().unwrap().to_owned();
    let view = server.apply(plan, &typed).await;
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!(outcome["word"], "refused", "{view}");
    let message = outcome["message"].as_str().unwrap();
    assert!(message.starts_with("Nothing was sent. ") && message.contains(why), "{outcome}");
}

#[tokio::test]
async fn an_admins_token_that_is_over_since_the_plan_is_not_renewed_without_the_right_to_give_roles() {
    let (server, key, account, plan) = renewing().await;
    // As if it had had a moment left when this was planned.
    tamper(&server.data, "UPDATE plans SET change = json_set(change, '$[0].replaces.expires_at', created_at + 1)")
        .await;
    renews_nothing(&server, &plan, "expired since the plan was made").await;
    assert_eq!(tokens(&server, &key, &account).await.len(), 1);
}

#[tokio::test]
async fn an_admins_token_that_was_revoked_since_the_plan_is_not_renewed() {
    let (server, key, account, plan) = renewing().await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let (id, token) = (key["id"].as_str().unwrap(), old["id"].as_str().unwrap());
    let path = format!("/workspaces/{id}/serviceaccounts/{account}/tokens/{token}");
    server.aws("grafana", Method::DELETE, &path, &json!({})).await;
    renews_nothing(&server, &plan, "The token it replaces is gone. Mint a new token instead.").await;
    assert!(tokens(&server, &key, &account).await.is_empty());
}

#[tokio::test]
async fn a_plan_that_does_not_know_how_long_the_old_token_lives_needs_the_right_to_give_roles() {
    let (server, key, account, plan) = renewing().await;
    // An earlier version did not keep it.
    tamper(&server.data, "UPDATE plans SET change = json_remove(change, '$[0].replaces.expires_at')").await;
    let typed = view(&server, &plan).await["confirmation"]["text"].as_str().unwrap().to_owned();
    let (status, answer) = server.call("changes/apply", &server.decision(&plan, &typed).await).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{answer}");
    assert_eq!(tokens(&server, &key, &account).await.len(), 1);
}

#[tokio::test]
async fn a_role_that_is_not_known_is_confirmed_as_an_admins() {
    let server = delivering().await;
    let (key, account) = crate::mint::account(&server).await;
    let body = json!({
        "serviceAccounts": [{ "id": account, "name": "deployer", "grafanaRole": "OWNER", "isDisabled": "false" }],
        "workspaceId": key["id"],
    });
    let order = json!({ "kind": "answer", "operation": "ListWorkspaceServiceAccounts", "body": body });
    server.emulator(Method::POST, "faults", &order).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let view = view(&server, &plan).await;
    assert_eq!(view["confirmation"]["text"], "deployer", "{view}");
    let warned = view["warnings"].to_string();
    assert!(warned.contains("OWNER") && !warned.contains("is an admin"), "{warned}");
}

#[tokio::test]
async fn the_right_to_give_roles_is_asked_for_again_when_a_plan_is_applied() {
    let (server, key, account) = operated("EDITOR").await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    // As if somebody who may give roles had planned it, and may no more.
    tamper(&server.data, "UPDATE plans SET targets = replace(targets, '\"EDITOR\"', '\"ADMIN\"')").await;
    let (status, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{answer}");
    assert_eq!(server.calls_of(MINT).await, 0);
}

#[tokio::test]
async fn a_successor_with_another_name_goes_to_the_old_tokens_secret_which_is_tagged_anew() {
    let server = delivering().await;
    let key = workspace_beside(&server).await;
    let path = format!("/workspaces/{}/serviceaccounts", key["id"].as_str().unwrap());
    let body = json!({ "name": "deployer", "grafanaRole": "EDITOR" });
    let (_, made) = server.aws("grafana", Method::POST, &path, &body).await;
    let account = made["id"].as_str().unwrap();
    let old = token_beside(&server, &key, account, "ci").await;
    secret_of_others(&server, "belvedere/own", Some(&own_tag(&key, account, "ci"))).await;
    let mut form = delivered_to(&key, account, "deploy", "belvedere/own");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    assert!(view(&server, &plan).await["confirmation"].is_null(), "it is the old token's own");
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    assert_eq!(
        tags(&server, "belvedere/own").await["belvedere:token"],
        own_tag(&key, account, &name_of("deploy", &plan))
    );
    assert_eq!(secrets(&server).await.len(), 1);
}

#[tokio::test]
async fn the_pages_say_what_is_missing_before_a_form_is_filled_in() {
    let (server, key, account) = operated("ADMIN").await;
    let old = token_beside(&server, &key, &account, "ci").await;
    let workspace = format!("/grafana/{ACCOUNT}/{REGION}/{}", key["id"].as_str().unwrap());
    let mint = format!("{workspace}/service-accounts/{account}/mint");
    let rotate = format!("{mint}?replaces={}&name=ci", old["id"].as_str().unwrap());
    let lacks = "needs the permission grafana.grant, which your roles do not have";
    for (path, said) in [
        (mint, lacks),
        (rotate, "You can deliver the successor to the secret that is tagged for the old token"),
        (format!("{workspace}/service-accounts/create"), lacks),
        (format!("{workspace}/api-keys/create"), lacks),
        (workspace, "Your roles do not have the permission grafana.grant."),
    ] {
        eventually(&path, async || server.page(&path).await.1.contains(said).then_some(())).await;
    }
}

#[tokio::test]
async fn the_form_names_the_prefix() {
    let server = delivering().await;
    let (key, account) = crate::mint::account(&server).await;
    let id = key["id"].as_str().unwrap();
    let (_, page) = server.page(&format!("/grafana/{ACCOUNT}/{REGION}/{id}/service-accounts/{account}/mint")).await;
    assert!(page.contains("Deliver it"), "{page}");
    let begun = server.ask("form/mint-token", &json!({ "opening": {} })).await;
    assert_eq!(begun["delivers_to"]["prefix"], "belvedere/");
}

#[tokio::test]
async fn an_admins_token_is_not_renewed_into_a_secret_that_is_tagged_for_another_mint_of_its_name() {
    let (server, key, account) = operated("ADMIN").await;
    let living = token_beside(&server, &key, &account, "ci-00ff00ff").await;
    // The token it was delivered to is gone; the one that lives was shown to somebody.
    secret_of_others(&server, "belvedere/ci", Some(&own_tag(&key, &account, "ci-1b4e28ba"))).await;
    // As an earlier version tagged it, for whatever has this name.
    let bare = own_tag(&key, &account, "ci").replace(":token/", "/");
    secret_of_others(&server, "belvedere/bare", Some(&bare)).await;
    for secret in ["belvedere/ci", "belvedere/bare"] {
        let mut form = delivered_to(&key, &account, "ci", secret);
        form["replaces"] = living["id"].clone();
        lacks_the_grant(&server, "mint-token", &form).await;
    }
}
