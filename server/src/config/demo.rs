//! The scopes of the emulator's demo fleet.

use super::{Account, ConfigError};
use emulator::demo;
use model::{AccountId, Region};

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
