//! A disk that is full: files of the server's can grow so far and no further. Nothing is sent that is not on record,
//! reading goes on, and what was sent is found by the next server.

use crate::process::{Emulator, Server};
use crate::windows::{held, strike};
use crate::world::{calls, key, mark, workspace};
use http::{Method, StatusCode};
use serde_json::{Value, json};

const MADE: &str = "CreateWorkspaceServiceAccount";
/// In blocks of 512 or 1024 bytes, as the shell counts: room for the first plans and not for many.
const ROOM: u32 = 1024;

/// Writes until there is no room for even the smallest.
async fn fill(server: &Server) {
    let mut wide = true;
    loop {
        let preferences =
            json!({ "preferences": { "theme": if wide { "dark" } else { "light" }, "density": "compact" } });
        let (status, answer) = server.request("viewer/save-preferences", preferences).await.unwrap();
        wide = !wide;
        if !status.is_success() {
            assert_ne!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
            return;
        }
    }
}

async fn plan(server: &Server, workspace: &str) -> String {
    let values = json!({ "workspace": key(workspace), "name": "deployer", "grafana_role": "EDITOR" });
    let form = server.ask("form/new", json!({})).await;
    let plan = server.ask("plan/create-service-account", json!({ "form": form, "values": values })).await;
    plan.as_str().unwrap().to_owned()
}

async fn made(emulator: &Emulator) -> usize {
    calls(emulator, 0).await.iter().filter(|call| call.operation == MADE).count()
}

#[tokio::test]
async fn a_disk_that_is_full_before_the_call_is_unavailable_and_nothing_is_called() {
    let emulator = Emulator::start();
    let id = workspace(&emulator, "edge").await;
    let mut server = Server::start(&emulator).await;
    server.kill();
    server.restart_with_room(ROOM);
    let plan = plan(&server, &id).await;
    let view = server.view(&plan).await;
    fill(&server).await;
    let (path, body) = Server::next(&view);
    let (status, answer) = server.request(path, body).await.unwrap();
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
    assert_eq!(server.view(&plan).await["state"], "planned");
    assert_eq!(made(&emulator).await, 0);
    server.kill();
    assert!(server.verify().0);
    server.restart();
    server.go_on(&server.view(&plan).await).await;
    assert_eq!(server.over(&plan).await["state"], "applied");
}

#[tokio::test]
async fn a_disk_that_is_full_after_the_call_claims_nothing_and_the_next_server_finds_it_done() {
    let emulator = Emulator::start();
    let id = workspace(&emulator, "edge").await;
    let mut server = Server::start(&emulator).await;
    server.kill();
    server.restart_with_room(ROOM);
    let plan = plan(&server, &id).await;
    strike(&emulator, MADE, &id, "held").await;
    server.go_on(&server.view(&plan).await).await;
    held(&emulator).await;
    fill(&server).await;
    let since = mark(&emulator).await;
    emulator.own(Method::POST, "release", &json!({ "operation": MADE })).await;
    crate::world::called(&emulator, since, "answered", |call| call.operation == MADE && call.answered()).await;
    fill(&server).await;
    let view = server.view(&plan).await;
    assert_eq!((&view["state"], &view["steps"][0]["outcome"]), (&json!("applying"), &Value::Null));
    server.kill();
    assert!(server.verify().0);
    server.restart();
    server.go_on(&server.view(&plan).await).await;
    assert_eq!(server.over(&plan).await["steps"][0]["outcome"]["word"], "verified");
    assert_eq!(made(&emulator).await, 1);
}
