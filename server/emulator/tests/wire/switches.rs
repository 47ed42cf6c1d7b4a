//! Both answers to what AWS leaves undocumented.

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
