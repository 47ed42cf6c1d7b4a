//! `belvedere audit verify`: the record is held against its own hashes, in a database nobody else is using.

use crate::config::{ConfigError, StoreArgs};
use store::{FirstBad, Store, StoreError};

/// Why the record is not known to be whole; one line.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// The events before it are as they were written.
    #[error("{0}; the chain is whole up to there")]
    Broken(FirstBad),
}

/// Walks the chain and answers with one line about it. Changes nothing, and makes no database where there is none.
///
/// # Errors
/// The first bad event; or why the record could not be read.
pub async fn verify(args: StoreArgs) -> Result<String, VerifyError> {
    let store = Store::inspect(&args.settings()?).await?;
    match store.verify_audit().await? {
        Ok(1) => Ok("1 audit event, the chain is whole.".to_owned()),
        Ok(count) => Ok(format!("{count} audit events, the chain is whole.")),
        Err(bad) => Err(VerifyError::Broken(bad)),
    }
}
