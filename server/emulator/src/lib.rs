//! An HTTP server that speaks AWS's protocols for Amazon Managed Grafana, Amazon Managed Service for Prometheus,
//! AWS CodeArtifact (domains), AWS Identity Store (reading), AWS Secrets Manager (delivering) and AWS STS, with a fleet
//! to look at and failures to be had at will.
//!
//! It stands alone: no SDK, and no type of the rest of the product. What it accepts and answers comes from the
//! table in [`shapes`]; see the README beside this crate for what it does and how to make it fail.

mod calls;
mod control;
pub mod demo;
mod engine;
mod exchange;
mod gate;
mod local;
mod seed;
mod services;
mod settings;
pub mod shapes;
mod socket;
mod wire;
mod world;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use calls::CallRecord;
pub use local::Local;
pub use settings::{Seed, Settings, Switches};

/// A running emulator. It stops when it is dropped; [`Emulator::stop`] also waits until it has.
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    engine: Arc<engine::Engine>,
    shutdown: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Emulator {
    /// Starts answering on the listener, in a task of its own.
    ///
    /// # Errors
    /// When the listener has no address, or the crate's own data are broken.
    pub async fn start(listener: TcpListener, settings: Settings) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let engine = Arc::new(engine::Engine::new(settings)?);
        let (shutdown, stopped) = oneshot::channel();
        let ended = async {
            let _dropped = stopped.await;
        };
        let task = tokio::spawn(socket::run(listener, Arc::clone(&engine), ended));
        Ok(Self { address, engine, shutdown, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// What to give to an AWS client as its endpoint, for every service.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every call of AWS's protocols that has ended, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<CallRecord> {
        self.engine.lock().calls.since(0)
    }

    /// A digest over everything held; equal as long as nothing changed.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.engine.lock().world.fingerprint()
    }

    /// Stops answering and closes all connections.
    pub async fn stop(self) {
        let _already = self.shutdown.send(());
        let _ended = self.task.await;
    }
}

/// Answers on the listener until `shutdown` is there.
///
/// # Errors
/// As [`Emulator::start`].
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let engine = Arc::new(engine::Engine::new(settings)?);
    socket::run(listener, engine, shutdown).await;
    Ok(())
}
