//! What was planned, applied or left in the middle goes on with today's program, on the fleet as it was before.

use super::load::Former;
use super::{every, id, on_both, view};
use crate::support::{REGION, TestServer};
use http::{Method, StatusCode};
use model::PlanState;
use serde_json::{Value, json};

/// The license that a person enters again, and no more than that.
const LICENSE: &str = "a-license-token";

async fn settle(server: &TestServer) {
    server.emulator(Method::POST, "settle", &json!({})).await;
}

/// What is wrong is said in a sentence, and is the caller's to put right.
fn refused_clearly(what: &str, (status, answer): &(StatusCode, Value)) {
    let message = answer["message"].as_str().unwrap_or_default();
    assert!(status.is_client_error() && message.ends_with('.'), "{what}: {status} {answer}");
}

/// Applies a plan as its page would, with what it wants typed; its state once it is over.
async fn applied(server: &TestServer, plan: &str) -> String {
    let shown = view(server, plan).await;
    let typed = shown["confirmation"]["text"].as_str().unwrap_or_default();
    let decision = server.decision(plan, typed).await;
    let reveals = !shown["credential"].is_null() && shown["credential"]["delivered_to"].is_null();
    let call = if reveals { "mint/reveal" } else { "changes/apply" };
    let answer = server.call(call, &decision).await;
    if answer.0 != StatusCode::OK {
        refused_clearly(&shown["title"].to_string(), &answer);
    }
    let over = server.over(plan).await;
    settle(server).await;
    assert!(said(&over).is_ok(), "{over}");
    over["state"].as_str().unwrap().to_owned()
}

/// Every step of a plan that is over has an outcome with words.
fn said(over: &Value) -> Result<(), String> {
    let steps = over["steps"].as_array().unwrap();
    let silent = steps.iter().find(|step| step["outcome"]["word"].as_str().is_none());
    silent.map_or(Ok(()), |step| Err(step.to_string()))
}

/// Undoes a plan or tries its rest again: how that was planned, and how it ended, or what it was refused with.
async fn again(server: &TestServer, verb: &str, plan: &str) -> Result<String, String> {
    let answer = server.call(&format!("plan/{verb}"), &json!({ "id": plan })).await;
    if answer.0 != StatusCode::OK {
        refused_clearly(plan, &answer);
        return Err(answer.1["message"].to_string());
    }
    Ok(applied(server, answer.1.as_str().unwrap()).await)
}

async fn go_on(server: &TestServer, name: &str, send: bool) -> Value {
    let plan = id(name);
    server.ask("changes/resume", &json!({ "id": plan, "send": send, "secret": LICENSE })).await;
    let over = server.over(plan).await;
    settle(server).await;
    over
}

/// What became of each step.
fn words(over: &Value) -> Vec<&str> {
    over["steps"].as_array().unwrap().iter().map(|step| step["outcome"]["word"].as_str().unwrap()).collect()
}

