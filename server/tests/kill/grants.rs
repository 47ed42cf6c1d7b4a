//! Fifty kills of batches of role changes, whatever AWS's undocumented answers are: however a server ends, everybody
//! has in the end what was wished, every change took effect once, and whoever AWS refuses is said to be refused.

use crate::kills::{SEED, seed, windows};
use crate::process::{Emulator, Server};
use crate::windows::{Window, kill};
use crate::world::{Call, GRANTS, Ops, calls, key, mark, workspace};
use fastrand::Rng;
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

const KILLS: usize = 50;
const WORKSPACES: usize = 16;
/// So many that giving roles takes two calls a workspace in each round.
const PEOPLE: usize = 30;
/// People whom AWS refuses, in every second round.
const REFUSED: usize = 2;

/// Who holds which role, or shall: nobody's is taken by leaving them out.
type Roles = BTreeMap<String, Option<String>>;

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
    let (mut kills, mut before) = (0, Roles::new());
    for round in 0.. {
        if kills >= KILLS {
            break;
        }
        let replaces = answers(&emulator, round).await;
        let (since, wished) = (mark(&emulator).await, wished(round));
        let asked = wished.clone().into_iter().chain(refused(round)).collect();
        let plan = plan(&server, &targets, &asked).await;
        for window in windows(&mut rng).into_iter().take(KILLS - kills) {
            // Giving takes two calls a workspace; where nothing is replaced, taking takes two more.
            let ops = Ops { skip: rng.u64(0..if replaces { 2 } else { 4 }), ..GRANTS };
            if !killed(&emulator, &mut server, &plan, &targets, (window, ops), &mut rng).await {
                break;
            }
            kills += 1;
        }
        let view = server.view(&plan).await;
        if !is_over(&view) {
            server.go_on(&view).await;
        }
        told_of_every_row(&server.over(&plan).await, refused(round).len());
        let (calls, effects) = (calls(&emulator, since).await, effects(&before, &wished, replaces));
        for id in &targets {
            assert_eq!(
                held(&emulator, id).await,
                wished.clone().into_iter().filter(|(_, role)| role.is_some()).collect()
            );
            assert_eq!(effects_on(&calls, id), effects, "round {round}, {id}: {calls:?}");
            looked_before_each_write(&calls, id);
        }
        before = wished;
    }
    eprintln!("{kills} kills in {:.0?}", begun.elapsed());
}

fn person(number: usize) -> String {
    format!("{number:08x}-1111-4a4a-8b8b-0123456789ab")
}

/// Has AWS answer otherwise in each round; whether a role that is added replaces the one that is held.
async fn answers(emulator: &Emulator, round: usize) -> bool {
    let (replaces, ordered) = (round.is_multiple_of(2), round % 4 < 2);
    let switches = json!({ "role_add_replaces": replaces, "batch_ordered": ordered });
    emulator.own(Method::POST, "switches", &switches).await;
    replaces
}

/// Who shall have what everywhere; each round changes roles, gives some and takes some.
fn wished(round: usize) -> Roles {
    let role = |number: usize| ["ADMIN", "EDITOR", "VIEWER"][(round + number) % 3].to_owned();
    let one = |number: usize| (person(number), ((round + number) % 4 != 3).then(|| role(number)));
    [(person(PEOPLE), Some("ADMIN".to_owned()))].into_iter().chain((0..PEOPLE).map(one)).collect()
}

/// Who is asked for besides, in vain.
fn refused(round: usize) -> Roles {
    let one = |number: usize| (format!("00000403-1111-4a4a-8b8b-{number:012}"), Some("VIEWER".to_owned()));
    (0..REFUSED * (round % 2)).map(one).collect()
}

/// What has to happen in a workspace for everybody to have what is wished, each of it once.
fn effects(before: &Roles, wished: &Roles, replaces: bool) -> Vec<String> {
    let mut effects = Vec::new();
    for (holder, role) in wished {
        let old = before.get(holder).cloned().flatten();
        let taken = old.filter(|old| Some(old) != role.as_ref()).filter(|_| role.is_none() || !replaces);
        effects.extend(taken.map(|old| format!("REVOKE {old} SSO_USER {holder}")));
        let given = role.as_ref().filter(|role| before.get(holder).and_then(Option::as_ref) != Some(*role));
        effects.extend(given.map(|role| format!("ADD {role} SSO_USER {holder}")));
    }
    effects.sort();
    effects
}

