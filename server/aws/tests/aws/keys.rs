//! API keys: made, seen once, deleted; and the deletion of a service account's token.

use crate::support::control::fault;
use crate::support::tape::{Tape, recorded};
use crate::support::{World, home, workspace, world};
use aws::Urgency::{Read, Write};
use aws::{Certainty, Failure, Grafana};
use emulator::Seed;
use model::Code;
use secrecy::ExposeSecret;
use serde_json::json;

async fn with_workspace(name: &str) -> (World, Grafana, String) {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace(name)).await.unwrap().value.id;
    (world, grafana, id)
}

fn known(failure: &Failure) -> (Code, Certainty) {
    (failure.error.code, failure.certainty)
}

#[tokio::test]
async fn an_api_key_is_made_once_and_deleted_by_its_name() {
    let (world, grafana, id) = with_workspace("robots").await;
    let done = grafana.create_api_key(&id, "deploy", "EDITOR", 3600).await.unwrap();
    assert!(done.request_id.is_some());
    assert_eq!(done.value.name, "deploy");
    assert!(!done.value.secret.expose_secret().is_empty());
    let taken = grafana.create_api_key(&id, "deploy", "VIEWER", 60).await.unwrap_err();
    assert_eq!(known(&taken), (Code::Conflict, Certainty::Refused));
    assert!(grafana.delete_api_key(&id, "deploy").await.unwrap().request_id.is_some());
    let gone = grafana.delete_api_key(&id, "deploy").await.unwrap_err();
    assert_eq!(known(&gone), (Code::NotFound, Certainty::Refused));
    grafana.create_api_key(&id, "deploy", "VIEWER", 60).await.unwrap();
    let entered = world.gate.entered.lock().unwrap();
    assert!(entered.iter().any(|entry| entry.2 == "DeleteWorkspaceApiKey" && entry.3 == Write));
}

#[tokio::test]
async fn the_secret_of_an_api_key_is_in_no_log_line_and_in_no_debug_output() {
    let (_world, grafana, id) = with_workspace("robots").await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    let done = grafana.create_api_key(&id, "deploy", "ADMIN", 60).await.unwrap();
    drop(guard);
    assert!(log.text().contains("CreateWorkspaceApiKey"), "the log was recorded");
    let secret = done.value.secret.expose_secret();
    assert!(!log.text().contains(secret) && !format!("{done:?}").contains(secret));
}

#[tokio::test]
async fn what_is_wrong_with_an_api_key_lands_on_the_forms_fields() {
    let (_world, grafana, id) = with_workspace("robots").await;
    let role = grafana.create_api_key(&id, "deploy", "OWNER", 60).await.unwrap_err();
    let life = grafana.create_api_key(&id, "deploy", "VIEWER", u32::MAX).await.unwrap_err();
    for (failure, field) in [(role, "keyRole"), (life, "secondsToLive")] {
        assert_eq!(known(&failure), (Code::Invalid, Certainty::Refused));
        assert_eq!(failure.said.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), [field]);
    }
}

#[tokio::test]
async fn an_api_key_whose_answer_was_lost_is_unknown_and_not_sent_again() {
    let (world, grafana, id) = with_workspace("robots").await;
    fault(&world.emulator, json!({ "kind": "cut_after", "operation": "CreateWorkspaceApiKey", "times": 1 })).await;
    let failure = grafana.create_api_key(&id, "deploy", "VIEWER", 60).await.unwrap_err();
    assert_eq!(known(&failure), (Code::Unreachable, Certainty::Unknown));
    assert_eq!(world.gate.count("CreateWorkspaceApiKey"), 1);
    grafana.delete_api_key(&id, "deploy").await.unwrap();
}

#[tokio::test]
async fn an_api_key_that_is_throttled_is_not_asked_for_again() {
    let (world, grafana, id) = with_workspace("robots").await;
    fault(&world.emulator, json!({ "kind": "throttled", "operation": "CreateWorkspaceApiKey", "times": 1 })).await;
    let failure = grafana.create_api_key(&id, "deploy", "VIEWER", 60).await.unwrap_err();
    assert_eq!(known(&failure), (Code::Throttled, Certainty::Refused));
    assert_eq!(world.gate.count("CreateWorkspaceApiKey"), 1);
    assert_eq!(world.gate.waits.lock().unwrap().len(), 1, "the gate hears of it");
}

#[tokio::test]
async fn deleting_a_key_may_be_denied_or_lost() {
    let (world, grafana, id) = with_workspace("robots").await;
    grafana.create_api_key(&id, "deploy", "VIEWER", 60).await.unwrap();
    fault(&world.emulator, json!({ "kind": "denied", "operation": "DeleteWorkspaceApiKey", "times": 1 })).await;
    let denied = grafana.delete_api_key(&id, "deploy").await.unwrap_err();
    assert_eq!(known(&denied), (Code::Denied, Certainty::Refused));
    assert!(denied.error.message.contains("grafana:DeleteWorkspaceApiKey is not allowed"), "{denied}");
    fault(&world.emulator, json!({ "kind": "cut_after", "operation": "DeleteWorkspaceApiKey", "times": 1 })).await;
    let lost = grafana.delete_api_key(&id, "deploy").await.unwrap_err();
    assert_eq!(known(&lost), (Code::Unreachable, Certainty::Unknown));
    let gone = grafana.delete_api_key(&id, "deploy").await.unwrap_err();
    assert_eq!(gone.error.code, Code::NotFound);
}

#[tokio::test]
async fn one_token_of_two_is_deleted_and_a_second_time_it_is_not_found() {
    let (world, grafana, id) = with_workspace("robots").await;
    let account = grafana.create_service_account(&id, "ci", "VIEWER").await.unwrap().value.id;
    let old = grafana.create_service_account_token(&id, &account, "old", 60).await.unwrap().value;
    let new = grafana.create_service_account_token(&id, &account, "new", 60).await.unwrap().value;
    assert_ne!(old.id, new.id);
    let operation = "DeleteWorkspaceServiceAccountToken";
    fault(&world.emulator, json!({ "kind": "cut_before", "operation": operation, "times": 1 })).await;
    let lost = grafana.delete_service_account_token(&id, &account, &old.id).await.unwrap_err();
    assert_eq!((known(&lost), world.gate.count(operation)), ((Code::Unreachable, Certainty::Unknown), 1));
    grafana.delete_service_account_token(&id, &account, &old.id).await.unwrap();
    let left = grafana.list_service_account_tokens(&id, &account, Read).await.unwrap();
    assert_eq!(left.iter().map(|token| &token.id).collect::<Vec<_>>(), [&new.id]);
    let gone = grafana.delete_service_account_token(&id, &account, &old.id).await.unwrap_err();
    assert_eq!(known(&gone), (Code::NotFound, Certainty::Refused));
}
