//! Which AWS a store belongs to. A plan of one must never be applied to another, so a store has one mark for good.

use crate::{Store, StoreError};
use sqlx::{AnyConnection, Row};
use std::fmt;
use std::str::FromStr;

/// What answers for AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Aws,
    /// The built-in one.
    Emulator,
    /// Any other address somebody configured.
    Endpoint,
}

/// No origin is called this.
#[derive(Debug, thiserror::Error)]
#[error("it is one of aws, emulator and endpoint")]
pub struct NoOrigin;

impl Origin {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Emulator => "emulator",
            Self::Endpoint => "endpoint",
        }
    }
}

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(slug: &str) -> Result<Self, NoOrigin> {
        let all = [Self::Aws, Self::Emulator, Self::Endpoint];
        all.into_iter().find(|origin| origin.slug() == slug).ok_or(NoOrigin)
    }
}

/// As a sentence names it.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aws => "AWS",
            Self::Emulator => "the built-in emulator",
            Self::Endpoint => "an endpoint other than AWS",
        })
    }
}

/// What became of the wish to mark a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// It has the mark, now or since before.
    As(Origin),
    /// It has no mark, and holds plans or events of nobody knows which AWS; it was left alone.
    Undecided,
}

impl Store {
    /// What [`Store::mark_origin`] would say, without marking anything.
    ///
    /// # Errors
    /// As there.
    pub async fn foresee_origin(&self, origin: Origin, adopt: bool) -> Result<Marked, StoreError> {
        let mut connection = self.0.pool.acquire().await?;
        Ok(standing(&mut connection, adopt).await?.unwrap_or(Marked::As(origin)))
    }

    /// Marks a store that has no mark as `origin`'s. One that holds plans or events is marked only to `adopt` them. Says
    /// which mark it has then; of several processes one marks it.
    ///
    /// # Errors
    /// `Corrupt` when the mark is none; `Unavailable`.
    pub async fn mark_origin(&self, origin: Origin, adopt: bool) -> Result<Marked, StoreError> {
        let mut write = self.write().await?;
        if let Some(marked) = standing(write.connection(), adopt).await? {
            return Ok(marked);
        }
        let sql = "INSERT INTO store_origin (id, origin) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
        sqlx::query(sql).bind(origin.slug()).execute(write.connection()).await?;
        let marked = found(write.connection()).await?.unwrap_or(origin);
        write.commit().await?;
        Ok(Marked::As(marked))
    }
}

/// What keeps a store from being marked; `None`: it can be.
async fn standing(connection: &mut AnyConnection, adopt: bool) -> Result<Option<Marked>, StoreError> {
    if let Some(found) = found(connection).await? {
        return Ok(Some(Marked::As(found)));
    }
    Ok((!adopt && is_used(connection).await?).then_some(Marked::Undecided))
}

async fn found(connection: &mut AnyConnection) -> Result<Option<Origin>, StoreError> {
    let row = sqlx::query("SELECT origin FROM store_origin WHERE id = 1").fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(None) };
    let origin: String = row.try_get("origin")?;
    let origin =
        origin.parse().map_err(|_| StoreError::Corrupt("it is marked with an origin that is none".to_owned()))?;
    Ok(Some(origin))
}

async fn is_used(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM plans UNION ALL SELECT 1 AS one FROM audit LIMIT 1) AS found";
    let count: i64 = sqlx::query_scalar(sql).fetch_one(connection).await?;
    Ok(count > 0)
}
