//! Where the store is.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Which database to open.
#[derive(Clone, PartialEq, Eq)]
pub enum Settings {
    /// A folder of one process; made when it is missing.
    Sqlite {
        dir: PathBuf,
        /// How long a statement waits for another program that holds the file.
        busy_timeout: Duration,
    },
    /// A server that several processes may share. The address is `postgres://user:password@host/database`.
    Postgres { url: String },
}

impl Settings {
    pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

    /// A SQLite folder with the usual waiting time.
    pub fn sqlite(dir: impl Into<PathBuf>) -> Self {
        Self::Sqlite { dir: dir.into(), busy_timeout: Self::BUSY_TIMEOUT }
    }
}

/// Without the address of Postgres: it carries a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { dir, busy_timeout } => {
                f.debug_struct("Sqlite").field("dir", dir).field("busy_timeout", busy_timeout).finish()
            }
            Self::Postgres { .. } => f.debug_struct("Postgres").finish_non_exhaustive(),
        }
    }
}
