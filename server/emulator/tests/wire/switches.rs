//! Both answers to what AWS leaves undocumented.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::{Value, json};

use crate::permissions::{apply, held, instruction};
use crate::support::{Bench, plain, with};

async fn bench(switches: Value) -> (Bench, String) {
    let bench = Bench::empty().await;
    bench.own(Method::POST, "switches", switches).await.is(200);
    let id = bench.workspace("a").await;
    (bench, id)
}

#[tokio::test]
async fn adding_a_role_replaces_the_one_held_or_adds_to_it() {
    for (replaces, expected) in [(true, vec!["u:ADMIN"]), (false, vec!["u:ADMIN", "u:EDITOR"])] {
        let (bench, id) = bench(json!({ "role_add_replaces": replaces })).await;
        apply(&bench, &id, json!([instruction("ADD", "EDITOR", &["u"])])).await;
        apply(&bench, &id, json!([instruction("ADD", "ADMIN", &["u"])])).await;
        assert_eq!(held(&bench, &id, json!({})).await, expected);
    }
}

#[tokio::test]
async fn a_batch_works_in_its_order_or_does_not() {
    for (ordered, expected) in [(true, vec![]), (false, vec!["u:VIEWER"])] {
        let (bench, id) = bench(json!({ "batch_ordered": ordered })).await;
        let batch = json!([instruction("ADD", "VIEWER", &["u"]), instruction("REVOKE", "VIEWER", &["u"])]);
        apply(&bench, &id, batch).await;
        assert_eq!(held(&bench, &id, json!({})).await, expected);
    }
}

#[tokio::test]
async fn a_change_of_role_in_each_of_the_four_ways() {
    let both = || vec!["u:ADMIN", "u:VIEWER"];
    for (replaces, ordered, twice, add_then_revoke) in [
        (true, true, vec!["u:ADMIN"], vec![]),
        (true, false, vec!["u:VIEWER"], vec!["u:ADMIN"]),
        (false, true, both(), vec!["u:EDITOR"]),
        (false, false, both(), vec!["u:ADMIN", "u:EDITOR"]),
    ] {
        let way = json!({ "role_add_replaces": replaces, "batch_ordered": ordered });
        for (before, batch, after) in [
            (
                "EDITOR",
                json!([instruction("ADD", "ADMIN", &["u"]), instruction("REVOKE", "EDITOR", &["u"])]),
                vec!["u:ADMIN"],
            ),
            (
                "EDITOR",
                json!([instruction("REVOKE", "EDITOR", &["u"]), instruction("ADD", "ADMIN", &["u"])]),
                vec!["u:ADMIN"],
            ),
            ("ADMIN", json!([instruction("ADD", "VIEWER", &["u"]), instruction("ADD", "ADMIN", &["u"])]), twice),
            (
                "EDITOR",
                json!([instruction("ADD", "ADMIN", &["u"]), instruction("REVOKE", "ADMIN", &["u"])]),
                add_then_revoke,
            ),
        ] {
            let (bench, id) = bench(way.clone()).await;
            apply(&bench, &id, json!([instruction("ADD", before, &["u"])])).await;
            assert!(apply(&bench, &id, batch.clone()).await.is_empty());
            assert_eq!(held(&bench, &id, json!({})).await, after, "{way}: {batch}");
        }
    }
}

#[tokio::test]
async fn a_role_that_replaces_takes_the_place_of_all_that_were_added_before() {
    let (bench, id) = bench(json!({ "role_add_replaces": false })).await;
    apply(&bench, &id, json!([instruction("ADD", "EDITOR", &["u"]), instruction("ADD", "VIEWER", &["u", "v"])])).await;
    bench.own(Method::POST, "switches", json!({ "role_add_replaces": true })).await.is(200);
    apply(&bench, &id, json!([instruction("ADD", "ADMIN", &["u"])])).await;
    assert_eq!(held(&bench, &id, json!({})).await, ["u:ADMIN", "v:VIEWER"]);
}

#[tokio::test]
async fn saml_left_out_is_dropped_or_kept() {
    for (replaces, expected) in [(true, "NOT_CONFIGURED"), (false, "CONFIGURED")] {
        let (bench, id) = bench(json!({ "authentication_replaces": replaces })).await;
        let saml = json!({ "idpMetadata": { "url": "https://idp.example.com" } });
        let one = json!({ "workspaceId": id, "authenticationProviders": ["SAML"] });
        let with_saml = with(one.clone(), json!({ "samlConfiguration": saml }));
        bench.grafana("UpdateWorkspaceAuthentication", with_saml).await.is(200);
        let answer = bench.grafana("UpdateWorkspaceAuthentication", one).await.is(200);
        assert_eq!(answer.text_at("/authentication/saml/status"), expected);
    }
}

