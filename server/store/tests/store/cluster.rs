//! A real Postgres, started once for all tests of a run and stopped when the run is over.

use sqlx::{AnyConnection, Connection};
use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::{CommandExt, parent_id};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(60);

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database.
pub async fn new_database() -> String {
    let run = Run::this();
    let dir = run.start();
    let mut admin = connect(&dir).await;
    let name = format!("test_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut admin).await.expect("the database is created");
    admin.close().await.expect("the connection ends");
    url(&dir, &name)
}

/// The tests that share one cluster, and the process that lives as long as they do.
struct Run {
    name: String,
    process: u32,
}

impl Run {
    /// Nextest gives each test a process: there it is the runner that lasts. Else this process runs them all.
    fn this() -> Self {
        match std::env::var("NEXTEST_RUN_ID") {
            Ok(name) => Self { name, process: parent_id() },
            Err(_) => Self { name: std::process::id().to_string(), process: std::process::id() },
        }
    }

    /// The folder of the cluster. Who makes it starts the cluster; everybody else finds it there and waits.
    fn start(&self) -> PathBuf {
        let Some(bin) = programs() else {
            panic!("PostgreSQL is not on this machine, and the store is tested on it: install its server programs");
        };
        // Short and open to every user: a socket's path has at most 107 bytes, and Postgres will not run as root.
        let dir = PathBuf::from(format!("/tmp/belvedere-postgres-{}", self.name));
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => keep(&dir, &bin, self.process),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists, "{}: {error}", dir.display()),
        }
        dir
    }
}

#[expect(clippy::zombie_processes, reason = "it outlives the process that starts it")]
fn keep(dir: &Path, bin: &Path, process: u32) {
    let log = File::create(dir.join("log")).expect("a log");
    Command::new("sh")
        .args(["-c", include_str!("cluster.sh"), "cluster.sh"])
        .args([dir, bin])
        .arg(process.to_string())
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("the log"))
        .stderr(log)
        // An interrupt from the keyboard must leave it alive to clean up.
        .process_group(0)
        .spawn()
        .expect("a shell");
}

fn url(dir: &Path, database: &str) -> String {
    format!("postgres:///{database}?host={}&user=tester&sslmode=disable", dir.display())
}

async fn connect(dir: &Path) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let begun = Instant::now();
    loop {
        let error = match AnyConnection::connect(&url(dir, "postgres")).await {
            Ok(connection) => return connection,
            Err(error) => error,
        };
        let log = || std::fs::read_to_string(dir.join("log")).unwrap_or_default();
        assert!(begun.elapsed() < DEADLINE && !dir.join("failed").exists(), "{error}\n{}", log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Where `initdb` and `postgres` are: on the PATH, or where Debian puts the newest of them.
fn programs() -> Option<PathBuf> {
    let complete = |dir: &PathBuf| dir.join("initdb").is_file() && dir.join("postgres").is_file();
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).find(complete).or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
        let found = versions.map(|entry| entry.path().join("bin")).filter(complete);
        found.max_by_key(|bin| version(bin))
    })
}

fn version(bin: &Path) -> Option<u32> {
    bin.parent()?.file_name()?.to_str()?.parse().ok()
}
