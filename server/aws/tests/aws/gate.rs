//! No attempt of any call reaches AWS without passing the gate.

use crate::support::{emulator, home, settings, workspace, world};
use aws::Urgency::{self, Background, Read, Write};
use aws::{Aws, Call, Gate};
use emulator::{Emulator, Seed};
use futures::future::BoxFuture;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

fn arrived(emulator: &Emulator) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for call in emulator.calls() {
        *counts.entry(call.operation).or_default() += 1;
    }
    counts
}

#[tokio::test]
async fn as_many_attempts_pass_the_gate_as_arrive() {
    let world = world(Seed::Demo).await;
    let grafana = world.aws.grafana(&home());
    world.aws.caller().await.unwrap();
    let id = grafana.create_workspace(&workspace("throttled-gate")).await.unwrap().value.id;
    let reads = (0..20).map(|_| grafana.describe_workspace(&id, Background));
    futures::future::try_join_all(reads).await.unwrap();
    grafana.list_service_accounts(&id, Read).await.unwrap();
    let _refused = grafana.create_workspace(&workspace("denied-gate")).await;
    let arrived = arrived(&world.emulator);
    let passed = |operation: &String| world.gate.count(operation);
    assert_eq!(arrived.keys().map(|name| (name.clone(), passed(name))).collect::<BTreeMap<_, _>>(), arrived);
    assert_eq!(world.gate.entered.lock().unwrap().len(), arrived.values().sum::<usize>());
}

#[tokio::test]
async fn the_gate_hears_the_scope_and_who_waits() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    grafana.list_workspaces(Background).await.unwrap();
    grafana.create_workspace(&workspace("urgent")).await.unwrap();
    let entered = world.gate.entered.lock().unwrap();
    let urgency = |operation: &str| entered.iter().find(|entry| entry.2 == operation).map(|entry| entry.3);
    assert_eq!(urgency("ListWorkspaces"), Some(Background));
    assert_eq!(urgency("CreateWorkspace"), Some(Write));
    assert!(entered.iter().all(|entry| entry.1 == home().to_string()), "{entered:?}");
}

/// Shut until permits are added.
struct Shut {
    waiting: Semaphore,
    permits: Semaphore,
}

impl Gate for Shut {
    fn enter<'a>(&'a self, _: &'a Call, _: Urgency) -> BoxFuture<'a, ()> {
        Box::pin(async {
            self.waiting.add_permits(1);
            self.permits.acquire().await.unwrap().forget();
        })
    }

    fn throttled(&self, _: &Call, _: Duration) {}
}

#[tokio::test]
async fn nothing_is_sent_while_the_gate_is_shut() {
    let emulator = emulator(Seed::Empty).await;
    let gate = Arc::new(Shut { waiting: Semaphore::new(0), permits: Semaphore::new(0) });
    let aws = Aws::connect(settings(&emulator.url()), gate.clone()).await.unwrap();
    let read = tokio::spawn(async move { aws.grafana(&home()).list_workspaces(Read).await });
    gate.waiting.acquire().await.unwrap().forget();
    assert!(emulator.calls().is_empty());
    gate.permits.add_permits(4);
    read.await.unwrap().unwrap();
    let arrived = arrived(&emulator).into_iter().collect::<Vec<_>>();
    let all = [("AssumeRole", 1), ("GetCallerIdentity", 2), ("ListWorkspaces", 1)];
    assert_eq!(arrived, all.map(|(name, times)| (name.to_owned(), times)));
}
