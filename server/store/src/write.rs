//! The one way to write: a transaction that has the right to write from its first statement.

use crate::open::PATIENCE;
use crate::{Store, StoreError};
use sqlx::{Any, AnyConnection, Transaction};
use tokio::sync::OwnedMutexGuard;

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
