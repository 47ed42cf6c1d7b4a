//! The scopes of the emulator's demo fleet, and its directory.

use super::{Account, ConfigError, DirectoryAccess};
use crate::changes::Delivery;
use emulator::demo;
use model::{AccountId, Region, Scope};

/// The four accounts, the first by its own key and the others by assumed role, and the five regions.
pub(super) fn scopes() -> Result<(Vec<Account>, Vec<Region>), ConfigError> {
    let odd = |error: model::Error| ConfigError(format!("demo fleet: {error}"));
    let account = |(place, account): (usize, &demo::Account)| {
        let role_arn = (place > 0).then(|| format!("arn:aws:iam::{}:role/{}", account.id, demo::ROLE));
        let id = AccountId::parse(account.id).map_err(odd)?;
        Ok(Account { id, name: account.name.to_owned(), role_arn, external_id: None })
    };
    let accounts = demo::ACCOUNTS.iter().enumerate().map(account).collect::<Result<_, _>>()?;
    let regions = demo::REGIONS.iter().map(|region| Region::parse(region)).collect::<Result<_, _>>().map_err(odd)?;
    Ok((accounts, regions))
}

/// Secrets are delivered to the demo's first account, in its first region.
pub(super) fn delivery() -> Result<Delivery, ConfigError> {
    let (accounts, regions) = scopes()?;
    let first = accounts.into_iter().next().zip(regions.into_iter().next());
    let (account, region) = first.ok_or_else(|| ConfigError("demo fleet: it is empty".to_owned()))?;
    Ok(Delivery::to(Scope { account: account.id, region }))
}

/// The directory whose people and groups hold the demo's roles.
pub(super) fn directory() -> Result<DirectoryAccess, ConfigError> {
    let odd = |error: model::Error| ConfigError(format!("demo directory: {error}"));
    let demo::Directory { id, account, region } = demo::DIRECTORY;
    Ok(DirectoryAccess {
        identity_store_id: id.to_owned(),
        account: AccountId::parse(account).map_err(odd)?,
        region: Region::parse(region).map_err(odd)?,
        role_arn: None,
        external_id: None,
    })
}
