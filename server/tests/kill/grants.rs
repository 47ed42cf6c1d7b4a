//! Fifty kills of batches of role changes: however a server ends, everybody has in the end what was wished, and nothing
//! was sent that was not looked at before.

use crate::kills::{SEED, seed, windows};
use crate::process::{Emulator, Server};
use crate::windows::{Window, kill};
use crate::world::{Call, GRANTS, calls, key, mark, workspace};
use fastrand::Rng;
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

const KILLS: usize = 50;
const WORKSPACES: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_whose_server_is_killed_anywhere_ends_with_the_wished_roles() {
    let seed = seed();
    eprintln!("{SEED}={seed}");
    let (mut rng, begun) = (Rng::with_seed(seed), Instant::now());
    let emulator = Emulator::start();
    let mut targets = Vec::new();
    for number in 0..WORKSPACES {
        targets.push(workspace(&emulator, &format!("edge-{number}")).await);
    }
    // As plans order them.
    targets.sort();
    let mut server = Server::start(&emulator).await;
    let mut kills = 0;
    for round in 0.. {
        if kills >= KILLS {
            break;
        }
        let (since, wished) = (mark(&emulator).await, wished(round));
        let plan = plan(&server, &targets, &wished).await;
        for window in windows(&mut rng).into_iter().take(KILLS - kills) {
            if !killed(&emulator, &mut server, &plan, &targets, window, &mut rng).await {
                break;
            }
            kills += 1;
        }
        let view = server.view(&plan).await;
        if view["state"] != "applied" {
            server.go_on(&view).await;
        }
        assert_eq!(server.over(&plan).await["state"], "applied");
        let calls = calls(&emulator, since).await;
        for id in &targets {
            assert_eq!(
                held(&emulator, id).await,
                wished.clone().into_iter().filter_map(|(id, role)| Some((id, role?))).collect(),
                "{id}"
            );
            looked_before_each_write(&calls, id);
        }
    }
    eprintln!("{kills} kills in {:.0?}", begun.elapsed());
}

fn person(number: usize) -> String {
    format!("{number:08x}-1111-4a4a-8b8b-0123456789ab")
}

/// Who shall have what everywhere; each round changes a role, gives one and takes one.
fn wished(round: usize) -> BTreeMap<String, Option<String>> {
    let role = |number: usize| ["ADMIN", "EDITOR", "VIEWER"][(round + number) % 3].to_owned();
    let one = |number: usize| (person(number), ((round + number) % 4 != 3).then(|| role(number)));
    [(person(9), Some("ADMIN".to_owned()))].into_iter().chain((0..4).map(one)).collect()
}

async fn plan(server: &Server, targets: &[String], wished: &BTreeMap<String, Option<String>>) -> String {
    let wish = |id: &String| {
        let of = |(holder, role): (&String, &Option<String>)| json!({ "workspace": key(id), "holder": { "kind": "user", "id": holder }, "role": role });
        wished.iter().map(of).collect::<Vec<_>>()
    };
    let wishes: Vec<Value> = targets.iter().flat_map(wish).collect();
    let form = server.ask("form/new", json!({})).await;
    let plan = server.ask("plan/grants", json!({ "form": form, "batch": { "wishes": wishes } })).await;
    plan.as_str().unwrap().to_owned()
}

/// Kills the server in a window some workspaces ahead and starts another; false when the plan was over before.
async fn killed(
    emulator: &Emulator,
    server: &mut Server,
    plan: &str,
    targets: &[String],
    window: Window,
    rng: &mut Rng,
) -> bool {
    let view = server.view(plan).await;
    let next = view["steps"].as_array().unwrap().iter().find(|step| step["outcome"].is_null());
    let at = next.map_or(targets.len(), |step| usize::try_from(step["target"].as_u64().unwrap()).unwrap());
    let Some(target) = targets.get(at + 1 + rng.usize(0..2)) else { return false };
    kill(emulator, server, &view, (GRANTS, target), window).await;
    let (whole, said) = server.verify();
    assert!(whole, "{window:?}: {said}");
    server.restart();
    server.view(plan).await["state"] != "applied"
}

async fn held(emulator: &Emulator, id: &str) -> BTreeMap<String, String> {
    let found = emulator.grafana(Method::GET, &format!("/workspaces/{id}/permissions"), &Value::Null).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found["permissions"].as_array().unwrap().iter().map(|one| (text(&one["user"]["id"]), text(&one["role"]))).collect()
}

fn looked_before_each_write(calls: &[Call], id: &str) {
    let mut looked = false;
    for call in calls.iter().filter(|call| call.is(GRANTS.write, id) || call.is(GRANTS.look, id)) {
        if call.operation == GRANTS.look {
            looked |= call.answered();
        } else {
            // What was refused for the rate is sent again as it is: nothing was done.
            assert!(looked, "{id}: {calls:?}");
            looked = call.status == Some(429);
        }
    }
}
