//! The one way to write: a transaction that has the right to write from its first statement.

use crate::open::PATIENCE;
use crate::{Store, StoreError};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, Transaction};
use tokio::sync::OwnedMutexGuard;

/// The bytes of a text that is a key, or half of one: Postgres cannot index long ones.
const KEY: usize = 1_000;

/// Rolled back when it is dropped without [`Write::commit`].
pub struct Write {
    // Before the turn: it must be over when the next one begins.
    tx: Transaction<'static, Any>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Store {
    pub(crate) async fn write(&self) -> Result<Write, StoreError> {
        let turn = match self.0.dialect {
            crate::dialect::Dialect::Sqlite { .. } => Some(self.turn().await?),
            crate::dialect::Dialect::Postgres => None,
        };
        let tx = self.0.pool.begin_with(self.0.dialect.begin_writing()).await?;
        Ok(Write { tx, _turn: turn })
    }

    /// One statement as a transaction of its own; how many rows it changed.
    pub(crate) async fn change(&self, query: Query<'_, Any, AnyArguments>) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        let changed = query.execute(write.connection()).await?.rows_affected();
        write.commit().await?;
        Ok(changed)
    }

    async fn turn(&self) -> Result<OwnedMutexGuard<()>, StoreError> {
        let turn = tokio::time::timeout(PATIENCE, self.0.turn.clone().lock_owned()).await;
        turn.map_err(|_| StoreError::Unavailable("other writes did not end in time".to_owned()))
    }
}

impl Write {
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// # Errors
    /// `Unavailable`: nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await?;
        Ok(())
    }
}

/// Postgres cannot hold NUL in text; SQLite can, but both must take and refuse the same.
pub fn refuse_nul(fields: &[(&str, &str)]) -> Result<(), StoreError> {
    match fields.iter().find(|(_, text)| text.contains('\0')) {
        Some((name, _)) => Err(StoreError::Refused(format!("{name} has a NUL character"))),
        None => Ok(()),
    }
}

/// As [`refuse_nul`], for texts that are keys: both databases must refuse the long ones alike.
pub fn refuse_key(fields: &[(&str, &str)]) -> Result<(), StoreError> {
    refuse_nul(fields)?;
    match fields.iter().find(|(_, text)| text.len() > KEY) {
        Some((name, _)) => Err(StoreError::Refused(format!("{name} has more than {KEY} bytes"))),
        None => Ok(()),
    }
}
