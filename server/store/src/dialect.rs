//! The sentences that only one of the two databases understands. Nothing else in the crate may tell them apart.

use crate::{Settings, StoreError};
use sqlx::{AnyConnection, Connection};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite { busy_timeout: Duration },
    Postgres,
}

impl Dialect {
    pub fn of(settings: &Settings) -> Self {
        match settings {
            Settings::Sqlite { busy_timeout, .. } => Self::Sqlite { busy_timeout: *busy_timeout },
            Settings::Postgres { .. } => Self::Postgres,
        }
    }

    /// SQLite has one writer at a time and readers beside it.
    pub const fn connections(self) -> u32 {
        match self {
            Self::Sqlite { .. } => 4,
            Self::Postgres => 10,
        }
    }

    /// Takes the right to write at once: a reader that becomes a writer later can be refused without waiting.
    pub const fn begin_writing(self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Every statement sees the same moment.
    pub const fn begin_reading(self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Sets up a new connection.
    pub async fn prepare(self, connection: &mut AnyConnection) -> sqlx::Result<()> {
        let sql = match self {
            Self::Sqlite { busy_timeout } => format!(
                "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
                busy_timeout.as_millis()
            ),
            Self::Postgres => POSTGRES_CONNECTION.to_owned(),
        };
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(connection).await.map(drop)
    }

    /// Sets up a new connection that only looks: the database itself refuses whatever would change it.
    pub async fn prepare_looking(self, connection: &mut AnyConnection) -> sqlx::Result<()> {
        let sql = match self {
            Self::Sqlite { busy_timeout } => format!(
                "PRAGMA busy_timeout = {}; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;",
                busy_timeout.as_millis()
            ),
            Self::Postgres => "SET default_transaction_read_only = on".to_owned(),
        };
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(connection).await.map(drop)
    }

    /// Whether a connection can be used again. A full disk makes SQLite end a transaction by itself; the driver still
    /// counts it, and would begin no other on this connection.
    pub async fn is_settled(self, connection: &mut AnyConnection) -> sqlx::Result<bool> {
        match self {
            Self::Sqlite { .. } => {
                // What was begun to be rolled back is over when this is answered.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            }
            Self::Postgres => Ok(true),
        }
    }

    /// Makes the database itself refuse to change the record. Does nothing where that is done already.
    ///
    /// The caller holds the audit head, so that two processes never do it at once.
    pub async fn protect_audit(self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let (found, protect) = match self {
            Self::Sqlite { .. } => (SQLITE_TRIGGERS, SQLITE_PROTECT),
            Self::Postgres => (POSTGRES_TRIGGERS, POSTGRES_PROTECT),
        };
        let found: i64 = sqlx::query_scalar(found).fetch_one(&mut *connection).await?;
        if found < 2 {
            sqlx::raw_sql(protect).execute(connection).await?;
        }
        Ok(())
    }
}

/// An intent must be on disk before AWS is called; and nobody may hold the audit head for ever.
const POSTGRES_CONNECTION: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; \
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";

const SQLITE_TRIGGERS: &str =
    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN ('audit_no_update', 'audit_no_delete')";

const SQLITE_PROTECT: &str = "
CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END;
";

const POSTGRES_TRIGGERS: &str = "SELECT count(*) FROM pg_trigger \
     WHERE tgrelid = 'audit'::regclass AND tgname IN ('audit_no_change', 'audit_no_truncate') AND tgenabled <> 'D'";

const POSTGRES_PROTECT: &str = "
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$;
DROP TRIGGER IF EXISTS audit_no_change ON audit;
DROP TRIGGER IF EXISTS audit_no_truncate ON audit;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
";

/// The address of a SQLite file for sqlx, which reads it as a URL: whatever is not plain is written in hexadecimal.
pub fn sqlite_url(file: &Path) -> String {
    let mut url = "sqlite://".to_owned();
    for byte in file.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            url.push(char::from(*byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}
