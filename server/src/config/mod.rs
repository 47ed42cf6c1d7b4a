//! How the server is told what to do: command line over `BELVEDERE_*` variables over a TOML file over defaults.

mod cli;
mod demo;
mod file;
mod webhook;

pub use cli::{AuditCommand, Cli, Command, EmulateArgs, ServeArgs, StoreArgs, Switch};

pub use crate::changes::Delivery;
use crate::clock::Source;
pub use crate::fleet::Rates;
use file::File;
use model::{AccountId, Kind, Region, Role};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::Origin;
pub use webhook::{WebhookConfig, WebhookFormat};

/// The folder of the SQLite database where none is named.
const FOLDER: &str = "data";
/// The same with the built-in emulator.
pub const EMULATOR_FOLDER: &str = "data/emulator";

/// An account the server looks after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// What people call it.
    pub name: String,
    pub role_arn: Option<String>,
    pub external_id: Option<String>,
}

/// The directory of Identity Center that has the names of people and groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryAccess {
    /// `d-` and ten hexadecimal digits.
    pub identity_store_id: String,
    /// The account that owns it, or one that Identity Center was delegated to.
    pub account: AccountId,
    /// The one region it answers in.
    pub region: Region,
    /// Without it the directory is read as its account is.
    pub role_arn: Option<String>,
    /// Goes with `role_arn`.
    pub external_id: Option<String>,
}

/// The built-in emulator, when it stands in for AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    pub listen: SocketAddr,
    pub seed: emulator::Seed,
    pub life_cycle: Duration,
    pub quotas: bool,
}

/// Everything the server needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub emulator: Option<BuiltIn>,
    pub store: store::Settings,
    /// The folder with the browser half: `pkg/`, fonts, icons.
    pub site: PathBuf,
    /// The roles of whoever uses the local mode.
    pub roles: Vec<Role>,
    /// Empty: the caller's own account.
    pub accounts: Vec<Account>,
    /// Empty: the SDK's own region.
    pub regions: Vec<Region>,
    /// What is read and changed, in the order of [`Kind::ALL`]; never empty.
    pub kinds: Vec<Kind>,
    /// `None`: people and groups are shown by their ids.
    pub directory: Option<DirectoryAccess>,
    /// `None`: minted secrets are shown and nothing else.
    pub delivery: Option<Delivery>,
    /// How long a mint whose answer was lost is looked for.
    pub mint_search: Duration,
    /// `None`: nobody is told what needs somebody.
    pub webhook: Option<WebhookConfig>,
    pub endpoint_url: Option<String>,
    /// How long a reading of a list is good for while nothing changes.
    pub read_interval: Duration,
    /// Whether calls wait for AWS's published quotas.
    pub budgets: bool,
    /// How many calls a second they allow.
    pub rates: Rates,
    /// Marks a database that is not marked yet, though it holds plans or events.
    pub adopt: Option<Origin>,
    /// `None`: the time is this machine's.
    pub clock: Option<Arc<dyn Source>>,
}

