//! The emulator without a socket: for whoever calls it in the same process, a request at a time.

use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use http::{Request, Response};

use crate::engine::{Clock, Engine};
use crate::exchange::exchange;
use crate::wire::reply::Cut;
use crate::{CallRecord, Settings};

/// Clones share what it holds.
#[derive(Clone, Debug)]
pub struct Local(Arc<Engine>);

impl Local {
    /// # Errors
    /// When the crate's own data are broken.
    pub fn new(settings: Settings) -> io::Result<Self> {
        Ok(Self(Arc::new(Engine::new(settings)?)))
    }

    /// Another that holds the same, shares nothing with this one, and takes the time, in seconds since 1970, from `clock`.
    #[must_use]
    pub fn fork(&self, clock: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(self.0.fork(Clock::of(clock))))
    }

    /// Answers one call of AWS's protocols. `None`: the connection is cut.
    pub async fn answer(&self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let response = exchange(State(self.0.clone()), request.map(Body::from)).await;
        if response.extensions().get::<Cut>().is_some() {
            return None;
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.ok()?;
        Some(Response::from_parts(parts, body.to_vec()))
    }

    /// The call that ended last.
    #[must_use]
    pub fn last_call(&self) -> Option<CallRecord> {
        self.0.lock().calls.last()
    }

    /// The calls that have ended after the first `since` of them, oldest first.
    #[must_use]
    pub fn calls(&self, since: u64) -> Vec<CallRecord> {
        self.0.lock().calls.since(since)
    }

    /// A digest over everything held; equal as long as nothing changed.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.lock().world.fingerprint()
    }
}
