//! Rotations under way: tokens that have a successor and are not deleted yet.

use crate::write::refuse_nul;
use crate::{Store, StoreError};
use model::{Millis, PlanId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Bytes of each of the three ids of a rotation: together they have to fit into an index of Postgres.
const LONGEST: usize = 800;

/// A token and the successor that stands beside it: one row of `rotations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotationRecord {
    /// The plan that makes the successor.
    pub plan: PlanId,
    /// The ARN of the workspace.
    pub workspace: String,
    /// The id of the service account.
    pub account: String,
    /// The token to delete in the end.
    pub old_id: String,
    pub old_name: String,
    pub new_name: String,
    pub begun_at: Millis,
    /// The subject of who began it.
    pub begun_by: String,
}

impl Store {
    /// Records that a rotation began. Of two of the same token the later is kept: its successor is the newest.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL or an id is too long; `Unavailable`.
    pub async fn begin_rotation(&self, rotation: &RotationRecord) -> Result<(), StoreError> {
        check(rotation)?;
        for id in [&rotation.workspace, &rotation.account, &rotation.old_id] {
            if id.len() > LONGEST {
                return Err(StoreError::Refused(format!("an id has more than {LONGEST} bytes")));
            }
        }
        let sql = "INSERT INTO rotations (plan, workspace, account, old_id, old_name, new_name, begun_at, begun_by) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (workspace, account, old_id) \
                   DO UPDATE SET plan = $1, old_name = $5, new_name = $6, begun_at = $7, begun_by = $8";
        let query = sqlx::query(sql).bind(rotation.plan.as_str()).bind(&rotation.workspace).bind(&rotation.account);
        let query = query.bind(&rotation.old_id).bind(&rotation.old_name).bind(&rotation.new_name);
        self.change(query.bind(rotation.begun_at).bind(&rotation.begun_by)).await.map(drop)
    }

    /// The oldest first.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn rotations(&self) -> Result<Vec<RotationRecord>, StoreError> {
        let query = sqlx::query("SELECT * FROM rotations ORDER BY begun_at, plan");
        query.fetch_all(&self.0.pool).await?.iter().map(read).collect()
    }

    /// Ends every rotation whose successor is gone and says how many there were.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn end_rotations_to(&self, workspace: &str, account: &str, new_name: &str) -> Result<u64, StoreError> {
        refuse_nul(&[("the workspace", workspace), ("the account", account), ("the token", new_name)])?;
        let sql = "DELETE FROM rotations WHERE workspace = $1 AND account = $2 AND new_name = $3";
        self.change(sqlx::query(sql).bind(workspace).bind(account).bind(new_name)).await
    }

    /// Ends every rotation of a token that is gone and says how many there were.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL; `Unavailable`.
    pub async fn end_rotations_of(&self, workspace: &str, account: &str, old_id: &str) -> Result<u64, StoreError> {
        refuse_nul(&[("the workspace", workspace), ("the account", account), ("the token", old_id)])?;
        let sql = "DELETE FROM rotations WHERE workspace = $1 AND account = $2 AND old_id = $3";
        self.change(sqlx::query(sql).bind(workspace).bind(account).bind(old_id)).await
    }
}

fn check(rotation: &RotationRecord) -> Result<(), StoreError> {
    refuse_nul(&[
        ("the workspace", &rotation.workspace),
        ("the account", &rotation.account),
        ("the token", &rotation.old_id),
        ("the old name", &rotation.old_name),
        ("the new name", &rotation.new_name),
        ("the actor", &rotation.begun_by),
    ])
}

fn read(row: &AnyRow) -> Result<RotationRecord, StoreError> {
    let plan: String = row.try_get("plan")?;
    Ok(RotationRecord {
        plan: PlanId::parse(&plan).map_err(|_| StoreError::Corrupt("a rotation names no plan".to_owned()))?,
        workspace: row.try_get("workspace")?,
        account: row.try_get("account")?,
        old_id: row.try_get("old_id")?,
        old_name: row.try_get("old_name")?,
        new_name: row.try_get("new_name")?,
        begun_at: row.try_get("begun_at")?,
        begun_by: row.try_get("begun_by")?,
    })
}
