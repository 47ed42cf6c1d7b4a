//! Secrets on their way to the page that had them minted: each is received, or is on record as undelivered, once.
//!
//! [`Store::intend`] begins a handover, [`Store::conclude`] ends it where there is no secret.

use crate::plans::id;
use crate::{NewAuditEvent, Store, StoreError};
use model::{Millis, PlanId};
use sqlx::AnyConnection;

/// What a step means for a secret that the page of its plan waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// The step makes none that is shown.
    NotAsked,
    Awaited,
    /// There is none to be had any more.
    Over,
}

impl Store {
    /// The page has the secret. Whether it was awaited.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn receive_secret(&self, plan: &PlanId) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let was_awaited = end(write.connection(), plan).await?;
        write.commit().await?;
        Ok(was_awaited)
    }

    /// Nobody has the secret, and nobody will. Puts that on record where the secret is awaited; whether it is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn lose_secret(&self, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let was_awaited = end(write.connection(), plan).await?;
        if was_awaited {
            crate::audit::append(write.connection(), event).await?;
            write.commit().await?;
        }
        Ok(was_awaited)
    }

    /// The plans that are over and whose secret nobody said to have received, though it was handed over before `before`.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn unreceived_secrets(&self, before: Millis) -> Result<Vec<PlanId>, StoreError> {
        let sql = "SELECT h.plan AS id FROM handovers h JOIN plans p ON p.id = h.plan \
                   WHERE h.since < $1 AND p.state NOT IN ('applying', 'interrupted')";
        let rows = sqlx::query(sql).bind(before).fetch_all(&self.0.pool).await?;
        rows.iter().map(id).collect()
    }
}

/// Notes how far the secret of a plan is.
pub async fn track(
    connection: &mut AnyConnection,
    plan: &PlanId,
    handover: Handover,
    at: Millis,
) -> Result<(), StoreError> {
    match handover {
        Handover::NotAsked => Ok(()),
        Handover::Over => end(connection, plan).await.map(drop),
        Handover::Awaited => {
            let sql = "INSERT INTO handovers (plan, since) VALUES ($1, $2) ON CONFLICT (plan) DO UPDATE SET since = $2";
            sqlx::query(sql).bind(plan.as_str()).bind(at).execute(connection).await?;
            Ok(())
        }
    }
}

/// Whether it was awaited.
async fn end(connection: &mut AnyConnection, plan: &PlanId) -> Result<bool, StoreError> {
    let query = sqlx::query("DELETE FROM handovers WHERE plan = $1").bind(plan.as_str());
    Ok(query.execute(connection).await?.rows_affected() == 1)
}
