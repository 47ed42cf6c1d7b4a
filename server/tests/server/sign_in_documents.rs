//! Documents of strangers for the sign-in of a workspace: they are looked at before anything is planned, whatever they
//! hold.

use crate::sign_in::{MOST, PROVIDER, SERVICE, change, document, expired, field_error, open, saml, try_plan};
use crate::support::{ACCOUNT, TestServer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// Good metadata of exactly the most bytes, most of them such that JSON doubles them.
fn largest(mark: char) -> String {
    let (start, end) = PROVIDER.split_at(PROVIDER.rfind("</md:EntityDescriptor>").unwrap());
    let room = MOST - PROVIDER.len() - "<!---->".len() - mark.len_utf8();
    format!("{start}<!--{mark}{}-->{end}", "\"".repeat(room))
}

fn bomb() -> String {
    let mut entities = String::from("<!ENTITY a \"ha\">");
    for (name, inner) in ('b'..='l').zip('a'..) {
        let tenfold = format!("&{inner};").repeat(10);
        entities.push_str(&format!("<!ENTITY {name} \"{tenfold}\">"));
    }
    format!("<!DOCTYPE x [{entities}]><x>&l;</x>")
}

async fn check(server: &TestServer, xml: &str) -> (StatusCode, Value) {
    server.call("form/check-metadata", &json!({ "xml": xml })).await
}

#[tokio::test]
async fn metadata_is_told_with_what_people_compare() {
    let server = TestServer::start().await;
    let (status, report) = check(&server, PROVIDER).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(report["entity_id"], "https://idp.example.com/saml");
    assert!(report["certificates"][0]["subject"].as_str().unwrap().contains("idp.example.com"), "{report}");
    assert_eq!(report["certificates"][0]["fingerprint"].as_str().unwrap().len(), 32 * 3 - 1, "{report}");
    let problems = report["findings"].as_array().unwrap().iter().filter(|found| found["severity"] == "problem").count();
    assert_eq!(problems, 0, "{report}");
}

#[tokio::test]
async fn metadata_that_cannot_be_read_is_a_field_error() {
    let server = TestServer::start().await;
    for (xml, word) in [("", "no text"), ("https://idp.example.com", "address"), ("<x/>", "not SAML metadata")] {
        let (status, answer) = check(&server, xml).await;
        let message = field_error(status, &answer, "metadata_xml");
        assert!(message.contains(word), "{xml}: {message}");
    }
}

#[tokio::test]
async fn a_service_providers_metadata_is_refused_before_anything_is_planned() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, &key, None).await;
    let (status, answer) = try_plan(&server, &key, &opened, &document(SERVICE)).await;
    let message = field_error(status, &answer, "metadata_xml");
    assert!(message.contains("service provider"), "{message}");
    let (status, _) = server.call("changes/view", &json!({ "id": opened["id"] })).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_expired_certificate_is_refused_and_one_that_aws_has_already_does_not_stop_other_changes() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, &key, None).await;
    let (status, answer) = try_plan(&server, &key, &opened, &document(&expired())).await;
    assert!(field_error(status, &answer, "metadata_xml").contains("expired on 2020-01-01"), "{answer}");
    let path = format!("/workspaces/{}/authentication", key["id"].as_str().unwrap());
    let there = json!({
        "authenticationProviders": ["AWS_SSO", "SAML"], "samlConfiguration": { "idpMetadata": { "xml": expired() } }
    });
    let (status, answer) = server.aws("grafana", Method::POST, &path, &there).await;
    assert!(status.is_success(), "{answer}");
    let opened = open(&server, &key, None).await;
    let (status, answer) = try_plan(&server, &key, &opened, &json!({ "login_minutes": "60" })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn the_largest_document_that_is_read_comes_through_twice_in_one_form() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let (first, second) = (largest('1'), largest('2'));
    assert_eq!(first.len(), MOST);
    assert_eq!(check(&server, &first).await.0, StatusCode::OK);
    change(&server, &key, &document(&first)).await;
    let opened = open(&server, &key, None).await;
    assert_eq!(opened["base"]["metadata_xml"], json!(first));
    let (status, answer) = try_plan(&server, &key, &opened, &document(&second)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

#[tokio::test]
async fn one_byte_more_than_is_read_is_a_field_error() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let xml = [&largest('1'), "\n"].concat();
    let (status, answer) = check(&server, &xml).await;
    assert!(field_error(status, &answer, "metadata_xml").contains("512 KiB"), "{answer}");
    let opened = open(&server, &key, None).await;
    let (status, answer) = try_plan(&server, &key, &opened, &document(&xml)).await;
    assert!(field_error(status, &answer, "metadata_xml").contains("512 KiB"), "{answer}");
}

#[tokio::test]
async fn a_body_of_10_mb_is_too_large_and_says_so_in_words_for_the_page() {
    let server = TestServer::start().await;
    let key =
        json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": "eu-west-1" }, "id": "g-0123456789" });
    let xml = "<x/>".repeat(10 * 1024 * 1024 / 4);
    let edit = json!({ "key": key, "base": {}, "values": { "metadata_xml": xml }, "merge": false });
    let form = server.form().await;
    for (path, body) in
        [("form/check-metadata", json!({ "xml": xml })), ("plan/edit-sign-in", json!({ "form": form, "edit": edit }))]
    {
        let (status, answer) = server.call(path, &body).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: {answer}");
        assert!(answer["message"].as_str().is_some_and(|message| message.contains("3 MiB")), "{path}: {answer}");
    }
}

/// Texts that have broken other programs.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "</textarea><script>alert(1)</script>",
        "\u{0}\u{1}\u{7f}\u{85}\r\n\t",
        "admin\u{202e}nimda\u{200b}\u{feff}\u{2066}",
        "'; DROP TABLE plans; --",
        "{{7*7}}${7*7}%00%0d%0a",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><\u{0}>",
        "\u{10ffff}\u{e000}\u{fdd0}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([bomb(), "<a>".repeat(100_000), "x".repeat(100_000)]);
    texts
}