#[tokio::test]
async fn a_look_alike_is_refused_or_made() {
    for (refused, expected) in [(true, 409), (false, 202)] {
        let (bench, _) = bench(json!({ "duplicates_refused": refused })).await;
        let again = with(plain("a"), json!({ "clientToken": "another" }));
        assert_eq!(bench.grafana("CreateWorkspace", again).await.status, expected);
        let changed = with(plain("a"), json!({ "workspaceDescription": "another" }));
        bench.grafana("CreateWorkspace", changed).await.is(202);
    }
}

#[tokio::test]
async fn new_versions_take_api_keys_or_do_not() {
    for (taken, expected) in [(true, 200), (false, 400)] {
        let (bench, id) = bench(json!({ "api_keys_on_new_versions": taken })).await;
        let key = json!({ "workspaceId": id, "keyName": "k", "keyRole": "VIEWER", "secondsToLive": 60 });
        assert_eq!(bench.grafana("CreateWorkspaceApiKey", key).await.status, expected);
    }
}

/// The secrets of a token and of an API key.
async fn minted(bench: &Bench, id: &str, name: &str) -> [String; 2] {
    let one = json!({ "workspaceId": id });
    let account = with(one.clone(), json!({ "name": name, "grafanaRole": "VIEWER" }));
    let account = bench.grafana("CreateWorkspaceServiceAccount", account).await.text_at("/id");
    let token = json!({ "serviceAccountId": account, "name": name, "secondsToLive": 60 });
    let token = bench.grafana("CreateWorkspaceServiceAccountToken", with(one.clone(), token)).await;
    let key = json!({ "keyName": name, "keyRole": "VIEWER", "secondsToLive": 60 });
    let key = bench.grafana("CreateWorkspaceApiKey", with(one, key)).await.text_at("/key");
    [token.text_at("/serviceAccountToken/key"), String::from_utf8(STANDARD.decode(key).unwrap()).unwrap()]
}

#[tokio::test]
async fn minted_secrets_hold_the_known_text_and_are_well_formed_and_unique() {
    let (bench, id) = bench(json!({ "known_secrets": "LeakedByBelvedere" })).await;
    let number = |text: &str| text.len() == 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut seen = BTreeSet::new();
    for name in ["a", "b", "\"c\\"] {
        let [token, key] = minted(&bench, &id, name).await;
        let (middle, end) = token.strip_prefix("glsa_LeakedByBelvedere").unwrap().split_once('_').unwrap();
        assert!(number(middle) && end.len() == 8, "{token}");
        assert!(key.starts_with(r#"{"k":"LeakedByBelvedere"#), "{key}");
        let key: Value = serde_json::from_str(&key).unwrap();
        assert!(number(key["k"].as_str().unwrap().strip_prefix("LeakedByBelvedere").unwrap()), "{key}");
        assert_eq!((&key["n"], &key["id"]), (&json!(name), &json!(1)));
        seen.extend([middle.to_owned(), key["k"].to_string()]);
    }
    assert_eq!(seen.len(), 6);
}

#[tokio::test]
async fn minted_secrets_are_random_again_without_a_known_text() {
    let (bench, id) = bench(json!({ "known_secrets": "LeakedByBelvedere" })).await;
    let shown = bench.own(Method::POST, "switches", json!({ "known_secrets": "" })).await.is(200);
    assert_eq!(shown.body["known_secrets"], "");
    let [token, key] = minted(&bench, &id, "a").await;
    assert!(token.len() == 46 && !token.contains("Leaked") && !key.contains("Leaked"), "{token} {key}");
}

#[tokio::test]
async fn a_known_text_that_would_spoil_a_secret_is_refused() {
    let bench = Bench::empty().await;
    for bad in [json!("under_score"), json!("\u{e9}"), json!("a".repeat(25)), json!(true)] {
        bench.own(Method::POST, "switches", json!({ "known_secrets": bad })).await.is(400);
    }
    assert_eq!(bench.own(Method::GET, "switches", Value::Null).await.body["known_secrets"], "");
}

#[tokio::test]
async fn switches_are_shown_and_unknown_ones_refused() {
    let (bench, _) = bench(json!({ "quotas": true, "life_cycle_ms": 7 })).await;
    let shown = bench.own(Method::GET, "switches", Value::Null).await.body;
    assert_eq!(
        (&shown["quotas"], &shown["life_cycle_ms"], &shown["batch_ordered"]),
        (&json!(true), &json!(7), &json!(true))
    );
    bench.own(Method::POST, "switches", json!({ "gravity": false })).await.is(400);
}
