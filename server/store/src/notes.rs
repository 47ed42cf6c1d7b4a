//! Notes: whose something is and what it is for, in people's words.

use crate::write::{refuse_key, refuse_nul};
use crate::{NewAuditEvent, Store, StoreError};
use model::Millis;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// A note: one row of `notes`. At most one for a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRecord {
    /// What it is about: `ARN/serviceaccounts/7/tokens/12`. Its meaning is not known here.
    pub subject: String,
    pub owner: String,
    pub purpose: String,
    pub changed_at: Millis,
    /// The subject of who changed it last.
    pub changed_by: String,
}

impl Store {
    /// Keeps a note in place of the one before. One without owner and purpose is removed instead.
    ///
    /// # Errors
    /// `Refused` when a text holds NUL or the subject has more than 1,000 bytes; `Unavailable`.
    pub async fn keep_note(&self, note: &NoteRecord) -> Result<(), StoreError> {
        check(note)?;
        let mut write = self.write().await?;
        put(write.connection(), note).await?;
        write.commit().await
    }

    /// The same for one that a person wrote, with `event` on record: both or neither.
    ///
    /// # Errors
    /// As [`Store::keep_note`].
    pub async fn write_note(&self, note: &NoteRecord, event: NewAuditEvent) -> Result<(), StoreError> {
        check(note)?;
        let mut write = self.write().await?;
        crate::audit::append(write.connection(), event).await?;
        put(write.connection(), note).await?;
        write.commit().await
    }

    /// # Errors
    /// `Refused` when the subject holds NUL; `Corrupt`, `Unavailable`.
    pub async fn note(&self, subject: &str) -> Result<Option<NoteRecord>, StoreError> {
        refuse_nul(&[("the subject", subject)])?;
        let query = sqlx::query("SELECT * FROM notes WHERE subject = $1").bind(subject);
        query.fetch_optional(&self.0.pool).await?.as_ref().map(read).transpose()
    }

    /// All of them, sorted by the bytes of the subject.
    ///
    /// # Errors
    /// `Corrupt`, `Unavailable`.
    pub async fn notes(&self) -> Result<Vec<NoteRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM notes").fetch_all(&self.0.pool).await?;
        let mut notes = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // Not by the database: how Postgres compares texts depends on how it was set up.
        notes.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
        Ok(notes)
    }

    /// Removes the note about a subject and those about all below it, which begin with `prefix` and a slash. Says how
    /// many there were.
    ///
    /// # Errors
    /// `Refused` when the prefix holds NUL; `Unavailable`.
    pub async fn forget_notes(&self, prefix: &str) -> Result<u64, StoreError> {
        refuse_nul(&[("the prefix", prefix)])?;
        // LIKE would take a % for more than it is, and capitals for small letters on SQLite.
        let sql = "DELETE FROM notes WHERE subject = $1 OR substr(subject, 1, length($1) + 1) = $1 || '/'";
        self.change(sqlx::query(sql).bind(prefix)).await
    }
}

fn check(note: &NoteRecord) -> Result<(), StoreError> {
    refuse_key(&[("the subject", &note.subject)])?;
    refuse_nul(&[("the owner", &note.owner), ("the purpose", &note.purpose), ("the author", &note.changed_by)])
}

async fn put(connection: &mut AnyConnection, note: &NoteRecord) -> Result<(), StoreError> {
    if note.owner.is_empty() && note.purpose.is_empty() {
        sqlx::query("DELETE FROM notes WHERE subject = $1").bind(&note.subject).execute(connection).await?;
        return Ok(());
    }
    let sql = "INSERT INTO notes (subject, owner, purpose, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (subject) DO UPDATE SET owner = excluded.owner, purpose = excluded.purpose, \
               changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    let query = sqlx::query(sql).bind(&note.subject).bind(&note.owner).bind(&note.purpose);
    query.bind(note.changed_at).bind(&note.changed_by).execute(connection).await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<NoteRecord, StoreError> {
    Ok(NoteRecord {
        subject: row.try_get("subject")?,
        owner: row.try_get("owner")?,
        purpose: row.try_get("purpose")?,
        changed_at: row.try_get("changed_at")?,
        changed_by: row.try_get("changed_by")?,
    })
}
