//! Everything of the fixture is shown, and it holds what it is to hold.

use super::load::Former;
use super::{every, id, on_both, view};
use crate::support::TestServer;
use http::StatusCode;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use store::{NoteRecord, Store};

/// Plans, and events on record, of the fixture.
const PLANS: usize = 79;
const EVENTS: u64 = 361;

/// Every change there was.
const CHANGES: [&str; 24] = [
    "associate-license",
    "create-domain",
    "create-prometheus",
    "create-service-account",
    "create-workspace",
    "delete-domain",
    "delete-policy",
    "delete-prometheus",
    "delete-service-account",
    "delete-workspace",
    "deliver-secret",
    "disassociate-license",
    "mint-key",
    "mint-token",
    "put-policy",
    "revoke-key",
    "revoke-token",
    "tag",
    "untag",
    "update-alias",
    "update-authentication",
    "update-configuration",
    "update-permissions",
    "update-workspace",
];

/// A page or a download that has to be there.
async fn shown(server: &TestServer, path: &str) -> String {
    let (status, text) = server.page(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    text
}

on_both! {
    async fn the_record_is_whole_before_it_is_taken_over_and_after(former) {
        assert_eq!(former.verified().await, EVENTS);
        let server = former.serve().await;
        assert_eq!(former.verified().await, EVENTS);
        let events = shown(&server, "/audit/export.jsonl").await;
        assert_eq!(events.lines().count() as u64, EVENTS);
    }

    async fn every_plan_is_shown_with_all_that_leads_on_from_it(former) {
        let server = former.serve().await;
        let all = every(&server).await;
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (PLANS, PLANS));
        for plan in all {
            let view = view(&server, &plan).await;
            let page = shown(&server, &format!("/changes/{plan}")).await;
            let title = view["title"].as_str().unwrap();
            assert!(page.contains(title), "{title} is not on its page");
            shown(&server, &format!("/changes/{plan}/outcome.csv")).await;
            let commands = server.ask("changes/commands", &json!({ "id": plan })).await;
            assert!(commands.as_str().unwrap().contains("aws "), "{title}: {commands}");
            let events = server.ask("audit/page", &json!({ "search": [["plan", plan]] })).await.to_string();
            assert!(events.contains(&plan), "{title} is not on record: {events}");
        }
        for page in ["/changes", "/audit", "/tokens", "/access", "/attention", "/grafana"] {
            shown(&server, page).await;
        }
    }

    async fn every_state_is_shown_as_it_was_left(former) {
        let server = former.serve().await;
        let states = [
            ("planned", "tags-planned"),
            ("applied", "create-workspace"),
            ("failed", "grants-refused"),
            ("unknown", "mint-token-lost"),
            ("interrupted", "interrupted-copy"),
            ("expired", "expired"),
            ("expired", "planned-and-over"),
            // Whoever applied it is gone.
            ("interrupted", "applying"),
        ];
        for (state, plan) in states {
            assert_eq!(view(&server, id(plan)).await["state"], state, "{plan}");
        }
    }

    async fn what_stands_beside_plans_is_there(former) {
        let store = Store::open(&former.settings).await.unwrap();
        let keys = store.keys().await.unwrap();
        assert_eq!((keys.len(), keys.iter().filter(|key| !key.certain).count()), (3, 1), "{keys:?}");
        let notes = store.notes().await.unwrap();
        let said: Vec<&NoteRecord> = notes.iter().filter(|note| note.purpose == "Said by hand").collect();
        assert_eq!(said.len(), 3, "{notes:?}");
        assert_eq!(store.rotations().await.unwrap().len(), 3);
        let target = "arn:aws:grafana:eu-west-1:903211874410:/workspaces/g-5988c834e3";
        assert_eq!(store.configurations(target, "sign-in", 9).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn every_kind_of_change_and_every_form_is_in_it() {
    let former = Former::sqlite().await;
    let store = Store::open(&former.settings).await.unwrap();
    let plans = store.plans(None, 1000).await.unwrap();
    let names = |texts: &mut dyn Iterator<Item = &String>, tag: &str| -> BTreeSet<String> {
        let values = texts.map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        let all = values.flat_map(|value| value.as_array().cloned().unwrap_or_else(|| vec![value]));
        all.map(|one| one[tag].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&mut plans.iter().map(|plan| &plan.change), "change"), CHANGES.map(str::to_owned).into());
    let forms = names(&mut plans.iter().map(|plan| &plan.draft), "form");
    assert_eq!(forms.len(), 17, "{forms:?}");
    let facets = ["settings", "sign-in", "configuration", "tags", "alias", "policy"];
    let drafts: String = plans.iter().map(|plan| plan.draft.as_str()).collect();
    for facet in facets {
        assert!(drafts.contains(&format!("\"facet\":\"{facet}\"")), "{facet}");
    }
}

#[test]
fn neither_dump_holds_a_secret_and_both_are_small() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-4");
    for name in ["sqlite.sql", "postgres.sql"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(text.len() < 1 << 20, "{name}: {} bytes", text.len());
        for secret in ["glsa_", "eyJrIjoi", "LeakedLeaked", "AKIA", "ASIA"] {
            assert!(!text.contains(secret), "{name} holds {secret}");
        }
    }
}
