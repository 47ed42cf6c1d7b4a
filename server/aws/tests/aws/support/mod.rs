//! An emulator, a client of it, and a gate that counts.

pub mod barred;
pub mod canned;
pub mod control;
pub mod hollow;
pub mod tape;

use aws::grafana::CreateWorkspaceCall;
use aws::{AccountAccess, Aws, Call, DirectoryAt, Gate, Keys, Service, Settings, Urgency};
use emulator::{Emulator, Seed, demo};
use futures::future::BoxFuture;
use model::{AccountId, Region, Scope};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// Lets everything through and writes it down.
#[derive(Default)]
pub struct Counting {
    pub entered: Mutex<Vec<(Service, String, &'static str, Urgency)>>,
    pub waits: Mutex<Vec<Duration>>,
}

impl Counting {
    pub fn count(&self, operation: &str) -> usize {
        self.entered.lock().unwrap().iter().filter(|(_, _, entered, _)| *entered == operation).count()
    }
}

impl Gate for Counting {
    fn enter<'a>(&'a self, call: &'a Call, urgency: Urgency) -> BoxFuture<'a, ()> {
        let entry = (call.service, call.scope.to_string(), call.operation, urgency);
        self.entered.lock().unwrap().push(entry);
        Box::pin(async {})
    }

    fn throttled(&self, _: &Call, wait: Duration) {
        self.waits.lock().unwrap().push(wait);
    }
}

pub struct World {
    pub emulator: Emulator,
    pub aws: Aws,
    pub gate: Arc<Counting>,
}

pub fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

pub fn region(name: &str) -> Region {
    Region::parse(name).unwrap()
}

/// The first account's first region.
pub fn home() -> Scope {
    Scope { account: account(demo::ACCOUNTS[0].id), region: region(demo::REGIONS[0]) }
}

/// The demo's directory.
pub fn directory_at() -> DirectoryAt {
    let demo::Directory { id, account: owner, region: name } = demo::DIRECTORY;
    DirectoryAt { store_id: id.to_owned(), account: account(owner), region: region(name) }
}

/// Every demo account through its role.
pub fn settings(url: &str) -> Settings {
    let access = |demo: &demo::Account| AccountAccess {
        id: account(demo.id),
        role_arn: Some(format!("arn:aws:iam::{}:role/{}", demo.id, demo::ROLE)),
        external_id: None,
    };
    Settings {
        endpoint_url: Some(url.to_owned()),
        keys: Some(Keys { access_key: demo::ACCESS_KEY.to_owned(), secret_key: demo::SECRET_KEY.into() }),
        accounts: demo::ACCOUNTS.iter().map(access).collect(),
        directory: None,
        delivery: None,
        region: Some(region(demo::REGIONS[0])),
        attempt_timeout: Duration::from_secs(10),
        recheck_after: Duration::from_secs(60),
        wire: None,
    }
}

pub async fn connect(settings: Settings) -> (Aws, Arc<Counting>) {
    let gate = Arc::new(Counting::default());
    (Aws::connect(settings, gate.clone()).await.unwrap(), gate)
}

pub async fn emulator(seed: Seed) -> Emulator {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    // Every passing state is over when somebody looks.
    let life_cycle = Duration::ZERO;
    let settings = emulator::Settings { seed, life_cycle, quotas: false, ..Default::default() };
    Emulator::start(listener, settings).await.unwrap()
}

pub async fn world(seed: Seed) -> World {
    let emulator = emulator(seed).await;
    let (aws, gate) = connect(settings(&emulator.url())).await;
    World { emulator, aws, gate }
}

/// The least a workspace needs; its name is also its client token.
pub fn workspace(name: &str) -> CreateWorkspaceCall {
    CreateWorkspaceCall {
        workspace_name: Some(name.to_owned()),
        account_access_type: "CURRENT_ACCOUNT".to_owned(),
        authentication_providers: vec!["AWS_SSO".to_owned()],
        permission_type: "CUSTOMER_MANAGED".to_owned(),
        client_token: format!("token-{name}"),
        ..CreateWorkspaceCall::default()
    }
}

/// Its name makes no call fail.
pub fn is_ordinary(name: Option<&str>) -> bool {
    let sentinels = ["throttled-", "denied-", "slow-", "internal-", "cut-"];
    name.is_none_or(|name| !sentinels.iter().any(|prefix| name.starts_with(prefix)))
}
