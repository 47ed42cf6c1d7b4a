//! Roles of people and groups: whatever AWS's undocumented answers are, what was wished is what is there, and every row
//! says what became of it.

use crate::support::TestServer;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A person's id.
pub fn id(number: usize) -> String {
    format!("00aa{number:04x}-1111-4a4a-8b8b-{number:012x}")
}

/// One whose every change AWS refuses with the code 403.
pub fn refused(number: usize) -> String {
    format!("00000403-1111-4a4a-8b8b-{number:012x}")
}

pub fn wish(key: &Value, id: &str, role: Option<&str>) -> Value {
    json!({ "workspace": key, "holder": { "kind": "user", "id": id }, "role": role })
}

async fn try_plan(server: &TestServer, wishes: &[Value]) -> (StatusCode, Value) {
    server.call("plan/grants", &json!({ "form": server.form().await, "batch": { "wishes": wishes } })).await
}

pub async fn plan(server: &TestServer, wishes: &[Value]) -> String {
    let (status, answer) = try_plan(server, wishes).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer.as_str().unwrap().to_owned()
}

pub async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

/// What a person beside the console does to roles.
pub async fn beside(server: &TestServer, key: &Value, instructions: &[(&str, &str, &str)]) {
    for some in instructions.chunks(20) {
        let batch: Vec<Value> = some
            .iter()
            .map(|(action, role, id)| json!({ "action": action, "role": role, "users": [{ "id": id, "type": "SSO_USER" }] }))
            .collect();
        let path = format!("/workspaces/{}/permissions", key["id"].as_str().unwrap());
        let body = json!({ "updateInstructionBatch": batch });
        let (status, answer) = server.aws("grafana", Method::PATCH, &path, &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
}

/// Everybody's roles as AWS has them.
pub async fn held(server: &TestServer, key: &Value) -> BTreeMap<String, String> {
    let mut held = BTreeMap::<String, String>::new();
    let mut token = String::new();
    loop {
        let path = format!("/workspaces/{}/permissions?maxResults=100{token}", key["id"].as_str().unwrap());
        let (_, answer) = server.aws("grafana", Method::GET, &path, &Value::Null).await;
        for entry in answer["permissions"].as_array().unwrap() {
            let roles = held.entry(entry["user"]["id"].as_str().unwrap().to_owned()).or_default();
            roles.push_str(entry["role"].as_str().unwrap());
        }
        match answer["nextToken"].as_str() {
            Some(next) => token = format!("&nextToken={next}"),
            None => return held,
        }
    }
}

#[tokio::test]
async fn whatever_aws_does_with_roles_the_wished_ones_are_there_and_verified() {
    for (replaces, ordered) in [(true, true), (true, false), (false, true), (false, false)] {
        let server = TestServer::start().await;
        server
            .emulator(Method::POST, "switches", &json!({ "role_add_replaces": replaces, "batch_ordered": ordered }))
            .await;
        let key = server.workspace("payments-prod").await;
        let before: Vec<(String, &str)> = (0..30).map(|n| (id(n), ["VIEWER", "EDITOR", "ADMIN"][n % 3])).collect();
        let added: Vec<(&str, &str, &str)> = before.iter().map(|(id, role)| ("ADD", *role, id.as_str())).collect();
        beside(&server, &key, &added).await;
        let mut wishes = Vec::new();
        let mut wished: BTreeMap<String, String> =
            before.iter().map(|(id, role)| (id.clone(), (*role).to_owned())).collect();
        for n in 0..45 {
            // Every fourth is left alone, every fifth loses its role.
            let role = [Some("ADMIN"), Some("VIEWER"), Some("EDITOR"), None][(n / 2) % 4];
            if n % 4 == 3 {
                continue;
            }
            wishes.push(wish(&key, &id(n), role));
            match role {
                Some(role) => wished.insert(id(n), role.to_owned()),
                None => wished.remove(&id(n)),
            };
        }
        let plan = plan(&server, &wishes).await;
        let ended = server.apply(&plan, "").await;
        assert_eq!(ended["state"], "applied", "{replaces} {ordered}: {ended}");
        assert!(ended["steps"].as_array().unwrap().iter().all(|step| step["outcome"]["word"] == "verified"), "{ended}");
        assert_eq!(held(&server, &key).await, wished, "replaces {replaces}, ordered {ordered}");
    }
}

#[tokio::test]
async fn rows_that_aws_refuses_say_so_and_the_others_are_applied() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let mut wishes: Vec<Value> = (0..17).map(|n| wish(&key, &id(n), Some("VIEWER"))).collect();
    wishes.extend((0..3).map(|n| wish(&key, &refused(n), Some("VIEWER"))));
    let first = plan(&server, &wishes).await;
    let ended = server.apply(&first, "").await;
    assert_eq!(ended["state"], "failed", "{ended}");
    let outcome = &ended["steps"][0]["outcome"];
    let told = outcome["message"].as_str().unwrap();
    assert_eq!(told, "3 of 20 role changes were not applied. 17 are applied. Nothing was rolled back.");
    let failed: Vec<&Value> =
        outcome["rows"].as_array().unwrap().iter().filter(|row| row["word"] == "failed").collect();
    assert!(failed.len() == 3 && failed[0]["message"].as_str().unwrap().contains("(403)"), "{outcome}");
    assert_eq!(held(&server, &key).await.len(), 17);
    let again = server.ask("plan/retry", &json!({ "id": first })).await;
    let again = view(&server, again.as_str().unwrap()).await;
    assert_eq!(again["steps"][0]["rows"].as_array().unwrap().len(), 3, "{again}");
    let undo = server.ask("plan/undo", &json!({ "id": first })).await;
    let undone = server.apply(undo.as_str().unwrap(), "").await;
    assert_eq!(undone["state"], "applied", "{undone}");
    assert!(held(&server, &key).await.is_empty());
}

#[tokio::test]
async fn the_last_admin_is_taken_only_where_the_name_is_typed() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1)), ("ADD", "VIEWER", &id(2))]).await;
    let last = plan(&server, &[wish(&key, &id(1), Some("VIEWER"))]).await;
    assert_eq!(view(&server, &last).await["confirmation"]["text"], "payments-prod");
    let (status, _) = server.call("changes/apply", &server.decision(&last, "").await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(server.apply(&last, "payments-prod").await["state"], "applied");
    assert_eq!(held(&server, &key).await[&id(1)], "VIEWER");
}

