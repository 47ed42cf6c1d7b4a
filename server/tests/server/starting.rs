//! Starting: what is wrong is said in one line, before anything is served.

use crate::support::config;
use clap::Parser;
use model::Role;
use server::Application;
use server::config::{Cli, Command, Config, ServeArgs};
use std::path::Path;
use store::{NewAuditEvent, Origin, Settings, Store};
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
fn an_external_id_without_a_role_is_refused_and_named() {
    let account = "[[accounts]]\nid = \"441122338890\"\n";
    let directory =
        "[directory]\nidentity_store_id = \"d-9967123abc\"\naccount = \"441122338890\"\nregion = \"eu-west-1\"\n";
    for (place, entry) in [("account 441122338890", account), ("directory", directory), ("delivery", DELIVERY)] {
        let line = refusal(&format!("{entry}external_id = \"edge\"\n"));
        assert!(line.contains(&format!("{place}: external_id goes with role_arn")), "{line}");
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

/// A server that is started and stopped at once.
async fn begin(config: Config) {
    Application::build(config).await.unwrap().run_until(std::future::ready(())).await.unwrap();
}

fn elsewhere(folder: &Path) -> Config {
    Config { emulator: None, endpoint_url: Some("http://127.0.0.1:9".to_owned()), ..config(folder) }
}

#[tokio::test]
async fn a_database_of_the_emulator_is_refused_by_a_server_for_another_endpoint_and_for_aws() {
    let folder = TempDir::new().unwrap();
    begin(config(folder.path())).await;
    let line = refused(elsewhere(folder.path())).await;
    assert!(line.contains("of the built-in emulator") && line.contains("for an endpoint"), "{line}");
    let line = refused(Config { endpoint_url: None, ..elsewhere(folder.path()) }).await;
    assert!(line.contains("of the built-in emulator") && line.contains("for AWS"), "{line}");
    begin(config(folder.path())).await;
}

#[tokio::test]
async fn a_database_of_an_endpoint_is_refused_by_a_server_with_the_emulator() {
    let folder = TempDir::new().unwrap();
    begin(elsewhere(folder.path())).await;
    let line = refused(config(folder.path())).await;
    assert!(line.contains("of an endpoint") && line.contains("for the built-in emulator"), "{line}");
}

#[tokio::test]
async fn a_start_that_fails_leaves_a_database_unmarked() {
    let folder = TempDir::new().unwrap();
    let nobody = Config { accounts: Vec::new(), ..elsewhere(folder.path()) };
    refused(nobody).await;
    begin(config(folder.path())).await;
}

#[tokio::test]
async fn a_server_that_has_ended_leaves_one_file_with_all_of_its_database() {
    let folder = TempDir::new().unwrap();
    begin(config(folder.path())).await;
    let files = std::fs::read_dir(folder.path().join("data")).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["belvedere.db", "belvedere.lock"]);
}

/// What the binary says when it is started on a database of the emulator, with one variable more.
async fn binary(variable: (&str, &str)) -> String {
    let folder = TempDir::new().unwrap();
    begin(config(folder.path())).await;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_belvedere"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
    command.arg("--site").arg(folder.path().join("site")).env(variable.0, variable.1).env("BELVEDERE_LOG", "error");
    let ended = command.env("AWS_REGION", "eu-west-1").output().unwrap();
    assert!(!ended.status.success());
    String::from_utf8(ended.stderr).unwrap()
}

#[tokio::test]
async fn an_endpoint_of_the_sdks_own_variables_is_one_and_an_address_of_awss_own_is_not() {
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_GRAFANA", "AWS_ENDPOINT_URL_SECRETS_MANAGER"] {
        let line = binary((variable, "http://127.0.0.1:9")).await;
        assert!(line.contains("for an endpoint"), "{variable}: {line}");
    }
    let own = ("AWS_ENDPOINT_URL_STS", "https://vpce-0123.sts.eu-west-1.vpce.amazonaws.com");
    let line = binary(own).await;
    assert!(line.contains("for AWS"), "{line}");
}

#[test]
fn the_emulator_has_a_folder_of_its_own_unless_one_is_named() {
    let folder = |args: &[&str]| Config::from_args(serve(args)).unwrap().store;
    assert_eq!(folder(&[]), Settings::sqlite("data"));
    assert_eq!(folder(&["--emulator", "127.0.0.1:0"]), Settings::sqlite("data/emulator"));
    assert_eq!(folder(&["--emulator", "127.0.0.1:0", "--data", "mine"]), Settings::sqlite("mine"));
}

/// A database of before: it holds an event, and does not say of which AWS.
async fn unmarked(folder: &Path) {
    let store = Store::open(&Settings::sqlite(folder.join("data"))).await.unwrap();
    let text = String::new;
    let event = NewAuditEvent {
        at: 0,
        event: "plan".to_owned(),
        actor: "local".to_owned(),
        plan: None,
        operation: text(),
        target: text(),
        outcome: text(),
        message: text(),
        request_id: None,
        detail: serde_json::Value::Null,
    };
    store.append_audit(event).await.unwrap();
    store.close().await;
}

fn adopting(config: Config, origin: Origin) -> Config {
    Config { adopt: Some(origin), ..config }
}

#[tokio::test]
async fn a_database_of_nobody_knows_which_aws_is_refused_until_it_is_adopted_and_belongs_there_then() {
    let folder = TempDir::new().unwrap();
    unmarked(folder.path()).await;
    let line = refused(config(folder.path())).await;
    assert!(line.contains("--adopt emulator") && !line.contains("move "), "{line}");
    let line = refused(elsewhere(folder.path())).await;
    assert!(line.contains("--adopt endpoint"), "{line}");
    assert!(line.contains("--emulator, --data") && line.contains("--adopt emulator"), "where they are kept: {line}");
    begin(adopting(config(folder.path()), Origin::Emulator)).await;
    begin(config(folder.path())).await;
    let line = refused(adopting(elsewhere(folder.path()), Origin::Endpoint)).await;
    assert!(line.contains("of the built-in emulator"), "what is marked is not adopted: {line}");
}

#[tokio::test]
async fn a_database_is_adopted_only_for_what_the_server_is_started_for() {
    let folder = TempDir::new().unwrap();
    unmarked(folder.path()).await;
    let line = refused(adopting(config(folder.path()), Origin::Aws)).await;
    assert!(line.contains("--adopt aws") && line.contains("--adopt emulator"), "{line}");
}

#[test]
fn what_adopts_is_named_as_it_is_marked() {
    let adopt = |word| Config::from_args(serve(&["--adopt", word])).unwrap().adopt;
    assert_eq!(adopt("aws"), Some(Origin::Aws));
    assert_eq!(adopt("emulator"), Some(Origin::Emulator));
    assert_eq!(adopt("endpoint"), Some(Origin::Endpoint));
    let line = ["belvedere", "serve", "--adopt", "moon"];
    let refusal = Cli::try_parse_from(line).unwrap_err().to_string();
    assert!(refusal.contains("aws, emulator and endpoint"), "{refusal}");
}
