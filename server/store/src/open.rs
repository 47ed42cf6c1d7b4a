//! Opening the store: folder, connections, migrations, and the refusal of what must not be opened.

use crate::audit::fill_index;
use crate::dialect::{Dialect, sqlite_url};
use crate::folder::Folder;
use crate::{Settings, StoreError};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, Connection};
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a call waits for a free connection or for its turn to write.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// How long the first connection may take.
const FIRST_CONNECTION: Duration = Duration::from_secs(10);

/// The open store. Clones share it.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub pool: AnyPool,
    pub dialect: Dialect,
    /// Whose turn it is to write to SQLite: its own waiting is not fair, this is.
    pub turn: Arc<Mutex<()>>,
    _folder: Option<Folder>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.0.dialect).finish()
    }
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// `InUse`, `Newer`, `Unavailable` when it cannot be reached or written, `Corrupt` when it is not a store.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        let (options, folder) = address(settings, Folder::take)?;
        let dialect = Dialect::of(settings);
        migrate(&options, dialect).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(dialect.connections())
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| Box::pin(dialect.prepare(connection)))
            .after_release(move |connection, _| Box::pin(dialect.is_settled(connection)))
            .connect_lazy_with(options);
        Ok(Self(Arc::new(Inner { pool, dialect, turn: Arc::default(), _folder: folder })))
    }

    /// Opens a database that is there, to look at it: nothing is made, migrated or changed. An older schema is taken as
    /// it is.
    ///
    /// # Errors
    /// As [`Store::open`]; `Unavailable` where there is no database.
    pub async fn inspect(settings: &Settings) -> Result<Self, StoreError> {
        let (options, folder) = address(settings, Folder::find)?;
        let dialect = Dialect::of(settings);
        let mut connection = connect(&options).await?;
        dialect.prepare_looking(&mut connection).await?;
        let found = "SELECT COALESCE(max(version), 0) FROM _sqlx_migrations";
        let found: i64 = sqlx::query_scalar(found).fetch_one(&mut connection).await?;
        connection.close().await?;
        if found > known() {
            return Err(StoreError::Newer { found, known: known() });
        }
        let pool = AnyPoolOptions::new()
            .max_connections(dialect.connections())
            .acquire_timeout(PATIENCE)
            .after_connect(move |connection, _| Box::pin(dialect.prepare_looking(connection)))
            .connect_lazy_with(options);
        Ok(Self(Arc::new(Inner { pool, dialect, turn: Arc::default(), _folder: folder })))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.0.pool).await?;
        Ok(())
    }

    /// Waits for calls under way and closes the connections. Every later call is `Unavailable`.
    pub async fn close(&self) {
        self.0.pool.close().await;
    }
}

/// Where the database is, and the folder that is held while it is open.
fn address(
    settings: &Settings,
    folder: fn(&Path) -> Result<Folder, StoreError>,
) -> Result<(AnyConnectOptions, Option<Folder>), StoreError> {
    sqlx::any::install_default_drivers();
    let (url, folder) = match settings {
        Settings::Sqlite { dir, .. } => {
            let folder = folder(dir)?;
            (sqlite_url(&folder.database), Some(folder))
        }
        Settings::Postgres { url } => (postgres_url(url)?, None),
    };
    Ok((AnyConnectOptions::from_str(&url)?, folder))
}

/// The newest migration of this binary.
fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

fn postgres_url(url: &str) -> Result<String, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(url.to_owned());
    }
    Err(StoreError::Unavailable("the address of Postgres must begin with postgres://".to_owned()))
}

/// On a connection of its own, so that what is wrong is said at once and not after the pool's patience.
async fn connect(options: &AnyConnectOptions) -> Result<AnyConnection, StoreError> {
    let connecting = tokio::time::timeout(FIRST_CONNECTION, AnyConnection::connect_with(options));
    let Ok(connected) = connecting.await else {
        return Err(StoreError::Unavailable("no connection within 10 seconds".to_owned()));
    };
    Ok(connected?)
}

async fn migrate(options: &AnyConnectOptions, dialect: Dialect) -> Result<(), StoreError> {
    let mut connection = connect(options).await?;
    dialect.prepare(&mut connection).await?;
    let migrated = MIGRATIONS.run_direct(None, &mut connection, false).await;
    migrated.map_err(|error| StoreError::migrating(error, known()))?;
    protect(&mut connection, dialect).await?;
    fill_index(&mut connection, dialect).await?;
    connection.close().await?;
    Ok(())
}

/// Writing the head to itself shows that the database can be written, and keeps other processes out meanwhile.
async fn protect(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    let mut tx = connection.begin_with(dialect.begin_writing()).await?;
    let head = sqlx::query("UPDATE audit_head SET sequence = sequence WHERE id = 1").execute(&mut *tx).await?;
    if head.rows_affected() != 1 {
        return Err(StoreError::Corrupt("the head of the audit record is missing".to_owned()));
    }
    dialect.protect_audit(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}
