//! An empty database of either kind, and what the tests put into it.

use crate::cluster;
use model::{OutcomeWord, PlanId, PlanState};
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use std::time::Duration;
use store::{Claim, NewAuditEvent, PlanRecord, RunId, Settings, StepRecord, Store};
use tempfile::TempDir;

pub struct Database {
    pub settings: Settings,
    /// The same database for sqlx, to look and tamper behind the store's back.
    url: String,
    /// Removed at the end.
    _dir: Option<TempDir>,
}

impl Database {
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let settings = Settings::Sqlite { dir: dir.path().join("store"), busy_timeout: Duration::from_millis(200) };
        let url = format!("sqlite://{}", dir.path().join("store/belvedere.db").display());
        Self { settings, url, _dir: Some(dir) }
    }

    pub async fn postgres() -> Self {
        let url = cluster::new_database().await;
        Self { settings: Settings::Postgres { url: url.clone() }, url, _dir: None }
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.settings).await.expect("the store opens")
    }

    pub async fn raw(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.expect("a connection")
    }

    pub async fn tamper(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        let mut connection = self.raw().await;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
        connection.close().await
    }

    /// Does something while no event can be put on record.
    pub async fn without_record(&self, act: impl AsyncFnOnce()) {
        self.tamper("ALTER TABLE audit_index RENAME TO audit_index_gone").await.expect("it is gone");
        act().await;
        self.tamper("ALTER TABLE audit_index_gone RENAME TO audit_index").await.expect("it is back");
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.settings, Settings::Sqlite { .. })
    }
}

/// A test for each database.
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[doc = $doc])*
        mod $name {
            use super::*;

            async fn behaviour($database: &Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                behaviour(&Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                behaviour(&Database::postgres().await).await;
            }
        }
    )*};
}
pub(crate) use on_both;

pub const NOW: i64 = 1_700_000_000_000;
pub const LATER: i64 = NOW + 1_000;

pub fn plan_id(number: u32) -> PlanId {
    PlanId::parse(&format!("00000000-0000-4000-8000-{number:012x}")).expect("a plan id")
}

/// A plan of alice that waits until [`LATER`].
pub fn plan(number: u32) -> PlanRecord {
    PlanRecord {
        id: plan_id(number),
        principal: "alice".to_owned(),
        schema: 1,
        state: PlanState::Planned,
        created_at: NOW,
        expires_at: LATER,
        title: "Create workspace payments-prod".to_owned(),
        place: "111122223333 eu-west-1".to_owned(),
        draft: r#"{"form":"create-workspace"}"#.to_owned(),
        change: r#"{"kind":"create"}"#.to_owned(),
        targets: r#"{"payments-prod":"none"}"#.to_owned(),
        view: r#"{"title":"Create workspace payments-prod"}"#.to_owned(),
        result_path: None,
    }
}

/// A repeatable first step and a second one that is not.
pub fn steps(number: u32) -> [StepRecord; 2] {
    [
        StepRecord::new(plan_id(number), 1, "grafana:CreateWorkspace", true),
        StepRecord::new(plan_id(number), 2, "grafana:CreateWorkspaceApiKey", false),
    ]
}

/// What became of a step, as JSON that the store does not know.
pub fn outcome(word: OutcomeWord) -> String {
    serde_json::json!({ "word": word, "message": "Done.", "at": LATER, "request_id": "r-1" }).to_string()
}

pub fn event(kind: &str, plan: Option<u32>) -> NewAuditEvent {
    NewAuditEvent {
        at: NOW,
        event: kind.to_owned(),
        actor: "alice".to_owned(),
        plan: plan.map(plan_id),
        operation: "grafana:CreateWorkspace".to_owned(),
        target: "111122223333 eu-west-1".to_owned(),
        outcome: String::new(),
        message: String::new(),
        request_id: None,
        detail: json!({"zebra": 1, "apple": {"deep": [1.5, null, "ü"]}}),
    }
}

/// A person's decision about the first plan.
pub fn decided(at: i64) -> NewAuditEvent {
    NewAuditEvent { at, ..event("apply", Some(1)) }
}

pub async fn stored(store: &Store, number: u32) {
    let put = store.put_plan(&plan(number), &steps(number), Vec::new()).await;
    assert_eq!(put.expect("the plan is put"), store::Put::Stored);
}

/// The first run of a plan that was stored before.
pub async fn claimed(store: &Store, number: u32) -> RunId {
    let decided = NewAuditEvent { plan: Some(plan_id(number)), ..decided(NOW) };
    match store.claim_plan(&plan_id(number), NOW, decided).await.expect("a claim") {
        Claim::Claimed(run) => run,
        other => panic!("{other:?}"),
    }
}