#[tokio::test]
async fn an_admin_whose_successor_was_refused_stays() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1))]).await;
    let handed = plan(&server, &[wish(&key, &refused(1), Some("ADMIN")), wish(&key, &id(1), None)]).await;
    let ended = server.apply(&handed, "").await;
    assert_eq!(ended["state"], "failed", "{ended}");
    let rows = ended["steps"][1]["outcome"]["rows"].to_string();
    assert!(rows.contains("without an admin"), "{ended}");
    assert_eq!(held(&server, &key).await[&id(1)], "ADMIN");
}

#[tokio::test]
async fn an_admin_whose_successor_was_refused_is_not_made_less_whatever_aws_does_with_roles() {
    for (replaces, ordered) in [(true, true), (true, false), (false, true), (false, false)] {
        let server = TestServer::start().await;
        let switches = json!({ "role_add_replaces": replaces, "batch_ordered": ordered });
        server.emulator(Method::POST, "switches", &switches).await;
        let key = server.workspace("payments-prod").await;
        beside(&server, &key, &[("ADD", "ADMIN", &id(1))]).await;
        let wishes = [wish(&key, &id(1), Some("VIEWER")), wish(&key, &refused(1), Some("ADMIN"))];
        let handed = plan(&server, &wishes).await;
        assert_eq!(view(&server, &handed).await["confirmation"], Value::Null);
        let ended = server.apply(&handed, "").await;
        assert!(ended["steps"].to_string().contains("without an admin"), "{ended}");
        assert_eq!(held(&server, &key).await[&id(1)], "ADMIN", "replaces {replaces}, ordered {ordered}");
    }
}

#[tokio::test]
async fn an_admin_is_made_less_once_another_is_there() {
    for replaces in [true, false] {
        let server = TestServer::start().await;
        server.emulator(Method::POST, "switches", &json!({ "role_add_replaces": replaces })).await;
        let key = server.workspace("payments-prod").await;
        beside(&server, &key, &[("ADD", "ADMIN", &id(1))]).await;
        let wishes = [wish(&key, &id(1), Some("VIEWER")), wish(&key, &id(2), Some("ADMIN"))];
        let ended = server.apply(&plan(&server, &wishes).await, "").await;
        assert_eq!(ended["state"], "applied", "{ended}");
        let wished = [(id(1), "VIEWER".to_owned()), (id(2), "ADMIN".to_owned())];
        assert_eq!(held(&server, &key).await, BTreeMap::from(wished), "replaces {replaces}");
    }
}

#[tokio::test]
async fn others_may_come_and_go_meanwhile_and_those_named_may_not_move() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1)), ("ADD", "VIEWER", &id(2))]).await;
    let (free, bound) =
        (plan(&server, &[wish(&key, &id(3), Some("EDITOR"))]).await, plan(&server, &[wish(&key, &id(2), None)]).await);
    beside(&server, &key, &[("ADD", "EDITOR", &id(4)), ("REVOKE", "VIEWER", &id(2)), ("ADD", "EDITOR", &id(2))]).await;
    assert_eq!(server.apply(&free, "").await["state"], "applied");
    let ended = server.apply(&bound, "").await;
    let outcome = &ended["steps"][0]["outcome"];
    assert_eq!(outcome["word"], "refused", "{ended}");
    assert!(outcome["moved"].to_string().contains("EDITOR"), "{outcome}");
    assert_eq!(held(&server, &key).await[&id(2)], "EDITOR");
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_work_is_found_done_by_looking() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan(&server, &[wish(&key, &id(1), Some("ADMIN")), wish(&key, &id(2), Some("VIEWER"))]).await;
    let cut = json!({ "service": "grafana", "operation": "UpdatePermissions", "kind": "cut_after", "times": 2 });
    server.emulator(Method::POST, "faults", &cut).await;
    let ended = server.apply(&plan, "").await;
    assert_eq!(ended["state"], "applied", "{ended}");
    assert_eq!(held(&server, &key).await.len(), 2);
}

#[tokio::test]
async fn what_is_wrong_with_a_batch_is_told_by_its_row_and_what_is_so_already_is_not_planned() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let (status, answer) = try_plan(&server, &[wish(&key, "ada@example.com", Some("ADMIN"))]).await;
    assert_eq!(
        (status, answer["fields"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("wishes.0")),
        "{answer}"
    );
    beside(&server, &key, &[("ADD", "EDITOR", &id(1))]).await;
    let (status, answer) = try_plan(&server, &[wish(&key, &id(1), Some("EDITOR")), wish(&key, &id(2), None)]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer["message"].as_str().unwrap().contains("so already"), "{answer}");
}
