//! The store of the fixture in a database of a test's own, as young as if it had just been left, and a server on it.

use crate::cluster;
use crate::support::TestServer;
use clap::Parser;
use server::config::{Cli, Command, Config};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::time::{Duration, SystemTime};
use store::{Origin, Settings, Store};
use tempfile::TempDir;

/// How long ago the newest plan was made.
const AGE: Duration = Duration::from_secs(60);

pub struct Former {
    pub settings: Settings,
    url: String,
    folder: TempDir,
}

impl Former {
    pub async fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("belvedere.db").display());
        let former = Self { settings: Settings::sqlite(folder.path()), url, folder };
        former.load(include_str!("../../fixtures/store-4/sqlite.sql")).await;
        former
    }

    pub async fn postgres() -> Self {
        let url = cluster::new_database().await;
        let former = Self { settings: Settings::Postgres { url: url.clone() }, url, folder: TempDir::new().unwrap() };
        former.load(include_str!("../../fixtures/store-4/postgres.sql")).await;
        former
    }

    async fn raw(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    async fn load(&self, dump: &'static str) {
        let mut connection = self.raw().await;
        sqlx::raw_sql(dump).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        // The dump left settings of its own behind.
        let mut connection = self.raw().await;
        let newest: i64 =
            sqlx::query_scalar("SELECT max(created_at) FROM plans").fetch_one(&mut connection).await.unwrap();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() - AGE;
        let later = i64::try_from(now.as_millis()).unwrap() - newest;
        sqlx::raw_sql(AssertSqlSafe(moved(later))).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A server on the store, with the fleet that the store's plans were made for, as it was before any of them.
    pub async fn serve(&self) -> TestServer {
        let demo = "belvedere serve --emulator 127.0.0.1:0 --emulator-life-cycle-ms 50 --emulator-quotas off";
        let Command::Serve(args) = Cli::parse_from(demo.split(' ')).command else { unreachable!() };
        let demo = Config::from_args(args).unwrap();
        let settings = self.settings.clone();
        // Whatever a store of another time needs to be taken over is said here.
        TestServer::start_with(|config| {
            config.emulator = demo.emulator;
            config.accounts = demo.accounts;
            config.regions = demo.regions;
            config.directory = demo.directory;
            config.delivery = demo.delivery;
            config.store = settings;
            config.adopt = Some(Origin::Emulator);
        })
        .await
    }

    /// How many events are on record; fails unless the chain is whole. A server may be at work on the store.
    pub async fn verified(&self) -> u64 {
        let Settings::Sqlite { .. } = self.settings else { return verified(&self.settings).await };
        // One process at a time has the folder, so a copy is looked at.
        let copy = TempDir::new_in(self.folder.path()).unwrap();
        let into = format!("VACUUM INTO '{}'", copy.path().join("belvedere.db").display());
        sqlx::raw_sql(AssertSqlSafe(into)).execute(&mut self.raw().await).await.unwrap();
        verified(&Settings::sqlite(copy.path())).await
    }
}

async fn verified(settings: &Settings) -> u64 {
    let store = Store::inspect(settings).await.unwrap();
    store.verify_audit().await.unwrap().unwrap()
}

/// Moves every time by so many milliseconds, but those on record, which are hashed.
fn moved(by: i64) -> String {
    let both = |column| format!("'\"{column}\":' || {column}, '\"{column}\":' || ({column} + {by})");
    let (created, expires) = (both("created_at"), both("expires_at"));
    let view = format!("UPDATE plans SET view = replace(replace(view, {created}), {expires});");
    let columns = [
        ("plans", "created_at"),
        ("plans", "expires_at"),
        ("steps", "intended_at"),
        ("configurations", "at"),
        ("api_keys", "created_at"),
        ("api_keys", "expires_at"),
        ("notes", "changed_at"),
        ("rotations", "begun_at"),
        ("told", "at"),
        ("sessions", "expires_at"),
    ];
    let move_column = |(table, column)| format!("UPDATE {table} SET {column} = {column} + {by};");
    [view].into_iter().chain(columns.map(move_column)).collect()
}
