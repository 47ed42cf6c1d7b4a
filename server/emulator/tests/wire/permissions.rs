//! Roles of people and groups.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Bench, with};

pub fn instruction(action: &str, role: &str, ids: &[&str]) -> Value {
    let users: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "type": "SSO_USER" })).collect();
    json!({ "action": action, "role": role, "users": users })
}

/// Applies a batch; gives the ids in the errors.
pub async fn apply(bench: &Bench, id: &str, batch: Value) -> Vec<Value> {
    let input = json!({ "workspaceId": id, "updateInstructionBatch": batch });
    bench.grafana("UpdatePermissions", input).await.is(200).list_at("/errors")
}

/// Who holds what, as `id:ROLE`, sorted.
pub async fn held(bench: &Bench, id: &str, filter: Value) -> Vec<String> {
    let answer = bench.grafana("ListPermissions", with(json!({ "workspaceId": id }), filter)).await.is(200);
    let text = |one: &Value| format!("{}:{}", one["user"]["id"].as_str().unwrap(), one["role"].as_str().unwrap());
    let mut all: Vec<String> = answer.list_at("/permissions").iter().map(text).collect();
    all.sort();
    all
}

#[tokio::test]
async fn roles_are_given_and_taken() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    assert!(apply(&bench, &id, json!([instruction("ADD", "EDITOR", &["u1", "u2"])])).await.is_empty());
    assert!(apply(&bench, &id, json!([instruction("REVOKE", "EDITOR", &["u1"])])).await.is_empty());
    assert_eq!(held(&bench, &id, json!({})).await, ["u2:EDITOR"]);
}

#[tokio::test]
async fn revoking_a_role_that_is_not_held_takes_no_other() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    apply(&bench, &id, json!([instruction("ADD", "EDITOR", &["u1"])])).await;
    apply(&bench, &id, json!([instruction("REVOKE", "ADMIN", &["u1"])])).await;
    assert_eq!(held(&bench, &id, json!({})).await, ["u1:EDITOR"]);
}

#[tokio::test]
async fn the_list_of_calls_tells_what_a_batch_changed_and_not_what_was_so_or_refused() {
    for (replaces, revoked) in [(true, vec![]), (false, vec!["REVOKE VIEWER SSO_USER u1"])] {
        let bench = Bench::empty().await;
        bench.own(Method::POST, "switches", json!({ "role_add_replaces": replaces })).await.is(200);
        let id = bench.workspace("a").await;
        apply(&bench, &id, json!([instruction("ADD", "VIEWER", &["u1", "u2", "refused-u3"])])).await;
        apply(&bench, &id, json!([instruction("ADD", "ADMIN", &["u1"]), instruction("ADD", "VIEWER", &["u2"])])).await;
        apply(&bench, &id, json!([instruction("REVOKE", "VIEWER", &["u1"])])).await;
        let calls = bench.own(Method::GET, "calls", Value::Null).await.list_at("");
        let batches = calls.iter().filter(|call| call["operation"] == "UpdatePermissions");
        let effects: Vec<Vec<String>> =
            batches.map(|call| serde_json::from_value(call["effects"].clone()).unwrap_or_default()).collect();
        let given = ["ADD VIEWER SSO_USER u1", "ADD VIEWER SSO_USER u2"];
        assert_eq!(effects, [given.to_vec(), vec!["ADD ADMIN SSO_USER u1"], revoked], "{replaces}");
    }
}

#[tokio::test]
async fn refused_people_are_reported_one_by_one_and_the_rest_is_done() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let mixed = instruction("ADD", "ADMIN", &["u1", "refused-u2", "refused-u3"]);
    let errors = apply(&bench, &id, json!([mixed, instruction("ADD", "VIEWER", &["u4"])])).await;
    assert_eq!(errors.len(), 2);
    assert!(errors.iter().all(|error| error["causedBy"] == mixed && error["code"] == 404));
    assert_eq!(held(&bench, &id, json!({})).await, ["u1:ADMIN", "u4:VIEWER"]);
}

#[tokio::test]
async fn an_id_can_name_the_code_it_is_refused_with() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let ids = ["00000403-5a1e-4c2b-a7d0-9b3f6e21c480", "00000500-x", "00000099-x", "000004031-x", "refused-x"];
    for action in ["ADD", "REVOKE"] {
        let batch: Vec<Value> = ids.iter().map(|id| instruction(action, "VIEWER", &[id])).collect();
        let errors = apply(&bench, &id, json!(batch)).await;
        let codes: Vec<(Value, Value)> =
            errors.iter().map(|one| (one["code"].clone(), one["causedBy"].clone())).collect();
        assert_eq!(
            codes,
            [(json!(403), batch[0].clone()), (json!(500), batch[1].clone()), (json!(404), batch[4].clone())]
        );
    }
}

#[tokio::test]
async fn twenty_instructions_are_the_most_and_each_may_be_for_many() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let ids: Vec<String> = (0..250).map(|number| format!("u{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let batch = |count: usize| json!(vec![instruction("ADD", "VIEWER", &ids); count]);
    let sent =
        |batch| bench.grafana("UpdatePermissions", json!({ "workspaceId": id, "updateInstructionBatch": batch }));
    sent(batch(21)).await.refused_for("updateInstructionBatch");
    for count in [0, 20] {
        sent(batch(count)).await.is(200);
    }
    sent(json!([instruction("ADD", "VIEWER", &[])])).await.is(200);
    assert_eq!(held_by_all(&bench, &id).await, 250);
}

async fn held_by_all(bench: &Bench, id: &str) -> usize {
    let (mut count, mut next) = (0, json!({}));
    loop {
        let page = bench.grafana("ListPermissions", with(json!({ "workspaceId": id }), next)).await.is(200);
        count += page.list_at("/permissions").len();
        let Some(token) = page.body.get("nextToken") else { return count };
        next = json!({ "nextToken": token });
    }
}

#[tokio::test]
async fn permissions_are_filtered() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let group = json!({ "action": "ADD", "role": "ADMIN", "users": [{ "id": "g1", "type": "SSO_GROUP" }] });
    apply(&bench, &id, json!([instruction("ADD", "VIEWER", &["u1", "u2"]), group])).await;
    for (filter, expected) in [
        (json!({ "userId": "u1" }), vec!["u1:VIEWER"]),
        (json!({ "groupId": "g1" }), vec!["g1:ADMIN"]),
        (json!({ "userId": "g1" }), vec![]),
        (json!({ "userType": "SSO_USER" }), vec!["u1:VIEWER", "u2:VIEWER"]),
    ] {
        assert_eq!(held(&bench, &id, filter.clone()).await, expected, "{filter}");
    }
    let both = json!({ "workspaceId": id, "userId": "u1", "groupId": "g1" });
    bench.grafana("ListPermissions", both).await.refused_for("groupId");
}
