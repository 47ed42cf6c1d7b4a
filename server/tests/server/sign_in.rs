//! The sign-in of a workspace: what is tried is kept nowhere, what was replaced can be brought back, and one
//! configuration is given to others.

use crate::support::{ACCOUNT, TestServer, eventually};
use http::StatusCode;
use serde_json::{Value, json};

pub const PROVIDER: &str = include_str!("../../documents/tests/fixtures/identity-provider.xml");
pub const SERVICE: &str = include_str!("../../documents/tests/fixtures/service-provider.xml");
const EXPIRED: &str = include_str!("../../documents/tests/fixtures/expired.pem");
const RESPONSE: &str = include_str!("../../documents/tests/fixtures/response.xml");

/// Bytes of the largest document that is read.
pub const MOST: usize = 512 * 1024;

/// Metadata whose one certificate ended long ago.
pub fn expired() -> String {
    let base64: String = EXPIRED.lines().filter(|line| !line.starts_with('-')).collect();
    let (start, rest) = PROVIDER.split_once("<ds:X509Certificate>").unwrap();
    let (_, rest) = rest.split_once("</ds:X509Certificate>").unwrap();
    let signing_only = rest.split_once("<md:KeyDescriptor use=\"encryption\">").unwrap();
    let (_, end) = signing_only.1.split_once("</md:KeyDescriptor>").unwrap();
    format!("{start}<ds:X509Certificate>{base64}</ds:X509Certificate>{}{end}", signing_only.0)
}

pub async fn open(server: &TestServer, key: &Value, form: Option<&str>) -> Value {
    server.ask("form/edit-sign-in", &json!({ "key": key, "opening": { "form": form, "from": null } })).await
}

/// Sends the form as it was opened, with some fields changed.
pub async fn try_plan(server: &TestServer, key: &Value, opened: &Value, fields: &Value) -> (StatusCode, Value) {
    let mut values = opened["values"].clone();
    for (name, value) in fields.as_object().unwrap() {
        values[name] = value.clone();
    }
    let edit = json!({ "key": key, "base": opened["base"], "values": values, "merge": false });
    server.call("plan/edit-sign-in", &json!({ "form": opened["id"], "edit": edit })).await
}

/// Plans and applies; the workspace can be changed again when this returns. Answers the plan's id.
pub async fn change(server: &TestServer, key: &Value, fields: &Value) -> String {
    let opened = open(server, key, None).await;
    let (status, answer) = try_plan(server, key, &opened, fields).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let plan = answer.as_str().unwrap().to_owned();
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    plan
}

pub fn saml(url: &str) -> Value {
    json!({
        "providers": ["AWS_SSO", "SAML"], "metadata_url": url, "attribute_role": "role",
        "admin_values": ["Platform Admins"], "login_minutes": "480"
    })
}

pub fn document(xml: &str) -> Value {
    json!({ "providers": ["SAML"], "metadata_xml": xml, "no_admins": true })
}

/// The one field error of a refusal.
pub fn field_error<'a>(status: StatusCode, answer: &'a Value, field: &str) -> &'a str {
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    assert_eq!(answer["fields"][0]["field"], field, "{answer}");
    answer["fields"][0]["message"].as_str().unwrap()
}

fn mapping() -> Value {
    json!({
        "name": "displayName", "login": "mail", "email": "mail", "groups": "",
        "role": "http://schemas.example.com/claims/role", "org": "org",
        "admin_values": ["Platform Admins"], "editor_values": ["Software Developers"], "allowed_organizations": []
    })
}

#[tokio::test]
async fn an_assertion_is_tried_on_the_form_as_it_stands() {
    let server = TestServer::start().await;
    let verdict = server.ask("form/try-sign-in", &json!({ "mapping": mapping(), "pasted": RESPONSE })).await;
    assert_eq!((&verdict["login"], &verdict["name"]), (&json!("ada@example.com"), &json!("Ada Lovelace")));
    assert_eq!(verdict["matched"], json!(["editor", "Software Developers"]), "{verdict}");
    let mut others = mapping();
    others["allowed_organizations"] = json!(["Difference Engines"]);
    let verdict = server.ask("form/try-sign-in", &json!({ "mapping": others, "pasted": RESPONSE })).await;
    assert_eq!(verdict["allowed"], false, "{verdict}");
}

#[tokio::test]
async fn lists_too_long_to_be_tried_are_a_field_error() {
    let server = TestServer::start().await;
    let mut long = mapping();
    long["editor_values"] = json!((0..2001).map(|n| n.to_string()).collect::<Vec<_>>());
    let (status, answer) = server.call("form/try-sign-in", &json!({ "mapping": long, "pasted": "role=1" })).await;
    assert!(field_error(status, &answer, "editor_values").contains("2000"), "{answer}");
}

#[tokio::test]
async fn what_is_tried_is_kept_nowhere() {
    let server = TestServer::start().await;
    let pasted = "mail=planted-person-7f3a@example.com";
    server.ask("form/try-sign-in", &json!({ "mapping": mapping(), "pasted": pasted })).await;
    for entry in std::fs::read_dir(&server.data).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("planted-person"), "the assertion is in the database");
    }
}

