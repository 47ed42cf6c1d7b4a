//! The binary: reads the command line, starts what it asks for, and ends with one clear line when that cannot be.

use clap::Parser;
use server::config::{AuditCommand, Cli, Command, Config, EmulateArgs, ServeArgs, StoreArgs, Switch};
use server::{Application, StartError};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("BELVEDERE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // The SDKs would print licence tokens below `info`, whatever the person asked for.
    tracing_subscriber::registry().with(lines).with(filter).with(filter_fn(aws::may_log)).init();
    let ended = match Cli::parse().command {
        Command::Serve(args) => serve(args).await,
        Command::Emulate(args) => emulate(args).await,
        Command::Audit(AuditCommand::Verify(args)) => verify(args).await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            say(&mut std::io::stderr(), &format!("belvedere: {line}"));
            ExitCode::FAILURE
        }
    }
}

async fn serve(args: ServeArgs) -> Result<(), String> {
    let config = Config::from_args(args).map_err(|e| e.to_string())?;
    let application = Application::build(config).await.map_err(|e: StartError| e.to_string())?;
    say(&mut std::io::stdout(), &format!("Belvedere is at {}", application.address()));
    application.run_until(stopped()).await.map_err(|e| e.to_string())
}

async fn emulate(args: EmulateArgs) -> Result<(), String> {
    let defaults = emulator::Settings::default();
    let settings = emulator::Settings {
        seed: args.seed,
        life_cycle: args.life_cycle_ms.map_or(defaults.life_cycle, Duration::from_millis),
        quotas: args.quotas == Switch::On,
        ..defaults
    };
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), args.port);
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|e| format!("port {}: {e}", args.port))?;
    let bound = listener.local_addr().map_err(|e| e.to_string())?;
    say(&mut std::io::stdout(), &format!("The AWS emulator is at http://{bound}"));
    emulator::serve(listener, settings, stopped()).await.map_err(|e| e.to_string())
}

async fn verify(args: StoreArgs) -> Result<(), String> {
    let line = server::audit::verify(args).await.map_err(|e| e.to_string())?;
    say(&mut std::io::stdout(), &line);
    Ok(())
}

/// Ends with the first Ctrl-C or SIGTERM.
async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// A closed terminal must not end the server.
fn say(to: &mut impl Write, line: &str) {
    let _ = writeln!(to, "{line}");
    let _ = to.flush();
}
