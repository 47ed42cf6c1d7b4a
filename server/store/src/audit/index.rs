//! The index that searches go through: made from each event, in the transaction that appends it. The record does not
//! depend on it; a row that is missing or wrong here can only hide an event from a search, and `verify` finds that.

use super::AuditRecord;
use crate::StoreError;
use crate::dialect::Dialect;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Row};

/// Characters of a value that is compared as a whole: Postgres cannot index long ones.
const LONGEST: usize = 200;
/// Characters of an event that are searched by word.
const WORDS: usize = 4_000;
const PAGE: i64 = 1_000;

/// One row of the index: what is compared as a whole, and in what parts are looked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    at: i64,
    event: String,
    actor: String,
    operation: String,
    outcome: String,
    target: String,
    words: String,
}

/// The columns of [`Entry`].
pub const COLUMNS: &str = "at, event, actor, operation, outcome, target, words";

impl Entry {
    pub fn of(record: &AuditRecord) -> Self {
        let event = &record.event;
        Self {
            at: event.at,
            event: whole(&event.event),
            actor: whole(&event.actor),
            operation: whole(&event.operation),
            outcome: whole(&event.outcome),
            target: folded(&whole(&event.target)),
            words: words(record),
        }
    }

    /// # Errors
    /// The database's, for a column that is not what the schema says.
    pub fn read(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            at: row.try_get("at")?,
            event: row.try_get("event")?,
            actor: row.try_get("actor")?,
            operation: row.try_get("operation")?,
            outcome: row.try_get("outcome")?,
            target: row.try_get("target")?,
            words: row.try_get("words")?,
        })
    }
}

/// A value as it is compared: its beginning, without NUL, which Postgres cannot hold.
pub fn whole(text: &str) -> String {
    text.chars().take(LONGEST).map(|c| if c == '\0' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// A value in which parts are looked for.
pub fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// # Errors
/// `Unavailable`.
pub async fn add(connection: &mut AnyConnection, record: &AuditRecord) -> Result<(), StoreError> {
    let Entry { at, event, actor, operation, outcome, target, words } = Entry::of(record);
    let sql = "INSERT INTO audit_index (sequence, at, event, actor, operation, outcome, target, words) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let query = sqlx::query(sql).bind(record.event.sequence).bind(at).bind(event).bind(actor);
    let query = query.bind(operation).bind(outcome).bind(target).bind(words);
    query.execute(connection).await?;
    Ok(())
}

/// Everything an event says, each value on a line of its own, so that no word reaches from one into the next.
fn words(record: &AuditRecord) -> String {
    let event = &record.event;
    let mut words = String::new();
    let texts = [&event.event, &event.actor, &event.operation, &event.target, &event.outcome, &event.message];
    let ids = [&event.plan, &event.request_id];
    for text in texts.into_iter().chain(ids.into_iter().flatten()) {
        push(&mut words, text);
    }
    push_all(&mut words, &record.detail);
    let words: String =
        words.chars().take(WORDS).map(|c| if c == '\0' { char::REPLACEMENT_CHARACTER } else { c }).collect();
    folded(&words)
}

fn push_all(words: &mut String, value: &Value) {
    match value {
        Value::String(text) => push(words, text),
        Value::Number(number) => push(words, &number.to_string()),
        Value::Array(values) => values.iter().for_each(|value| push_all(words, value)),
        Value::Object(values) => values.values().for_each(|value| push_all(words, value)),
        Value::Null | Value::Bool(_) => {}
    }
}

fn push(words: &mut String, text: &str) {
    words.push_str(text);
    words.push('\n');
}

/// Takes in the events that no index was made for: those of a database from before it.
///
/// # Errors
/// `Unavailable`. What was taken in stays, and the next call goes on from there.
pub async fn fill(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    while behind(connection).await? {
        let mut tx = connection.begin_with(dialect.begin_writing()).await?;
        // Whoever holds the head is alone with the record.
        sqlx::query("UPDATE audit_head SET sequence = sequence WHERE id = 1").execute(&mut *tx).await?;
        let sql = "SELECT sequence, record FROM audit \
                   WHERE sequence > (SELECT COALESCE(max(sequence), 0) FROM audit_index) ORDER BY sequence LIMIT $1";
        for row in sqlx::query(sql).bind(PAGE).fetch_all(&mut *tx).await? {
            add(&mut tx, &lenient(row.try_get("sequence")?, &row.try_get::<String, _>("record")?)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn behind(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    let newest = "SELECT COALESCE(max(sequence), 0) FROM audit";
    let newest: i64 = sqlx::query_scalar(newest).fetch_one(&mut *connection).await?;
    let indexed = "SELECT COALESCE(max(sequence), 0) FROM audit_index";
    let indexed: i64 = sqlx::query_scalar(indexed).fetch_one(connection).await?;
    Ok(indexed < newest)
}

/// A record that cannot be read must not keep the store from opening; `verify` names it.
pub fn lenient(sequence: i64, text: &str) -> AuditRecord {
    let mut record: AuditRecord = serde_json::from_str(text).unwrap_or_default();
    record.event.sequence = sequence;
    record
}
