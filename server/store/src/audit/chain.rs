//! How one event is bound to the one before it. Pure: what is hashed here is what anybody can hash again elsewhere.

use super::AuditRecord;
use crate::StoreError;
use sha2::{Digest, Sha256};

/// The hash before the first event.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const DOMAIN: &[u8] = b"belvedere-audit-v1";

/// One event with its place in the chain. Hashes are 64 lower-case hexadecimal digits.
pub struct Link {
    pub record: String,
    pub prev_hash: String,
    pub hash: String,
}

impl Link {
    pub fn new(prev_hash: String, record: &AuditRecord) -> Result<Self, StoreError> {
        let record = canonical(record)?;
        let hash = hash(&prev_hash, &record)
            .ok_or_else(|| StoreError::Corrupt("the head of the audit record is not a hash".to_owned()))?;
        Ok(Self { record, prev_hash, hash })
    }
}

/// SHA-256 over the domain, the 32 bytes of the previous hash and the record's text; `None` when the former is no hash.
pub fn hash(prev_hash: &str, record: &str) -> Option<String> {
    let prev = hex::decode(prev_hash).ok().filter(|bytes| bytes.len() == 32)?;
    let digest = Sha256::new().chain_update(DOMAIN).chain_update(prev).chain_update(record).finalize();
    Some(hex::encode(digest))
}

/// Without spaces, every object's keys in the order of their bytes.
fn canonical(record: &AuditRecord) -> Result<String, StoreError> {
    let mut value = serde_json::to_value(record).map_err(|error| StoreError::Refused(error.to_string()))?;
    value.sort_all_objects();
    Ok(value.to_string())
}
