//! Plans whose time is over. That is stored once it was seen, so that no clock makes them good again.

use crate::{Store, StoreError};
use model::{Millis, PlanId};
use sqlx::Row;

/// A plan that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPlan {
    pub id: PlanId,
    pub created_at: Millis,
    pub expires_at: Millis,
}

impl Store {
    /// Ends a plan that waits, if it is still the one made at `created_at`; whether it did. It stays `expired` until the
    /// same form is planned anew.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn expire_plan(&self, id: &PlanId, created_at: Millis) -> Result<bool, StoreError> {
        let sql = "UPDATE plans SET state = 'expired' WHERE id = $1 AND state = 'planned' AND created_at = $2";
        Ok(self.change(sqlx::query(sql).bind(id.as_str()).bind(created_at)).await? == 1)
    }

    /// Every plan that waits.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn open_plans(&self) -> Result<Vec<OpenPlan>, StoreError> {
        let sql = "SELECT id, created_at, expires_at FROM plans WHERE state = 'planned'";
        let rows = sqlx::query(sql).fetch_all(&self.0.pool).await?;
        let open = rows.iter().map(|row| {
            let id: String = row.try_get("id")?;
            let id = PlanId::parse(&id).map_err(|_| StoreError::Corrupt("a plan has an id that is none".to_owned()))?;
            Ok(OpenPlan { id, created_at: row.try_get("created_at")?, expires_at: row.try_get("expires_at")? })
        });
        open.collect()
    }

    /// Whether something of this kind is on record about a plan.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn has_event(&self, plan: &PlanId, event: &str) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM audit a JOIN audit_index i ON i.sequence = a.sequence WHERE a.plan = $1 AND i.event = $2";
        let query = sqlx::query(sql).bind(plan.as_str()).bind(event);
        Ok(query.fetch_optional(&self.0.pool).await?.is_some())
    }

    /// The time of the newest event on record: it was no earlier than that when somebody last wrote here.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn last_event_at(&self) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT at FROM audit_index ORDER BY sequence DESC LIMIT 1";
        let row = sqlx::query(sql).fetch_optional(&self.0.pool).await?;
        Ok(row.map(|row| row.try_get("at")).transpose()?)
    }

    /// The latest time among the events since the newest one from before `at`; `None` where there is none since. It was
    /// no earlier than that at some moment since, though the clock may have been set back after it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn latest_event_after(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT max(at) AS latest FROM audit_index WHERE sequence > COALESCE(\
                   (SELECT sequence FROM audit_index WHERE at < $1 ORDER BY sequence DESC LIMIT 1), 0)";
        Ok(sqlx::query(sql).bind(at).fetch_one(&self.0.pool).await?.try_get("latest")?)
    }

    /// The latest time among the events since the one recorded at `at`, that one included; among all events when none
    /// was recorded then. It was no earlier than that at some moment since.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn last_event_since(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT max(at) AS latest FROM audit_index \
                   WHERE sequence >= COALESCE((SELECT min(sequence) FROM audit_index WHERE at = $1), 0)";
        Ok(sqlx::query(sql).bind(at).fetch_one(&self.0.pool).await?.try_get("latest")?)
    }
}
