//! What is not kept for good, and how much there may be of it.

use crate::{Store, StoreError};
use model::{Millis, PlanId};
use sqlx::{AnyConnection, Row};

/// Sessions that are kept; those used longest ago go first.
pub const SESSIONS: i64 = 10_000;

/// How many plans wait for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCount {
    /// Of one principal.
    pub own: i64,
    /// Of everybody, those included.
    pub all: i64,
}

impl Store {
    /// Removes plans that were never applied and were made before `before`, with their steps, and says how many. What the
    /// record says of them stays.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn prune_plans(&self, before: Millis) -> Result<u64, StoreError> {
        const OLD: &str = "state IN ('planned', 'expired') AND created_at < $1";
        let mut write = self.write().await?;
        let steps = format!("DELETE FROM steps WHERE plan IN (SELECT id FROM plans WHERE {OLD})");
        sqlx::query(sqlx::AssertSqlSafe(steps)).bind(before).execute(write.connection()).await?;
        let plans = sqlx::AssertSqlSafe(format!("DELETE FROM plans WHERE {OLD}"));
        let removed = sqlx::query(plans).bind(before).execute(write.connection()).await?.rows_affected();
        write.commit().await?;
        Ok(removed)
    }

    /// How many plans wait, besides the one of the form `but`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn count_open_plans(&self, principal: &str, but: &PlanId) -> Result<OpenCount, StoreError> {
        let sql = "SELECT count(*) AS all_of_them, count(CASE WHEN principal = $1 THEN 1 END) AS own FROM plans \
                   WHERE state = 'planned' AND id <> $2";
        let row = sqlx::query(sql).bind(principal).bind(but.as_str()).fetch_one(&self.0.pool).await?;
        Ok(OpenCount { own: row.try_get("own")?, all: row.try_get("all_of_them")? })
    }

    /// Removes the sessions that ended before `now` and says how many there were. One that would end after `latest`, which
    /// no session made now does, was made by a clock that was ahead, and ends then.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn prune_sessions(&self, now: Millis, latest: Millis) -> Result<u64, StoreError> {
        let mut write = self.write().await?;
        let query = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now);
        let removed = query.execute(write.connection()).await?.rows_affected();
        let query = sqlx::query("UPDATE sessions SET expires_at = $1 WHERE expires_at > $1").bind(latest);
        query.execute(write.connection()).await?;
        write.commit().await?;
        Ok(removed)
    }
}

/// Leaves the sessions used last, and the one with this key.
pub async fn make_room(connection: &mut AnyConnection, key: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM sessions WHERE id IN \
               (SELECT id FROM sessions WHERE id <> $1 ORDER BY expires_at DESC, id LIMIT $2 OFFSET $3)";
    let query = sqlx::query(sql).bind(key).bind(i64::MAX).bind(SESSIONS - 1);
    query.execute(connection).await?;
    Ok(())
}
