//! What the attention webhook was told, so that nothing is told twice while it lasts.

use crate::write::{refuse_key, refuse_nul};
use crate::{Store, StoreError};
use model::Millis;
use sqlx::Row;
use sqlx::any::AnyRow;

impl Store {
    /// Records that something is told. Of all who ask, one gets `true`; nobody else until [`Store::untell`].
    ///
    /// # Errors
    /// `Refused` when the id holds NUL or has more than 1,000 bytes; `Unavailable`.
    pub async fn tell(&self, id: &str, at: Millis) -> Result<bool, StoreError> {
        refuse_key(&[("the id", id)])?;
        let query = sqlx::query("INSERT INTO told (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");
        Ok(self.change(query.bind(id).bind(at)).await? == 1)
    }

    /// Everything that was told, and when; sorted by the bytes of the id.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn told(&self) -> Result<Vec<(String, Millis)>, StoreError> {
        let rows = sqlx::query("SELECT id, at FROM told").fetch_all(&self.0.pool).await?;
        let mut told = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // Not by the database: how Postgres compares texts depends on how it was set up.
        told.sort_unstable();
        Ok(told)
    }

    /// Removes what went away, so that it is told again when it comes again. Says whether it had been told.
    ///
    /// # Errors
    /// `Refused` when the id holds NUL; `Unavailable`.
    pub async fn untell(&self, id: &str) -> Result<bool, StoreError> {
        refuse_nul(&[("the id", id)])?;
        Ok(self.change(sqlx::query("DELETE FROM told WHERE id = $1").bind(id)).await? == 1)
    }
}

fn read(row: &AnyRow) -> Result<(String, Millis), StoreError> {
    Ok((row.try_get("id")?, row.try_get("at")?))
}