#[tokio::test]
async fn hostile_text_in_any_field_is_a_field_error_or_stays_text() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, &key, None).await;
    let fields = opened["values"].as_object().unwrap().clone();
    for text in hostile() {
        for (name, value) in &fields {
            let hostile = match value {
                Value::Array(_) => json!([text]),
                Value::String(_) => json!(text),
                _ => continue,
            };
            let mut changed = saml("https://idp.example.com/metadata");
            changed["attribute_org"] = json!("org");
            changed[name] = hostile;
            if name == "metadata_xml" {
                changed["metadata_url"] = json!("");
            }
            let (status, answer) = try_plan(&server, &key, &opened, &changed).await;
            if status == StatusCode::OK {
                let view = server.ask("changes/view", &json!({ "id": answer })).await;
                let request = view["value"]["steps"][0]["request"].as_str().unwrap();
                let sent: Value = serde_json::from_str(request).unwrap();
                assert!(!sent["samlConfiguration"].is_null(), "{name}: {sent}");
            } else {
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name} = {text:.60}: {answer}");
                let errors = answer["fields"].as_array().unwrap();
                assert!(errors.iter().any(|error| error["field"] == **name), "{name} = {text:.60}: {answer}");
            }
        }
    }
}

#[tokio::test]
async fn hostile_text_as_metadata_or_assertion_is_a_field_error() {
    let server = TestServer::start().await;
    for text in hostile() {
        let (status, answer) = check(&server, &text).await;
        field_error(status, &answer, "metadata_xml");
        let body = json!({ "mapping": model::document::Mapping::default(), "pasted": text });
        let (status, answer) = server.call("form/try-sign-in", &body).await;
        if status != StatusCode::OK {
            field_error(status, &answer, "assertion");
        }
    }
}
