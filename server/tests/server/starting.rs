//! Starting: what is wrong is said in one line, before anything is served.

use crate::support::config;
use clap::Parser;
use model::Role;
use server::Application;
use server::config::{Cli, Command, Config, ServeArgs};
use tempfile::TempDir;

fn serve(args: &[&str]) -> ServeArgs {
    let line = ["belvedere", "serve"].iter().chain(args);
    match Cli::parse_from(line).command {
        Command::Serve(args) => args,
        _ => unreachable!(),
    }
}

/// The refusal of a configuration file with this text.
fn refusal(text: &str) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("belvedere.toml");
    std::fs::write(&file, text).unwrap();
    Config::from_args(serve(&["--config", file.to_str().unwrap()])).unwrap_err().to_string()
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let line = refusal("read_interval_ms = 500\nlisten_on = \"127.0.0.1:1\"\n");
    assert!(line.contains("listen_on") && line.contains("line 2") && !line.contains('\n'), "{line}");
}

#[test]
fn a_wrong_account_number_is_refused() {
    let line = refusal("[[accounts]]\nid = \"123\"\n");
    assert!(line.contains("account number") && !line.contains('\n'), "{line}");
}

#[test]
fn an_address_beyond_this_machine_is_refused() {
    let line = Config::from_args(serve(&["--listen", "0.0.0.0:3000"])).unwrap_err().to_string();
    assert!(line.contains("loopback"), "{line}");
}

#[test]
fn the_command_line_wins_over_the_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("belvedere.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:4000\"\n[access]\nroles = [\"viewer\"]\n").unwrap();
    let args = serve(&["--config", file.to_str().unwrap(), "--listen", "127.0.0.1:5000"]);
    let config = Config::from_args(args).unwrap();
    assert_eq!((config.listen.port(), config.roles), (5000, vec![Role::Viewer]));
}

async fn refused(config: Config) -> String {
    let line = Application::build(config).await.unwrap_err().to_string();
    assert!(!line.contains('\n'), "{line}");
    line
}

#[tokio::test]
async fn an_occupied_port_is_one_line() {
    let folder = TempDir::new().unwrap();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = config(folder.path());
    config.listen = taken.local_addr().unwrap();
    assert!(refused(config).await.contains("in use"));
}

#[tokio::test]
async fn a_missing_browser_half_is_one_line_that_says_how_to_build_it() {
    let folder = TempDir::new().unwrap();
    let mut config = config(folder.path());
    config.site = folder.path().join("nothing");
    assert!(refused(config).await.contains("make build"));
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused() {
    let folder = TempDir::new().unwrap();
    let _first = Application::build(config(folder.path())).await.unwrap();
    refused(config(folder.path())).await;
}

#[test]
fn an_unknown_service_is_named_with_its_line() {
    let line = refusal("services = [\"grafana\", \"timestream\"]\n");
    assert!(line.contains("timestream") && line.contains("line 1") && !line.contains('\n'), "{line}");
}

#[test]
fn no_service_at_all_is_refused() {
    let line = refusal("services = []\n");
    assert!(line.contains("at least one") && !line.contains('\n'), "{line}");
}

const DELIVERY: &str = "[delivery]\naccount = \"441122338890\"\nregion = \"eu-west-1\"\n";

#[test]
fn a_prefix_that_no_secret_can_begin_with_is_refused_and_named() {
    for prefix in ["bel vedere/", "arn:aws:secretsmanager:", "bélvedere/", &"x".repeat(201)] {
        let line = refusal(&format!("{DELIVERY}prefix = \"{prefix}\"\n"));
        assert!(line.contains("delivery.prefix") && !line.contains('\n'), "{prefix}: {line}");
    }
}

#[test]
fn secrets_go_below_a_prefix_of_their_own_unless_another_is_configured() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("belvedere.toml");
    for (line, expected) in [("", "belvedere/"), ("prefix = \"team/\"", "team/"), ("prefix = \"\"", "")] {
        std::fs::write(&file, format!("{DELIVERY}{line}\n")).unwrap();
        let config = Config::from_args(serve(&["--config", file.to_str().unwrap()])).unwrap();
        assert_eq!(config.delivery.unwrap().prefix, expected);
    }
}