/// Why the configuration cannot be used; one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl Config {
    /// # Errors
    /// One line that names the setting and what is wrong with it.
    pub fn from_args(args: ServeArgs) -> Result<Self, ConfigError> {
        let file = read(args.config.as_deref())?;
        let listen = args.listen.or(file.listen).unwrap_or(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000));
        if !listen.ip().is_loopback() {
            return Err(ConfigError(format!(
                "listen: {listen} is not a loopback address. Without a sign-on proxy Belvedere serves this machine alone: use 127.0.0.1."
            )));
        }
        let built_in = args.built_in(&file);
        let store = database(args.database.or(file.database), args.data.or(file.data), built_in.is_some());
        let directory = match file.directory {
            Some(directory) => Some(directory.into()),
            None if built_in.is_some() && file.accounts.is_empty() => Some(demo::directory()?),
            None => None,
        };
        let delivery = match file.delivery {
            Some(delivery) => Some(delivery.into()),
            None if built_in.is_some() && file.accounts.is_empty() => Some(demo::delivery()?),
            None => None,
        };
        let (accounts, regions) = match &built_in {
            Some(_) if file.accounts.is_empty() => demo::scopes()?,
            _ => (file.accounts.into_iter().map(Account::from).collect(), file.regions),
        };
        goes_with_role(&accounts, directory.as_ref(), delivery.as_ref())?;
        let rates = Rates::with(file.rates)
            .map_err(|name| ConfigError(format!("rates: {name} is no operation that Belvedere calls.")))?;
        Ok(Self {
            kinds: kinds(file.services)?,
            rates,
            listen,
            emulator: built_in,
            store,
            site: args.site.or(file.site).unwrap_or_else(|| PathBuf::from("target/site")),
            roles: file.access.roles.unwrap_or_else(|| vec![Role::Admin]),
            accounts,
            regions,
            directory,
            delivery,
            webhook: webhook::webhook(file.webhook, args.webhook_url, args.webhook_secret)?,
            mint_search: Duration::from_millis(
                args.mint_search_ms.or(file.mint_search_ms).unwrap_or(60_000).min(60_000),
            ),
            endpoint_url: args.endpoint_url.or(file.endpoint_url),
            read_interval: Duration::from_millis(
                args.read_interval_ms.or(file.read_interval_ms).unwrap_or(15_000).max(100),
            ),
            budgets: args.budgets.or(file.budgets) != Some(Switch::Off),
            adopt: args.adopt,
            clock: None,
        })
    }
}

/// An external id without a role would protect nothing, and whoever wrote it believes that it does.
fn goes_with_role(
    accounts: &[Account],
    directory: Option<&DirectoryAccess>,
    delivery: Option<&Delivery>,
) -> Result<(), ConfigError> {
    let alone = |role: &Option<String>, id: &Option<String>| role.is_none() && id.is_some();
    let place = match accounts.iter().find(|account| alone(&account.role_arn, &account.external_id)) {
        Some(account) => Some(format!("account {}", account.id)),
        None if directory.is_some_and(|it| alone(&it.role_arn, &it.external_id)) => Some("directory".to_owned()),
        None if delivery.is_some_and(|it| alone(&it.role_arn, &it.external_id)) => Some("delivery".to_owned()),
        None => None,
    };
    match place {
        Some(place) => Err(ConfigError(format!("{place}: external_id goes with role_arn, which is missing."))),
        None => Ok(()),
    }
}

fn kinds(services: Option<Vec<Kind>>) -> Result<Vec<Kind>, ConfigError> {
    let said = services.unwrap_or_else(|| Kind::ALL.to_vec());
    match said.is_empty() {
        true => Err(ConfigError(
            "services: name at least one of grafana, prometheus and codeartifact, or leave the key out.".to_owned(),
        )),
        false => Ok(Kind::ALL.into_iter().filter(|kind| said.contains(kind)).collect()),
    }
}

impl StoreArgs {
    /// The database the server would use that is started in the same way.
    ///
    /// # Errors
    /// As [`Config::from_args`].
    pub fn settings(self) -> Result<store::Settings, ConfigError> {
        let file = read(self.config.as_deref())?;
        let emulator = self.emulator.or(file.emulator).is_some();
        Ok(database(self.database.or(file.database), self.data.or(file.data), emulator))
    }
}

fn database(url: Option<String>, folder: Option<PathBuf>, emulator: bool) -> store::Settings {
    let usual = if emulator { EMULATOR_FOLDER } else { FOLDER };
    match url {
        Some(url) => store::Settings::Postgres { url },
        None => store::Settings::sqlite(folder.unwrap_or_else(|| PathBuf::from(usual))),
    }
}

fn read(path: Option<&Path>) -> Result<File, ConfigError> {
    let Some(path) = path else { return Ok(File::default()) };
    let text = std::fs::read_to_string(path).map_err(|e| ConfigError(format!("{}: {e}", path.display())))?;
    // The parser's own message spans lines and quotes the source; one line is enough to find the place.
    toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        ConfigError(format!("{} line {line}: {}", path.display(), e.message().replace('\n', " ")))
    })
}