on_both! {
    async fn plans_that_wait_are_applied(former) {
        let server = former.serve().await;
        for name in ["create-workspace", "tags", "grants", "mint-token"] {
            let plan = id(&format!("{name}-planned"));
            assert_eq!(applied(&server, plan).await, "applied", "{name}");
        }
        // This fleet's workspace of that name was created at another moment: it is not the one that was shown.
        let deletion = id("delete-workspace-planned");
        assert_eq!(applied(&server, deletion).await, "failed");
        let over = view(&server, deletion).await;
        let moved = &over["steps"][0]["outcome"]["moved"][0]["field"];
        assert_eq!((words(&over), moved), (vec!["refused"], &json!("created")));
    }

    async fn plans_whose_time_is_over_are_not_applied(former) {
        let server = former.serve().await;
        for name in ["expired", "planned-and-over"] {
            let before = view(&server, id(name)).await;
            let answer = server.call("changes/apply", &server.decision(id(name), "").await).await;
            if answer.0 != StatusCode::OK {
                refused_clearly(name, &answer);
            }
            let after = view(&server, id(name)).await;
            assert_eq!((&after["state"], &after["steps"]), (&json!("expired"), &before["steps"]));
        }
        assert_eq!(server.calls_of("TagResource").await, 0);
    }

    /// What can be sent again is, unless a look finds it done; what may be done once alone is looked up.
    async fn interrupted_plans_are_taken_up(former) {
        let server = former.serve().await;
        let ends = [
            ("interrupted-sign-in", "verified"),
            ("interrupted-grants", "verified"),
            ("interrupted-mint", "unknown"),
            ("interrupted-mint-delivered", "applied unknown"),
            ("interrupted-key", "unknown refused"),
            ("interrupted-creation", "verified"),
            ("interrupted-deletion", "unknown"),
            ("interrupted-account", "applied"),
            ("interrupted-tags", "verified applied"),
            ("interrupted-license", "unknown"),
            ("interrupted-copy", "applied verified"),
            ("applying", "verified verified"),
        ];
        let mut ended = Vec::new();
        for (name, _) in ends {
            ended.push((name, words(&go_on(&server, name, true).await).join(" ")));
        }
        assert_eq!(ended, ends.map(|(name, words)| (name, words.to_owned())));
    }

    async fn interrupted_plans_are_dropped(former) {
        let server = former.serve().await;
        for plan in every(&server).await {
            let shown = view(&server, &plan).await;
            if shown["state"] == PlanState::Interrupted.slug() {
                server.ask("changes/resume", &json!({ "id": plan, "send": false, "secret": "" })).await;
                let over = server.over(&plan).await;
                assert_eq!(said(&over), Ok(()));
                assert_ne!(over["state"], "applied", "{over}");
            }
        }
        let writes = ["UpdateWorkspaceAuthentication", "UpdatePermissions", "CreateWorkspace", "DeleteWorkspace"];
        for write in writes {
            assert_eq!(server.calls_of(write).await, 0, "{write}");
        }
    }

    /// From the newest back: the fleet is as it was before any of them, so that undoing the last leads to what the one
    /// before it made, and undoing that to what was there at first.
    async fn what_was_applied_is_undone(former) {
        let server = former.serve().await;
        let edits = [
            "tags-codeartifact-second", "tags-codeartifact-first", "tags-prometheus-second", "tags-prometheus-first",
            "policy-second", "policy-first", "alias-second", "alias-first", "configuration-second",
            "configuration-first", "settings-second", "settings-first", "sign-in-document", "sign-in-address",
            "grants-second", "grants-first",
        ];
        for name in edits {
            assert_eq!(again(&server, "undo", id(name)).await, Ok("applied".to_owned()), "{name}");
        }
    }

    async fn a_token_that_nobody_has_is_revoked_where_it_is_still_listed(former) {
        let server = former.serve().await;
        let (plan, name) = (id("mint-token-lost"), "lost-00000050");
        assert!(again(&server, "undo", plan).await.is_err(), "this fleet has no such token");
        let workspace = view(&server, plan).await["targets"][0]["path"].as_str().unwrap().to_owned();
        let path = format!("/workspaces/{}/serviceaccounts/1/tokens", workspace.rsplit('/').next().unwrap());
        let body = json!({ "name": name, "secondsToLive": 3600 });
        assert_eq!(server.aws("grafana", Method::POST, &path, &body).await.0, StatusCode::OK);
        assert_eq!(again(&server, "undo", plan).await, Ok("applied".to_owned()));
    }

    /// Whatever its page offers: it is planned and ends, or is refused with a sentence.
    async fn everything_that_is_offered_of_any_plan_ends_clearly(former) {
        let server = former.serve().await;
        let before = former.verified().await;
        let (mut undone, mut retried) = (0, 0);
        for plan in every(&server).await {
            let shown = view(&server, &plan).await;
            if shown["retryable"] == true {
                let _ended = again(&server, "retry", &plan).await;
                retried += 1;
            }
            if shown["undoable"] == true {
                let _ended = again(&server, "undo", &plan).await;
                undone += 1;
            }
        }
        assert!(undone > 25 && retried > 1, "{undone} {retried}");
        assert!(former.verified().await > before + 100);
    }

    async fn a_batch_is_tried_again(former) {
        let server = former.serve().await;
        let plan = server.ask("plan/retry", &json!({ "id": id("grants-refused") })).await;
        let shown = view(&server, plan.as_str().unwrap()).await;
        assert_eq!(shown["steps"][0]["rows"].as_array().unwrap().len(), 1, "{shown}");
        // AWS refuses it as it did before.
        assert_eq!(applied(&server, plan.as_str().unwrap()).await, "failed");
    }

    async fn an_earlier_sign_in_is_brought_back(former) {
        let server = former.serve().await;
        let scope = json!({ "account": "903211874410", "region": REGION });
        let key = json!({ "kind": "grafana", "scope": scope, "id": "g-5988c834e3" });
        let earlier = server.ask("form/sign-in-history", &json!({ "key": key })).await;
        let (number, lines) = (&earlier[0]["number"], earlier[0]["lines"].to_string());
        let body = json!({ "form": server.form().await, "key": key, "number": number });
        let plan = server.ask("plan/restore-sign-in", &body).await;
        assert_eq!(applied(&server, plan.as_str().unwrap()).await, "applied", "{earlier}");
        let now = crate::edit::open(&server, "sign-in", &key).await["values"].take();
        for said in [&now["metadata_url"], &now["admin_values"][0], &now["providers"][0]] {
            assert!(said.as_str().is_some_and(|said| lines.contains(said)), "{lines}: {now}");
        }
    }
}
