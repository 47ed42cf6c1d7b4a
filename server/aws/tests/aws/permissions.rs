//! Giving and taking roles.

use crate::support::canned::canned;
use crate::support::control::fault;
use crate::support::{World, connect, home, settings, workspace, world};
use aws::Certainty;
use aws::Settings;
use aws::Urgency::Read;
use aws::grafana::{Action, Grafana, Holder, Instruction, Refusal};
use emulator::Seed;
use model::Code;
use serde_json::json;

fn one(action: Action, role: &str, kind: &str, id: &str) -> Instruction {
    Instruction { action, holder: Holder { id: id.to_owned(), kind: kind.to_owned(), grafana_role: role.to_owned() } }
}

fn add(role: &str, id: &str) -> Instruction {
    one(Action::Add, role, "SSO_USER", id)
}

fn revoke(role: &str, id: &str) -> Instruction {
    one(Action::Revoke, role, "SSO_USER", id)
}

async fn bench() -> (World, Grafana, String) {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("people")).await.unwrap().value.id;
    (world, grafana, id)
}

async fn update(grafana: &Grafana, id: &str, instructions: &[Instruction]) -> Vec<Refusal> {
    let done = grafana.update_permissions(id, instructions).await.unwrap();
    assert!(done.request_id.is_some());
    done.value
}

#[tokio::test]
async fn roles_are_given_and_taken_from_people_and_groups() {
    let (_world, grafana, id) = bench().await;
    let group = |action| one(action, "ADMIN", "SSO_GROUP", "g1");
    assert_eq!(update(&grafana, &id, &[add("EDITOR", "u1"), group(Action::Add)]).await, []);
    assert_eq!(update(&grafana, &id, &[revoke("EDITOR", "u1")]).await, []);
    assert_eq!(grafana.list_permissions(&id, Read).await.unwrap(), [group(Action::Add).holder]);
    assert_eq!(update(&grafana, &id, &[revoke("EDITOR", "u1"), group(Action::Add)]).await, [], "neither is an error");
}

#[tokio::test]
async fn each_refusal_says_which_instruction_it_is_about_and_the_rest_is_done() {
    let (_world, grafana, id) = bench().await;
    let left = "00000403-5a1e-4c2b-a7d0-9b3f6e21c480";
    let sent = [
        add("ADMIN", "u1"),
        add("VIEWER", "refused-a"),
        revoke("VIEWER", left),
        add("EDITOR", "u2"),
        add("VIEWER", "refused-a"),
        add("ADMIN", "refused-a"),
    ];
    let refusals = update(&grafana, &id, &sent).await;
    let short: Vec<_> = refusals.iter().map(|refusal| (refusal.index, refusal.code)).collect();
    assert_eq!(short, [(Some(1), 404), (Some(2), 403), (Some(4), 404), (Some(5), 404)]);
    assert_eq!(refusals[0].message, "SSO_USER refused-a could not be found");
    let held = grafana.list_permissions(&id, Read).await.unwrap();
    assert_eq!(held, [add("ADMIN", "u1").holder, add("EDITOR", "u2").holder]);
}

#[tokio::test]
async fn a_refusal_of_what_was_not_sent_has_no_index() {
    let cause = r#"{"action":"ADD","role":"ADMIN","users":[{"id":"other","type":"SSO_USER"}]}"#;
    let body = format!(r#"{{"errors":[{{"code":500,"message":"odd\u0007","causedBy":{cause}}}]}}"#);
    let server = canned("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: r", &body).await;
    let (aws, _) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    let refusals = update(&aws.grafana(&home()), "g-0123456789", &[add("ADMIN", "u1")]).await;
    assert_eq!(refusals, [Refusal { index: None, code: 500, message: "odd".to_owned() }]);
}

#[tokio::test]
async fn a_refusal_that_repeats_its_instruction_inexactly_is_known_by_holder_and_role() {
    let cause = |id: &str, role: &str| {
        let cause = json!({ "action": "ADD", "role": role, "users": [{ "id": id, "type": "USER" }] });
        json!({ "code": 404, "message": "odd", "causedBy": cause })
    };
    let both = json!([{ "id": "u1", "type": "SSO_USER" }, { "id": "u2", "type": "SSO_USER" }]);
    let mut merged = cause("u1", "ADMIN");
    merged["causedBy"]["users"] = both;
    let body = json!({ "errors": [cause("U2", "VIEWER"), cause("u1", "EDITOR"), merged] }).to_string();
    let server = canned("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-amzn-requestid: r", &body).await;
    let (aws, _) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    let sent = [add("ADMIN", "u1"), add("EDITOR", "u2"), add("VIEWER", "u2")];
    let refusals = update(&aws.grafana(&home()), "g-0123456789", &sent).await;
    // Of the last two, one names a role that was not sent, and one names two people.
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [Some(2), None, None]);
}

#[tokio::test]
async fn all_holders_are_listed_though_they_are_more_than_a_page() {
    let (world, grafana, id) = bench().await;
    for batch in 0..11 {
        let sent: Vec<_> = (0..20).map(|place| add("VIEWER", &format!("u{}", batch * 20 + place))).collect();
        assert_eq!(update(&grafana, &id, &sent).await, []);
    }
    let mut held = grafana.list_permissions(&id, Read).await.unwrap();
    held.sort_by(|one, other| one.id.cmp(&other.id));
    held.dedup();
    assert_eq!(held.len(), 220);
    assert_eq!(world.gate.count("ListPermissions"), 3, "each page passes the gate");
}

#[tokio::test]
async fn more_than_twenty_instructions_are_not_sent() {
    let (world, grafana, id) = bench().await;
    let many: Vec<_> = (0..21).map(|place| add("VIEWER", &format!("u{place}"))).collect();
    let failure = grafana.update_permissions(&id, &many).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Invalid, Certainty::Refused));
    assert_eq!(world.gate.count("UpdatePermissions"), 0);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_call_is_not_repeated() {
    let (world, grafana, id) = bench().await;
    fault(&world.emulator, json!({ "kind": "cut_after", "operation": "UpdatePermissions", "times": 1 })).await;
    let failure = grafana.update_permissions(&id, &[add("ADMIN", "u1")]).await.unwrap_err();
    assert_eq!(failure.certainty, Certainty::Unknown);
    assert_eq!(world.gate.count("UpdatePermissions"), 1);
    assert_eq!(grafana.list_permissions(&id, Read).await.unwrap().len(), 1);
}

#[test]
fn an_instruction_is_kept_and_read_again() {
    let text = serde_json::to_string(&add("ADMIN", "u1")).unwrap();
    assert!(text.contains(r#""action":"ADD""#), "{text}");
    assert_eq!(serde_json::from_str::<Instruction>(&text).unwrap(), add("ADMIN", "u1"));
}
