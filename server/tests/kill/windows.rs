//! The moments a server is killed at, and how each is reached exactly.

use crate::process::{Emulator, Server, eventually};
use crate::world::{Ops, called, mark};
use http::Method;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use std::time::Duration;

/// Where between two outcomes a step is when the server dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Window {
    /// The step before is on record, this one is being looked at; its intent is not on record.
    Recorded,
    /// The intent is on record and nothing is under way: AWS has just refused it for the rate, it is about to be sent
    /// again.
    Before,
    /// AWS has the call and has not begun with it.
    Held,
    /// AWS has done it, the answer is under way.
    Done,
    /// The answer has arrived; the record is locked, so that it cannot be written down.
    Answered,
    /// After so long.
    Random(Duration),
}

impl Window {
    pub const NAMED: [Window; 5] = [Window::Recorded, Window::Before, Window::Held, Window::Done, Window::Answered];

    pub fn name(self) -> &'static str {
        match self {
            Window::Recorded => "recorded",
            Window::Before => "before the call",
            Window::Held => "held at AWS",
            Window::Done => "done, not answered",
            Window::Answered => "answered, not recorded",
            Window::Random(_) => "random",
        }
    }

    /// What makes a call wait in the window: its operation, and how.
    fn fault(self, Ops { write, look, .. }: Ops) -> (&'static str, &'static str) {
        match self {
            Window::Recorded => (look, "held"),
            Window::Before => (write, "throttled"),
            Window::Done => (write, "held_after"),
            _ => (write, "held"),
        }
    }
}

/// Has a plan go on and kills the server in the window of the step on `target`. Afterwards nothing of the dead server
/// is under way.
pub async fn kill(emulator: &Emulator, server: &mut Server, view: &Value, (ops, target): (Ops, &str), window: Window) {
    let write = ops.write;
    let since = mark(emulator).await;
    if let Window::Random(delay) = window {
        let (path, body) = Server::next(view);
        let request = tokio::spawn(server.request(path, body));
        tokio::time::sleep(delay).await;
        server.kill();
        let _lost = request.await;
        return;
    }
    let (operation, kind) = window.fault(ops);
    let skip = if operation == write { ops.skip } else { 0 };
    strike_after(emulator, skip, operation, target, kind).await;
    server.go_on(view).await;
    match window {
        Window::Before => {
            called(emulator, since, "refused for the rate", |call| call.is(write, target) && call.status == Some(429))
                .await;
            server.kill();
        }
        Window::Answered => {
            held(emulator).await;
            // Writes that passed before were answered, too.
            let since = mark(emulator).await;
            let lock = lock(server).await;
            emulator.own(Method::POST, "release", &json!({ "operation": write })).await;
            called(emulator, since, "answered", |call| call.is(write, target) && call.answered()).await;
            server.kill();
            lock.close_hard().await.unwrap();
        }
        _ => {
            held(emulator).await;
            end(emulator, server, since).await;
        }
    }
    emulator.own(Method::DELETE, "faults", &Value::Null).await;
}

/// Kills a server while AWS holds a call of it, and waits until AWS has noticed.
pub async fn end(emulator: &Emulator, server: &mut Server, since: u64) {
    server.kill();
    called(emulator, since, "left alone", |call| call.error.starts_with("gone_")).await;
    emulator.own(Method::DELETE, "faults", &Value::Null).await;
}

/// Has something happen to the next call of an operation on a target; on any, where it is empty.
pub async fn strike(emulator: &Emulator, operation: &str, target: &str, kind: &str) {
    strike_after(emulator, 0, operation, target, kind).await;
}

/// The same, once `skip` of them have passed.
async fn strike_after(emulator: &Emulator, skip: u64, operation: &str, target: &str, kind: &str) {
    let target = Some(target).filter(|target| !target.is_empty());
    let fault = json!({ "operation": operation, "target": target, "kind": kind, "times": 1, "skip": skip });
    emulator.own(Method::POST, "faults", &fault).await;
}

/// Waits until AWS holds a call.
pub async fn held(emulator: &Emulator) {
    eventually("a call is held", async || {
        let faults = emulator.own(Method::GET, "faults", &Value::Null).await;
        faults.as_array().unwrap().iter().any(|fault| fault["held"].as_u64() > Some(0)).then_some(())
    })
    .await;
}

/// Takes the right to write from the server, until the connection is closed.
pub async fn lock(server: &Server) -> AnyConnection {
    let mut connection = server.database().await;
    sqlx::raw_sql("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
    connection
}
