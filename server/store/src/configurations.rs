//! Configurations that were replaced, kept whole so that they can be brought back.

use crate::write::refuse_nul;
use crate::{Store, StoreError};
use model::{Millis, PlanId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A configuration as it was before something replaced it: one row of `configurations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationRecord {
    /// The ARN of the resource.
    pub target: String,
    pub facet: String,
    /// When it was replaced; unique for a target's facet.
    pub at: Millis,
    pub actor: String,
    /// The plan that replaced it.
    pub plan: PlanId,
    /// JSON.
    pub state: String,
}

impl Store {
    /// Keeps a configuration that is about to be replaced. Keeping it twice keeps it once.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn keep_configuration(&self, kept: &ConfigurationRecord) -> Result<(), StoreError> {
        refuse_nul(&[("the target", &kept.target), ("the actor", &kept.actor), ("the state", &kept.state)])?;
        let sql = "INSERT INTO configurations (target, facet, at, actor, plan, state) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (target, facet, at) DO NOTHING";
        let query = sqlx::query(sql).bind(&kept.target).bind(&kept.facet).bind(kept.at);
        let query = query.bind(&kept.actor).bind(kept.plan.as_str()).bind(&kept.state);
        let mut write = self.write().await?;
        query.execute(write.connection()).await?;
        write.commit().await
    }

    /// The newest first.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn configurations(
        &self,
        target: &str,
        facet: &str,
        limit: u32,
    ) -> Result<Vec<ConfigurationRecord>, StoreError> {
        let sql = "SELECT * FROM configurations WHERE target = $1 AND facet = $2 ORDER BY at DESC LIMIT $3";
        let query = sqlx::query(sql).bind(target).bind(facet).bind(i64::from(limit));
        query.fetch_all(&self.0.pool).await?.iter().map(read).collect()
    }

    /// The one that was replaced at a moment.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn configuration(
        &self,
        target: &str,
        facet: &str,
        at: Millis,
    ) -> Result<Option<ConfigurationRecord>, StoreError> {
        let sql = "SELECT * FROM configurations WHERE target = $1 AND facet = $2 AND at = $3";
        let query = sqlx::query(sql).bind(target).bind(facet).bind(at);
        query.fetch_optional(&self.0.pool).await?.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<ConfigurationRecord, StoreError> {
    let plan: String = row.try_get("plan")?;
    Ok(ConfigurationRecord {
        target: row.try_get("target")?,
        facet: row.try_get("facet")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        plan: PlanId::parse(&plan).map_err(|_| StoreError::Corrupt("a configuration names no plan".to_owned()))?,
        state: row.try_get("state")?,
    })
}
