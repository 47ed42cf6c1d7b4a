//! Which scopes there are: those configured, or the caller's own account in the SDK's region.

use crate::config::{Account, Config};
use aws::Aws;
use model::fleet::{AccountName, Estate};
use model::{Error, Scope};

/// What the configuration has the server look after, and every account in every region.
///
/// # Errors
/// When nothing is configured and AWS does not say who calls, or no region is set anywhere.
pub async fn estate(config: &Config, aws: &Aws) -> Result<(Estate, Vec<Scope>), Error> {
    let mut accounts = config.accounts.clone();
    if accounts.is_empty() {
        let id = aws.caller().await?.account;
        accounts.push(Account { id, name: String::new(), role_arn: None, external_id: None });
    }
    let mut regions = config.regions.clone();
    if regions.is_empty() {
        let region = aws.default_region();
        regions.push(
            region.ok_or_else(|| {
                Error::invalid("No region is set. Set AWS_REGION, or `regions` in the configuration.")
            })?,
        );
    }
    let scope =
        |account: &Account, region: &model::Region| Scope { account: account.id.clone(), region: region.clone() };
    let scopes = accounts.iter().flat_map(|account| regions.iter().map(move |region| scope(account, region))).collect();
    let accounts = accounts.into_iter().map(|account| AccountName { id: account.id, name: account.name }).collect();
    Ok((Estate { kinds: config.kinds.clone(), accounts, regions }, scopes))
}
