//! Random and derived texts for ids, secrets and digests.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// `length` random letters and digits.
pub(crate) fn alphanumeric(length: usize) -> String {
    bytes(length).iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

/// `length` random lower-case hexadecimal digits.
pub(crate) fn hex_digits(length: usize) -> String {
    let mut text = hex::encode(bytes(length.div_ceil(2)));
    text.truncate(length);
    text
}

/// A digest of the parts that can travel in URLs.
pub(crate) fn token_of(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(digest.finalize())
}

/// The SHA-256 of a text in lower-case hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// A number that this process has not given out before: it rises over all worlds, so that no reset repeats one.
pub(crate) fn serial() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Digested, so that the fixed bits of a UUID do not show.
fn bytes(length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 32);
    while bytes.len() < length {
        bytes.extend_from_slice(&Sha256::digest(Uuid::new_v4().as_bytes()));
    }
    bytes.truncate(length);
    bytes
}
