//! The emulator alone: `cargo run -p emulator --example emulate -- PORT [demo|empty|large] [LIFE-CYCLE-MS] [QUOTAS on|off]`.

use std::time::Duration;

use emulator::{Settings, serve};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |place: usize, default: &str| arguments.get(place).map_or(default, String::as_str).to_owned();
    let port: u16 = argument(0, "4566").parse()?;
    let settings = Settings {
        seed: argument(1, "demo").parse()?,
        life_cycle: Duration::from_millis(argument(2, "4000").parse()?),
        quotas: argument(3, "on") == "on",
        ..Settings::default()
    };
    serve(TcpListener::bind(("127.0.0.1", port)).await?, settings, std::future::pending()).await?;
    Ok(())
}
