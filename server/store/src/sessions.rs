//! Sessions of the browser, for tower-sessions. The id in the cookie is not stored, only its hash.

use crate::prune::make_room;
use crate::{Store, StoreError};
use model::Millis;
use sha2::{Digest, Sha256};
use sqlx::Row;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// A fresh id collides once in 2^128; more often means that randomness is broken.
const TRIES: usize = 4;

/// Says what time it is.
pub type Now = fn() -> Millis;

/// The table of sessions, seen through tower-sessions' trait, which gives no time of its own.
#[derive(Clone, Debug)]
pub struct SessionTable(Store, Now);

impl Store {
    pub fn sessions(&self, now: Now) -> SessionTable {
        SessionTable(self.clone(), now)
    }

    async fn insert_session(&self, record: &Record) -> Result<bool> {
        let data = encode(record)?;
        let mut write = self.write().await.map_err(backend)?;
        let sql = "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
        let query = sqlx::query(sql).bind(key(&record.id)).bind(data).bind(millis(record.expiry_date));
        let inserted = query.execute(write.connection()).await.map_err(backend)?.rows_affected();
        make_room(write.connection(), &key(&record.id)).await.map_err(backend)?;
        write.commit().await.map_err(backend)?;
        Ok(inserted == 1)
    }
}

#[async_trait::async_trait]
impl SessionStore for SessionTable {
    async fn create(&self, record: &mut Record) -> Result<()> {
        for _ in 0..TRIES {
            if self.0.insert_session(record).await? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id was found".to_owned()))
    }

    /// Updates only: a session that was deleted or has ended meanwhile does not come back.
    async fn save(&self, record: &Record) -> Result<()> {
        let data = encode(record)?;
        let mut write = self.0.write().await.map_err(backend)?;
        let sql = "UPDATE sessions SET data = $1, expires_at = $2 WHERE id = $3 AND expires_at > $4";
        let query = sqlx::query(sql).bind(data).bind(millis(record.expiry_date)).bind(key(&record.id)).bind(self.1());
        let updated = query.execute(write.connection()).await.map_err(backend)?.rows_affected();
        write.commit().await.map_err(backend)?;
        if updated == 0 {
            tracing::debug!("a session that is gone was not saved");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let query = sqlx::query("SELECT data, expires_at FROM sessions WHERE id = $1").bind(key(id));
        let Some(row) = query.fetch_optional(&self.0.0.pool).await.map_err(backend)? else { return Ok(None) };
        if row.try_get::<Millis, _>("expires_at").map_err(backend)? <= self.1() {
            // Seen to be over once, it is over for good.
            if let Err(error) = self.delete(id).await {
                tracing::warn!(%error, "a session that is over was not removed");
            }
            return Ok(None);
        }
        let data: String = row.try_get("data").map_err(backend)?;
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = moment(row.try_get("expires_at").map_err(backend)?)?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut write = self.0.write().await.map_err(backend)?;
        let query = sqlx::query("DELETE FROM sessions WHERE id = $1").bind(key(id));
        query.execute(write.connection()).await.map_err(backend)?;
        write.commit().await.map_err(backend)
    }
}

fn key(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string()))
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: impl Into<StoreError>) -> Error {
    Error::Backend(error.into().to_string())
}

fn millis(moment: OffsetDateTime) -> Millis {
    Millis::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(Millis::MAX)
}

fn moment(millis: Millis) -> Result<OffsetDateTime> {
    let nanos = i128::from(millis) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|error| Error::Decode(error.to_string()))
}