/// What did happen in one, however often it was sent.
fn effects_on(calls: &[Call], id: &str) -> Vec<String> {
    let own = calls.iter().filter(|call| call.is(GRANTS.write, id));
    let mut effects: Vec<String> = own.flat_map(|call| call.effects.clone()).collect();
    effects.sort();
    effects
}

fn is_over(view: &Value) -> bool {
    view["state"] == "applied" || view["state"] == "failed"
}

/// Rows of those whom AWS refuses say so, of whom there are `refused` in each workspace; all others are verified.
fn told_of_every_row(view: &Value, refused: usize) {
    assert_eq!(view["state"], if refused == 0 { "applied" } else { "failed" });
    let mut failed = 0;
    for step in view["steps"].as_array().unwrap() {
        let (rows, ended) = (step["rows"].as_array().unwrap(), step["outcome"]["rows"].as_array().unwrap());
        assert_eq!(rows.len(), ended.len(), "{step}");
        for (row, ended) in rows.iter().zip(ended) {
            let in_vain = row["text"].as_str().unwrap().contains("00000403-");
            assert_eq!(ended["word"], if in_vain { "failed" } else { "verified" }, "{row}: {ended}");
            failed += usize::from(in_vain);
        }
    }
    assert_eq!(failed, refused * WORKSPACES);
}

async fn plan(server: &Server, targets: &[String], wished: &Roles) -> String {
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
    (window, ops): (Window, Ops),
    rng: &mut Rng,
) -> bool {
    let view = server.view(plan).await;
    let next = view["steps"].as_array().unwrap().iter().find(|step| step["outcome"].is_null());
    let at = next.map_or(targets.len(), |step| usize::try_from(step["target"].as_u64().unwrap()).unwrap());
    let Some(target) = targets.get(at + 1 + rng.usize(0..2)) else { return false };
    kill(emulator, server, &view, (ops, target), window).await;
    let (whole, said) = server.verify();
    assert!(whole, "{window:?}: {said}");
    server.restart();
    !is_over(&server.view(plan).await)
}

#[tokio::test]
async fn a_role_that_somebody_else_gave_while_the_server_was_dead_is_not_taken_back() {
    let emulator = Emulator::start();
    let id = workspace(&emulator, "edge").await;
    let give = async |holder: &str, role: &str| {
        let instruction = json!({ "action": "ADD", "role": role, "users": [{ "id": holder, "type": "SSO_USER" }] });
        let body = json!({ "updateInstructionBatch": [instruction] });
        emulator.grafana(Method::PATCH, &format!("/workspaces/{id}/permissions"), &body).await;
    };
    give(&person(1), "VIEWER").await;
    let mut server = Server::start(&emulator).await;
    let wished = [(person(0), Some("ADMIN".to_owned())), (person(1), Some("EDITOR".to_owned()))].into();
    let plan = plan(&server, std::slice::from_ref(&id), &wished).await;
    let view = server.view(&plan).await;
    kill(&emulator, &mut server, &view, (GRANTS, &id), Window::Held).await;
    give(&person(1), "ADMIN").await;
    server.restart();
    server.go_on(&server.view(&plan).await).await;
    let view = server.over(&plan).await;
    let words: Vec<&Value> =
        view["steps"].as_array().unwrap().iter().map(|step| &step["outcome"]["rows"][0]["word"]).collect();
    assert_eq!(words, ["verified", "refused", "refused"], "{view}");
    assert!(view["steps"][1].to_string().contains("to ADMIN. Plan it again"), "{view}");
    assert_eq!(held(&emulator, &id).await[&person(1)].as_deref(), Some("ADMIN"));
}

async fn held(emulator: &Emulator, id: &str) -> Roles {
    let found =
        emulator.grafana(Method::GET, &format!("/workspaces/{id}/permissions?maxResults=100"), &Value::Null).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |one: &Value| (text(&one["user"]["id"]), Some(text(&one["role"])));
    let listed = found["permissions"].as_array().unwrap();
    let held: Roles = listed.iter().map(one).collect();
    assert_eq!(held.len(), listed.len(), "somebody holds two roles: {listed:?}");
    held
}

/// Nothing is sent blindly. Looks for the page count, too: the list of calls cannot tell them from the plan's own, so
/// that nothing is done twice is for the effects to show.
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
