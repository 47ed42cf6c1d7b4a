//! Walking the chain from its first event to its head. Finds what was edited, removed or slipped in; what it cannot
//! find is an end cut off together with the head, or a whole chain computed anew: for that, keep a hash elsewhere.
//! The index of searches is held against it on the way: an event that no search finds is as good as removed.

use super::AuditRecord;
use super::chain::{GENESIS, hash};
use super::index::{COLUMNS, Entry};
use crate::{Store, StoreError};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;
use std::fmt;

const PAGE: i64 = 1000;
/// The migration that brought the index.
const INDEXED: i64 = 2;

/// The first place where the record is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstBad {
    pub sequence: i64,
    /// What is wrong there, as the end of a sentence that begins with "audit event 7".
    pub why: String,
}

impl FirstBad {
    fn new(sequence: i64, why: &str) -> Self {
        Self { sequence, why: why.to_owned() }
    }
}

impl fmt::Display for FirstBad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "audit event {} {}", self.sequence, self.why)
    }
}

/// The last event that was found good.
struct Walk {
    sequence: i64,
    hash: String,
}

impl Store {
    /// Computes every hash again and returns how many events there are, or the first that is wrong.
    ///
    /// # Errors
    /// `Unavailable`; `Corrupt` when the head itself is missing.
    pub async fn verify_audit(&self) -> Result<Result<u64, FirstBad>, StoreError> {
        // One moment for head and events, while others append.
        let mut tx = self.0.pool.begin_with(self.0.dialect.begin_reading()).await?;
        let head = sqlx::query("SELECT sequence, hash FROM audit_head WHERE id = 1").fetch_one(&mut *tx).await?;
        let head = Walk { sequence: head.try_get("sequence")?, hash: head.try_get("hash")? };
        let schema = "SELECT COALESCE(max(version), 0) FROM _sqlx_migrations";
        let schema: i64 = sqlx::query_scalar(schema).fetch_one(&mut *tx).await?;
        let walked = walk(&mut tx, schema >= INDEXED).await?;
        let stray = match schema >= INDEXED {
            true => stray(&mut tx, head.sequence).await?,
            false => None,
        };
        tx.rollback().await?;
        Ok(walked.and_then(|last| end(&last, &head)).and_then(|count| stray.map_or(Ok(count), Err)))
    }
}

async fn walk(connection: &mut AnyConnection, indexed: bool) -> Result<Result<Walk, FirstBad>, StoreError> {
    let mut last = Walk { sequence: 0, hash: GENESIS.to_owned() };
    let mut after = i64::MIN;
    loop {
        let sql =
            "SELECT sequence, plan, record, prev_hash, hash FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT $2";
        let rows = sqlx::query(sql).bind(after).bind(PAGE).fetch_all(&mut *connection).await?;
        let mut index = match indexed {
            true => Some(index_after(connection, last.sequence).await?),
            false => None,
        };
        for row in &rows {
            match step(&last, row, index.as_mut()) {
                Ok(next) => last = next,
                Err(bad) => return Ok(Err(bad)),
            }
        }
        if rows.is_empty() {
            return Ok(Ok(last));
        }
        after = last.sequence;
    }
}

/// The index of the next page of events, by sequence.
async fn index_after(connection: &mut AnyConnection, last: i64) -> Result<HashMap<i64, Entry>, StoreError> {
    let sql = format!("SELECT sequence, {COLUMNS} FROM audit_index WHERE sequence > $1 AND sequence <= $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(last).bind(last + PAGE).fetch_all(connection).await?;
    // A row that cannot be read is as good as missing: the walk names its event.
    Ok(rows.iter().filter_map(|row| row.try_get("sequence").ok().zip(Entry::read(row).ok())).collect())
}

/// A row of the index that stands for no event.
async fn stray(connection: &mut AnyConnection, last: i64) -> Result<Option<FirstBad>, StoreError> {
    let sql = "SELECT min(sequence) FROM audit_index WHERE sequence < 1 OR sequence > $1";
    let found: Option<i64> = sqlx::query_scalar(sql).bind(last).fetch_one(connection).await?;
    Ok(found.map(|sequence| FirstBad::new(sequence, "is in the index of searches alone")))
}

fn step(last: &Walk, row: &AnyRow, index: Option<&mut HashMap<i64, Entry>>) -> Result<Walk, FirstBad> {
    let expected = last.sequence + 1;
    let unreadable = |_: sqlx::Error| FirstBad::new(expected, "cannot be read");
    let sequence: i64 = row.try_get("sequence").map_err(unreadable)?;
    if sequence < expected {
        return Err(FirstBad::new(sequence, "stands before the beginning"));
    }
    if sequence > expected {
        return Err(FirstBad::new(expected, "is missing"));
    }
    let record: String = row.try_get("record").map_err(unreadable)?;
    let plan: Option<String> = row.try_get("plan").map_err(unreadable)?;
    let prev_hash: String = row.try_get("prev_hash").map_err(unreadable)?;
    let stored: String = row.try_get("hash").map_err(unreadable)?;
    if prev_hash != last.hash {
        return Err(FirstBad::new(sequence, "does not follow the one before it"));
    }
    if hash(&prev_hash, &record).as_deref() != Some(stored.as_str()) {
        return Err(FirstBad::new(sequence, "does not have the content it was written with"));
    }
    let read: AuditRecord = serde_json::from_str(&record).map_err(|_| FirstBad::new(sequence, "cannot be read"))?;
    if read.event.sequence != sequence || read.event.plan != plan {
        return Err(FirstBad::new(sequence, "is filed under another sequence or plan"));
    }
    if index.is_some_and(|index| index.remove(&sequence) != Some(Entry::of(&read))) {
        return Err(FirstBad::new(sequence, "is not in the index of searches as it was written"));
    }
    Ok(Walk { sequence, hash: stored })
}

fn end(last: &Walk, head: &Walk) -> Result<u64, FirstBad> {
    if last.sequence < head.sequence {
        return Err(FirstBad::new(last.sequence + 1, "is missing"));
    }
    if last.sequence > head.sequence {
        return Err(FirstBad::new(head.sequence + 1, "was added past the head"));
    }
    if last.hash != head.hash {
        return Err(FirstBad::new(last.sequence, "is not the one the head names"));
    }
    Ok(last.sequence.unsigned_abs())
}
