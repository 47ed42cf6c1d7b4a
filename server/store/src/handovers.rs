//! Secrets on their way to the page that had them minted: each is received, or is on record as undelivered, once.
//!
//! [`Store::intend`] begins a handover, [`Store::conclude`] ends it where there is no secret.

use crate::plans::id;
use crate::{NewAuditEvent, Store, StoreError};
use model::PlanId;
use sqlx::AnyConnection;

/// What a step means for a secret that the page of its plan waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Handover {
    /// The step makes none that is shown.
    NotAsked,
    Awaited,
    /// None was made.
    NotMade,
    /// It may have been made, and nobody will have it: what goes on record where it is still awaited.
    Lost(Box<NewAuditEvent>),
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

    /// Nobody has the secret, and nobody will. Where it is awaited that is put on record, and what it was to replace is not
    /// being replaced any more; whether it is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn lose_secret(&self, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
        let mut write = self.write().await?;
        let was_awaited = lose(write.connection(), plan, event).await?;
        write.commit().await?;
        Ok(was_awaited)
    }

    /// The plans that are over and whose secret is awaited.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn awaited_secrets(&self) -> Result<Vec<PlanId>, StoreError> {
        let sql = "SELECT h.plan AS id FROM handovers h JOIN plans p ON p.id = h.plan \
                   WHERE p.state NOT IN ('applying', 'interrupted')";
        sqlx::query(sql).fetch_all(&self.0.pool).await?.iter().map(id).collect()
    }
}

/// Notes how far the secret of a plan is.
pub async fn track(connection: &mut AnyConnection, plan: &PlanId, handover: Handover) -> Result<(), StoreError> {
    match handover {
        Handover::NotAsked => Ok(()),
        Handover::NotMade => end(connection, plan).await.map(drop),
        Handover::Lost(event) => lose(connection, plan, *event).await.map(drop),
        Handover::Awaited => {
            let sql = "INSERT INTO handovers (plan) VALUES ($1) ON CONFLICT (plan) DO NOTHING";
            sqlx::query(sql).bind(plan.as_str()).execute(connection).await?;
            Ok(())
        }
    }
}

/// Whether it was awaited.
async fn lose(connection: &mut AnyConnection, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
    if !end(&mut *connection, plan).await? {
        return Ok(false);
    }
    let rotation = sqlx::query("DELETE FROM rotations WHERE plan = $1").bind(plan.as_str());
    rotation.execute(&mut *connection).await?;
    crate::audit::append(connection, event).await?;
    Ok(true)
}

/// Whether it was awaited.
async fn end(connection: &mut AnyConnection, plan: &PlanId) -> Result<bool, StoreError> {
    let query = sqlx::query("DELETE FROM handovers WHERE plan = $1").bind(plan.as_str());
    Ok(query.execute(connection).await?.rows_affected() == 1)
}
