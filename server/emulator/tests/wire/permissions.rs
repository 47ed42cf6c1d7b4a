//! Roles of people and groups.

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
