//! The command line, each option also as a `BELVEDERE_*` variable.

use super::BuiltIn;
use super::file::File;
use clap::{Args, Parser, Subcommand, ValueEnum};
use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use store::Origin;

/// Web console for Amazon Managed Grafana, Managed Service for Prometheus and CodeArtifact.
#[derive(Debug, Parser)]
#[command(name = "belvedere", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the console.
    Serve(ServeArgs),
    /// Serve the built-in AWS emulator alone.
    Emulate(EmulateArgs),
    /// Look after the audit record.
    #[command(subcommand)]
    Audit(AuditCommand),
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Compute the chain of hashes anew and name the first event that is not as it was written. Stop the server first
    /// where it uses SQLite.
    Verify(StoreArgs),
}

/// Which database.
#[derive(Debug, Default, Args)]
pub struct StoreArgs {
    /// Folder of the SQLite database: data, or data/emulator with the built-in emulator.
    #[arg(long, env = "BELVEDERE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use this Postgres instead of SQLite: postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "BELVEDERE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The TOML file that names the database.
    #[arg(long, env = "BELVEDERE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The database of a server that is started with the built-in emulator there.
    #[arg(long, env = "BELVEDERE_EMULATOR", value_name = "ADDRESS")]
    pub emulator: Option<SocketAddr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    On,
    Off,
}

#[derive(Debug, Default, Args)]
pub struct ServeArgs {
    /// Where the console listens; a loopback address.
    #[arg(long, env = "BELVEDERE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Start the built-in emulator there and use it instead of AWS.
    #[arg(long, env = "BELVEDERE_EMULATOR", value_name = "ADDRESS")]
    pub emulator: Option<SocketAddr>,
    /// Folder of the SQLite database: data, or data/emulator with the built-in emulator.
    #[arg(long, env = "BELVEDERE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use this Postgres instead of SQLite: postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "BELVEDERE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Take a database that holds plans or events and does not say of which AWS they are: aws, emulator or endpoint, as
    /// the server is started.
    #[arg(long, env = "BELVEDERE_ADOPT", value_name = "aws|emulator|endpoint")]
    pub adopt: Option<Origin>,
    /// A TOML file with these and further settings.
    #[arg(long, env = "BELVEDERE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the built browser half.
    #[arg(long, env = "BELVEDERE_SITE", value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Send every AWS call there.
    #[arg(long, env = "BELVEDERE_ENDPOINT_URL", value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// How often each list is read while nothing changes.
    #[arg(long, env = "BELVEDERE_READ_INTERVAL_MS", value_name = "MS")]
    pub read_interval_ms: Option<u64>,
    /// Whether calls wait for AWS's published quotas.
    #[arg(long, env = "BELVEDERE_BUDGETS", value_name = "on|off")]
    pub budgets: Option<Switch>,
    /// How long a token whose minting was not answered is looked for.
    #[arg(long, env = "BELVEDERE_MINT_SEARCH_MS", value_name = "MS")]
    pub mint_search_ms: Option<u64>,
    /// Where what needs somebody is told; goes before the file's.
    #[arg(long, env = "BELVEDERE_WEBHOOK_URL", value_name = "URL", hide_env_values = true)]
    pub webhook_url: Option<SecretString>,
    /// What it is signed with; better in the variable than on the command line.
    #[arg(long, env = "BELVEDERE_WEBHOOK_SECRET", value_name = "TEXT", hide_env_values = true)]
    pub webhook_secret: Option<SecretString>,
    /// What the built-in emulator holds at its start.
    #[arg(long, env = "BELVEDERE_EMULATOR_SEED", value_name = "demo|empty|large")]
    pub emulator_seed: Option<emulator::Seed>,
    /// How long a life-cycle state lasts in the built-in emulator.
    #[arg(long, env = "BELVEDERE_EMULATOR_LIFE_CYCLE_MS", value_name = "MS")]
    pub emulator_life_cycle_ms: Option<u64>,
    /// Whether the built-in emulator throttles by AWS's published quotas.
    #[arg(long, env = "BELVEDERE_EMULATOR_QUOTAS", value_name = "on|off")]
    pub emulator_quotas: Option<Switch>,
}

impl ServeArgs {
    pub(super) fn built_in(&self, file: &File) -> Option<BuiltIn> {
        let defaults = emulator::Settings::default();
        Some(BuiltIn {
            listen: self.emulator.or(file.emulator)?,
            seed: self.emulator_seed.unwrap_or(defaults.seed),
            life_cycle: self.emulator_life_cycle_ms.map_or(defaults.life_cycle, Duration::from_millis),
            quotas: self.emulator_quotas != Some(Switch::Off),
        })
    }
}

#[derive(Debug, Args)]
pub struct EmulateArgs {
    /// The port on 127.0.0.1.
    #[arg(long, env = "BELVEDERE_EMULATOR_PORT", default_value_t = 4566)]
    pub port: u16,
    /// What it holds at its start.
    #[arg(long, env = "BELVEDERE_EMULATOR_SEED", value_name = "demo|empty|large", default_value = "demo")]
    pub seed: emulator::Seed,
    /// How long a life-cycle state lasts.
    #[arg(long, env = "BELVEDERE_EMULATOR_LIFE_CYCLE_MS", value_name = "MS")]
    pub life_cycle_ms: Option<u64>,
    /// Whether AWS's published quotas throttle.
    #[arg(long, env = "BELVEDERE_EMULATOR_QUOTAS", value_name = "on|off", default_value = "on")]
    pub quotas: Switch,
}
