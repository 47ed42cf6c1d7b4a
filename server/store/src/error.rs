//! Why the store could not do it. The only place that reads the databases' own error codes.

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgDatabaseError;
use std::path::PathBuf;

/// Every message is one line and safe to log: it holds no values that were stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Locked, full, read-only, or no connection. The same call may succeed later; nothing was written.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// The schema has migrations this binary does not know.
    #[error("the database belongs to a newer Belvedere (its schema is {found}, this one knows {known}): run that one")]
    Newer { found: i64, known: i64 },
    /// Another process has the SQLite folder.
    #[error("another Belvedere is using {}: stop it, or choose another folder", .0.display())]
    InUse(PathBuf),
    /// What is stored, or asked for, contradicts what the store promises.
    #[error("the database is not as it should be: {0}")]
    Corrupt(String),
    /// The database cannot hold this value.
    #[error("this cannot be stored: {0}")]
    Refused(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let text = one_line(&error.to_string());
        match error {
            E::Database(database) => from_database(database.as_ref()),
            E::ColumnDecode { .. } | E::Decode(_) | E::RowNotFound | E::ColumnNotFound(_) => Self::Corrupt(text),
            E::TypeNotFound { .. } | E::ColumnIndexOutOfBounds { .. } | E::AnyDriverError(_) => Self::Corrupt(text),
            E::Encode(_) => Self::Refused(text),
            _ => Self::Unavailable(text),
        }
    }
}

impl StoreError {
    pub(crate) fn migrating(error: MigrateError, known: i64) -> Self {
        match error {
            MigrateError::VersionMissing(found) if found > known => Self::Newer { found, known },
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Corrupt(one_line(&other.to_string())),
        }
    }
}

fn from_database(error: &dyn DatabaseError) -> StoreError {
    let text = one_line(error.message());
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        from_postgres(&code, text)
    } else {
        from_sqlite(code.parse().unwrap_or_default(), text)
    }
}

/// By SQLSTATE class, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn from_postgres(code: &str, text: String) -> StoreError {
    match code {
        // Text the database's encoding cannot hold, NUL among it.
        "22021" | "22P05" | "54000" => StoreError::Refused(text),
        "25006" | "42501" | "55P03" => StoreError::Unavailable(text),
        _ if ["08", "28", "3D", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            StoreError::Unavailable(text)
        }
        _ => StoreError::Corrupt(text),
    }
}

/// By the primary result code, the lowest byte: <https://www.sqlite.org/rescode.html>.
fn from_sqlite(code: u32, text: String) -> StoreError {
    const TOO_BIG: u32 = 18;
    // PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL, AUTH
    const UNAVAILABLE: [u32; 11] = [3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 23];
    match code & 0xff {
        TOO_BIG => StoreError::Refused(text),
        primary if UNAVAILABLE.contains(&primary) => StoreError::Unavailable(text),
        _ => StoreError::Corrupt(text),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
