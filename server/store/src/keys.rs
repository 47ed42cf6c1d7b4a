//! The ledger of API keys. AWS lists none, so this is all that is known of them; never the key itself.

use crate::write::{refuse_key, refuse_nul};
use crate::{Store, StoreError};
use model::{Millis, PlanId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// An API key as far as it is known: one row of `api_keys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// The ARN of the workspace.
    pub workspace: String,
    /// Unique in a workspace.
    pub name: String,
    pub grafana_role: String,
    pub created_at: Millis,
    pub expires_at: Millis,
    /// The subject of who had it made.
    pub created_by: String,
    /// The plan that makes it.
    pub plan: PlanId,
    /// Without it AWS's answer was never seen: the key may exist or not. Set by [`Store::confirm_key`] alone.
    pub certain: bool,
}

impl Store {
    /// Records a key that is about to be made, in place of an older one of the same name. It is not certain, whatever
    /// the record says.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL, or workspace or name have more than 1,000 bytes; `Unavailable`.
    pub async fn expect_key(&self, key: &KeyRecord) -> Result<(), StoreError> {
        refuse_key(&[("the workspace", &key.workspace), ("the name", &key.name)])?;
        refuse_nul(&[("the role", &key.grafana_role), ("the creator", &key.created_by)])?;
        let sql = "INSERT INTO api_keys (workspace, name, grafana_role, created_at, expires_at, created_by, plan, \
                   certain) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (workspace, name) DO UPDATE SET \
                   grafana_role = excluded.grafana_role, created_at = excluded.created_at, \
                   expires_at = excluded.expires_at, created_by = excluded.created_by, plan = excluded.plan, \
                   certain = excluded.certain";
        let query = sqlx::query(sql).bind(&key.workspace).bind(&key.name).bind(&key.grafana_role).bind(key.created_at);
        let query = query.bind(key.expires_at).bind(&key.created_by).bind(key.plan.as_str());
        self.change(query).await.map(drop)
    }

    /// Makes a key certain: AWS said that it exists. Says whether there is one of that plan.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn confirm_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        refuse_nul(&[("the workspace", workspace), ("the name", name)])?;
        let sql = "UPDATE api_keys SET certain = 1 WHERE workspace = $1 AND name = $2 AND plan = $3";
        let query = sqlx::query(sql).bind(workspace).bind(name).bind(plan.as_str());
        Ok(self.change(query).await? == 1)
    }

    /// Removes a key that was deleted at AWS or does not exist there. Says whether it was known.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn forget_key(&self, workspace: &str, name: &str) -> Result<bool, StoreError> {
        refuse_nul(&[("the workspace", workspace), ("the name", name)])?;
        let sql = "DELETE FROM api_keys WHERE workspace = $1 AND name = $2";
        Ok(self.change(sqlx::query(sql).bind(workspace).bind(name)).await? == 1)
    }

    /// Removes a key that AWS refused to make. One of another plan, or one that is certain, is left alone. Says whether
    /// one was removed.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn forget_unmade_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        refuse_nul(&[("the workspace", workspace), ("the name", name)])?;
        let sql = "DELETE FROM api_keys WHERE workspace = $1 AND name = $2 AND plan = $3 AND certain = 0";
        let query = sqlx::query(sql).bind(workspace).bind(name).bind(plan.as_str());
        Ok(self.change(query).await? == 1)
    }

    /// All of them, sorted by the bytes of workspace and name.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn keys(&self) -> Result<Vec<KeyRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM api_keys").fetch_all(&self.0.pool).await?;
        let mut keys = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // Not by the database: how Postgres compares texts depends on how it was set up.
        keys.sort_unstable_by(|a, b| (&a.workspace, &a.name).cmp(&(&b.workspace, &b.name)));
        Ok(keys)
    }
}

fn read(row: &AnyRow) -> Result<KeyRecord, StoreError> {
    let plan: String = row.try_get("plan")?;
    Ok(KeyRecord {
        workspace: row.try_get("workspace")?,
        name: row.try_get("name")?,
        grafana_role: row.try_get("grafana_role")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        created_by: row.try_get("created_by")?,
        plan: PlanId::parse(&plan).map_err(|_| StoreError::Corrupt("an API key names no plan".to_owned()))?,
        certain: row.try_get::<i64, _>("certain")? == 1,
    })
}