#[tokio::test]
async fn a_form_that_is_opened_again_has_every_input() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, &key, None).await;
    let fields = json!({
        "providers": ["SAML"], "metadata_xml": PROVIDER, "attribute_name": "displayName", "attribute_login": "uid",
        "attribute_email": "mail", "attribute_groups": "groups", "attribute_role": "role", "attribute_org": "org",
        "admin_values": [" led by a blank", "Ops, Europe"], "editor_values": ["Software  Developers"],
        "organizations": ["Analytical Engines"], "login_minutes": "510"
    });
    let (status, answer) = try_plan(&server, &key, &opened, &fields).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let again = open(&server, &key, answer.as_str()).await;
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(again["values"][name], *value, "{name}");
    }
    assert_eq!(again["base"], opened["base"]);
}

#[tokio::test]
async fn what_was_replaced_is_listed_and_brought_back_as_a_plan() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    change(&server, &key, &saml("https://one.example.com/metadata")).await;
    let second = change(&server, &key, &json!({ "metadata_url": "https://two.example.com/metadata" })).await;
    let history = server.ask("form/sign-in-history", &json!({ "key": key })).await;
    let newest = &history[0];
    assert_eq!((history.as_array().unwrap().len(), &newest["plan"]), (2, &json!(second)), "{history}");
    assert!(newest["lines"].to_string().contains("https://one.example.com/metadata"), "{newest}");
    let body = json!({ "form": server.form().await, "key": key, "number": newest["number"] });
    let plan = server.ask("plan/restore-sign-in", &body).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert_eq!(open(&server, &key, None).await["base"]["metadata_url"], "https://one.example.com/metadata");
}

#[tokio::test]
async fn an_earlier_configuration_that_is_not_there_is_not_found() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let body = json!({ "form": server.form().await, "key": key, "number": 1 });
    assert_eq!(server.call("plan/restore-sign-in", &body).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn both_pages_have_their_head_before_any_script_runs_and_are_not_found_without_a_workspace() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    for (page, title) in [("sign-in", "Edit sign-in"), ("copy-sign-in", "Copy sign-in")] {
        let path = |id: &str| format!("/grafana/{ACCOUNT}/eu-west-1/{id}/{page}");
        let (status, html) = server.page(&path(key["id"].as_str().unwrap())).await;
        assert_eq!(status, StatusCode::OK);
        let (title, name) = (format!(">{title}"), "payments-prod in eu-west-1");
        assert!(html.contains(&title) && html.contains(name), "{html}");
        assert_eq!(server.page(&path("g-ffffffffff")).await.0, StatusCode::NOT_FOUND);
    }
}

async fn open_copy(server: &TestServer, key: &Value, form: Option<&str>) -> Value {
    server.ask("form/copy-sign-in", &json!({ "key": key, "opening": { "form": form, "from": null } })).await
}

#[tokio::test]
async fn every_other_workspace_is_offered_for_a_copy_and_what_was_chosen_is_kept() {
    let server = TestServer::start().await;
    let from = server.workspace("payments-prod").await;
    let (one, other) = (server.workspace("edge-prod").await, server.workspace("core-prod").await);
    let opened = eventually("both are offered", async || {
        let opened = open_copy(&server, &from, None).await;
        (opened["offered"].as_array().unwrap().len() == 2).then_some(opened)
    })
    .await;
    let names: Vec<&str> = opened["offered"].as_array().unwrap().iter().filter_map(|t| t["name"].as_str()).collect();
    assert!(names.contains(&"edge-prod") && names.contains(&"core-prod"), "{opened}");
    assert_eq!(opened["offered"][0]["account"], "prod-observability");
    change(&server, &from, &saml("https://idp.example.com/metadata")).await;
    let values = json!({ "from": from, "to": [one, other] });
    let plan = server.ask("plan/copy-sign-in", &json!({ "form": opened["id"], "values": values })).await;
    assert_eq!(open_copy(&server, &from, plan.as_str()).await["to"], json!([one, other]));
}

#[tokio::test]
async fn a_copy_to_nobody_is_a_field_error() {
    let server = TestServer::start().await;
    let from = server.workspace("payments-prod").await;
    let values = json!({ "from": from, "to": [] });
    let body = json!({ "form": server.form().await, "values": values });
    let (status, answer) = server.call("plan/copy-sign-in", &body).await;
    field_error(status, &answer, "to");
}

#[tokio::test]
async fn the_record_tells_a_document_by_its_entity_id_certificates_and_digest_and_never_whole() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, &key, None).await;
    let saml = json!({ "providers": ["SAML"], "metadata_xml": PROVIDER, "attribute_role": "role", "admin_values": ["Admins"] });
    let (status, plan) = try_plan(&server, &key, &opened, &saml).await;
    assert_eq!(status, StatusCode::OK, "{plan}");
    let page = server.ask("audit/page", &json!({ "search": [["plan", plan], ["event", "plan"]] })).await;
    let sequence = &page["page"]["events"][0]["sequence"];
    let event = server.ask("audit/event", &json!({ "sequence": sequence })).await.to_string();
    for told in ["entity ID https://idp.example.com/saml", "certificate 9C:7C:16:E4:", "SHA-256 "] {
        assert!(event.contains(told), "{told}: {event}");
    }
    assert!(!event.contains("EntityDescriptor"), "{event}");
}
