//! Configuration files as people have them since schema 4: each is read, and says what it said then.

use clap::Parser;
use model::{Kind, Role};
use secrecy::ExposeSecret;
use server::config::{Cli, Command, Config, WebhookFormat};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Settings;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-4/config")
}

fn read(name: &str) -> Config {
    let path = folder().join(name);
    let line = ["belvedere", "serve", "--config", path.to_str().unwrap()];
    let Command::Serve(args) = Cli::parse_from(line).command else { unreachable!() };
    Config::from_args(args).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_file_is_read() {
    let mut files = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        read(entry.unwrap().file_name().to_str().unwrap());
        files += 1;
    }
    assert_eq!(files, 7);
}

#[test]
fn the_file_of_the_readme_says_what_it_said() {
    let config = read("console.toml");
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert!(matches!(config.store, Settings::Sqlite { dir, .. } if dir == Path::new("/var/lib/belvedere")));
    assert_eq!((config.kinds, config.roles), (vec![Kind::Grafana, Kind::Prometheus], vec![Role::Operator]));
    let [own, staging] = &config.accounts[..] else { panic!("{:?}", config.accounts) };
    assert_eq!((own.id.as_str(), own.name.as_str(), &own.role_arn), ("441122338890", "prod-observability", &None));
    assert_eq!(staging.role_arn.as_deref(), Some("arn:aws:iam::903211874410:role/belvedere"));
    assert_eq!(staging.external_id.as_deref(), Some("a-text-of-your-own"));
    let directory = config.directory.unwrap();
    assert_eq!((directory.identity_store_id.as_str(), directory.region.as_str()), ("d-9067123abc", "eu-west-1"));
    assert_eq!(directory.role_arn.as_deref(), Some("arn:aws:iam::441122338890:role/belvedere-directory"));
    let delivery = config.delivery.unwrap();
    assert_eq!(
        (delivery.scope.account.as_str(), delivery.kms_key.as_deref()),
        ("441122338890", Some("alias/belvedere"))
    );
    let webhook = config.webhook.unwrap();
    assert_eq!(webhook.url.expose_secret(), "https://hooks.example.com/belvedere");
    assert_eq!((webhook.format, webhook.interval), (WebhookFormat::Json, Duration::from_secs(60)));
}

#[test]
fn the_others_say_what_they_said() {
    let accounts = read("accounts.toml");
    assert_eq!((accounts.accounts.len(), accounts.regions.len()), (3, 5));
    assert_eq!(accounts.roles, [Role::Viewer, Role::Auditor]);
    assert_eq!(accounts.delivery.unwrap().scope.account.as_str(), "903211874410");
    let empty = read("empty.toml");
    assert!(empty.accounts.is_empty() && empty.regions.is_empty() && empty.roles == [Role::Admin] && empty.budgets);
    let emulator = read("emulator.toml");
    assert_eq!((emulator.accounts.len(), emulator.listen.port()), (4, 3001));
    assert_eq!(emulator.emulator.unwrap().listen.port(), 4567);
    let postgres = read("postgres.toml");
    assert!(matches!(postgres.store, Settings::Postgres { .. }) && !postgres.budgets);
    assert_eq!((postgres.kinds, postgres.mint_search), (vec![Kind::CodeArtifact], Duration::from_secs(30)));
    let webhook = read("webhook.toml");
    assert_eq!(webhook.webhook.unwrap().format, WebhookFormat::Slack);
    assert_eq!(webhook.roles.len(), 4);
    assert_ne!(read("rates.toml").rates, empty.rates);
}
