//! The AWS that a schedule runs against: the emulator in the same process, or behind its socket.

use bytes::Bytes;
use emulator::{CallRecord, Emulator, Local};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::Arc;

/// Clones share it.
#[derive(Clone, Debug)]
pub enum Far {
    Here(Local),
    Socket(Arc<Socket>),
}

#[derive(Debug)]
pub struct Socket {
    emulator: Emulator,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Socket {
    pub fn new(emulator: Emulator) -> Self {
        Self { emulator, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    async fn answer(&self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let (mut parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        parts.uri = format!("{}{path}", self.emulator.url()).parse::<Uri>().ok()?;
        parts.headers.remove(http::header::HOST);
        let answer = self.client.request(Request::from_parts(parts, Full::from(body))).await.ok()?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        Some(Response::from_parts(parts, body.to_vec()))
    }
}

impl Far {
    /// `None`: the connection is cut.
    pub async fn answer(&self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        match self {
            Self::Here(local) => local.answer(request).await,
            Self::Socket(socket) => socket.answer(request).await,
        }
    }

    pub fn last_call(&self) -> Option<CallRecord> {
        match self {
            Self::Here(local) => local.last_call(),
            Self::Socket(socket) => socket.emulator.calls().pop(),
        }
    }

    /// Every call, oldest first.
    pub fn calls(&self) -> Vec<CallRecord> {
        match self {
            Self::Here(local) => local.calls(0),
            Self::Socket(socket) => socket.emulator.calls(),
        }
    }
}
